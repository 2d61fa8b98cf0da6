"""What stays of an article that was deleted for good: its address, so that it is never handed on."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.taxonomy import SLUG


class Tombstone(models.Model):
    """Redirects that led to the article lead here. `was_public`: readers once saw it, and are told that it is gone."""

    slug = models.SlugField(**SLUG)
    was_public = models.BooleanField()
    feed_id = models.CharField(max_length=200)
    gone_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()  # nobody edits them

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.slug])
