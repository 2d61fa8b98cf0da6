"""The article and its bylines. Its columns, tags, bylines and pictures are the live copy.

Forms never write them: they save a WorkingCopy, and `articles.publishing` alone brings that here.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from taggit.managers import TaggableManager

from articles.body import titles
from articles.models.disclosure import Disclosure, built_in_notice
from articles.models.natural_keys import PerArticle, UidManager
from articles.models.publication import Publication
from articles.models.taxonomy import SLUG, Section, Series, TaggedArticle
from articles.querysets import ArticleQuerySet
from authors.models import Author
from authors.renditions import Picture, new_key

WORDS_PER_MINUTE = 230
RATING_SCALE = 5  # of a review that names none
RATING_SCALE_LIMIT = 100


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    TRASHED = "trashed", "in the trash"


class Format(models.TextChoices):
    NEWS = "news", "News"
    PREVIEW = "preview", "Preview"
    REVIEW = "review", "Review"
    RECAP = "recap", "Recap"
    FEATURE = "feature", "Feature"
    LIST = "list", "List"
    INTERVIEW = "interview", "Interview"


# Formats whose name tells a reader nothing; the section's name does.
PLAIN_FORMATS = {Format.NEWS, Format.FEATURE}


class ArticleManager(UidManager.from_queryset(ArticleQuerySet)):
    """Articles, found by uid in fixtures. It filters nothing: `published()` is the public door."""


class Article(models.Model):
    uid = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    headline = models.CharField(
        max_length=200, help_text="Put a title between asterisks for italics: *I.S.S.*"
    )
    dek = models.CharField(
        max_length=400,
        blank=True,
        help_text="One or two sentences under the headline. Cards, search engines and feeds use it too.",
    )
    slug = models.SlugField(
        **SLUG, blank=True, help_text="The last part of the address. Empty: made from the headline."
    )
    kicker = models.CharField(
        max_length=60,
        blank=True,
        help_text="A short label above the headline. Empty: the format or the section.",
    )
    format = models.CharField(max_length=12, choices=Format, default=Format.NEWS)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="articles")
    authors = models.ManyToManyField(Author, through="articles.Byline", related_name="articles")
    # The order must be named: taggit leaves prefetched tags in whatever order the database has them.
    tags = TaggableManager(through=TaggedArticle, blank=True, ordering=["tagged__pk"])
    featured_image = models.ForeignKey(
        "articles.Image", models.PROTECT, null=True, blank=True, related_name="featured_in"
    )
    featured_alt = models.CharField(  # noqa: DJ001 - None inherits the library's, "" is an answer of its own
        "alt text here",
        max_length=500,
        null=True,
        blank=True,
        help_text="What the picture shows in this article. Empty: the text from the picture library.",
    )
    featured_is_decorative = models.BooleanField(
        "decorative here",
        default=False,
        help_text="The picture tells nothing here: screen readers pass it by.",
    )
    featured_caption = models.CharField(  # noqa: DJ001 - None inherits the library's
        "caption here",
        max_length=500,
        null=True,
        blank=True,
        help_text="Empty: the caption from the picture library.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="When readers first see it. In the future: it is scheduled."
    )
    withdraw_at = models.DateTimeField(
        "take back on", null=True, blank=True, help_text="When it is taken back by itself. Empty: never."
    )
    # Not part of any copy: it holds whatever is written, until it is lifted.
    embargo_until = models.DateTimeField(null=True, blank=True)
    embargo_zone = models.CharField(max_length=60, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    modified_at = models.DateTimeField(auto_now=True)
    seo_title = models.CharField(
        "title for search engines", max_length=120, blank=True, help_text="Empty: the headline."
    )
    meta_description = models.CharField(
        "description for search engines", max_length=300, blank=True, help_text="Empty: the dek."
    )
    canonical_url = models.URLField(
        "canonical address",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Only if the piece first appeared elsewhere: its address there.",
    )
    feed_id = models.CharField(max_length=200, unique=True, editable=False)
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="articles")
    series_order = models.PositiveSmallIntegerField(
        "part", null=True, blank=True, help_text="Its place in the series."
    )
    works = models.ManyToManyField("articles.Work", through="articles.Subject", related_name="articles")
    # Of a review. A float, since a snapshot is JSON; one decimal is all anybody gives.
    rating = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(RATING_SCALE_LIMIT)],
        help_text="Of a review, for example 3.5. Empty: words alone.",
    )
    rating_scale = models.PositiveSmallIntegerField(
        "out of",
        default=RATING_SCALE,
        validators=[MinValueValidator(1), MaxValueValidator(RATING_SCALE_LIMIT)],
    )
    verdict = models.CharField(
        max_length=400, blank=True, help_text="Of a review: the whole of it in one or two sentences."
    )
    also_show = models.ManyToManyField(
        Disclosure,
        blank=True,
        related_name="articles",
        help_text="Notices shown at the end. The notice for shop links comes by itself.",
    )
    # Since when it is in the trash, which keeps it for some time; None for all others.
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    public_note = models.CharField(max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Rises with every save and publication: a form knows by it whether anybody was there meanwhile.
    copy_number = models.PositiveIntegerField(default=0, editable=False)
    # Derived from the body when it is published, so that a reader's request parses nothing.
    excerpt = models.CharField(max_length=320, blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    has_video = models.BooleanField(default=False, editable=False)
    has_affiliate_link = models.BooleanField(default=False, editable=False)
    renderer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # Long columns stand last: a list that does not ask for them then never reads their pages from disk.
    body = models.TextField(blank=True)
    rendered_web = models.TextField(blank=True, editable=False)
    rendered_feed = models.TextField(blank=True, editable=False)
    plain_text = models.TextField(blank=True, editable=False)

    redirects = GenericRelation("articles.Redirect")
    objects = ArticleManager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        get_latest_by = "published_at"
        permissions = [
            ("publish_article", "Can publish, schedule and withdraw articles"),
            ("lift_embargo", "Can lift an embargo before its time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False, section__isnull=False),
                name="published_article_is_complete",
                violation_error_message="A published article needs a date and a section.",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(embargo_until__isnull=True)
                | Q(published_at__gte=F("embargo_until")),
                name="nothing_public_under_embargo",
                violation_error_message="Under embargo nothing becomes public.",
            ),
        ]
        indexes = [
            # With the date of withdrawal, so that counting what is public reads no rows.
            models.Index(
                F("status"), F("published_at").desc(), F("id").desc(), F("withdraw_at"), name="article_public"
            ),
            models.Index(
                F("section"), F("status"), F("published_at").desc(), F("withdraw_at"), name="article_section"
            ),
            # The few that have one: what is due, and what the newsroom watches.
            models.Index(F("withdraw_at"), condition=Q(withdraw_at__isnull=False), name="article_withdrawal"),
            models.Index(
                F("embargo_until"), condition=Q(embargo_until__isnull=False), name="article_embargo"
            ),
            models.Index(F("series"), F("series_order"), name="article_series"),
            # The editors' list: by section, and searched without reading the rows themselves.
            models.Index(F("section"), F("modified_at").desc(), name="article_section_list"),
            models.Index(fields=["headline", "slug"], name="article_words"),
            models.Index(F("modified_at").desc(), name="article_modified"),
            models.Index(
                F("published_at").desc(),
                condition=Q(status="published", has_video=True),
                name="article_video",
            ),
            models.Index(fields=["trashed_at"], condition=Q(status="trashed"), name="article_trash"),
            # Those that may be overtaken by a release, see `articles.findings`.
            models.Index(
                F("published_at").desc(),
                condition=Q(status="published", format="preview"),
                name="article_preview",
            ),
        ]

    def __str__(self):
        return self.headline_plain or "Untitled"

    def natural_key(self):
        return (self.uid,)

    def save(self, **kwargs):
        self.feed_id = self.feed_id or mint_feed_id(self.uid, self.created_at)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.slug])

    @property
    def is_live(self) -> bool:
        return self.was_public and self.status == Status.PUBLISHED and not self.is_past_withdrawal

    @property
    def is_past_withdrawal(self) -> bool:
        """Whether readers see nothing of it any more, also before anybody has noticed the moment."""
        return self.withdraw_at is not None and self.withdraw_at <= timezone.now()

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at > timezone.now()

    @property
    def was_public(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def headline_html(self) -> SafeString:
        return titles.to_html(self.headline)

    @property
    def headline_plain(self) -> str:
        return titles.to_plain(self.headline)

    @property
    def dek_html(self) -> SafeString:
        return titles.to_html(self.dek)

    @property
    def dek_plain(self) -> str:
        return titles.to_plain(self.dek)

    @property
    def summary(self) -> str:
        """Plain text for cards, meta and feeds: the dek, else the beginning of the body."""
        return self.dek_plain or self.excerpt

    @property
    def kicker_label(self) -> str:
        if self.kicker:
            return self.kicker
        if self.format not in PLAIN_FORMATS:
            return self.get_format_display()
        return self.section.name if self.section else ""

    @property
    def has_rating(self) -> bool:
        """Whether readers are shown a score: only a review has one, whatever is left in the fields."""
        return self.format == Format.REVIEW and self.rating is not None

    @property
    def rating_number(self) -> str:
        """The score as people write it: "3.5", "4"."""
        return "" if self.rating is None else f"{self.rating:g}"

    @property
    def subject_list(self) -> list:
        """What the article is about, the main work first; prefetched by `for_detail()`."""
        return list(self.subjects.all())

    @property
    def byline_list(self) -> list["Byline"]:
        """Bylines in order; for lists, prefetch `bylines__author`."""
        return list(self.bylines.all())

    @property
    def correction_list(self) -> list:
        """What was put right, the newest first; prefetched by `for_detail()` and `for_feed()`."""
        return list(self.corrections.all())

    @property
    def last_correction(self):
        return next(iter(self.correction_list), None)

    @property
    def told_update(self) -> datetime | None:
        """When it was last updated, unless that was its last correction: readers are told of each once."""
        is_correction = self.last_correction is not None and self.last_correction.made_at == self.updated_at
        return None if is_correction else self.updated_at

    @property
    def featured(self) -> Picture | None:
        """The featured image as this article shows it."""
        if self.featured_image is None:
            return None
        return self.featured_image.as_picture(
            alt=self.featured_alt, is_decorative=self.featured_is_decorative, caption=self.featured_caption
        )

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / WORDS_PER_MINUTE))

    def disclosures_before(self, publication: Publication) -> list[Disclosure]:
        """Notices due before the first link that may earn us money. Computed; nobody can switch them off."""
        return [publication.default_disclosure or built_in_notice()] if self.has_affiliate_link else []

    def disclosures_after(self, publication: Publication) -> list[Disclosure]:
        """Notices at the end: those the editor asked for, unless they already stand before the link."""
        before = self.disclosures_before(publication)
        return [disclosure for disclosure in self.also_show.all() if disclosure not in before]


def mint_feed_id(uid: str, created_at) -> str:
    """The article's id in every feed, for ever: a tag: URI (RFC 4151)."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"tag:{host},{created_at:%Y-%m-%d}:article/{uid}"


class Byline(PerArticle):
    class Role(models.TextChoices):
        WORDS = "words", "words"
        REPORTING = "reporting", "reporting"
        PHOTOGRAPHY = "photography", "photography"
        ILLUSTRATION = "illustration", "illustration"
        EDITING = "editing", "editing"
        TRANSLATION = "translation", "translation"

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=Role, default=Role.WORDS)
    position = models.PositiveSmallIntegerField(default=0)

    natural_fields = ("position",)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="one_byline_a_position"),
            models.UniqueConstraint(fields=["article", "author", "role"], name="one_byline_a_role"),
        ]

    def __str__(self):
        return f"{self.label} {self.author}"

    @property
    def label(self) -> str:
        return f"{self.get_role_display().capitalize()} by"


class SearchDocument(PerArticle):
    """The folded text of a live copy, kept in step by publishing; what readers' search looks through."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="search_document")
    text = models.TextField()

    def __str__(self):
        return f"Search text of {self.article_id}"
