"""The newsroom board: what waits for somebody, what is about to happen, what happened today. One query a column.

Each column shows a few and says that there are more; where all of them stand is the list of articles, filtered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles.models import Article, Correction, ScheduledChange, Status, WorkingCopy

ROWS = 5
State = WorkingCopy.State


@dataclass(frozen=True)
class Row:
    """An article, and the moment that matters in its column."""

    article: Article
    moment: datetime


@dataclass(frozen=True)
class Column:
    """`more` is the query of the article list that shows all, "" where there are none besides those shown."""

    title: str
    rows: list[Row]
    more: str = ""


def columns(now: datetime | None = None) -> list[Column]:
    """Those that have something in them, in the order in which an editor wants to know."""
    now = now or timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    articles = Article.objects.only("pk", "headline", "status", "published_at", "withdraw_at")
    copies = WorkingCopy.objects.exclude(article__status=Status.TRASHED)
    changes = ScheduledChange.objects.select_related("article").only("at", *_OF_ARTICLE)
    found = [
        _of_copies("Waiting for review", copies.filter(state=State.SUBMITTED).order_by("saved_at"), "state=review"),
        _of_copies("Approved", copies.filter(state=State.APPROVED).order_by("saved_at"), "state=approved"),
        _of_articles("Scheduled", articles.filter(status=Status.PUBLISHED, published_at__gt=now), "published_at",
                     "state=scheduled"),
        _column("Changes scheduled", changes.filter(refused="").order_by("at"), "at", "state=changes"),
        _of_articles("Under embargo", articles.filter(embargo_until__gt=now).exclude(status=Status.TRASHED),
                     "embargo_until", "state=embargoed"),
        _of_articles("To be taken back", articles.filter(status=Status.PUBLISHED, withdraw_at__gt=now), "withdraw_at",
                     "state=live"),
        _of_copies("Live, with unpublished changes", _live_changes(now), "state=changes"),
        _column("Corrected today", _corrected(today, now), "made_at", ""),
    ]  # fmt: skip
    return [column for column in found if column.rows]


def failed_changes() -> list[ScheduledChange]:
    """Changes that should have gone out and did not: something was missing by then."""
    return list(
        ScheduledChange.objects.exclude(refused="").select_related("article").order_by("at")[: ROWS + 1]
    )


_OF_ARTICLE = ("article__headline", "article__status", "article__published_at", "article__withdraw_at")


def _live_changes(now: datetime) -> QuerySet[WorkingCopy]:
    live = Q(article__status=Status.PUBLISHED, article__published_at__lte=now)
    return WorkingCopy.objects.filter(live, state=State.EDITING).order_by("-saved_at")


def _corrected(today: datetime, now: datetime) -> QuerySet[Correction]:
    rows = Correction.objects.filter(
        made_at__gte=today, made_at__lt=today + timedelta(days=1), made_at__lte=now
    )
    return rows.select_related("article").only("made_at", *_OF_ARTICLE).order_by("-made_at")


def _of_copies(title: str, copies: QuerySet[WorkingCopy], more: str) -> Column:
    return _column(title, copies.select_related("article").only("saved_at", *_OF_ARTICLE), "saved_at", more)


def _of_articles(title: str, articles: QuerySet[Article], moment: str, more: str) -> Column:
    found = articles.annotate(moment=F(moment)).order_by(moment, "pk")[: ROWS + 1]
    rows = [Row(article, article.moment) for article in found]
    return Column(title, rows[:ROWS], more if len(rows) > ROWS else "")


def _column(title: str, found: QuerySet, moment: str, more: str) -> Column:
    rows = [Row(row.article, getattr(row, moment)) for row in found[: ROWS + 1]]
    return Column(title, rows[:ROWS], more if len(rows) > ROWS else "")
