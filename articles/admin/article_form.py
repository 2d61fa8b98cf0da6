"""The article's form. It reads the working copy and gives a snapshot back; it writes nothing itself."""

from collections.abc import Iterable
from datetime import UTC
from uuid import uuid4

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.contrib.auth.models import AbstractBaseUser
from django.forms import BaseInlineFormSet
from django.forms.formsets import TOTAL_FORM_COUNT
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from articles import publishing, snapshots
from articles.admin.timing_form import TimingForm
from articles.admin.widgets import (
    DESK_ADDRESSES,
    DESK_MEDIA,
    MomentField,
    PictureField,
    TagsField,
    WorksField,
)
from articles.corrections import TOO_LONG, one_line
from articles.models import Article, Byline, Change, Section, Sitting
from articles.models.correction import CORRECTION_LENGTH
from articles.prose import BodyField, BodyWidget
from articles.sittings import OpenForm
from articles.snapshots import COLUMNS, REFERENCES, Snapshot, wished_date
from authors.models import Author

# What a form says of itself: never taken from an autosave.
OWN_FIELDS = {"sitting", "sequence", "continues", "base_number", "decided_number"}
BYLINES = "bylines"  # the rows' prefix
BYLINES_LIMIT = 100
UNTOLD_CORRECTION = "Readers would not see this sentence: choose “A correction” above, or empty this field."
NULLABLE_TEXTS = ("featured_alt", "featured_caption")


def presets(user: AbstractBaseUser) -> Snapshot:
    """What a new article begins with: the writer's byline, and the only or last used section."""
    snapshot = snapshots.empty()
    author = Author.objects.filter(user=user).first()
    if author:
        snapshot["bylines"] = [{"author": author.pk, "role": Byline.Role.WORDS.value}]
    snapshot["section"] = _likely_section(user)
    return snapshot


def _likely_section(user: AbstractBaseUser) -> int | None:
    sections = list(Section.objects.values_list("pk", flat=True)[:2])
    if len(sections) == 1:
        return sections[0]
    last = Article.objects.filter(created_by=user, section__isnull=False).order_by("-pk")
    return last.values_list("section", flat=True).first()


class QuietUuidField(forms.UUIDField):
    """A hidden uid; one that is none counts as missing, since nobody could mend it."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class ArticleForm(TimingForm, forms.ModelForm):
    """`request` is set by the admin on a subclass made for one request, with `refusals` of a verb tried before, and
    `continued`, the sitting whose autosave is brought into this form."""

    request = None
    continued = None
    body = BodyField(
        required=False, widget=BodyWidget(attrs=DESK_ADDRESSES | {"rows": 20, "class": "vLargeTextField"})
    )
    tags = TagsField(required=False, help_text="Type a tag, then Enter. Without script: names with commas.")
    works = WorksField(
        required=False,
        label="About",
        help_text="What it is about, the main work first. Without script: the works' numbers with commas.",
    )
    featured_image = PictureField(label="Featured picture", help_text="Cards, feeds and shares show it too.")
    published_at = MomentField(required=False, label="Date")
    base_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Set when both sides of a collision were shown: saving once more is the decision.
    decided_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The open form itself, see `articles.sittings`.
    sitting = QuietUuidField(required=False)
    sequence = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    continues = QuietUuidField(required=False)
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=Change.choices,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
        error_messages={"invalid_choice": "Choose one of the three kinds of change."},
        help_text="A typo: readers see the new text, and nothing else moves. An update: the page and the feeds show when. "
        "A correction: they show also the sentence you write, and it is listed under Corrections. "
        "No feed shows the article as new.",
    )
    correction = forms.CharField(
        required=False,
        label="Correction, as readers will see it",
        max_length=CORRECTION_LENGTH,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="What was wrong, and what is right. Stands with its date at the end of the article. "
        "*A title* between asterisks is set in italics. Needed for a correction only.",
    )

    class Meta:
        model = Article
        fields = [*COLUMNS, *REFERENCES, "also_show", "tags", "published_at"]
        widgets = {
            "headline": forms.Textarea(
                attrs={
                    "class": "vLargeTextField desk-headline",
                    "rows": 1,
                    "autofocus": True,
                    "placeholder": "Headline",
                }
            ),
            "dek": forms.Textarea(
                attrs={
                    "class": "vLargeTextField desk-dek",
                    "rows": 1,
                    "placeholder": "Dek: one or two sentences",
                }
            ),
            "also_show": forms.CheckboxSelectMultiple,
            "rating": forms.NumberInput(attrs={"step": "0.1", "min": "0", "class": "vIntegerField"}),
            "verdict": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 2}),
        }
        error_messages = {
            "headline": {"required": "Write a headline first."},
            "slug": {"invalid": "An address holds letters, numbers and hyphens; no spaces or other signs."},
            "rating": {"invalid": "A rating is a number, for example 3.5."},
            "rating_scale": {"required": "Say out of how many, for example 5."},
        }

    @property
    def media(self):
        return super().media + DESK_MEDIA

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        article = self.instance
        self.start = publishing.snapshot_of(article) if article.pk else presets(self.request.user)
        self.initial = (
            self.start
            | {
                "published_at": wished_date(self.start),
                "base_number": article.copy_number,
                "rating": plain_number(self.start["rating"]),
                "sitting": uuid4(),
                "sequence": 0,
            }
            | self.timing_initial(article)
        )
        if self.continued:
            self.initial |= self._typed(self.continued)
        self._explain_date(self.fields["published_at"], has_been_public=article.was_public)

    def _typed(self, sitting: Sitting) -> dict:
        """What an autosave holds, as it was typed, and where it began from."""
        posted = MultiValueDict(sitting.fields)
        typed = {
            name: field.widget.value_from_datadict(posted, {}, name)
            for name, field in self.fields.items()
            if name not in OWN_FIELDS and not field.disabled
        }
        return typed | {"base_number": sitting.base_number, "continues": sitting.uid}

    def open_form(self) -> OpenForm | None:
        """What the form says of itself, for the verb that saves."""
        cleaned = self.cleaned_data
        if not cleaned.get("sitting"):
            return None
        return OpenForm(cleaned["sitting"], cleaned.get("sequence") or 0, cleaned.get("continues"))

    def _explain_date(self, field: forms.Field, *, has_been_public: bool) -> None:
        if has_been_public:
            field.disabled = True
            field.help_text = "When readers first saw it. A change never takes it offline."
        else:
            zone = timezone.get_current_timezone()
            field.help_text = (
                f"Empty: the moment you publish. In the future: it is scheduled. Time zone: {zone}."
            )

    def clean_headline(self):
        """One line, however it was pasted."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_dek(self):
        return " ".join(self.cleaned_data["dek"].split())

    def clean_change(self):
        return self.cleaned_data["change"] or self.start["change"]

    def clean_correction(self):
        return one_line(self.cleaned_data["correction"])

    def clean(self):
        cleaned = super().clean()
        for field, sentences in getattr(self.request, "article_refusals", {}).items():
            for sentence in sentences:
                places = self.request.article_places.get(sentence, ())
                self.add_error(field if field in self.fields else None, with_places(sentence, places))
        if problem := rating_problem(cleaned.get("rating"), cleaned.get("rating_scale")):
            self.add_error("rating", problem)
        self._check_correction(cleaned)
        return cleaned

    def _check_correction(self, cleaned: dict) -> None:
        """A sentence nobody would see is not published away."""
        is_lost = cleaned.get("correction") and cleaned.get("change") != Change.CORRECTION
        if is_lost and "_publish" in self.data:
            self.add_error("correction", UNTOLD_CORRECTION)

    def _post_clean(self):
        """The article's own row is the live copy: nothing of this form is put into it."""

    def snapshot(self, bylines: list[dict]) -> Snapshot:
        """Everything the form holds, in the shape of `articles.snapshots`."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in COLUMNS if name in cleaned}
        given |= {name: cleaned[name] and cleaned[name].pk for name in REFERENCES if name in cleaned}
        given |= {name: given[name] or None for name in NULLABLE_TEXTS if name in given}
        if "also_show" in cleaned:
            given["also_show"] = [disclosure.pk for disclosure in cleaned["also_show"]]
        moment = cleaned.get("published_at")
        # In one zone, as the database gives it back: a merge compares the words.
        given["published_at"] = moment.astimezone(UTC).isoformat() if moment else None
        given |= {name: cleaned[name] for name in snapshots.UNTOLD if name in cleaned}
        return self.start | given | {"tags": cleaned["tags"], "works": cleaned["works"], "bylines": bylines}


def plain_number(number: float | None) -> str:
    """For example "4" or "3.5", as one types it; "" for none."""
    return "" if number is None else f"{number:g}"


def rating_problem(rating: float | None, scale: int | None) -> str:
    """What is wrong with a review's rating, or ""."""
    if rating is None or scale is None:
        return ""
    if rating > scale:
        return f"The rating is higher than the scale: give a number from 0 to {scale}."
    if abs(rating - round(rating, 1)) > 1e-9:
        return "A rating has at most one digit after the point, for example 3.5."
    return ""


def with_places(sentence: str, places: Iterable[str]) -> str:
    """The sentence, and links to where it is mended: in this form, or in another tab so that nothing typed is lost."""
    links = format_html_join(
        "",
        ' <a href="{}"{}>{}</a>',
        (
            (place, "", "Answer it here") if place.startswith("#")
            else (place, mark_safe(' target="_blank"'), "Answer it in the library")
            for place in dict.fromkeys(places)
        ),
    )  # fmt: skip
    return format_html("{}{}", sentence, links) if links else sentence


def typed_bylines(sitting: Sitting) -> list[dict] | None:
    """The byline rows an autosave holds, in their order, or None where it holds none at all."""
    fields = {name: values[0] for name, values in sitting.fields.items() if values}
    total = fields.get(f"{BYLINES}-{TOTAL_FORM_COUNT}", "")
    if not total.isdigit():
        return None
    rows = [
        {
            "author": fields[f"{row}-author"],
            "role": fields.get(f"{row}-role"),
            "place": fields.get(f"{row}-position", ""),
        }
        for row in (f"{BYLINES}-{index}" for index in range(min(int(total), BYLINES_LIMIT)))
        if fields.get(f"{row}-author") and f"{row}-DELETE" not in fields
    ]
    rows.sort(key=lambda row: int(row["place"]) if row["place"].isdigit() else len(rows))
    return [{"author": row["author"], "role": row["role"], "position": at} for at, row in enumerate(rows)]


class BylineForm(forms.ModelForm):
    position = forms.IntegerField(
        required=False,
        min_value=0,
        label="Order",
        widget=forms.NumberInput(attrs={"size": 3, "aria-label": "Order"}),
    )

    class Meta:
        model = Byline
        fields = ["author", "role", "position"]
        error_messages = {
            "author": {"invalid_choice": "This author is not there any more. Choose another one."}
        }

    def has_changed(self):
        return bool(self["author"].data if self.is_bound else None)

    def _post_clean(self):
        """The row is part of the snapshot, not of the table."""


class BylineFormSet(BaseInlineFormSet):
    """Rows of the working copy. They are read from its snapshot and given back to it; the table is left alone."""

    def __init__(self, data=None, files=None, instance=None, **kwargs):
        self.request = kwargs.pop("request", None)
        self.continued = kwargs.pop("continued", None)
        kwargs["queryset"] = Byline.objects.none()
        rows = typed_bylines(self.continued) if self.continued else None
        rows = self._rows_to_begin_with(instance) if rows is None else rows
        super().__init__(data, files, instance=instance, **kwargs | {"initial": rows})
        self.extra = len(rows) + (0 if rows else 1)
        self.is_posted = data is not None and f"{self.prefix}-{TOTAL_FORM_COUNT}" in data
        if data is not None and not self.is_posted:  # A form without the rows leaves them as they are.
            self.is_bound, self.kept = False, rows

    def _rows_to_begin_with(self, article: Article | None) -> list[dict]:
        if article is not None and article.pk:
            snapshot = publishing.snapshot_of(article)
        else:
            snapshot = presets(self.request.user) if self.request else {"bylines": []}
        return [row | {"position": index} for index, row in enumerate(snapshot["bylines"])]

    def is_valid(self):
        return super().is_valid() if self.is_bound else True

    def clean(self):
        """Each row is checked by itself; the same author in the same role twice is one byline."""

    def rows(self) -> list[dict]:
        """Bylines in order, as the snapshot holds them."""
        if not self.is_bound:
            return [{"author": row["author"], "role": row["role"]} for row in self.initial_extra or []]
        given = []
        for index, form in enumerate(self.forms):
            cleaned = form.cleaned_data
            if cleaned.get("author") and not cleaned.get("DELETE"):
                position = cleaned.get("position")
                place = (index if position is None else position, index)
                given.append((place, {"author": cleaned["author"].pk, "role": cleaned["role"]}))
        return [row for _place, row in sorted(given, key=lambda pair: pair[0])]

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []
