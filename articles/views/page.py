"""The pages beside the articles: policy, about, contact."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.body.render import Slot, fill_marks, split_slots
from articles.models import Page
from authors.paging import canonical_of


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug)
    web = fill_marks(page.rendered_web, public_url=settings.PUBLIC_URL, media_url=settings.MEDIA_URL)
    context = {
        "page": page,
        # Slots are for articles: a page has neither videos to recommend nor shop links of its own.
        "body": "".join(piece for piece in split_slots(web) if not isinstance(piece, Slot)),
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL),
    }
    return render(request, "articles/page_detail.html", context)
