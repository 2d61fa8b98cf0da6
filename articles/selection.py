"""Which live articles stand beside which: on the front page, and around an article. Everything begins with published()."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from articles.models import Article, Publication, Section, Tag, TaggedArticle
from articles.querysets import ArticleQuerySet

BAND_LENGTH = 4
RELATED_LENGTH = 3
RECOMMENDED_LENGTH = 3
SUGGESTED_LENGTH = 4
CANDIDATES = 40  # of each tag, when looking for related articles


@dataclass(frozen=True)
class Neighbours:
    previous: Article | None
    next: Article | None


def lead_of(publication: Publication) -> Article | None:
    """The article pinned to the top while it is live, else the newest."""
    cards = Article.objects.published().for_cards()
    pinned = cards.filter(pk=publication.lead_id).first() if publication.lead_id else None
    return pinned or cards.newest_first().first()


def bands(*, without: Collection[int]) -> list[tuple[Section, list[Article]]]:
    """Each section with its newest articles, sections with none left out. Two queries and the cards' prefetches."""
    newest = (
        Article.objects.published()
        .filter(section=OuterRef("pk"))
        .exclude(pk__in=without)
        .newest_first()
        .values("pk")
    )
    columns = {f"newest_{place}": Subquery(newest[place : place + 1]) for place in range(BAND_LENGTH)}
    sections = list(Section.objects.annotate(**columns).order_by("position", "name"))
    picked = {section: [pk for column in columns if (pk := getattr(section, column))] for section in sections}
    cards = Article.objects.published().for_cards().in_bulk([pk for pks in picked.values() for pk in pks])
    return [(section, [cards[pk] for pk in pks if pk in cards]) for section, pks in picked.items() if pks]


def neighbours(article: Article) -> Neighbours:
    """The articles published just before and after this one."""
    now = timezone.now()
    if article.published_at is None:
        return Neighbours(_others(article, now).newest_first().first(), None)
    pk = article.pk or 0
    moment = article.published_at
    # The first bound, on the moment alone, lets the index begin there; no database does for the second one.
    earlier = Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk)
    before = _others(article, now).filter(earlier, published_at__lte=min(moment, now))
    after = _others(article, now).filter(Q(published_at__gt=moment) | Q(pk__gt=pk), published_at__gte=moment)
    return Neighbours(before.newest_first().first(), after.order_by("published_at", "pk").first())


def _others(article: Article, at: datetime) -> ArticleQuerySet:
    """What was live at `at` and may stand beside the article."""
    return Article.objects.published(at).exclude(pk=article.pk).only("headline", "slug", "published_at")


def related(article: Article, tags: Collection[Tag], *, without: Collection[int] = ()) -> list[Article]:
    """Live articles that share most tags, topped up with the newest of the section and then of all.

    The same queries however many there are, and the cards' prefetches.
    """
    live = Article.objects.published().exclude(pk__in={article.pk, *without} - {None})
    ranked = (
        live.filter(section=article.section_id).newest_first(),
        live.newest_first(),
    )
    picked = dict.fromkeys(_sharing(live, [tag.pk for tag in tags if tag.pk]))
    picked |= dict.fromkeys(
        pk for rows in ranked for pk in rows.values_list("pk", flat=True)[:RELATED_LENGTH]
    )
    cards = live.for_cards().in_bulk(list(picked)[:RELATED_LENGTH])
    return [cards[pk] for pk in picked if pk in cards]


def _sharing(live: ArticleQuerySet, tags: list[int]) -> list[int]:
    """Keys of live articles that share most of these tags, the newest first among equals.

    Looks at the newest articles of each tag only, so that a tag on half the archive costs what a new one does.
    """
    if not tags:
        return []
    newest = (
        TaggedArticle.objects.filter(tag=tag).order_by("-content_object_id").values("pk")[:CANDIDATES]
        for tag in tags
    )
    first, *others = (
        TaggedArticle.objects.filter(pk__in=rows).order_by().values_list("content_object") for rows in newest
    )
    shared = Counter(pk for (pk,) in first.union(*others, all=True))
    published = dict(live.filter(pk__in=shared).values_list("pk", "published_at"))
    ranked = sorted(published, key=lambda pk: (shared[pk], published[pk], pk), reverse=True)
    return ranked[:RELATED_LENGTH]


def recommended(kind: str, uids: Collection[str], *, besides: Article) -> list[Article]:
    """Live articles for a recommended slot: the ones chosen by hand, in that order; else the newest with a
    video, or for the kind "articles" the ones related to this article."""
    live = Article.objects.published().for_cards().exclude(uid=besides.uid)
    if uids:
        chosen = {article.uid: article for article in live.filter(uid__in=uids)}
        return [chosen[uid] for uid in dict.fromkeys(uids) if uid in chosen]
    if kind == "videos":
        return list(live.with_video().newest_first()[:RECOMMENDED_LENGTH])
    return related(besides, list(besides.tags.all()))


def suggestions(words: str) -> list[Article]:
    """What somebody may have looked for who met a dead address: matches of its words, else the newest."""
    live = Article.objects.published().for_cards().newest_first()
    return list(live.matching(words)[:SUGGESTED_LENGTH]) or list(live[:SUGGESTED_LENGTH])
