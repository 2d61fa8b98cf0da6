"""Two people at the same article, each in a browser of her own: nothing is overwritten, nothing is lost."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from articles import snapshots
from articles.models import Article
from articles.tests import factories
from articles.tests.browser.test_admin_browser import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sit_down(live_server, browser: Browser) -> Iterator[Callable[[str, Article], Page]]:
    """Somebody signs in with a browser of her own and opens the article."""
    contexts = []

    def begin(name: str, article: Article) -> Page:
        user = factories.make_user("Editors", password=PASSWORD, first_name=name)
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/article/{article.pk}/change/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("toolbar")).to_be_visible()
        return page

    yield begin
    for context in contexts:
        context.close()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def test_two_people_and_no_word_lost(sit_down):
    article = factories.make_draft(headline="Old", dek="Old dek", body="<p>Old text.</p>")
    ada, bea = sit_down("Ada", article), sit_down("Bea", article)
    expect(bea.get_by_text("Ada is writing here")).to_be_visible()
    bea.get_by_role("button", name="Take over").press("Enter")
    expect(bea.get_by_text("Ada has this article open too.")).to_be_visible()
    ada.get_by_label("Headline").fill("Ada’s headline")
    ada.locator(".tiptap").fill("Ada wrote this.")
    save(ada)
    expect(ada.get_by_text("Saved.")).to_be_visible()

    bea.get_by_label("Dek").fill("Bea’s dek")
    bea.locator(".tiptap").fill("Bea wrote that.")
    save(bea)
    sides = bea.get_by_role("group", name="Text", exact=True)
    expect(sides).to_contain_text("Ada wrote this.")
    expect(sides).to_contain_text("Bea wrote that.")
    expect(bea.locator(".tiptap")).to_have_text("Bea wrote that.")
    assert snapshots.current(article)["body"] == "<p>Ada wrote this.</p>"

    sides.get_by_role("button", name="Take this one").press("Enter")
    expect(bea.locator(".tiptap")).to_have_text("Ada wrote this.")
    bea.locator(".tiptap").fill("Both of us wrote this.")
    save(bea)
    expect(bea.get_by_text("This came from there, the rest is yours: Headline.")).to_be_visible()
    current = snapshots.current(article)
    assert (current["headline"], current["dek"], current["body"]) == (
        "Ada’s headline", "Bea’s dek", "<p>Both of us wrote this.</p>",
    )  # fmt: skip
