"""The pages of sections and tags. A section may be empty, it is navigation; a tag with nothing live is not public."""

from django.conf import settings
from django.db.models import Count, Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Section, Tag, TaggedArticle
from authors.paging import INDEX_PAGE_SIZE, canonical_of, page_of

FEED_LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    page = page_of(Article.objects.published().filter(section=section).for_cards().newest_first(), request)
    context = {
        "section": section,
        "current_section": section,
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "feed_links": feed_links("section", section),
    }
    return render(request, "articles/section_detail.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    tagged = TaggedArticle.objects.filter(tag=tag).values("content_object")
    page = page_of(Article.objects.published().filter(pk__in=tagged).for_cards().newest_first(), request)
    if not page.object_list:
        raise Http404("Nothing public has this tag.")
    context = {
        "tag": tag,
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "feed_links": feed_links("tag", tag),
    }
    return render(request, "articles/tag_detail.html", context)


@require_safe
def tag_index(request: HttpRequest) -> HttpResponse:
    live = Q(tagged__content_object__in=Article.objects.published())
    tags = (
        Tag.objects.annotate(live_count=Count("tagged", filter=live)).filter(live_count__gt=0).order_by("key")
    )
    page = page_of(tags, request, size=INDEX_PAGE_SIZE)
    canonical = canonical_of(request, public_url=settings.PUBLIC_URL, page=page)
    return render(request, "articles/tag_list.html", {"page_obj": page, "canonical": canonical})


def feed_links(kind: str, hub: Model) -> list[dict[str, str]]:
    """The feeds of a hub (a row with name and slug), for the head of its page; `kind` as in their URL names."""
    return [
        {
            "title": f"{hub.name} ({FEED_LABELS[name]})",
            "url": reverse(f"articles:{kind}_feed_{name}", args=[hub.slug]),
            "type": mime,
        }
        for name, mime in FEED_TYPES.items()
    ]
