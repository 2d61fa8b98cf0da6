"""Why a verb refused: sentences for the editor, each at its field."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles import clock
from articles.checklist import Problem
from articles.merging import Collision
from articles.models import Article, SavedState, WorkingCopy


class PublishingError(Exception):
    """Why a verb refused: sentences by form field ("" for the whole article), and for some of them the `places`
    where it is mended."""

    def __init__(self, sentences: dict[str, list[str]], places: dict[str, list[str]] | None = None):
        self.sentences = sentences
        self.places = places or {}
        super().__init__(" ".join(sentence for group in sentences.values() for sentence in group))

    @classmethod
    def of(cls, problems: list[Problem]) -> "PublishingError":
        sentences: dict[str, list[str]] = {}
        places: dict[str, list[str]] = {}
        for problem in problems:
            group = sentences.setdefault(problem.field, [])
            if problem.sentence not in group:
                group.append(problem.sentence)
            places.setdefault(problem.sentence, []).extend(problem.places)
        return cls(sentences, places)


def name_of(user: AbstractBaseUser | None) -> str:
    """As colleagues call somebody: the full name, else the user name; "Somebody" who is not known any more."""
    return (user.get_full_name() or user.get_username()) if user else "Somebody"


class MovedMeanwhile(PublishingError):
    """Somebody else gave the article another date, or made something else of it, since it was looked at."""

    def __init__(self, article: Article, now: str = ""):
        self.article = article
        now = now or f"scheduled for {moment_words(article.published_at)}"
        super().__init__({"": [f"Somebody changed “{article}” meanwhile: it is {now}. Nothing was moved."]})


def moment_words(moment: datetime) -> str:
    """For example 3 Jan 2026 09:00, in the site's time zone."""
    return clock.words(moment, zone=timezone.get_current_timezone())


class SavedMeanwhile(PublishingError):
    """Somebody else saved the working copy since the form was opened."""

    def __init__(self, working_copy: WorkingCopy):
        self.working_copy = working_copy
        who = name_of(working_copy.saved_by)
        super().__init__({"": [
            f"{who} saved this article at {timezone.localtime(working_copy.saved_at):%H:%M} while you were writing. "
            "Your text is kept here: look at theirs in another tab, then save again to put yours in its place."
        ]})  # fmt: skip


class Collided(PublishingError):
    """Somebody else changed the same since the form was opened; everything else would have gone together.

    `collisions` hold both sides and what they began from; `number` is the article's number now, by which the
    editor says that she has seen the other side.
    """

    def __init__(self, collisions: tuple[Collision, ...], *, theirs: SavedState | None, number: int):
        self.collisions, self.number = collisions, number
        who = name_of(theirs.saved_by if theirs else None)
        when = f" at {timezone.localtime(theirs.saved_at):%H:%M}" if theirs else ""
        super().__init__({"": [
            f"{who} saved this article{when} while you were writing and changed the same. Your text is in the form, "
            "the other one stands beside it at the top: keep yours, take the other one, or combine them, then save. "
            "Everything else goes together by itself."
        ]})  # fmt: skip
