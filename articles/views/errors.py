"""Pages for addresses that lead nowhere (any more), with a way on."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import redirects, selection

MAX_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{3,30}")
_FURNITURE = {
    "articles",
    "sections",
    "tags",
    "authors",
    "corrections",
    "works",
    "people",
    "releases",
    "archive",
    "search",
    "feed",
    "html",
    "php",
    "index",
    "the",
    "and",
}


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with suggestions by the words of the address; 410 where it once led to an article that is gone for good.
    Django's handler404."""
    if redirects.is_gone(request.path_info):
        return gone(request, "")
    words = words_of(request.path_info)
    context = {"suggested_query": words, "suggestions": selection.suggestions(words), "is_noindex": True}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, public_note: str) -> HttpResponse:
    """410: there was an article, and we say what we may about why it went."""
    context = {"public_note": public_note, "suggestions": selection.suggestions(""), "is_noindex": True}
    return render(request, "410.html", context, status=410)


def words_of(path: str) -> str:
    """The telling words of an address: "/articles/moon-landing.html" -> "moon landing"."""
    words = (word.lower() for word in _WORD.findall(path[:200]))
    return " ".join([word for word in words if word not in _FURNITURE][:MAX_WORDS])
