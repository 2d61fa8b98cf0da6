"""Facts that moved: where a live article may say what is no longer so, and what an editor made of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.work import Work


class MovedFact(models.Model):
    """One sentence of one article that still holds the old value of a fact of a work; or, for `PASSED` and
    `TRAILER`, only the decision that all is well, since those are found by looking (`articles.findings`)."""

    class Kind(models.TextChoices):
        DATE = "date", "release date"
        NAME = "name", "name"
        COMPANY = "company", "distributor, network or publisher"
        PASSED = "passed", "the release has passed"
        TRAILER = "trailer", "the trailer does not answer"

    article = models.ForeignKey(Article, models.CASCADE, related_name="moved_facts")
    work = models.ForeignKey(Work, models.CASCADE, related_name="moved_facts")
    kind = models.CharField(max_length=10, choices=Kind)
    fact = models.CharField(
        max_length=32, blank=True
    )  # which release, by its uid; "" where there is one only
    old = models.CharField(max_length=300, blank=True)  # as it was said, for example "January 19, 2024"
    new = models.CharField(max_length=300, blank=True)  # as it is now; "" when it is gone
    phrase = models.CharField(max_length=300, blank=True)  # as the article spells the old value
    sentence = models.TextField(blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    # Set when an editor says that the article is right all the same.
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = "fact that moved"
        verbose_name_plural = "facts that moved"
        indexes = [models.Index(fields=["settled_at", "-found_at"], name="moved_fact_open")]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.work} in {self.article}"
