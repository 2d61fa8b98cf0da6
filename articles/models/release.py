"""When and where a work comes out: a date as exactly as it is known, and how sure it is."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.natural_keys import UidManager
from articles.models.territories import Territory
from articles.models.work import WEB_ADDRESS, Work
from articles.querysets import ReleaseQuerySet
from authors.renditions import new_key

FIRST_YEAR, LAST_YEAR = 1000, 2999


class ReleaseManager(UidManager.from_queryset(ReleaseQuerySet)):
    """Releases, found by uid in fixtures. It filters nothing: `public()` is the readers' door."""


class Release(models.Model):
    class Medium(models.TextChoices):
        FESTIVAL = "festival", "festival premiere"
        THEATERS = "theaters", "theaters"
        STREAMING = "streaming", "streaming"
        BROADCAST = "broadcast", "television"
        DIGITAL = "digital", "to rent or buy"
        PHYSICAL = "physical", "in shops"
        STAGE = "stage", "on stage"

    class Precision(models.TextChoices):
        DAY = "day", "day"
        MONTH = "month", "month"
        YEAR = "year", "year"
        UNKNOWN = "tba", "to be announced"

    class Certainty(models.TextChoices):
        CONFIRMED = "confirmed", "confirmed"
        EXPECTED = "expected", "expected"
        POSTPONED = "postponed", "postponed"

    uid = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    work = models.ForeignKey(Work, models.CASCADE, related_name="releases")
    territory = models.CharField(max_length=2, choices=Territory, blank=True, default="US")
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.THEATERS)
    # The first day of what is known: of the month, of the year. None: to be announced.
    date = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    last_day = models.DateField(null=True, editable=False)  # of what is known; derived
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.CONFIRMED)
    where = models.CharField(
        "where", max_length=120, blank=True, help_text="The service, festival, channel or shop."
    )
    where_url = models.URLField(
        "its address",
        blank=True,
        max_length=500,
        validators=WEB_ADDRESS,
        help_text="Where to watch or buy it.",
    )
    # For calendars (RFC 5545): rises with every change that was told to subscribers.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReleaseManager()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="tba", date__isnull=True)
                | (~Q(precision="tba") & Q(date__isnull=False)),
                name="release_date_as_precise_as_said",
                violation_error_message="A date that is to be announced is empty; any other is given.",
            )
        ]
        indexes = [
            models.Index(fields=["date", "id"], name="release_date"),
            # In the order of the calendar: by itself, and for each of its filters that stands in this table.
            models.Index(fields=["last_day", "-date", "id"], name="release_in_order"),
            models.Index(fields=["territory", "last_day", "-date", "id"], name="release_territory"),
            models.Index(fields=["medium", "last_day", "-date", "id"], name="release_medium"),
        ]

    def __str__(self):
        return f"{self.get_medium_display()}, {self.get_territory_display()}"

    def natural_key(self):
        return (self.uid,)

    natural_key.dependencies = ["articles.work"]

    def clean(self):
        if (self.date is None) != (self.precision == self.Precision.UNKNOWN):
            raise ValidationError({"date": "Give the date, or say that it is to be announced."})
        # As for a work's year: behind the last day there is, no calendar and no spoiler could go on.
        if self.date is not None and not FIRST_YEAR <= self.date.year <= LAST_YEAR:
            raise ValidationError({"date": f"Give a year from {FIRST_YEAR} to {LAST_YEAR}."})

    def save(self, **kwargs):
        if self.date is not None:
            self.date, self.last_day = span(self.date, self.precision)
        else:
            self.last_day = None
        super().save(**kwargs)

    @property
    def is_festival(self) -> bool:
        return self.medium == self.Medium.FESTIVAL

    def has_passed(self, today: date) -> bool:
        """Whether all that is known of its date lies before `today`."""
        return self.last_day is not None and self.last_day < today


def span(day: date, precision: str) -> tuple[date, date]:
    """The first and last day of the day, month or year that `day` lies in."""
    match precision:
        case Release.Precision.MONTH:
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case Release.Precision.YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
