"""Articles in the admin: a thin form over the verbs of `articles.publishing`."""

from collections.abc import Callable
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from articles import publishing, scheduling, trash
from articles.admin import article_list
from articles.admin.article_acts import carry_out
from articles.admin.article_bulk import BulkActs
from articles.admin.article_form import ArticleForm, BylineForm, BylineFormSet
from articles.admin.history import HistoryPages
from articles.admin.widgets import plain_choice
from articles.admin.writing_screen import DESK_VIEWS, desk_context, is_team, note_thread, what_is_left
from articles.desk import calendar, comparison, moving, preview, recommended, sharing, sittings, subscribing
from articles.models import Article, Byline, Sitting, WorkingCopy
from articles.refusals import Collided
from articles.sittings import unsaved
from authors.forms import NamedCells
from authors.models import Author
from authors.prose import WithNonce

# Up to here a plain drop-down is quicker to use than typing a name.
AUTHORS_IN_A_LIST = 60
# What can be shown of a form without saving it.
OF_FORM = {"_preview": preview.show, "_checklist": what_is_left}
CHANGE_FIELDS = ("change", "correction")  # asked where there are readers to tell
HIDDEN_FIELDS = ("began", "base_number", "decided_number", "sitting", "sequence", "continues")
NOTE_LENGTH = Article._meta.get_field("public_note").max_length
# Buttons that change the state of the whole article, the verb behind each, and what it says afterwards.
STATUS_BUTTONS = {
    "_discard": (publishing.discard_changes, "The unpublished changes are gone; this is what readers see."),
    "_cancel_changes": (scheduling.cancel_changes, "The changes stay unpublished now."),
    "_withdraw": (publishing.withdraw, "Withdrawn: readers do not see it any more. It can be restored."),
    "_trash": (publishing.trash, "In the trash. For 30 days it can be restored from there."),
    "_restore": (publishing.restore, "Restored."),
}


class BylineInline(NamedCells, admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["author", "role", "position"]
    extra = 0
    can_delete = False
    verbose_name_plural = "Bylines"

    def get_autocomplete_fields(self, request):
        return [] if Author.objects.count() <= AUTHORS_IN_A_LIST else ["author"]

    # Whoever may write the article may say who wrote it: the rows are part of it.
    def has_add_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return plain_choice(super().formfield_for_dbfield(db_field, request, **kwargs), may_add=True)


@admin.register(Article)
class ArticleAdmin(WithNonce, HistoryPages, BulkActs, article_list.ArticleList, admin.ModelAdmin):
    form = ArticleForm
    inlines = [BylineInline]
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = [
        (None, {"fields": ["headline", "dek", "body", *HIDDEN_FIELDS]}),
        (None, {"fields": ["section", "tags", "featured_image"]}),
        ("Picture: alt text and caption here", {
            "classes": ["collapse"], "fields": ["featured_alt", "featured_is_decorative", "featured_caption"],
        }),
        ("Review: rating and verdict", {
            "classes": ["collapse", "desk-review"], "fields": ["rating", "rating_scale", "verdict"],
        }),
        ("Publishing", {
            "classes": ["collapse"],
            "fields": ["published_at", "changes_at", "change", "correction", "format", "kicker", "slug", "also_show"],
        }),
        ("Embargo, taking back", {
            "classes": ["collapse"], "fields": ["embargo_until", "embargo_zone", "embargo_reason", "withdraw_at"],
        }),
        ("Search and sharing", {
            "classes": ["collapse", "desk-sharing"], "fields": ["seo_title", "meta_description", "canonical_url"],
        }),
        ("Series", {"classes": ["collapse"], "fields": ["series", "series_order"]}),
    ]  # fmt: skip

    # --- who may do what

    def get_queryset(self, request):
        return Article.objects.visible_to(request.user).select_related("working_copy")

    def has_delete_permission(self, request, obj=None):
        """Editors use the trash: only there does an address stay taken and a mistake stay mendable."""
        return request.user.is_superuser

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("calendar/", view(calendar.calendar), name="articles_article_calendar"),
            path(
                "calendar/subscribe/",
                view(subscribing.subscribe),
                name="articles_article_calendar_subscribe",
            ),
            path("<int:pk>/move/", view(moving.move), name="articles_article_move"),
            path("recommend/", view(recommended.suggest), name="articles_article_recommend"),
            *(
                path(f"{name}/", view(getattr(sittings, name)), name=f"articles_article_{name}")
                for name in DESK_VIEWS
            ),
            path("<int:pk>/preview/", view(preview.preview), name="articles_article_preview"),
            path("<int:pk>/share/", view(sharing.links), name="articles_article_share"),
            path("<int:pk>/share/<int:shared_pk>/end/", view(sharing.end), name="articles_article_share_end"),
            *super().get_urls(),
        ]

    def delete_model(self, request, obj):
        trash.delete_for_good(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for article in queryset:
                trash.delete_for_good(article, by=request.user)

    # --- the form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(
            "ArticleForm", (form,), {"request": request, "continued": getattr(request, "continued", None)}
        )

    def get_fieldsets(self, request, obj=None):
        fieldsets = without(unasked(request, obj), with_works(super().get_fieldsets(request, obj)))
        if is_team():
            thread = note_thread(obj)
            options = {"classes": ["collapse", "desk-notes"], "fields": ["note"], "description": thread}
            fieldsets.insert(2, (f"Notes ({obj.notes.count()})" if thread else "Notes", options))
        return fieldsets

    def get_inline_instances(self, request, obj=None):
        instances = super().get_inline_instances(request, obj)
        for inline in instances:
            inline.classes = [] if is_team() else ["collapse"]
        return instances

    def get_formset_kwargs(self, request, obj, inline, prefix):
        more = {"request": request, "continued": getattr(request, "continued", None)}
        return super().get_formset_kwargs(request, obj, inline, prefix) | more

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return plain_choice(
            super().formfield_for_dbfield(db_field, request, **kwargs), may_add=db_field.name == "series"
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.continued = sittings.continued(request, object_id) if request.method == "GET" else None
        for name, show in OF_FORM.items():
            if request.method == "POST" and name in request.POST:
                return self.of_form(request, object_id, partial(show, request))
        if request.method == "POST" and object_id and STATUS_BUTTONS.keys() & request.POST.keys():
            return self.change_status(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except publishing.PublishingError as refusal:
            # Nothing was written. The form comes back as it was typed, each sentence at its field.
            request.article_refusals, request.article_places = refusal.sentences, refusal.places
            if isinstance(refusal, Collided):
                self._show_both_sides(request, refusal)
            elif "" in refusal.sentences:
                self._allow_to_save_over(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _show_both_sides(self, request: HttpRequest, refusal: Collided) -> None:
        """What the form began from stays: on saving once more everything else still goes together."""
        request.article_collisions = comparison.of_collisions(refusal.collisions)
        request.POST = request.POST.copy()
        request.POST["decided_number"] = str(refusal.number)

    def _allow_to_save_over(self, request: HttpRequest, object_id: str | None) -> None:
        """The form begins anew from what is saved now: saving once more is the deliberate act."""
        number = Article.objects.filter(pk=object_id).values_list("copy_number", flat=True).first()
        request.POST = request.POST.copy()
        request.POST["base_number"] = str(number or 0)

    def change_status(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Withdraw, discard, trash or restore: the form's text is not looked at."""
        article = self.get_object(request, object_id)
        if article is None or not publishing.may_publish(request.user):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        button = next(name for name in STATUS_BUTTONS if name in request.POST)
        verb, words = STATUS_BUTTONS[button]
        try:
            note = (
                {"public_note": request.POST.get("_public_note", "")[:NOTE_LENGTH]}
                if button == "_withdraw"
                else {}
            )
            verb(article, by=request.user, **note)
            self.message_user(request, words, messages.SUCCESS)
        except publishing.PublishingError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return self._stay(request, article)

    def of_form(self, request: HttpRequest, object_id: str | None, show: Callable) -> HttpResponse:
        """`show(article, snapshot)` of what is in the form, or why it cannot be read. Saves nothing."""
        is_change = object_id is not None
        may = self.has_change_permission if is_change else self.has_add_permission
        article = self.get_object(request, object_id) if is_change else Article()
        if article is None or not may(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form_class = self.get_form(request, article, change=is_change)
        form = form_class(request.POST, request.FILES, instance=article)
        for field in form.fields.values():  # What is missing yet is no reason not to look at the rest.
            field.required = False
        formsets, _inlines = self._create_formsets(request, article, change=is_change)
        if form.is_valid() and all(formset.is_valid() for formset in formsets):
            return show(article, form.snapshot(formsets[0].rows()))
        sentences = [sentence for group in form.errors.values() for sentence in group]
        context = {"sentences": sentences}
        return render(request, "admin/articles/article/preview_refused.html", context, status=422)

    def save_model(self, request, obj, form, change):
        """Saving waits for the bylines: see save_related."""

    def save_related(self, request, form, formsets, change):
        article = form.instance
        snapshot = form.snapshot(formsets[0].rows())
        base_number = form.cleaned_data.get("base_number")
        formsets[0].save()
        was_approved = (
            getattr(getattr(article, "working_copy", None), "state", "") == WorkingCopy.State.APPROVED
        )
        working_copy = publishing.save(
            article, snapshot, by=request.user, base_number=base_number if change else None,
            decided_number=form.cleaned_data.get("decided_number"), form=form.open_form(),
        )  # fmt: skip
        if working_copy.taken:
            names = ", ".join(comparison.labels(working_copy.taken))
            words = f"Somebody else had saved meanwhile. This came from there, the rest is yours: {names}."
            self.message_user(request, words, messages.INFO)
        carry_out(request, article, form, working_copy, was_approved=was_approved)

    def construct_change_message(self, request, form, formsets, add=False):
        for button, words in (("_publish", "Published."), ("_submit_for_review", "Submitted for review.")):
            if button in request.POST:
                return words
        return "Saved."

    # --- after saving one goes on where one was

    def response_add(self, request, obj, post_url_continue=None):
        return self._stay(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._stay(request, obj) or super().response_change(request, obj)

    def _stay(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        if IS_POPUP_VAR in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["desk"] = desk_context(request, obj) | {
            "may_save": add or self.has_change_permission(request, obj)
        }
        context["unsaved"] = self._unsaved(request, obj) if request.method == "GET" else []
        context["collisions"] = getattr(request, "article_collisions", [])
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def _unsaved(self, request: HttpRequest, article: Article | None) -> list[Sitting]:
        """Her autosaves of this article, besides the one that is in the form already."""
        return [sitting for sitting in unsaved(request.user, article=article) if sitting != request.continued]


def unasked(request: HttpRequest, article: Article | None) -> set[str]:
    """Fields that mean nothing for the article as it is, or are not this person's to fill in."""
    names = set()
    if article is None or not article.was_public:
        names |= {*CHANGE_FIELDS, "changes_at"}
    elif article.is_live:
        names |= {"embargo_until", "embargo_zone"}
    if article is None or not article.is_embargoed:
        names.add("embargo_reason")
    if not publishing.may_publish(request.user):
        names |= {"withdraw_at", "changes_at"}
    return names


def without(names: set[str], fieldsets: list) -> list:
    """The fieldsets without these fields, and without those that then hold none."""
    kept = [
        (title, options | {"fields": [field for field in options["fields"] if field not in names]})
        for title, options in fieldsets
    ]
    return [(title, options) for title, options in kept if options["fields"]]


def with_works(fieldsets: list) -> list:
    """The field of works after the tags. It cannot stand in the class: Django's checks take it for the relation of
    that name, which no form edits."""
    text, (name, options), *others = fieldsets
    fields = list(options["fields"])
    fields.insert(fields.index("tags") + 1, "works")
    return [text, (name, options | {"fields": fields}), *others]
