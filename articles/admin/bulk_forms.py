"""What an act on several articles has to be told, a form for each; a valid one gives the act (`articles.bulk_acts`)."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone

from articles import bulk_acts, publishing
from articles.admin.widgets import MomentField, TagsField
from articles.bulk import Act, Chosen
from articles.models import Article, Byline, Section, WorkingCopy
from authors.models import Author

STEP_LIMIT = 1000
STEP_WORDS = f"Write a whole number from 1 to {STEP_LIMIT}."
NOTE_LENGTH = Article._meta.get_field("public_note").max_length


class BulkForm(forms.Form):
    """`pks` are the chosen articles, `user` chose them."""

    act_class: type

    def __init__(self, *args, user: AbstractBaseUser, pks: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.pks = user, pks

    @property
    def is_by_headline(self) -> bool:
        return False

    def act(self) -> Act:
        return self.act_class(**self.cleaned_data)

    def digest(self, chosen: Iterable[Chosen]) -> str:
        """Of everything that decides what will happen: what was looked at is what is done."""
        pks = [one.pk for one in chosen]
        typed = [
            (name, field.widget.value_from_datadict(self.data, {}, name))
            for name, field in self.fields.items()
        ]
        return sha256(repr((pks, typed)).encode()).hexdigest()


class PublishForm(BulkForm):
    act_class = bulk_acts.Publish


class TrashForm(BulkForm):
    act_class = bulk_acts.Trash


class RestoreForm(BulkForm):
    act_class = bulk_acts.Restore


class WithdrawForm(BulkForm):
    act_class = bulk_acts.Withdraw
    public_note = forms.CharField(
        required=False,
        label="Note to readers",
        max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Stands on the page that says it was taken back. May stay empty.",
    )


class ScheduleForm(BulkForm):
    first = MomentField(label="The first at", error_messages={"required": "Say when the first goes out."})
    every = forms.IntegerField(
        label="Each other after so many",
        initial=1,
        min_value=1,
        max_value=STEP_LIMIT,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_digits"), STEP_WORDS
        ),
    )
    unit = forms.ChoiceField(
        label="Counted in",
        choices=[("minutes", "minutes"), ("hours", "hours"), ("days", "days, at the same time of day")],
        initial="days",
    )
    order = forms.ChoiceField(
        required=False,
        choices=[("", "as listed"), ("headline", "by headline")],
        help_text="Each article keeps its place: one that cannot be scheduled leaves a gap, unless you take it out.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first"].help_text = f"Time zone: {timezone.get_current_timezone_name()}."

    @property
    def is_by_headline(self) -> bool:
        return self.data.get("order") == "headline"

    def act(self) -> bulk_acts.Schedule:
        given = self.cleaned_data
        return bulk_acts.Schedule(given["first"], given["every"], given["unit"])


class ChangeForm(BulkForm):
    is_published = forms.BooleanField(
        required=False,
        label="And publish the changes",
        help_text="Of articles that are live or scheduled, with everything else that is unpublished of them. Drafts stay drafts.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not publishing.may_publish(self.user):
            del self.fields["is_published"]
        elif "is_published" in self.fields:
            self.order_fields([name for name in self.fields if name != "is_published"])


class SectionForm(ChangeForm):
    act_class = bulk_acts.ChangeSection
    section = forms.ModelChoiceField(
        Section.objects.all(),
        error_messages={
            "required": "Choose a section.",
            "invalid_choice": "This section is not there any more. Choose another one.",
        },
    )


class TagsForm(ChangeForm):
    tags = TagsField(
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Names with commas between them. A name nobody has used yet becomes a tag when the article is published.",
        error_messages={"required": "Name at least one tag."},
    )

    def clean_tags(self):
        if not self.cleaned_data["tags"]:
            raise forms.ValidationError("Name at least one tag.")
        return self.cleaned_data["tags"]

    def act(self) -> bulk_acts.AddTags:
        given = dict(self.cleaned_data)
        return bulk_acts.AddTags(tuple(given.pop("tags")), **given)


NO_AUTHOR = {
    "required": "Choose an author.",
    "invalid_choice": "This author is not there any more. Choose another one.",
}


class ReplaceAuthorForm(ChangeForm):
    act_class = bulk_acts.ReplaceAuthor
    before = forms.ModelChoiceField(
        Author.objects.none(),
        label="In place of",
        help_text="Who has a byline now.",
        error_messages=NO_AUTHOR,
    )
    after = forms.ModelChoiceField(Author.objects.all(), label="Put", error_messages=NO_AUTHOR)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["before"].queryset = _credited(self.pks)

    def clean(self):
        given = super().clean()
        if given.get("before") and given["before"] == given.get("after"):
            self.add_error("after", "This is the same author. Choose another one.")
        return given


def _credited(pks: list[int]):
    """Authors in the bylines of these articles, live or in their working copies."""
    rows = WorkingCopy.objects.filter(article__in=pks).values_list("snapshot__bylines", flat=True)
    working = {row["author"] for bylines in rows for row in bylines or ()}
    live = Byline.objects.filter(article__in=pks).values("author")
    return Author.objects.filter(Q(pk__in=live) | Q(pk__in=working))


class AddBylineForm(ChangeForm):
    act_class = bulk_acts.AddByline
    author = forms.ModelChoiceField(Author.objects.all(), error_messages=NO_AUTHOR)
    role = forms.ChoiceField(choices=Byline.Role, initial=Byline.Role.WORDS)


class Offer(NamedTuple):
    """An act in the list of articles: what it is called there, who has it at all, what it asks."""

    title: str
    permission: str  # as in has_…_permission of the admin
    form: type[BulkForm]


OFFERS = {
    "publish": Offer("Publish now", "publish", PublishForm),
    "schedule": Offer("Schedule one after the other", "publish", ScheduleForm),
    "section": Offer("Change the section", "change", SectionForm),
    "tags": Offer("Add tags", "change", TagsForm),
    "author": Offer("Replace an author", "change", ReplaceAuthorForm),
    "byline": Offer("Add a byline", "change", AddBylineForm),
    "withdraw": Offer("Withdraw", "publish", WithdrawForm),
    "trash": Offer("Put into the trash", "publish", TrashForm),
    "restore": Offer("Restore (from the trash, or a withdrawn one)", "publish", RestoreForm),
}
