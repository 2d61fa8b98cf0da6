"""Why a verb refused: sentences for the editor, each at its field."""

from django.utils import timezone

from articles.checklist import Problem
from articles.models import WorkingCopy


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


class SavedMeanwhile(PublishingError):
    """Somebody else saved the working copy since the form was opened."""

    def __init__(self, working_copy: WorkingCopy):
        self.working_copy = working_copy
        who = working_copy.saved_by or "Somebody"
        super().__init__({"": [
            f"{who} saved this article at {timezone.localtime(working_copy.saved_at):%H:%M} while you were writing. "
            "Your text is kept here: look at theirs in another tab, then save again to put yours in its place."
        ]})  # fmt: skip
