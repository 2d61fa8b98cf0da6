"""The audit log: who did what to an article, when, and from where. Entries are added by `articles.audit` and stay.

Here Django is told so; whoever goes round it meets the database's own triggers (migration `audit_append_only`).
"""

from typing import NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class Verb(models.TextChoices):
    """What can be done. One more line is all that another verb needs: the database knows nothing of the list."""

    CREATED = "created", "created"
    SAVED = "saved", "saved"
    SUBMITTED = "submitted", "submitted for review"
    SENT_BACK = "sent-back", "sent back"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"
    SCHEDULED = "scheduled", "scheduled"
    UNSCHEDULED = "unscheduled", "unscheduled"
    WITHDRAWN = "withdrawn", "withdrawn"
    RESTORED = "restored", "restored"
    TRASHED = "trashed", "put into the trash"
    DELETED = "deleted", "deleted for good"
    DISCARDED = "changes-discarded", "changes discarded"
    REVISION_RESTORED = "revision-restored", "revision restored"
    SLUG_CHANGED = "slug-changed", "slug changed"
    PREVIEW_SHARED = "preview-shared", "preview shared"
    PREVIEW_ENDED = "preview-ended", "preview link ended"
    EMBARGO_SET = "embargo-set", "embargo set"
    EMBARGO_LIFTED = "embargo-lifted", "embargo lifted"
    CORRECTED = "correction", "correction"
    TAGS_MERGED = "tags-merged", "tags merged"


def verb_choices() -> list[tuple[str, str]]:
    """A function, so that migrations name it and not the list."""
    return Verb.choices


class AppendOnly(Exception):
    """An entry of the audit log was to be changed or deleted."""

    def __init__(self):
        super().__init__("The audit log is only ever added to: no entry is changed or deleted.")


class AuditEntryQuerySet(models.QuerySet):
    def update(self, **kwargs) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, objs, fields, batch_size=None) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    delete.queryset_only = True
    delete.alters_data = True


class AuditEntry(models.Model):
    at = models.DateTimeField("when", default=timezone.now, editable=False)
    # Accounts and articles may go; their names stay. Whom a null `by` leaves nameless was a job or a command.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField("who", max_length=460, blank=True)
    verb = models.CharField("what", max_length=40, choices=verb_choices)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+", db_index=False)
    article_headline = models.CharField("article", max_length=200, blank=True)
    state_before = models.CharField(max_length=100, blank=True)
    state_after = models.CharField(max_length=100, blank=True)
    detail = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = "audit log entry"
        verbose_name_plural = "audit log"
        # Each order in which the list is read; the last two also find what a deleted account or article leaves.
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["verb", "-at", "-id"], name="audit_of_verb"),
            models.Index(fields=["by", "-at", "-id"], name="audit_of_person"),
            models.Index(fields=["article", "-at", "-id"], name="audit_of_article"),
        ]

    def __str__(self):
        return f"{self.article_headline or 'Newsroom'}: {self.get_verb_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnly
