"""Where pictures are used, and until when we may show them.

Readers never depend on a job for it: a featured image compares times when it is shown, and bodies are rendered
again at the moment rights end (`due.apply_due`, registered with `next_public_moment`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import rendering
from articles.models import Article, Copy, Image, ImageUse, Page, Publication, Status, Work
from articles.models.image import WARNING_DAYS

NAMED_USES = 3


@dataclass(frozen=True)
class Use:
    """One place that shows a picture. `url` leads an editor there; `title` is what she knows it by; `words` say
    what people hear there who do not see it, where the place decides that."""

    title: str
    place: str
    url: str
    is_live: bool
    words: str = ""


def where_used(image: Image) -> list[Use]:
    """Everything that shows the picture, each article once for each of its copies, places and alt texts."""
    return uses_of([image])[image.pk]


def uses_of(images: Iterable[Image]) -> dict[int, list[Use]]:
    """Everything that shows each of the pictures, by primary key (four queries)."""
    by_pk = {image.pk: image for image in images}
    found: dict[int, list[Use]] = {pk: [] for pk in by_pk}
    for pk, use in (
        *_article_uses(by_pk), *_work_uses(by_pk), *_page_uses(by_pk), *_publication_uses(by_pk)
    ):  # fmt: skip
        if use not in found[pk]:
            found[pk].append(use)
    return found


def _article_uses(images: dict[int, Image]) -> Iterator[tuple[int, Use]]:
    rows = (
        ImageUse.objects.filter(image__in=images)
        .select_related("article")
        .defer(*(f"article__{name}" for name in ("body", "rendered_web", "rendered_feed", "plain_text")))
    )
    for use in rows.order_by("-article__modified_at", "article", "copy", "position"):
        place = use.get_place_display()
        yield (
            use.image_id,
            Use(
                title=str(use.article),
                place=place if use.copy == Copy.LIVE else f"{place}, not published",
                url=reverse("admin:articles_article_change", args=[use.article_id]),
                is_live=use.copy == Copy.LIVE and use.article.is_live,
                words=_alt_words(use),
            ),
        )


def _alt_words(use: ImageUse) -> str:
    if use.is_decorative:
        return "decorative here"
    return "the library’s alt text" if use.alt is None else f"alt text here: “{use.alt}”"


def _shown_by_work(images: Iterable) -> Q:
    return Q(poster__in=images) | Q(trailer_image__in=images)


def _work_uses(images: dict[int, Image]) -> Iterator[tuple[int, Use]]:
    now = timezone.now()
    for work in Work.objects.filter(_shown_by_work(images)).defer("rendered_web"):
        url = reverse("admin:articles_work_change", args=[work.pk])
        is_live = work.public_from is not None and work.public_from <= now
        for pk, place in ((work.poster_id, "poster"), (work.trailer_image_id, "trailer")):
            if pk in images:
                yield pk, Use(str(work), place, url, is_live)


def _page_uses(images: dict[int, Image]) -> Iterator[tuple[int, Use]]:
    showing = Q(pk__in=[])
    for image in images.values():
        showing |= Q(body__contains=image.uid)
    for page in Page.objects.filter(showing):
        url = reverse("admin:articles_page_change", args=[page.pk])
        yield from (
            (pk, Use(str(page), "page", url, True)) for pk, image in images.items() if image.uid in page.body
        )


def _publication_uses(images: dict[int, Image]) -> Iterator[tuple[int, Use]]:
    publication = Publication.objects.filter(Q(logo__in=images) | Q(sharing_image__in=images)).first()
    if publication is None:
        return
    url = reverse("admin:articles_publication_change", args=[publication.pk])
    for pk, place in ((publication.logo_id, "logo"), (publication.sharing_image_id, "sharing image")):
        if pk in images:
            yield pk, Use(str(publication), place, url, True)


def refuse_deletion(image: Image) -> str:
    """Why the picture cannot be deleted, naming its uses; "" when it can."""
    titles = list(dict.fromkeys(use.title for use in where_used(image)))
    if not titles:
        return ""
    named = ", ".join(f"“{title}”" for title in titles[:NAMED_USES])
    more = f" and {len(titles) - NAMED_USES} more" if len(titles) > NAMED_USES else ""
    return f"This picture is used in {named}{more}. Take it out there first, or replace its file."


def expired_in_use(at: datetime | None = None) -> QuerySet[Image]:
    """Pictures readers no longer see although something still shows them: what an editor has to replace."""
    return Image.objects.expired(at).in_use().order_by("expires_at", "pk")


def expiring_within(days: int = WARNING_DAYS, *, at: datetime | None = None) -> QuerySet[Image]:
    """Pictures in use whose rights end within `days`, the first one first."""
    return Image.objects.expiring(at, days=days).in_use()


def to_replace(at: datetime | None = None) -> QuerySet[Image]:
    """The editor's list: both of the above, the one that ended or ends first at the top."""
    soon = (at or timezone.now()) + timedelta(days=WARNING_DAYS)
    return Image.objects.in_use().filter(expires_at__lte=soon).order_by("expires_at", "pk")


def next_moment(after: datetime | None) -> datetime | None:
    """When the next rights end after `after`; part of `due.next_public_moment`."""
    images = Image.objects.filter(expires_at__isnull=False)
    if after is not None:
        images = images.filter(expires_at__gt=after)
    return images.aggregate(moment=Min("expires_at"))["moment"]


def apply_due(at: datetime, *, since: datetime | None = None) -> bool:
    """Render again what shows pictures whose rights ended after `since` and by `at`; whether readers see a change."""
    images = Image.objects.expired(at)
    if since is not None:
        images = images.filter(expires_at__gt=since)
    ended = list(images)
    return bool(ended) and (render_again(ended) > 0 or is_shown(ended))


def render_again(images: Iterable[Image]) -> int:
    """Render anew the live bodies, works and pages that show one of the pictures; how many changed for readers.

    Dates stay as they are: no feed takes the article for a new one.
    """
    images = list(images)
    uses = ImageUse.objects.filter(
        article=OuterRef("pk"), image__in=images, copy=Copy.LIVE, place=ImageUse.Place.BODY
    )
    articles = Article.objects.filter(Exists(uses))
    changed = sum(rendering.rerender([article]) and article.is_live for article in articles.iterator(50))
    works = Work.objects.told().filter(trailer_image__in=images)
    return changed + rendering.render_works(works) + _render_pages(images)


def _render_pages(images: list[Image]) -> int:
    showing = Q(pk__in=[])
    for image in images:
        showing |= Q(body__contains=image.uid)
    changed = 0
    for page in Page.objects.filter(showing):
        before = page.rendered_web
        rendering.render_page(page)
        if page.rendered_web != before:
            Page.objects.filter(pk=page.pk).update(rendered_web=page.rendered_web)
            changed += 1
    return changed


def is_shown(images: Iterable[Image], at: datetime | None = None) -> bool:
    """Whether readers can see one of the pictures now: in a live article, of a public work, or as the publication's own."""
    images = list(images)
    uses = ImageUse.objects.filter(
        image__in=images, copy=Copy.LIVE, article__status=Status.PUBLISHED,
        article__published_at__lte=at or timezone.now(),
    )  # fmt: skip
    own = Publication.objects.filter(Q(logo__in=images) | Q(sharing_image__in=images))
    works = Work.objects.public(at).filter(_shown_by_work(images))
    return uses.exists() or works.exists() or own.exists()
