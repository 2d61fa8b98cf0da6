"""The follower: notices each due moment once, whoever comes first."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import publishing, scheduling
from articles.tests.factories import make_article, make_draft
from authors.signals import public_state_changed
from blog.press import edition, follower

pytestmark = pytest.mark.django_db


@pytest.fixture
def due_announcements():
    """What was announced because its time had come."""
    heard = []

    def hear(reason, **_kwargs):
        if reason == "due":
            heard.append(reason)

    public_state_changed.connect(hear)
    yield heard
    public_state_changed.disconnect(hear)


def schedule(**delay: int) -> datetime:
    at = timezone.now() + timedelta(**delay)
    scheduling.schedule(make_draft(), by=None, at=at)
    return at


def settle() -> None:
    """Let the follower see everything that is public already."""
    while follower.follow_once():
        pass


def test_nothing_is_due_on_an_empty_site(django_assert_num_queries):
    assert follower.follow_once() is False
    with django_assert_num_queries(7):
        follower.follow_once()


def test_a_schedule_is_due_at_its_second_and_once(due_announcements):
    make_article()
    settle()
    due_announcements.clear()
    at = schedule(hours=1)
    before = edition.current()
    assert follower.follow_once(at - timedelta(microseconds=1)) is False
    assert follower.follow_once(at) is True
    assert follower.follow_once(at) is False
    assert follower.follow_once(at + timedelta(seconds=1)) is False
    after = edition.current()
    assert (after.counter, after.due_until) == (before.counter + 1, at)
    assert due_announcements == ["due"]


def test_moments_missed_while_nobody_followed_are_one_change(due_announcements):
    settle()
    for hours in (1, 2, 3):
        last = schedule(hours=hours)
    assert follower.follow_once(last + timedelta(days=1)) is True
    assert due_announcements == ["due"]


def test_a_late_clock_never_moves_the_edition_back():
    at = schedule(hours=1)
    follower.follow_once(at + timedelta(minutes=5))
    assert follower.follow_once(at) is False
    assert edition.current().due_until == at + timedelta(minutes=5)


def test_what_was_unscheduled_is_not_due():
    settle()
    at = timezone.now() + timedelta(hours=1)
    article = scheduling.schedule(make_draft(), by=None, at=at)
    publishing.withdraw(article, by=None)
    assert follower.follow_once(at + timedelta(hours=1)) is False


def test_looking_costs_seven_reads_and_no_write(django_assert_num_queries):
    make_article()
    settle()
    schedule(hours=1)
    with django_assert_num_queries(7) as found:
        assert follower.follow_once() is False
    assert all(query["sql"].startswith("SELECT") for query in found.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_of_two_followers_one_does_the_work(due_announcements):
    make_article()
    settle()
    due_announcements.clear()
    at = schedule(hours=1)
    before = edition.current().counter
    barrier, outcomes = threading.Barrier(2), []

    def follow():
        barrier.wait(5)
        try:
            outcomes.append(follower.follow_once(at))
        finally:
            connection.close()

    threads = [threading.Thread(target=follow) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [False, True]
    assert due_announcements == ["due"]
    assert edition.current().counter == before + 1


@pytest.mark.django_db(transaction=True)
def test_the_thread_goes_on_after_a_failure(monkeypatch, caplog):
    """A database that is away for a while must not end the following for good."""
    calls, done = [], threading.Event()

    def fail_once():
        calls.append(timezone.now())
        if len(calls) == 1:
            raise RuntimeError("the database is away")
        done.set()
        threading.Event().wait()  # for ever: the thread is a daemon

    monkeypatch.setattr(follower, "follow_once", fail_once)
    monkeypatch.setattr(follower, "INTERVAL", 0.01)
    follower.start()
    assert done.wait(5)
    assert "goes on trying" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_thread_sees_to_the_daily_jobs_once(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.CHECK_TRAILERS = settings.EMPTY_TRASH = True
    calls, done = [], threading.Event()

    def follow_thrice():
        calls.append(DBTaskResult.objects.count())
        if len(calls) == 3:
            connection.close()  # this thread's, which nobody else would close
            done.set()
            threading.Event().wait()  # for ever: the thread is a daemon

    monkeypatch.setattr(follower, "follow_once", follow_thrice)
    monkeypatch.setattr(follower, "INTERVAL", 0.01)
    follower.start()
    assert done.wait(5)
    assert calls == [0, 2, 2]


def test_the_thread_looks_for_alarms_now_and_then_and_survives_them(monkeypatch, caplog):
    looks, done = [], threading.Event()

    def follow_until_done():
        if len(looks) > 1:
            done.set()
            threading.Event().wait()  # for ever: the thread is a daemon

    def look(now):
        looks.append(threading.current_thread().name)
        raise OSError("no database")

    monkeypatch.setattr(follower, "follow_once", follow_until_done)
    monkeypatch.setattr(follower, "INTERVAL", 0.01)
    monkeypatch.setattr(follower, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(follower.alarms, "write", look)
    follower.start()
    assert done.wait(5)
    assert set(looks) == {"alarms"}  # a thread of its own
    assert "Could not look for alarms" in caplog.text
