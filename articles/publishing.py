"""The verbs: everything that may happen to an article between a headline and its withdrawal.

Each verb is one transaction, checks before it writes, and announces what readers can now see. Permissions
are the callers' to check (`may_publish`); the live copy is written here and nowhere else.
"""

from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from articles import checklist, moved_facts, redirects, rendering, rights, sharing, snapshots, tagging, works
from articles.models import Article, Copy, Revision, Status, Tag, WorkingCopy
from articles.refusals import MovedMeanwhile, PublishingError
from articles.saving import check_slug, free_slug, locked, put_bylines, save  # noqa: F401 - one of the verbs
from articles.slugs import slug_of
from articles.snapshots import Snapshot
from authors.signals import public_state_changed

User = AbstractBaseUser
PASSED = "This moment has passed. Choose one in the future."


def may_publish(user: User) -> bool:
    return user.has_perm("articles.publish_article")


def snapshot_of(article: Article) -> Snapshot:
    """What the editor goes on from: see `articles.snapshots.current`."""
    return snapshots.current(article)


def _keep(article: Article, snapshot: Snapshot, kind: Revision.Kind, by: User | None) -> None:
    Revision.objects.create(
        article=article, snapshot=snapshot, schema=snapshots.SCHEMA, kind=kind, made_by=by
    )


@transaction.atomic
def publish(
    article: Article, *, by: User | None, at: datetime | None = None, is_update: bool = False
) -> Article:
    """Make the working copy the live copy. `at` in the future schedules it; None means now.

    An article that was public keeps its first date: a change never takes it offline, and one that shall
    wait for a moment in the future is refused. `is_update` tells readers and feeds that it changed
    (updated_at). Raises PublishingError with the sentences by field.
    """
    article = locked(article)
    snapshot = snapshots.current(article)
    if article.status == Status.TRASHED:
        raise PublishingError({"": [f"“{article}” is in the trash. Take it out before publishing it."]})
    _refuse_waiting(article, at)
    problems = checklist.musts(snapshot, article)
    if problems:
        raise PublishingError.of(problems)
    old_path = article.get_absolute_url() if article.was_public else None
    _set_dates(article, at=at, is_update=is_update)
    article.slug = free_slug(article, snapshot)
    snapshots.put_columns(article, snapshot)
    article.status = Status.PUBLISHED
    article.public_note = ""
    article.copy_number += 1
    _write_live(article, snapshot)
    if old_path and old_path != article.get_absolute_url():
        redirects.remember(old_path, target=article)
    snapshot |= {"slug": article.slug, "published_at": article.published_at.isoformat()}
    _keep(article, snapshot, Revision.Kind.PUBLISHED, by)
    snapshots.remember(article, snapshot, by=by)
    WorkingCopy.objects.filter(article=article).delete()
    _announce("publish")
    return article


def schedule(article: Article, *, by: User | None, at: datetime) -> Article:
    """Publish at a moment in the future; raises PublishingError if it has passed."""
    if at <= timezone.now():
        raise PublishingError(
            {"published_at": ["This moment has passed. Choose one in the future, or publish now."]}
        )
    return publish(article, by=by, at=at)


@transaction.atomic
def reschedule(
    article: Article, *, by: User | None, at: datetime, moved_from: datetime | None = None
) -> Article:
    """Another moment for a scheduled article. Nothing else of it changes: what was scheduled goes out then, and
    unpublished changes stay unpublished, with their date moved along where it was the same.

    `moved_from` is the moment whoever moves it has before her; None does not ask. Raises PublishingError for what is
    not scheduled and for a moment that has passed, MovedMeanwhile where it is scheduled for another moment by now.
    """
    article = locked(article)
    before = article.published_at
    _refuse_moving(article, at=at, moved_from=moved_from)
    if snapshots.as_of(article, article.copy_number) is None:
        snapshots.remember(article, snapshots.current(article), by=None)
    article.published_at = at
    article.copy_number += 1
    article.save(update_fields=["published_at", "copy_number", "modified_at"])
    _move_wish(article, before=before)
    snapshots.remember(article, snapshots.current(article), by=by)
    works.follow(article)
    _announce("reschedule")
    return article


def _refuse_moving(article: Article, *, at: datetime, moved_from: datetime | None) -> None:
    if not article.is_scheduled:
        raise PublishingError({"": [_why_not_moved(article)]})
    if moved_from is not None and moved_from.astimezone(UTC) != article.published_at:
        raise MovedMeanwhile(article)
    if at <= timezone.now():
        raise PublishingError({"published_at": [PASSED]})


def _why_not_moved(article: Article) -> str:
    if article.is_live:
        return f"Readers have already seen “{article}”: its date stays."
    states = {Status.DRAFT: "a draft", Status.WITHDRAWN: "withdrawn", Status.TRASHED: "in the trash"}
    return f"“{article}” is {states[article.status]}: only what is scheduled can be moved."


def _move_wish(article: Article, *, before: datetime) -> None:
    """The date in unpublished changes goes along, or publishing them would move the article back. Forms know minutes."""
    working_copy = WorkingCopy.objects.filter(article=article).first()
    wished = working_copy and snapshots.wished_date(working_copy.snapshot)
    if wished and wished.replace(second=0, microsecond=0) == before.replace(second=0, microsecond=0):
        working_copy.snapshot["published_at"] = article.published_at.astimezone(UTC).isoformat()
        working_copy.save()


def _refuse_waiting(article: Article, at: datetime | None) -> None:
    if article.was_public and at is not None and at > timezone.now():
        raise PublishingError({"published_at": [
            "Readers have already seen this article, so it cannot wait for a date in the future. "
            "Put the old date back: the changes then go out at once, or keep them by saving."
        ]})  # fmt: skip


def _set_dates(article: Article, *, at: datetime | None, is_update: bool) -> None:
    now = timezone.now()
    if article.was_public and article.status != Status.DRAFT:
        if is_update:
            article.updated_at = now
        return
    article.published_at = at or now


def _write_live(article: Article, snapshot: Snapshot) -> None:
    rendering.render_article(article)
    article.save()
    put_bylines(article, snapshot)
    tagging.put_tags(article, snapshot["tags"])
    works.put_subjects(article, snapshot["works"])
    article.also_show.set(snapshot["also_show"])
    rendering.record_uses(article, body=article.body, copy=Copy.LIVE)
    _forget_working_uses(article)
    rendering.index([article])
    moved_facts.look_again(article)


def _forget_working_uses(article: Article) -> None:
    for uses in (article.image_uses, article.link_uses, article.work_uses):
        uses.filter(copy=Copy.WORKING).delete()


@transaction.atomic
def submit(article: Article, *, by: User | None) -> None:
    """Hand the working copy in for review."""
    article = locked(article)
    snapshot = snapshots.current(article)
    WorkingCopy.objects.update_or_create(
        article=article,
        defaults={"state": WorkingCopy.State.SUBMITTED},
        create_defaults={"state": WorkingCopy.State.SUBMITTED, "snapshot": snapshot, "saved_by": by},
    )
    _keep(article, snapshot, Revision.Kind.SUBMITTED, by)


@transaction.atomic
def send_back(article: Article, *, by: User | None) -> None:
    """Return a submitted working copy to its writer."""
    WorkingCopy.objects.filter(article=article, state=WorkingCopy.State.SUBMITTED).update(
        state=WorkingCopy.State.EDITING
    )


@transaction.atomic
def discard_changes(article: Article, *, by: User | None) -> None:
    """Go back to the live copy; raises PublishingError where there is none."""
    article = locked(article)
    if article.status not in (Status.PUBLISHED, Status.WITHDRAWN):
        raise PublishingError({"": ["This article was never published: there is nothing to go back to."]})
    WorkingCopy.objects.filter(article=article).delete()
    article.copy_number += 1
    Article.objects.filter(pk=article.pk).update(copy_number=article.copy_number)
    snapshots.remember(article, snapshots.of_live(article), by=by)
    _forget_working_uses(article)


@transaction.atomic
def withdraw(article: Article, *, by: User | None, public_note: str = "") -> Article:
    """Take a published article back. Its address answers 410 with `public_note`, its preview links end; a
    scheduled one becomes a draft."""
    article = locked(article)
    if article.status != Status.PUBLISHED:
        raise PublishingError({"": [f"“{article}” is not published, so it cannot be withdrawn."]})
    if article.is_scheduled:
        _unschedule(article, by=by)
    else:
        _keep(article, snapshots.current(article), Revision.Kind.WITHDRAWN, by)
        article.status, article.public_note = Status.WITHDRAWN, public_note
        article.save()
        sharing.revoke_all(article, by=by)
    works.follow(article)
    _announce("withdraw")
    return article


def _unschedule(article: Article, *, by: User | None) -> None:
    """Back to a draft: what was scheduled becomes the working copy, unless a newer one exists."""
    snapshot = snapshots.of_live(article)
    WorkingCopy.objects.get_or_create(article=article, defaults={"snapshot": snapshot, "saved_by": by})
    article.status, article.published_at = Status.DRAFT, None
    article.save()


@transaction.atomic
def restore(article: Article, *, by: User | None) -> Article:
    """Undo a withdrawal or a deletion: back to what it was before."""
    article = locked(article)
    if article.status not in (Status.WITHDRAWN, Status.TRASHED):
        raise PublishingError({"": [f"“{article}” is neither withdrawn nor in the trash."]})
    was_withdrawn = article.status == Status.WITHDRAWN
    if was_withdrawn:
        article.status = Status.PUBLISHED
    else:
        article.status = Status.WITHDRAWN if article.published_at else Status.DRAFT
    article.save()
    if was_withdrawn:
        works.follow(article)
        _announce("restore")
    return article


@transaction.atomic
def trash(article: Article, *, by: User | None) -> Article:
    """Put an article into the trash: readers get 410 or 404, its address is never handed on, its preview links
    end."""
    article = locked(article)
    was_published = article.status == Status.PUBLISHED
    if article.is_scheduled:
        _unschedule(article, by=by)
    article.status = Status.TRASHED
    article.save()
    sharing.revoke_all(article, by=by)
    if was_published:
        works.follow(article)
        _announce("trash")
    return article


@transaction.atomic
def change_slug(article: Article, slug: str, *, by: User | None) -> Article:
    """Move an article to a new address; the old one leads there for ever. Raises PublishingError."""
    article = locked(article)
    slug = slug_of(slug)
    check_slug(article, snapshots.of_live(article) | {"slug": slug})
    old_path = article.get_absolute_url()
    if not slug or slug == article.slug:
        return article
    article.slug = slug
    article.save()
    if article.was_public:
        redirects.remember(old_path, target=article)
    working_copy = WorkingCopy.objects.filter(article=article).first()
    if working_copy:
        working_copy.snapshot["slug"] = slug
        working_copy.save()
    _announce("slug")
    return article


@transaction.atomic
def merge_tags(sources: list[Tag], *, into: Tag, by: User | None) -> int:
    """Make several tags one; how many articles moved. Old names and addresses lead to `into`."""
    tagged = Article.objects.filter(tags__in=sources, search_document__isnull=False)
    affected = list(tagged.values_list("pk", flat=True).distinct())
    moved = tagging.merge(sources, into=into)
    rendering.index(Article.objects.filter(pk__in=affected).defer("body", "rendered_web", "rendered_feed"))
    _announce("tags")
    return moved


def next_public_moment(after: datetime | None) -> datetime | None:
    """The first moment after `after` at which the public state changes by itself, or None."""
    scheduled = Article.objects.filter(status=Status.PUBLISHED)
    if after is not None:
        scheduled = scheduled.filter(published_at__gt=after)
    published_at = scheduled.aggregate(moment=Min("published_at"))["moment"]
    return min(
        filter(None, (published_at, rights.next_moment(after), works.next_moment(after))), default=None
    )


@transaction.atomic
def apply_due(at: datetime, *, since: datetime | None = None) -> int:
    """Carry out what became due after `since` and by `at`; how many articles went public. Idempotent.

    Publishing needs nothing done: readers' queries compare times. Pictures whose rights ended leave the bodies,
    spoilers whose time is over open.
    """
    due = Article.objects.published(at)
    if since is not None:
        due = due.filter(published_at__gt=since)
    count = due.count()
    is_changed = [rights.apply_due(at, since=since), works.apply_due(at, since=since)]
    if any(is_changed) or count:
        _announce("due")
    return count


def _announce(reason: str) -> None:
    public_state_changed.send(sender=Article, reason=reason)
