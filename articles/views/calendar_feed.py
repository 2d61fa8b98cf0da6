"""An editor's own calendar, for the program she reads her calendars with: no login but the address."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

from articles import calendar_feeds
from articles.models import Publication
from articles.views.shared_preview import kept_secret
from articles.views.subscriptions import CALENDAR_TYPE

GONE = "This calendar is not there any more. Its owner finds the new address on the editorial calendar.\n"


@kept_secret
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    feed = calendar_feeds.find(token)
    if feed is None:  # in the same words whatever the reason is
        return HttpResponseNotFound(GONE, content_type="text/plain; charset=utf-8")
    name = f"{Publication.current().site_name}: editorial calendar"
    return HttpResponse(calendar_feeds.calendar_for(feed.user, name=name), content_type=CALENDAR_TYPE)
