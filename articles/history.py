"""The history of an article: milestones, not every autosave.

Whoever saves again and again in one sitting leaves one milestone, the last. What was published, submitted, withdrawn,
restored or given a name is kept for ever; of what was only saved, long ago, the last before each of those.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.models import Article, Revision
from articles.snapshots import SCHEMA, Snapshot

User = AbstractBaseUser
Kind = Revision.Kind
SITTING = timedelta(minutes=30)  # a pause as long as this ends it
SAVED_KEPT = timedelta(days=90)
BATCH = 500


def keep(
    article: Article,
    snapshot: Snapshot,
    *,
    kind: Revision.Kind,
    by: User | None,
    at: datetime | None = None,
    restored_from: datetime | None = None,
) -> None:
    """Add a milestone to the article's history, made `at` (None: now). One query."""
    Revision.objects.create(
        article=article, snapshot=snapshot, schema=SCHEMA, kind=kind, made_by=by,
        made_at=at or timezone.now(), restored_from=restored_from,
    )  # fmt: skip


def keep_sitting(article: Article, snapshot: Snapshot, *, by: User | None) -> None:
    """Keep what was saved: in the milestone of this editor's sitting, if nothing else came since. Two queries."""
    now = timezone.now()
    newest = Revision.objects.filter(article=article).defer("snapshot").first()
    if newest is not None and _is_of_sitting(newest, by=by, at=now):
        # `saved` again: somebody may be giving it a name at this very moment, and then it stays what it is.
        row = Revision.objects.filter(pk=newest.pk, kind=Kind.SAVED)
        if row.update(snapshot=snapshot, schema=SCHEMA, made_at=now):
            return
    keep(article, snapshot, kind=Kind.SAVED, by=by, at=now)


def _is_of_sitting(revision: Revision, *, by: User | None, at: datetime) -> bool:
    is_own = revision.made_by_id == (by.pk if by else None)
    return revision.kind == Kind.SAVED and is_own and revision.made_at > at - SITTING


def reach(article: Article, snapshot: Snapshot, *, kind: Revision.Kind, by: User | None) -> None:
    """What was saved in this sitting has come further: its milestone becomes one of this kind, not a second one."""
    newest = Revision.objects.filter(article=article).first()
    now = timezone.now()
    if newest and _is_of_sitting(newest, by=by, at=now) and _text(newest.snapshot) == _text(snapshot):
        row = Revision.objects.filter(pk=newest.pk, kind=Kind.SAVED)
        if row.update(kind=kind, snapshot=snapshot, schema=SCHEMA, made_at=now):
            return
    keep(article, snapshot, kind=kind, by=by, at=now)


def _text(snapshot: Snapshot) -> Snapshot:
    """Without what publishing itself fills in."""
    return {name: value for name, value in snapshot.items() if name not in ("slug", "published_at")}


@transaction.atomic
def name(revision: Revision, words: str) -> None:
    """Give a milestone a name, by which it is kept for ever; "" takes the name away again."""
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    revision.name = words
    if revision.kind in (Kind.SAVED, Kind.NAMED):
        revision.kind = Kind.NAMED if words else Kind.SAVED
    revision.save(update_fields=["name", "kind"])


def prunable(at: datetime) -> QuerySet[Revision]:
    """What was only saved, long before `at`, and was followed by another that was only saved."""
    following = Revision.objects.filter(
        Q(made_at__gt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__gt=OuterRef("pk")),
        article=OuterRef("article"),
    ).order_by("made_at", "pk")
    return (
        Revision.objects.filter(kind=Kind.SAVED, made_at__lt=at - SAVED_KEPT)
        .annotate(next_kind=Subquery(following.values("kind")[:1]))
        .filter(next_kind=Kind.SAVED)
    )


def prune(at: datetime) -> int:
    """Delete what is prunable, batch by batch; how many milestones went. May be stopped and run again."""
    count = 0
    while keys := list(prunable(at).order_by().values_list("pk", flat=True)[:BATCH]):
        # `saved` again: somebody may have given one a name since.
        count += Revision.objects.filter(pk__in=keys, kind=Kind.SAVED).delete()[0]
    return count
