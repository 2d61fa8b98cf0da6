"""What colleagues say to each other about an article, in order; readers never see it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article

NOTE_LENGTH = 2000


class Note(models.Model):
    class Step(models.TextChoices):
        """With which act it was said; alone, it is only a note."""

        SAID = "said", "wrote"
        SUBMITTED = "submitted", "submitted it for review"
        SENT_BACK = "sent-back", "sent it back"
        APPROVED = "approved", "approved it"

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    step = models.CharField(max_length=10, choices=Step, default=Step.SAID)
    text = models.TextField(max_length=NOTE_LENGTH, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(step="said") | ~models.Q(text=""), name="a_note_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.made_by} {self.get_step_display()}"
