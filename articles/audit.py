"""Writing the audit log: every verb records here, in its own transaction, what it has done.

From which address a person acts is set around a request by whoever serves it (`acting_from`); verbs know nothing of
requests, and a job or a command acts from nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.models import Article, AuditEntry, Status, Verb, WorkingCopy

User = AbstractBaseUser
ONE_SITTING = timedelta(minutes=30)  # within it, saving again makes no other entry
STEPS = {WorkingCopy.State.SUBMITTED: "in review", WorkingCopy.State.APPROVED: "approved"}
CHANGES = {
    WorkingCopy.State.EDITING: "unpublished changes",
    WorkingCopy.State.SUBMITTED: "changes in review",
    WorkingCopy.State.APPROVED: "approved changes",
}
_address: ContextVar[str] = ContextVar("address", default="")
_others: ContextVar[int] = ContextVar("others", default=0)


@contextmanager
def acting_from(address: str) -> Iterator[None]:
    """What is recorded inside is recorded with this address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


@contextmanager
def with_others(count: int) -> Iterator[None]:
    """What is recorded inside says that it was done to so many other articles in one go."""
    token = _others.set(count)
    try:
        yield
    finally:
        _others.reset(token)


def record(
    verb: Verb,
    article: Article | None,
    *,
    by: User | None,
    before: str = "",
    after: str = "",
    detail: str = "",
) -> AuditEntry | None:
    """Add an entry; `before` and `after` in words (`state_of`), `detail` what a person wants to know of it.

    Belongs into the transaction of the act. None where a save goes on in one sitting: see `ONE_SITTING`.
    """
    detail = "; ".join(filter(None, (detail, _others_in_words())))
    if verb == Verb.SAVED and not detail and _goes_on(article, by=by, before=before, after=after):
        return None
    return AuditEntry.objects.create(
        verb=verb, article=article, article_headline=article.headline_plain if article else "",
        by=by, by_name=name_in_full(by), state_before=before, state_after=after, detail=detail,
        address=_valid(_address.get()),
    )  # fmt: skip


def _others_in_words() -> str:
    count = _others.get()
    return f"with {count} {'other' if count == 1 else 'others'}" if count else ""


def _goes_on(article: Article, *, by: User | None, before: str, after: str) -> bool:
    """Whether the last thing that happened to the article is that the same person saved it, a moment ago."""
    if by is None or before != after:
        return False
    last = AuditEntry.objects.filter(article=article).first()
    return (
        last is not None
        and last.verb in (Verb.CREATED, Verb.SAVED)
        and (last.by_id, last.state_after) == (by.pk, before)
        and last.at > timezone.now() - ONE_SITTING
    )


def name_in_full(user: User | None) -> str:
    """Full name and user name, so that it still tells two people apart when the account is gone; "" for nobody."""
    if user is None:
        return ""
    full_name, user_name = user.get_full_name(), user.get_username()
    return f"{full_name} ({user_name})" if full_name else user_name


def _valid(address: str) -> str | None:
    """An address as the database takes it. A proxy may have written anything: that must not keep anybody from working."""
    try:
        return str(ip_address(address.partition("%")[0]))
    except ValueError:
        return None


def state_of(article: Article, *, working: str | None) -> str:
    """For example "draft", "in review", "scheduled for 2026-12-01 09:00 UTC", "live, with unpublished changes".

    `working` is the state of its working copy, None where there is none.
    """
    if article.status == Status.DRAFT:
        return STEPS.get(working, "draft")
    if article.status != Status.PUBLISHED:
        return article.get_status_display()
    words = f"scheduled for {moment(article.published_at)}" if article.is_scheduled else "live"
    return f"{words}, with {CHANGES[working]}" if working else words


def moment(at: datetime) -> str:
    """The same for whoever reads it, wherever: 2026-12-01 09:00 UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
