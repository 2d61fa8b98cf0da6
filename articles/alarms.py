"""Alarms: what should have happened and did not, for the newsroom's first page and for letters to those who publish.

Whoever knows of something else that can fail to happen adds a source: a function of now that yields `Alarm`s, with a
constant number of queries, each through an index. Nothing to say is an empty list.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, Count, DateTimeField, F, Min, Q, QuerySet, When
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import letters
from articles.letters import Matter, Step
from articles.models import AlarmLetter, Article

User = AbstractBaseUser
LATE_AFTER = timedelta(minutes=10)
FAILED_FOR = timedelta(days=7)  # how long a failed job is told of
ONE_LETTER_IN = timedelta(days=1)  # of each kind
TRY_AGAIN_IN = timedelta(hours=1)  # where no letter got through
KIND_LENGTH = AlarmLetter._meta.get_field("kind").max_length

LATE = "late"
LETTERS = "letters"
LETTER_JOB = "articles.tasks.send_letter"
JOBS = {
    "articles.tasks.check_trailers": "asking whether trailers are still there",
    "articles.tasks.complete_pictures": "making the files of pictures",
    "articles.tasks.index_again": "letting readers find articles by a new name",
    "articles.tasks.reclassify_merchant": "looking through the links of a shop",
    "articles.tasks.refresh_picture": "putting a picture's new words into articles",
    "articles.tasks.write_letters": "writing letters",
}
VIEW_JOBS = "django_tasks_database.view_dbtaskresult"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """`url` is where to look, in the admin, "" for nowhere; `permission` what one needs there besides publishing.

    Of each `kind` one letter goes out a day.
    """

    sentence: str
    url: str
    since: datetime
    kind: str = "moment"
    permission: str = ""


Source = Callable[[datetime], Iterable[Alarm]]
sources: list[Source] = []


def source(find: Source) -> Source:
    """Decorates a function whose alarms are to be told with all others."""
    sources.append(find)
    return find


def open_alarms(now: datetime) -> list[Alarm]:
    """What is wrong at the moment `now`, the longest first."""
    return sorted((alarm for find in sources for alarm in find(now)), key=lambda alarm: alarm.since)


def shown_to(user: User, now: datetime) -> list[Alarm]:
    """The same, without addresses that would be closed to her."""
    return [_without_closed_door(alarm, user) for alarm in open_alarms(now)]


def _without_closed_door(alarm: Alarm, user: User) -> Alarm:
    return replace(alarm, url="") if alarm.permission and not user.has_perm(alarm.permission) else alarm


# --- jobs


def late_jobs(now: datetime) -> QuerySet[DBTaskResult]:
    """Jobs that have waited so long that no worker can be running; one that was put off is late from its time on."""
    long_ago = now - LATE_AFTER
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=long_ago)
    return waiting.filter(Q(run_after=get_date_max()) | Q(run_after__lt=long_ago))


@source
def late(now: datetime) -> Iterable[Alarm]:
    due_at = Case(
        When(run_after=get_date_max(), then=F("enqueued_at")),
        default=F("run_after"),
        output_field=DateTimeField(),
    )
    found = late_jobs(now).order_by().aggregate(count=Count("pk"), since=Min(due_at))
    if count := found["count"]:
        jobs = "1 job has" if count == 1 else f"{count} jobs have"
        sentence = f"{jobs} waited for more than ten minutes. Is the job worker running?"
        yield Alarm(sentence, jobs_url("READY"), found["since"], LATE, VIEW_JOBS)


@source
def failed(now: datetime) -> Iterable[Alarm]:
    """One alarm for each kind of job; letters that could not be sent are such jobs, too."""
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gt=now - FAILED_FOR, finished_at__lte=now
    )
    found = (
        rows.order_by("task_path").values("task_path").annotate(count=Count("pk"), since=Min("finished_at"))
    )
    for row in found:
        yield _failed(row["task_path"], row["count"], row["since"])


def _failed(task_path: str, count: int, since: datetime) -> Alarm:
    if task_path == LETTER_JOB:
        what = "1 letter" if count == 1 else f"{count} letters"
        sentence = f"{what} could not be sent in the last 7 days. Is the mail server there?"
        return Alarm(sentence, jobs_url("FAILED"), since, LETTERS, VIEW_JOBS)
    words = JOBS.get(task_path, task_path.rpartition(".")[2].replace("_", " "))
    times = "once" if count == 1 else f"{count} times"
    sentence = f"A job failed {times} in the last 7 days: {words}."
    return Alarm(sentence, jobs_url("FAILED"), since, f"failed:{task_path}"[:KIND_LENGTH], VIEW_JOBS)


def jobs_url(status: str) -> str:
    return f"{reverse('admin:django_tasks_database_dbtaskresult_changelist')}?status__exact={status}"


# --- letters of alarms


def write(now: datetime) -> int:
    """Write to those who publish of each kind that is open, at most once a day; of how many kinds.

    Goes through the queue, unless the queue is what is down. Not told: that letters could not be sent; that letter
    would not come either, or fail every day anew for the one address that is wrong.
    """
    found = [alarm for alarm in open_alarms(now) if alarm.kind != LETTERS]
    people = list(letters.editors().order_by("pk").values_list("pk", flat=True)) if found else []
    is_queue_down = any(alarm.kind == LATE for alarm in found)
    told = [alarm for alarm in found if people and _claim(alarm.kind, now)]
    for alarm in told:
        if is_queue_down:
            _send_directly(alarm, people, now=now)
        else:
            letters.letters_wanted.send(sender=Article, matter=_matter(alarm), people=people)
    return len(told)


def _claim(kind: str, now: datetime) -> bool:
    """Whether it is ours to write: of all processes that look, one changes the row."""
    AlarmLetter.objects.get_or_create(kind=kind, defaults={"sent_at": now - ONE_LETTER_IN})
    due = AlarmLetter.objects.filter(kind=kind, sent_at__lte=now - ONE_LETTER_IN)
    return bool(due.update(sent_at=now))


def _matter(alarm: Alarm) -> Matter:
    url = "" if alarm.permission else alarm.url
    return Matter(
        step=Step.FAILED.value,
        headline="",
        url=url or reverse("admin:index"),
        by="",
        note=alarm.sentence,
        at="",
    )


def _send_directly(alarm: Alarm, people: list[int], *, now: datetime) -> None:
    if not any([_is_sent(alarm, person) for person in people]):  # a list: everybody is written to
        AlarmLetter.objects.filter(kind=alarm.kind).update(sent_at=now - ONE_LETTER_IN + TRY_AGAIN_IN)


def _is_sent(alarm: Alarm, person: int) -> bool:
    try:
        return letters.send(_matter(alarm), person)
    except Exception:
        log.exception("A letter to user %s about an alarm could not be sent: %s", person, alarm.sentence)
        return False
