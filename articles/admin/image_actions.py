"""What is done to several pictures at once: credit and rights for a whole press kit, deleting."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles import renditions
from articles.admin.widgets import MomentField
from articles.models import Image

GIVEN = ("credit", "credit_url", "source", "rights", "licence", "expires_at")


class RightsForm(forms.ModelForm):
    """Fields for many pictures: what is left empty stays as each picture has it."""

    expires_at = MomentField(
        required=False, label="Rights end", help_text=Image._meta.get_field("expires_at").help_text
    )

    class Meta:
        model = Image
        fields = GIVEN

    def given(self) -> dict:
        given = {name: value for name in GIVEN if (value := self.cleaned_data[name])}
        given.pop("licence", None)  # It comes and goes with the rights.
        return given | ({"licence": self.instance.licence} if "rights" in given else {})


class ImageActions:
    """The actions' half of ImageAdmin."""

    actions = ["give_rights"]

    @admin.action(description="Give credit and rights", permissions=["change"])
    def give_rights(self, request: HttpRequest, chosen: QuerySet[Image]) -> HttpResponse | None:
        form = RightsForm(request.POST if "give" in request.POST else None)
        if form.is_bound and form.is_valid():
            self._give(request, chosen, form.given())
            return None
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Credit and rights for several",
            "form": form, "images": chosen, "checkbox_name": ACTION_CHECKBOX_NAME,
        }  # fmt: skip
        return TemplateResponse(request, "admin/articles/image/give_rights.html", context)

    def _give(self, request: HttpRequest, chosen: QuerySet[Image], given: dict) -> None:
        if not given:
            return self.message_user(request, "Nothing was filled in, so nothing changed.", messages.WARNING)
        images = list(chosen)
        for image in images:
            for name, value in given.items():
                setattr(image, name, value)
            image.save(update_fields=given)
            renditions.refresh_uses(image)
        count = f"{len(images)} {'picture' if len(images) == 1 else 'pictures'}"
        return self.message_user(request, f"Written to {count}.", messages.SUCCESS)
