"""Several articles go through one act, each for itself: what one is refused keeps no other from it, and nothing of it
stays half done.

A rehearsal is the act itself, taken back at once: what it says will happen is what would have happened.
What can be done: `articles.bulk_acts`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from articles import audit, checklist, publishing
from articles.body.fold import key as fold_key
from articles.models import Article
from articles.refusals import PublishingError
from articles.saving import locked

User = AbstractBaseUser
LIMIT = 100  # articles at a time
NOT_THERE = "It is not there any more, or not yours any more."
EDITORS_ONLY = "Only an editor can do this."
NOT_ALLOWED = "You may not change articles."
AT_THIS_MOMENT = "Somebody changed the same at this very moment. Look again."


class Result(StrEnum):
    DONE = "done"
    NOTHING = "nothing to do"
    REFUSED = "not done"


class NothingToDo(Exception):
    """The article is as it shall be. Its text says so, for the editor."""


@dataclass(frozen=True)
class Chosen:
    """An article somebody chose: the number it had when she looked (None: she has not yet), its place in the order."""

    pk: int
    number: int | None = None
    place: int = 0


@dataclass(frozen=True)
class Outcome:
    """What happened to one article, or would. `article` is as it was before, None if it is out of reach."""

    article: Article | None
    pk: int
    result: Result
    words: str


class Act(Protocol):
    needs_publishing: bool

    def do(self, article: Article, *, by: User, chosen: Chosen) -> str:
        """Do it to a locked article (`saving.locked`); what is so now, in words. Raises NothingToDo or PublishingError."""


def in_order(chosen: Iterable[Chosen], *, by_headline: bool, by: User) -> list[Chosen]:
    """With their places: as they come, or by headline."""
    chosen = list(chosen)
    if by_headline:
        headlines = _headlines([one.pk for one in chosen], by=by)
        chosen.sort(key=lambda one: headlines.get(one.pk, ""))
    return [Chosen(one.pk, one.number, place) for place, one in enumerate(chosen)]


def _headlines(pks: list[int], *, by: User) -> dict[int, str]:
    articles = Article.objects.visible_to(by).filter(pk__in=pks).only("headline")
    return {article.pk: fold_key(article.headline_plain) for article in articles}


def run(act: Act, chosen: list[Chosen], *, by: User) -> list[Outcome]:
    """Do it to each, in its own transaction."""
    return [_tried(act, one, by=by, others=len(chosen) - 1) for one in chosen]


def rehearse(act: Act, chosen: list[Chosen], *, by: User) -> list[Outcome]:
    """What `run` would do. Each article is locked no longer than its own part takes."""
    outcomes, addresses = [], set()
    for one in chosen:
        with transaction.atomic():
            outcome = _tried(act, one, by=by, others=len(chosen) - 1)
            outcomes.append(_without_clash(outcome, addresses))
            transaction.set_rollback(True)
    return outcomes


def _without_clash(outcome: Outcome, addresses: set[str]) -> Outcome:
    """Of two that want the same new address the first gets it. A rehearsal, which takes each back, has to remember."""
    if outcome.result != Result.DONE:
        return outcome
    slug = Article.objects.values_list("slug", flat=True).get(pk=outcome.pk)
    if slug in addresses:
        return Outcome(outcome.article, outcome.pk, Result.REFUSED, checklist.slug_taken(slug).sentence)
    if slug != outcome.article.slug:
        addresses.add(slug)
    return outcome


def _tried(act: Act, chosen: Chosen, *, by: User, others: int) -> Outcome:
    article = Article.objects.visible_to(by).filter(pk=chosen.pk).first()
    if article is None:
        return Outcome(None, chosen.pk, Result.REFUSED, NOT_THERE)
    result = Result.REFUSED
    try:
        words, result = _done(act, chosen, by=by, others=others), Result.DONE
    except NothingToDo as reason:
        words, result = str(reason), Result.NOTHING
    except PublishingError as refusal:
        words = str(refusal)
    except Article.DoesNotExist:
        words = NOT_THERE
    except IntegrityError:
        words = AT_THIS_MOMENT
    return Outcome(article, chosen.pk, result, words)


@transaction.atomic
def _done(act: Act, chosen: Chosen, *, by: User, others: int) -> str:
    if not by.has_perm("articles.change_article"):
        raise PublishingError({"": [NOT_ALLOWED]})
    if act.needs_publishing and not publishing.may_publish(by):
        raise PublishingError({"": [EDITORS_ONLY]})
    with audit.with_others(others):
        return act.do(locked(Article(pk=chosen.pk)), by=by, chosen=chosen)
