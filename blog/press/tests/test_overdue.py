"""The alarm of a due moment: when it is raised, when it is over, and what asking costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import alarms, scheduling
from articles.tests.factories import make_article, make_draft
from blog.press import follower
from blog.press.models import Edition

pytestmark = pytest.mark.django_db


def test_a_due_moment_that_nobody_carried_out():
    at = timezone.now() + timedelta(hours=1)
    scheduling.schedule(make_draft(), by=None, at=at)
    Edition.objects.update_or_create(pk=1, defaults={"due_until": timezone.now()})
    assert alarms.open_alarms(at + timedelta(minutes=9)) == []
    (alarm,) = alarms.open_alarms(at + timedelta(minutes=10))
    assert (alarm.kind, alarm.since, alarm.url) == ("overdue", at, "/admin/articles/article/calendar/")
    follower.follow_once(at + timedelta(minutes=10))
    assert alarms.open_alarms(at + timedelta(minutes=11)) == []


def test_a_site_that_is_not_served_yet_has_missed_nothing(django_assert_num_queries):
    make_article()
    with django_assert_num_queries(3):
        assert alarms.open_alarms(timezone.now()) == []


def test_asking_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    Edition.objects.update_or_create(pk=1, defaults={"due_until": timezone.now()})
    for count in (1, 3):
        for _ in range(count):
            scheduling.schedule(make_draft(), by=None, at=timezone.now() + timedelta(minutes=count))
        with django_assert_num_queries(9):
            assert alarms.open_alarms(timezone.now()) == []
