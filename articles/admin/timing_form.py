"""The part of an article's form that belongs to no copy of it: embargo, withdrawal, a note to colleagues, and when
changes of a live article go out. Each is carried out by a verb of its own, and only where it was changed here."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import clock
from articles.admin.widgets import DATE_FORMAT, MomentField
from articles.clock import NoSuchTime
from articles.models import Article, ScheduledChange
from articles.models.note import NOTE_LENGTH

ZONES = (
    "UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Toronto",
    "America/Sao_Paulo", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Vienna", "Europe/Madrid", "Europe/Rome",
    "Europe/Stockholm", "Europe/Istanbul", "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata",
    "Asia/Singapore", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Seoul", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
NO_SUCH_TIME = "There is no such date and time in this zone. Choose one, or leave it empty."
TIMING_FIELDS = ("embargo_until", "embargo_zone", "embargo_reason", "withdraw_at", "changes_at", "note")


def _zones() -> list[tuple[str, str]]:
    own = timezone.get_current_timezone_name()
    return [(own, f"{own} (the site’s)"), *((zone, zone.replace("_", " ")) for zone in ZONES if zone != own)]


class ClockInput(forms.DateTimeInput):
    """Date and time as the clock shows them in the zone that is chosen beside it."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format=DATE_FORMAT)


class TimingForm(forms.Form):
    """`began` holds what the fields showed when the form was opened, so that a form left open changes nothing back."""

    embargo_until = forms.CharField(
        required=False, label="Embargo until", widget=ClockInput,
        help_text="Until then it cannot become public, whoever presses the button. Empty: none.",
    )  # fmt: skip
    embargo_zone = forms.ChoiceField(required=False, label="in the time of", choices=_zones)
    embargo_reason = forms.CharField(
        required=False, label="Why it ends earlier", max_length=400,
        help_text="Needed to lift an embargo before its time. It is kept in the audit log.",
    )  # fmt: skip
    withdraw_at = MomentField(
        required=False, label="Take back on",
        help_text="Readers see it until then. Holds at once, without publishing anything. Empty: it stays.",
    )  # fmt: skip
    changes_at = MomentField(
        required=False, label="Publish the changes on",
        help_text="A date in the future: the changes, as they are now, go out then. What you save later does not go with them.",
    )  # fmt: skip
    note = forms.CharField(
        required=False, label="Note to your colleagues", max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Goes with the button you press. Readers never see it.",
    )  # fmt: skip
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    def timing_initial(self, article: Article) -> dict:
        zone = article.embargo_zone or timezone.get_current_timezone_name()
        until = article.embargo_until and article.embargo_until.astimezone(ZoneInfo(zone))
        row = ScheduledChange.objects.filter(article=article.pk).first() if article.pk else None
        return {
            "embargo_until": f"{until:{DATE_FORMAT}}" if until else "", "embargo_zone": zone,
            "withdraw_at": article.withdraw_at, "changes_at": row and row.at, "began": _shown(article),
        }  # fmt: skip

    def clean_embargo_until(self) -> str:
        text = self.cleaned_data["embargo_until"]
        if text and _read(text) is None:
            raise ValidationError(NO_SUCH_TIME)
        return text

    def clean_embargo_zone(self) -> str:
        zone = self.cleaned_data["embargo_zone"] or timezone.get_current_timezone_name()
        try:
            _moment(self.cleaned_data.get("embargo_until") or "", zone)
        except NoSuchTime as refusal:
            self.add_error("embargo_until", str(refusal))
        return zone

    def embargo_wish(self) -> tuple[datetime | None, str]:
        """The end of the embargo that is asked for, and in which zone it was told."""
        zone = self.cleaned_data.get("embargo_zone") or timezone.get_current_timezone_name()
        return _moment(self.cleaned_data.get("embargo_until") or "", zone), zone

    def is_embargo_changed(self) -> bool:
        until, _zone = self.embargo_wish()
        return _minute(until) != self._began_with()[0]

    def is_withdrawal_changed(self) -> bool:
        return _minute(self.cleaned_data.get("withdraw_at")) != self._began_with()[1]

    def _began_with(self) -> tuple[str, str]:
        embargo, _, withdrawal = (self.cleaned_data.get("began") or "").partition(",")
        return embargo, withdrawal


def _moment(text: str, zone: str) -> datetime | None:
    """Of a time that comes twice that night the later one: an embargo rather lasts too long. Raises NoSuchTime."""
    shown = _read(text)
    return clock.moment(shown, zone=ZoneInfo(zone), fold=1) if shown else None


def _read(text: str) -> datetime | None:
    try:
        shown = parse_datetime(text)
    except ValueError:
        return None
    return shown if shown and shown.tzinfo is None else None


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d%H%M}" if moment else ""


def _shown(article: Article) -> str:
    return f"{_minute(article.embargo_until)},{_minute(article.withdraw_at)}"
