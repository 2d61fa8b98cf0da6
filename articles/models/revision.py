"""The next version of an article, and the milestones kept of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models.article import Article


class WorkingCopy(models.Model):
    """The editable next version of one article. No row means: the same as the live copy.

    `snapshot` is JSON in the shape of `articles.snapshots`.
    """

    class State(models.TextChoices):
        EDITING = "editing", "being edited"
        SUBMITTED = "submitted", "in review"
        APPROVED = "approved", "approved"

    article = models.OneToOneField(Article, models.CASCADE, related_name="working_copy")
    snapshot = models.JSONField()
    schema = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.EDITING, db_index=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    # The snapshot's date once more, so that the calendar finds a month's drafts without reading any snapshot.
    wished_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)

    def __str__(self):
        return f"Working copy of {self.article}"

    def save(self, *, update_fields=None, **kwargs):
        self.wished_at = parse_datetime(self.snapshot.get("published_at") or "")
        if update_fields is not None and "snapshot" in update_fields:
            update_fields = {*update_fields, "wished_at"}
        super().save(update_fields=update_fields, **kwargs)


class SavedState(models.Model):
    """What an article's editor went on from at one of its numbers (`Article.copy_number`): what both sides of a
    conflict began with. Kept for some weeks; no milestone, nobody reads it but a merge."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="saved_states")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_state_a_number")]

    def __str__(self):
        return f"{self.article} at {self.number}"


class ScheduledChange(models.Model):
    """Changes of a live article that readers get at a moment to come: the working copy as it stood when they were
    scheduled. What is saved after that is not among them."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="scheduled_change")
    snapshot = models.JSONField()
    schema = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Why it did not go out at its moment; "": it waits.
    refused = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Changes of {self.article} at {self.at:%Y-%m-%d %H:%M}"


class Revision(models.Model):
    """A kept milestone: what was saved in a sitting, submitted, published, withdrawn or restored, by whom and when.

    `articles.history` says which are kept and for how long.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", "saved"
        NAMED = "named", "named"  # a saved one that somebody gave a name: it is kept
        SUBMITTED = "submitted", "submitted"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"
        RESTORED = "restored", "restored"

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    snapshot = models.JSONField()
    schema = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=80, blank=True)
    # When the milestone was made that a restored one came from; that one may be pruned.
    restored_from = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="saved") | Q(name=""),
                name="named_milestone_is_kept",
                violation_error_message="A milestone with a name is not just a saved one.",
            )
        ]
        indexes = [models.Index("article", F("made_at").desc(), F("id").desc(), name="revision_newest")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.made_at:%Y-%m-%d %H:%M}"
