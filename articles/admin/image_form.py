"""A picture's form: words, rights and focal point in plain fields; the crops beside them follow."""

from dataclasses import dataclass
from functools import cached_property

from django import forms

from articles import renditions
from articles.admin.widgets import MomentField
from articles.desk.picture_state import preview_url
from articles.desk.uploads import FILE_ERRORS, duplicate_words
from articles.models import Image
from authors.forms import PictureFileField
from authors.renditions import CROPS, crop_box

CROP_NAMES = {
    "lead": "Lead, 16:9",
    "card": "Card, 3:2",
    "square": "Square, 1:1",
    "sharing": "Sharing, 1200 × 630",
}


class ImageForm(forms.ModelForm):
    """`refusal` is set by the admin on a subclass for one request: what the darkroom said of a file it had taken."""

    refusal = ""
    original = PictureFileField(
        label="Picture",
        max_length=180,
        help_text="JPEG, PNG or WebP, up to 25 MB, 40 megapixels. The original is kept and never shown.",
    )
    anyway = forms.BooleanField(
        required=False,
        label="Upload it anyway",
        help_text="Even though the library has this very file. Choose the file again, too.",
    )
    expires_at = MomentField(
        required=False, label="Rights end", help_text=Image._meta.get_field("expires_at").help_text
    )

    class Meta:
        model = Image
        fields = [
            "original", "alt", "is_decorative", "caption", "credit", "credit_url", "source", "rights", "licence",
            "expires_at", "focal_x", "focal_y",
        ]  # fmt: skip
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in (("rights", "Not noted yet"), ("licence", "Choose one")):
            if name in self.fields:
                self.fields[name].choices = [("", words), *self.fields[name].choices[1:]]
        field = self.fields.get("original")
        if field is None:  # Somebody who may look, and no more.
            return
        field.error_messages["max_length"] = FILE_ERRORS["max_length"]
        if self.instance.pk:
            field.label = "Another file"
            field.help_text = "Keeps its words, its rights and every use. JPEG, PNG or WebP, up to 25 MB."
        if self._duplicate is None:  # The way past the refusal is offered once somebody has met it.
            self.fields["anyway"].widget = forms.HiddenInput()

    def clean_original(self):
        file = self.cleaned_data["original"]
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        duplicate = self._duplicate
        if duplicate is not None and duplicate.pk == self.instance.pk:
            raise forms.ValidationError("This is the very file that is there already.")
        if duplicate is not None and not self.data.get(self.add_prefix("anyway")):
            raise forms.ValidationError(duplicate_words(duplicate))
        return file

    @cached_property
    def _duplicate(self) -> Image | None:
        file = self.files.get(self.add_prefix("original"))
        if file is None:
            return None
        found = renditions.find_duplicate(file)
        file.seek(0)
        return found


@dataclass(frozen=True)
class CropView:
    """A crop as an SVG window over the whole picture: it moves by its view box, without a style attribute."""

    name: str
    label: str
    ratio: str
    view_box: str


def crop_views(image: Image | None) -> list[CropView]:
    """Every crop of the layout, around the focal point as it is stored."""
    size = (image.width, image.height) if image and image.width else (16, 9)
    focal = (image.focal_x, image.focal_y) if image else (0.5, 0.5)
    views = []
    for name, crop in CROPS.items():
        left, top, right, bottom = crop_box(size, crop.ratio, focal=focal)
        ratio = f"{crop.sides[0]} {crop.sides[1]}"
        views.append(CropView(name, CROP_NAMES[name], ratio, f"{left} {top} {right - left} {bottom - top}"))
    return views


def preview(image: Image | None) -> dict:
    """What the template shows beside the fields."""
    has_file = bool(image and image.width)
    return {
        "url": preview_url(image) if has_file else "",
        "width": image.width if has_file else 16,
        "height": image.height if has_file else 9,
        "crops": crop_views(image),
    }
