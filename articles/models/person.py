"""People who make works or play in them. A person is public with the first public work."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.body.fold import fold
from articles.models import identifiers
from articles.models.natural_keys import UidManager
from articles.models.redirect import is_former
from articles.models.taxonomy import SLUG
from articles.models.work import WEB_ADDRESS, Work
from articles.querysets import PersonQuerySet
from articles.slugs import unique_slug
from authors.renditions import new_key


class PersonManager(UidManager.from_queryset(PersonQuerySet)):
    """People, found by uid in fixtures. It filters nothing: `public()` is the readers' door."""


class Person(models.Model):
    uid = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(
        **SLUG, blank=True, help_text="The last part of the person's page. Empty: made from the name."
    )
    sort_name = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    imdb_id = models.CharField(
        "IMDb", max_length=12, blank=True, help_text="For example nm0001008, or the address."
    )
    tmdb_id = models.CharField(
        "TMDB", max_length=12, blank=True, help_text="The number there, or the address."
    )
    wikidata_id = models.CharField(
        "Wikidata", max_length=14, blank=True, help_text="For example Q42, or the address."
    )
    official_site = models.URLField(blank=True, max_length=500, validators=WEB_ADDRESS)

    objects = PersonManager()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=[field], condition=~Q(**{field: ""}), name=f"one_person_an_{field}",
                violation_error_message=f"Another person has this {label} number already.",
            )
            for field, label in (("imdb_id", "IMDb"), ("tmdb_id", "TMDB"), ("wikidata_id", "Wikidata"))
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.uid,)

    def get_absolute_url(self):
        return reverse("articles:person", args=[self.slug])

    def clean(self):
        errors = identifiers.read_into(self, PERSON_IDENTIFIER_READERS)
        if errors:
            raise ValidationError(errors)

    def save(self, **kwargs):
        self.sort_name = fold(self.name)[:200]  # one letter can fold into eighteen
        self.slug = self.slug or unique_slug(self.name, taken=self._is_slug_taken, fallback="person")
        super().save(**kwargs)

    def _is_slug_taken(self, slug: str) -> bool:
        others = Person.objects.filter(slug=slug).exclude(pk=self.pk)
        return others.exists() or is_former(reverse("articles:person", args=[slug]))

    @property
    def same_as(self) -> list[str]:
        """Where else in the world this very person is known."""
        found = identifiers.addresses(
            (identifiers.IMDB_NAME_ADDRESS, self.imdb_id),
            (identifiers.TMDB_ADDRESS.format("person"), self.tmdb_id),
            (identifiers.WIKIDATA_ADDRESS, self.wikidata_id),
        )
        return [*found, *filter(None, [self.official_site])]

    @property
    def links_elsewhere(self) -> list[tuple[str, str]]:
        """(label, address) of where readers find more of her or him."""
        return identifiers.labelled("", self.same_as)


PERSON_IDENTIFIER_READERS = {
    "imdb_id": identifiers.imdb_person, "tmdb_id": identifiers.tmdb, "wikidata_id": identifiers.wikidata,
}  # fmt: skip


class PerWorkManager(models.Manager):
    def get_by_natural_key(self, uid, position):
        return self.get(work__uid=uid, position=position)


class Credit(models.Model):
    """Who made a work or plays in it. `position` is the order within the work."""

    class Role(models.TextChoices):
        DIRECTOR = "director", "director"
        CREATOR = "creator", "creator"
        SHOWRUNNER = "showrunner", "showrunner"
        WRITER = "writer", "writer"
        AUTHOR = "author", "author"
        ARTIST = "artist", "artist"
        DEVELOPER = "developer", "developer"
        DESIGNER = "designer", "designer"
        PRODUCER = "producer", "producer"
        COMPOSER = "composer", "composer"
        CAST = "cast", "cast"

    work = models.ForeignKey(Work, models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="credits")
    role = models.CharField(max_length=12, choices=Role, default=Role.CAST)
    character = models.CharField(max_length=120, blank=True, help_text="Whom she or he plays.")
    group = models.CharField(
        max_length=60, blank=True, help_text="Puts a cast into groups, for example American crew."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = PerWorkManager()

    class Meta:
        ordering = ["work", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "person", "role", "character"], name="one_credit_a_role",
                violation_error_message="This person has this role here already.",
            )
        ]  # fmt: skip
        indexes = [models.Index(F("person"), F("role"), name="credit_person")]

    def __str__(self):
        return f"{self.person} ({self.get_role_display()})"

    def natural_key(self):
        return (self.work.uid, self.position)

    natural_key.dependencies = ["articles.work", "articles.person"]
