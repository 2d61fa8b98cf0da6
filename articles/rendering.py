"""From a body to its stored forms: collects what the pure renderer needs, writes what it gives.

Called when something is saved or published, never for a reader's request.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from articles.body import links
from articles.body.fold import fold
from articles.body.links import Link
from articles.body.pictures import Picture
from articles.body.render import (
    MEDIA_URL_MARK,
    RENDERER_VERSION,
    Rendered,
    Uses,
    Verdict,
    render,
    render_work,
    uses,
)
from articles.body.works import WorkFacts
from articles.facts import facts_of
from articles.models import (
    Article,
    Copy,
    Format,
    Image,
    ImageUse,
    LinkUse,
    Merchant,
    Page,
    SearchDocument,
    Status,
    Work,
    WorkUse,
)
from articles.structured_works import work_data

EXCERPT_LENGTH = 300
BATCH = 100  # articles rendered with one look at the library and the merchants
_PICTURE_UID = re.compile(r'data-image="([0-9a-f]{32})"')
_WORK_UID = re.compile(r'data-work="([0-9a-f]{32})"')

# What `render_article` sets; for save(update_fields=…).
DERIVED = (
    "rendered_web", "rendered_feed", "plain_text", "excerpt", "word_count", "has_video", "has_affiliate_link",
    "renderer_version",
)  # fmt: skip
DERIVED_OF_WORK = ("rendered_web", "has_affiliate_link", "structured")


def render_body(body: str) -> Rendered:
    """Every form of a body, with its pictures and merchants looked up (two queries; more if it shows works)."""
    works = works_in([body])
    pictures = library([body], works=works.values())
    return render(body, pictures=pictures, classify=classifier(), works=works, today=timezone.localdate())


def library(bodies: Iterable[str], *, works: Iterable[WorkFacts] = ()) -> dict[str, Picture]:
    """The pictures that bodies name, and the trailers' pictures of works, by uid (one query)."""
    uids = {uid for body in bodies for uid in _PICTURE_UID.findall(body)}
    uids |= {work.trailer.image_uid for work in works if work.trailer and work.trailer.image_uid}
    return {image.uid: image.as_picture(base=MEDIA_URL_MARK) for image in Image.objects.filter(uid__in=uids)}


def works_in(bodies: Iterable[str]) -> dict[str, WorkFacts]:
    """What is known of the works that bodies show, by uid (three queries, none where there are none)."""
    uids = {uid for body in bodies for uid in _WORK_UID.findall(body)}
    return {work.uid: facts_of(work) for work in Work.objects.told().filter(uid__in=uids)} if uids else {}


def classifier() -> Callable[[str], Link]:
    """A callable url -> Link that knows our own host and today's merchants (one query)."""
    own_hosts = {urlsplit(settings.PUBLIC_URL).hostname or "localhost"}
    return cache(partial(links.classify, own_hosts=own_hosts, merchant_hosts=Merchant.objects.hosts()))


def render_article(article: Article) -> None:
    """Set the article's derived columns from its body, without saving."""
    render_articles([article])


def render_articles(articles: Sequence[Article], *, at: datetime | None = None) -> None:
    """The same for several at once, in the same queries; spoilers open as they shall be at the moment `at`."""
    bodies = [article.body for article in articles]
    works = works_in(bodies)
    known = {
        "pictures": library(bodies, works=works.values()), "classify": classifier(), "works": works,
        "today": timezone.localdate(at),
    }  # fmt: skip
    for article in articles:
        _put(article, render(article.body, verdict=verdict_of(article), **known))


def verdict_of(article: Article) -> Verdict | None:
    """What the form says of a review; None for every other format, whatever is left in its fields."""
    if article.format != Format.REVIEW:
        return None
    return Verdict(article.verdict, article.rating, article.rating_scale)


def _put(article: Article, rendered: Rendered) -> None:
    article.rendered_web = rendered.web
    article.rendered_feed = rendered.feed
    article.plain_text = rendered.text
    article.excerpt = excerpt_of(rendered.text)
    article.word_count = rendered.word_count
    article.has_video = rendered.has_video
    article.has_affiliate_link = rendered.has_affiliate_link
    article.renderer_version = RENDERER_VERSION


def render_page(page: Page) -> None:
    """Set a page's derived column from its body, without saving."""
    page.rendered_web = render_body(page.body).web


def render_works(works: Iterable[Work]) -> int:
    """Write anew what is kept of works (loaded with `told()`) for pages and machines; how many changed."""
    works = list(works)
    facts = {work.pk: facts_of(work, with_links=True) for work in works}
    pictures, classify = library([], works=facts.values()), classifier()
    changed = 0
    for work in works:
        before = {name: getattr(work, name) for name in DERIVED_OF_WORK}
        work.rendered_web, work.has_affiliate_link = render_work(
            facts[work.pk], pictures=pictures, classify=classify
        )
        work.structured = work_data(work)
        derived = {name: getattr(work, name) for name in DERIVED_OF_WORK}
        if before != derived:
            Work.objects.filter(pk=work.pk).update(**derived)
            changed += 1
    return changed


def excerpt_of(text: str) -> str:
    """The beginning of a plain text, cut at a word, with an ellipsis if anything is missing."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return text
    return text[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"


def record_uses(article: Article, *, body: str, copy: Copy) -> None:
    """Write anew where this copy of the article uses pictures, links and works. Reads the featured image off `article`."""
    found = uses(body, works=works_in([body]))
    ImageUse.objects.filter(article=article, copy=copy).delete()
    ImageUse.objects.bulk_create(_image_uses(article, found, copy))
    LinkUse.objects.filter(article=article, copy=copy).delete()
    classify = classifier()
    classified = [(url, classify(url)) for url in dict.fromkeys((*found.links, *found.video_urls))]
    LinkUse.objects.bulk_create(
        LinkUse(article=article, copy=copy, url=url, kind=link.kind, merchant=link.merchant)
        for url, link in classified
    )
    WorkUse.objects.filter(article=article, copy=copy).delete()
    WorkUse.objects.bulk_create(_work_uses(article, found, copy))


def _work_uses(article: Article, found: Uses, copy: Copy) -> Iterable[WorkUse]:
    if not found.works:
        return
    ids = dict(Work.objects.filter(uid__in={use.uid for use in found.works}).values_list("uid", "pk"))
    # Shown twice in the same way is shown once.
    for position, use in enumerate(dict.fromkeys(use for use in found.works if use.uid in ids)):
        yield WorkUse(
            article=article, work_id=ids[use.uid], copy=copy, opens_on=use.opens_on, position=position
        )


def _image_uses(article: Article, found: Uses, copy: Copy) -> Iterable[ImageUse]:
    if article.featured_image_id:
        yield ImageUse(
            article=article,
            image_id=article.featured_image_id,
            copy=copy,
            place=ImageUse.Place.FEATURED,
            alt=article.featured_alt,
            is_decorative=article.featured_is_decorative,
        )
    ids = dict(Image.objects.filter(uid__in={use.uid for use in found.pictures}).values_list("uid", "pk"))
    for position, use in enumerate(found.pictures, start=1):
        if use.uid in ids:
            yield ImageUse(
                article=article,
                image_id=ids[use.uid],
                copy=copy,
                place=ImageUse.Place.BODY,
                alt=use.alt,
                is_decorative=use.is_decorative,
                position=position,
            )


def index(articles: Iterable[Article]) -> None:
    """Write the text that readers' search looks through, from the live copies."""
    articles = list(articles)
    prefetch_related_objects(articles, "bylines__author", "tagged__tag", "works", "corrections")
    SearchDocument.objects.bulk_create(
        [SearchDocument(article=article, text=_search_text(article)) for article in articles],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["text"],
    )


def _search_text(article: Article) -> str:
    names = [name for row in article.byline_list for name in (row.author.name, row.author.pen_names)]
    tags = [tagged.tag.name for tagged in article.tagged.all()]
    works = [name for work in article.works.all() for name in (work.name, work.original_name)]
    corrections = [correction.text_plain for correction in article.correction_list]
    parts = [
        article.headline_plain, article.dek_plain, *names, *tags, *works, article.plain_text, *corrections,
    ]  # fmt: skip
    return f" {fold(' '.join(parts))} "


def rerender(articles: Iterable[Article], *, at: datetime | None = None) -> int:
    """Render the live copies again (a picture's words, a merchant or the renderer changed); how many changed."""
    changed = 0
    remaining = iter(articles)
    while batch := list(islice(remaining, BATCH)):
        before = [[getattr(article, name) for name in DERIVED] for article in batch]
        render_articles(batch, at=at)
        for article, old in zip(batch, before, strict=True):
            derived = {name: getattr(article, name) for name in DERIVED}
            if old != list(derived.values()):
                Article.objects.filter(pk=article.pk).update(**derived)
                changed += 1
    return changed


def rendered_articles():
    """Articles that have, or should have, stored forms: all that were ever published or scheduled."""
    return Article.objects.filter(
        Q(renderer_version__gt=0) | Q(status__in=(Status.PUBLISHED, Status.WITHDRAWN))
    )


def live_users_of(image: Image):
    """Articles whose live body shows this picture."""
    return Article.objects.filter(
        Q(image_uses__image=image, image_uses__copy=Copy.LIVE, image_uses__place=ImageUse.Place.BODY)
    ).distinct()
