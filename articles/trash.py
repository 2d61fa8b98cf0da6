"""The trash keeps what is put into it for 30 days; then it is deleted for good, all but its address.

That stays taken for ever, and answers that it is gone where readers once saw something there.
"""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import audit, redirects
from articles.models import Article, Status, Tombstone, Verb
from articles.saving import locked
from authors.signals import public_state_changed

User = AbstractBaseUser
KEPT = timedelta(days=30)
BATCH = 20  # articles in one transaction: on SQLite nobody else saves meanwhile


def gone_on(article: Article) -> date | None:
    """The day, where the site lives, on which an article in the trash is deleted for good."""
    return timezone.localdate(article.trashed_at + KEPT) if article.trashed_at else None


def due(at: datetime) -> QuerySet[Article]:
    """Articles whose time in the trash is over at the moment `at`, those first that have been there longest."""
    rows = Article.objects.filter(status=Status.TRASHED, trashed_at__lte=at - KEPT)
    return rows.order_by("trashed_at", "pk")


def empty_trash(at: datetime) -> int:
    """Delete for good what is due at `at`; how many articles. In batches: stopped, it goes on from there next time."""
    count = 0
    while emptied := _empty_batch(at):
        count += emptied
    return count


@transaction.atomic
def _empty_batch(at: datetime) -> int:
    # Locked, so that whoever restores one in this moment is either too early or too late.
    articles = list(due(at).only("pk").select_for_update(of=("self",))[:BATCH])
    for article in articles:
        delete_for_good(article, by=None)
    return len(articles)


@transaction.atomic
def delete_for_good(article: Article, *, by: User | None) -> Tombstone:
    """Delete an article with everything that hangs on it; its address and its former ones stay taken. Final."""
    article = locked(article)
    audit.record(Verb.DELETED, article, by=by, before=audit.state_of(article, working=article.working_state))
    tombstone = Tombstone.objects.create(
        slug=article.slug, was_public=article.was_public, feed_id=article.feed_id
    )
    redirects.retarget(article, target=tombstone)
    article.delete()
    if tombstone.was_public:
        public_state_changed.send(sender=Article, reason="delete")
    return tombstone
