"""The date of an article in a real browser: the editor's own time zone beside the site's, and both nights of the year
on which a clock is changed."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from articles import clock, planning, snapshots
from articles.clock import NoSuchTime, TwiceThatNight
from articles.models import Article
from articles.tests import factories
from articles.tests.browser.test_admin_browser import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIENNA, NEW_YORK = "Europe/Vienna", "America/New_York"
TWICE, FIRST, SECOND = "2037-10-25T02:30", "2037-10-25T00:30:00+00:00", "2037-10-25T01:30:00+00:00"
MOVE = "/admin/articles/article/calendar/?view=week&on=2037-10-25"


@pytest.fixture
def sit_in(live_server, browser: Browser) -> Callable[[str, str], Page]:
    """An editor in a time zone signs in and opens a page; the site is where `settings.TIME_ZONE` says."""

    def begin(zone: str, path: str, **options) -> Page:
        user = factories.make_user("Editors", password=PASSWORD)
        page = browser.new_context(timezone_id=zone, locale="en-US", **options).new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{live_server.url}/admin/login/?next={quote(path)}")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1).first).to_be_attached()
        return page

    return begin


def change_url(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def date_of(page: Page) -> Locator:
    """The field, in its part of the form, which is opened."""
    field = page.get_by_label("Date:", exact=True)
    expect(field).to_be_attached()
    field.evaluate("field => { field.closest('details').open = true }")
    return field


def words(page: Page) -> Locator:
    return page.locator(".field-published_at .moment-words")


def choices(page: Page) -> Locator:
    return page.locator(".field-published_at .moment-fold")


# --- the same moment on both clocks


@pytest.mark.parametrize(
    ("own", "site", "also"),
    [
        (VIENNA, NEW_YORK, ", your time (Europe/Vienna) · {there} in New York, the site's"),
        (NEW_YORK, VIENNA, ", your time (America/New_York) · {there} in Vienna, the site's"),
        (VIENNA, "UTC", ", your time (Europe/Vienna) · {there} UTC, the site's"),
        (VIENNA, VIENNA, ""),
        ("Europe/Berlin", VIENNA, ""),  # another name for the same
    ],
)
def test_says_the_moment_on_the_editors_own_clock(sit_in, settings, own, site, also):
    settings.TIME_ZONE = site
    page = sit_in(own, change_url(factories.make_draft()))
    tomorrow = datetime.now(ZoneInfo(own)).date() + timedelta(days=1)
    there = datetime.combine(tomorrow, time(9), tzinfo=ZoneInfo(own)).astimezone(ZoneInfo(site))
    date_of(page).fill(f"{there:%Y-%m-%dT%H:%M}")
    expect(words(page)).to_have_text("Tomorrow at 9:00" + also.format(there=f"{there:%-H:%M}"))
    expect(page.get_by_role("button", name="Schedule", exact=True)).to_be_visible()
    date_of(page).fill("2020-01-31T09:00")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    date_of(page).fill("")
    expect(words(page)).to_be_empty()


SAID = """async ([at, options]) => (await import("desk/moments")).momentWords(at, options)"""
FOUND = """async (asked) => {
  const { localFrom, momentsOf, noSuchTimeWords, foldChoice } = await import("desk/moments")
  return asked.map(([text, zone]) => {
    const local = localFrom(text)
    const moments = momentsOf(local, zone)
    if (!moments.length) return [noSuchTimeWords(local, zone)]
    if (moments.length === 1) return [new Date(moments[0]).toISOString().slice(0, 16)]
    return [...foldChoice("x", local, zone).querySelectorAll("label")].map((row) => `${row.firstChild.value}${row.textContent}`)
  })
}"""


def milliseconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp() * 1000


@pytest.mark.parametrize("own", [VIENNA, NEW_YORK])
def test_words_near_and_far(sit_in, own):
    page = sit_in(own, change_url(factories.make_draft()), bypass_csp=True)
    expect(words(page)).to_be_attached()
    for now, at, zone, mine, said in [
        ("2026-01-02T12:00Z", "2026-01-02T08:00Z", VIENNA, VIENNA, "Today at 9:00"),
        ("2026-01-02T12:00Z", "2026-01-01T08:00Z", VIENNA, VIENNA, "Yesterday at 9:00"),
        ("2026-01-02T12:00Z", "2026-01-03T23:05Z", VIENNA, VIENNA, "Sunday at 0:05"),
        ("2026-01-02T12:00Z", "2026-01-08T08:00Z", VIENNA, VIENNA, "Thursday at 9:00"),
        ("2026-01-02T12:00Z", "2026-01-09T08:00Z", VIENNA, VIENNA, "9 Jan 2026 at 9:00"),
        ("2026-01-02T12:00Z", "2026-09-01T07:00Z", VIENNA, VIENNA, "1 Sep 2026 at 9:00"),
        ("2026-01-02T12:00Z", "2025-12-31T08:00Z", VIENNA, VIENNA, "31 Dec 2025 at 9:00"),
        ("2026-01-02T12:00Z", "2026-01-03T08:00Z", NEW_YORK, VIENNA,
         "Tomorrow at 9:00, your time (Europe/Vienna) · 3:00 in New York, the site's"),
        ("2026-01-02T12:00Z", "2026-01-03T00:30Z", NEW_YORK, VIENNA,
         "Tomorrow at 1:30, your time (Europe/Vienna) · today at 19:30 in New York, the site's"),
        ("2026-01-03T00:30Z", "2026-01-03T08:00Z", VIENNA, NEW_YORK,  # Saturday there, Friday here
         "Tomorrow at 3:00, your time (America/New_York) · 9:00 in Vienna, the site's"),
        ("2026-03-07T12:00Z", "2026-03-09T07:00Z", NEW_YORK, VIENNA,  # the clock is changed there, not here
         "Monday at 8:00, your time (Europe/Vienna) · 3:00 in New York, the site's"),
        ("2026-10-24T12:00Z", "2026-10-25T00:30Z", NEW_YORK, VIENNA,
         "Tomorrow at 2:30 summer time, your time (Europe/Vienna) · today at 20:30 in New York, the site's"),
        ("2026-10-24T12:00Z", "2026-10-25T01:30Z", VIENNA, VIENNA, "Tomorrow at 2:30 standard time"),
    ]:  # fmt: skip
        given = {"zone": zone, "own": mine, "now": milliseconds(now)}
        assert page.evaluate(SAID, [milliseconds(at), given]) == said


ZONES = [VIENNA, NEW_YORK, "Australia/Lord_Howe", "Asia/Tokyo", "Africa/Cairo", "America/Havana", "UTC"]


def by_server(text: str, zone: str) -> list[str]:
    try:
        return [f"{clock.moment(datetime.fromisoformat(text), zone=ZoneInfo(zone)):%Y-%m-%dT%H:%M}"]
    except NoSuchTime as refusal:
        return [str(refusal)]
    except TwiceThatNight as twice:
        return [f"{at.isoformat()} {name}" for at, name in zip(twice.moments, twice.names, strict=True)]


def changes_of(zone: str) -> list[datetime]:
    """What the clock shows around the hours at which it is changed."""
    start = datetime(2026, 1, 1)
    offsets = [
        (start + timedelta(hours=hour)).replace(tzinfo=ZoneInfo(zone)).utcoffset() for hour in range(17_520)
    ]
    return [start + timedelta(hours=hour) for hour in range(1, 17_520) if offsets[hour] != offsets[hour - 1]]


@pytest.mark.parametrize("own", [VIENNA, NEW_YORK])
def test_agrees_with_the_server_around_every_change(sit_in, own):
    page = sit_in(own, change_url(factories.make_draft()), bypass_csp=True)
    expect(words(page)).to_be_attached()
    around = [timedelta(minutes=minutes) for minutes in range(-180, 181, 15)] + [timedelta(minutes=-1)]
    asked = [
        (f"{change + step:%Y-%m-%dT%H:%M}", zone) for zone in ZONES for change in changes_of(zone) for step in around
    ] + [("2026-03-29T02:30", "Asia/Tokyo")]  # fmt: skip
    expected = [by_server(*one) for one in asked]
    assert {1, 2} == {len(found) for found in expected}
    assert page.evaluate(FOUND, asked) == expected


# --- both nights


@pytest.mark.parametrize("own", [VIENNA, NEW_YORK])
def test_asks_as_she_types_and_keeps_the_answer(sit_in, settings, own):
    settings.TIME_ZONE = VIENNA
    article = factories.make_draft(headline="Old")
    page = sit_in(own, change_url(article))
    date_of(page).fill("2037-03-29T02:30")
    expect(words(page)).to_contain_text("there is no 02:30. Choose 01:59 or earlier, or 03:00 or later.")
    date_of(page).fill(TWICE)
    expect(choices(page).get_by_role("radio", checked=True)).to_have_count(0)
    choices(page).get_by_label("02:30 standard time (UTC+1)").check()
    mine = "24 Oct 2037 at 21:30" if own == NEW_YORK else "25 Oct 2037 at 2:30 standard time"
    expect(words(page)).to_contain_text(mine)
    expect(page.locator("#desk-sign")).to_contain_text("Autosaved")
    page.goto("about:blank")
    page.go_back()
    page.get_by_role("link", name="Bring it back").click()
    date_of(page)
    expect(choices(page).get_by_label("02:30 standard time (UTC+1)")).to_be_checked()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(
        page.get_by_text("is scheduled for 25 Oct 2037 02:30 standard time (UTC+1) (Europe/Vienna).")
    ).to_be_visible()
    page.goto(page.url.split("/admin/")[0] + change_url(article))
    expect(choices(page).locator(f"input[value='{SECOND}']")).to_be_checked()
    date_of(page).fill("2037-10-26T02:30")
    expect(choices(page)).to_have_count(0)


def test_without_script_the_form_comes_back_with_the_question(sit_in, settings):
    settings.TIME_ZONE = VIENNA
    article = factories.make_draft(headline="Old")
    page = sit_in(NEW_YORK, change_url(article), java_script_enabled=False)
    page.locator(".field-published_at").locator("xpath=ancestor::details/summary").click()
    page.get_by_label("Date:", exact=True).fill(TWICE)
    page.get_by_label("Headline").fill("Typed")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("02:30 comes twice. Choose which one you mean.")).to_be_attached()
    expect(page.get_by_label("Headline")).to_have_value("Typed")
    if not choices(page).is_visible():
        page.locator(".field-published_at").locator("xpath=ancestor::details/summary").click()
    choices(page).get_by_label("02:30 summer time (UTC+2)").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see nothing of it yet.")).to_be_visible()
    assert snapshots.current(article)["published_at"] == FIRST


def test_the_other_sides_date_is_taken_with_its_answer(sit_in, settings):
    settings.TIME_ZONE = VIENNA
    article = factories.make_draft(headline="Old")
    page = sit_in(VIENNA, change_url(article))
    date_of(page).fill("2037-01-01T09:00")
    factories.revise(article, published_at=SECOND)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Take this one").press("Enter")
    expect(date_of(page)).to_have_value(TWICE)
    expect(choices(page).locator(f"input[value='{SECOND}']")).to_be_checked()


# --- the calendar


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_calendar_asks_too(sit_in, settings, by_mouse):
    settings.TIME_ZONE = VIENNA
    article = factories.make_article(
        at=datetime.fromisoformat("2037-10-24T00:30Z"), headline="Soon", featured_image=None
    )
    page = sit_in(NEW_YORK, MOVE)
    entry = page.locator(".calendar-entry")
    dialog = page.get_by_role("dialog", name="Move “Soon”")
    if by_mouse:
        entry.drag_to(page.locator(".calendar-day[data-day='2037-10-25']"))
        expect(dialog.get_by_role("alert").first).to_contain_text("02:30 comes twice")
    else:
        entry.get_by_role("button", name="Move").press("Enter")
        expect(dialog.get_by_role("radio")).to_have_count(0)
        dialog.get_by_label("Day").fill("2037-10-25")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog.get_by_text("02:30 comes twice that night. Choose which one you mean.")).to_be_visible()
    dialog.get_by_label("02:30 standard time (UTC+1)").check()
    dialog.get_by_role("button", name="Move").click()
    expect(page.get_by_role("status").filter(has_text="02:30 standard time (UTC+1).")).to_have_count(1)
    assert planning.entry_of(article).instant.isoformat() == SECOND
    expect(page.locator(".calendar-day[data-day='2037-10-25'] .calendar-entry")).to_be_visible()
    entry.get_by_role("button", name="Move").press("Enter")
    expect(dialog.get_by_label("02:30 standard time (UTC+1)")).to_be_checked()
    dialog.get_by_label("02:30 summer time (UTC+2)").check()
    dialog.get_by_role("button", name="Move").click()
    expect(
        page.get_by_role("status").filter(has_text="to 25 Oct 2037 02:30 summer time (UTC+2).")
    ).to_have_count(1)
    assert planning.entry_of(article).instant.isoformat() == FIRST
