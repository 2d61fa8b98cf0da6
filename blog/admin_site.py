"""The editors' side: what an editor needs daily first, everything else folded under Settings."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from articles import alarms, board, findings, publishing, rights, sittings
from articles.desk.my_settings import my_settings
from articles.models import Article, Publication

# The daily entries, in order; never more than seven.
DAILY = (
    "articles.article", "articles.image", "articles.work", "authors.author", "articles.tag",
    "articles.page", "articles.publication",
)  # fmt: skip
RECENT_LENGTH = 6
UNSAVED_LENGTH = 5


class EditorialAdminSite(admin.AdminSite):
    enable_nav_sidebar = False  # The entries stand in the head of every page, and the text gets the width.
    index_title = "Newsroom"
    empty_value_display = "–"

    @property
    def site_header(self) -> str:
        return Publication.current().site_name

    site_title = site_header

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Two groups instead of one a package: the newsroom and the settings."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name'].lower()}": model
            for app in apps
            for model in app["models"]
        }
        daily = [models.pop(label) for label in DAILY if label in models]
        rest = sorted(models.values(), key=lambda model: model["name"])
        groups = (("newsroom", "Newsroom", daily), ("settings", "Settings", rest))
        return [_group(label, name, entries) for label, name, entries in groups if entries]

    def each_context(self, request: HttpRequest) -> dict:
        context = super().each_context(request)
        context["site_title"] = context["site_header"]
        return context

    def get_urls(self):
        own = self.admin_view(my_settings)
        return [path("my-settings/", own, name="my_settings"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict | None = None):
        recent = Article.objects.visible_to(request.user).exclude(status="trashed").for_cards()
        recent = recent.select_related("section", "featured_image", "working_copy").defer(
            *recent.query.deferred_loading[0], "working_copy__snapshot"
        )
        context = {"recent_articles": recent.order_by("-modified_at")[:RECENT_LENGTH]}
        context["unsaved"] = sittings.unsaved_anywhere(request.user, limit=UNSAVED_LENGTH)
        if publishing.may_publish(request.user):
            context |= {"board": board.columns(), "failed_changes": board.failed_changes()}
            context["alarms"] = alarms.shown_to(request.user, timezone.now())
        if request.user.has_perm("articles.view_image"):
            context["to_replace_count"] = rights.to_replace().count()
        if request.user.has_perm("articles.view_movedfact"):
            context["moved_facts_count"] = findings.open_count()
        return super().index(request, context | (extra_context or {}))


def _group(label: str, name: str, models: list[dict]) -> dict:
    return {
        "name": name, "app_label": label, "app_url": reverse("admin:index"), "has_module_perms": True, "models": models,
    }  # fmt: skip
