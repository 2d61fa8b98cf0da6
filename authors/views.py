"""Authors' own pages. An author is public while something of theirs is live, in any role."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from authors.models import Author
from authors.paging import canonical_of, page_of

AUTHORS_PAGE_SIZE = 60
FEED_TYPES = {
    "RSS": ("articles:author_feed_rss", "application/rss+xml"),
    "Atom": ("articles:author_feed_atom", "application/atom+xml"),
    "JSON Feed": ("articles:author_feed_json", "application/feed+json"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = page_of(live_authors().prefetch_related("links"), request, size=AUTHORS_PAGE_SIZE)
    canonical = canonical_of(request, public_url=settings.PUBLIC_URL, page=page)
    return render(request, "authors/author_list.html", {"page_obj": page, "canonical": canonical})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.prefetch_related("links"), slug=slug)
    page = page_of(author.articles.published().for_cards().newest_first().distinct(), request)
    if not page.object_list:
        raise Http404("Nothing of this author's is public.")
    context = {
        "author": author,
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "feed_links": feed_links(author),
    }
    return render(request, "authors/author_detail.html", context)


def live_authors() -> QuerySet[Author]:
    """Everybody credited on a live article. (Articles stand above; the reverse relation leads there.)"""
    articles = Author.articles.rel.related_model.objects
    return Author.objects.filter(pk__in=articles.published().values("authors")).order_by("name", "pk")


def feed_links(author: Author) -> list[dict[str, str]]:
    return [
        {"title": f"{author.name} ({label})", "url": reverse(url_name, args=[author.slug]), "type": mime}
        for label, (url_name, mime) in FEED_TYPES.items()
    ]
