"""The desk for everyone: axe finds nothing, light and dark, on a laptop, a tablet and a phone."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.tests import factories
from articles.tests.browser.barriers import barriers
from articles.tests.browser.test_admin_browser import desk  # noqa: F401 - the fixture
from articles.tests.browser.test_two_editors_browser import sit_down  # noqa: F401 - the fixture

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(sample_media) -> Article:
    image = factories.make_image_with_files()
    return factories.make_article(
        headline="Everything on it", dek="A dek.", tags=["Space"], featured_image=image,
        works=[factories.make_work("A film")], format="review", body="<h2>A part</h2><p>Text with <cite>a title</cite>.</p>",
    )  # fmt: skip


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.desk-side details').forEach(part => { part.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 820, 390])
def test_the_writing_screen(desk, article, scheme, width):  # noqa: F811
    page = desk("/admin/")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(page.url + f"articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    open_everything(page)
    assert not (found := barriers(page)), found
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_preview_notices_dialogs_and_sides_of_a_conflict(desk, sit_down, article, scheme):  # noqa: F811
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_role("toolbar")).to_be_visible()
    other = sit_down("Bea", article)
    other.emulate_media(color_scheme=scheme)
    expect(other.get_by_role("button", name="Take over")).to_be_visible()
    assert not (found := barriers(other)), found
    other.get_by_role("button", name="Take over").click()
    expect(other.get_by_text("has this article open too")).to_be_visible()
    for words, one in (("Mine", page), ("Theirs", other)):
        one.get_by_label("Headline").fill(words)
        with one.expect_navigation():
            one.get_by_role("button", name="Keep changes unpublished").click()
    expect(other.get_by_role("group", name="Headline", exact=True)).to_be_visible()
    assert not (found := barriers(other)), found
    page.keyboard.press("Control+Alt+p")
    expect(page.locator(".desk-preview iframe:not(.is-behind)")).to_be_visible()
    assert not (found := barriers(page)), found
    page.keyboard.press("Control+Alt+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert not (found := barriers(page)), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/admin/", "/admin/my-settings/"])
def test_what_needs_attention_and_my_settings(desk, path, scheme, width):  # noqa: F811
    DBTaskResult.objects.create(
        status="FAILED", task_path="articles.tasks.send_letter", args_kwargs={}, backend_name="default",
        run_after=timezone.now(), finished_at=timezone.now(),
    )  # fmt: skip
    page = desk(path)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert page.get_by_role("region", name="Needs attention").count() == (path == "/admin/")
    assert not (found := barriers(page)), found
    assert page.evaluate("document.documentElement.scrollWidth") <= width
