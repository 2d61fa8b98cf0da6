"""The list of articles: what an editor scans, and filters that stay quick at 100,000 rows."""

from datetime import datetime, timedelta

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import trash
from articles.models import Article, Byline, Format, Status, WorkingCopy
from articles.querysets import LONG_COLUMNS
from articles.refusals import moment_words
from authors.forms import thumbnail
from authors.models import Author

PER_PAGE = 50
State = WorkingCopy.State
DRAFT_WORDS = {State.EDITING: "draft", State.SUBMITTED: "in review", State.APPROVED: "approved"}
CHANGES_WORDS = {
    State.EDITING: "unpublished changes", State.SUBMITTED: "changes in review", State.APPROVED: "approved changes",
}  # fmt: skip
AUTHORS_IN_FILTER = 60


def moment_in_its_zone(moment: datetime) -> str:
    """For example 3 Jan 2026 09:00 (Europe/Vienna)."""
    return f"{moment_words(moment)} ({timezone.get_current_timezone()})"


def status_words(article: Article) -> str:
    """The article's state in an editor's words. Uses the loaded working copy."""
    working_copy = getattr(article, "working_copy", None)
    if article.is_scheduled:
        words = f"scheduled for {moment_words(article.published_at)}"
    elif article.is_live:
        words = "live"
    elif article.status == Status.DRAFT:
        return DRAFT_WORDS[working_copy.state] if working_copy is not None else "draft"
    elif article.trashed_at:
        return f"in the trash, gone on {trash.gone_on(article):%-d %b}"
    else:
        return article.get_status_display()
    if working_copy is None:
        return words
    return f"{words}, with {CHANGES_WORDS[working_copy.state]}"


class LookAheadPaginator(Paginator):
    """Counts no further than one page ahead: counting 100,000 rows takes longer than showing fifty."""

    def __init__(self, *args, page_number: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.page_number = page_number

    @cached_property
    def count(self) -> int:
        horizon = (max(self.page_number, 1) + 1) * self.per_page
        return self.object_list.order_by().values("pk")[: horizon + 1].count()


class ArticleChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        return (
            found.select_related("section", "featured_image", "working_copy")
            .defer(*LONG_COLUMNS, "working_copy__snapshot")
            .prefetch_related("bylines__author")
        )


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", "Draft"), ("review", "In review"), ("approved", "Approved"), ("scheduled", "Scheduled"),
            ("embargoed", "Under embargo"), ("live", "Live"), ("changes", "Live, with unpublished changes"),
            ("withdrawn", "Withdrawn"), ("trash", "Trash"),
        ]  # fmt: skip

    def queryset(self, request, queryset):
        now = timezone.now()
        approved = WorkingCopy.objects.filter(state=State.APPROVED).values("article")
        submitted = WorkingCopy.objects.filter(state=WorkingCopy.State.SUBMITTED).values("article")
        conditions = {
            "draft": Q(status=Status.DRAFT) & ~Q(pk__in=submitted) & ~Q(pk__in=approved),
            "approved": Q(pk__in=approved) & ~Q(status=Status.TRASHED),
            "embargoed": Q(embargo_until__gt=now),
            "review": Q(pk__in=submitted) & ~Q(status=Status.TRASHED),
            "scheduled": Q(status=Status.PUBLISHED, published_at__gt=now),
            "live": Q(status=Status.PUBLISHED, published_at__lte=now),
            "changes": Q(status=Status.PUBLISHED, published_at__lte=now, working_copy__isnull=False),
            "withdrawn": Q(status=Status.WITHDRAWN),
            "trash": Q(status=Status.TRASHED),
        }
        return queryset.filter(conditions.get(self.value(), ~Q(status=Status.TRASHED)))


class DateFilter(admin.SimpleListFilter):
    """By date of publication. Django's own hierarchy reads every row to draw itself; this reads none."""

    title = "date"
    parameter_name = "when"
    column = "published_at"

    def lookups(self, request, model_admin):
        year = timezone.localdate().year
        years = [(str(one), str(one)) for one in range(year - 1, year - 6, -1)]
        return [("week", "This week"), ("month", "This month"), ("year", "This year"), *years]

    def queryset(self, request, queryset):
        span = _span(self.value())
        if span is None:
            return queryset
        return queryset.filter(**{f"{self.column}__gte": span[0], f"{self.column}__lt": span[1]})


def _span(wanted: str | None) -> tuple[datetime, datetime] | None:
    """The half-open span of a choice of DateFilter, in the site's time zone."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if wanted == "day":
        return today, (today + timedelta(hours=36)).replace(hour=0)
    if wanted == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    if wanted == "month":
        first = today.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1)
    if wanted == "year":
        wanted = str(today.year)
    if wanted and wanted.isascii() and wanted.isdigit() and 1 < int(wanted) < 9999:
        first = today.replace(year=int(wanted), month=1, day=1)
        return first, first.replace(year=first.year + 1)
    return None


class FormatFilter(admin.SimpleListFilter):
    title = "format"
    parameter_name = "format"

    def lookups(self, request, model_admin):
        return Format.choices

    def queryset(self, request, queryset):
        return queryset.filter(format=self.value()) if self.value() in Format.values else queryset


class AuthorFilter(admin.SimpleListFilter):
    """By byline. The first authors by name are offered; any other is found by searching for the name."""

    title = "author"
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return list(Author.objects.values_list("slug", "name")[:AUTHORS_IN_FILTER])

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Byline.objects.filter(author__slug=self.value()).values("article"))


class LongList:
    """Of a list so long that nothing may count it: fifty rows a page, and no total."""

    list_per_page = PER_PAGE
    list_max_show_all = PER_PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        number = request.GET.get(PAGE_VAR, "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
        return LookAheadPaginator(queryset, per_page, *args, page_number=page, **kwargs)


class ArticleList(LongList):
    """The change list's half of ArticleAdmin."""

    list_display = [
        "thumbnail",
        "headline_column",
        "status_column",
        "section",
        "bylines_column",
        "date_column",
    ]
    list_display_links = ["headline_column"]
    list_filter = [StatusFilter, "section", FormatFilter, AuthorFilter, DateFilter]
    search_fields = ["headline", "slug"]
    search_help_text = "Headline, address or byline"
    ordering = ["-modified_at", "-pk"]

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    def get_ordering(self, request):
        """Last worked on first; among published ones the newest, as their index has it."""
        if request.GET.get(StatusFilter.parameter_name) in ("live", "changes", "scheduled"):
            return ["-published_at", "-pk"]
        return self.ordering

    def get_search_results(self, request, queryset, search_term):
        """Every word in headline or address, or in the name of a byline."""
        for word in search_term.replace("\x00", "").split()[:8]:
            # Through subqueries, so that SQLite reads narrow indexes and not 100,000 bodies.
            by_name = Byline.objects.filter(author__name__icontains=word).values("article")
            by_words = Article.objects.filter(Q(headline__icontains=word) | Q(slug__icontains=word)).values(
                "pk"
            )
            queryset = queryset.filter(Q(pk__in=by_words) | Q(pk__in=by_name))
        return queryset, False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Articles"} | (extra_context or {}))

    # --- columns

    @admin.display(description="Picture")
    def thumbnail(self, article: Article) -> str:
        return thumbnail(article.featured_image.thumbnail_url if article.featured_image else "")

    @admin.display(description="Headline", ordering="headline")
    def headline_column(self, article: Article) -> SafeString:
        return article.headline_html or "Untitled"

    @admin.display(description="Status", ordering="status")
    def status_column(self, article: Article) -> SafeString:
        words = status_words(article)
        return format_html(
            '<span class="desk-status desk-status--{}">{}</span>', words.split(" ")[0].rstrip(","), words
        )

    @admin.display(description="Bylines")
    def bylines_column(self, article: Article) -> str:
        names = dict.fromkeys(byline.author.name for byline in article.byline_list)
        return format_html_join(", ", "{}", ((name,) for name in names))

    @admin.display(description="Date", ordering="published_at")
    def date_column(self, article: Article) -> str:
        moment = article.published_at or article.modified_at
        words = "" if article.published_at else "saved "
        return format_html('{}<time datetime="{}">{}</time>', words, moment.isoformat(), moment_words(moment))
