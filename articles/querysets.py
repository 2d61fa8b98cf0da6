"""Which articles, works and releases somebody may see, and what a page needs of them loaded with them.

`published()` is the only public door, `public()` that of works: every page, feed and count begins with one of them.
"""

from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.body.fold import words

# Columns only an article's own page or feed item needs; a list never loads them.
LONG_COLUMNS = ("body", "rendered_web", "rendered_feed", "plain_text")
MAX_SEARCH_WORDS = 12


class ArticleQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> "ArticleQuerySet":
        """Articles readers may see at the moment `at` (default: now)."""
        at = at or timezone.now()
        is_kept = Q(withdraw_at__isnull=True) | Q(withdraw_at__gt=at)
        return self.filter(is_kept, status="published", published_at__lte=at)

    def visible_to(self, user: AbstractBaseUser) -> "ArticleQuerySet":
        """Articles `user` may see in the admin: all for those who publish, her own for a writer."""
        if user.has_perm("articles.publish_article"):
            return self
        own_bylines = self.model.authors.through.objects.filter(
            article=models.OuterRef("pk"), author__user=user
        )
        return self.filter(Q(created_by=user) | models.Exists(own_bylines))

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> "ArticleQuerySet":
        """With all a card shows: section, picture, bylines."""
        return (
            self.defer(*LONG_COLUMNS)
            .select_related("section", "featured_image")
            .prefetch_related("bylines__author")
        )

    def for_detail(self) -> "ArticleQuerySet":
        """With all the article's page shows."""
        return (
            self.defer("body", "rendered_feed", "plain_text")
            .select_related("section", "featured_image", "series")
            .prefetch_related(
                "bylines__author__links", "tags", "also_show__policy_page", "corrections", self._subjects()
            )
        )

    def _subjects(self) -> models.Prefetch:
        """Works with their links, in one query."""
        rows = self.model._meta.get_field("subjects").related_model.objects
        return models.Prefetch("subjects", rows.select_related("work__parent").defer("work__rendered_web"))

    def for_feed(self) -> "ArticleQuerySet":
        """With all a feed item holds."""
        return (
            self.defer("body", "rendered_web", "plain_text")
            .select_related("section", "featured_image")
            .prefetch_related("bylines__author", "tags", "also_show__policy_page", "corrections")
        )

    def for_planning(self) -> "ArticleQuerySet":
        """With all an entry of the editorial calendar shows."""
        return (
            self.defer(*LONG_COLUMNS, "working_copy__snapshot")
            .select_related("section", "working_copy")
            .prefetch_related("bylines__author")
        )

    def with_video(self) -> "ArticleQuerySet":
        return self.filter(has_video=True)

    def matching(self, query: str) -> "ArticleQuerySet":
        """Articles whose live copy holds every word of `query` (folded; a word matches its beginning)."""
        found = self
        terms = words(query)[:MAX_SEARCH_WORDS]
        for term in terms:
            found = found.filter(search_document__text__contains=f" {term}")
        return found if terms else self.none()


class CorrectionQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "CorrectionQuerySet":
        """Corrections of articles readers may see at the moment `at` (default: now)."""
        # Asked of each correction: "in those published" makes a database list the whole archive first.
        articles = self.model._meta.get_field("article").related_model.objects.published(at)
        return self.filter(models.Exists(articles.filter(pk=models.OuterRef("article"))))

    def for_list(self) -> "CorrectionQuerySet":
        """With what an entry of the list of corrections shows."""
        return self.select_related("article").only("text", "made_at", "article__headline", "article__slug")


class WorkQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "WorkQuerySet":
        """Works readers may see at the moment `at` (default: now): those with a live article, or said to be public."""
        return self.filter(public_from__lte=at or timezone.now())

    def for_cards(self) -> "WorkQuerySet":
        """With all an entry of an index shows."""
        return self.defer("rendered_web", "structured", "synopsis").select_related("poster", "parent")

    def told(self) -> "WorkQuerySet":
        """With everything `articles.facts` puts into words: three queries."""
        return self.select_related("poster", "trailer_image", "parent__parent").prefetch_related(
            "credits__person", "releases"
        )


class PersonQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "PersonQuerySet":
        """People with a credit in a public work."""
        moment = at or timezone.now()
        credits = self.model._meta.get_field("credits").related_model.objects.filter(
            person=models.OuterRef("pk"), work__public_from__lte=moment
        )
        return self.filter(models.Exists(credits))


class ReleaseQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> "ReleaseQuerySet":
        """Releases of works readers may see at the moment `at` (default: now)."""
        return self.filter(work__public_from__lte=at or timezone.now())

    def of_kind(self, kind: str) -> "ReleaseQuerySet":
        """Releases of works of a kind. Asked of each release in its order, not as a join: a database that begins with
        all works of the kind puts all their releases in order, for a page of a few."""
        works = self.model._meta.get_field("work").related_model.objects
        return self.filter(models.Exists(works.filter(pk=models.OuterRef("work"), kind=kind)))

    def coming(self, today: date) -> "ReleaseQuerySet":
        """Releases whose date has not passed; those to be announced are not among them."""
        return self.filter(last_day__gte=today)

    def within_months(self, first: date, last: date) -> "ReleaseQuerySet":
        """Releases known to the day or the month, from the first day of a month to the last one of another."""
        return self.filter(last_day__gte=first, last_day__lte=last, precision__in=("day", "month"))

    def to_be_announced(self) -> "ReleaseQuerySet":
        """Releases without a date, the latest word first."""
        return self.filter(last_day=None, date=None).order_by("-pk")

    def in_order(self) -> "ReleaseQuerySet":
        """By date; what is known to the month alone after the days of its month, to the year after its months."""
        return self.order_by("last_day", "-date", "pk")

    def for_calendar(self) -> "ReleaseQuerySet":
        """With all an entry of the calendar shows."""
        return self.select_related("work__poster", "work__parent").defer(
            "work__rendered_web", "work__structured", "work__synopsis"
        )
