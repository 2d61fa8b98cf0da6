"""Notices due moments: a thread in every web process that lets schedules take effect at their second.

Readers do not depend on it (the published rule compares times in the query); what depends on it is
everything made in advance: finished pages, pings, lists kept for speed. Whoever comes first does the work.
"""

import logging
import threading
import time
from datetime import datetime

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from articles import alarms, due, tasks
from blog.press.models import Edition

INTERVAL = 1.0  # seconds
LOOK_EVERY = 60.0  # seconds, for alarms
log = logging.getLogger(__name__)


def follow_once(now: datetime | None = None) -> bool:
    """Apply what is due at `now` and move the edition past it; whether anything was due.

    Looks without a lock first: on SQLite a write transaction every second would hold up editors.
    """
    now = now or timezone.now()
    if not _is_due(Edition.objects.filter(pk=1).first(), now):
        return False
    with transaction.atomic():
        row, _created = Edition.objects.select_for_update().get_or_create(pk=1)
        if not _is_due(row, now):
            return False  # Another process was quicker.
        due.apply_due(now, since=row.due_until)
        Edition.objects.filter(pk=1).update(due_until=now)
    return True


def _is_due(row: Edition | None, now: datetime) -> bool:
    moment = due.next_public_moment(row.due_until if row else None)
    return moment is not None and moment <= now


def start() -> threading.Thread:
    """Start following in a daemon thread of this process."""
    thread = threading.Thread(target=_follow, name="press-follower", daemon=True)
    thread.start()
    return thread


def _follow() -> None:
    pause = threading.Event()
    are_daily_jobs_seen_to = False
    looked_at = time.monotonic()  # not at once: after a restart the worker has a minute to catch up
    while True:
        try:
            follow_once()
            if not are_daily_jobs_seen_to:
                tasks.ask_for_trailers()
                tasks.ask_to_empty_trash()
                are_daily_jobs_seen_to = True
        except Exception:
            log.exception("The follower could not look for due moments; it goes on trying.")
        finally:
            close_old_connections()
        if time.monotonic() - looked_at >= LOOK_EVERY:
            looked_at = time.monotonic()
            threading.Thread(target=look_for_alarms, name="alarms", daemon=True).start()
        pause.wait(INTERVAL)


def look_for_alarms() -> None:
    """Write of what should have happened and did not. A thread of its own: a slow mail server must not hold up due moments."""
    try:
        alarms.write(timezone.now())
    except Exception:
        log.exception("Could not look for alarms; the next look is in a minute.")
    finally:
        connection.close()
