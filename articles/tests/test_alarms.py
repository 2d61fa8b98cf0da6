"""Alarms: what should have happened and did not, said on the newsroom's first page and, once a day, in a letter."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import alarms, letters
from articles.alarms import Alarm
from articles.models import AlarmLetter
from articles.tests.factories import make_article, make_user
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
PICTURES, TRAILERS, LETTER = (
    f"articles.tasks.{name}" for name in ("complete_pictures", "check_trailers", "send_letter")
)
IS_LATE = "1 job has waited for more than ten minutes. Is the job worker running?"


def job(
    status: str, *, path: str = PICTURES, asked: int = 0, due: int | None = None, ended: int | None = None
) -> None:
    """A row of the queue; minutes before NOW."""
    row = DBTaskResult.objects.create(
        status=status, task_path=path, args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        run_after=get_date_max() if due is None else before(due), finished_at=None if ended is None else before(ended),
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=before(asked))


def before(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def told() -> list[tuple[str, datetime]]:
    return [(alarm.sentence, alarm.since) for alarm in alarms.open_alarms(NOW)]


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return DBTaskResult.objects.all()


class DeadServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody there")


def test_nothing_to_say_is_an_empty_list():
    make_article()
    assert alarms.open_alarms(NOW) == []


# --- what raises one


@pytest.mark.parametrize(
    ("asked", "due", "since"),
    [
        (9, None, None), (11, None, 11), (60 * 24, 5, None), (60 * 24, -5, None), (60 * 24, 11, 11), (5, 11, None),
    ],
)  # fmt: skip
def test_a_job_that_waits_ten_minutes_past_its_time(asked, due, since):
    """Minutes since it was asked for, and since when it shall run."""
    job("READY", asked=asked, due=due)
    assert told() == ([(IS_LATE, before(since))] if since else [])


def test_many_late_jobs_are_one_alarm_since_the_first():
    job("READY", asked=20)
    job("READY", asked=60 * 24, due=30)
    job("READY", asked=1)
    job("RUNNING", asked=50)
    assert told() == [
        ("2 jobs have waited for more than ten minutes. Is the job worker running?", before(30))
    ]


def test_jobs_that_failed_are_counted_by_kind_for_a_week():
    week = 7 * 24 * 60
    for ended in (30, 40, week + 1):
        job("FAILED", ended=ended)
    job("FAILED", path=TRAILERS, ended=week - 1)
    job("FAILED", path="articles.tasks.of_next_year", ended=5)
    job("SUCCESSFUL", ended=5)
    assert told() == [
        ("A job failed once in the last 7 days: asking whether trailers are still there.", before(week - 1)),
        ("A job failed 2 times in the last 7 days: making the files of pictures.", before(40)),
        ("A job failed once in the last 7 days: of next year.", before(5)),
    ]


@pytest.mark.parametrize(("count", "words"), [(1, "1 letter"), (3, "3 letters")])
def test_letters_that_could_not_be_sent(count, words):
    for number in range(count):
        job("FAILED", path=LETTER, ended=10 + number)
    assert told() == [
        (f"{words} could not be sent in the last 7 days. Is the mail server there?", before(9 + count))
    ]


def test_another_part_of_the_house_adds_its_own(monkeypatch):
    monkeypatch.setattr(alarms, "sources", [*alarms.sources])

    @alarms.source
    def refused(now):
        yield Alarm("The changes of “Cats” were refused at their moment.", "/admin/", now)

    assert told() == [("The changes of “Cats” were refused at their moment.", NOW)]


def test_costs_the_same_for_none_and_for_many():
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            alarms.open_alarms(NOW)
        return len(captured)

    none = cost()
    for number in range(12):
        job("READY", asked=60)
        job("FAILED", path=f"articles.tasks.number_{number}", ended=5)
    assert none == cost() == 3


@pytest.mark.postgres
def test_failed_jobs_are_found_through_an_index():
    """A million jobs that went well must not be read each minute."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = DBTaskResult.objects.filter(status="FAILED", finished_at__gt=before(60)).order_by().explain()
    assert "articles_jobs_by_status" in plan


# --- the first page, and machines


def notice(client) -> list[str]:
    page = parse(client.get("/admin/").content)
    return [" ".join(item.text_content().split()) for item in select(page, "[role=region] li")]


def test_who_may_publish_sees_what_needs_attention_and_nobody_else(client):
    client.force_login(make_user("Editors"))
    assert notice(client) == []
    assert select(parse(client.get("/admin/").content), ".desk-alarms") == []
    job("READY", asked=60 * 24 * 365)
    assert notice(client)[0].startswith("1 job has waited")
    page = parse(client.get("/admin/").content)
    assert texts(page, ".desk-alarms h2") == ["Needs attention"]
    client.force_login(make_user("Writers"))
    assert notice(client) == []


def test_a_link_leads_only_where_one_may_go(client, admin_client):
    job("FAILED", ended=60 * 24 * 365)
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(minutes=5))
    client.force_login(make_user("Editors"))
    assert select(parse(client.get("/admin/").content), ".desk-alarms a") == []
    (link,) = select(parse(admin_client.get("/admin/").content), ".desk-alarms a")
    page = parse(admin_client.get(link.get("href")).content)
    assert "complete_pictures" in page.text_content()


def test_machines_hear_of_the_same_jobs(client):
    job("READY", asked=-60 * 24 * 365)
    assert client.get("/readyz").json()["jobs"] == "ok"
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=11))
    assert client.get("/readyz").json() == {
        "database": "ok", "storage": "ok", "jobs": "late", "attention": [IS_LATE],
    }  # fmt: skip


# --- letters


def editor(name: str):
    return make_user("Editors", email=f"{name}@news.test")


def written(at: datetime) -> int:
    """Of how many kinds letters are written at that moment, by a house whose worker then does its work."""
    count = alarms.write(at)
    DBTaskResult.objects.filter(status="READY").update(status="SUCCESSFUL")
    return count


def test_editors_are_written_to_once_a_day_of_each_kind(queue):
    editor("edith")
    editor("ada")
    job("FAILED", ended=10)
    assert written(NOW) == 1
    assert written(NOW + timedelta(minutes=1)) == 0
    job("FAILED", path=TRAILERS, ended=10)
    assert written(NOW + timedelta(minutes=2)) == 1
    assert written(NOW + timedelta(hours=23)) == 0
    assert written(NOW + timedelta(hours=24)) == 1
    assert written(NOW + timedelta(days=9)) == 0  # over
    assert queue.filter(task_path="articles.tasks.write_letters").count() == 3
    assert mail.outbox == []  # the queue works: it sends them


def test_two_processes_that_look_write_one_letter(queue):
    editor("edith")
    job("FAILED", ended=10)
    assert [written(NOW) for _ in range(2)] == [1, 0]
    assert AlarmLetter.objects.count() == 1


def test_a_letter_of_an_alarm(queue):
    editor("edith")
    job("READY", asked=30)
    assert alarms.write(NOW) == 1
    (letter,) = mail.outbox  # at once: the queue is what is down
    assert (letter.to, letter.subject) == (["edith@news.test"], "The site needs attention")
    assert IS_LATE in letter.body
    assert "http://site.test/admin/\n" in letter.body
    assert "/letters/off/" in letter.body
    assert not queue.filter(task_path__contains="letter").exists()


def test_who_wants_no_letters_gets_none_of_these(queue):
    letters.set_wanted(editor("edith"), wants_letters=False)
    make_user("Writers", email="wanda@news.test")
    job("READY", asked=30)
    assert (alarms.write(NOW), mail.outbox, AlarmLetter.objects.count()) == (0, [], 0)


def test_letters_that_do_not_come_are_no_matter_for_a_letter(queue):
    editor("edith")
    job("FAILED", path=LETTER, ended=10)
    assert (alarms.write(NOW), mail.outbox) == (0, [])


def test_queue_and_mail_both_down_is_tried_again_in_an_hour(queue, settings, caplog):
    editor("edith")
    job("READY", asked=30)
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    alarms.write(NOW)
    assert "could not be sent" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alarms.write(NOW + timedelta(minutes=59)) == 0
    assert alarms.write(NOW + timedelta(minutes=60)) == 1
    assert len(mail.outbox) == 1


def test_one_refused_address_keeps_the_letter_from_nobody_else(queue, monkeypatch):
    wrong, right = editor("wrong"), editor("right")
    send = letters.send

    def send_to_some(matter, person):
        if person == wrong.pk:
            raise ConnectionResetError("refused")
        return send(matter, person)

    monkeypatch.setattr(letters, "send", send_to_some)
    job("READY", asked=30)
    alarms.write(NOW)
    assert [letter.to for letter in mail.outbox] == [[right.email]]
    assert alarms.write(NOW + timedelta(hours=2)) == 0
