"""Facts that moved, as an editor works through them: the sentence, what is so now, and two buttons."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles import findings
from articles.findings import Finding
from articles.models import Article, MovedFact

PAGE_LENGTH = 100


class Row(NamedTuple):
    finding: Finding
    update_url: str


class Group(NamedTuple):
    """An article and what there is to look at in it."""

    article: Article
    rows: list[Row]


@admin.register(MovedFact)
class MovedFactAdmin(admin.ModelAdmin):
    """Rows come and go by themselves: nobody adds, edits or deletes one by hand."""

    change_list_template = "admin/articles/movedfact/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="articles_movedfact_changelist"),
            path(
                "still-right/",
                view(require_POST(self.still_right_view)),
                name="articles_movedfact_still_right",
            ),
        ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """There is no page to do it on; but rows must not hinder who deletes their article or work."""
        return True

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = findings.open_facts()
        context = {
            **self.admin_site.each_context(request), "title": "Facts that moved", "opts": self.opts,
            "groups": self._groups(request, found[:PAGE_LENGTH]), "more_count": max(0, len(found) - PAGE_LENGTH),
            "can_answer": self.has_change_permission(request),
            "can_update": request.user.has_perm("articles.change_article"),
        }  # fmt: skip
        return TemplateResponse(request, self.change_list_template, context | (extra_context or {}))

    def _groups(self, request: HttpRequest, found: list[Finding]) -> list[Group]:
        with_work_form = request.user.has_perm("articles.change_work")
        return [
            Group(rows[0].article, [Row(row, update_url(row, with_work_form=with_work_form)) for row in rows])
            for rows in by_article(found)
        ]

    def still_right_view(self, request: HttpRequest) -> HttpResponse:
        """An answer about what the editor saw: something else that has come in its place is asked on its own."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        shown = [finding for rows in by_article(findings.open_facts()) for finding in rows]
        place = next(
            (at for at, finding in enumerate(shown) if finding.key == request.POST.get("finding")), None
        )
        if place is None:
            words = "This is not on the list any more: somebody answered it, or it has changed meanwhile."
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_movedfact_changelist"))
        finding = shown.pop(place)
        findings.still_right(finding, by=request.user)
        self.message_user(request, f"Noted: “{finding.article}” is right as it stands.", messages.SUCCESS)
        # Whoever works by keyboard goes on where she was.
        following = f"#{shown[min(place, len(shown) - 1)].key}" if shown else ""
        return HttpResponseRedirect(reverse("admin:articles_movedfact_changelist") + following)


def by_article(found: list[Finding]) -> list[list[Finding]]:
    """One article after the other, the one with the newest finding first."""
    gathered: dict[int, list[Finding]] = {}
    for finding in found:
        gathered.setdefault(finding.article.pk, []).append(finding)
    return list(gathered.values())


def update_url(finding: Finding, *, with_work_form: bool) -> str:
    """Where to mend it: the article's form, at the sentence; for a trailer the work's, for who may change that."""
    if finding.kind == MovedFact.Kind.TRAILER and with_work_form:
        return reverse("admin:articles_work_change", args=[finding.work.pk]) + "#id_trailer_url"
    form = reverse("admin:articles_article_change", args=[finding.article.pk])
    if finding.field:
        return f"{form}#id_{finding.field}"
    if not finding.sentence:
        return form
    place = urlencode({"sentence": finding.text, "phrase": finding.phrase}, quote_via=quote)
    return f"{form}#{place}"
