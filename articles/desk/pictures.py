"""The picture library for the dialogs of the desk: look up, search, add. Answers JSON."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from articles import renditions
from articles.models import Image
from authors.pictures import PictureRefused

PAGE_LENGTH = 24
LOOKUP_LIMIT = 200
PREVIEW_WIDTH = 640


@require_GET
def picker(request: HttpRequest) -> JsonResponse:
    """Pictures: those asked for by `uid` or `pk`, else one page of what matches `q`, newest first."""
    if not (request.user.has_perm("articles.view_image") or request.user.has_perm("articles.change_image")):
        raise PermissionDenied
    wanted = request.GET.getlist("uid")[:LOOKUP_LIMIT]
    numbers = [int(pk) for pk in request.GET.getlist("pk")[:LOOKUP_LIMIT] if _is_number(pk)]
    if wanted or numbers:
        found = Image.objects.filter(Q(uid__in=_plain(wanted)) | Q(pk__in=numbers))
        return JsonResponse({"pictures": [as_data(image) for image in found], "more": False})
    page = request.GET.get("page", "1")
    start = (max(int(page), 1) - 1) * PAGE_LENGTH if _is_number(page) else 0
    found = list(matching(request.GET.get("q", ""))[start : start + PAGE_LENGTH + 1])
    return JsonResponse({
        "pictures": [as_data(image) for image in found[:PAGE_LENGTH]], "more": len(found) > PAGE_LENGTH,
    })  # fmt: skip


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Add a picture with its words; 400 with a sentence when it cannot be taken."""
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        sentences = [sentence for group in form.errors.values() for sentence in group]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    image = form.save(commit=False)
    image.uploaded_by = request.user
    file = form.cleaned_data["original"]
    try:
        renditions.take_in(image, file, file_name=file.name)
    except PictureRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse({"picture": as_data(image)}, status=201)


class UploadForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ["original", "alt", "is_decorative", "caption", "credit"]
        error_messages = {
            "original": {
                "required": "Choose a picture file first.",
                "empty": "This file is empty. Choose the picture again.",
            }
        }


def matching(query: str) -> QuerySet[Image]:
    """Pictures whose words or file name hold every word of the query, newest first."""
    found = Image.objects.order_by("-pk")
    for word in _plain([query])[0].split()[:8]:
        found = found.filter(
            Q(alt__icontains=word) | Q(caption__icontains=word)
            | Q(credit__icontains=word) | Q(file_name__icontains=word)
        )  # fmt: skip
    return found


def as_data(image: Image) -> dict:
    """What the dialogs and the editor need to know of a picture."""
    files = [file for file in image.as_picture().renditions if file.width <= PREVIEW_WIDTH]
    return {
        "pk": image.pk, "uid": image.uid, "name": image.file_name or str(image), "alt": image.alt,
        "isDecorative": image.is_decorative, "caption": image.caption, "credit": image.credit,
        "thumb": image.thumbnail_url, "preview": files[-1].url if files else image.thumbnail_url,
    }  # fmt: skip


def _plain(texts: list[str]) -> list[str]:
    return [text.replace("\x00", "") for text in texts]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
