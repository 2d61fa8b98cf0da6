"""What every verb does at its end: it writes into the audit log what it has done, and tells readers' side."""

from django.contrib.auth.models import AbstractBaseUser

from articles import audit
from articles.models import Article, Verb
from authors.signals import public_state_changed

User = AbstractBaseUser


def record_act(
    verb: Verb,
    article: Article,
    *,
    by: User | None,
    before: str,
    working: str | None = None,
    detail: str = "",
) -> None:
    """`working` is the state of the working copy the act has left, None where it has left none."""
    after = audit.state_of(article, working=working)
    audit.record(verb, article, by=by, before=before, after=after, detail=detail)


def announce(reason: str) -> None:
    """What readers see has changed."""
    public_state_changed.send(sender=Article, reason=reason)
