"""sitemap.xml (sitemaps.org): every public page, and nothing else.

Up to PAGE_LENGTH addresses it is one file; beyond that it is an index of /sitemap-1.xml, /sitemap-2.xml …
Articles come oldest first, so that the full files do not change when something is published.
Django's own sitemaps take the site from the Host header and leave paths unencoded, hence our own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from typing import NamedTuple

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.addresses import absolute
from articles.conditional import conditional_response
from articles.live_hubs import AUTHORS, SECTIONS, TAGS, LiveHub, live_hubs
from articles.models import Article, Page, Section
from articles.querysets import ArticleQuerySet

PAGE_LENGTH = 10_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CONTENT_TYPE = "application/xml; charset=utf-8"


class Entry(NamedTuple):
    """An absolute address and when what stands there last changed for readers."""

    address: str
    changed: datetime | None


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    articles = _articles()
    if articles.count() <= PAGE_LENGTH - len(fixed := _fixed_entries()):
        return _answer(request, "urlset", "url", [*fixed, *_article_entries(articles)])
    return _answer(request, "sitemapindex", "sitemap", _index_entries(fixed, articles))


@require_safe
def sitemap_page(request: HttpRequest, number: int) -> HttpResponse:
    """The first file holds everything but articles, the others PAGE_LENGTH articles each."""
    if number == 1:
        return _answer(request, "urlset", "url", _fixed_entries())
    start = (number - 2) * PAGE_LENGTH
    entries = list(_article_entries(_articles()[start : start + PAGE_LENGTH])) if number > 1 else []
    if not entries:
        raise Http404("There is no such part of the sitemap.")
    return _answer(request, "urlset", "url", entries)


def _articles() -> ArticleQuerySet:
    return (
        Article.objects.published()
        .annotate(changed=Coalesce("updated_at", "published_at"))
        .order_by("published_at", "pk")
    )


def _article_entries(articles: ArticleQuerySet) -> Iterator[Entry]:
    for slug, changed in articles.values_list("slug", "changed"):
        yield Entry(absolute(reverse("articles:detail", args=[slug])), changed)


def _fixed_entries() -> list[Entry]:
    """The front page, all sections, tags and authors with live articles, and the pages."""
    sections = {hub.slug: hub for hub in live_hubs(SECTIONS)}
    newest = max((hub.newest for hub in sections.values()), default=None)
    return [
        Entry(absolute(reverse("articles:front")), newest),
        *_section_entries(sections),
        *(Entry(absolute(hub.path), hub.newest) for kind in (TAGS, AUTHORS) for hub in live_hubs(kind)),
        *(Entry(absolute(page.get_absolute_url()), page.modified_at) for page in _pages()),
    ]


def _section_entries(live: dict[str, LiveHub]) -> Iterator[Entry]:
    for section in Section.objects.only("slug"):
        hub = live.get(section.slug)
        yield Entry(absolute(section.get_absolute_url()), hub.newest if hub else None)


def _pages() -> Iterable[Page]:
    return Page.objects.only("slug", "modified_at")


def _index_entries(fixed: list[Entry], articles: ArticleQuerySet) -> list[Entry]:
    newest = max((entry.changed for entry in fixed if entry.changed), default=None)
    parts = -(-articles.count() // PAGE_LENGTH)
    changes = [_newest_of_part(articles, part) for part in range(parts)]
    return [
        Entry(absolute(reverse("sitemap_page", args=[number])), changed)
        for number, changed in enumerate([newest, *changes], start=1)
    ]


def _newest_of_part(articles: ArticleQuerySet, part: int) -> datetime | None:
    rows = articles[part * PAGE_LENGTH : (part + 1) * PAGE_LENGTH]
    return rows.aggregate(newest=Max("changed"))["newest"]


def _answer(request: HttpRequest, root: str, element: str, entries: list[Entry]) -> HttpResponse:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement(root, {"xmlns": NAMESPACE})
    for entry in entries:
        xml.startElement(element, {})
        xml.addQuickElement("loc", entry.address)
        if entry.changed:
            xml.addQuickElement("lastmod", entry.changed.isoformat(timespec="seconds"))
        xml.endElement(element)
    xml.endElement(root)
    xml.endDocument()
    newest = max((entry.changed for entry in entries if entry.changed), default=None)
    return conditional_response(
        request, out.getvalue().encode(), content_type=CONTENT_TYPE, last_modified=newest
    )


urlpatterns = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_page, name="sitemap_page"),
]
