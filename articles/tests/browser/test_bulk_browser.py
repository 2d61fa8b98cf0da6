"""Several articles at once, in a real browser: looked at first, then done; the same without script; no barriers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, WorkingCopy
from articles.refusals import moment_words
from articles.tests import factories
from articles.tests.browser.barriers import barriers
from articles.tests.browser.test_admin_browser import PASSWORD, complaints, desk  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/articles/article/"
FIRST = (timezone.now() + timedelta(days=30)).replace(hour=9, minute=0, second=0, microsecond=0)


def choose(page: Page, act: str, *headlines: str) -> None:
    """Mark articles in the list and choose an act."""
    for headline in headlines:
        page.get_by_role("row").filter(has_text=headline).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(act)
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("heading", name=act, level=1)).to_be_visible()


def row(page: Page, headline: str):
    return page.locator(".bulk__rows tbody tr").filter(has_text=headline)


def test_schedules_one_after_the_other(desk, complaints):  # noqa: F811 - fixtures
    for headline in ("Second part", "First part", "Not this one"):
        factories.make_draft(headline=headline, featured_image=None)
    page = desk(LIST)
    choose(page, "Schedule one after the other", "Second part", "First part", "Not this one")
    page.get_by_label("The first at").fill(f"{FIRST:%Y-%m-%dT%H:%M}")
    page.get_by_label("Order").select_option("by headline")
    page.get_by_label("Not this one").uncheck()
    page.keyboard.press("Enter")  # looks again, and does nothing
    expect(row(page, "Not this one")).to_have_count(0)
    expect(row(page, "First part")).to_contain_text(f"scheduled for {moment_words(FIRST)}")
    second = moment_words(FIRST + timedelta(days=1))
    expect(row(page, "Second part")).to_contain_text(f"scheduled for {second}")
    expect(page.locator(".bulk__rows tbody tr").first).to_contain_text("First part")
    expect(page.get_by_role("status")).to_have_text("2 will be done.")
    assert not Article.objects.exclude(published_at=None).exists()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_have_text("2 done.")
    page.reload()
    page.get_by_role("link", name="Second part").click()
    expect(page.get_by_label("Headline")).to_have_value("Second part")
    scheduled = Article.objects.exclude(published_at=None).order_by("published_at")
    assert [(one.headline, one.published_at) for one in scheduled] == [
        ("First part", FIRST), ("Second part", FIRST + timedelta(days=1)),
    ]  # fmt: skip
    assert not complaints


def test_adds_tags_without_script(browser, live_server):
    user = factories.make_user("Editors", password=PASSWORD)
    article = factories.make_article(headline="One", tags=["Moon"], featured_image=None)
    with browser.new_context(java_script_enabled=False, locale="en-US") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Write an article")).to_be_visible()
        page.goto(live_server.url + LIST)
        choose(page, "Add tags", "One")
        page.get_by_label("Tags").fill("Space, moon")
        page.get_by_role("button", name="Look again").click()
        expect(row(page, "One")).to_contain_text("tag Space added (tag Moon is there already)")
        page.get_by_role("button", name="Do it").click()
        expect(page.get_by_role("status")).to_have_text("1 done.")
    assert WorkingCopy.objects.get(article=article).snapshot["tags"] == ["Moon", "Space"]


@pytest.mark.axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barriers(desk, scheme, width):  # noqa: F811 - the fixture
    for headline in ("Good", "Bad"):
        factories.make_draft(
            headline=headline, body="" if headline == "Bad" else "<p>Text.</p>", featured_image=None
        )
    page = desk(LIST)
    page.emulate_media(color_scheme=scheme)
    choose(page, "Schedule one after the other", "Good", "Bad")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_label("The first at").fill(f"{FIRST:%Y-%m-%dT%H:%M}")
    for button in ("Look again", "Do it"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status")).to_contain_text("1 not done")
        assert not (found := barriers(page)), found
        assert page.evaluate("document.documentElement.scrollWidth") <= width
