"""Old addresses and what they lead to now: an object, so that no chain arises."""

import unicodedata
from urllib.parse import unquote

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


def plain_path(address: str) -> str:
    """A path as Redirect keeps it and as a request names it: not percent-encoded, NFC, with both slashes."""
    path = unicodedata.normalize("NFC", unquote(address)).strip("/")
    return f"/{path}/" if path else "/"


class Redirect(models.Model):
    old_path = models.CharField(
        max_length=400,
        unique=True,
        help_text="The old address without the site, for example /articles/old-name/.",
    )
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["old_path"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="redirect_target")]

    def __str__(self):
        return self.old_path

    def save(self, **kwargs):
        self.old_path = plain_path(self.old_path)
        super().save(**kwargs)


def is_former(address: str) -> bool:
    """Whether this address once was something's and leads to it now."""
    return Redirect.objects.filter(old_path=plain_path(address)).exists()
