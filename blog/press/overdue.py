"""The alarm that a due moment has passed and nobody has carried it out."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from articles import alarms, due
from articles.alarms import Alarm
from blog.press.models import Edition


@alarms.source
def overdue(now: datetime) -> Iterable[Alarm]:
    """Silent where no follower has ever been: a site that is not served yet has missed nothing."""
    row = Edition.objects.filter(pk=1, due_until__isnull=False).first()
    moment = due.next_public_moment(row.due_until) if row else None
    if moment is not None and moment <= now - alarms.LATE_AFTER:
        sentence = "Something was scheduled and has not been carried out. Is the web server in order? Its log says more."
        yield Alarm(sentence, reverse("admin:articles_article_calendar"), moment, kind="overdue")
