"""Live articles with a video, for choosing a recommended slot by hand."""

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from articles.models import Article

SUGGESTIONS = 12


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Those asked for by `uid`, else the newest whose headline holds every word of `q`."""
    found = Article.objects.published().with_video().newest_first()
    uids = [uid.replace("\x00", "") for uid in request.GET.getlist("uid")[:SUGGESTIONS]]
    if uids:
        found = Article.objects.published().filter(uid__in=uids)
    for word in request.GET.get("q", "").replace("\x00", "").split()[:8]:
        found = found.filter(Q(headline__icontains=word))
    rows = found.only("uid", "headline")[:SUGGESTIONS]
    return JsonResponse({"articles": [{"uid": row.uid, "headline": row.headline_plain} for row in rows]})
