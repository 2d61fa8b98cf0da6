"""Releases as calendars to subscribe to (iCalendar, RFC 5545).

A date known to the day is an all-day event; one known to the month spans the month and blocks nobody's time. One known
to the year alone, or to be announced, is no event yet: a bar of a year would only be in the way. The same releases
give the same bytes: nothing here depends on the present moment.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import capfirst
from icalendar import Calendar, Event

from articles.addresses import absolute
from articles.body.characters import clean_line
from articles.facts import place_words, sure_date_words
from articles.models import Release, Work

PRODUCT = "-//Lanternjaw//Release calendar//EN"
REFRESH = timedelta(hours=12)
SHOWN = (Release.Precision.DAY, Release.Precision.MONTH)
STATUS = {Release.Certainty.CONFIRMED: "CONFIRMED"}  # whatever else is said of a date is tentative


def calendar_of(releases: Iterable[Release], *, name: str, path: str) -> bytes:
    """The calendar of these releases (with their works), named `name`; `path` is the page it belongs to."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", clean_line(name))  # RFC 7986
    calendar.add("x-wr-calname", clean_line(name))
    calendar.add("url", absolute(path))
    calendar.add("refresh-interval", REFRESH)
    calendar.add("x-published-ttl", "PT12H")
    for release in releases:
        if release.precision in SHOWN:
            calendar.add_component(_event(release))
    return calendar.to_ical()


def calendar_of_work(work: Work) -> bytes:
    """The calendar of one work."""
    releases = work.releases.select_related("work").order_by("date", "pk")
    return calendar_of(releases, name=f"{work.name}: releases", path=work.get_absolute_url())


def _event(release: Release) -> Event:
    event = Event()
    event.add("uid", str(UUID(release.uid)))  # of the release alone: neither slug nor domain can change it
    event.add("sequence", release.sequence)
    event.add("dtstamp", release.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", release.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", release.date)
    if release.last_day < date.max:  # behind it no calendar goes on; without an end, an event lasts its day
        event.add("dtend", release.last_day + timedelta(days=1))  # the first day that no longer belongs to it
    event.add("summary", _summary(release))
    event.add("description", _description(release))
    if release.where:
        event.add("location", clean_line(release.where))
    event.add("url", absolute(release.work.get_absolute_url()))
    event.add("categories", [capfirst(release.work.get_kind_display())])
    event.add("status", STATUS.get(release.certainty, "TENTATIVE"))
    event.add("transp", "TRANSPARENT")
    return event


def _summary(release: Release) -> str:
    words = clean_line(f"{release.work.name}: {place_words(release)}")
    if release.precision == Release.Precision.MONTH:
        return f"{words} (sometime in {date_format(release.date, 'F Y')})"
    return words


def _description(release: Release) -> str:
    when = f"{place_words(release)}: {sure_date_words(release)}"
    words = clean_line(f"{when}, {release.where}" if release.where else when)
    return f"{words}\n{absolute(release.work.get_absolute_url())}"
