"""The verbs: everything that may happen to an article between a headline and its withdrawal.

Each verb is one transaction, checks before it writes, and announces what readers can now see. Permissions
are the callers' to check (`may_publish`); the live copy is written here and nowhere else.
"""

from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import (
    audit,
    checklist,
    corrections,
    embargo,
    history,
    letters,
    moved_facts,
    redirects,
    rendering,
    sharing,
    snapshots,
    tagging,
    works,
)
from articles.acts import announce, record_act
from articles.letters import Step
from articles.models import Article, Change, Copy, Revision, ScheduledChange, Status, Tag, Verb, WorkingCopy
from articles.refusals import PublishingError
from articles.saving import Trace, check_slug, free_slug, locked, put_bylines, save
from articles.slugs import slug_of
from articles.snapshots import Snapshot

User = AbstractBaseUser


def may_publish(user: User) -> bool:
    return user.has_perm("articles.publish_article")


def snapshot_of(article: Article) -> Snapshot:
    """What the editor goes on from: see `articles.snapshots.current`."""
    return snapshots.current(article)


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    change: Change | None = None,
    correction: str = "",
    snapshot: Snapshot | None = None,
) -> Article:
    """Make the working copy the live copy. `at` in the future schedules it; None means now. With `snapshot` it is
    that, frozen earlier, and what was saved since stays unpublished.

    An article that was public keeps its first date: a change never takes it offline, and one that shall
    wait for a moment in the future is refused. `change` says what readers are told of it: of a typo nothing, of
    an update its date (updated_at), of a correction also the sentence `correction`, which is then required; None
    means what the working copy says. Of an article that was never public there is nothing to tell.
    Raises PublishingError with the sentences by field.
    """
    article = locked(article)
    before = audit.state_of(article, working=article.working_state)
    snapshot = snapshots.current(article) if snapshot is None else snapshots.whole(snapshot)
    frozen = dict(snapshot)
    if change is None:
        change, correction = Change(snapshot["change"]), snapshot["correction"]
    if not _is_known_to_readers(article):
        change = Change.TYPO
    _refuse_unfit(article, at=at)
    _refuse(embargo.problems(article, at=at or timezone.now()))
    _refuse(checklist.musts(snapshot, article) + corrections.problems_of_change(change, correction))
    old_path = article.get_absolute_url() if article.was_public else None
    if not _is_known_to_readers(article):
        article.published_at = at or timezone.now()
    corrections.tell(article, change, correction, by=by, at=timezone.now())
    article.slug = free_slug(article, snapshot)
    snapshots.put_columns(article, snapshot)
    article.status = Status.PUBLISHED
    article.public_note = ""
    article.copy_number += 1
    _write_live(article, snapshot)
    if old_path and old_path != article.get_absolute_url():
        redirects.remember(old_path, target=article)
    snapshot |= {"slug": article.slug, "published_at": article.published_at.isoformat(), **snapshots.UNTOLD}
    history.reach(article, snapshot, kind=Revision.Kind.PUBLISHED, by=by)
    snapshots.remember(article, snapshot, by=by)
    _close_working_copy(article, frozen)
    verb = Verb.SCHEDULED if article.is_scheduled else Verb.PUBLISHED
    detail = _publishing_detail(article, old_path=old_path, change=change, correction=correction)
    record_act(verb, article, by=by, before=before, detail=detail)
    if article.is_scheduled:
        letters.tell(Step.SCHEDULED, article, by=by, at=article.published_at)
    else:
        letters.tell(Step.PUBLISHED, article, by=by)
    announce("publish")
    return article


def _close_working_copy(article: Article, published: Snapshot) -> None:
    """Nothing is unpublished any more, but for what was saved after `published` was frozen; no other changes wait."""
    ScheduledChange.objects.filter(article=article).delete()
    working_copy = WorkingCopy.objects.filter(article=article).first()
    if working_copy and snapshots.whole(working_copy.snapshot) == published:
        working_copy.delete()


def _publishing_detail(article: Article, *, old_path: str | None, change: Change, correction: str) -> str:
    parts = []
    if change == Change.UPDATE:
        parts.append("readers are told that it was updated")
    if change == Change.CORRECTION:
        parts.append(f"correction: {correction}")
    if old_path and old_path != article.get_absolute_url():
        parts.append(f"address: {old_path} → {article.get_absolute_url()}")
    return "; ".join(parts)


def _refuse_unfit(article: Article, *, at: datetime | None) -> None:
    if article.status == Status.TRASHED:
        raise PublishingError({"": [f"“{article}” is in the trash. Take it out before publishing it."]})
    if article.was_public and at is not None and at > timezone.now():
        raise PublishingError({"published_at": [
            "Readers have already seen this article, so it cannot wait for a date in the future. "
            "Put the old date back: the changes then go out at once, or keep them by saving."
        ]})  # fmt: skip


def _refuse(problems: list[checklist.Problem]) -> None:
    if problems:
        raise PublishingError.of(problems)


def _is_known_to_readers(article: Article) -> bool:
    return article.was_public and article.status != Status.DRAFT


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
    before = audit.state_of(article, working=article.working_state)
    record_act(Verb.DISCARDED, article, by=by, before=before)


@transaction.atomic
def restore_revision(article: Article, revision: Revision, *, by: User | None) -> tuple[str, ...]:
    """Put a milestone's content into the working copy, at today's address and date; readers see nothing of it.

    What it replaces stays in history. Returns the names of the fields of which something does not exist any more
    and was left out. Raises PublishingError for a milestone of another article.
    """
    if revision.article_id != article.pk:
        raise PublishingError({"": ["This milestone belongs to another article."]})
    now = snapshots.current(locked(article))
    snapshot, lost = snapshots.without_lost_rows(snapshots.whole(revision.snapshot))
    snapshot |= {"slug": now["slug"], "published_at": now["published_at"]}
    keep = partial(history.keep, kind=Revision.Kind.RESTORED, restored_from=revision.made_at)
    trace = Trace(keep, Verb.REVISION_RESTORED, detail=f"from {audit.moment(revision.made_at)}")
    save(article, snapshot, by=by, trace=trace)
    return lost


@transaction.atomic
def withdraw(article: Article, *, by: User | None, public_note: str = "") -> Article:
    """Take a published article back. Its address answers 410 with `public_note`, its preview links end; a
    scheduled one becomes a draft."""
    article = locked(article)
    if article.status != Status.PUBLISHED:
        raise PublishingError({"": [f"“{article}” is not published, so it cannot be withdrawn."]})
    before = audit.state_of(article, working=article.working_state)
    if article.is_scheduled:
        _unschedule(article, by=by)
        record_act(Verb.UNSCHEDULED, article, by=by, before=before, working=article.working_state)
    else:
        history.keep(article, snapshots.current(article), kind=Revision.Kind.WITHDRAWN, by=by)
        article.status, article.public_note = Status.WITHDRAWN, public_note
        article.withdraw_at = None
        article.save()
        ScheduledChange.objects.filter(article=article).delete()
        detail = _taken_away(public_note, ended=sharing.revoke_all(article, by=by))
        record_act(Verb.WITHDRAWN, article, by=by, before=before, detail=detail)
        letters.tell(Step.WITHDRAWN, article, by=by, note=public_note)
    works.follow(article)
    announce("withdraw")
    return article


def _taken_away(note: str, *, ended: int) -> str:
    """What the audit log says of an article that is taken away: the note to readers, how many preview links ended."""
    words = f"{ended} preview {'link' if ended == 1 else 'links'} ended" if ended else ""
    return "; ".join(filter(None, (note, words)))


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
    before = audit.state_of(article, working=article.working_state)
    was_withdrawn = article.status == Status.WITHDRAWN
    if was_withdrawn:
        _refuse(embargo.problems(article, at=article.published_at))
        article.status = Status.PUBLISHED
    else:
        article.status = Status.WITHDRAWN if article.published_at else Status.DRAFT
        article.trashed_at = None
    article.save()
    record_act(Verb.RESTORED, article, by=by, before=before, working=article.working_state)
    if was_withdrawn:
        works.follow(article)
        announce("restore")
    return article


@transaction.atomic
def trash(article: Article, *, by: User | None) -> Article:
    """Put an article into the trash: readers get 410 or 404, its address is never handed on, its preview links
    end."""
    article = locked(article)
    before = audit.state_of(article, working=article.working_state)
    was_published = article.status == Status.PUBLISHED
    if article.is_scheduled:
        _unschedule(article, by=by)
    article.status = Status.TRASHED
    article.withdraw_at = None
    article.trashed_at = article.trashed_at or timezone.now()
    article.save()
    ScheduledChange.objects.filter(article=article).delete()
    detail = _taken_away("", ended=sharing.revoke_all(article, by=by))
    record_act(Verb.TRASHED, article, by=by, before=before, detail=detail)
    if was_published:
        works.follow(article)
        announce("trash")
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
    detail = f"{article.slug} → {slug}"
    article.slug = slug
    article.save()
    if article.was_public:
        redirects.remember(old_path, target=article)
    working_copy = WorkingCopy.objects.filter(article=article).first()
    if working_copy:
        working_copy.snapshot["slug"] = slug
        working_copy.save()
    state = audit.state_of(article, working=article.working_state)
    audit.record(Verb.SLUG_CHANGED, article, by=by, before=state, after=state, detail=detail)
    announce("slug")
    return article


@transaction.atomic
def merge_tags(sources: list[Tag], *, into: Tag, by: User | None) -> int:
    """Make several tags one; how many articles moved. Old names and addresses lead to `into`."""
    tagged = Article.objects.filter(tags__in=sources, search_document__isnull=False)
    affected = list(tagged.values_list("pk", flat=True).distinct())
    names = ", ".join(f"“{tag}”" for tag in sources)
    moved = tagging.merge(sources, into=into)
    rendering.index(Article.objects.filter(pk__in=affected).defer("body", "rendered_web", "rendered_feed"))
    articles = "1 article" if moved == 1 else f"{moved} articles"
    audit.record(Verb.TAGS_MERGED, None, by=by, detail=f"{names} → “{into}”; {articles}")
    announce("tags")
    return moved
