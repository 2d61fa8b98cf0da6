"""sitemap.xml (sitemaps.org): every public page, and nothing else.

Up to PAGE_LENGTH addresses it is one file; beyond that it is an index of /sitemap-1.xml, /sitemap-2.xml …,
and of /sitemap-works-1.xml … and /sitemap-people-1.xml … for works and people, which can be many.
Articles come oldest first, so that the full files do not change when something is published.
Django's own sitemaps take the site from the Host header and leave paths unencoded, hence our own.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import StringIO
from typing import NamedTuple

from django.db.models import DateTimeField, F, Max, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.addresses import absolute
from articles.conditional import conditional_response
from articles.live_hubs import AUTHORS, SECTIONS, TAGS, LiveHub, live_hubs
from articles.models import Article, Correction, Page, Person, Section, Work
from articles.querysets import ArticleQuerySet

PAGE_LENGTH = 10_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CONTENT_TYPE = "application/xml; charset=utf-8"


class Entry(NamedTuple):
    """An absolute address and when what stands there last changed for readers."""

    address: str
    changed: datetime | None


class Many(NamedTuple):
    """A kind of page of which there can be many: its files' name, its rows in order, and their entries."""

    name: str
    rows: Callable[[], QuerySet]
    entries: Callable[[QuerySet], Iterator[Entry]]

    def addresses(self, first: int) -> Iterator[tuple[str, QuerySet]]:
        """The address of each of its files and the rows in it; numbers begin with `first`."""
        rows = self.rows()
        for part in range(-(-rows.count() // PAGE_LENGTH)):
            yield _file_address(self.name, first + part), rows[part * PAGE_LENGTH : (part + 1) * PAGE_LENGTH]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    fixed = _fixed_entries()
    if len(fixed) + sum(many.rows().count() for many in MANY) <= PAGE_LENGTH:
        rest = [entry for many in MANY for entry in many.entries(many.rows())]
        return _answer(request, "urlset", "url", [*fixed, *rest])
    return _answer(request, "sitemapindex", "sitemap", _index_entries(fixed))


@require_safe
def sitemap_page(request: HttpRequest, number: int, name: str = "") -> HttpResponse:
    """The first file holds everything of which there are few, the others PAGE_LENGTH articles each; works and
    people have files of their own."""
    if number == 1 and not name:
        return _answer(request, "urlset", "url", _fixed_entries())
    many = next((many for many in MANY if many.name == name), None)
    start = (number - (1 if name else 2)) * PAGE_LENGTH
    entries = list(many.entries(many.rows()[start : start + PAGE_LENGTH])) if many and start >= 0 else []
    if not entries:
        raise Http404("There is no such part of the sitemap.")
    return _answer(request, "urlset", "url", entries)


def _articles() -> ArticleQuerySet:
    return (
        Article.objects.published()
        .annotate(changed=Coalesce("updated_at", "published_at"))
        .order_by("published_at", "pk")
    )


def _article_entries(articles: QuerySet) -> Iterator[Entry]:
    for slug, changed in articles.values_list("slug", "changed"):
        yield Entry(absolute(reverse("articles:detail", args=[slug])), changed)


def _works() -> QuerySet:
    return Work.objects.public().annotate(changed=F("modified_at")).order_by("pk")


def _work_entries(works: QuerySet) -> Iterator[Entry]:
    for slug, changed in works.values_list("slug", "changed"):
        yield Entry(absolute(reverse("articles:work", args=[slug])), changed)


def _people() -> QuerySet:
    return Person.objects.public().annotate(changed=Value(None, DateTimeField())).order_by("pk")


def _person_entries(people: QuerySet) -> Iterator[Entry]:
    for slug in people.values_list("slug", flat=True):
        yield Entry(absolute(reverse("articles:person", args=[slug])), None)


MANY = (
    Many("", _articles, _article_entries),
    Many("works", _works, _work_entries),
    Many("people", _people, _person_entries),
)


def _fixed_entries() -> list[Entry]:
    """The front page, all sections, tags and authors with live articles, and the pages."""
    sections = {hub.slug: hub for hub in live_hubs(SECTIONS)}
    newest = max((hub.newest for hub in sections.values()), default=None)
    return [
        Entry(absolute(reverse("articles:front")), newest),
        *_index_of_works(),
        *_list_of_corrections(),
        *_section_entries(sections),
        *(Entry(absolute(hub.path), hub.newest) for kind in (TAGS, AUTHORS) for hub in live_hubs(kind)),
        *(Entry(absolute(page.get_absolute_url()), page.modified_at) for page in _pages()),
    ]


def _index_of_works() -> list[Entry]:
    """The page that lists the works, on a site that has some."""
    return [Entry(absolute(reverse("articles:work_index")), None)] if Work.objects.public().exists() else []


def _list_of_corrections() -> list[Entry]:
    newest = Correction.objects.public().aggregate(newest=Max("made_at"))["newest"]
    return [Entry(absolute(reverse("articles:corrections")), newest)] if newest else []


def _section_entries(live: dict[str, LiveHub]) -> Iterator[Entry]:
    for section in Section.objects.only("slug"):
        hub = live.get(section.slug)
        yield Entry(absolute(section.get_absolute_url()), hub.newest if hub else None)


def _pages() -> Iterable[Page]:
    return Page.objects.only("slug", "modified_at")


def _index_entries(fixed: list[Entry]) -> list[Entry]:
    newest = max((entry.changed for entry in fixed if entry.changed), default=None)
    files = [
        Entry(address, rows.aggregate(newest=Max("changed"))["newest"])
        for many in MANY
        for address, rows in many.addresses(1 if many.name else 2)
    ]
    return [Entry(_file_address("", 1), newest), *files]


def _file_address(name: str, number: int) -> str:
    if name:
        return absolute(reverse("sitemap_part", args=[name, number]))
    return absolute(reverse("sitemap_page", args=[number]))


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
    path("sitemap-<slug:name>-<int:number>.xml", sitemap_page, name="sitemap_part"),
]
