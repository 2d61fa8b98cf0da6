"""What a shared link shows: an article's saved working copy, to whoever has the address and to nobody else.

The one page that does not begin with `published()`. It asks no session, and neither caches, search engines nor
other sites hear of its address.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import formats, timezone
from django.views.decorators.http import require_safe

from articles import embargo, proposals, sharing
from articles.models import Article, SharedPreview, WorkingCopy
from articles.views.article import render_article

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",  # The address is the key: no site that is linked to may learn it.
}


def kept_secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Every answer of `view` bears HEADERS, whatever it says."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer


@kept_secret
@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    shared = sharing.find(token)
    if shared is None:
        return render(request, "articles/shared_preview_ended.html", {"is_noindex": True}, status=410)
    article = shared.article
    if article.is_live and not WorkingCopy.objects.filter(article=article).exists():
        return HttpResponseRedirect(article.get_absolute_url())
    proposed = proposals.as_published(article)
    return render_article(request, proposed, is_preview=True, preview_banner=banner(shared, article))


def banner(shared: SharedPreview, article: Article) -> str:
    """What this page is, who shows it and until when."""
    what = "changes that are not published yet" if article.is_live else "an unpublished article"
    name = (
        shared.made_by.get_full_name() if shared.made_by else ""
    )  # A user name is half of a login: never shown.
    by = f", shared by {name}" if name else ""
    day = formats.date_format(timezone.localtime(shared.expires_at), "j F")
    held = f" Under embargo until {embargo.words(article)}." if article.is_embargoed else ""
    return f"Preview of {what}{by}. It may still change.{held} This link ends on {day}."
