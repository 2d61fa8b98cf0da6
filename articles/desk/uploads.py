"""Taking pictures into the library: one at a time for scripts, many at once for a plain form."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import renditions
from articles.models import Image
from authors.pictures import PictureRefused

FILE_ERRORS = {
    "required": "Choose a picture file first.",
    "empty": "This file is empty. Choose the picture again.",
    "max_length": "The name of this file is too long. Rename it and upload it again.",
}


class UploadForm(forms.ModelForm):
    anyway = forms.BooleanField(required=False)

    class Meta:
        model = Image
        fields = ["original", "alt", "is_decorative", "caption", "credit"]
        error_messages = {"original": FILE_ERRORS}


@dataclass(frozen=True)
class Taken:
    """What became of an upload: exactly one of the three."""

    image: Image | None = None
    duplicate: Image | None = None
    refusal: str = ""


def take(form: UploadForm, *, by: AbstractBaseUser) -> Taken:
    """Put a valid upload into the library, unless the very file is there already and nobody insists."""
    file = form.cleaned_data["original"]
    duplicate = None if form.cleaned_data["anyway"] else renditions.find_duplicate(file)
    if duplicate:
        return Taken(duplicate=duplicate)
    image = form.save(commit=False)
    image.uploaded_by = by
    try:
        return Taken(image=renditions.take_in(image, file, file_name=file.name))
    except PictureRefused as refusal:
        return Taken(refusal=str(refusal))


@require_POST
def add_many(request: HttpRequest) -> HttpResponse:
    """The library's plain form: every file chosen, a sentence for each, and back to the library."""
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    files = request.FILES.getlist("original")
    if not files:
        messages.error(request, "Choose one or more picture files first.")
    for file in files:
        _add_one(request, file)
    return HttpResponseRedirect(reverse("admin:articles_image_changelist"))


def _add_one(request: HttpRequest, file: UploadedFile) -> None:
    form = UploadForm({}, MultiValueDict({"original": [file]}))
    if not form.is_valid():
        sentence = " ".join(sentence for group in form.errors.values() for sentence in group)
        return messages.error(request, format_html("“{}”: {}", file.name, sentence))
    taken = take(form, by=request.user)
    if taken.refusal:
        return messages.error(request, format_html("“{}”: {}", file.name, taken.refusal))
    if taken.duplicate:
        return messages.warning(request, format_html("“{}”: {}", file.name, duplicate_words(taken.duplicate)))
    link = format_html('<a href="{}">Describe and credit it</a>', _url(taken.image))
    return messages.success(request, format_html("“{}” is in the library. {}.", file.name, link))


def duplicate_words(image: Image) -> str:
    """That the very file is there already, with a link to it."""
    sentence = 'This very file is in the library already: <a href="{}">{}</a>. It was not added again.'
    return format_html(sentence, _url(image), image)


def _url(image: Image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])
