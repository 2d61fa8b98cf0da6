"""The release calendar as readers see it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Release, Work
from articles.tests.factories import PUBLISHED_AT, make_image, make_publication, make_work
from articles.tests.pages import read, select, texts
from articles.works import today

pytestmark = pytest.mark.django_db

MONTH = "/releases/2031/02/"
FEBRUARY = date(2031, 2, 14)  # far enough ahead to be coming for as long as these tests live


@pytest.fixture(autouse=True)
def publication():
    return make_publication()


def make_release(name: str, day: date | None, *, kind: str = "film", **fields) -> Release:
    """A release of a work readers may see."""
    work = Work.objects.filter(name=name).first() or make_work(name, kind=kind)
    Work.objects.filter(pk=work.pk).update(public_from=PUBLISHED_AT)
    precision = {} if day else {"precision": "tba"}
    return Release.objects.create(work=work, date=day, **precision | fields)


def shown(page) -> dict[str, list[str]]:
    """Works by heading, in the order of the page."""
    return {
        texts(group, "h2")[0]: texts(group, ".work-name") for group in select(page, ".release-group")
    }  # fmt: skip


def test_what_is_coming_by_month_and_what_is_only_announced(client):
    make_release("Gone", today() - timedelta(days=1))
    make_release("Year", date(2031, 1, 1), precision="year")
    make_release("Month", date(2031, 2, 1), precision="month")
    make_release("Day", FEBRUARY)
    make_release("Some day", None)
    assert shown(read(client, "/releases/")) == {
        "February 2031": ["Month", "Day"], "2031": ["Year"], "To be announced": ["Some day"],
    }  # fmt: skip


def test_today_is_still_coming_and_so_is_a_month_that_has_begun(client):
    make_release("Today", today())
    make_release("This month", today(), precision="month")
    names = [name for group in shown(read(client, "/releases/")).values() for name in group]
    assert sorted(names) == ["This month", "Today"]


def test_a_month_by_day_and_then_what_is_known_to_the_month_alone(client):
    make_release("Later", date(2031, 2, 20))
    make_release("Some time", FEBRUARY, precision="month")
    make_release("Valentine", FEBRUARY)
    make_release("Also then", FEBRUARY)
    make_release("Year", FEBRUARY, precision="year")
    make_release("Next month", date(2031, 3, 1))
    assert shown(read(client, MONTH)) == {
        "Friday, February 14": ["Valentine", "Also then"],
        "Thursday, February 20": ["Later"],
        "Some time in February": ["Some time"],
    }


def test_an_entry_says_when_where_and_how_sure(client):
    make_release("Sure", FEBRUARY, where="Bleecker Street", where_url="https://shop.example/x")
    make_release("Hoped for", FEBRUARY, certainty="expected", medium="streaming", territory="")
    make_release("Moved", FEBRUARY, certainty="postponed", territory="FR")
    page = read(client, MONTH)
    assert texts(page, ".release-words") == [
        "February 14, 2031 · US theaters, Bleecker Street",
        "February 14, 2031 (expected) · Streaming",
        "postponed to February 14, 2031 · France theaters",
    ]
    assert select(page, ".release time")[0].get("datetime") == "2031-02-14"
    assert "shop.example" not in client.get(MONTH).content.decode()  # links earn only where the notice is


def test_months_lead_to_each_other_over_the_empty_ones(client):
    make_release("Old", date(2024, 1, 19))
    make_release("Now", FEBRUARY)
    make_release("New", date(2032, 5, 1))
    page = read(client, MONTH)
    assert [link.get("href") for link in select(page, ".next-previous a")] == [
        "/releases/2024/01/",
        "/releases/2032/05/",
    ]
    assert texts(page, ".release-years a") == ["Coming", "2032", "2031", "2024"]
    assert [link.get("href") for link in select(read(client, "/releases/"), ".next-previous a")] == [
        "/releases/2024/01/"
    ]


def test_filters_narrow_and_are_kept_from_month_to_month(client):
    make_release("French", FEBRUARY, territory="FR")
    make_release("World", FEBRUARY, territory="")
    make_release("Game", FEBRUARY, kind="game", medium="physical")
    make_release("Old French", date(2030, 1, 1), territory="FR")
    assert shown(read(client, f"{MONTH}?territory=world")) == {"Friday, February 14": ["World"]}
    assert shown(read(client, f"{MONTH}?kind=game&medium=physical")) == {"Friday, February 14": ["Game"]}
    page = read(client, f"{MONTH}?territory=FR")
    assert shown(page) == {"Friday, February 14": ["French"]}
    assert select(page, ".is-previous")[0].get("href") == "/releases/2030/01/?territory=FR"
    assert select(page, "[type=text/calendar]")[0].get("href") == "/releases.ics?territory=FR"
    assert select(page, "[rel=canonical]")[0].get("href") == f"http://site.test{MONTH}"
    assert texts(page, "option[selected]") == ["France"]


def test_only_what_has_something_to_show_is_offered(client):
    make_release("French", FEBRUARY, territory="FR")
    make_release("American", FEBRUARY)
    page = read(client, "/releases/")
    assert [select.get("name") for select in select(page, ".release-filters select")] == ["territory"]
    assert texts(page, ".release-filters option") == ["All", "France", "United States"]


def test_an_empty_choice_has_a_way_on(client):
    make_release("French", FEBRUARY, territory="FR")
    page = read(client, f"{MONTH}?territory=US")
    assert texts(page, ".empty") == ["Nothing fits. Choose less."]
    assert "coming" in texts(read(client, "/releases/?territory=US"), ".empty, h1")[0].lower()


@pytest.mark.parametrize(
    "address",
    ["/releases/2031/03/", "/releases/0001/01/", "/releases/9999/12/", "/releases/0000/01/", f"{MONTH}?territory=XX",
     f"{MONTH}?kind=poem", f"{MONTH}?medium=%00", f"{MONTH}?page=2", "/releases/?page=0"],
)  # fmt: skip
def test_what_there_is_not_is_a_404(client, address):
    make_release("Now", FEBRUARY)
    assert client.get(address).status_code == 404


def test_a_work_nobody_may_see_has_no_release(client):
    make_work("Secret", opens=FEBRUARY)
    assert texts(read(client, "/releases/"), ".empty") == ["We know of nothing that is coming."]
    assert client.get(MONTH).status_code == 404


def test_a_long_list_has_pages(client):
    for number in range(61):
        make_release(f"Work {number:02}", FEBRUARY)
    make_release("Announced", None)
    first, second = read(client, "/releases/"), read(client, "/releases/?page=2")
    assert (len(texts(first, ".release")), texts(second, ".work-name")) == (60, ["Work 60", "Announced"])
    assert len(texts(read(client, MONTH), ".release")) == 60


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_three_cost_what_one_costs(client):
    def dress(number: int) -> None:
        series = make_work(f"Series {number}", kind="series")
        work = make_work(f"Season {number}", kind="season", parent=series, poster=make_image())
        Work.objects.filter(pk=work.pk).update(public_from=PUBLISHED_AT)
        for day in (FEBRUARY, None):
            Release.objects.create(work=work, date=day, precision="day" if day else "tba")

    pages = {"/releases/": 10, MONTH: 10, "/releases.ics": 2}
    dress(1)
    assert {address: asked(client, address) for address in pages} == pages
    dress(2)
    dress(3)
    assert {address: asked(client, address) for address in pages} == pages
