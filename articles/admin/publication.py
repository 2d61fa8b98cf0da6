"""The publication, and what readers are told about money."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from articles import merchants
from articles.admin.plain_search import PlainSearch
from articles.admin.widgets import PictureField, plain_choice
from articles.models import Disclosure, Merchant, Publication, SocialLink
from authors.forms import NamedCells
from authors.prose import WithNonce


class PublicationForm(forms.ModelForm):
    logo = PictureField(help_text=Publication._meta.get_field("logo").help_text)
    sharing_image = PictureField(
        label="Sharing picture", help_text=Publication._meta.get_field("sharing_image").help_text
    )

    class Meta:
        model = Publication
        fields = [
            "site_name", "tagline", "description", "logo", "sharing_image", "lead", "default_disclosure",
            "contact_email",
        ]  # fmt: skip


class SocialLinkInline(NamedCells, admin.TabularInline):
    model = SocialLink
    extra = 1
    verbose_name_plural = "Social links"


@admin.register(Publication)
class PublicationAdmin(WithNonce, admin.ModelAdmin):
    form = PublicationForm
    autocomplete_fields = ["lead"]
    inlines = [SocialLinkInline]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return plain_choice(super().formfield_for_dbfield(db_field, request, **kwargs), may_add=False)

    def changelist_view(self, request, extra_context=None):
        """There is one publication: its list is its form."""
        Publication.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:articles_publication_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return False


@admin.register(Disclosure)
class DisclosureAdmin(PlainSearch, admin.ModelAdmin):
    list_display = ["name", "kind", "policy_page"]
    list_select_related = ["policy_page"]
    search_fields = ["name"]


@admin.register(Merchant)
class MerchantAdmin(PlainSearch, admin.ModelAdmin):
    list_display = ["name", "is_active", "host_names"]
    search_fields = ["name", "hosts"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        count = merchants.reclassify(obj)
        if count:
            noun = "article" if count == 1 else "articles"
            self.message_user(request, f"The notice was brought up to date in {count} live {noun}.")

    @admin.display(description="Hosts")
    def host_names(self, merchant: Merchant) -> str:
        return ", ".join(merchant.host_list())
