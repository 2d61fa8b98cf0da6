"""The editorial calendar's page: a month, a week or a day, narrowed by what its address says."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from js_asset import ImportMap, Media

from articles import calendar_feeds, planning, publishing
from articles.models import Section
from articles.planning import Choices, Entry, Slot, State
from authors.models import Author
from authors.prose import DIALOG

TEMPLATE = "admin/articles/article/calendar.html"
MOVED = "calendar_moved"  # the session's word for the last move, until it was shown
VIEWS = {"month": 4, "week": 30, "day": 500}  # with how many entries of a day each shows
MEDIA = Media(
    importmap=ImportMap({"desk/dialog": DIALOG, "desk/moments": "articles/admin/desk/moments.js"}),
    js=[Script("articles/admin/calendar.js", type="module")],
)
YEARS = range(1900, 2200)
AUTHORS_IN_FILTER = 60


class Day(NamedTuple):
    """A day and what is shown of it. `more`: how many are left out, on the page `url` of that day."""

    date: date
    entries: list[Entry]
    more: int
    url: str
    is_today: bool
    is_outside: bool  # of the month


class Page(NamedTuple):
    """What the address asks for."""

    view: str
    on: date
    choices: Choices

    def url(self, *, view: str = "", on: date | None = None) -> str:
        given = {"view": view or self.view, "on": (on or self.on).isoformat(), **self.choices._asdict()}
        kept = {name: value for name, value in given.items() if value and (name, value) != ("view", "month")}
        return f"{reverse('admin:articles_article_calendar')}?{urlencode(kept)}"

    @property
    def days(self) -> list[date]:
        if self.view == "month":
            found = Calendar().monthdatescalendar(self.on.year, self.on.month)
            return [day for week in found for day in week]
        if self.view == "week":
            return planning.days_from(self.on - timedelta(days=self.on.weekday()), 7)
        return [self.on]

    def beside(self, direction: int) -> date:
        """A day of the page before (-1) or after (1) this one."""
        if self.view != "month":
            return self.on + timedelta(days=direction * len(self.days))
        month = self.on.year * 12 + self.on.month - 1 + direction
        return date(month // 12, month % 12 + 1, 1)

    @property
    def title(self) -> str:
        if self.view == "month":
            return date_format(self.on, "F Y")
        first, last = self.days[0], self.days[-1]
        if self.view == "day":
            return date_format(first, "l, j F Y")
        return f"{date_format(first, 'j F' if first.year == last.year else 'j F Y')} – {date_format(last, 'j F Y')}"


@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What `request.user` may see. Raises Http404 for an address that names no day, section, author or state."""
    if not planning.may_look(request.user):
        raise PermissionDenied
    page = page_of(request)
    filters = _filters(page)  # first: nothing is looked up for a section or an author that is none
    weeks = _weeks(request, page)
    context = {
        **admin.site.each_context(request),
        "title": "Calendar",
        "media": MEDIA.with_nonce(str(request.csp_nonce)),
        "page": page,
        "weeks": weeks,
        "is_empty": not any(day.entries for week in weeks for day in week),
        "weekdays": [date_format(day, "D") for day in page.days[:7]],
        "links": _links(page),
        "filters": filters,
        "is_narrowed": any(page.choices),
        "time_zone": settings.TIME_ZONE,
        "may_move": publishing.may_publish(request.user),
        "moved": request.session.pop(MOVED, None),
        "here": page.url(),
        "feed_url": _feed_url(request),
    }
    return TemplateResponse(request, TEMPLATE, context)


def page_of(request: HttpRequest) -> Page:
    view = request.GET.get("view", "month")
    state = request.GET.get("state", "")
    if view not in VIEWS or state not in ("", *State.values):
        raise Http404("There is no such calendar.")
    choices = Choices(request.GET.get("section", ""), request.GET.get("author", ""), state)
    return Page(view, _day(request.GET.get("on", "")), choices)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise Http404("There is no such day.") from error
    if day.year not in YEARS:
        raise Http404("There is no such day.")
    return day


def _weeks(request: HttpRequest, page: Page) -> list[list[Day]]:
    days = page.days
    start, end = planning.start_of(days[0]), planning.start_of(days[-1] + timedelta(days=1))
    found = planning.by_day(planning.slots(request.user, start=start, end=end, choices=page.choices))
    shown = _shown(found, limit=VIEWS[page.view])
    rows = [_as_day(day, found.get(day, []), shown.get(day, []), page) for day in days]
    return [rows[first : first + 7] for first in range(0, len(rows), 7)]


def _shown(found: dict[date, list[Slot]], *, limit: int) -> dict[date, list[Entry]]:
    """The first entries of each day, by the clock; the others are not loaded."""
    days: dict[date, list[Entry]] = {}
    for entry in planning.entries(slot for slots in found.values() for slot in slots[:limit]):
        days.setdefault(entry.moment.date(), []).append(entry)
    return days


def _as_day(day: date, slots: list[Slot], entries: list[Entry], page: Page) -> Day:
    return Day(
        day,
        entries,
        len(slots) - len(entries),
        page.url(view="day", on=day),
        day == timezone.localdate(),
        page.view == "month" and day.month != page.on.month,
    )


def _links(page: Page) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "previous": page.url(on=page.beside(-1)),
        "next": page.url(on=page.beside(1)),
        "today": page.url(on=today),
        "all": page._replace(choices=Choices()).url(),
        "views": [(capfirst(view), page.url(view=view), view == page.view) for view in VIEWS],
    }


def _filters(page: Page) -> list[dict[str, Any]]:
    """Drop-downs: name, label, and (value, words, whether chosen). Two queries, and one for an author not among
    the first."""
    choices = page.choices
    sections = list(Section.objects.values_list("slug", "name"))
    authors = list(Author.objects.values_list("slug", "name")[:AUTHORS_IN_FILTER])
    if choices.author and choices.author not in dict(authors):
        authors += Author.objects.filter(slug=choices.author.replace("\x00", "")).values_list("slug", "name")
    states = [(state.value, capfirst(state.label)) for state in planning.OFFERED]
    return [
        _filter("section", "Section", sections, choices.section),
        _filter("author", "Author", authors, choices.author),
        _filter("state", "State", states, choices.state),
    ]


def _filter(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> dict[str, Any]:
    options = list(options)
    if chosen and chosen not in dict(options):
        raise Http404(f"There is no such {name}.")
    return {
        "name": name,
        "label": label,
        "options": [(value, words, value == chosen) for value, words in options],
    }


def _feed_url(request: HttpRequest) -> str:
    feed = calendar_feeds.feed_of(request.user)
    return settings.PUBLIC_URL + feed.get_absolute_url() if feed else ""
