"""The history of an article as an editor meets it: milestones, two of them compared, one restored or named."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from articles import history, publishing
from articles.body import titles
from articles.desk import comparison
from articles.models import Article, Revision, WorkingCopy

PAGE_LENGTH = 50
NOW = "now"
GONE = "This milestone is not kept any more, or never was. Choose from those below."
WORDS = {
    "saved": "Saved", "named": "Saved", "submitted": "Submitted for review", "published": "Published",
    "withdrawn": "Withdrawn", "restored": "Restored",
}  # fmt: skip


class NameForm(forms.ModelForm):
    class Meta:
        model = Revision
        fields = ["name"]


@dataclass(frozen=True)
class Row:
    """A milestone, or what the editor goes on from now. `headline`: only where it is another than before."""

    key: str
    words: str
    who: str
    made_at: datetime | None
    name: str = ""
    restored_from: datetime | None = None
    headline: str = ""


class HistoryPages:
    """For the article's admin: its history in place of Django's log."""

    def get_urls(self):
        view = self.admin_site.admin_view
        each = "<int:pk>/history/<int:revision_pk>"
        return [
            path("<int:pk>/history/compare/", view(self.compare_view), name="articles_article_compare"),
            path(f"{each}/restore/", view(require_POST(self.restore_view)), name="articles_article_restore"),
            path(f"{each}/name/", view(require_POST(self.name_view)), name="articles_article_name"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self._article(request, object_id)
        newest_first = _listed(article)
        page = Paginator(newest_first, PAGE_LENGTH).get_page(request.GET.get("page"))
        start = (page.number - 1) * PAGE_LENGTH
        # One more than is shown: what the last one's headline was changed from.
        revisions = list(newest_first[start : start + PAGE_LENGTH + 1])
        rows = _rows(revisions)[:PAGE_LENGTH]
        context = {
            "title": "History", "page": page, "rows": rows, "now": _now(article, revisions) if page.number == 1 else None,
            "now_key": NOW, "from_key": _compared_first(article) if page.number == 1 else rows[0].key,
            "may_change": self.has_change_permission(request, article), "name_length": NameForm().fields["name"].max_length,
        }  # fmt: skip
        return self._page(request, "history", article, context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article(request, pk)
        asked = [request.GET.get("from") or _compared_first(article), request.GET.get("to") or NOW]
        sides = [_side(article, key) for key in asked]
        if None in sides:
            return self._back(request, article, GONE, messages.WARNING)
        (before, snapshot), (after, other) = sides
        context = {
            "title": "What changed", "before": before, "after": after,
            "differences": comparison.of_snapshots(snapshot, other),
        }  # fmt: skip
        return self._page(request, "compare", article, context)

    def restore_view(self, request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
        article, revision = self._to_change(request, pk, revision_pk)
        if revision is None:
            return self._back(request, article, GONE, messages.WARNING)
        try:
            lost = publishing.restore_revision(article, revision, by=request.user)
        except publishing.PublishingError as refusal:
            return self._back(request, article, str(refusal), messages.ERROR)
        self.message_user(request, "Restored into the working copy. Readers see nothing of it yet.")
        if lost:
            names = ", ".join(comparison.labels(lost))
            words = f"Something is not there any more and was left out. Look at: {names}."
            self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def name_view(self, request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
        article, revision = self._to_change(request, pk, revision_pk)
        if revision is None:
            return self._back(request, article, GONE, messages.WARNING)
        form = NameForm(request.POST, instance=revision)
        if not form.is_valid():
            words = " ".join(sentence for sentences in form.errors.values() for sentence in sentences)
            return self._back(request, article, words, messages.ERROR)
        words = form.cleaned_data["name"]
        history.name(revision, words)
        said = f"“{words}” is kept for ever." if words else "The name is taken away."
        return self._back(request, article, said, messages.SUCCESS)

    # --- who may see what

    def _article(self, request: HttpRequest, pk: int | str) -> Article:
        try:
            found = self.get_queryset(request).select_related("working_copy__saved_by").filter(pk=pk).first()
        except ValueError:
            found = None
        if found is None or not self.has_view_permission(request, found):
            raise Http404("There is no such article, or it is not yours to see.")
        return found

    def _to_change(self, request: HttpRequest, pk: int, revision_pk: int) -> tuple[Article, Revision | None]:
        article = self._article(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article, article.revisions.filter(pk=revision_pk).first()

    # --- answers

    def _page(self, request: HttpRequest, name: str, article: Article, context: dict) -> HttpResponse:
        own = {"opts": self.opts, "article": article}
        whole = {**self.admin_site.each_context(request), **own, **context}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", whole)

    def _back(self, request: HttpRequest, article: Article, words: str, level: int) -> HttpResponse:
        self.message_user(request, words, level)
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[article.pk]))


def _listed(article: Article) -> QuerySet[Revision]:
    """The milestones without their bodies."""
    return (
        article.revisions.defer("snapshot")
        .select_related("made_by")
        .annotate(headline=KT("snapshot__headline"), wished=KT("snapshot__published_at"))
    )


def _compared_first(article: Article) -> str:
    """What now is compared with where nobody chose: the newest milestone is mostly what there is now, so the one before."""
    newest = [str(pk) for pk in article.revisions.values_list("pk", flat=True)[:2]]
    return newest[-1] if newest else NOW


def _rows(revisions: list[Revision]) -> list[Row]:
    return [_row(*pair) for pair in pairwise([*revisions, None])]


def _row(revision: Revision, before: Revision | None) -> Row:
    headline = "" if before is not None and before.headline == revision.headline else revision.headline or ""
    return Row(
        str(revision.pk), _words(revision), _who(revision.made_by), revision.made_at, revision.name,
        revision.restored_from, titles.to_plain(headline),
    )  # fmt: skip


def _words(revision: Revision) -> str:
    if revision.kind == Revision.Kind.PUBLISHED:
        wished = parse_datetime(revision.wished or "")
        return "Scheduled" if wished and wished > revision.made_at else "Published"
    return WORDS[revision.kind]


def _now(article: Article, revisions: list[Revision]) -> Row:
    """What the editor goes on from: the working copy, else what readers see."""
    working_copy: WorkingCopy | None = getattr(article, "working_copy", None)
    headline = working_copy.snapshot["headline"] if working_copy else article.headline
    is_other = not revisions or revisions[0].headline != headline
    return Row(
        NOW, "Now", _who(working_copy.saved_by) if working_copy else "",
        working_copy.saved_at if working_copy else None,
        headline=titles.to_plain(headline) if is_other else "",
    )  # fmt: skip


def _who(user: AbstractBaseUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _side(article: Article, key: str) -> tuple[Row, dict] | None:
    """One side of a comparison: what it is and what it holds. None: there is no such milestone of this article."""
    if key == NOW:
        return _now(article, []), publishing.snapshot_of(article)
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    revision = _listed(article).defer(None).filter(pk=int(key)).first()
    return revision and (_row(revision, None), revision.snapshot)
