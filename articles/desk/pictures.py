"""The picture library for the dialogs of the desk: look up, search, add, answer. Answers JSON."""

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from articles import renditions
from articles.desk.picture_state import badges, card_url
from articles.desk.uploads import UploadForm, take
from articles.models import Image

PAGE_LENGTH = 24
LOOKUP_LIMIT = 200
PREVIEW_WIDTH = 640
ANSWERS = ("alt", "is_decorative", "caption", "credit")


@require_GET
def picker(request: HttpRequest) -> JsonResponse:
    """Pictures: those asked for by `uid` or `pk`, else one page of what matches `q`, newest first."""
    if not (request.user.has_perm("articles.view_image") or request.user.has_perm("articles.change_image")):
        raise PermissionDenied
    wanted = [uid.replace("\x00", "") for uid in request.GET.getlist("uid")[:LOOKUP_LIMIT]]
    numbers = [int(pk) for pk in request.GET.getlist("pk")[:LOOKUP_LIMIT] if _is_number(pk)]
    if wanted or numbers:
        found = Image.objects.filter(Q(uid__in=wanted) | Q(pk__in=numbers))
        return JsonResponse({"pictures": [as_data(image, by=request.user) for image in found], "more": False})
    page = request.GET.get("page", "1")
    start = (max(int(page), 1) - 1) * PAGE_LENGTH if _is_number(page) else 0
    matching = Image.objects.matching(request.GET.get("q", "")).order_by("-pk")
    found = list(matching[start : start + PAGE_LENGTH + 1])
    return JsonResponse({
        "pictures": [as_data(image, by=request.user) for image in found[:PAGE_LENGTH]], "more": len(found) > PAGE_LENGTH,
    })  # fmt: skip


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Add a picture with its words.

    201 with the picture; 400 with a sentence when it cannot be taken; 409 with the picture made of the same
    file, unless `anyway` is sent along.
    """
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(form)
    taken = take(form, by=request.user)
    if taken.duplicate:
        sentence = f"This very file is in the library already, as “{taken.duplicate}”."
        return JsonResponse(
            {"error": sentence, "duplicate": as_data(taken.duplicate, by=request.user)}, status=409
        )
    if taken.refusal:
        return JsonResponse({"error": taken.refusal}, status=400)
    return JsonResponse({"picture": as_data(taken.image, by=request.user)}, status=201)


@require_POST
def answer(request: HttpRequest, pk: int) -> JsonResponse:
    """Write alt text, caption or credit of a picture, as far as they are sent; what shows it follows."""
    if not request.user.has_perm("articles.change_image"):
        raise PermissionDenied
    image = get_object_or_404(Image, pk=pk)
    given = [name for name in ANSWERS if name in request.POST]
    form = forms.modelform_factory(Image, fields=given)(request.POST, instance=image)
    if not form.is_valid():
        return _refused(form)
    if form.changed_data:
        # Not the whole row: the worker may be putting new files to use at this moment.
        image.save(update_fields=form.changed_data)
        renditions.refresh_uses(image)
    return JsonResponse({"picture": as_data(image, by=request.user)})


def as_data(image: Image, *, by: AbstractBaseUser) -> dict:
    """What the dialogs and the editor need to know of a picture; where to answer for it, if one may."""
    may_answer = by.has_perm("articles.change_image")
    files = [file for file in image.as_picture().renditions if file.width <= PREVIEW_WIDTH]
    return {
        "pk": image.pk, "uid": image.uid, "name": image.file_name or str(image), "alt": image.alt,
        "isDecorative": image.is_decorative, "caption": image.caption, "credit": image.credit,
        "thumb": image.thumbnail_url, "preview": files[-1].url if files else image.thumbnail_url,
        "card": card_url(image), "size": f"{image.width} × {image.height}",
        "badges": [badge._asdict() for badge in badges(image)],
        "url": reverse("admin:articles_image_change", args=[image.pk]),
        "answerUrl": reverse("admin:articles_image_answer", args=[image.pk]) if may_answer else "",
    }  # fmt: skip


def _refused(form: forms.BaseForm) -> JsonResponse:
    sentences = [sentence for group in form.errors.values() for sentence in group]
    return JsonResponse({"error": " ".join(sentences)}, status=400)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
