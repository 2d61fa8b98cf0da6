"""One person at one open form of an article: that she is there, and what she typed and did not save yet."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article

# A browser slows down the clock of a tab in the background to one tick a minute; a missed one must not look like leaving.
PRESENT_FOR = timedelta(seconds=150)


class SittingQuerySet(models.QuerySet):
    def present(self, at: datetime | None = None) -> "SittingQuerySet":
        """Forms that stand open at the moment `at` (default: now)."""
        return self.filter(left_at=None, seen_at__gt=(at or timezone.now()) - PRESENT_FOR)

    def with_autosave(self) -> "SittingQuerySet":
        return self.filter(fields__isnull=False)


class Sitting(models.Model):
    """A form from its opening to its saving or leaving. `uid` is made with the page that holds the form.

    `fields` is the autosave: {field: [values]} as the form would post them, valid or not; NULL when nothing is unsaved.
    `base_number` is the article's `copy_number` this form began from; `sequence` rises with each autosave, so that one
    that arrives late changes nothing.
    """

    uid = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="sittings")
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    left_at = models.DateTimeField(null=True)
    # Who came first or took over last is shown as the one who edits; NULL: she looks on.
    editing_since = models.DateTimeField(null=True)
    fields = models.JSONField(null=True)
    base_number = models.PositiveIntegerField(default=0)
    sequence = models.PositiveBigIntegerField(default=0)
    autosaved_at = models.DateTimeField(null=True)
    # The snapshot this form saved last: what it sends next stands on that, and is no conflict with it.
    sent = models.JSONField(null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "user"], name="one_sitting_a_form")]

    def __str__(self):
        return f"{self.user} at {self.article or 'a new article'}"

    @property
    def is_present(self) -> bool:
        return self.left_at is None and self.seen_at > timezone.now() - PRESENT_FOR

    @property
    def headline(self) -> str:
        """What the autosave has as headline, "" where it has none yet."""
        return ((self.fields or {}).get("headline") or [""])[0].strip()
