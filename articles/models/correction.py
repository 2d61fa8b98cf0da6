"""What was wrong in an article and is right now, said to readers with its date."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.body import titles
from articles.models.article import Article
from articles.querysets import CorrectionQuerySet

CORRECTION_LENGTH = 1000  # characters


class Change(models.TextChoices):
    """What kind of change of a public article this is: what readers and subscribers notice of it."""

    TYPO = "typo", "A typo or a touch of style"
    UPDATE = "update", "An update"
    CORRECTION = "correction", "A correction"


class Correction(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    text = models.CharField(
        max_length=CORRECTION_LENGTH,
        help_text="What was wrong, and what is right. A title between asterisks is set in italics: *I.S.S.*",
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="correction_says_something",
                violation_error_message="A correction says what was wrong and what is right.",
            )
        ]
        indexes = [models.Index(F("made_at").desc(), F("id").desc(), name="correction_newest")]

    def __str__(self):
        return f"Correction of {self.article}, {timezone.localtime(self.made_at):%Y-%m-%d}"

    @property
    def text_html(self) -> SafeString:
        return titles.to_html(self.text)

    @property
    def text_plain(self) -> str:
        return titles.to_plain(self.text)
