"""What articles are about: films, series, comics, books, games; typed once, read everywhere.

A work is public from the first moment an article about it (or about a season or episode of it) is live, or
because an editor said so. What the pages, blocks and calendars say of it is put into words in `articles.facts`.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.body.fold import fold
from articles.models import identifiers
from articles.models.disclosure import Disclosure, built_in_notice
from articles.models.image import Image
from articles.models.natural_keys import UidManager
from articles.models.publication import Publication
from articles.models.redirect import is_former
from articles.models.taxonomy import SLUG
from articles.querysets import WorkQuerySet
from articles.slugs import unique_slug
from authors.renditions import new_key

WEB_ADDRESS = [URLValidator(schemes=["http", "https"])]
_ARTICLES = ("the ", "a ", "an ")  # not what a title is filed under


def sort_name_of(name: str) -> str:
    """What a name is filed under: folded, without a leading article."""
    folded = fold(name)
    return next((folded.removeprefix(word) for word in _ARTICLES if folded.startswith(word)), folded)[:200]


def letter_of(sort_name: str) -> str:
    """The letter of an index that a name stands under; "#" for everything that is not a Latin letter."""
    first = sort_name[:1].upper()
    return first if "A" <= first <= "Z" else "#"


class WorkManager(UidManager.from_queryset(WorkQuerySet)):
    """Works, found by uid in fixtures. It filters nothing: `public()` is the readers' door."""


class Work(models.Model):
    class Kind(models.TextChoices):
        FILM = "film", "film"
        SERIES = "series", "series"
        SEASON = "season", "season"
        EPISODE = "episode", "episode"
        COMIC = "comic", "comic"
        BOOK = "book", "book"
        GAME = "game", "game"
        PLAY = "play", "play"
        EVENT = "event", "event"

    uid = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FILM)
    name = models.CharField(max_length=200, help_text="As it is released where you write.")
    original_name = models.CharField(max_length=200, blank=True, help_text="Only if it is another one.")
    slug = models.SlugField(
        **SLUG, blank=True, help_text="The last part of its page's address. Empty: made from the name."
    )
    sort_name = models.CharField(max_length=200, blank=True, editable=False)
    letter = models.CharField(max_length=1, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2999)],
        help_text="Of its first release. It tells two works of one name apart.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="part of",
        help_text="The series of a season, the season or series of an episode, the series of an issue.",
    )
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of a season, episode or issue."
    )
    company = models.CharField(
        "distributor, network or publisher", max_length=120, blank=True, help_text="Who brings it out."
    )
    running_time = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In minutes.")
    age_rating = models.CharField(max_length=40, blank=True, help_text="For example PG-13 or TV-MA.")
    synopsis = models.TextField(
        blank=True, max_length=1000, help_text="What it is about, in a few sentences that give nothing away."
    )
    poster = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="poster_of",
        help_text="From the picture library.",
    )  # fmt: skip
    trailer_url = models.URLField(
        "trailer", blank=True, max_length=500, validators=[URLValidator(schemes=["https"])],
        help_text="The address of its page. YouTube and Vimeo play in place; any other page is linked.",
    )  # fmt: skip
    trailer_title = models.CharField(
        max_length=200, blank=True, help_text="What the link says. Empty: “Trailer” and the name."
    )
    trailer_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="trailer_of",
        help_text="What readers see before it plays.",
    )  # fmt: skip
    official_site = models.URLField(blank=True, max_length=500, validators=WEB_ADDRESS)
    imdb_id = models.CharField(
        "IMDb", max_length=12, blank=True, help_text="For example tt8367814, or its address."
    )
    tmdb_id = models.CharField(
        "TMDB", max_length=12, blank=True, help_text="Its number there, or its address."
    )
    wikidata_id = models.CharField(
        "Wikidata", max_length=14, blank=True, help_text="For example Q42, or its address."
    )
    isbn = models.CharField(
        "ISBN", max_length=20, blank=True, help_text="Of a book or a comic; ten or thirteen digits."
    )
    is_listed = models.BooleanField(
        "public without articles",
        default=False,
        help_text="Readers see its page and its releases even while no live article is about it.",
    )
    # From when on readers may see it, None for never; derived, see `articles.works`.
    public_from = models.DateTimeField(null=True, editable=False)
    trailer_failed_at = models.DateTimeField(null=True, editable=False)
    trailer_checked_at = models.DateTimeField(null=True, editable=False)
    trailer_failures = models.PositiveSmallIntegerField(default=0, editable=False)  # days without an answer
    has_affiliate_link = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(auto_now=True)
    # What its page shows of it, written by `articles.works` when it changes. Long columns stand last.
    rendered_web = models.TextField(blank=True, editable=False)
    structured = models.JSONField(default=dict, editable=False)  # schema.org, see `articles.structured_works`

    people = models.ManyToManyField("articles.Person", through="articles.Credit", related_name="works")
    objects = WorkManager()

    class Meta:
        ordering = ["sort_name", "year", "pk"]
        indexes = [
            models.Index(fields=["letter", "sort_name", "id"], name="work_letter"),
            models.Index(fields=["kind", "letter", "sort_name", "id"], name="work_kind"),
            models.Index(fields=["sort_name"], name="work_name"),
            models.Index(fields=["public_from"], name="work_public"),
            models.Index(
                fields=["trailer_failed_at"],
                name="work_trailer_failed",
                condition=Q(trailer_failed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[field], condition=~Q(**{field: ""}), name=f"one_work_an_{field}",
                violation_error_message=f"Another work has this {label} number already.",
            )
            for field, label in (("imdb_id", "IMDb"), ("wikidata_id", "Wikidata"), ("isbn", "ISBN"))
        ] + [
            # TMDB counts films and series separately.
            models.UniqueConstraint(
                fields=["kind", "tmdb_id"], condition=~Q(tmdb_id=""), name="one_work_a_tmdb_id",
                violation_error_message="Another work of this kind has this TMDB number already.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} ({self.year})" if self.year else self.name

    def natural_key(self):
        return (self.uid,)

    natural_key.dependencies = ["articles.image"]

    def get_absolute_url(self):
        return reverse("articles:work", args=[self.slug])

    def clean(self):
        errors = identifiers.read_into(self, IDENTIFIER_READERS)
        if problem := self._parent_problem():
            errors["parent"] = problem
        if problem := self._kind_problem():
            errors["kind"] = problem
        for field in ("poster", "trailer_image"):
            image = getattr(self, field)
            if image is not None and not image.credit:
                errors[field] = (
                    "This picture has no credit. Write into the library who made it, then choose it here."
                )
        if errors:
            raise ValidationError(errors)

    def _parent_problem(self) -> str:
        if self.parent is None:
            return ""
        allowed = PARENT_KINDS.get(self.kind)
        if allowed is None:
            return "A work of this kind is no part of another one. Leave this empty."
        if self.parent_id == self.pk or self.parent.kind not in allowed:
            names = " or a ".join(self.Kind(kind).label for kind in allowed)
            return f"Choose a {names} here, or leave this empty."
        if self.pk and self.pk in (self.parent.parent_id, getattr(self.parent.parent, "parent_id", None)):
            return "This one is itself part of the work you chose it to be part of. Choose another."
        if self.kind == self.parent.kind and (self.parent.parent_id or (self.pk and self.children.exists())):
            return "A part of something cannot have parts of its own kind. Choose the whole."
        return ""

    def _kind_problem(self) -> str:
        """A series with seasons cannot become a film."""
        parts = [kind for kind, wholes in PARENT_KINDS.items() if self.kind in wholes]
        if self.pk is None or not self.children.exclude(kind__in=parts).exists():
            return ""
        return f"It has parts that no {self.get_kind_display()} can have. Leave the kind, or take them out first."

    def save(self, **kwargs):
        self.sort_name = sort_name_of(self.name)
        self.letter = letter_of(self.sort_name)
        self.slug = self.slug or unique_slug(self.name, taken=self._is_slug_taken, fallback=self.kind)
        super().save(**kwargs)

    def _is_slug_taken(self, slug: str) -> bool:
        """Also of an address that once was another's: it leads there for ever."""
        others = Work.objects.filter(slug=slug).exclude(pk=self.pk)
        return slug == RESERVED_SLUG or others.exists() or is_former(reverse("articles:work", args=[slug]))

    @property
    def same_as(self) -> list[str]:
        """Where else in the world this very work is known: addresses of its identifiers."""
        return identifiers.addresses(
            (identifiers.IMDB_TITLE_ADDRESS, self.imdb_id),
            (identifiers.TMDB_ADDRESS.format(TMDB_FOLDERS.get(self.kind, "movie")), self._tmdb_page),
            (identifiers.WIKIDATA_ADDRESS, self.wikidata_id),
            (identifiers.ISBN_ADDRESS, self.isbn),
        )

    @property
    def links_elsewhere(self) -> list[tuple[str, str]]:
        """(label, address) of where readers find more of it."""
        return identifiers.labelled(self.official_site, self.same_as)

    @property
    def is_public(self) -> bool:
        return self.public_from is not None and self.public_from <= timezone.now()

    def disclosures(self, publication: Publication) -> list[Disclosure]:
        """Notices due on its page, before its first link that may earn us money. Computed, as for an article."""
        return [publication.default_disclosure or built_in_notice()] if self.has_affiliate_link else []

    @property
    def _tmdb_page(self) -> str:
        """TMDB has pages by number for films and series only; seasons and episodes hang under theirs."""
        return self.tmdb_id if self.kind in TMDB_FOLDERS else ""


RESERVED_SLUG = "feed"  # /works/feed/ is the feed of everything about works
IDENTIFIER_READERS = {
    "imdb_id": identifiers.imdb_work, "tmdb_id": identifiers.tmdb, "wikidata_id": identifiers.wikidata,
    "isbn": identifiers.isbn,
}  # fmt: skip
TMDB_FOLDERS = {Work.Kind.FILM: "movie", Work.Kind.SERIES: "tv"}
PARENT_KINDS = {
    Work.Kind.SEASON: (Work.Kind.SERIES,),
    Work.Kind.EPISODE: (Work.Kind.SEASON, Work.Kind.SERIES),
    Work.Kind.COMIC: (Work.Kind.COMIC,),
    Work.Kind.BOOK: (Work.Kind.BOOK,),
}
