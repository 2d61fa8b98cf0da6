"""Release calendars to subscribe to. What stands in them is said in `articles.calendars`."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.calendars import SHOWN, calendar_of, calendar_of_work
from articles.conditional import conditional_response
from articles.models import Publication, Release, Work
from articles.querysets import ReleaseQuerySet
from articles.release_choices import narrowed
from articles.views.releases import chosen_in
from articles.works import today

CALENDAR_TYPE = "text/calendar; charset=utf-8"
DAYS_BACK = 366
LENGTH = 1000


@require_safe
def releases_ics(request: HttpRequest) -> HttpResponse:
    """Everything public, from a year back; the pages' filters narrow it."""
    shown = narrowed(Release.objects.public(), chosen_in(request)).filter(precision__in=SHOWN)
    name = f"{Publication.current().site_name}: releases"
    body = calendar_of(_subscribed(shown, today()), name=name, path=reverse("articles:releases"))
    return _answer(request, body)


def _subscribed(shown: ReleaseQuerySet, now: date) -> list[Release]:
    """What comes next, in order, as far as there is room; where some is left, before it the newest of what has passed."""
    shown = shown.select_related("work").defer("work__rendered_web", "work__structured", "work__synopsis")
    coming = list(shown.coming(now).in_order()[:LENGTH])
    passed = shown.filter(last_day__lt=now, last_day__gte=now - timedelta(days=DAYS_BACK))
    recent = list(passed.in_order().reverse()[: LENGTH - len(coming)])
    return recent[::-1] + coming


@require_safe
def work_releases_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """All releases of one work."""
    work = get_object_or_404(Work.objects.public(), slug=slug)
    return _answer(request, calendar_of_work(work))


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    # No date of change: an event that went leaves none behind, and the ETag says it all.
    return conditional_response(request, body, content_type=CALENDAR_TYPE, last_modified=None)
