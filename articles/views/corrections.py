"""What we got wrong: every correction of an article that is live, the newest first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Correction
from authors.paging import canonical_of, page_of


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    page = page_of(Correction.objects.public().for_list(), request)
    canonical = canonical_of(request, public_url=settings.PUBLIC_URL, page=page)
    return render(request, "articles/correction_list.html", {"page_obj": page, "canonical": canonical})
