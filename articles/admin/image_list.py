"""The library: a grid of pictures with their state, filters and search that stay quick, never a COUNT of all."""

from functools import cached_property
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.urls import reverse
from django.utils.text import capfirst

from articles import rights
from articles.admin.article_list import LookAheadPaginator
from articles.desk.picture_state import Badge, badges, card_url
from articles.models import Image
from articles.models.image import WARNING_DAYS
from articles.models.licences import Rights

PER_PAGE = 48


class Card(NamedTuple):
    image: Image
    url: str
    file: str
    badges: list[Badge]


class Library(ChangeList):
    """The list's page as cards."""

    @cached_property
    def cards(self) -> list[Card]:
        """One query, however many there are: which of this page's pictures nothing shows."""
        images = list(self.result_list)
        pks = [image.pk for image in images]
        unused = set(Image.objects.filter(pk__in=pks).unused().values_list("pk", flat=True))
        return [
            Card(
                image,
                reverse("admin:articles_image_change", args=[image.pk]),
                card_url(image),
                badges(image, is_unused=image.pk in unused),
            )
            for image in images
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.has_active_filters)


class RightsFilter(admin.SimpleListFilter):
    title = "rights"
    parameter_name = "rights"
    NOBODY_NOTED = "none"

    def lookups(self, request, model_admin):
        return [*((value, capfirst(label)) for value, label in Rights.choices), ("none", "Not noted")]

    def queryset(self, request, queryset):
        wanted = "" if self.value() == self.NOBODY_NOTED else self.value()
        return queryset.by_rights(wanted) if wanted in ("", *Rights.values) else queryset


class RightsEndFilter(admin.SimpleListFilter):
    title = "rights end"
    parameter_name = "ends"

    def lookups(self, request, model_admin):
        return [
            ("soon", f"Within {WARNING_DAYS} days"), ("ended", "Ended"), ("replace", "Ended, and still in use"),
        ]  # fmt: skip

    def queryset(self, request, queryset):
        match self.value():
            case "soon":
                return queryset.expiring()
            case "ended":
                return queryset.expired()
            case "replace":
                return queryset.expired().in_use()
        return queryset


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("used", "In use"), ("unused", "Unused")]

    def queryset(self, request, queryset):
        match self.value():
            case "used":
                return queryset.in_use()
            case "unused":
                return queryset.unused()
        return queryset


class MissingFilter(admin.SimpleListFilter):
    title = "missing"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [("alt", "Alt text not answered"), ("credit", "No credit")]

    def queryset(self, request, queryset):
        match self.value():
            case "alt":
                return queryset.unanswered()
            case "credit":
                return queryset.uncredited()
        return queryset


class ImageList:
    """The change list's half of ImageAdmin."""

    list_display = ["__str__"]
    list_filter = [MissingFilter, RightsFilter, RightsEndFilter, UseFilter]
    list_per_page = PER_PAGE
    list_max_show_all = PER_PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["caption", "credit", "alt", "file_name"]
    search_help_text = "Caption, credit, alt text or file name"
    change_list_template = "admin/articles/image/change_list.html"

    def get_changelist(self, request, **kwargs):
        return Library

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        number = request.GET.get(PAGE_VAR, "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
        return LookAheadPaginator(queryset, per_page, *args, page_number=page, **kwargs)

    def get_ordering(self, request):
        """The newest first; of those whose rights end, the one that ends first."""
        return ["expires_at", "pk"] if request.GET.get(RightsEndFilter.parameter_name) else ["-pk"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": "Pictures",
            "to_replace_count": rights.to_replace().count(),
            "can_add": self.has_add_permission(request),
        }
        return super().changelist_view(request, context | (extra_context or {}))


def replace_rows() -> list[dict]:
    """The editor's list: each picture to replace with its state and everything that shows it (four queries)."""
    images = list(rights.to_replace())
    uses = rights.uses_of(images)
    return [
        {"image": image, "file": card_url(image), "badges": badges(image)[:1], "uses": uses[image.pk]}
        for image in images
    ]
