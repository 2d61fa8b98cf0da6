"""An editor's own address of the calendar: a new one, or none. Plain forms on the calendar's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import calendar_feeds, planning

MADE = "This is the address of your calendar. One you had before has ended."
OFF = "Your calendar's address has ended. Calendars that had it show nothing new any more."


@never_cache
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """`act=off` ends the address; anything else makes a new one."""
    if not planning.may_look(request.user):
        raise PermissionDenied
    if request.POST.get("act") == "off":
        calendar_feeds.switch_off(request.user)
        messages.success(request, OFF)
    else:
        calendar_feeds.make_address(request.user)
        messages.success(request, MADE)
    return HttpResponseRedirect(reverse("admin:articles_article_calendar") + "#subscribe")
