"""The forms of works: one line for a release's date, pictures by looking, numbers pasted as they are."""

from django import forms

from articles import partial_dates, redirects
from articles.admin.taxonomy import SlugFromName
from articles.admin.widgets import WORK_MEDIA, PictureField
from articles.facts import day_words
from articles.models import Credit, Person, Release, Work
from articles.models.person import PERSON_IDENTIFIER_READERS
from articles.models.territories import Territory
from articles.models.work import IDENTIFIER_READERS, RESERVED_SLUG
from articles.slugs import unique_slug

FIRST_TERRITORIES = (Territory.US, Territory.WORLD)


class SlugThatWasNobodys(SlugFromName):
    """An address made from the name is one nobody has or had; one typed by hand may be refused."""

    fallback = ""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if not slug:
            return unique_slug(self.data.get("name", ""), taken=self._is_taken, fallback=self.fallback)
        if slug != self.instance.slug and self._is_taken(slug):
            raise forms.ValidationError(
                "This address belongs, or once belonged, to another one. Choose another."
            )
        return slug

    def _is_taken(self, slug: str) -> bool:
        model = type(self.instance)
        if slug == RESERVED_SLUG or model.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            return True
        former = redirects.owner_of(model(slug=slug).get_absolute_url())
        return former is not None and former != self.instance


class TakesAddresses(SlugThatWasNobodys):
    """A pasted address is longer than the number in it, which is all that is kept. `readers`: by field."""

    readers: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.readers:
            field = self.fields[name]
            field.max_length, field.validators = None, []
            field.widget.attrs.pop("maxlength", None)

    def clean(self):
        cleaned = super().clean()
        for name, read in self.readers.items():
            try:
                cleaned[name] = read(cleaned.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned


class WorkForm(TakesAddresses):
    readers = IDENTIFIER_READERS
    poster = PictureField(help_text=Work._meta.get_field("poster").help_text)
    trailer_image = PictureField(
        label="Trailer: picture", help_text=Work._meta.get_field("trailer_image").help_text
    )
    fallback = "work"

    class Meta:
        model = Work
        fields = [
            "kind", "name", "year", "original_name", "parent", "number", "company", "running_time", "age_rating",
            "synopsis", "poster", "trailer_url", "trailer_title", "trailer_image", "official_site", "imdb_id", "tmdb_id",
            "wikidata_id", "isbn", "is_listed", "slug",
        ]  # fmt: skip
        widgets = {"synopsis": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"name": {"required": "Write its name first."}}

    @property
    def media(self):
        return super().media + WORK_MEDIA


class PersonForm(TakesAddresses):
    readers = PERSON_IDENTIFIER_READERS
    fallback = "person"

    class Meta:
        model = Person
        fields = ["name", "slug", "imdb_id", "tmdb_id", "wikidata_id", "official_site"]
        error_messages = {"name": {"required": "Write the name first."}}


class CreditForm(forms.ModelForm):
    position = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Credit
        fields = ["person", "role", "character", "group", "position"]
        error_messages = {"person": {"required": "Choose a person, or take the line out."}}

    def has_changed(self):
        """An empty line that was only given its place in the order is still an empty line."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"position"})

    def clean_position(self):
        return self.cleaned_data["position"] or 0


class ReleaseForm(forms.ModelForm):
    """`when` holds date and precision in one line, in the words people write."""

    when = forms.CharField(
        required=False,
        max_length=60,
        label="Date",
        help_text="January 19, 2024; January 2024; 2024; or TBA.",
        widget=forms.TextInput(attrs={"placeholder": "January 19, 2024", "size": 18}),
    )
    territory = forms.ChoiceField(required=False, choices=[], initial=Territory.US)

    class Meta:
        model = Release
        fields = ["when", "territory", "medium", "certainty", "where", "where_url"]
        widgets = {
            "where": forms.TextInput(attrs={"size": 20}),
            "where_url": forms.URLInput(attrs={"size": 24}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = territories()
        if self.instance.pk:
            self.initial["when"] = "TBA" if self.instance.date is None else day_words(self.instance)

    def clean_when(self):
        try:
            return partial_dates.parse(self.cleaned_data["when"])
        except partial_dates.NoDate as error:
            raise forms.ValidationError(str(error)) from error

    def _update_errors(self, errors):
        """What the row says of its date belongs to the line it was typed in; one sentence there is enough."""
        said = errors.error_dict.pop("date", None)
        if said and "when" not in self.errors:
            self.add_error("when", said)
        if errors.error_dict:
            super()._update_errors(errors)

    def _post_clean(self):
        if "when" in self.cleaned_data:
            self.instance.date, self.instance.precision = self.cleaned_data["when"]
        super()._post_clean()


def territories() -> list[tuple[str, str]]:
    """The nearest first, then by name."""
    first = [
        (value.value, value.label.capitalize() if not value.value else value.label)
        for value in FIRST_TERRITORIES
    ]
    return first + [(value, label) for value, label in Territory.choices if value not in FIRST_TERRITORIES]
