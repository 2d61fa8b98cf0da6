"""Form fields and widgets of the newsroom: a picture by looking, tags and works by typing, one field for a moment."""

import json
from datetime import datetime
from typing import NamedTuple

from django import forms
from django.forms import Script
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from js_asset import ImportMap, Media

from articles import clock
from articles.clock import Unclear
from articles.desk.moments import fold_choice
from articles.models import Image, Tag, Work
from articles.prose import BodyWidget
from articles.tagging import TAGS_LIMIT
from authors.prose import DIALOG

DATE_FORMAT = "%Y-%m-%dT%H:%M"
TAG_LENGTH = Tag._meta.get_field("name").max_length
FOLD_QUESTION = (
    '<fieldset class="moment-fold"><legend>{} comes twice that night. Which one?</legend>{}</fieldset>'
)
FOLD_CHOICE = '<label><input type="radio" name="{}" value="{}"{}> {}</label>'
WORKS_LIMIT = 20
NO_UID = "0" * 32  # stands in an address where scripts put a work's own
DESK_ADDRESSES = {
    "data-pictures-url": reverse_lazy("admin:articles_image_picker"),
    "data-upload-url": reverse_lazy("admin:articles_image_picker_upload"),
    "data-articles-url": reverse_lazy("admin:articles_article_recommend"),
    "data-works-url": reverse_lazy("admin:articles_work_suggest"),
    "data-work-make-url": reverse_lazy("admin:articles_work_make"),
    "data-work-told-url": reverse_lazy("admin:articles_work_told", args=[NO_UID]),
    "data-work-kinds": json.dumps(Work.Kind.choices),
}
# What the scripts of pictures import from each other.
PICTURE_MODULES = {
    "desk/dialog": DIALOG,
    "desk/focal": "articles/admin/focal.js",
    "desk/picker": "articles/admin/picker.js",
    "desk/picture-words": "articles/admin/picker-words.js",
    "desk/pictures": "articles/admin/picker-data.js",
    "desk/upload": "articles/admin/upload.js",
}
# Lists that are typed, as chips.
CHIP_MODULES = {
    "desk/ordered-rows": "articles/admin/ordered-rows.js",
    "desk/chips": "articles/admin/chips.js",
    "desk/works-field": "articles/admin/works-field.js",
}
# The desk around the form.
DESK_MODULES = {
    f"desk/{name}": f"articles/admin/desk/{name}.js"
    for name in (
        "autosave",
        "checklist",
        "moments",
        "presence",
        "preview",
        "sending",
        "share-preview",
        "sharing",
        "sign-in",
        "view",
    )
}
MOMENT_STYLES = {"all": ["articles/admin/moments.css"]}
MOMENT_MEDIA = Media(css=MOMENT_STYLES)
PICTURE_STYLES = {"all": ["articles/admin/desk.css", "articles/admin/pictures.css"]}
# What the fields of pictures, tags and works bring along, on whatever form they stand.
FORM_MEDIA = Media(
    importmap=ImportMap(BodyWidget.imports | PICTURE_MODULES | CHIP_MODULES),
    css={"all": [*PICTURE_STYLES["all"], "articles/admin/works.css"]},
    js=[Script("articles/admin/picture-field.js", type="module")],
)
# What the article's own form is, beyond its fields.
DESK_MEDIA = Media(
    importmap=ImportMap(DESK_MODULES),
    css={"all": ["articles/admin/writing-screen.css", "articles/admin/share-preview.css"]},
    js=[Script("articles/admin/article-form.js", type="module")],
)
WORK_MEDIA = Media(
    css={"all": ["articles/admin/work-form.css"]}, js=[Script("articles/admin/work-form.js", type="module")]
)
LIBRARY_MEDIA = Media(
    importmap=ImportMap(PICTURE_MODULES),
    css=PICTURE_STYLES,
    js=[Script("articles/admin/library.js", type="module")],
)
PICTURE_FORM_MEDIA = Media(
    importmap=ImportMap(PICTURE_MODULES),
    css=PICTURE_STYLES,
    js=[Script("articles/admin/picture-form.js", type="module")],
)


class PictureInput(forms.NumberInput):
    """A picture's number; with script, its thumbnail and a button that opens the library."""

    def __init__(self, attrs: dict | None = None):
        super().__init__(
            {"data-picture-field": True, "class": "vIntegerField", **DESK_ADDRESSES, **(attrs or {})}
        )

    @property
    def media(self):
        return FORM_MEDIA


class PictureField(forms.ModelChoiceField):
    widget = PictureInput
    default_error_messages = {"invalid_choice": "This picture is not in the library. Choose another one."}

    def __init__(self, **kwargs):
        super().__init__(Image.objects.all(), required=False, **kwargs)


class TagsInput(forms.TextInput):
    """Tag names with commas; with script, chips and suggestions."""

    def __init__(self):
        super().__init__({"data-tags-url": reverse_lazy("admin:articles_tag_suggest"), "class": "vTextField"})

    @property
    def media(self):
        return FORM_MEDIA

    def format_value(self, value):
        return value if value is None or isinstance(value, str) else ", ".join(value)


class TagsField(forms.CharField):
    """Names in the order typed, each once; tags nobody has used yet are made when the article is published."""

    widget = TagsInput

    def clean(self, value) -> list[str]:
        text = super().clean(value if isinstance(value, str | None) else ", ".join(value))
        names = list(dict.fromkeys(" ".join(name.split()) for name in text.split(",") if name.strip()))
        for name in names:
            if len(name) > TAG_LENGTH:
                raise forms.ValidationError(
                    f"The tag “{name[:40]}…” has {len(name)} characters; a tag has at most {TAG_LENGTH}. "
                    "Put commas between tags."
                )
        if len(names) > TAGS_LIMIT:
            raise forms.ValidationError(f"These are {len(names)} tags; an article has at most {TAGS_LIMIT}.")
        return names

    def has_changed(self, initial, data):
        return True


class WorksInput(forms.TextInput):
    """Numbers of works with commas; with script, chips with their names, and suggestions."""

    def __init__(self):
        super().__init__({"data-works-field": True, "class": "vTextField", "inputmode": "numeric"})

    @property
    def media(self):
        return FORM_MEDIA

    def format_value(self, value):
        return value if value is None or isinstance(value, str) else ",".join(map(str, value))


class WorksField(forms.CharField):
    """Works by number in the order typed, each once; the first is the main one."""

    widget = WorksInput

    def clean(self, value) -> list[int]:
        text = super().clean(value if isinstance(value, str | None) else ",".join(map(str, value)))
        parts = [part.strip() for part in text.split(",") if part.strip()]
        pks = list(dict.fromkeys(_number_of_work(part) for part in parts))
        if len(pks) > WORKS_LIMIT:
            raise forms.ValidationError(
                f"These are {len(pks)} works; an article is about at most {WORKS_LIMIT}."
            )
        there = set(Work.objects.filter(pk__in=pks).values_list("pk", flat=True))
        for pk in pks:
            if pk not in there:
                raise forms.ValidationError(
                    f"Work {pk} is not there any more. Take it out, or choose another one."
                )
        return pks

    def has_changed(self, initial, data):
        return True


def _number_of_work(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise forms.ValidationError(
            f"“{text[:40]}” is not the number of a work. Give numbers with commas between them."
        )
    return int(text)


class Typed(NamedTuple):
    """A clock's day and time as it stands in a form; `answer`, where it comes twice, is the moment that is meant."""

    text: str = ""
    answer: str = ""


class MomentInput(forms.DateTimeInput):
    """Day and time in the site's time zone; where that comes twice, both moments to choose from."""

    input_type = "datetime-local"

    @property
    def media(self):
        return MOMENT_MEDIA

    def value_from_datadict(self, data, files, name):
        return Typed(data.get(name) or "", data.get(f"{name}_fold") or "")

    def format_value(self, value):
        return value.text if isinstance(value, Typed) else super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        now = round(
            timezone.now().timestamp() * 1000
        )  # a script that asks what is tomorrow trusts no other clock
        attrs = {"data-zone": str(timezone.get_current_timezone()), "data-now": now} | (attrs or {})
        field = super().render(name, value, attrs, renderer)
        if not isinstance(value, Typed) or attrs.get("disabled"):
            return field
        choice = fold_choice(f"{name}_fold", _local(value.text), answer=clock.read(value.answer))
        return format_html("{}{}", field, choice)


def _local(text: str) -> datetime | None:
    """What was typed, or None for what is no day and time on the site's own clock."""
    try:
        local = parse_datetime(text.strip())
    except ValueError:
        return None
    return local if local and timezone.is_naive(local) else None


class MomentField(forms.DateTimeField):
    """Date and time in one field, in the site's time zone. A time that never comes is refused, and one that comes
    twice is asked about."""

    widget = MomentInput
    default_error_messages = {
        "invalid": "There is no such date and time. Choose one, for example 2026-01-31 09:00, or leave it empty."
    }

    def prepare_value(self, value):
        if not isinstance(value, datetime):
            return value
        return Typed(timezone.localtime(value).strftime(DATE_FORMAT), value.isoformat())

    def to_python(self, value):
        """The moment in UTC, or None."""
        if not isinstance(value, Typed):
            return super().to_python(value)
        if not value.text:
            return None
        local = _local(value.text)
        if local is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return self._moment(local, value.answer)

    def _moment(self, local: datetime, answer: str) -> datetime:
        try:
            return clock.settled(local, zone=timezone.get_current_timezone(), meant=[clock.read(answer)])
        except Unclear as refusal:
            raise forms.ValidationError(str(refusal), code="unclear") from refusal
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def plain_choice(field: forms.Field | None, *, may_add: bool) -> forms.Field | None:
    """The field without the small buttons that edit, look at or delete what it points to."""
    for offer in ("can_change_related", "can_delete_related", "can_view_related"):
        if hasattr(field and field.widget, offer):
            setattr(field.widget, offer, False)
            field.widget.can_add_related = field.widget.can_add_related and may_add
    return field
