"""The editorial calendar as an editor uses it: by keyboard alone, by mouse, and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import planning, scheduling
from articles.models import CalendarFeed
from articles.tests import factories
from articles.tests.browser.test_admin_browser import PASSWORD, complaints, desk  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The Wednesday after next: the days beside it are on the same page, and none of them has passed.
TODAY = timezone.localdate()
DAY = TODAY + timedelta(days=16 - TODAY.weekday())
NOON = timezone.now().replace(
    year=DAY.year, month=DAY.month, day=DAY.day, hour=12, minute=0, second=0, microsecond=0
)
WEEK = f"/admin/articles/article/calendar/?view=week&on={DAY}"


@pytest.fixture
def article():
    return factories.make_article(at=NOON, headline="On *its* way", featured_image=None)


def cell(page: Page, days: int = 0):
    return page.locator(f'.calendar-day[data-day="{DAY + timedelta(days=days)}"]')


def entry_in(page: Page, days: int):
    return cell(page, days).locator(".calendar-entry")


def moved_by(article) -> timedelta:
    return planning.entry_of(article).moment - NOON


def test_by_keyboard_alone(desk, complaints, article):  # noqa: F811 - fixtures
    page = desk(WEEK)
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("gridcell")).to_have_count(7)
    expect(grid.locator(".calendar-day[tabindex='0']")).to_have_count(1)  # one stop for Tab
    cell(page).focus()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, -1)).to_be_focused()
    page.keyboard.press("End")
    expect(cell(page, 4)).to_be_focused()
    page.keyboard.press("ArrowRight")  # nothing is behind it
    page.keyboard.press("Home")
    expect(cell(page, -2)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="On its way")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Move “On its way”")).to_be_focused()

    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Move “On its way”")
    expect(dialog.get_by_label("Day")).to_be_focused()
    expect(dialog.get_by_label("Day")).to_have_value(str(DAY))
    expect(dialog.get_by_label("Time")).to_have_value("12:00")
    dialog.get_by_label("Day").fill(str(TODAY - timedelta(days=1)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="has passed")).to_be_visible()
    dialog.get_by_label("Day").fill(str(DAY + timedelta(days=1)))
    dialog.get_by_label("Time").fill("15:30")
    page.keyboard.press("Enter")
    expect(entry_in(page, 1)).to_be_visible()
    expect(page.get_by_role("link", name="On its way")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="moved from")).to_have_count(1)
    assert moved_by(article) == timedelta(days=1, hours=3.5)

    page.get_by_role("button", name="Undo").press("Enter")
    expect(entry_in(page, 0)).to_be_visible()
    assert moved_by(article) == timedelta()
    cell(page).press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/article/{article.pk}/change/")
    # The refused day: the browser itself notes every answer that is an error.
    assert [text for text in complaints if "422" not in text] == []


def test_by_mouse(desk, complaints, article):  # noqa: F811 - fixtures
    page = desk(WEEK)
    entry_in(page, 0).drag_to(cell(page, 2))
    expect(entry_in(page, 2)).to_be_visible()
    expect(entry_in(page, 0)).to_have_count(0)
    assert moved_by(article) == timedelta(days=2)
    assert complaints == []


def test_who_comes_second_is_told_and_sees_what_is_so(desk, article):  # noqa: F811 - fixtures
    page = desk(WEEK)
    scheduling.reschedule(article, by=None, at=NOON + timedelta(days=3))
    entry_in(page, 0).drag_to(cell(page, 1))
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed “On its way” meanwhile")
    expect(entry_in(page, 3)).to_be_visible()
    assert moved_by(article) == timedelta(days=3)


def test_the_address_is_made_and_copied(desk, complaints):  # noqa: F811 - fixtures
    page = desk("/admin/articles/article/calendar/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Subscribe in your own calendar").click()
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"http://site.test{CalendarFeed.objects.get().get_absolute_url()}"
    assert complaints == []


def test_works_without_script(live_server, browser, browser_context_args, article):
    user = factories.make_user("Editors", password=PASSWORD)
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}{WEEK}")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Move “On its way”").click()
    page.get_by_label("Day").fill(str(DAY + timedelta(days=1)))
    page.get_by_role("button", name="Move").click()
    expect(entry_in(page, 1)).to_be_visible()
    assert moved_by(article) == timedelta(days=1)
    page.get_by_role("button", name="Undo").click()
    expect(entry_in(page, 0)).to_be_visible()
    page.context.close()
