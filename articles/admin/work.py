"""Works and people in the admin. Saving one lets everything follow that tells of it (`articles.works`)."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles import facts, works
from articles.admin.plain_search import PlainSearch
from articles.admin.widgets import plain_choice
from articles.admin.work_form import CreditForm, PersonForm, ReleaseForm, WorkForm
from articles.body.fold import fold
from articles.desk import works as desk
from articles.models import Article, Copy, Credit, Person, Release, Subject, Work, WorkUse
from authors.forms import NamedCells
from authors.prose import WithNonce

NAMED_ARTICLES = 3


class CreditInline(NamedCells, admin.TabularInline):
    model = Credit
    form = CreditForm
    fields = ["person", "role", "character", "group", "position"]
    autocomplete_fields = ["person"]
    extra = 1
    verbose_name = "person"
    verbose_name_plural = "People"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return plain_choice(super().formfield_for_dbfield(db_field, request, **kwargs), may_add=True)


class ReleaseInline(NamedCells, admin.TabularInline):
    model = Release
    form = ReleaseForm
    fields = ["when", "territory", "medium", "certainty", "where", "where_url"]
    extra = 0
    min_num = 0
    verbose_name_plural = "Releases"


class Without(admin.SimpleListFilter):
    """Works that lack something an editor may want to add."""

    title = "lacking"
    parameter_name = "lacking"
    conditions = {
        "release": Q(releases=None), "poster": Q(poster=None), "trailer": Q(trailer_url=""), "people": Q(credits=None),
    }  # fmt: skip

    def lookups(self, request, model_admin):
        return [(name, capfirst(name)) for name in self.conditions]

    def queryset(self, request, queryset):
        condition = self.conditions.get(self.value())
        return queryset.filter(condition) if condition else queryset


class FoldedSearch(PlainSearch):
    """Names are found whatever their accents: `sort_name` is folded, and so are the words one looks for."""

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        folded = fold(search_term.replace("\x00", ""))
        if folded:
            matching = queryset
            for word in folded.split():
                matching = matching.filter(sort_name__contains=word)
            found = queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=matching.values("pk")))
        return found, may_repeat


@admin.register(Work)
class WorkAdmin(WithNonce, FoldedSearch, admin.ModelAdmin):
    form = WorkForm
    inlines = [CreditInline, ReleaseInline]
    autocomplete_fields = ["parent"]
    list_display = ["name", "kind_words", "release_words", "article_count"]
    list_filter = ["kind", Without]
    search_fields = ["name", "original_name", "imdb_id", "tmdb_id", "wikidata_id", "isbn"]
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    fieldsets = [
        (None, {"fields": ["name", ("kind", "year")]}),
        ("What it is", {
            "classes": ["collapse"],
            "fields": ["synopsis", "poster", "company", ("running_time", "age_rating"), "original_name"],
        }),
        ("Trailer and site", {
            "classes": ["collapse"], "fields": ["trailer_url", "trailer_title", "trailer_image", "official_site"],
        }),
        ("Part of a series", {"classes": ["collapse"], "fields": ["parent", "number"]}),
        ("Known elsewhere as", {"classes": ["collapse"], "fields": [("imdb_id", "tmdb_id"), ("wikidata_id", "isbn")]}),
        ("Its page", {"classes": ["collapse"], "fields": ["is_listed", "slug"]}),
    ]  # fmt: skip

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("suggest/", view(desk.suggest), name="articles_work_suggest"),
            path("make/", view(desk.make), name="articles_work_make"),
            path("<str:uid>/told/", view(desk.told), name="articles_work_told"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        about = Subject.objects.filter(
            work=OuterRef("pk"), article__in=Article.objects.published()
        ).order_by()
        count = about.values("work").annotate(count=Count("pk")).values("count")
        return (
            super()
            .get_queryset(request)
            .select_related("parent")
            .defer("rendered_web", "structured")
            .annotate(article_count=Coalesce(Subquery(count), 0))
            .prefetch_related(Prefetch("releases", Release.objects.order_by("date", "pk")))
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return plain_choice(super().formfield_for_dbfield(db_field, request, **kwargs), may_add=True)

    @admin.display(description="What", ordering="kind")
    def kind_words(self, work: Work) -> str:
        return facts.kind_words(work)

    @admin.display(description="Release")
    def release_words(self, work: Work) -> str:
        return facts.release_date_words(work)

    @admin.display(description="Live articles", ordering="article_count")
    def article_count(self, work: Work) -> int:
        return work.article_count

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    # --- saving

    def save_model(self, request, obj, form, change):
        request.told_before = works.told(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.settled = works.settle(form.instance, before=request.told_before)

    def response_add(self, request, obj, post_url_continue=None):
        self._say_what_followed(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._say_what_followed(request)
        return super().response_change(request, obj)

    def _say_what_followed(self, request: HttpRequest) -> None:
        for words in followed(request.settled):
            self.message_user(request, words, messages.INFO)

    # --- deleting, one by one: what shows a work is said each time

    def get_actions(self, request):
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def delete_view(self, request, object_id, extra_context=None):
        work = self.get_object(request, unquote(object_id))
        refusal = refuse_deletion(work) if work else ""
        if refusal and self.has_delete_permission(request, work):
            self.message_user(request, refusal, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_work_change", args=[work.pk]))
        return super().delete_view(request, object_id, extra_context)


def followed(settled: works.Settled) -> list[str | SafeString]:
    """Sentences about what a change brought along."""
    said: list[str | SafeString] = []
    if settled.rendered:
        one = settled.rendered == 1
        said.append(
            f"{settled.rendered} live article{'' if one else 's'} that show{'s' if one else ''} it changed with it."
        )
    if settled.moved:
        one = settled.moved == 1
        said.append(
            format_html(
                '{} sentence{} may now say what is no longer so: <a href="{}">look at {}</a>.',
                settled.moved, "" if one else "s", reverse("admin:articles_movedfact_changelist"), "it" if one else "them",
            )
        )  # fmt: skip
    return said


def refuse_deletion(work: Work) -> str:
    """Why the work cannot be deleted, naming what is about it; "" when it can."""
    rows = Subject.objects.filter(work=work).select_related("article").order_by("-article_id")
    titles = [str(row.article) for row in rows[:NAMED_ARTICLES]]
    parts = work.children.count()
    shown = WorkUse.objects.filter(work=work, copy=Copy.LIVE).select_related("article").first()
    if titles:
        named = ", ".join(f"“{title}”" for title in titles)
        more = rows.count() - len(titles)
        return (
            f"{work} cannot be deleted: {named}{f' and {more} more' if more else ''} say they are about it."
        )
    if shown:
        return f"{work} cannot be deleted: the text of “{shown.article}” shows it. Take the block out there first."
    return f"{work} cannot be deleted: {parts} other works are part of it." if parts else ""


@admin.register(Person)
class PersonAdmin(FoldedSearch, admin.ModelAdmin):
    form = PersonForm
    list_display = ["name", "work_names"]
    search_fields = ["name", "imdb_id", "tmdb_id", "wikidata_id"]
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["name"]}),
        ("Known elsewhere as", {"classes": ["collapse"], "fields": ["imdb_id", "tmdb_id", "wikidata_id", "official_site"]}),
        ("Page", {"classes": ["collapse"], "fields": ["slug"]}),
    ]  # fmt: skip

    def get_queryset(self, request) -> QuerySet[Person]:
        credits = Credit.objects.select_related("work").order_by("-work__year", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("credits", credits))

    @admin.display(description="Works")
    def work_names(self, person: Person) -> str:
        names = dict.fromkeys(str(credit.work) for credit in person.credits.all())
        shown = list(names)[:NAMED_ARTICLES]
        return ", ".join(shown) + (" …" if len(names) > len(shown) else "")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            for words in followed(works.rename_person(obj)):
                self.message_user(request, words, messages.INFO)

    def delete_view(self, request, object_id, extra_context=None):
        person = self.get_object(request, unquote(object_id))
        credited = person.works.distinct()[:NAMED_ARTICLES] if person else []
        if credited and self.has_delete_permission(request, person):
            names = ", ".join(f"“{work}”" for work in credited)
            words = f"{person} cannot be deleted: credited in {names}. Take the credits out there first."
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_person_change", args=[person.pk]))
        return super().delete_view(request, object_id, extra_context)
