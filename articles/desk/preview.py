"""A draft exactly as readers will see it: the public template, filled with what would be published."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles import embargo, proposals, publishing
from articles.models import Article
from articles.snapshots import Snapshot
from articles.views import render_article


@never_cache
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The saved working copy."""
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None or not request.user.has_perm("articles.view_article"):
        raise Http404("There is no such article, or it is not yours to see.")
    return show(request, article, publishing.snapshot_of(article))


def show(request: HttpRequest, article: Article, snapshot: Snapshot) -> HttpResponse:
    """The article with the content of `snapshot`, as a reader without a name. Saves nothing; search engines and caches
    keep away."""
    request.user = AnonymousUser()
    banner = (
        f"Preview: not public, and under embargo until {embargo.words(article)}."
        if article.is_embargoed
        else ""
    )
    proposed = proposals.as_published(article, snapshot)
    response = render_article(request, proposed, is_preview=True, preview_banner=banner)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response
