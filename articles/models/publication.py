"""The publication itself: the one row of site settings."""

from django.core.validators import URLValidator
from django.db import models


class Publication(models.Model):
    site_name = models.CharField(
        max_length=80, default="My blog", help_text="The name in the page head and in feeds."
    )
    tagline = models.CharField(max_length=160, blank=True, help_text="A few words under the name.")
    description = models.TextField(
        blank=True, max_length=400, help_text="One or two sentences for search engines and feed readers."
    )
    logo = models.ForeignKey(
        "articles.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown instead of the name in the page head.",
    )
    sharing_image = models.ForeignKey(
        "articles.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown when a page without a picture of its own is shared.",
    )
    default_disclosure = models.ForeignKey(
        "articles.Disclosure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The notice of every article that links to a shop which pays commission.",
    )
    contact_email = models.EmailField(blank=True, help_text="Where readers can write to.")
    lead = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The article at the top of the front page. Empty: the newest one.",
    )

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publication"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_publication")]

    def __str__(self):
        return self.site_name

    @classmethod
    def current(cls) -> "Publication":
        """The one row, or an unsaved default before anybody has saved it."""
        return cls.objects.select_related(
            "logo", "sharing_image", "default_disclosure__policy_page"
        ).first() or cls(pk=1)


class SocialLink(models.Model):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="social_links")
    label = models.CharField(max_length=60)
    url = models.URLField("address", max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label
