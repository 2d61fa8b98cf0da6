"""A link by which somebody without a login sees an article's working copy, for some days."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article, Status

TOKEN_BYTES = 32  # 43 characters: nobody guesses one


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class SharedPreviewQuerySet(models.QuerySet):
    def valid(self, at: datetime | None = None) -> "SharedPreviewQuerySet":
        """Links that show something at the moment `at` (default: now): neither expired nor ended, of no article in
        the trash."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now()).exclude(
            article__status=Status.TRASHED
        )


class SharedPreview(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="shared_previews")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SharedPreviewQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]
        default_permissions = ()  # whoever may change an article may share it
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="shared_preview_ends_after_it_begins"
            )
        ]

    def __str__(self):
        return f"Shared preview of {self.article} until {self.expires_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("articles:shared_preview", args=[self.token])
