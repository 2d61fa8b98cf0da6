"""Sections, tags and series in the admin."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from articles import publishing
from articles.admin.plain_search import PlainSearch
from articles.desk import tags
from articles.models import Section, Series, Tag, TaggedArticle
from articles.slugs import slug_of

MERGE_LIMIT = 100


class SlugFromName(forms.ModelForm):
    """The address may be left empty: it is then made from the name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        return self.cleaned_data["slug"] or slug_of(self.data.get("name", ""))


@admin.register(Section)
class SectionAdmin(PlainSearch, admin.ModelAdmin):
    form = SlugFromName
    fields = ["name", "slug", "description", "position"]
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]


@admin.register(Series)
class SeriesAdmin(PlainSearch, admin.ModelAdmin):
    form = SlugFromName
    fields = ["name", "slug", "description"]
    list_display = ["name", "slug"]
    search_fields = ["name"]


@admin.register(Tag)
class TagAdmin(PlainSearch, admin.ModelAdmin):
    form = SlugFromName
    fields = ["name", "slug", "description"]
    list_display = ["name", "slug", "use_count"]
    search_fields = ["name", "key"]
    list_per_page = 100
    show_full_result_count = False
    actions = ["merge_them"]

    def get_queryset(self, request):
        uses = TaggedArticle.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        count = uses.annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(use_count=Coalesce(Subquery(count), 0))

    def get_urls(self):
        suggest = self.admin_site.admin_view(tags.suggest)
        return [path("suggest/", suggest, name="articles_tag_suggest"), *super().get_urls()]

    @admin.display(description="Live articles", ordering="use_count")
    def use_count(self, tag: Tag) -> int:
        return tag.use_count

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_tag", "articles.delete_tag"])

    @admin.action(description="Merge into one", permissions=["merge"])
    def merge_them(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Ask which of the chosen tags stays, then move everything to it."""
        found = list(chosen.order_by("-use_count", "name")[: MERGE_LIMIT + 1])
        if len(found) < 2 or len(found) > MERGE_LIMIT:
            words = f"Choose at least two tags, and at most {MERGE_LIMIT}, to merge them into one."
            return self.message_user(request, words, messages.WARNING)
        target = next((tag for tag in found if str(tag.pk) == request.POST.get("into")), None)
        if target is None:
            return self._ask_for_target(request, found)
        moved = publishing.merge_tags([tag for tag in found if tag != target], into=target, by=request.user)
        noun = "article" if moved == 1 else "articles"
        names = ", ".join(f"“{tag.name}”" for tag in found if tag != target)
        words = f"{names} merged into “{target.name}”: {moved} {noun} moved. The old addresses lead there."
        return self.message_user(request, words, messages.SUCCESS)

    def _ask_for_target(self, request: HttpRequest, found: list[Tag]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request), "title": "Merge tags", "opts": self.opts, "tags": found,
            "checkbox_name": ACTION_CHECKBOX_NAME, "media": self.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)
