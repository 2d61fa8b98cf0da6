"""Where an article belongs: its section, its tags, its series."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from articles.body.fold import key as fold_key
from articles.models.natural_keys import SlugManager
from articles.slugs import unique_slug

SLUG = {"max_length": 80, "unique": True, "allow_unicode": True}


class Section(models.Model):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(**SLUG, help_text="The last part of the section's address.")
    description = models.TextField(
        blank=True, max_length=400, help_text="Readers see it at the top of the section."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Small numbers come first in the navigation."
    )

    objects = SlugManager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])


class Series(models.Model):
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(**SLUG)
    description = models.TextField(blank=True, max_length=400)

    objects = SlugManager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class Tag(TagBase):
    """One tag whatever its case and accents: `key` is its identity, `name` how readers see it."""

    name = models.CharField(max_length=100, help_text="How readers see it.")
    slug = models.SlugField(**SLUG, help_text="The last part of the tag's address.")
    key = models.CharField(max_length=200, unique=True, editable=False)
    description = models.TextField(
        blank=True, max_length=400, help_text="Readers see it at the top of the tag's page."
    )

    objects = SlugManager()

    class Meta:
        ordering = ["name"]

    def natural_key(self):
        return (self.slug,)

    def clean(self):
        self.key = fold_key(self.name)
        if self.key and Tag.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"name": "There is already a tag of this name (case and accents do not count)."}
            )

    def save(self, **kwargs):
        self.key = fold_key(self.name)
        self.slug = self.slug or unique_slug(self.name, taken=self._is_slug_taken)
        models.Model.save(self, **kwargs)  # TagBase would invent its own slugs: "c", "c_1", "c_2".

    def _is_slug_taken(self, slug: str) -> bool:
        return Tag.objects.filter(slug=slug).exclude(pk=self.pk).exists()

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])


class TagSynonym(models.Model):
    """A name that means another tag: what a merge leaves behind, so that typing the old name finds the new tag."""

    key = models.CharField(max_length=200, unique=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="synonyms")

    def __str__(self):
        return self.key


class TaggedArticleManager(models.Manager):
    def get_by_natural_key(self, uid, slug):
        return self.get(content_object__uid=uid, tag__slug=slug)


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")

    objects = TaggedArticleManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_once")]
        ordering = ["pk"]  # As the editor typed them.
        indexes = [models.Index(F("tag"), F("content_object").desc(), name="newest_of_tag")]

    def natural_key(self):
        return (self.content_object.uid, self.tag.slug)

    natural_key.dependencies = ["articles.article", "articles.tag"]
