"""A clock's day and time in a zone: the one moment it means, none, or both."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles import clock
from articles.clock import NoSuchTime, TwiceThatNight

VIENNA, NEW_YORK, LORD_HOWE, TOKYO = "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"


def moment(local: str, zone: str, **more) -> str:
    """What it means, as 2026-03-29T01:00."""
    found = clock.moment(datetime.fromisoformat(local), zone=ZoneInfo(zone), **more)
    assert found.tzinfo is UTC
    return found.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        (VIENNA, "2026-03-29T01:59", "2026-03-29T00:59"),
        (VIENNA, "2026-03-29T03:00", "2026-03-29T01:00"),
        (VIENNA, "2026-10-25T01:59", "2026-10-24T23:59"),
        (VIENNA, "2026-10-25T03:00", "2026-10-25T02:00"),
        (VIENNA, "2027-03-28T01:59", "2027-03-28T00:59"),
        (VIENNA, "2027-03-28T03:00", "2027-03-28T01:00"),
        (VIENNA, "2027-10-31T01:59", "2027-10-30T23:59"),
        (VIENNA, "2027-10-31T03:00", "2027-10-31T02:00"),
        (NEW_YORK, "2026-03-08T01:59", "2026-03-08T06:59"),
        (NEW_YORK, "2026-03-08T03:00", "2026-03-08T07:00"),
        (NEW_YORK, "2026-11-01T00:59", "2026-11-01T04:59"),
        (NEW_YORK, "2026-11-01T02:00", "2026-11-01T07:00"),
        (NEW_YORK, "2027-03-14T01:59", "2027-03-14T06:59"),
        (NEW_YORK, "2027-03-14T03:00", "2027-03-14T07:00"),
        (NEW_YORK, "2027-11-07T00:59", "2027-11-07T04:59"),
        (NEW_YORK, "2027-11-07T02:00", "2027-11-07T07:00"),
        (LORD_HOWE, "2026-04-05T01:29", "2026-04-04T14:29"),
        (LORD_HOWE, "2026-04-05T02:00", "2026-04-04T15:30"),
        (LORD_HOWE, "2026-10-04T01:59", "2026-10-03T15:29"),
        (LORD_HOWE, "2026-10-04T02:30", "2026-10-03T15:30"),
        (LORD_HOWE, "2027-04-04T01:29", "2027-04-03T14:29"),
        (LORD_HOWE, "2027-04-04T02:00", "2027-04-03T15:30"),
        (LORD_HOWE, "2027-10-03T01:59", "2027-10-02T15:29"),
        (LORD_HOWE, "2027-10-03T02:30", "2027-10-02T15:30"),
        (TOKYO, "2026-03-29T02:30", "2026-03-28T17:30"),
        (TOKYO, "2026-10-25T02:30", "2026-10-24T17:30"),
        (TOKYO, "2027-11-07T01:30", "2027-11-06T16:30"),
        ("UTC", "2026-03-29T02:30", "2026-03-29T02:30"),
    ],
)
def test_mostly_there_is_one_moment(zone, local, expected):
    assert {moment(local, zone, fold=fold) for fold in (None, 0, 1)} == {expected}


@pytest.mark.parametrize(
    ("zone", "local", "sentence"),
    [
        (
            VIENNA,
            "2026-03-29T02:30",
            "On 29 Mar 2026 the clock is put forward from 02:00 to 03:00: there is no 02:30. "
            "Choose 01:59 or earlier, or 03:00 or later.",
        ),
        (VIENNA, "2026-03-29T02:00", "there is no 02:00. Choose 01:59 or earlier, or 03:00 or later."),
        (VIENNA, "2027-03-28T02:59", "there is no 02:59. Choose 01:59 or earlier, or 03:00 or later."),
        (NEW_YORK, "2026-03-08T02:30", "On 8 Mar 2026 the clock is put forward from 02:00 to 03:00"),
        (NEW_YORK, "2027-03-14T02:00", "On 14 Mar 2027 the clock is put forward from 02:00 to 03:00"),
        (LORD_HOWE, "2026-10-04T02:00", "from 02:00 to 02:30: there is no 02:00. Choose 01:59 or earlier"),
        (LORD_HOWE, "2027-10-03T02:29", "there is no 02:29. Choose 01:59 or earlier, or 02:30 or later."),
        ("Africa/Cairo", "2026-04-24T00:30", "Choose 23:59 on 23 Apr 2026 or earlier, or 01:00 or later."),
        ("Pacific/Apia", "2011-12-30T12:00", "from 00:00 to 00:00 on 31 Dec 2011"),  # a whole day
    ],
)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_an_hour_that_is_skipped_is_refused_with_what_is_possible(zone, local, sentence, fold):
    with pytest.raises(NoSuchTime) as refusal:
        moment(local, zone, fold=fold)
    assert sentence in str(refusal.value)


TWICE = [
    (VIENNA, "2026-10-25T02:30", "03:00 to 02:00", ("2026-10-25T00:30", "2026-10-25T01:30"), ("UTC+2", "UTC+1")),
    (VIENNA, "2026-10-25T02:00", "03:00 to 02:00", ("2026-10-25T00:00", "2026-10-25T01:00"), ("UTC+2", "UTC+1")),
    (VIENNA, "2027-10-31T02:59", "03:00 to 02:00", ("2027-10-31T00:59", "2027-10-31T01:59"), ("UTC+2", "UTC+1")),
    (NEW_YORK, "2026-11-01T01:30", "02:00 to 01:00", ("2026-11-01T05:30", "2026-11-01T06:30"), ("UTC−4", "UTC−5")),
    (NEW_YORK, "2027-11-07T01:00", "02:00 to 01:00", ("2027-11-07T05:00", "2027-11-07T06:00"), ("UTC−4", "UTC−5")),
    (LORD_HOWE, "2026-04-05T01:30", "02:00 to 01:30", ("2026-04-04T14:30", "2026-04-04T15:00"), ("UTC+11", "UTC+10:30")),
    (LORD_HOWE, "2027-04-04T01:59", "02:00 to 01:30", ("2027-04-03T14:59", "2027-04-03T15:29"), ("UTC+11", "UTC+10:30")),
    ("Europe/London", "2026-10-25T01:30", "02:00 to 01:00", ("2026-10-25T00:30", "2026-10-25T01:30"), ("UTC+1", "UTC")),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "local", "change", "moments", "offsets"), TWICE)
def test_a_time_that_comes_twice_is_asked_about(zone, local, change, moments, offsets):
    with pytest.raises(TwiceThatNight, match=f"{change}: {local[-5:]} comes twice") as question:
        moment(local, zone)
    both = question.value
    assert tuple(f"{at:%Y-%m-%dT%H:%M}" for at in both.moments) == moments
    first, second = offsets
    assert both.names == (f"{local[-5:]} summer time ({first})", f"{local[-5:]} standard time ({second})")
    assert tuple(moment(local, zone, fold=fold) for fold in (0, 1)) == moments


@pytest.mark.parametrize(("zone", "local", "change", "moments", "offsets"), TWICE)
def test_an_answer_is_one_of_both_moments(zone, local, change, moments, offsets):
    asked = datetime.fromisoformat(local)
    first, second = (datetime.fromisoformat(f"{at}Z") for at in moments)
    other = first.replace(year=2025)
    for meant, expected in [((first,), first), ((second,), second), ((None, other, second, first), second)]:
        assert clock.settled(asked, zone=ZoneInfo(zone), meant=meant) == expected
    for meant in ((), (None,), (other,)):
        with pytest.raises(TwiceThatNight):
            clock.settled(asked, zone=ZoneInfo(zone), meant=meant)
    assert clock.settled(asked.replace(second=42), zone=ZoneInfo(zone), meant=(second,)).second == 42


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        (VIENNA, "2026-01-03T08:00Z", "3 Jan 2026 09:00"),
        (VIENNA, "2026-10-25T00:30Z", "25 Oct 2026 02:30 summer time (UTC+2)"),
        (VIENNA, "2026-10-25T01:30Z", "25 Oct 2026 02:30 standard time (UTC+1)"),
        (VIENNA, "2026-10-25T02:00Z", "25 Oct 2026 03:00"),
        (TOKYO, "2026-10-25T01:30Z", "25 Oct 2026 10:30"),
    ],
)
def test_a_moment_in_words(zone, at, expected):
    assert clock.words(datetime.fromisoformat(at), zone=ZoneInfo(zone)) == expected


@pytest.mark.parametrize("local", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_ends_of_the_calendar(local):
    zone = TOKYO if local.startswith("0001") else NEW_YORK
    with pytest.raises(OverflowError):
        moment(local, zone)
    assert clock.twice(datetime.fromisoformat(local), zone=ZoneInfo(zone)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T00:30:00Z", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T00:30:00", None),
        ("0001-01-01T00:00:00+09:00", None),
        ("soon", None),
        ("", None),
        ("\0", None),
    ],
)
def test_reads_what_a_form_of_ours_wrote(text, expected):
    assert clock.read(text) == expected
