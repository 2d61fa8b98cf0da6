"""Fields both apps' admins use: a picture file that is checked while the form is."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from authors.pictures import PictureRefused, read_upload


def thumbnail(url: str) -> SafeString:
    """The small square of lists; an empty frame where there is no picture."""
    if not url:
        return mark_safe('<span class="desk-thumb desk-thumb--none"></span>')
    return format_html('<img class="desk-thumb" src="{}" alt="" width="56" height="56" loading="lazy">', url)


class PictureFileInput(forms.ClearableFileInput):
    """Shows the picture there is by its thumbnail, set by the form: originals have no address to link to."""

    thumbnail_url = ""

    def __init__(self, attrs: dict | None = None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        parts = [forms.FileInput(self.attrs).render(name, None, attrs, renderer)]
        if self.thumbnail_url:
            image = '<img class="desk-thumb" src="{}" alt="The picture there is" width="96" height="96">'
            parts.insert(0, format_html(image, self.thumbnail_url))
            if not self.is_required:
                clear = self.clear_checkbox_name(name)
                box = '<span><input type="checkbox" name="{0}" id="id_{0}"> <label for="id_{0}">Take it away</label></span>'
                parts.append(format_html(box, clear))
        return format_html(
            '<div class="picture-file">{}</div>', format_html_join(" ", "{}", ((part,) for part in parts))
        )


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


class NamedCells:
    """For a TabularInline: every field says what it is; the column's head alone names nothing to a screen reader."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label)
        return field
