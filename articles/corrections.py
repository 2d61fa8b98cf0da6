"""Corrections of what was public: what keeps one from being told, and the verbs that write, reword and take one away.

Publishing writes them (`articles.publishing`). A note that stands may be reworded: nobody is told of that anew.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import audit, rendering
from articles.checklist import Problem
from articles.models import Article, Change, Correction, Verb
from articles.models.correction import CORRECTION_LENGTH
from articles.refusals import PublishingError
from authors.signals import public_state_changed

User = AbstractBaseUser
MISSING = "A correction says what was wrong and what is right: write the sentence that readers shall see."
TOO_LONG = f"A correction has at most {CORRECTION_LENGTH:,} characters. Say it more briefly."


def one_line(text: str) -> str:
    return " ".join(text.split())


def problems(text: str) -> list[Problem]:
    """What is wrong with the wording of a correction."""
    text = one_line(text)
    if not text:
        return [Problem("correction", MISSING)]
    return [Problem("correction", TOO_LONG)] if len(text) > CORRECTION_LENGTH else []


def problems_of_change(change: Change, text: str) -> list[Problem]:
    """The same, where the change is a correction; of any other the wording is not looked at."""
    return problems(text) if change == Change.CORRECTION else []


def tell(article: Article, change: Change, text: str, *, by: User | None, at: datetime) -> None:
    """Say to readers and subscribers that the article changed at the moment `at`; sets its `updated_at`, without saving.

    A typo is nothing to tell. A correction's wording has no `problems`.
    """
    if change == Change.TYPO:
        return
    article.updated_at = at
    if change == Change.CORRECTION:
        Correction.objects.create(article=article, text=one_line(text), made_at=at, made_by=by)


@transaction.atomic
def reword(correction: Correction, text: str, *, by: User | None) -> None:
    """Mend the wording of a note that readers see; its date stays. Raises PublishingError at `correction`."""
    if found := problems(text):
        raise PublishingError.of(found)
    before, text = correction.text, one_line(text)
    Correction.objects.filter(pk=correction.pk).update(text=text)
    audit.record(Verb.CORRECTED, correction.article, by=by, detail=f"reworded: {before} → {text}")
    _follow(correction.article_id)


@transaction.atomic
def take_away(correction: Correction, *, by: User | None) -> None:
    """Take a note back that should not be there. The article stays updated when it was."""
    Correction.objects.filter(pk=correction.pk).delete()
    audit.record(Verb.CORRECTED, correction.article, by=by, detail=f"taken away: {correction.text}")
    _follow(correction.article_id)


def _follow(article_pk: int) -> None:
    rendering.index(Article.objects.filter(pk=article_pk).defer("body", "rendered_web", "rendered_feed"))
    public_state_changed.send(sender=Correction, reason="correction")
