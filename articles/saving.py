"""Keeping what an editor typed as the article's working copy: readers see nothing of it, and nobody's words are lost.

What somebody else saved in the meantime goes together with it (`articles.merging`); where both changed the same, the
editor is shown both.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles import audit, checklist, history, merging, rendering, sittings, snapshots
from articles.models import Article, Byline, Copy, Revision, Status, Verb, WorkingCopy
from articles.refusals import Collided, PublishingError, SavedMeanwhile
from articles.sittings import OpenForm
from articles.slugs import unique_slug
from articles.snapshots import Snapshot
from authors.models import Author

User = AbstractBaseUser
Base = tuple[int | None, int | None]  # the numbers it began from, and in the face of which it was decided
SAVE_ATTEMPTS = 5


@dataclass(frozen=True)
class Trace:
    """What a save leaves: `keep(article, snapshot, by=…)` in the article's history, `verb` in the audit log, the
    working copy in `state`."""

    keep: Callable[..., None]
    verb: Verb
    detail: str = ""
    state: str = WorkingCopy.State.EDITING


SAVED = Trace(history.keep_sitting, Verb.SAVED)


def save(
    article: Article,
    snapshot: Snapshot,
    *,
    by: User | None,
    base_number: int | None = None,
    decided_number: int | None = None,
    form: OpenForm | None = None,
    trace: Trace = SAVED,
) -> WorkingCopy:
    """Keep `snapshot` as the article's working copy; readers see nothing of it. Creates a new article.

    `base_number` is the article's `copy_number` the form began from; None does not ask. What somebody else saved since
    goes together with it, three ways, and `taken` on the result names the fields that came from there; where both
    changed the same, Collided is raised, unless the editor has decided in the face of `decided_number`.
    `form` says which open form sends this: what that form saved before is no conflict with it, its autosave is over,
    and a new article it has already made is the one that is saved.
    Raises also SavedMeanwhile, where it is not known any more what the form began from, and PublishingError for
    a slug that is another article's.
    """
    is_new = article.pk is None
    for attempt in range(1, SAVE_ATTEMPTS + 1):
        try:
            base = (base_number, decided_number)
            return _save_form(article, snapshot, by=by, base=base, form=form, trace=trace)
        except IntegrityError:  # Another article took the address in this very moment: now it can be seen.
            if attempt == SAVE_ATTEMPTS:
                raise
            if is_new:
                article.pk, article._state.adding = None, True


@transaction.atomic
def _save_form(
    article: Article, snapshot: Snapshot, *, by: User | None, base: Base, form: OpenForm | None, trace: Trace
) -> WorkingCopy:
    if form is None or by is None:
        return _save(article, snapshot, by=by, base=base, trace=trace)
    sitting = sittings.begin_saving(form, user=by)
    if article.pk is None and sitting.article_id:
        _become(article, sitting.article_id)
        base = (0, None)
    sent = dict(snapshot)
    working_copy = _save(article, snapshot, by=by, base=base, trace=trace, sent_before=sitting.sent)
    sittings.finish_saving(sitting, article, form, sent=sent)
    return working_copy


def _become(article: Article, pk: int) -> None:
    """The form of a new article was sent twice: this is the article that the first one made."""
    article.pk, article._state.adding = pk, False
    article.refresh_from_db()


def _save(
    article: Article,
    snapshot: Snapshot,
    *,
    by: User | None,
    base: Base,
    trace: Trace,
    sent_before: Snapshot | None = None,
) -> WorkingCopy:
    check_slug(article, snapshot)
    if article.pk is None:
        return _create(article, snapshot, by=by, trace=trace)
    article = locked(article)
    before = audit.state_of(article, working=article.working_state)
    working_copy = WorkingCopy.objects.filter(article=article).first()
    taken: tuple[str, ...] = ()
    if base[0] is not None and base[0] != article.copy_number:
        snapshot, taken = _merged(article, snapshot, working_copy, base=base, began_from=sent_before)
    if snapshots.as_of(article, article.copy_number) is None:
        _remember_what_was(article)
    article.copy_number += 1
    working_copy = working_copy or WorkingCopy(article=article)
    working_copy.snapshot, working_copy.schema = snapshot, snapshots.SCHEMA
    working_copy.state = trace.state
    working_copy.saved_by, working_copy.saved_at = by, timezone.now()
    working_copy.save()
    working_copy.taken = taken
    snapshots.remember(article, snapshot, by=by)
    trace.keep(article, snapshot, by=by)
    _mirror(article, snapshot)
    after = audit.state_of(article, working=working_copy.state)
    audit.record(trace.verb, article, by=by, before=before, after=after, detail=trace.detail)
    return working_copy


def _merged(
    article: Article,
    mine: Snapshot,
    working_copy: WorkingCopy | None,
    *,
    base: Base,
    began_from: Snapshot | None,
) -> tuple[Snapshot, tuple[str, ...]]:
    """Both sides' changes in one snapshot, and which fields are theirs. Raises Collided or refuses.

    `began_from`: what mine stands on, where that is not the state at the base number.
    """
    base_number, decided_number = base
    if began_from is None:
        state = snapshots.as_of(article, base_number)
        if state is None:
            _refuse_overwriting(working_copy)
        began_from = state.snapshot
    merged = merging.merge(began_from, mine, snapshots.current(article))
    if merged.collisions and decided_number != article.copy_number:
        theirs = snapshots.as_of(article, article.copy_number)
        raise Collided(merged.collisions, theirs=theirs, number=article.copy_number)
    return merged.snapshot, merged.taken


def _refuse_overwriting(working_copy: WorkingCopy | None) -> None:
    if working_copy is not None:
        raise SavedMeanwhile(working_copy)
    raise PublishingError({"": [
        "This article was published while you were writing. Your text is kept here: look at the live article, "
        "then save again to keep yours as unpublished changes."
    ]})  # fmt: skip


def _remember_what_was(article: Article) -> None:
    """An article from a fixture, or from before states were kept: what this save replaces is in no history yet."""
    before = snapshots.current(article)
    snapshots.remember(article, before, by=None)
    if not article.revisions.filter(made_at__gte=article.modified_at).exists():
        history.keep(article, before, kind=Revision.Kind.SAVED, by=None, at=article.modified_at)


def _create(article: Article, snapshot: Snapshot, *, by: User | None, trace: Trace) -> WorkingCopy:
    article.created_by = by
    snapshot["bylines"] = snapshot["bylines"] or _byline_of(by)
    snapshots.put_columns(article, snapshot)
    article.slug = free_slug(article, snapshot)
    article.save()
    working_copy = WorkingCopy.objects.create(
        article=article, snapshot=snapshot, schema=snapshots.SCHEMA, saved_by=by, saved_at=timezone.now()
    )
    working_copy.taken = ()
    snapshots.remember(article, snapshot, by=by)
    trace.keep(article, snapshot, by=by)
    _mirror(article, snapshot)
    audit.record(Verb.CREATED, article, by=by, after=audit.state_of(article, working=working_copy.state))
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
        article.slug = free_slug(article, snapshot)
        article.save()
        put_bylines(article, snapshot)
        rendering.record_uses(article, body=snapshot["body"], copy=Copy.WORKING)
    else:
        Article.objects.filter(pk=article.pk).update(
            modified_at=timezone.now(), copy_number=article.copy_number
        )
        proposed = Article(pk=article.pk)
        snapshots.put_columns(proposed, snapshot)
        rendering.record_uses(proposed, body=snapshot["body"], copy=Copy.WORKING)


def check_slug(article: Article, snapshot: Snapshot) -> None:
    problems = [problem for problem in checklist.musts(snapshot, article) if problem.field == "slug"]
    if problems:
        raise PublishingError.of(problems)


def free_slug(article: Article, snapshot: Snapshot) -> str:
    """The slug the editor chose, else the one it was published under, else one made from the headline."""
    return (
        snapshot["slug"]
        or (article.slug if article.published_at else "")
        or unique_slug(
            Article(headline=snapshot["headline"]).headline_plain,
            taken=lambda slug: checklist.is_slug_taken(slug, article),
        )
    )


def put_bylines(article: Article, snapshot: Snapshot) -> None:
    Byline.objects.filter(article=article).delete()
    Byline.objects.bulk_create(snapshots.byline_rows(article, snapshot))


def locked(article: Article) -> Article:
    """The article as the database has it, its row locked until the transaction ends. `working_state` on it is its
    working copy's state, None without one."""
    rows = Article.objects.select_for_update(of=("self",)).annotate(working_state=F("working_copy__state"))
    return rows.get(pk=article.pk)
