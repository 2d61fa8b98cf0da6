"""An article as its next version would be, in memory only: what a preview shows."""

from datetime import datetime

from django.utils import timezone

from articles import rendering, snapshots, tagging
from articles.models import Article, Change, Correction, Disclosure, Subject, Work
from articles.snapshots import Snapshot
from authors.models import Author


def as_published(article: Article, snapshot: Snapshot | None = None) -> Article:
    """The article as it would be if it were published now: in memory, saved nowhere, for previews."""
    snapshot = snapshot or snapshots.current(article)
    change = snapshot["change"] if article.was_public else Change.TYPO
    updated_at = article.updated_at if change == Change.TYPO else timezone.now()
    proposed = Article(
        pk=article.pk or 0,  # A row that was never saved has no relations to read, not even loaded ones.
        uid=article.uid, slug=article.slug or "preview", feed_id=article.feed_id,
        status=article.status, published_at=article.published_at or snapshots.wished_date(snapshot) or timezone.now(),
        updated_at=updated_at, created_at=article.created_at,
    )  # fmt: skip
    snapshots.put_columns(proposed, snapshot)
    _put_references(proposed)
    rendering.render_article(proposed)
    rows = snapshots.byline_rows(proposed, snapshot)
    authors = Author.objects.prefetch_related("links").in_bulk([row.author_id for row in rows])
    rows = [row for row in rows if row.author_id in authors]
    for row in rows:
        row.author = authors[row.author_id]
    disclosures = Disclosure.objects.select_related("policy_page").in_bulk(snapshot["also_show"])
    proposed._prefetched_objects_cache = {
        "bylines": rows,
        "subjects": _subjects(proposed, snapshot["works"]),
        "tags": tagging.resolve(snapshot["tags"]),
        "also_show": list(disclosures.values()),
        "corrections": _corrections(
            article, snapshot["correction"] if change == Change.CORRECTION else "", at=updated_at
        ),
    }
    return proposed


def _put_references(proposed: Article) -> None:
    """What was deleted since the copy was saved is not there: a preview shows the rest."""
    for name in snapshots.REFERENCES:
        rows = Article._meta.get_field(name).related_model.objects
        pk = getattr(proposed, f"{name}_id")
        setattr(proposed, name, rows.filter(pk=pk).first() if pk else None)


def _corrections(article: Article, proposed: str, *, at: datetime | None) -> list[Correction]:
    """The notes there are, after the one that is proposed, if there is one."""
    standing = list(article.corrections.all()) if article.pk else []
    return [Correction(text=proposed, made_at=at), *standing] if proposed else standing


def _subjects(proposed: Article, pks: list[int]) -> list[Subject]:
    works = Work.objects.told().in_bulk(pks)
    return [
        Subject(article=proposed, work=works[pk], position=position)
        for position, pk in enumerate(pks)
        if pk in works
    ]
