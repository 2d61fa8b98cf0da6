"""The release calendar: what is coming, and every month with what came out in it.

Every page is decided by the day it is where the site lives; midnights at which it changes are registered
(`articles.works.next_moment`). Links to shops stand on the works' own pages, where their notice is.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import CharField, Max, Min, Q
from django.db.models.functions import Cast, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from articles.calendars import calendar_of, calendar_of_work
from articles.conditional import conditional_response
from articles.models import Publication, Release, Work
from articles.models.release import span
from articles.models.territories import Territory
from articles.querysets import ReleaseQuerySet
from articles.works import today
from authors.paging import canonical_of, page_of

PAGE_SIZE = 60
CALENDAR_TYPE = "text/calendar; charset=utf-8"
SUBSCRIBED_DAYS_BACK = 366
SUBSCRIBED_LENGTH = 1000
# Query parameters, the column each narrows, and what its values are called.
FILTERS = {
    "territory": ("territory", dict(Territory.choices)),
    "medium": ("medium", dict(Release.Medium.choices)),
    "kind": ("work__kind", dict(Work.Kind.choices)),
}
WORLD = "world"  # in addresses, where the territory's own value is empty


class Group(NamedTuple):
    """Releases under one heading."""

    title: str
    url: str
    releases: list[Release]


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What is coming, by month; then what is only announced."""
    chosen = _chosen(request)
    shown = _narrowed(Release.objects.public(), chosen)
    page = page_of(_with_works(shown.coming(today())), request, size=PAGE_SIZE)
    is_last = not page.has_next()
    announced = _with_works(shown.filter(date=None).order_by("work__sort_name", "pk"))[:PAGE_SIZE]
    context = {
        "groups": list(_by_month(page.object_list, chosen)),
        "announced": list(announced) if is_last else [],
        "page_obj": page,
        "previous": _month_link(
            shown.filter(date__lt=today().replace(day=1)).aggregate(day=Max("date"))["day"], chosen
        ),
        "next": None,
        "title": "Coming",
        **_frame(request, chosen, Release.objects.public(), page=page),
    }
    return render(request, "articles/releases.html", context)


@require_safe
def releases_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month: day by day, then what is known to the month alone."""
    first, last = _month(year, month)
    chosen = _chosen(request)
    public = Release.objects.public()
    shown = _narrowed(public, chosen)
    page = page_of(_with_works(_of_month(shown, first, last)), request, size=PAGE_SIZE)
    if not page.object_list and not _of_month(public, first, last).exists():
        raise Http404("Nothing comes out then.")
    context = {
        "groups": list(_by_day(page.object_list, first)),
        "announced": [],
        "page_obj": page,
        "previous": _month_link(shown.filter(date__lt=first).aggregate(day=Max("date"))["day"], chosen),
        "next": _month_link(shown.filter(date__gt=last).aggregate(day=Min("date"))["day"], chosen),
        "title": date_format(first, "F Y"),
        **_frame(request, chosen, public, page=page),
    }
    return render(request, "articles/releases.html", context)


def _of_month(shown: ReleaseQuerySet, first: date, last: date) -> ReleaseQuerySet:
    """Releases of the month; those of which only the year is known belong to no month."""
    return shown.between(first, last).exclude(precision=Release.Precision.YEAR)


def _month(year: int, month: int) -> tuple[date, date]:
    try:
        return span(date(year, month, 1), Release.Precision.MONTH)
    except ValueError as error:
        raise Http404("There is no such month.") from error


def _with_works(shown: ReleaseQuerySet) -> ReleaseQuerySet:
    return shown.select_related("work__poster", "work__parent").defer(
        "work__rendered_web", "work__structured", "work__synopsis"
    )


def _by_month(shown: Iterable[Release], chosen: dict[str, str]) -> Iterable[Group]:
    """Months in order; what is known to the year alone after the months of its year."""

    def key(release: Release) -> tuple[int, int]:
        is_vague = release.precision == Release.Precision.YEAR
        return release.date.year, 13 if is_vague else release.date.month

    for (year, month), found in groupby(sorted(shown, key=lambda one: (key(one), one.date, one.pk)), key=key):
        first = date(year, min(month, 12), 1)
        title = str(year) if month == 13 else date_format(first, "F Y")
        yield Group(title, "" if month == 13 else _month_url(first, chosen), list(found))


def _by_day(shown: Iterable[Release], first: date) -> Iterable[Group]:
    def key(release: Release) -> tuple[bool, date]:
        return release.precision != Release.Precision.DAY, release.date

    for (is_vague, day), found in groupby(sorted(shown, key=lambda one: (key(one), one.pk)), key=key):
        title = f"Some time in {date_format(first, 'F')}" if is_vague else date_format(day, "l, F j")
        yield Group(title, "", list(found))


def _month_url(first: date, chosen: dict[str, str]) -> str:
    query = urlencode(chosen)
    address = reverse("articles:releases_month", args=[first.year, first.month])
    return f"{address}?{query}" if query else address


def _month_link(day: date | None, chosen: dict[str, str]) -> dict[str, str] | None:
    if day is None:
        return None
    return {"title": date_format(day, "F Y"), "url": _month_url(day, chosen)}


# --- filters


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The known parameters of the address; raises Http404 for a value nobody could have chosen."""
    chosen = {}
    for name, (_column, values) in FILTERS.items():
        value = request.GET.get(name, "")
        if value and _value_of(name, value) not in values:
            raise Http404("There is no such calendar.")
        if value:
            chosen[name] = value
    return chosen


def _value_of(name: str, value: str) -> str:
    return "" if name == "territory" and value == WORLD else value


def _narrowed(shown: ReleaseQuerySet, chosen: dict[str, str]) -> ReleaseQuerySet:
    return shown.filter(**{FILTERS[name][0]: _value_of(name, value) for name, value in chosen.items()})


def _frame(request: HttpRequest, chosen: dict[str, str], public: ReleaseQuerySet, *, page) -> dict[str, Any]:
    """What both pages have around their releases."""
    query = urlencode(chosen)
    there = _there(public)
    return {
        "filters": [_filter(name, chosen, there) for name in FILTERS],
        "kept": query,
        "is_filtered": bool(chosen),
        "calendar_url": reverse("articles:releases_ics") + (f"?{query}" if query else ""),
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "years": _years(there),
    }


def _there(public: ReleaseQuerySet) -> list[dict[str, Any]]:
    """Every combination of territory, medium, kind and year there is, with its first day. One query for all that is
    offered: each by itself would look through all releases again."""
    columns = [column for column, _values in FILTERS.values()]
    is_vague = Q(precision=Release.Precision.YEAR)
    # Not date__year: on SQLite that calls Python for every row.
    year = Substr(Cast("date", CharField()), 1, 4)
    rows = public.order_by().annotate(year=year).values(*columns, "year")
    return list(rows.annotate(first=Min("date", filter=~is_vague)))


def _filter(name: str, chosen: dict[str, str], there: list[dict[str, Any]]) -> dict[str, Any]:
    """One drop-down: its label, and (value, words, whether chosen) of everything that has something to show."""
    column, words = FILTERS[name]
    found = {row[column] for row in there}
    values = [(value or WORLD, capfirst(text)) for value, text in words.items() if value in found]
    options = [(value, text, chosen.get(name) == value) for value, text in values]
    return {"name": name, "label": capfirst(name), "options": options}


def _years(there: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A link to the first month with something of every year, the newest first."""
    firsts: dict[str, date] = {}
    for row in there:
        if row["first"]:
            firsts[row["year"]] = min(row["first"], firsts.get(row["year"], row["first"]))
    return [{"title": year, "url": _month_url(firsts[year], {})} for year in sorted(firsts, reverse=True)]


# --- subscriptions


@require_safe
def releases_ics(request: HttpRequest) -> HttpResponse:
    """Everything public, from a year back, as a calendar to subscribe to; the pages' filters narrow it."""
    shown = _narrowed(Release.objects.public(), _chosen(request))
    since = date.fromordinal(today().toordinal() - SUBSCRIBED_DAYS_BACK)
    found = (
        shown.filter(last_day__gte=since).select_related("work").order_by("date", "pk")[:SUBSCRIBED_LENGTH]
    )
    body = calendar_of(
        found, name=f"{Publication.current().site_name}: releases", path=reverse("articles:releases")
    )
    return conditional_response(request, body, content_type=CALENDAR_TYPE, last_modified=None)


@require_safe
def work_releases_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """All releases of one work."""
    work = get_object_or_404(Work.objects.public(), slug=slug)
    body = calendar_of_work(work)
    return conditional_response(request, body, content_type=CALENDAR_TYPE, last_modified=None)
