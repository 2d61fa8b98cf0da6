"""Subscribed calendars: read by the icalendar library, and held to RFC 5545 line by line."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from articles import works
from articles.models import Release, Work
from articles.tests.factories import make_article, make_publication, make_work
from articles.views import subscriptions
from articles.works import today

pytestmark = pytest.mark.django_db

LINE = re.compile(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f]*')
ONCE = {
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SEQUENCE",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "URL",
    "LAST-MODIFIED",
}


@pytest.fixture(autouse=True)
def publication():
    return make_publication()


@pytest.fixture
def film() -> Work:
    work = make_work("I.S.S.", slug="iss", opens=date(2024, 1, 19))
    make_article(works=[work])
    return work


def events(client, address: str = "/works/iss/releases.ics") -> list:
    response = client.get(address)
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def lines(content: bytes) -> list[str]:
    """The unfolded content lines (RFC 5545, 3.1)."""
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert b"\n" not in b"".join(physical)
    text = content.decode().replace("\r\n ", "").replace("\r\n\t", "")
    return text[:-2].split("\r\n")


def test_a_day_is_an_all_day_event(client, film):
    [event] = events(client)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 1, 19), date(2024, 1, 20))
    assert event["summary"] == "I.S.S.: US theaters"
    assert (event["status"], event["transp"], event["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)
    assert event["url"] == "http://site.test/works/iss/"
    assert "January 19, 2024" in event["description"]


def test_a_month_spans_the_month_and_says_so(client, film):
    Release.objects.create(work=film, date=date(2024, 2, 1), precision="month", territory="FR")
    event = events(client)[1]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 2, 1), date(2024, 3, 1))
    assert event["summary"] == "I.S.S.: France theaters (sometime in February 2024)"


def test_a_year_alone_and_to_be_announced_are_no_events(client, film):
    Release.objects.create(work=film, date=date(2025, 1, 1), precision="year")
    Release.objects.create(work=film, date=None, precision="tba")
    assert len(events(client)) == 1


@pytest.mark.parametrize("certainty", ["expected", "postponed"])
def test_what_is_not_sure_is_tentative(client, film, certainty):
    film.releases.update(certainty=certainty)
    [event] = events(client)
    assert event["status"] == "TENTATIVE"
    assert certainty in event["description"]


def test_a_moved_date_is_the_same_event_with_a_higher_number(client, film):
    film.releases.update(changed_at=datetime(2024, 1, 1, tzinfo=UTC))
    [before] = events(client)
    told = works.told(film)
    release = film.releases.get()
    release.date = date(2024, 2, 2)
    release.save()
    works.settle(film, before=told)
    [after] = events(client)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after.decoded("dtstart") == date(2024, 2, 2)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


@pytest.mark.parametrize("change", [{"name": "Station"}, {"slug": "station"}, {"kind": "game"}])
def test_what_every_event_says_of_the_work_raises_every_number(client, film, change):
    Release.objects.create(work=film, date=date(2024, 2, 2), territory="FR")
    film.releases.update(changed_at=datetime(2024, 1, 1, tzinfo=UTC), sequence=3)
    before = events(client)
    told = works.told(film)
    Work.objects.filter(pk=film.pk).update(**change)
    film.refresh_from_db()
    works.settle(film, before=told)
    after = events(client, f"{film.get_absolute_url()}releases.ics")
    assert [event["uid"] for event in after] == [event["uid"] for event in before]
    assert [event["sequence"] for event in after] == [4, 4]
    assert all(event.decoded("last-modified") > before[0].decoded("last-modified") for event in after)


def test_what_no_event_says_leaves_the_numbers(client, film):
    [before] = events(client)
    told = works.told(film)
    Work.objects.filter(pk=film.pk).update(company="Bleecker Street", running_time=95, synopsis="In orbit.")
    works.settle(film, before=told)
    assert events(client) == [before]


def test_neither_name_slug_nor_domain_move_the_uid(client, film, settings):
    [before] = events(client)
    told = works.told(film)
    film.name, film.slug = "International Space Station", "station"
    film.save()
    works.settle(film, before=told)
    settings.PUBLIC_URL = "https://elsewhere.example"
    [after] = events(client, "/works/station/releases.ics")
    assert after["uid"] == before["uid"]
    assert after["url"] == "https://elsewhere.example/works/station/"


def test_every_line_is_one_of_rfc_5545(client, film):
    film.name = (
        "Fish, Chips; and \\ a\nlong “name” 🎬 that goes on, beyond all octets there are, 日本語日本語日本語"
    )
    film.save()
    Release.objects.create(
        work=film, date=date(2024, 1, 20), where="Here; there, \\ everywhere\r\nand: \x07 more"
    )
    works.settle(film, before=None)
    content = client.get("/works/iss/releases.ics").content
    found = lines(content)
    assert [line for line in found if not LINE.fullmatch(line)] == []
    assert (found[0], found[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    names = [re.split("[;:]", line)[0] for line in found]
    assert [names.count(name) for name in ("PRODID", "VERSION", "CALSCALE", "METHOD")] == [1, 1, 0, 0]
    first = names[names.index("BEGIN", 1) : names.index("END")]
    assert {name: first.count(name) for name in ONCE} == dict.fromkeys(ONCE, 1)
    for event in events(client):
        assert event["summary"].startswith("Fish, Chips; and \\ a long")


def test_an_event_says_where_and_how_sure(client, film):
    film.releases.update(where="Bleecker\x0b Street")
    [event] = events(client)
    assert (event["location"], event["description"]) == (
        "Bleecker Street",
        "US theaters: January 19, 2024 (confirmed), Bleecker Street\nhttp://site.test/works/iss/",
    )
    assert event["categories"].cats == ["Film"]


@pytest.mark.parametrize(("precision", "first"), [("day", date(9999, 12, 31)), ("month", date(9999, 12, 1))])
def test_the_last_day_of_all_has_no_day_after_it(client, film, precision, first):
    Release.objects.create(work=film, date=date(9999, 12, 31), precision=precision)
    event = events(client)[1]
    assert event.decoded("dtstart") == first
    assert "dtend" not in event


def test_each_event_has_a_uid_of_its_own(client, film):
    for territory in ("FR", "DE"):
        Release.objects.create(work=film, date=date(2024, 1, 19), territory=territory)
    assert len({event["uid"] for event in events(client)}) == 3


def test_the_same_releases_are_the_same_bytes(client, film):
    first = client.get("/works/iss/releases.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.get("/works/iss/releases.ics").content == first.content
    again = client.get("/works/iss/releases.ics", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers


def test_everything_public_from_a_year_back(client, film):
    recent, hidden = make_work("Recent", opens=today()), make_work("Hidden", opens=today())
    make_article(works=[recent])
    assert [event["summary"] for event in events(client, "/releases.ics")] == ["Recent: US theaters"]
    assert [event["summary"] for event in events(client, "/releases.ics?territory=FR")] == []
    assert client.get(f"/works/{hidden.slug}/releases.ics").status_code == 404


def test_where_there_is_too_much_what_is_coming_comes_first(client, film, monkeypatch):
    monkeypatch.setattr(subscriptions, "LENGTH", 3)
    for days in (-3, -2, -1, 0, 30):
        Release.objects.create(work=film, date=today() + timedelta(days=days))
    Release.objects.create(work=film, date=today(), precision="year")
    found = [event.decoded("dtstart") - today() for event in events(client, "/releases.ics")]
    assert [span.days for span in found] == [-1, 0, 30]


def test_the_filters_of_the_pages_narrow_it_too(client, film):
    game = make_work("Game", kind="game", opens=today())
    make_article(works=[game])
    assert [event["summary"] for event in events(client, "/releases.ics?kind=game&medium=theaters")] == [
        "Game: US theaters"
    ]
    assert events(client, "/releases.ics?territory=&kind=book") == []
    assert {
        client.get(f"/releases.ics?{wrong}").status_code
        for wrong in ("kind=poem", "medium=%00", "territory=us")
    } == {404}


def test_pages_lead_to_their_calendar(client, film):
    assert (
        b'<link rel="alternate" type="text/calendar" title="I.S.S.: releases" href="/works/iss/releases.ics">'
        in (client.get("/works/iss/").content)
    )
    film.releases.update(date=None, last_day=None, precision="tba")
    assert b"text/calendar" not in client.get("/works/iss/").content


def test_stamps_are_utc_and_of_the_change(client, film):
    moment = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
    film.releases.update(changed_at=moment)
    [event] = events(client)
    assert event.decoded("dtstamp") == event.decoded("last-modified") == moment
    assert b"DTSTAMP:20240501T123000Z\r\n" in client.get("/works/iss/releases.ics").content
