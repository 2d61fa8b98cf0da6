"""Live articles by headline: for a recommended slot filled by hand, and for a link to one of them."""

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import formats
from django.views.decorators.http import require_GET

from articles.models import Article

SUGGESTIONS = 12


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Those asked for by `uid`, else the newest whose headline holds every word of `q`, then those whose text does.

    `kind=articles` means all live articles; without it only those with a video.
    """
    found = Article.objects.published().newest_first().select_related("section")
    uids = [uid.replace("\x00", "") for uid in request.GET.getlist("uid")[:SUGGESTIONS]]
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    if uids:
        rows = list(found.filter(uid__in=uids)[:SUGGESTIONS])
    else:
        if request.GET.get("kind") != "articles":
            found = found.with_video()
        by_headline = found
        for word in query.split()[:8]:
            by_headline = by_headline.filter(Q(headline__icontains=word))
        rows = list(by_headline[:SUGGESTIONS])
        if query.strip() and len(rows) < SUGGESTIONS:
            others = found.matching(query).exclude(pk__in=[row.pk for row in rows])
            rows += others[: SUGGESTIONS - len(rows)]
    return JsonResponse({"articles": [as_data(row) for row in rows]})


def as_data(article: Article) -> dict[str, str]:
    """What the dialogs show of an article, and how it is referred to."""
    date = formats.date_format(article.published_at, "DATE_FORMAT")
    return {
        "uid": article.uid,
        "headline": article.headline_plain,
        "url": article.get_absolute_url(),
        "words": f"{article.section}, {date}",
    }
