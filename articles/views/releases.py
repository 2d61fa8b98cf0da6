"""The release calendar: what is coming, and every month with what came out in it.

Every page is decided by the day it is where the site lives; midnights at which it changes are registered
(`articles.works.next_moment`). Links to shops stand on the works' own pages, where their notice is. No page counts
or looks through all releases: each costs the same on a large site as on a small one.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from articles.models import Release
from articles.models.release import span
from articles.querysets import ReleaseQuerySet
from articles.release_choices import FILTERS, Choices, months_of, narrowed, offered, years_around
from articles.works import today
from authors.paging import Stretch, canonical_of, stretch_of

PAGE_SIZE = 60
YEARS_AROUND = 4


class Group(NamedTuple):
    """Releases under one heading. `day`: the day they share, if that is known."""

    title: str
    releases: list[Release]
    url: str = ""
    day: date | None = None


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What is coming, by month; then what is only announced."""
    chosen = chosen_in(request)
    shown = narrowed(Release.objects.public(), chosen)
    now = today()
    stretch = stretch_of(
        lambda start, stop: _coming_and_announced(shown, now, start, stop), request, size=PAGE_SIZE
    )
    context = {
        "title": "Coming",
        "groups": list(_by_month(stretch.object_list, chosen)),
        "previous": _month_link(_newest(shown.filter(last_day__lt=now)), chosen),
        **_frame(request, chosen, stretch, year=now.year),
    }
    return render(request, "articles/releases.html", context)


def _coming_and_announced(shown: ReleaseQuerySet, now: date, start: int, stop: int) -> list[Release]:
    """One list of two: first by date, then those without one."""
    coming = shown.coming(now)
    found = list(coming.for_calendar().in_order()[start:stop])
    missing = stop - start - len(found)
    if not missing:
        return found
    # Only behind the last date is it worth counting them.
    dated = start + len(found) if found or not start else coming.count()
    begin = max(0, start - dated)
    return found + list(shown.for_calendar().to_be_announced()[begin : begin + missing])


@require_safe
def releases_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month: day by day, then what is known to the month alone."""
    first, last = _month(year, month)
    chosen = chosen_in(request)
    public = Release.objects.public()
    shown = narrowed(public, chosen)
    rows = shown.within_months(first, last).for_calendar().in_order()
    stretch = stretch_of(lambda start, stop: rows[start:stop], request, size=PAGE_SIZE)
    if not stretch.object_list and not public.within_months(first, last).exists():
        raise Http404("Nothing comes out then.")
    context = {
        "title": date_format(first, "F Y"),
        "month": first,
        "groups": list(_by_day(stretch.object_list, first)),
        "previous": _month_link(_newest(shown.filter(last_day__lt=first)), chosen),
        "next": _month_link(_oldest(shown.filter(last_day__gt=last)), chosen),
        **_frame(request, chosen, stretch, year=year),
    }
    return render(request, "articles/releases.html", context)


def _month(year: int, month: int) -> tuple[date, date]:
    try:
        return span(date(year, month, 1), Release.Precision.MONTH)
    except ValueError as error:
        raise Http404("There is no such month.") from error


def _newest(releases: ReleaseQuerySet) -> date | None:
    return _dated(releases).order_by("-last_day").first()


def _oldest(releases: ReleaseQuerySet) -> date | None:
    return _dated(releases).order_by("last_day").first()


def _dated(releases: ReleaseQuerySet) -> ReleaseQuerySet:
    """Last days of those that belong to a month. Asked for in order, since the least of them all is looked up in none."""
    return releases.exclude(precision=Release.Precision.YEAR).values_list("last_day", flat=True)


def _by_month(shown: Iterable[Release], chosen: Choices) -> Iterable[Group]:
    """Months in order, what is known to the year alone after them, what is to be announced last."""

    def heading(release: Release) -> tuple[str, date | None]:
        if release.date is None:
            return "To be announced", None
        if release.precision == Release.Precision.YEAR:
            return f"Sometime in {release.date.year}", None
        first = release.date.replace(day=1)
        return date_format(first, "F Y"), first

    for (title, first), found in groupby(shown, key=heading):
        yield Group(title, list(found), url=_month_url(first, chosen) if first else "")


def _by_day(shown: Iterable[Release], first: date) -> Iterable[Group]:
    def day_of(release: Release) -> date | None:
        return release.date if release.precision == Release.Precision.DAY else None

    for day, found in groupby(shown, key=day_of):
        title = date_format(day, "l, F j") if day else f"Sometime in {date_format(first, 'F')}"
        yield Group(title, list(found), day=day)


def _month_url(first: date, chosen: Choices) -> str:
    return _kept(reverse("articles:releases_month", args=[first.year, first.month]), chosen)


def _kept(address: str, chosen: Choices) -> str:
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _month_link(day: date | None, chosen: Choices) -> dict[str, str] | None:
    if day is None:
        return None
    return {"title": date_format(day, "F Y"), "url": _month_url(day, chosen)}


def chosen_in(request: HttpRequest) -> Choices:
    """What the address chooses of the filters. Raises Http404 for a value that is none."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    if any(value and value not in FILTERS[name].values for name, value in asked.items()):
        raise Http404("There is no such calendar.")
    return {name: value for name, value in asked.items() if value}


def _frame(request: HttpRequest, chosen: Choices, stretch: Stretch, *, year: int) -> dict[str, Any]:
    """What both pages have around their releases. Four queries."""
    calendar = _kept(reverse("articles:releases_ics"), chosen)
    return {
        "today": today(),
        "stretch": stretch,
        "filters": _filters(chosen),
        "kept": urlencode(chosen),
        "coming_url": _kept(reverse("articles:releases"), chosen),
        "feed_links": [{"title": "Release calendar", "url": calendar, "type": "text/calendar"}],
        "calendar_url": calendar,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=stretch),
        "year": year,
        "years": _years(year, chosen),
        "months": _twelve_months(year, chosen),
    }


def _filters(chosen: Choices) -> list[dict[str, Any]]:
    """Drop-downs: label, and (value, words, whether chosen) of what has something to show or is chosen all the same."""
    return [
        {
            "name": name,
            "label": capfirst(name),
            "options": [
                (value, capfirst(words), chosen.get(name) == value)
                for value, words in FILTERS[name].values.items()
                if value in values or chosen.get(name) == value
            ],
        }
        for name, values in offered().items()
    ]


def _years(year: int, chosen: Choices) -> list[tuple[int, str]]:
    """Years near this one with the address of their first month; this one also with nothing to show, then with ""."""
    there = {day.year: _month_url(day, chosen) for day in years_around(year, chosen, reach=YEARS_AROUND)}
    return sorted({year: "", **there}.items())


def _twelve_months(year: int, chosen: Choices) -> list[tuple[date, str]]:
    """The months of a year with the addresses of those that have something to show, "" for the others."""
    there = months_of(year, chosen)
    firsts = (date(year, month, 1) for month in range(1, 13))
    return [(first, _month_url(first, chosen) if first in there else "") for first in firsts]
