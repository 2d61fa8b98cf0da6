"""An article's page, for readers and, with the same hands, for the editor's preview."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import selection
from articles.body.reading_media import RECOMMENDED_KINDS as RECOMMENDED_TITLES
from articles.body.render import Slot, fill_marks, split_slots
from articles.models import Article, Publication, Status, Tombstone
from articles.structured_data import article_json_ld, credited_authors, open_graph
from articles.views.errors import gone

Part = dict[str, Any]


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = Article.objects.for_detail().filter(slug=slug).first()
    if article is None:
        return _gone_for_good(request, slug)
    if article.is_live:
        return render_article(request, article)
    is_taken_back = article.status in (Status.WITHDRAWN, Status.TRASHED) or article.is_past_withdrawal
    if is_taken_back and article.was_public:
        return gone(request, article.public_note)
    raise Http404("No such article")


def _gone_for_good(request: HttpRequest, slug: str) -> HttpResponse:
    if Tombstone.objects.filter(slug=slug, was_public=True).exists():
        return gone(request, "")
    raise Http404("No such article")


def render_article(
    request: HttpRequest, article: Article, *, is_preview: bool = False, preview_banner: str = ""
) -> HttpResponse:
    """The page of `article`, which may also be one in memory that says how it would be (`as_published`): a preview
    then says so at its top, in the words of `preview_banner` if there are any, and names no canonical address."""
    publication = Publication.current()
    parts = list(body_parts(article, publication))
    recommended = [other.pk for part in parts for other in part.get("recommended", ())]
    tags = list(article.tags.all())
    around = selection.neighbours(article)
    context = {
        "article": article,
        "publication": publication,
        "is_preview": is_preview,
        "preview_banner": preview_banner,
        "authors": credited_authors(article),
        "tags": tags,
        "body_parts": parts,
        "disclosures_after": article.disclosures_after(publication),
        "previous": around.previous,
        "next": around.next,
        "related": selection.related(article, tags, without=recommended),
        "json_ld": article_json_ld(article, publication=publication, public_url=settings.PUBLIC_URL),
        "open_graph": open_graph(article, publication=publication, public_url=settings.PUBLIC_URL),
        "canonical": "" if is_preview else _canonical(article),
        "current_section": article.section,
    }
    return render(request, "articles/article_detail.html", context)


def _canonical(article: Article) -> str:
    return article.canonical_url or settings.PUBLIC_URL + article.get_absolute_url()


def body_parts(article: Article, publication: Publication) -> Iterator[Part]:
    """The rendered body in pieces, and between them what its slots show now; empty slots are gone."""
    web = fill_marks(article.rendered_web, public_url=settings.PUBLIC_URL, media_url=settings.MEDIA_URL)
    for piece in split_slots(web):
        part = _slot_part(piece, article, publication) if isinstance(piece, Slot) else {"html": piece}
        if any(part.values()):
            yield part


def _slot_part(slot: Slot, article: Article, publication: Publication) -> Part:
    if slot.name == "disclosure":
        return {"disclosures": article.disclosures_before(publication)}
    articles = selection.recommended(slot.kind, slot.uids, besides=article)
    return {"recommended": articles, "title": RECOMMENDED_TITLES[slot.kind]} if articles else {}
