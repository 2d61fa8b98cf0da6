"""Pages and redirects in the admin."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import Resolver404, resolve

from articles import rendering
from articles.admin.plain_search import PlainSearch
from articles.admin.widgets import DESK_ADDRESSES, FORM_MEDIA
from articles.models import Article, Page, Redirect, Section, Series, Tag
from articles.models.redirect import plain_path
from articles.prose import BodyField, BodyWidget
from articles.slugs import slug_of
from authors.models import Author
from authors.prose import WithNonce

# What an address of this site can stand for, by the name of its URL.
TARGETS: dict[str, type[models.Model]] = {
    "articles:detail": Article, "articles:section": Section, "articles:tag": Tag, "articles:series": Series,
    "articles:page": Page, "authors:detail": Author,
}  # fmt: skip


class PageForm(forms.ModelForm):
    body = BodyField(required=False, widget=BodyWidget(attrs=DESK_ADDRESSES | {"rows": 16}))

    class Meta:
        model = Page
        fields = ["headline", "slug", "dek", "body", "is_in_footer", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self):
        return self.cleaned_data["slug"] or slug_of(self.data.get("headline", ""))


@admin.register(Page)
class PageAdmin(WithNonce, PlainSearch, admin.ModelAdmin):
    form = PageForm
    list_display = ["headline", "slug", "is_in_footer", "position"]
    search_fields = ["headline", "slug"]

    @property
    def media(self):
        return super().media + FORM_MEDIA

    def save_model(self, request, obj, form, change):
        obj.rendered_web = rendering.render_body(obj.body).web
        super().save_model(request, obj, form, change)


class RedirectForm(forms.ModelForm):
    leads_to = forms.CharField(
        max_length=400,
        help_text="The address of an article, page, section, tag or author of this site. "
        "The redirect follows it when it moves.",
    )

    class Meta:
        model = Redirect
        fields = ["old_path"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.target is not None:
            self.initial["leads_to"] = self.instance.target.get_absolute_url()

    def clean_old_path(self):
        path = plain_path(urlsplit(self.cleaned_data["old_path"].strip()).path)
        return path if path != "/" else self._refuse_front()

    def _refuse_front(self):
        raise forms.ValidationError("Give the old address without the site, for example /articles/old-name/.")

    def clean_leads_to(self):
        path = plain_path(urlsplit(self.cleaned_data["leads_to"].strip()).path)
        try:
            match = resolve(path)
        except Resolver404:
            match = None
        model = TARGETS.get(match.view_name) if match else None
        target = model.objects.filter(slug=match.kwargs.get("slug")).first() if model else None
        if target is None:
            raise forms.ValidationError(
                "There is no article, page, section, tag or author at this address. Copy it from the site."
            )
        return target

    def save(self, commit=True):
        self.instance.target = self.cleaned_data["leads_to"]
        return super().save(commit)


@admin.register(Redirect)
class RedirectAdmin(PlainSearch, admin.ModelAdmin):
    form = RedirectForm
    fields = ["old_path", "leads_to"]
    list_display = ["old_path", "leads_to", "created_at"]
    search_fields = ["old_path"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="Leads to")
    def leads_to(self, redirect: Redirect) -> str:
        return redirect.target.get_absolute_url() if redirect.target else "nothing any more"
