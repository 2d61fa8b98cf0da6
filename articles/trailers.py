"""Whether the trailers of works are still there. Asked once a week, by a job that nobody has to set up.

YouTube and Vimeo are asked by their oEmbed addresses, since the page of a removed video answers like any other.
Nothing readers see changes by itself: `articles.findings` lists what was found, for an editor.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from enum import Enum
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles import outside
from articles.body import embeds
from articles.models import Work
from articles.outside import Caller, Line

ASKED_AGAIN_AFTER = timedelta(days=7)
DAYS_UNTIL_GONE = 3  # without an answer, before we believe that it is gone
RUN_LIMIT = 200  # works in one run
_COLUMNS = ("name", "year", "trailer_url", "trailer_failures", "trailer_failed_at")
_OEMBED = {"YouTube": "https://www.youtube.com/oembed", "Vimeo": "https://vimeo.com/api/oembed.json"}
_OEMBED_GONE = {400, 401, 402, 403, 404, 410}  # private, removed, or not to be played elsewhere
_GONE = {404, 410}


class Answer(Enum):
    THERE = "still there"
    GONE = "gone"
    SILENT = "no answer"  # counts, and after some days means gone
    UNKNOWN = "cannot be told"  # it answers, but not to us; or our own line is down


def ask(url: str, *, line: Line | None = None) -> Answer:
    """Ask the site of a trailer whether it is still there. Takes up to ten seconds for each question and redirect."""
    line = line or Line()
    embed = embeds.recognise(url)
    try:
        return _ask_player(embed, line) if embed else _ask_page(url, line)
    except outside.Unreachable as error:
        # That all of YouTube or Vimeo cannot be reached says nothing of one video.
        return Answer.UNKNOWN if embed or error.is_ours else Answer.SILENT
    except outside.Refused:
        return Answer.UNKNOWN


def _ask_player(embed: embeds.Embed, line: Line) -> Answer:
    address = f"{_OEMBED[embed.provider]}?{urlencode({'url': embed.page_url, 'format': 'json'})}"
    return _read(outside.status_of(address, method="GET", caller=_caller(), line=line), gone=_OEMBED_GONE)


def _ask_page(url: str, line: Line) -> Answer:
    """By HEAD; what does not like that is asked by GET, whose body is not read."""
    status = outside.status_of(url, method="HEAD", caller=_caller(), line=line)
    if not 200 <= status < 300:
        status = outside.status_of(url, method="GET", caller=_caller(), line=line)
    return _read(status, gone=_GONE)


def _read(status: int, *, gone: set[int]) -> Answer:
    if 200 <= status < 300:
        return Answer.THERE
    if status in gone:
        return Answer.GONE
    return Answer.SILENT if status >= 500 else Answer.UNKNOWN


def _caller() -> Caller:
    return Caller(user_agent=f"TrailerCheck/1.0 (+{settings.PUBLIC_URL}/)", referer=f"{settings.PUBLIC_URL}/")


def due(at: datetime | None = None) -> QuerySet[Work]:
    """Public works whose trailer has not been asked for in a week, or failed to answer on an earlier day; those
    that have waited longest first."""
    at = at or timezone.now()
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
    is_due = (
        Q(trailer_checked_at=None)
        | Q(trailer_checked_at__lte=at - ASKED_AGAIN_AFTER)
        | Q(trailer_failures__gt=0, trailer_checked_at__lt=midnight)
    )
    works = Work.objects.public(at).exclude(trailer_url="").filter(is_due).only(*_COLUMNS)
    return works.order_by(F("trailer_checked_at").asc(nulls_first=True), "pk")


def check(
    works: Iterable[Work], *, at: datetime | None = None, line: Line | None = None
) -> Iterator[tuple[Work, Answer]]:
    """Ask for each trailer and note the answer, one after the other: what comes out has been written."""
    for work in works:
        answer = ask(work.trailer_url, line=line)
        _note(work, answer, at or timezone.now())
        yield work, answer


def _note(work: Work, answer: Answer, at: datetime) -> None:
    """Past `save`, which would announce a public change; and only while it is the same trailer."""
    noted = {"trailer_checked_at": at}
    if answer is Answer.THERE:
        noted |= {"trailer_failures": 0, "trailer_failed_at": None}
    if answer is Answer.GONE:
        noted |= {"trailer_failures": DAYS_UNTIL_GONE, "trailer_failed_at": work.trailer_failed_at or at}
    if answer is Answer.SILENT:
        failures = min(work.trailer_failures + 1, DAYS_UNTIL_GONE)
        is_gone = failures == DAYS_UNTIL_GONE
        noted |= {
            "trailer_failures": failures,
            "trailer_failed_at": work.trailer_failed_at or at if is_gone else None,
        }
    Work.objects.filter(pk=work.pk, trailer_url=work.trailer_url).update(**noted)


def forget(work: Work) -> None:
    """It has another trailer: what was found of the old one says nothing of it."""
    Work.objects.filter(pk=work.pk).update(
        trailer_checked_at=None, trailer_failed_at=None, trailer_failures=0
    )
