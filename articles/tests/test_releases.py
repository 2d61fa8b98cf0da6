"""The release calendar as readers see it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import works
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


def hrefs(page, selector: str) -> list[str]:
    return [link.get("href") for link in select(page, selector)]


def test_what_is_coming_by_month_and_what_is_only_announced(client):
    make_release("Gone", today() - timedelta(days=1))
    make_release("Year", date(2031, 1, 1), precision="year")
    make_release("Month", date(2031, 2, 1), precision="month")
    make_release("Day", FEBRUARY)
    make_release("Some day", None)
    assert shown(read(client, "/releases/")) == {
        "February 2031": ["Day", "Month"], "Sometime in 2031": ["Year"], "To be announced": ["Some day"],
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
        "Sometime in February": ["Some time"],
    }


def test_an_entry_says_when_where_and_how_sure(client):
    make_release("Sure", FEBRUARY, where="Bleecker Street", where_url="https://shop.example/x")
    make_release("Hoped for", FEBRUARY, certainty="expected", medium="streaming", territory="")
    make_release("Moved", FEBRUARY, certainty="postponed", territory="FR")
    page = read(client, MONTH)
    assert texts(page, ".release-words") == [
        "February 14, 2031 (confirmed) · US theaters, Bleecker Street",
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
    assert hrefs(page, ".next-previous a") == ["/releases/2024/01/", "/releases/2032/05/"]
    assert hrefs(read(client, "/releases/"), ".next-previous a") == ["/releases/2024/01/"]


def test_a_strip_of_months_says_which_have_something(client):
    make_release("Now", FEBRUARY)
    make_release("Then", date(2031, 11, 1), precision="month")
    make_release("Year", date(2031, 1, 1), precision="year")  # stands in no month
    make_release("New", date(2032, 5, 1))
    make_release("Far", date(2040, 5, 1))
    page = read(client, MONTH)
    assert hrefs(page, ".release-months ol a") == [MONTH, "/releases/2031/11/"]
    assert hrefs(page, ".release-months ul a") == ["/releases/", MONTH, "/releases/2032/05/"]
    assert texts(page, ".release-months [aria-current=page]") == ["FebFebruary 2031"]
    assert texts(read(client, "/releases/"), ".release-months [aria-current=page]") == ["Coming"]


def test_a_year_alone_leads_to_no_month(client):
    """Its stored date is the first of January: a link to that month would end at a 404."""
    make_release("Before", date(2030, 1, 1), precision="year")
    make_release("Now", FEBRUARY)
    make_release("After", date(2032, 1, 1), precision="year")
    assert select(read(client, MONTH), ".next-previous") == []
    assert client.get("/releases/2030/01/").status_code == 404


def test_every_month_that_is_linked_answers(client):
    for number, day in enumerate((date(1, 1, 1), date(1895, 12, 28), FEBRUARY, date(9999, 12, 31))):
        for precision in ("day", "month", "year"):
            make_release(f"Work {number}{precision}", day, precision=precision)
    found = {"/releases/"}
    while new := {url for page in found for url in hrefs(read(client, page), "main a[href]")} - found:
        new = {url for url in new if url.startswith("/releases/")}
        if new <= found:
            break
        found |= new
    assert {"/releases/0001/01/", "/releases/1895/12/", "/releases/9999/12/", MONTH} <= found


def test_filters_narrow_and_are_kept_from_month_to_month(client):
    make_release("French", FEBRUARY, territory="FR")
    make_release("World", FEBRUARY, territory="")
    make_release("Game", FEBRUARY, kind="game", medium="physical")
    make_release("Old French", date(2030, 1, 1), territory="FR")
    assert shown(read(client, f"{MONTH}?territory=world")) == {"Friday, February 14": ["World"]}
    assert shown(read(client, f"{MONTH}?kind=game&medium=physical")) == {"Friday, February 14": ["Game"]}
    page = read(client, f"{MONTH}?territory=FR")
    assert shown(page) == {"Friday, February 14": ["French"]}
    assert hrefs(page, ".is-previous") == ["/releases/2030/01/?territory=FR"]
    assert hrefs(page, ".kicker a") == ["/releases/?territory=FR"]
    assert hrefs(page, ".release-months ul a")[-2:] == [
        "/releases/2030/01/?territory=FR",
        f"{MONTH}?territory=FR",
    ]
    assert select(page, "[type=text/calendar]")[0].get("href") == "/releases.ics?territory=FR"
    assert select(page, "[rel=canonical]")[0].get("href") == f"http://site.test{MONTH}"
    assert texts(page, "option[selected]") == ["France"]


def test_only_what_has_something_to_show_is_offered(client):
    make_release("French", FEBRUARY, territory="FR")
    make_release("American", FEBRUARY)
    page = read(client, "/releases/")
    assert [select.get("name") for select in select(page, ".release-filters select")] == ["territory"]
    assert texts(page, ".release-filters option") == ["All", "France", "United States"]
    make_work("Secret", kind="game")
    Release.objects.create(
        work=Work.objects.get(name="Secret"), date=FEBRUARY, territory="JP", medium="digital"
    )
    assert texts(read(client, "/releases/"), ".release-filters option") == ["All", "France", "United States"]


def test_what_is_chosen_stays_chosen_though_it_has_nothing(client):
    make_release("French", FEBRUARY, territory="FR")
    page = read(client, "/releases/?territory=JP")
    assert texts(page, "option[selected]") == ["Japan"]
    assert hrefs(page, ".empty a") == ["?"]


def test_an_empty_choice_has_a_way_on(client):
    make_release("French", FEBRUARY, territory="FR")
    page = read(client, f"{MONTH}?territory=US")
    assert texts(page, ".empty") == [
        "Nothing fits what you chose. Show everything of February 2031, or take another month."
    ]


@pytest.mark.parametrize(
    "address",
    ["/releases/2031/03/", "/releases/0001/01/", "/releases/9999/12/", "/releases/0000/01/", f"{MONTH}?territory=XX",
     f"{MONTH}?kind=poem", f"{MONTH}?medium=%00", f"{MONTH}?page=2", "/releases/?page=0"],
)  # fmt: skip
def test_what_there_is_not_is_a_404(client, address):
    make_release("Now", FEBRUARY)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
def test_the_ends_of_time_stop_no_clock(day):
    make_release("End", day)
    assert works.next_moment(timezone.now()) is None


@pytest.mark.parametrize("year", [999, 3000])
def test_a_year_nobody_means_is_refused_at_its_field(year):
    release = Release(work=make_work("Typo"), date=date(year, 1, 1))
    with pytest.raises(ValidationError, match="Give a year from 1000 to 2999"):
        release.clean()


def test_a_work_nobody_may_see_has_no_release(client):
    make_work("Secret", opens=FEBRUARY)
    assert texts(read(client, "/releases/"), ".empty")[0].startswith("Nothing is announced at the moment.")
    assert select(read(client, "/releases/"), ".release-filters, .next-previous") == []
    assert client.get(MONTH).status_code == 404


def test_a_long_list_has_pages(client):
    for number in range(61):
        make_release(f"Work {number:02}", FEBRUARY)
    make_release("Year", date(2031, 1, 1), precision="year")
    for number in range(62):
        make_release(f"Announced {number:02}", None)
    pages = [read(client, f"/releases/?page={number}") for number in (1, 2, 3)]
    names = [name for page in pages for name in texts(page, ".work-name")]
    assert names == [
        *(f"Work {number:02}" for number in range(61)), "Year",
        *(f"Announced {number:02}" for number in reversed(range(62))),
    ]  # fmt: skip
    assert [len(texts(page, ".release")) for page in pages] == [60, 60, 4]
    assert [hrefs(page, ".pagination a") for page in pages] == [
        ["?page=2"],
        ["?page=1", "?page=3"],
        ["?page=2"],
    ]
    assert hrefs(pages[1], "[rel=canonical]") == ["http://site.test/releases/?page=2"]
    assert client.get("/releases/?page=4").status_code == 404
    month = read(client, f"{MONTH}?medium=theaters")
    assert (len(texts(month, ".release")), hrefs(month, ".pagination a")) == (60, ["?medium=theaters&page=2"])
    assert texts(read(client, f"{MONTH}?page=2"), ".work-name") == ["Work 60"]


def test_pages_say_what_they_are(client):
    make_release("Now", FEBRUARY, precision="month")
    make_release("Year", date(2031, 1, 1), precision="year")
    assert texts(read(client, MONTH), "title") == ["Releases in February 2031 – The Test"]
    page = read(client, "/releases/")
    assert texts(page, "title") == ["Coming releases – The Test"]
    assert [time.get("datetime") for time in select(page, ".release time")] == ["2031-02", "2031"]


def test_a_date_is_called_confirmed_until_it_has_passed(client):
    make_release("Old", date(2024, 1, 19))
    make_release("New", today())
    assert texts(read(client, "/releases/2024/01/"), ".release time") == ["January 19, 2024"]
    assert texts(read(client, "/releases/"), ".release time")[0].endswith("(confirmed)")


def test_what_has_come_out_this_month_is_one_step_away(client):
    make_release("Yesterday", today() - timedelta(days=1))
    month = f"/releases/{today() - timedelta(days=1):%Y/%m}/"
    page = read(client, "/releases/")
    assert hrefs(page, ".is-previous") == [month]
    assert hrefs(page, ".empty a") == [month]


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

    pages = {"/releases/": 11, MONTH: 11, "/releases.ics": 3, f"{MONTH}?kind=season": 11}
    dress(1)
    assert {address: asked(client, address) for address in pages} == pages
    dress(2)
    dress(3)
    assert {address: asked(client, address) for address in pages} == pages
