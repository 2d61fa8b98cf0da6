"""Sharing a preview as an editor does: a link is made, copied, opened by somebody without a login, and ended."""

import pytest
from playwright.sync_api import Browser, Page, expect

from articles import sharing
from articles.models import SharedPreview
from articles.tests import factories
from articles.tests.browser.test_admin_browser import complaints, desk  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    return factories.make_draft(headline="Not public yet", body="<p>What she told us.</p>")


@pytest.fixture
def sharing_desk(desk, article) -> Page:  # noqa: F811 - the fixture
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    return page


def open_dialog(page: Page):
    page.get_by_role("button", name="Share a preview").press("Enter")
    return page.get_by_role("dialog", name="Share a preview")


def test_by_keyboard_from_making_to_ending(sharing_desk, complaints, browser: Browser, live_server):  # noqa: F811
    page = sharing_desk
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog = open_dialog(page)
    expect(dialog).to_contain_text("It is not in search engines.")
    expect(dialog).to_contain_text("There is no link yet.")
    expect(dialog.get_by_label("Days until it ends")).to_be_focused()
    expect(dialog.get_by_label("Days until it ends")).to_have_value("7")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("The link is made. It ends on")
    shared = SharedPreview.objects.get()

    expect(dialog.get_by_role("button", name="Copy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("Copied.")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"http://site.test{shared.get_absolute_url()}"

    stranger = browser.new_context().new_page()
    stranger.goto(live_server.url + shared.get_absolute_url())
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Not public yet")
    expect(stranger.get_by_role("status")).to_contain_text("Preview of an unpublished article")
    assert stranger.context.cookies() == []

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("The link has ended.")
    expect(dialog).to_contain_text("There is no link yet.")
    expect(dialog.get_by_label("Days until it ends")).to_be_focused()
    stranger.reload()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("The preview is over")

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Share a preview")).to_be_focused()
    assert complaints == []


def test_what_goes_wrong_is_a_sentence(sharing_desk, article):
    page = sharing_desk
    kept = sharing.share(article, by=None, days=2)
    dialog = open_dialog(page)
    expect(dialog.get_by_role("textbox", name="Link: Made by Somebody")).to_have_value(
        f"http://site.test{kept.get_absolute_url()}"
    )
    dialog.get_by_label("Days until it ends").fill("1000")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("alert")).to_contain_text("a whole number from 1 to 90")
    page.context.set_offline(True)
    dialog.get_by_role("button", name="End:").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    dialog.get_by_label("Days until it ends").fill("30")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("status")).to_contain_text("The link is made.")
    expect(dialog.get_by_role("alert")).to_be_hidden()
    assert SharedPreview.objects.valid().count() == 2
    page.context.clear_cookies()
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Sign in in another tab")
