"""Pages beside the articles: policy, about, contact."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from articles.models.natural_keys import SlugManager
from articles.models.taxonomy import SLUG

# First path segments that belong to the site itself; a page there would never be reached.
RESERVED = {
    "admin", "archive", "articles", "authors", "corrections", "feed", "feeds", "healthz", "media", "people",
    "preview", "readyz", "releases", "search", "sections", "series", "static", "tags", "works",
}  # fmt: skip


class Page(models.Model):
    headline = models.CharField(max_length=160)
    slug = models.SlugField(**SLUG, help_text="The page's address on the site.")
    dek = models.CharField(max_length=300, blank=True, help_text="One or two sentences under the headline.")
    body = models.TextField(blank=True)
    rendered_web = models.TextField(blank=True, editable=False)
    modified_at = models.DateTimeField(auto_now=True)
    is_in_footer = models.BooleanField(
        "in the footer", default=True, help_text="Link to it at the foot of every page."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = SlugManager()

    class Meta:
        ordering = ["position", "headline"]

    def __str__(self):
        return self.headline

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("articles:page", args=[self.slug])

    def clean(self):
        if self.slug in RESERVED:
            raise ValidationError(
                {"slug": f"/{self.slug}/ belongs to the site itself. Choose another address."}
            )
