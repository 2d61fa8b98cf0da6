"""Pictures in the admin: the library, a picture's form, and what is done to several at once."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from articles import renditions, rights
from articles.admin import image_actions
from articles.admin.image_form import ImageForm, preview
from articles.admin.image_list import ImageList, replace_rows
from articles.admin.widgets import LIBRARY_MEDIA, PICTURE_FORM_MEDIA
from articles.desk import pictures, uploads
from articles.desk.picture_state import badges
from articles.models import Image
from authors.pictures import PictureRefused
from authors.prose import WithNonce

FOCAL_FIELDS = {"focal_x", "focal_y"}
WORDS = ("credit", "caption", "source", "licence")
FILE_FIELDS = ["original", "anyway"]
WORD_FIELDSETS = [
    ("Words", {"fields": ["alt", "is_decorative", "caption"]}),
    ("Credit and rights", {
        "fields": ["credit", "credit_url", "source", "rights", "licence", "expires_at"],
    }),
]  # fmt: skip
FOCAL_FIELDSET = ("Focal point in numbers", {"classes": ["collapse"], "fields": [("focal_x", "focal_y")]})
OTHER_FILE_FIELDSET = ("Another file for this picture", {"classes": ["collapse"], "fields": FILE_FIELDS})
NEW_FIELDSETS = [(None, {"fields": FILE_FIELDS}), *WORD_FIELDSETS, FOCAL_FIELDSET]


@admin.register(Image)
class ImageAdmin(WithNonce, image_actions.ImageActions, ImageList, admin.ModelAdmin):
    form = ImageForm
    change_form_template = "admin/articles/image/change_form.html"
    delete_confirmation_template = "admin/articles/image/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/articles/image/delete_selected.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("picker/", view(pictures.picker), name="articles_image_picker"),
            path("picker/upload/", view(pictures.upload), name="articles_image_picker_upload"),
            path("picker/<int:pk>/answer/", view(pictures.answer), name="articles_image_answer"),
            path("upload/", view(uploads.add_many), name="articles_image_add_many"),
            path("to-replace/", view(self.to_replace_view), name="articles_image_to_replace"),
            *super().get_urls(),
        ]

    # --- the form

    def get_fieldsets(self, request, obj=None):
        return [*WORD_FIELDSETS, FOCAL_FIELDSET, OTHER_FILE_FIELDSET] if obj else NEW_FIELDSETS

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("ImageForm", (form,), {"refusal": getattr(request, "picture_refusal", "")})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PictureRefused as refusal:  # Opened, but not to be made anything of: nothing was written.
            request.picture_refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["media"] += PICTURE_FORM_MEDIA
        uses = rights.where_used(obj) if obj else []
        context |= {
            "show_save_and_add_another": False,
            "show_delete": not uses,
            "uses": uses,
            "preview": preview(obj),
            "badges": badges(obj, is_unused=not uses) if obj else [],
        }
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def save_model(self, request, obj, form, change):
        file = form.cleaned_data.get("original")
        if "original" in form.changed_data and file:
            self._take_file(request, obj, file, given=form.cleaned_data)
        elif FOCAL_FIELDS & set(form.changed_data):
            renditions.remake(obj)
        elif form.changed_data:
            # Not the whole row: the worker may be putting new files to use at this moment.
            names = set(form.changed_data) - {"original", "anyway"} | {"licence"}
            obj.save(update_fields=names)
            renditions.refresh_uses(obj)

    def _take_file(self, request: HttpRequest, obj: Image, file, *, given: dict) -> None:
        obj.uploaded_by = obj.uploaded_by or request.user
        is_new = obj.pk is None
        take = renditions.take_in(obj, file, file_name=file.name)
        found = [name for name in WORDS if getattr(take, name) and not given.get(name)]
        request.has_suggestions = bool(found)
        if found:
            named = " and ".join((", ".join(found[:-1]), found[-1]) if len(found) > 1 else found)
            self.message_user(
                request, f"From the file itself: {named}. Look whether they are right.", messages.INFO
            )
        if not is_new:
            self.message_user(request, "The new file is in its place; every use shows it.", messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        """What the file itself said of its maker is for an editor to check: stay there."""
        if getattr(request, "has_suggestions", False) and IS_POPUP_VAR not in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)

    # --- deleting

    def get_deleted_objects(self, objs, request):
        """Pictures in use are protected by their uses, each named with the way to it."""
        uses = rights.uses_of(objs)
        protected = [
            format_html('{}: <a href="{}">{}</a> ({})', image, use.url, use.title, use.place)
            for image in objs
            for use in uses[image.pk]
        ]
        names = [str(image) for image in objs]
        lacking = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return names, {self.opts.verbose_name_plural: len(names)}, lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        image = self.get_object(request, object_id)
        context = {"refusal": rights.refuse_deletion(image) if image else ""}
        return super().delete_view(request, object_id, context | (extra_context or {}))

    # --- lists

    def changelist_view(self, request, extra_context=None):
        media = type(LIBRARY_MEDIA).from_media(self.media + LIBRARY_MEDIA).with_nonce(str(request.csp_nonce))
        return super().changelist_view(request, {"media": media} | (extra_context or {}))

    def to_replace_view(self, request: HttpRequest) -> HttpResponse:
        """Pictures in use that readers no longer see, or soon will not."""
        if not self.has_view_or_change_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, "")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Pictures to replace",
            "rows": replace_rows(),
        }  # fmt: skip
        return TemplateResponse(request, "admin/articles/image/to_replace.html", context)
