"""The verbs: everything that may happen to an article between a headline and its withdrawal.

Each verb is one transaction, checks before it writes, and announces what readers can now see. Permissions
are the callers' to check (`may_publish`); the live copy is written here and nowhere else.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from articles import checklist, moved_facts, redirects, rendering, rights, snapshots, tagging, works
from articles.models import Article, Byline, Copy, Revision, Status, Tag, WorkingCopy
from articles.refusals import PublishingError, SavedMeanwhile
from articles.slugs import slug_of, unique_slug
from articles.snapshots import Snapshot
from authors.models import Author
from authors.signals import public_state_changed

User = AbstractBaseUser
SAVE_ATTEMPTS = 5


def may_publish(user: User) -> bool:
    return user.has_perm("articles.publish_article")


def snapshot_of(article: Article) -> Snapshot:
    """What the editor goes on from: see `articles.snapshots.current`."""
    return snapshots.current(article)


def save(
    article: Article, snapshot: Snapshot, *, by: User | None, base_number: int | None = None
) -> WorkingCopy:
    """Keep `snapshot` as the article's working copy; readers see nothing of it. Creates a new article.

    `base_number` is the article's `copy_number` the form began from; None does not ask.
    Raises SavedMeanwhile, and PublishingError for a slug that is another article's.
    """
    is_new = article.pk is None
    for attempt in range(1, SAVE_ATTEMPTS + 1):
        try:
            return _save(article, snapshot, by=by, base_number=base_number)
        except IntegrityError:  # Another article took the address in this very moment: now it can be seen.
            if attempt == SAVE_ATTEMPTS:
                raise
            if is_new:
                article.pk, article._state.adding = None, True


@transaction.atomic
def _save(article: Article, snapshot: Snapshot, *, by: User | None, base_number: int | None) -> WorkingCopy:
    _check_slug(article, snapshot)
    if article.pk is None:
        return _create(article, snapshot, by=by)
    article = _locked(article)
    working_copy = WorkingCopy.objects.filter(article=article).first()
    if base_number is not None and base_number != article.copy_number:
        _refuse_overwriting(working_copy)
    article.copy_number += 1
    working_copy = working_copy or WorkingCopy(article=article)
    working_copy.snapshot, working_copy.schema = snapshot, snapshots.SCHEMA
    working_copy.state = WorkingCopy.State.EDITING
    working_copy.saved_by, working_copy.saved_at = by, timezone.now()
    working_copy.save()
    _mirror(article, snapshot)
    return working_copy


def _refuse_overwriting(working_copy: WorkingCopy | None) -> None:
    if working_copy is not None:
        raise SavedMeanwhile(working_copy)
    raise PublishingError({"": [
        "This article was published while you were writing. Your text is kept here: look at the live article, "
        "then save again to keep yours as unpublished changes."
    ]})  # fmt: skip


def _create(article: Article, snapshot: Snapshot, *, by: User | None) -> WorkingCopy:
    article.created_by = by
    snapshot["bylines"] = snapshot["bylines"] or _byline_of(by)
    snapshots.put_columns(article, snapshot)
    article.slug = _free_slug(article, snapshot)
    article.save()
    working_copy = WorkingCopy.objects.create(
        article=article, snapshot=snapshot, schema=snapshots.SCHEMA, saved_by=by, saved_at=timezone.now()
    )
    _mirror(article, snapshot)
    return working_copy


def _byline_of(user: User | None) -> list[dict]:
    """A new article without a byline is by the person who writes it, who becomes an author if she is none yet."""
    if user is None:
        return []
    author = Author.objects.filter(user=user).first()
    if author is None:
        name = user.get_full_name() or user.get_username()
        slug = unique_slug(
            name, taken=lambda slug: Author.objects.filter(slug=slug).exists(), fallback="author"
        )
        author = Author.objects.create(name=name, slug=slug, user=user)
    return [{"author": author.pk, "role": Byline.Role.WORDS.value}]


def _mirror(article: Article, snapshot: Snapshot) -> None:
    """Until it is first published or scheduled, lists and permissions read the draft off the article's own row."""
    if article.status == Status.DRAFT and article.published_at is None:
        snapshots.put_columns(article, snapshot)
        article.slug = _free_slug(article, snapshot)
        article.save()
        _put_bylines(article, snapshot)
        rendering.record_uses(article, body=snapshot["body"], copy=Copy.WORKING)
    else:
        Article.objects.filter(pk=article.pk).update(
            modified_at=timezone.now(), copy_number=article.copy_number
        )
        proposed = Article(pk=article.pk)
        snapshots.put_columns(proposed, snapshot)
        rendering.record_uses(proposed, body=snapshot["body"], copy=Copy.WORKING)


def _check_slug(article: Article, snapshot: Snapshot) -> None:
    problems = [problem for problem in checklist.musts(snapshot, article) if problem.field == "slug"]
    if problems:
        raise PublishingError.of(problems)


def _free_slug(article: Article, snapshot: Snapshot) -> str:
    """The slug the editor chose, else the one it was published under, else one made from the headline."""
    return (
        snapshot["slug"]
        or (article.slug if article.published_at else "")
        or unique_slug(
            Article(headline=snapshot["headline"]).headline_plain,
            taken=lambda slug: checklist.is_slug_taken(slug, article),
        )
    )


def _put_bylines(article: Article, snapshot: Snapshot) -> None:
    Byline.objects.filter(article=article).delete()
    Byline.objects.bulk_create(snapshots.byline_rows(article, snapshot))


def _locked(article: Article) -> Article:
    """The article as the database has it, its row locked until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


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
    article = _locked(article)
    snapshot = snapshots.current(article)
    if article.status == Status.TRASHED:
        raise PublishingError({"": [f"“{article}” is in the trash. Take it out before publishing it."]})
    _refuse_waiting(article, at)
    problems = checklist.musts(snapshot, article)
    if problems:
        raise PublishingError.of(problems)
    old_path = article.get_absolute_url() if article.was_public else None
    _set_dates(article, at=at, is_update=is_update)
    article.slug = _free_slug(article, snapshot)
    snapshots.put_columns(article, snapshot)
    article.status = Status.PUBLISHED
    article.public_note = ""
    article.copy_number += 1
    _write_live(article, snapshot)
    if old_path and old_path != article.get_absolute_url():
        redirects.remember(old_path, target=article)
    snapshot |= {"slug": article.slug, "published_at": article.published_at.isoformat()}
    _keep(article, snapshot, Revision.Kind.PUBLISHED, by)
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
    _put_bylines(article, snapshot)
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
    article = _locked(article)
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
    article = _locked(article)
    if article.status not in (Status.PUBLISHED, Status.WITHDRAWN):
        raise PublishingError({"": ["This article was never published: there is nothing to go back to."]})
    WorkingCopy.objects.filter(article=article).delete()
    Article.objects.filter(pk=article.pk).update(copy_number=article.copy_number + 1)
    _forget_working_uses(article)


@transaction.atomic
def withdraw(article: Article, *, by: User | None, public_note: str = "") -> Article:
    """Take a published article back. Its address answers 410 with `public_note`; a scheduled one becomes a draft."""
    article = _locked(article)
    if article.status != Status.PUBLISHED:
        raise PublishingError({"": [f"“{article}” is not published, so it cannot be withdrawn."]})
    if article.is_scheduled:
        _unschedule(article, by=by)
    else:
        _keep(article, snapshots.current(article), Revision.Kind.WITHDRAWN, by)
        article.status, article.public_note = Status.WITHDRAWN, public_note
        article.save()
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
    article = _locked(article)
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
    """Put an article into the trash: readers get 410 or 404, its address is never handed on."""
    article = _locked(article)
    was_published = article.status == Status.PUBLISHED
    if article.is_scheduled:
        _unschedule(article, by=by)
    article.status = Status.TRASHED
    article.save()
    if was_published:
        works.follow(article)
        _announce("trash")
    return article


@transaction.atomic
def change_slug(article: Article, slug: str, *, by: User | None) -> Article:
    """Move an article to a new address; the old one leads there for ever. Raises PublishingError."""
    article = _locked(article)
    slug = slug_of(slug)
    _check_slug(article, snapshots.of_live(article) | {"slug": slug})
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
