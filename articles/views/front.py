"""The front page. Its first page is laid out by hand; the following ones are a list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import selection
from articles.addresses import absolute
from articles.models import Article, Publication
from authors.paging import canonical_of, page_of

SECOND_LENGTH = 3
LATEST_LENGTH = 4


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    publication = Publication.current()
    lead = selection.lead_of(publication)
    rest = Article.objects.published().for_cards().newest_first()
    if lead:
        rest = rest.exclude(pk=lead.pk)
    page = page_of(rest, request, size=SECOND_LENGTH + LATEST_LENGTH)
    context = {
        "publication": publication,
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "sharing_image": _sharing_image(publication),
    }
    if page.number == 1:
        shown = [article.pk for article in (lead, *page.object_list) if article]
        context |= {
            "is_front": True,
            "lead": lead,
            "second": page.object_list[:SECOND_LENGTH],
            "latest": page.object_list[SECOND_LENGTH:],
            "by_section": selection.bands(without=shown),
        }
    return render(request, "articles/front.html", context)


def _sharing_image(publication: Publication) -> str:
    """The address of the crop other sites show, or ""."""
    file = publication.sharing_image and publication.sharing_image.sharing
    return absolute(file.url) if file else ""
