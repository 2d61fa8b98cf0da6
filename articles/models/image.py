"""The picture library, and where its pictures are used."""

from functools import cached_property

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models

from articles.models.natural_keys import PerArticle, UidManager
from authors import renditions
from authors.models import fraction, originals


class Image(models.Model):
    uid = models.CharField(max_length=32, unique=True, default=renditions.new_key, editable=False)
    original = models.FileField("picture", upload_to="images/", storage=originals, max_length=200)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    key = models.CharField(max_length=32, default=renditions.new_key, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    has_transparency = models.BooleanField(default=False, editable=False)
    alt = models.CharField(
        "alt text",
        max_length=500,
        blank=True,
        help_text="What the picture shows, for people who do not see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="The picture tells nothing: screen readers pass it by."
    )
    caption = models.CharField(max_length=500, blank=True, help_text="Readers see it under the picture.")
    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who made it or owns it. A picture goes live only with a credit.",
    )
    credit_url = models.URLField(
        "credit link", blank=True, max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    focal_x = fraction("focal point from the left", help_text="0 is the left edge, 1 the right.")
    focal_y = fraction("focal point from the top", help_text="0 is the top edge, 1 the bottom.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UidManager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "picture"
        indexes = [models.Index(fields=["file_name"], name="image_file_name")]

    def __str__(self):
        return self.alt or self.caption or self.file_name or f"Picture {self.pk}"

    def natural_key(self):
        return (self.uid,)

    @property
    def has_answered_alt(self) -> bool:
        """Whether somebody decided what screen readers say: a text, or nothing on purpose."""
        return bool(self.alt) or self.is_decorative

    @cached_property
    def thumbnail_url(self) -> str:
        """The address of a small square, for lists in the admin; empty before the files are made."""
        squares = self._files(renditions.squares)
        return next(
            (square.url for square in squares if square.width >= min(192, self.width, self.height)), ""
        )

    @cached_property
    def squares(self) -> renditions.Picture:
        """The picture as square crops around the focal point."""
        return self._as(self._files(renditions.squares))

    @property
    def sharing_url(self) -> str:
        """The address of the 1200x630 crop other sites show."""
        return settings.MEDIA_URL + renditions.name(self.key, "sharing", "jpg")

    def as_picture(
        self,
        *,
        alt: str | None = None,
        is_decorative: bool = False,
        caption: str | None = None,
        base: str | None = None,
    ) -> renditions.Picture:
        """The picture for one use: None inherits alt or caption, `is_decorative` silences the alt text.

        `base` is the media address its files hang under (default: the site's own).
        """
        return self._as(
            self._files(renditions.full, base=base), alt=alt, is_decorative=is_decorative, caption=caption
        )

    def _files(self, kind, *, base: str | None = None) -> tuple[renditions.Rendition, ...]:
        base = settings.MEDIA_URL if base is None else base
        if not self.width:
            return ()
        return tuple(
            kind(self.key, (self.width, self.height), has_transparency=self.has_transparency, base=base)
        )

    def _as(self, files, *, alt=None, is_decorative=False, caption=None) -> renditions.Picture:
        is_decorative = is_decorative or (alt is None and self.is_decorative)
        return renditions.Picture(
            uid=self.uid,
            alt="" if is_decorative else (self.alt if alt is None else alt),
            is_decorative=is_decorative,
            caption=self.caption if caption is None else caption,
            credit=self.credit,
            credit_url=self.credit_url,
            renditions=files,
        )


class Copy(models.TextChoices):
    LIVE = "live", "live copy"
    WORKING = "working", "working copy"


class ImageUse(PerArticle):
    """Where a picture is used; derived on save from fields and body, never edited."""

    class Place(models.TextChoices):
        FEATURED = "featured", "featured image"
        BODY = "body", "body"

    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="image_uses")
    copy = models.CharField(max_length=10, choices=Copy)
    place = models.CharField(max_length=10, choices=Place)
    alt = models.CharField(max_length=500, null=True)  # noqa: DJ001 - None inherits, "" is an answer of its own
    is_decorative = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("copy", "position")

    class Meta:
        ordering = ["article", "copy", "position"]

    def __str__(self):
        return f"{self.get_place_display()} of {self.article}"
