"""The way of an article through the newsroom: handed in, sent back or approved, with notes to each other.

An approval is of a state of the working copy: whoever changes it afterwards hands it in again (`saving`).
"""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import audit, history, letters, snapshots
from articles.acts import record_act
from articles.models import Article, Note, Revision, Status, Verb, WorkingCopy
from articles.models.note import NOTE_LENGTH
from articles.refusals import PublishingError
from articles.saving import locked

User = AbstractBaseUser
State = WorkingCopy.State
Step = Note.Step
LETTERS = {Step.SENT_BACK: letters.Step.SENT_BACK, Step.APPROVED: letters.Step.APPROVED}
SENT_TWICE = timedelta(minutes=10)  # the same words again are a form that was sent again
NOT_IN_REVIEW = (
    "“{}” is not in review any more: somebody else has sent it back, published it or taken it out."
)


@transaction.atomic
def submit(article: Article, *, by: User | None, note: str = "") -> None:
    """Hand the working copy in for review. Raises PublishingError for what is in the trash, or too long a note."""
    article = locked(article)
    if article.status == Status.TRASHED:
        raise PublishingError({"": [f"“{article}” is in the trash. Take it out before handing it in."]})
    before = audit.state_of(article, working=article.working_state)
    snapshot = snapshots.current(article)
    WorkingCopy.objects.update_or_create(
        article=article,
        defaults={"state": State.SUBMITTED},
        create_defaults={"state": State.SUBMITTED, "snapshot": snapshot, "saved_by": by},
    )
    history.reach(article, snapshot, kind=Revision.Kind.SUBMITTED, by=by)
    _say(article, Step.SUBMITTED, note, by=by)
    record_act(Verb.SUBMITTED, article, by=by, before=before, working=State.SUBMITTED, detail=note)
    letters.tell(letters.Step.SUBMITTED, article, by=by, note=note)


@transaction.atomic
def send_back(article: Article, *, by: User | None, note: str = "") -> None:
    """Return what was handed in, or approved, to its writer. Raises PublishingError where nothing was."""
    _take_on(article, Step.SENT_BACK, to=State.EDITING, verb=Verb.SENT_BACK, by=by, note=note)


@transaction.atomic
def approve(article: Article, *, by: User | None, note: str = "") -> None:
    """Say that what was handed in may be published as it stands. Raises PublishingError where nothing was."""
    _take_on(article, Step.APPROVED, to=State.APPROVED, verb=Verb.APPROVED, by=by, note=note)


def _take_on(
    article: Article, step: Note.Step, *, to: WorkingCopy.State, verb: Verb, by: User | None, note: str
) -> None:
    article = locked(article)
    was = article.working_state
    if was not in (State.SUBMITTED, State.APPROVED) or was == to:
        raise PublishingError({"": [NOT_IN_REVIEW.format(article)]})
    before = audit.state_of(article, working=was)
    WorkingCopy.objects.filter(article=article).update(state=to)
    _say(article, step, note, by=by)
    record_act(verb, article, by=by, before=before, working=to, detail=note)
    letters.tell(LETTERS[step], article, by=by, note=note)


@transaction.atomic
def say(article: Article, text: str, *, by: User | None) -> None:
    """A note to colleagues that goes with no act; an empty one is none. Raises PublishingError for too long a one."""
    if text.strip():
        _say(article, Step.SAID, text, by=by)


def _say(article: Article, step: Note.Step, text: str, *, by: User | None) -> None:
    text = text.strip()
    if len(text) > NOTE_LENGTH:
        raise PublishingError(
            {"note": [f"This note has {len(text):,} characters; one has at most {NOTE_LENGTH:,}."]}
        )
    newest = Note.objects.filter(article=article).last()
    is_again = newest and (newest.step, newest.text, newest.made_by_id) == (step, text, by.pk if by else None)
    if not (is_again and newest.made_at > timezone.now() - SENT_TWICE):
        Note.objects.create(article=article, step=step, text=text, made_by=by)
