"""Authors in the admin: profile, portrait, links, bio."""

from django import forms
from django.contrib import admin, messages
from django.utils.text import slugify

from authors.forms import NamedCells, PictureFileField, thumbnail
from authors.models import Author, AuthorLink
from authors.prose import ProseWidget, WithNonce

PORTRAIT_FIELDS = {"photo_focal_x", "photo_focal_y"}


class AuthorForm(forms.ModelForm):
    bio = forms.CharField(
        required=False,
        strip=False,
        widget=ProseWidget(attrs={"rows": 6}),
        help_text=Author._meta.get_field("bio").help_text,
    )
    photo_original = PictureFileField(
        required=False,
        label="Photo",
        max_length=180,
        help_text="A portrait. It is shown as a square around the focal point.",
    )

    class Meta:
        model = Author
        fields = [
            "name", "slug", "pronouns", "job_title", "bio", "photo_original", "photo_alt", "photo_credit",
            "photo_focal_x", "photo_focal_y", "pen_names", "user",
        ]  # fmt: skip
        error_messages = {"slug": {"unique": "This address belongs to another author. Choose another one."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo_original"].widget.thumbnail_url = thumbnail_url(self.instance)
        self.fields["slug"].required = False
        self.fields["slug"].help_text += " Empty: made from the name."

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        return slug or slugify(self.data.get("name", ""), allow_unicode=True)[:80].strip("-") or "author"

    def clean(self):
        cleaned = super().clean()
        has_new_photo = bool(self.files.get(self.add_prefix("photo_original")))
        if has_new_photo and not cleaned.get("photo_alt"):
            self.add_error("photo_alt", "Say what the portrait shows, for people who do not see it.")
        return cleaned


class LinkInline(NamedCells, admin.TabularInline):
    model = AuthorLink
    extra = 1
    fields = ["label", "url", "position"]
    verbose_name_plural = "Links"


@admin.register(Author)
class AuthorAdmin(WithNonce, admin.ModelAdmin):
    form = AuthorForm
    inlines = [LinkInline]
    list_display = ["portrait", "name", "job_title", "pronouns", "account"]
    list_display_links = ["name"]
    list_select_related = ["user"]
    search_fields = ["name", "pen_names"]
    ordering = ["name"]
    list_per_page = 50
    show_full_result_count = False
    raw_id_fields = ["user"]
    fieldsets = [
        (None, {"fields": ["name", ("pronouns", "job_title"), "bio"]}),
        (
            "Photo",
            {"fields": ["photo_original", "photo_alt", "photo_credit", ("photo_focal_x", "photo_focal_y")]},
        ),
        ("More", {"classes": ["collapse"], "fields": ["slug", "pen_names", "user"]}),
    ]

    class Media:
        css = {"all": ["authors/admin/writing.css"]}

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def save_model(self, request, obj, form, change):
        has_new_photo = "photo_original" in form.changed_data
        if has_new_photo and not obj.photo_original:
            obj.photo_key = ""
        super().save_model(request, obj, form, change)
        if obj.photo_original and (has_new_photo or PORTRAIT_FIELDS & set(form.changed_data)):
            obj.make_photo_files()
            obj.photo_original.close()
            obj.save()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        for label in obj.links_without_address() if obj and request.method == "GET" else []:
            self.message_user(
                request,
                f"In the bio the link “{label}” has no address: readers see it as plain text. "
                "Give it an address, or take the words out.",
                messages.WARNING,
            )
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    @admin.display(description="Photo")
    def portrait(self, author: Author) -> str:
        return thumbnail(thumbnail_url(author))

    @admin.display(description="Account")
    def account(self, author: Author) -> str:
        return author.user.get_username() if author.user else "guest"


def thumbnail_url(author: Author) -> str:
    """The smallest square of the portrait, or nothing."""
    picture = author.photo_picture()
    return picture.renditions[0].url if picture and picture.renditions else ""
