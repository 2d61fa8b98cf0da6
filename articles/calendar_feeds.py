"""An editor's subscription to the editorial calendar (iCalendar, RFC 5545): made, ended, found, and what stands in it.

The address is the key. What it shows is decided anew by its owner's permissions each time it is asked, and the same
state gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from icalendar import Calendar, Event

from articles import planning
from articles.addresses import absolute
from articles.body.characters import clean_line
from articles.models import CalendarFeed
from articles.models.shared_preview import new_token
from articles.planning import Entry, Slot, State

User = AbstractBaseUser
PRODUCT = "-//Lanternjaw//Editorial calendar//EN"
DAYS_BACK, DAYS_AHEAD = 90, 400
LENGTH = 1000  # as of release calendars; the days to come first, then the newest of what has passed
REFRESH = timedelta(minutes=30)
SHOWN_FOR = timedelta(
    minutes=30
)  # publishing takes no time, but calendars draw an event without length badly
STATUS = {State.PLANNED: "TENTATIVE", State.WITHDRAWN: "CANCELLED"}


# --- the address


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def make_address(user: User) -> CalendarFeed:
    """A new address; one she had before ends at once."""
    fields = {"token": new_token(), "made_at": timezone.now()}
    return CalendarFeed.objects.update_or_create(user=user, defaults=fields)[0]


def switch_off(user: User) -> None:
    """End her address. Ending it twice changes nothing."""
    CalendarFeed.objects.filter(user=user).delete()


def find(token: str) -> CalendarFeed | None:
    """The feed with this token, while its owner may still work here and look at articles."""
    feed = CalendarFeed.objects.filter(token=token, user__is_active=True, user__is_staff=True)
    found = feed.select_related("user").first()
    return found if found and planning.may_look(found.user) else None


# --- what stands in it


def calendar_for(user: User, *, name: str) -> bytes:
    """Everything `user` may see from DAYS_BACK to DAYS_AHEAD."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", clean_line(name))  # RFC 7986
    calendar.add("x-wr-calname", clean_line(name))
    calendar.add("url", absolute(reverse("admin:articles_article_calendar")))
    calendar.add("refresh-interval", REFRESH)
    calendar.add("x-published-ttl", "PT30M")
    for entry in planning.entries(_subscribed(user)):
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _subscribed(user: User) -> Iterable[Slot]:
    today = timezone.localdate()
    start, end = (planning.start_of(today + timedelta(days=days)) for days in (-DAYS_BACK, DAYS_AHEAD + 1))
    found = planning.slots(user, start=start, end=end)
    now = timezone.now()
    coming = [slot for slot in found if slot.moment > now][:LENGTH]
    passed = [slot for slot in found if slot.moment <= now]
    return [*passed[max(0, len(passed) + len(coming) - LENGTH) :], *coming]


def _event(entry: Entry) -> Event:
    article = entry.article
    event = Event()
    # Of the article alone: a new date or address is the same event.
    event.add("uid", f"article-{article.uid}" + ("-embargo" if entry.state == State.EMBARGOED else ""))
    event.add("sequence", article.copy_number)
    event.add("dtstamp", article.modified_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", article.modified_at.astimezone(UTC).replace(microsecond=0))
    start = entry.moment.astimezone(UTC).replace(microsecond=0)
    event.add("dtstart", start)
    event.add("dtend", start + SHOWN_FOR)
    event.add("summary", clean_line(str(article)))
    event.add("description", _description(entry))
    event.add("url", absolute(reverse("admin:articles_article_change", args=[article.pk])))
    if article.section:
        event.add("categories", [clean_line(article.section.name)])
    event.add("status", STATUS.get(entry.state, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    return event


def _description(entry: Entry) -> str:
    lines = [capfirst(entry.state_words), ", ".join(entry.byline_names)]
    return "\n".join(clean_line(line) for line in lines if line)
