"""Fields both apps' admins use: a picture file that is checked while the form is."""

from django import forms
from django.core.exceptions import ValidationError

from authors.pictures import PictureRefused, read_upload


class PictureFileInput(forms.ClearableFileInput):
    """Shows the picture there is by its thumbnail: originals have no address."""

    template_name = "admin/widgets/picture_file.html"
    thumbnail_url = ""

    def __init__(self, attrs: dict | None = None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["thumbnail_url"] = self.thumbnail_url
        return context

    def is_initial(self, value):
        return bool(value)


class PictureFileField(forms.FileField):
    """An upload that `read_upload` takes; its refusal is the field's error."""

    widget = PictureFileInput
    default_error_messages = {
        "required": "Choose a picture file.",
        "empty": "This file is empty. Choose the picture again.",
    }

    def clean(self, data, initial=None):
        cleaned = super().clean(data, initial)
        if data:
            try:
                read_upload(data)
            except PictureRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
            data.seek(0)
        return cleaned
