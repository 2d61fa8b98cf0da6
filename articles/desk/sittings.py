"""What an open form asks for while somebody writes: who else is here, and that what she typed is kept."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import sittings
from articles.models import Article, Sitting
from articles.refusals import name_of

# Of the form's fields, those that say something of the form itself.
OWN_FIELDS = {
    "csrfmiddlewaretoken",
    "article",
    "sitting",
    "sequence",
    "continues",
    "base_number",
    "decided_number",
}
BIGGEST_NUMBER = 2**53  # what a browser counts up to without rounding


class Unanswerable(Exception):
    """The request cannot be answered; the sentence goes to the editor."""

    def __init__(self, sentence: str, *, status: int):
        super().__init__(sentence)
        self.status = status


def answering(view):
    """A view that gives a dict; refusals become a sentence with their status."""

    @never_cache
    @require_POST
    def wrapped(request: HttpRequest) -> JsonResponse:
        try:
            return JsonResponse(view(request))
        except Unanswerable as refusal:
            return JsonResponse({"sentence": str(refusal)}, status=refusal.status)
        except sittings.AutosaveRefused as refusal:
            return JsonResponse({"sentence": str(refusal)}, status=413)

    return wrapped


@answering
def seen(request: HttpRequest) -> dict[str, Any]:
    """The form is open: who else has the article open, and who is shown as editing. `take` takes over."""
    article = _article(request)
    company = sittings.come(
        _uid(request), user=request.user, article=article, takes_over="take" in request.POST
    )
    return {
        "number": article.copy_number if article else 0,
        "user": request.user.pk,
        "name": name_of(request.user),
        "people": [name_of(other.user) for other in company.people],
        "editor": company.editor and {
            "name": name_of(company.editor.user), "since": _clock(company.editor.editing_since),
        },
        "isEditing": company.sitting.editing_since is not None,
    }  # fmt: skip


@answering
def autosave(request: HttpRequest) -> dict[str, Any]:
    """Keep what is in the form, valid or not. `sequence` in the answer: of what is kept, which may be later."""
    kept = sittings.autosave(
        _uid(request), user=request.user, article=_article(request), fields=_typed(request),
        base_number=_number(request, "base_number"), sequence=_number(request, "sequence"),
        continues=_optional_uid(request, "continues"),
    )  # fmt: skip
    return {
        "at": _clock(kept.autosaved_at or timezone.now()),
        "sequence": kept.sequence,
        "user": request.user.pk,
    }


@answering
def leave(request: HttpRequest) -> dict[str, Any]:
    """The form was closed."""
    sittings.leave(_uid(request), user=request.user)
    return {}


@answering
def drop(request: HttpRequest) -> dict[str, Any]:
    """What was not saved shall go."""
    sittings.forget_autosave(_uid(request), user=request.user)
    return {}


def continued(request: HttpRequest, object_id: str | None) -> Sitting | None:
    """The sitting whose autosave the address asks for (`?sitting=`), if it is hers, of this article, and holds one."""
    uid = _as_uid(request.GET.get("sitting", ""))
    sitting = sittings.find(uid, user=request.user) if uid else None
    is_of_this = sitting and sitting.fields is not None and str(sitting.article_id or "") == (object_id or "")
    return sitting if is_of_this else None


def _article(request: HttpRequest) -> Article | None:
    """The article the form is of, None for a new one; refuses what she may not change."""
    pk = request.POST.get("article", "")
    if not pk:
        if not request.user.has_perm("articles.add_article"):
            raise Unanswerable("You may not write articles. Ask an administrator.", status=403)
        return None
    articles = Article.objects.visible_to(request.user).only("pk", "copy_number")
    is_number = pk.isascii() and pk.isdigit() and len(pk) < 19
    article = articles.filter(pk=pk).first() if is_number else None
    if article is None or not request.user.has_perm("articles.change_article"):
        raise Unanswerable("This article is not there any more, or it is not yours to change.", status=404)
    return article


def _typed(request: HttpRequest) -> sittings.Fields:
    """What stands in the form's fields. No database keeps a NUL in a text, and no form takes one."""
    names = (name for name in request.POST if name not in OWN_FIELDS and not name.startswith("_"))
    return {name: [value.replace("\0", "") for value in request.POST.getlist(name)] for name in names}


def _uid(request: HttpRequest) -> UUID:
    uid = _optional_uid(request, "sitting")
    if uid is None:
        raise Unanswerable(
            "This page is too old to be kept. Copy your text and load the page again.", status=400
        )
    return uid


def _optional_uid(request: HttpRequest, name: str) -> UUID | None:
    return _as_uid(request.POST.get(name, ""))


def _as_uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 17
    return min(int(text), BIGGEST_NUMBER) if is_number else 0


def _clock(moment) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
