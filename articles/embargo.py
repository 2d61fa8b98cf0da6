"""Embargoes: until a moment nothing of an article becomes public, however hurried somebody is.

The database holds it too. Who may lift one early is the callers' to check (`articles.lift_embargo`).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.acts import record_act
from articles.checklist import Problem
from articles.models import Article, Status, Verb
from articles.refusals import PublishingError, moment_words
from articles.saving import locked

User = AbstractBaseUser
EARLIER = "This would end the embargo earlier. Lift it, with a reason, then set it anew."
REASON = "Say why the embargo ends earlier: the reason is kept in the audit log."


def problems(article: Article, *, at: datetime) -> list[Problem]:
    """What keeps the article from being public at the moment `at`; nothing, where no embargo does."""
    if article.embargo_until is None or at >= article.embargo_until:
        return []
    sentence = f"This is under embargo until {words(article)}. Schedule it for then or later, or lift the embargo first."
    return [Problem("published_at", sentence)]


def words(article: Article) -> str:
    """The end of the embargo, with its own time zone where that was told: 3 Jan 2026 15:00 (9:00 America/New_York)."""
    moment = moment_words(article.embargo_until)
    zone = article.embargo_zone
    if not zone or zone == timezone.get_current_timezone_name():
        return moment
    there = article.embargo_until.astimezone(ZoneInfo(zone))
    return f"{moment} ({there:%-H:%M} {zone})"


@transaction.atomic
def impose(article: Article, *, by: User | None, until: datetime, zone: str = "") -> Article:
    """Nothing becomes public before `until`. Raises PublishingError where it is, or is scheduled to be."""
    article = locked(article)
    if article.embargo_until is not None and until < article.embargo_until:
        raise PublishingError(
            {
                "embargo_until": [
                    "This would end the embargo earlier. Lift it, with a reason, then set it anew."
                ]
            }
        )
    if article.was_public and article.status == Status.PUBLISHED:
        raise PublishingError(
            {"embargo_until": ["Readers have already seen it: there is nothing to hold back."]}
        )
    if until <= timezone.now():
        raise PublishingError(
            {"embargo_until": ["This moment has passed. Choose one in the future, or leave it empty."]}
        )
    if article.is_scheduled and article.published_at < until:
        raise PublishingError({"embargo_until": [
            f"It is scheduled for {moment_words(article.published_at)}, before the embargo would end. "
            "Move it to a later date first."
        ]})  # fmt: skip
    article.embargo_until, article.embargo_zone = until, zone
    article.save(update_fields=["embargo_until", "embargo_zone", "modified_at"])
    _record(
        Verb.EMBARGO_SET, article, by=by, detail=f"until {audit.moment(until)}{f', {zone}' if zone else ''}"
    )
    return article


@transaction.atomic
def lift(article: Article, *, by: User | None, reason: str) -> Article:
    """End an embargo, before its time only with a reason. Raises PublishingError without."""
    article = locked(article)
    if article.embargo_until is None:
        return article
    if article.is_embargoed and not reason.strip():
        raise PublishingError({"embargo_reason": [REASON]})
    detail = f"it would have lasted until {audit.moment(article.embargo_until)}; {reason.strip()}".rstrip(
        "; "
    )
    article.embargo_until, article.embargo_zone = None, ""
    article.save(update_fields=["embargo_until", "embargo_zone", "modified_at"])
    _record(Verb.EMBARGO_LIFTED, article, by=by, detail=detail)
    return article


def _record(verb: Verb, article: Article, *, by: User | None, detail: str) -> None:
    before = audit.state_of(article, working=article.working_state)
    record_act(verb, article, by=by, before=before, working=article.working_state, detail=detail)
