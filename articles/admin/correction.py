"""Corrections in the admin: they come to be by publishing; here their wording is mended, or one is taken away."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles import corrections, publishing
from articles.admin.plain_search import PlainSearch
from articles.models import Correction

NOTE_LENGTH = 100  # of its wording in the list


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
        error_messages = {"text": {"required": corrections.MISSING, "max_length": corrections.TOO_LONG}}

    def clean_text(self):
        return corrections.one_line(self.cleaned_data["text"])


@admin.register(Correction)
class CorrectionAdmin(PlainSearch, admin.ModelAdmin):
    form = CorrectionForm
    fields = ["article_link", "made_at", "made_by", "text"]
    readonly_fields = ["article_link", "made_at", "made_by"]
    list_display = ["note", "article", "made_at", "made_by"]
    list_select_related = ["article", "made_by"]
    search_fields = ["text", "article__headline"]
    date_hierarchy = "made_at"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .defer("article__body", "article__rendered_web", "article__rendered_feed", "article__plain_text")
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and publishing.may_publish(request.user)

    def save_model(self, request, obj, form, change):
        corrections.reword(obj, form.cleaned_data["text"], by=request.user)

    def delete_model(self, request, obj):
        corrections.take_away(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for correction in queryset:
            corrections.take_away(correction, by=request.user)

    @admin.display(description="Note", ordering="text")
    def note(self, correction: Correction) -> str:
        return Truncator(correction.text_plain).chars(NOTE_LENGTH)

    @admin.display(description="Article")
    def article_link(self, correction: Correction) -> SafeString:
        url = reverse("admin:articles_article_change", args=[correction.article_id])
        return format_html('<a href="{}">{}</a>', url, correction.article.headline_html)
