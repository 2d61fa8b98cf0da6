"""Which works an article is about, and which its body shows."""

from django.db import models
from django.db.models import F, Q

from articles.models.natural_keys import PerArticle
from articles.models.work import Work


class Subject(PerArticle):
    """A work the live copy of an article is about; position 0 is the main one."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="subjects")
    work = models.ForeignKey(Work, models.PROTECT, related_name="subjects")
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("position",)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "work"], name="one_work_once"),
            models.UniqueConstraint(fields=["article", "position"], name="one_subject_a_position"),
        ]
        indexes = [models.Index(F("work"), F("article").desc(), name="newest_of_work")]

    def __str__(self):
        return f"{self.article} about {self.work}"


class WorkUse(PerArticle):
    """A work that a body's blocks or spoilers read; derived on save, never edited.

    `opens_on`: the day from which a spoiler tied to it is folded no longer, where one names a number of days.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="work_uses")
    work = models.ForeignKey(Work, models.CASCADE, related_name="uses")
    copy = models.CharField(max_length=10)
    opens_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("copy", "position")

    class Meta:
        ordering = ["article", "copy", "position"]
        indexes = [
            models.Index(fields=["opens_on"], name="spoiler_opens", condition=Q(opens_on__isnull=False))
        ]

    def __str__(self):
        return f"{self.work} in {self.article}"
