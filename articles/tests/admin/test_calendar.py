"""The editorial calendar's page in the admin, moving an entry there, and an editor's own subscription."""

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from articles import calendar_feeds, planning, publishing, scheduling
from articles.models import Article, CalendarFeed, WorkingCopy
from articles.tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_section,
    make_user,
)
from articles.tests.pages import parse, read, select, texts

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/articles/article/calendar/"
SUBSCRIBE = f"{CALENDAR}subscribe/"
SOON = (timezone.now() + timedelta(days=10)).replace(hour=9, minute=30, second=0, microsecond=0)
LATER = SOON + timedelta(days=3)
JSON = {"Accept": "application/json"}
SECRET = "Xyzzy"


@pytest.fixture
def editor(client):
    user = make_user("Editors")
    client.force_login(user)
    return user


def planned(at: datetime = SOON, **changes) -> Article:
    return make_draft(published_at=at.isoformat(), **changes)


def page(client, **asked):
    return read(client, f"{CALENDAR}?{urlencode(asked)}")


def shown(document) -> dict[str, list[str]]:
    """Headlines by day."""
    days = {
        day.get("data-day"): texts(day, ".calendar-entry__headline")
        for day in select(document, ".calendar-day")
    }
    return {day: headlines for day, headlines in days.items() if headlines}


# --- who sees it


@pytest.mark.parametrize(("group", "status"), [("Editors", 200), ("Writers", 200), ("", 403)])
def test_is_for_who_may_look_at_articles(client, group, status):
    client.force_login(make_user(group))
    assert client.get(CALENDAR).status_code == status
    assert client.post(SUBSCRIBE).status_code == (302 if status == 200 else 403)


def test_nobody_else_comes_further_than_the_sign_in(client):
    article = make_article(at=SOON)
    for address in (CALENDAR, SUBSCRIBE, move_url(article)):
        assert client.post(address).headers["Location"].startswith("/admin/login/")


def test_a_writer_sees_her_own_and_moves_nothing(client):
    writer = make_user("Writers")
    client.force_login(writer)
    mine = planned(headline="Mine", bylines=[(make_author("Me", user=writer), "words")])
    planned(headline=SECRET)
    make_article(at=SOON, headline=SECRET)
    document = page(client, on=f"{SOON:%Y-%m-%d}")
    assert shown(document) == {f"{SOON:%Y-%m-%d}": ["Mine"]}
    assert select(document, ".calendar-entry__move, [data-movable]") == []
    assert SECRET not in document.text_content()
    assert client.post(move_url(mine), fields(mine), headers=JSON).status_code == 403


# --- what is on it


@pytest.mark.parametrize(
    ("view", "on", "first", "last"),
    [
        ("month", "2024-01-15", "2024-01-01", "2024-02-04"),
        ("month", "2024-02-29", "2024-01-29", "2024-03-03"),
        ("month", "2026-02-01", "2026-01-26", "2026-03-01"),
        ("month", "2023-10-01", "2023-09-25", "2023-11-05"),  # six weeks
        ("week", "2024-01-01", "2024-01-01", "2024-01-07"),
        ("week", "2024-03-31", "2024-03-25", "2024-03-31"),  # of 167 hours
        ("week", "2023-12-31", "2023-12-25", "2023-12-31"),
        ("day", "2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_days_from_the_first_moment_to_the_last(client, editor, view, on, first, last):
    with timezone.override("Europe/Copenhagen"):
        begin = planning.start_of(date.fromisoformat(first))
        end = planning.start_of(date.fromisoformat(last) + timedelta(days=1))
        for headline, at in (
            ("too early", begin - timedelta(seconds=1)),
            ("first", begin),
            ("last", end - timedelta(seconds=1)),
            ("too late", end),
        ):
            make_article(at=at.astimezone(UTC), headline=headline)
        document = page(client, view=view, on=on)
    days = [day.get("data-day") for day in select(document, ".calendar-day")]
    assert (days[0], days[-1]) == (first, last)
    found = [headline for headlines in shown(document).values() for headline in headlines]
    assert found == ["first", "last"]


def test_an_entry_says_everything(client, editor):
    make_article(
        at=SOON, headline="Why *Nosferatu* lasts", section=make_section("Film"),
        bylines=[(make_author("Ida"), "words"), (make_author("Ann"), "photography"), (make_author("Bo"), "words")],
    )  # fmt: skip
    (entry,) = select(page(client, on=f"{SOON:%Y-%m-%d}"), ".calendar-entry")
    assert texts(entry, ".calendar-entry__headline") == ["Why Nosferatu lasts"]
    assert texts(entry, "time") == ["09:30"]
    assert texts(entry, ".calendar-entry__section") == ["Film"]
    assert texts(entry, ".calendar-entry__bylines") == ["Ida, Ann, Bo"]
    assert texts(entry, ".calendar-entry__state") == ["Scheduled"]
    assert re.search(r"\bsection-accent-\d\b", entry.get("class"))


def test_says_which_clock_it_goes_by(client, editor):
    assert texts(page(client), ".calendar-zone") == ["All times: UTC"]


def test_a_full_day_leads_to_itself(client, editor):
    for number in range(6):
        make_article(at=SOON + timedelta(minutes=number), headline=f"N{number}")
    day = f"{SOON:%Y-%m-%d}"
    document = page(client, on=day, state="scheduled")
    assert shown(document) == {day: ["N0", "N1", "N2", "N3"]}
    (more,) = select(document, ".calendar-more")
    assert more.text == "2 more"
    document = read(client, more.get("href"))
    assert shown(document) == {day: [f"N{number}" for number in range(6)]}
    assert select(document, "option[selected]")[0].text == "Scheduled"  # the filter came along


def test_filters_stay_when_one_turns_the_page(client, editor):
    make_section("Film")
    document = page(client, view="week", on="2024-01-03", section="film", state="planned")
    for link in select(document, ".calendar-turn a, .calendar-views a"):
        assert "section=film&state=planned" in link.get("href")
    assert "on=2023-12-27" in select(document, "#calendar-previous")[0].get("href")
    assert "on=2024-01-10" in select(document, "#calendar-next")[0].get("href")


@pytest.mark.parametrize(
    "asked",
    [
        "view=year", "on=2024-02-30", "on=x", "on=0001-01-01", "on=9999-12-31", "state=draft", "section=none",
        "author=none", "author=%00", "section=%00", "on=%00",
    ],
)  # fmt: skip
def test_there_is_no_such_calendar(client, editor, asked):
    assert client.get(f"{CALENDAR}?{asked}").status_code == 404


def test_the_page_costs_the_same_for_any_number_of_articles(client, editor):
    counts = []
    for number in (1, 2, 27):
        for _ in range(number):
            make_article(at=SOON)
            planned()
        with CaptureQueriesContext(connection) as queries:
            document = page(client, view="day", on=f"{SOON:%Y-%m-%d}")
        counts.append((len(queries), len(select(document, ".calendar-entry"))))
    assert [shown for _, shown in counts] == [2, 6, 60]
    assert {count for count, _ in counts} == {15}


def test_first_page_and_list_lead_there(client, editor):
    for address in ("/admin/", "/admin/articles/article/"):
        assert select(read(client, address), f"a[href={CALENDAR}]"), address


# --- moving


def move_url(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/move/"


def fields(article: Article, **changes) -> dict:
    """What the calendar sends of an article as it is now."""
    entry = planning.entry_of(article)
    seen = {"seen": entry.moment.isoformat(), "number": entry.article.copy_number}
    return {"day": f"{LATER:%Y-%m-%d}", **seen, **changes}


@pytest.mark.parametrize("make", [lambda: make_article(at=SOON), planned])
def test_moves_and_moves_back(client, editor, make):
    article = make()
    answer = client.post(move_url(article), fields(article), headers=JSON)
    assert answer.status_code == 200
    assert planning.entry_of(article).moment == LATER
    assert "moved from" in answer.json()["said"]
    assert "Moved from" in LogEntry.objects.get().get_change_message()

    document = page(client, on=f"{LATER:%Y-%m-%d}")
    (undo,) = select(document, "#calendar-undo")
    sent = {field.get("name"): field.get("value") for field in select(undo, "input")}
    assert client.post(undo.get("action"), sent, headers=JSON).status_code == 200
    assert planning.entry_of(article).moment == SOON
    page(client)
    assert select(page(client), "#calendar-undo") == []  # offered once


def test_to_another_time_too(client, editor):
    article = make_article(at=SOON)
    client.post(move_url(article), fields(article, time="14:05"), headers=JSON)
    assert planning.entry_of(article).moment == LATER.replace(hour=14, minute=5)


def test_seconds_stay_where_the_minute_does(client, editor):
    article = make_article(at=SOON.replace(second=42))
    client.post(move_url(article), fields(article, time="09:30"), headers=JSON)
    assert planning.entry_of(article).moment == LATER.replace(second=42)


YESTERDAY = f"{timezone.now() - timedelta(days=1):%Y-%m-%d}"
REFUSALS = {
    "yesterday": (lambda: make_article(at=SOON), {"day": YESTERDAY}, 422, "has passed"),
    "a plan for yesterday": (planned, {"day": YESTERDAY}, 422, "has passed"),
    "no day": (planned, {"day": ""}, 422, "Choose a day."),
    "30 February": (planned, {"day": "2027-02-30"}, 422, "Choose a day."),
    "before all calendars": (planned, {"day": "0001-01-01"}, 422, "has passed"),
    "no time": (planned, {"time": "25:00"}, 422, "This is no time."),
    "no number": (planned, {"number": "x"}, 422, "too old"),
    "a huge number": (planned, {"number": "9" * 30}, 422, "too old"),
    "seen nothing": (planned, {"seen": "x"}, 422, "too old"),
    "seen without a zone": (planned, {"seen": "2027-01-01T00:00:00"}, 422, "too old"),
    "live": (make_article, {}, 422, "already seen"),
    "withdrawn": (lambda: publishing.withdraw(make_article(), by=None), {}, 422, "is withdrawn"),
    "moved meanwhile": (planned, {"seen": LATER.isoformat()}, 409, "it is planned for"),
    "rescheduled meanwhile": (lambda: make_article(at=SOON), {"seen": LATER.isoformat()}, 409, "it is scheduled for"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("headers", [JSON, {}])
def test_refuses_with_a_sentence_and_moves_nothing(client, editor, name, headers):
    make, changes, status, sentence = REFUSALS[name]
    article = make()
    before, number = planning.entry_of(article).moment, Article.objects.get().copy_number
    answer = client.post(move_url(article), fields(article, **changes), headers=headers)
    assert answer.status_code == status
    assert sentence in (answer.json()["error"] if headers else answer.content.decode())
    assert planning.entry_of(article).moment == before
    assert Article.objects.get().copy_number == number
    assert select(page(client), "#calendar-undo") == []


def test_an_hour_the_clock_skips_is_refused(client, editor):
    with timezone.override("Europe/Copenhagen"):
        article = make_article(at=planning.on_clock(date(2027, 3, 27), time(2, 30)))
        answer = client.post(move_url(article), fields(article, day="2027-03-28"), headers=JSON)
    assert answer.status_code == 422
    assert "there is no 02:30" in answer.json()["error"]


BOTH = (
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
)  # 02:30 in Copenhagen
NAMES = ["02:30 summer time (UTC+2)", "02:30 standard time (UTC+1)"]


@pytest.fixture
def in_copenhagen(settings) -> None:
    settings.TIME_ZONE = "Europe/Copenhagen"


@pytest.mark.parametrize("meant", BOTH)
@pytest.mark.parametrize("make", [make_article, planned])
def test_a_time_that_comes_twice_is_asked_about(client, editor, in_copenhagen, make, meant):
    article = make(at=planning.on_clock(date(2027, 10, 30), time(2, 30)))
    before = planning.entry_of(article).moment
    answer = client.post(move_url(article), fields(article, day="2027-10-31"), headers=JSON)
    assert answer.status_code == 422
    assert "02:30 comes twice" in answer.json()["error"]
    both = [at.isoformat() for at in BOTH]
    assert answer.json()["choices"] == [
        {"time_fold": at, "words": words} for at, words in zip(both, NAMES, strict=True)
    ]
    assert planning.entry_of(article).moment == before

    document = read_post(client, move_url(article), fields(article, day="2027-10-31"), status=422)
    assert texts(document, ".moment-fold label") == NAMES
    radios = select(document, ".moment-fold input")
    assert [radio.get("value") for radio in radios if radio.get("checked") is None] == both
    sent = dict(document.forms[-1].form_values())
    assert client.post(move_url(article), sent | {"time_fold": meant.isoformat()}).status_code == 302
    assert planning.entry_of(article).instant == meant
    said = texts(page(client, on="2027-10-31"), "#calendar-moved-words")
    assert said[0].endswith(f"to 31 Oct 2027 {NAMES[BOTH.index(meant)]}.")


@pytest.mark.parametrize("meant", BOTH)
def test_undo_puts_it_back_into_the_same_one_of_both(client, editor, in_copenhagen, meant):
    article = make_article(at=meant)
    client.post(move_url(article), fields(article, day="2027-11-02"), headers=JSON)
    undo = select(page(client, on="2027-10-31"), "#calendar-undo")[0]
    client.post(move_url(article), dict(undo.form_values()))
    assert planning.entry_of(article).instant == meant


@pytest.mark.parametrize("meant", BOTH)
def test_from_one_of_both_to_the_other(client, editor, in_copenhagen, meant):
    article = make_article(at=meant)
    document = read(client, move_url(article))
    sent = dict(document.forms[-1].form_values())
    assert sent["time_fold"] == meant.isoformat()
    (other,) = {*BOTH} - {meant}
    client.post(move_url(article), sent | {"time_fold": other.isoformat()})
    assert planning.entry_of(article).instant == other


def test_the_form_opens_on_what_is_so_now(client, editor):
    article = make_article(at=SOON)
    stale = fields(article)
    scheduling.reschedule(article, by=None, at=LATER)
    document = read_post(client, move_url(article), stale, status=409)
    assert "Somebody changed" in texts(document, ".errornote")[0]
    values = {field.get("name"): field.get("value") for field in select(document, ".calendar-move input")}
    assert (values["day"], values["time"]) == (f"{LATER:%Y-%m-%d}", "09:30")
    assert client.post(move_url(article), values).status_code == 302


def read_post(client, path, sent, *, status):
    answer = client.post(path, sent)
    assert answer.status_code == status
    return parse(answer.content)


def test_moves_without_script(client, editor):
    article = planned()
    back = f"{CALENDAR}?view=week&on=2026-12-01"
    document = read(client, f"{move_url(article)}?{urlencode({'back': back})}")
    sent = {field.get("name"): field.get("value") for field in select(document, ".calendar-move input")}
    answer = client.post(move_url(article), sent | {"day": f"{LATER:%Y-%m-%d}"})
    assert answer.headers["Location"] == back
    assert planning.entry_of(article).moment == LATER


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/admin/", "javascript:1"])
def test_leads_back_to_the_calendar_only(client, editor, back):
    article = planned()
    answer = client.post(move_url(article), fields(article, back=back))
    assert answer.headers["Location"] == CALENDAR


def test_what_stands_nowhere_cannot_be_moved(client, editor):
    article = make_draft()
    assert "stands on no day" in client.get(move_url(article)).content.decode()
    sent = {"day": f"{LATER:%Y-%m-%d}", "seen": SOON.isoformat(), "number": 0}
    assert client.post(move_url(article), sent, headers=JSON).status_code == 409
    assert client.get("/admin/articles/article/999999/move/").status_code == 404


def test_publishing_from_an_open_form_does_not_move_it_back(client, editor):
    """The form still has the old date in its field; the date moved meanwhile is the one that counts."""
    article = make_article(at=SOON, headline="Open")
    address = f"/admin/articles/article/{article.pk}/change/"
    form = read(client, address).get_element_by_id("article_form")
    sent = {name: value for name, value in form.form_values()}
    scheduling.reschedule(article, by=None, at=LATER)
    answer = client.post(address, sent | {"headline": "Typed", "_publish": "1"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.published_at) == ("Typed", LATER)


# --- the subscription


def events(client, address: str) -> list:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def feed(user) -> str:
    return calendar_feeds.make_address(user).get_absolute_url()


def test_an_event_holds_what_a_calendar_needs(client):
    make_publication()
    article = make_article(
        at=SOON, headline="Why *Nosferatu* lasts; or, not", section=make_section("Film, TV"),
        bylines=[(make_author("Ida"), "words")],
    )  # fmt: skip
    (event,) = events(Client(), feed(make_user("Editors")))
    article.refresh_from_db()
    assert event["UID"] == f"article-{article.uid}"
    assert event["SUMMARY"] == "Why Nosferatu lasts; or, not"
    assert event["CATEGORIES"].cats == ["Film, TV"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == article.copy_number
    assert event["LAST-MODIFIED"].dt == article.modified_at.replace(microsecond=0)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (SOON, SOON + timedelta(minutes=30))
    assert event["URL"] == f"http://site.test/admin/articles/article/{article.pk}/change/"
    assert event["DESCRIPTION"] == "Scheduled\nIda"


def test_a_move_is_a_newer_version_of_the_same_event():
    make_publication()
    article, address = make_article(at=SOON), feed(make_user("Editors"))
    (before,) = events(Client(), address)
    scheduling.reschedule(article, by=None, at=LATER)
    (after,) = events(Client(), address)
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert before["LAST-MODIFIED"].dt <= after["LAST-MODIFIED"].dt
    assert after["DTSTART"].dt == LATER


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (planned, "TENTATIVE"),
        (lambda: make_article(at=SOON), "CONFIRMED"),
        (lambda: make_article(at=timezone.now()), "CONFIRMED"),
        (lambda: publishing.withdraw(make_article(at=timezone.now()), by=None), "CANCELLED"),
    ],
)
def test_how_sure_it_is(make, status):
    make_publication()
    make()
    (event,) = events(Client(), feed(make_user("Editors")))
    assert event["STATUS"] == status


def test_from_ninety_days_back_to_four_hundred_ahead():
    make_publication()
    today = planning.start_of(timezone.localdate())
    for days in (-91, -90, 400, 401):
        make_article(at=today + timedelta(days=days, hours=12), headline=f"{days}")
    found = events(Client(), feed(make_user("Editors")))
    assert [str(event["SUMMARY"]) for event in found] == ["-90", "400"]


def test_lines_are_as_the_standard_has_them():
    make_publication()
    make_article(at=SOON, headline="Ä very long headline, with everything; " * 5)
    content = Client().get(feed(make_user("Editors"))).content
    assert content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    parsed = Calendar.from_ical(content)
    assert (parsed["VERSION"], parsed.errors) == ("2.0", [])
    assert not any(event.errors for event in parsed.walk("VEVENT"))


def test_shows_what_its_owner_may_see_and_only_while_she_may():
    make_publication()
    writer = make_user("Writers")
    planned(headline="Mine", bylines=[(make_author("Me", user=writer), "words")])
    planned(headline=SECRET)
    address = feed(writer)
    assert [str(event["SUMMARY"]) for event in events(Client(), address)] == ["Mine"]
    assert SECRET.encode() not in Client().get(address).content
    writer.groups.clear()
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_is_gone_with_the_account(change):
    make_publication()
    user = make_user("Editors")
    address = feed(user)
    type(user).objects.filter(pk=user.pk).update(**change)
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_a_new_address_ends_the_old_one(client, editor):
    make_publication()
    client.post(SUBSCRIBE, {"act": "new"})
    first = CalendarFeed.objects.get().get_absolute_url()
    assert Client().get(first).status_code == 200
    client.post(SUBSCRIBE, {"act": "new"})
    second = CalendarFeed.objects.get().get_absolute_url()
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert select(page(client), "#calendar-address")[0].get("value") == f"http://site.test{second}"
    client.post(SUBSCRIBE, {"act": "off"})
    assert Client().get(second).status_code == 404
    assert select(page(client), "#calendar-address") == []


def test_neither_caches_nor_search_engines_nor_other_sites_hear_of_it():
    make_publication()
    address = feed(make_user("Editors"))
    for path in (address, f"/editorial-calendar/{'a' * 43}.ics"):
        headers = Client().get(path).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"
    for path in ("/robots.txt", "/sitemap.xml", "/feeds/", "/feeds.opml", "/"):
        assert b"editorial-calendar" not in Client().get(path).content, path


@pytest.mark.parametrize("token", ["", "a", "a" * 42, "a" * 44, "a" * 42 + "%00", "a" * 42 + "%0A"])
def test_what_cannot_be_an_address_is_none(token):
    make_publication()
    assert Client().get(f"/editorial-calendar/{token}.ics").status_code == 404


def test_the_feed_costs_the_same_for_any_number_of_articles():
    make_publication()
    address, counts = feed(make_user("Editors")), []
    for number in (1, 2, 27):
        for _ in range(number):
            make_article(at=SOON)
            planned()
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        counts.append(len(queries))
    assert counts == [10, 10, 10]
    assert WorkingCopy.objects.count() == 30
