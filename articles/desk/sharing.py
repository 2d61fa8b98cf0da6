"""Preview links of an article for the desk's dialog: which there are, one more, one less."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import sharing
from articles.models import Article, SharedPreview
from articles.refusals import PublishingError, name_of

DAYS_ERROR = f"Say for how many days, as a whole number from 1 to {sharing.MOST_PREVIEW_DAYS}."


class ShareForm(forms.Form):
    days = forms.IntegerField(
        min_value=1,
        max_value=sharing.MOST_PREVIEW_DAYS,
        error_messages={
            name: DAYS_ERROR for name in ("required", "invalid", "min_value", "max_value", "max_digits")
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, pk: int) -> JsonResponse:
    """The links that still show something, those that end soonest first. POST makes one that lasts for `days`."""
    article = _article_of(request, pk)
    if request.method == "POST":
        return _make(request, article)
    found = SharedPreview.objects.valid().filter(article=article).select_related("made_by")
    return JsonResponse({
        "links": [as_data(shared) for shared in found],
        "days": sharing.PREVIEW_DAYS,
        "most_days": sharing.MOST_PREVIEW_DAYS,
    })  # fmt: skip


@never_cache
@require_POST
def end(request: HttpRequest, pk: int, shared_pk: int) -> JsonResponse:
    """End one link; 404 for one that is not this article's."""
    shared = _article_of(request, pk).shared_previews.filter(pk=shared_pk).first()
    if shared is None:
        raise Http404("This article has no such link.")
    sharing.revoke(shared, by=request.user)
    return JsonResponse({"ended": shared.pk})


def _article_of(request: HttpRequest, pk: int) -> Article:
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None or not request.user.has_perm("articles.change_article"):
        raise Http404("There is no such article, or it is not yours to share.")
    return article


def _make(request: HttpRequest, article: Article) -> JsonResponse:
    form = ShareForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": DAYS_ERROR}, status=422)
    try:
        shared = sharing.share(article, by=request.user, days=form.cleaned_data["days"])
    except PublishingError as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"link": as_data(shared)}, status=201)


def as_data(shared: SharedPreview) -> dict[str, str | int]:
    """What the dialog shows of a link; `until` in words, in the site's time zone."""
    return {
        "id": shared.pk,
        "url": settings.PUBLIC_URL + shared.get_absolute_url(),
        "who": name_of(shared.made_by),
        "until": formats.date_format(timezone.localtime(shared.expires_at), "j F Y, H:i"),
        "end_url": reverse("admin:articles_article_share_end", args=[shared.article_id, shared.pk]),
    }
