"""Suggestions while an editor types a tag."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from articles.body.fold import key as fold_key
from articles.models import Tag, TagSynonym

SUGGESTIONS = 10


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Names of tags that begin with `q`, then of those that only contain it; case and accents do not count."""
    wanted = fold_key(request.GET.get("q", "").replace("\x00", "")[:100])
    if not wanted:
        return JsonResponse({"tags": []})
    begins = {"key__startswith": wanted}
    names = list(Tag.objects.filter(**begins).order_by("key").values_list("name", flat=True)[:SUGGESTIONS])
    others = TagSynonym.objects.filter(**begins).order_by("key")
    names += others.values_list("tag__name", flat=True)[:SUGGESTIONS]
    if len(names) < SUGGESTIONS and len(wanted) > 2:
        inner = Tag.objects.filter(key__contains=wanted).order_by("key")
        names += inner.values_list("name", flat=True)[:SUGGESTIONS]
    return JsonResponse({"tags": list(dict.fromkeys(names))[:SUGGESTIONS]})
