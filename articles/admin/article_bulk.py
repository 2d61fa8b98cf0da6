"""Acts on several articles: from the list to a page that says what will happen to each, and on to one that says what
did. Works without script; nothing happens before “Do it”."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import bulk, publishing
from articles.admin.article_list import status_words
from articles.admin.bulk_forms import OFFERS, BulkForm, Offer
from articles.bulk import Chosen, Outcome, Result
from articles.models import Article
from articles.querysets import LONG_COLUMNS

REPORT = "bulk_report"  # in the session: what was done last
TOO_MANY = f"These are more than {bulk.LIMIT} articles. Choose at most {bulk.LIMIT} at a time."
NONE_LEFT = "No article is left. Choose some in the list."
CHANGED = "You changed something after you looked: this is what will happen now. Nothing was done yet."
DIGITS = 9  # of the longest number a page sends
Row = dict[str, Any]


def leads_to(name: str, offer: Offer) -> Callable:
    """The act as the list offers it."""

    @admin.action(description=offer.title, permissions=[offer.permission])
    def lead(model_admin: "BulkActs", request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        pks = list(chosen.values_list("pk", flat=True)[: bulk.LIMIT + 1])
        if len(pks) > bulk.LIMIT:
            return model_admin.message_user(request, TOO_MANY, messages.WARNING)
        query = urlencode({"article": pks, "back": request.GET.urlencode()}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:articles_article_bulk', args=[name])}?{query}")

    lead.__name__ = f"{name}_them"
    return lead


@method_decorator([never_cache, require_http_methods(["GET", "POST"])], name="bulk_view")
@method_decorator([never_cache], name="bulk_report_view")
class BulkActs:
    """For the article's admin."""

    actions = [leads_to(name, offer) for name, offer in OFFERS.items()]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("bulk/report/", view(self.bulk_report_view), name="articles_article_bulk_report"),
            path("bulk/<slug:name>/", view(self.bulk_view), name="articles_article_bulk"),
            *super().get_urls(),
        ]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return publishing.may_publish(request.user)

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Says what will happen; with `do` it happens, if that is what the page said."""
        offer = self._offer(request, name)
        given = request.POST if request.method == "POST" else request.GET
        chosen = chosen_in(given)
        if not 0 < len(chosen) <= bulk.LIMIT:
            self.message_user(request, TOO_MANY if chosen else NONE_LEFT, messages.WARNING)
            return HttpResponseRedirect(list_address(given))
        form = offer.form(given, user=request.user, pks=[one.pk for one in chosen])
        chosen = bulk.in_order(chosen, by_headline=form.is_by_headline, by=request.user)
        if "do" in request.POST and form.is_valid():
            if form.digest(chosen) == request.POST.get("looked"):
                return self._do(request, offer, form, chosen)
            self.message_user(request, CHANGED, messages.WARNING)
        if request.method == "GET" and not form.is_valid():  # nobody has been asked yet
            form = offer.form(user=request.user, pks=form.pks)
        return self._ask(request, offer, form, chosen)

    def _offer(self, request: HttpRequest, name: str) -> Offer:
        if name not in OFFERS:
            raise Http404("There is no such act.")
        offer = OFFERS[name]
        if not getattr(self, f"has_{offer.permission}_permission")(request):
            raise PermissionDenied
        return offer

    def _do(self, request: HttpRequest, offer: Offer, form: BulkForm, chosen: list[Chosen]) -> HttpResponse:
        outcomes = bulk.run(form.act(), chosen, by=request.user)
        request.session[REPORT] = {
            "title": offer.title,
            "rows": [reported(outcome) for outcome in outcomes],
            "back": list_address(request.POST),
        }
        return HttpResponseRedirect(reverse("admin:articles_article_bulk_report"))

    def _ask(self, request: HttpRequest, offer: Offer, form: BulkForm, chosen: list[Chosen]) -> HttpResponse:
        given = request.POST if request.method == "POST" else request.GET
        articles = found(chosen, request.user)
        is_known = form.is_bound and form.is_valid()
        anew = [Chosen(one.pk, place=one.place) for one in chosen if one.pk in articles]
        outcomes = bulk.rehearse(form.act(), anew, by=request.user) if is_known else []
        words = {outcome.pk: reported(outcome) for outcome in outcomes}
        context = self._context(offer.title, request) | {
            "form": form,
            "rows": [
                {"article": articles[one.pk], "now": status_words(articles[one.pk]), **words.get(one.pk, {})}
                for one in chosen
                if one.pk in articles
            ],
            "counts": counted(words.values()),
            "listed": form.pks,
            "looked": form.digest(chosen) if is_known else "",
            "back": given.get("back", ""),
            "back_address": list_address(given),
        }
        return TemplateResponse(request, "admin/articles/article/bulk.html", context)

    def bulk_report_view(self, request: HttpRequest) -> HttpResponse:
        report = request.session.get(REPORT)
        if report is None or not self.has_view_permission(request):
            return HttpResponseRedirect(list_address({}))
        context = self._context(f"{report['title']}: what was done", request) | {
            "rows": report["rows"],
            "counts": counted(report["rows"]),
            "back_address": report["back"],
        }
        return TemplateResponse(request, "admin/articles/article/bulk_report.html", context)

    def _context(self, title: str, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}


def chosen_in(given: QueryDict) -> list[Chosen]:
    """What was chosen, in the order of the list, with the numbers the page showed."""
    pks = list(dict.fromkeys(filter(None, map(as_number, given.getlist("article")))))
    listed = {as_number(value): place for place, value in enumerate(given.getlist("listed"))}
    pks.sort(key=lambda pk: listed.get(pk, len(listed)))
    return [Chosen(pk, as_number(given.get(f"number-{pk}", ""))) for pk in pks]


def as_number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= DIGITS
    return int(text) if is_number else None


def list_address(given: Mapping[str, str]) -> str:
    """The list as it was filtered."""
    query = QueryDict(given.get("back", "")).urlencode()
    return reverse("admin:articles_article_changelist") + (f"?{query}" if query else "")


def found(chosen: list[Chosen], user: AbstractBaseUser) -> dict[int, Article]:
    """The chosen articles that the user may see, as they are now."""
    articles = Article.objects.visible_to(user).select_related("working_copy")
    return articles.defer(*LONG_COLUMNS, "working_copy__snapshot").in_bulk([one.pk for one in chosen])


def reported(outcome: Outcome) -> Row:
    """An outcome as the session keeps it."""
    return {
        "pk": outcome.pk,
        "headline": str(outcome.article or ""),
        "result": str(outcome.result),
        "words": outcome.words,
    }


def counted(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many of each result, for example [("done", 2), ("not done", 1)]."""
    counts = Counter(row["result"] for row in rows)
    return [(str(result), counts[result]) for result in Result if counts[result]]
