"""The audit log as editors and administrators read it: newest first, filtered, searched, taken along as CSV."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from articles.admin.article_list import DateFilter, LongList, moment_words
from articles.admin.plain_search import PlainSearch
from articles.models import Article, AuditEntry, Verb
from articles.refusals import name_of

PEOPLE_IN_FILTER = 60
ROWS_AT_ONCE = 2000
CSV_HEAD = ("when (UTC)", "who", "what", "article", "article number", "before", "after", "detail", "address")
CSV_COLUMNS = (
    "at", "by_name", "verb", "article_headline", "article", "state_before", "state_after", "detail", "address",
)  # fmt: skip
# What makes a spreadsheet take a cell for a formula; its wide forms too, which some take for the same.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def _number(value: str | None) -> int | None:
    """A primary key out of an address, or None for what cannot be one."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None


class VerbFilter(admin.SimpleListFilter):
    title = "what was done"
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        return Verb.choices

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() in Verb.values else queryset


class PersonFilter(admin.SimpleListFilter):
    """The first accounts by name are offered; any other, and one that is deleted, is found by searching for the name."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request, model_admin):
        staff = get_user_model().objects.filter(is_staff=True).order_by("first_name", "last_name", "username")
        return [(person.pk, name_of(person)) for person in staff[:PEOPLE_IN_FILTER]]

    def queryset(self, request, queryset):
        return queryset if self.value() is None else queryset.filter(by=_number(self.value()) or 0)


class WhenFilter(DateFilter):
    column = "at"

    def lookups(self, request, model_admin):
        return [("day", "Today"), *super().lookups(request, model_admin)]


class ArticleFilter(admin.SimpleListFilter):
    """One article's entries: asked for from the article's page, and shown as a filter only then."""

    title = "article"
    parameter_name = "article"

    def lookups(self, request, model_admin):
        asked = request.GET.get(self.parameter_name)
        if asked is None:
            return []
        article = Article.objects.filter(pk=_number(asked) or 0).only("headline").first()
        return [(asked, str(article or "Not there any more"))]

    def queryset(self, request, queryset):
        return queryset if self.value() is None else queryset.filter(article=_number(self.value()) or 0)


@admin.register(AuditEntry)
class AuditEntryAdmin(PlainSearch, LongList, admin.ModelAdmin):
    """To look at. There is no page on which anything could be changed."""

    change_list_template = "admin/articles/auditentry/change_list.html"
    list_display = ["when_column", "by_name", "verb", "article_column", "state_column", "detail", "address"]
    list_display_links = None
    list_filter = [ArticleFilter, VerbFilter, PersonFilter, WhenFilter]
    search_fields = ["article_headline", "by_name", "detail", "address"]
    search_help_text = "Headline, name, detail or address"
    ordering = ["-at", "-pk"]
    sortable_by = []  # any other order would read and sort all there is
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        export = self.admin_site.admin_view(require_GET(self.export_view))
        return [path("export/", export, name="articles_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {"title": "Audit log", "export_url": _export_url(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Everything the list's filters and search leave, on however many pages, sent as it is read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = request.GET.copy()
        request.GET.pop(PAGE_VAR, None)
        try:
            found = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{reverse('admin:articles_auditentry_changelist')}?{ERROR_FLAG}=1")
        name = f"audit-log-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            csv_lines(rows_of(found)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    # --- columns

    @admin.display(description="When")
    def when_column(self, entry: AuditEntry) -> SafeString:
        return format_html('<time datetime="{}">{}</time>', entry.at.isoformat(), moment_words(entry.at))

    @admin.display(description="Article")
    def article_column(self, entry: AuditEntry) -> str:
        headline = entry.article_headline or ("Untitled" if entry.article_id else "")
        if entry.article_id is None:
            return headline
        address = reverse("admin:articles_article_change", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', address, headline)

    @admin.display(description="State")
    def state_column(self, entry: AuditEntry) -> str:
        return " → ".join(dict.fromkeys(filter(None, (entry.state_before, entry.state_after))))


def _export_url(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return reverse("admin:articles_auditentry_export") + (f"?{query}" if query else "")


def rows_of(entries: QuerySet[AuditEntry]) -> Iterator[tuple]:
    """The columns of CSV_HEAD, read as they are sent."""
    words = dict(Verb.choices)
    for at, by_name, verb, *others in entries.values_list(*CSV_COLUMNS).iterator(chunk_size=ROWS_AT_ONCE):
        yield (_seconds(at), by_name, words.get(verb, verb), *others)


def _seconds(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[tuple]) -> Iterator[str]:
    """Lines of a CSV file that begins with a mark by which spreadsheets know it for UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(CSV_HEAD)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str | int | None) -> str | int | None:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV injection)."""
    if isinstance(cell, str) and (cell.startswith(FORMULA_SIGNS) or cell.lstrip().startswith(FORMULA_SIGNS)):
        return f"'{cell}"
    return cell
