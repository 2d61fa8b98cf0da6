"""Search, simple: every word of the query must be there, accents and dots aside."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from authors.paging import page_of

MAX_QUERY_LENGTH = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # PostgreSQL refuses NUL; none of them is ever meant


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = _CONTROL.sub(" ", request.GET.get("q", "")).strip()
    if len(query) > MAX_QUERY_LENGTH:
        context = {"refusal": "That is more than we can look for. Try a few words.", "is_noindex": True}
        return render(request, "articles/search.html", context, status=400)
    found = Article.objects.published().matching(query).for_cards().newest_first()
    context = {"query": query, "page_obj": page_of(found, request), "is_noindex": True}
    return render(request, "articles/search.html", context)
