"""The whole life of a piece by two people: handed in, sent back, approved, held, scheduled, corrected, taken back."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles import due
from articles.models import Article, WorkingCopy
from articles.tests import factories
from articles.tests.browser.test_admin_browser import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sign_in(live_server, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    contexts = []

    def begin(name: str, group: str) -> Page:
        user = factories.make_user(group, password=PASSWORD, first_name=name)
        factories.make_author(name, user=user)
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Write an article")).to_be_visible()
        return page

    yield begin
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def note(page: Page, words: str) -> None:
    page.get_by_role("complementary").locator("summary", has_text="Notes").click()
    page.get_by_label("Note to your colleagues").fill(words)


def opened(page: Page, live_server, article: Article) -> Page:
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    return page


def typed(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_the_whole_life_of_a_piece(sign_in, live_server):
    factories.make_section("Film")
    editor, writer = sign_in("Edith", "Editors"), sign_in("Wanda", "Writers")

    writer.get_by_role("link", name="Write an article").click()
    expect(writer.get_by_role("toolbar")).to_be_visible()
    writer.keyboard.type("The moon is not for sale")
    writer.locator(".desk-text .tiptap").click()
    writer.keyboard.type("Nobody owns it.")
    note(writer, "Please look at the ending.")
    press(writer, "Submit for review")
    expect(writer.get_by_text("Submitted for review. An editor takes it from here.")).to_be_visible()
    article = Article.objects.get()
    writer.goto("about:blank")

    editor.reload()
    waiting = editor.get_by_role("region", name="Waiting for review")
    waiting.get_by_role("link", name="The moon is not for sale").click()
    expect(editor.get_by_text("Please look at the ending.")).to_be_attached()
    note(editor, "Say who says so.")
    press(editor, "Send back to the writer")
    editor.goto("about:blank")

    opened(writer, live_server, article)
    expect(writer.get_by_text("Say who says so.")).to_be_attached()
    writer.locator(".desk-text .tiptap").click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" The lawyers say so.")
    press(writer, "Submit for review")
    writer.goto("about:blank")

    opened(editor, live_server, article)
    press(editor, "Approve")
    assert WorkingCopy.objects.get().state == "approved"
    until = timezone.now() + timedelta(days=2)
    editor.get_by_role("complementary").locator("summary", has_text="Embargo").click()
    editor.get_by_label("Embargo until").fill(typed(until))
    press(editor, "Save")
    expect(editor.locator(".desk-standing", has_text="Under embargo until")).to_be_visible()
    press(editor, "Publish")
    expect(editor.locator(".errorlist", has_text="This is under embargo until")).to_be_visible()
    assert not Article.objects.published().exists()
    if not editor.locator("#id_published_at").is_visible():
        editor.get_by_role("complementary").get_by_text("Publishing", exact=True).click()
    editor.locator("#id_published_at").fill(typed(until + timedelta(hours=1)))
    press(editor, "Schedule")
    expect(editor.get_by_text("is scheduled for")).to_be_visible()

    # Time passes: the embargo is over, the moment has come, nobody's job was needed.
    Article.objects.update(published_at=timezone.now() - timedelta(hours=1), embargo_until=None)
    opened(editor, live_server, article)
    editor.get_by_label("Dek").fill("The lawyers are four.")
    if not editor.get_by_label("Publish the changes on").is_visible():
        editor.get_by_role("complementary").get_by_text("Publishing", exact=True).click()
    editor.get_by_label("Publish the changes on").fill(typed(timezone.now() + timedelta(hours=5)))
    press(editor, "Publish changes")
    expect(editor.get_by_text("The changes go out on")).to_be_visible()
    assert Article.objects.get().dek == ""
    due.apply_due(timezone.now() + timedelta(hours=5))
    assert Article.objects.get().dek == "The lawyers are four."
