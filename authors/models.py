"""Authors: who is credited. An author needs no account; an account may be an author."""

from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models, transaction
from django.urls import reverse

from authors import pictures, renditions
from authors.bio import links_without_address, render_bio, sanitise_bio

fraction = partial(models.FloatField, default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])


def originals():
    """Where uploads are kept as they came. Never served."""
    return storages["originals"]


class AuthorManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Author(models.Model):
    name = models.CharField(max_length=120, help_text="As readers see it.")
    slug = models.SlugField(
        max_length=80,
        unique=True,
        allow_unicode=True,
        help_text="The last part of the address of the author's page.",
    )
    pronouns = models.CharField(
        max_length=40, blank=True, help_text="For example: she/her. Shown beside the name."
    )
    job_title = models.CharField(max_length=160, blank=True, help_text="For example: Staff writer.")
    bio = models.TextField(
        blank=True, help_text="A few sentences. Shown under every article and on the author's page."
    )
    bio_html = models.TextField(blank=True, editable=False)
    pen_names = models.CharField(
        max_length=200, blank=True, help_text="Other names she or he writes under, with commas."
    )
    photo_original = models.FileField(
        "photo",
        upload_to="authors/",
        storage=originals,
        blank=True,
        max_length=200,
        help_text="A portrait. It is shown as a square around the focal point.",
    )
    photo_key = models.CharField(max_length=32, blank=True, editable=False)
    photo_width = models.PositiveIntegerField(default=0, editable=False)
    photo_height = models.PositiveIntegerField(default=0, editable=False)
    photo_has_transparency = models.BooleanField(default=False, editable=False)
    photo_alt = models.CharField(
        "photo: alt text",
        max_length=300,
        blank=True,
        help_text="What the portrait shows, for people who do not see it.",
    )
    photo_credit = models.CharField(
        "photo: credit", max_length=200, blank=True, help_text="Who made the portrait."
    )
    photo_focal_x = fraction("photo: focal point from the left", help_text="0 is the left edge, 1 the right.")
    photo_focal_y = fraction("photo: focal point from the top", help_text="0 is the top edge, 1 the bottom.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        help_text="The account of this author, if there is one: its own articles are then hers to edit.",
    )

    objects = AuthorManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("authors:detail", args=[self.slug])

    def save(self, **kwargs):
        self.bio = sanitise_bio(self.bio)
        self.bio_html = render_bio(self.bio)
        super().save(**kwargs)

    def links_without_address(self) -> list[str]:
        """The texts of links in the bio that lead nowhere: readers see plain text, the editor is told."""
        return links_without_address(self.bio)

    def shown_links(self) -> list["AuthorLink"]:
        """Links that have an address; prefetch `links` for lists of authors."""
        return [link for link in self.links.all() if link.url]

    def pen_name_list(self) -> list[str]:
        return [name.strip() for name in self.pen_names.split(",") if name.strip()]

    def photo_picture(self) -> renditions.Picture | None:
        """The portrait as square renditions, or None."""
        if not self.photo_key:
            return None
        size = (self.photo_width, self.photo_height)
        files = renditions.squares(
            self.photo_key, size, has_transparency=self.photo_has_transparency, base=settings.MEDIA_URL
        )
        return renditions.Picture(
            uid=self.photo_key,
            alt=self.photo_alt,
            is_decorative=not self.photo_alt,
            caption="",
            credit=self.photo_credit,
            credit_url="",
            renditions=tuple(files),
        )

    def make_photo_files(self, *, key: str = "") -> None:
        """Make the square files from the original under `key` (default: a new one); save the row afterwards.

        Raises PictureRefused with a sentence.
        """
        old_key = self.photo_key
        focal = (self.photo_focal_x, self.photo_focal_y)
        data = pictures.read_bytes(self.photo_original.file)
        developed = pictures.develop(data, make="squares", focal=focal)
        self.photo_key = key or renditions.new_key()
        self.photo_width, self.photo_height = developed.size
        self.photo_has_transparency = developed.has_transparency
        pictures.store(developed, key=self.photo_key, storage=default_storage)
        if old_key != self.photo_key:
            transaction.on_commit(partial(pictures.remove, old_key, storage=default_storage))


class AuthorLink(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(max_length=80, help_text="What readers see, for example: Mastodon.")
    url = models.URLField(
        "address",
        blank=True,
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="A link without an address is kept but not shown.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label
