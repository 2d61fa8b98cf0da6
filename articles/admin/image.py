"""The picture library in the admin."""

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils.html import format_html

from articles import renditions
from articles.desk import pictures
from articles.models import Image
from authors.forms import PictureFileField, thumbnail

FOCAL_FIELDS = {"focal_x", "focal_y"}


class ImageForm(forms.ModelForm):
    original = PictureFileField(
        label="Picture",
        max_length=180,
        help_text="JPEG, PNG or WebP, up to 25 MB. A new file keeps every use of the picture.",
    )

    class Meta:
        model = Image
        fields = ["original", "alt", "is_decorative", "caption", "credit", "credit_url", "focal_x", "focal_y"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "original" in self.fields:
            self.fields["original"].widget.thumbnail_url = (
                self.instance.thumbnail_url if self.instance.pk else ""
            )


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "words", "credit", "size", "created_at"]
    list_display_links = ["words"]
    search_fields = ["alt", "caption", "credit", "file_name"]
    ordering = ["-pk"]
    list_per_page = 48
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["original", "alt", "is_decorative", "caption", "credit", "credit_url"]}),
        ("Focal point: what crops keep in sight", {"fields": [("focal_x", "focal_y")]}),
    ]

    class Media:
        css = {"all": ["articles/admin/desk.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("picker/", view(pictures.picker), name="articles_image_picker"),
            path("picker/upload/", view(pictures.upload), name="articles_image_picker_upload"),
            *super().get_urls(),
        ]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def save_model(self, request, obj, form, change):
        file = form.cleaned_data.get("original")
        if "original" in form.changed_data and file:
            obj.uploaded_by = obj.uploaded_by or request.user
            renditions.take_in(obj, file, file_name=file.name)
        elif FOCAL_FIELDS & set(form.changed_data):
            renditions.remake(obj)
        else:
            super().save_model(request, obj, form, change)
            renditions.refresh_uses(obj)

    @admin.display(description="Thumbnail")
    def thumbnail(self, image: Image) -> str:
        return thumbnail(image.thumbnail_url)

    @admin.display(description="Picture", ordering="alt")
    def words(self, image: Image) -> str:
        if image.has_answered_alt:
            return image.alt or "decorative"
        return format_html("{} <strong>no alt text yet</strong>", image.file_name)

    @admin.display(description="Size", ordering="width")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"
