"""The picture library: pictures with their words, their rights and their files, and where they are used."""

from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models.licences import Licence, Rights, licence_url
from articles.models.natural_keys import PerArticle, UidManager
from authors import renditions
from authors.models import fraction, originals
from authors.renditions import Picture, Rendition

MAX_SEARCH_WORDS = 8
WARNING_DAYS = 14
GONE_ALT = "Picture no longer available"
GONE_FILE = ("articles/site/picture-gone.png", 1200, 675)
SHOWN_FROM = 192  # pixels: the smallest square lists in the admin show


class ImageQuerySet(models.QuerySet):
    """Pictures by what an editor asks of the library."""

    def by_rights(self, rights: str) -> "ImageQuerySet":
        """Pictures held by these rights; "" finds those of which nobody noted any."""
        return self.filter(rights=rights)

    def expired(self, at: datetime | None = None) -> "ImageQuerySet":
        return self.filter(expires_at__lte=at or timezone.now())

    def expiring(self, at: datetime | None = None, *, days: int = WARNING_DAYS) -> "ImageQuerySet":
        """Pictures whose rights end within `days` after `at`, the first one first."""
        at = at or timezone.now()
        return self.filter(expires_at__gt=at, expires_at__lte=at + timedelta(days=days)).order_by(
            "expires_at"
        )

    def in_use(self) -> "ImageQuerySet":
        """Used by an article or its working copy, by a work, by the publication, or by a page."""
        return self.filter(self._is_used())

    def unused(self) -> "ImageQuerySet":
        return self.exclude(self._is_used())

    def unanswered(self) -> "ImageQuerySet":
        """Pictures of which nobody said what screen readers shall say."""
        return self.filter(alt="", is_decorative=False)

    def uncredited(self) -> "ImageQuerySet":
        return self.filter(credit="")

    def waiting(self) -> "ImageQuerySet":
        """Pictures whose files are still to be made, the oldest first."""
        return self.filter(~Q(files_version=renditions.VERSION) | ~Q(pending_key="")).order_by("pk")

    def matching(self, query: str) -> "ImageQuerySet":
        """Pictures whose words or file name hold every word of the query."""
        found = self
        for word in query.replace("\x00", "").split()[:MAX_SEARCH_WORDS]:
            found = found.filter(
                Q(caption__icontains=word) | Q(credit__icontains=word) | Q(alt__icontains=word)
                | Q(file_name__icontains=word) | Q(source__icontains=word)
            )  # fmt: skip
        return found

    def _is_used(self) -> Q:
        publication = self.model._meta.apps.get_model("articles", "Publication")
        page = self.model._meta.apps.get_model("articles", "Page")
        work = self.model._meta.apps.get_model("articles", "Work")
        return (
            Q(Exists(ImageUse.objects.filter(image=OuterRef("pk"))))
            | Q(Exists(publication.objects.filter(Q(logo=OuterRef("pk")) | Q(sharing_image=OuterRef("pk")))))
            | Q(Exists(work.objects.filter(Q(poster=OuterRef("pk")) | Q(trailer_image=OuterRef("pk")))))
            | Q(Exists(page.objects.filter(body__contains=OuterRef("uid"))))
        )


class ImageManager(UidManager.from_queryset(ImageQuerySet)):
    """Pictures, found by uid in fixtures."""


class Image(models.Model):
    uid = models.CharField(max_length=32, unique=True, default=renditions.new_key, editable=False)
    original = models.FileField("picture", upload_to="images/", storage=originals, max_length=200)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    key = models.CharField(max_length=32, default=renditions.new_key, editable=False)
    # The key under which files are being made: the same until the first are complete, another one for a change.
    pending_key = models.CharField(max_length=32, blank=True, editable=False)
    # The `renditions.VERSION` of the set of files that is there; 0 while it is the web master only.
    files_version = models.PositiveSmallIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    has_transparency = models.BooleanField(default=False, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
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
    source = models.CharField(
        max_length=300,
        blank=True,
        help_text="Where we have it from: the address of a press kit or agency, or a few words. For search "
        "engines an address here is where others can ask for a licence.",
    )
    rights = models.CharField(
        max_length=12, choices=Rights, blank=True, help_text="What allows us to show the picture."
    )
    licence = models.CharField(
        "Creative Commons licence", max_length=12, choices=Licence, blank=True, help_text="Which one it is."
    )
    expires_at = models.DateTimeField(
        "rights end",
        null=True,
        blank=True,
        help_text="From this moment on readers see a neutral picture in its place. Empty: the rights do not end.",
    )
    focal_x = fraction("focal point from the left", help_text="0 is the left edge, 1 the right.")
    focal_y = fraction("focal point from the top", help_text="0 is the top edge, 1 the bottom.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImageManager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "picture"
        indexes = [
            models.Index(fields=["file_name"], name="image_file_name"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="image_expires"),
            models.Index(fields=["rights"], name="image_rights"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rights=Rights.CREATIVE_COMMONS) ^ Q(licence=""),
                name="licence_belongs_to_creative_commons",
                violation_error_message="A licence is named exactly when the picture is under Creative Commons.",
            )
        ]

    def __str__(self):
        return self.alt or self.caption or self.file_name or f"Picture {self.pk}"

    def natural_key(self):
        return (self.uid,)

    def clean(self):
        if self.rights != Rights.CREATIVE_COMMONS:
            self.licence = ""
        elif not self.licence:
            raise ValidationError({"licence": "Say which Creative Commons licence it is."})

    @property
    def has_all_files(self) -> bool:
        """Whether every file this release names is there, and not the web master only."""
        return self.files_version == renditions.VERSION

    @property
    def has_answered_alt(self) -> bool:
        """Whether somebody decided what screen readers say: a text, or nothing on purpose."""
        return bool(self.alt) or self.is_decorative

    def is_expired(self, at: datetime | None = None) -> bool:
        """Whether the rights have ended, so that readers must not see it any more."""
        return self.expires_at is not None and self.expires_at <= (at or timezone.now())

    @property
    def licence_url(self) -> str:
        """The address of the licence the picture is under, where its rights name one."""
        return licence_url(self.rights, self.licence)

    @property
    def acquire_url(self) -> str:
        """Where others can ask for a licence: the source, if it is an address."""
        return self.source if self.source.startswith(("https://", "http://")) else ""

    @cached_property
    def thumbnail_url(self) -> str:
        """The address of a small square, for lists in the admin; empty before the files are made."""
        files = self._crop_files(renditions.SQUARE)
        widely_read = [file for file in files if file.mime in ("image/webp", "image/jpeg", "image/png")]
        wanted = min(SHOWN_FROM, self.width, self.height)
        return next((file.url for file in widely_read if file.width >= wanted), "")

    @property
    def squares(self) -> Picture:
        """The picture as square crops around the focal point."""
        return self.crop("square")

    @property
    def card(self) -> Picture:
        """The picture as cards show it, 3:2 around the focal point."""
        return self.crop("card")

    @property
    def lead(self) -> Picture:
        """The picture as the front page's poster shows it, 16:9 around the focal point."""
        return self.crop("lead")

    @property
    def sharing(self) -> Rendition | None:
        """The crop other sites show, 1200 x 630 where the picture is large enough; None once the rights have ended."""
        files = () if self.is_expired() else self._crop_files(renditions.SHARING)
        fallback = [file for file in files if file.mime != "image/avif" and file.mime != "image/webp"]
        return fallback[-1] if fallback else None

    def crop(self, name: str) -> Picture:
        """The picture in one of the shapes of `renditions.CROPS`, as readers may see it now."""
        return self._public(self._crop_files(renditions.CROPS[name]))

    def crops(self) -> dict[str, Picture]:
        """Every shape we use, for previews in the admin: shown whatever became of the rights."""
        return {name: self._as(self._crop_files(crop)) for name, crop in renditions.CROPS.items()}

    def as_picture(
        self,
        *,
        alt: str | None = None,
        is_decorative: bool = False,
        caption: str | None = None,
        base: str | None = None,
    ) -> Picture:
        """The picture for one use: None inherits alt or caption, `is_decorative` silences the alt text.

        `base` is the media address its files hang under (default: the site's own). Once its rights have
        ended, it is the neutral picture that takes its place.
        """
        files = self._full_files(base=base)
        return self._public(files, alt=alt, is_decorative=is_decorative, caption=caption)

    def _full_files(self, *, base: str | None = None) -> tuple[Rendition, ...]:
        if not self.width:
            return ()
        if not self.has_all_files:
            return (renditions.master(**self._named(base)),)
        return tuple(renditions.full(**self._named(base)))

    def _crop_files(self, crop: renditions.Crop) -> tuple[Rendition, ...]:
        """The crop's files; until they are made the uncropped one, which stylesheets crop."""
        if not self.width or not self.has_all_files:
            return self._full_files()
        return tuple(renditions.cropped(crop, **self._named()))

    def _named(self, base: str | None = None) -> dict:
        return {
            "key": self.key,
            "size": (self.width, self.height),
            "has_transparency": self.has_transparency,
            "base": settings.MEDIA_URL if base is None else base,
        }

    def _public(self, files, **use) -> Picture:
        return gone_picture(self.uid) if files and self.is_expired() else self._as(files, **use)

    def _as(self, files, *, alt=None, is_decorative=False, caption=None) -> Picture:
        is_decorative = is_decorative or (alt is None and self.is_decorative)
        return Picture(
            uid=self.uid,
            alt="" if is_decorative else (self.alt if alt is None else alt),
            is_decorative=is_decorative,
            caption=self.caption if caption is None else caption,
            credit=self.credit,
            credit_url=self.credit_url,
            renditions=files,
            tone=renditions.tone(self.colour),
        )


def gone_picture(uid: str) -> Picture:
    """What stands in the place of a picture whose rights have ended."""
    path, width, height = GONE_FILE
    # By its plain name, not by one with a hash: this address is kept in rendered bodies and outlives a release.
    file = Rendition(settings.STATIC_URL + path, width, height, "image/png")
    return Picture(uid, GONE_ALT, False, "", "", "", (file,), is_gone=True)


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
