"""A page that closes still says good-bye to the server: no test ends, and no table is emptied, before that is over."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started

ARRIVES = 0.15  # seconds in which what a closing page sends has reached the server
LONGEST = 10.0
_lock = threading.Lock()
_under_way = {"requests": 0}


def _count(step: int) -> None:
    with _lock:
        _under_way["requests"] += step


def _begun(**_kwargs) -> None:
    _count(1)


def _over(**_kwargs) -> None:
    _count(-1)


@pytest.fixture(autouse=True)
def nothing_under_way() -> Iterator[None]:
    """Made before the page of a test, so that it ends after the page is closed and before the database is emptied."""
    _under_way["requests"] = 0
    request_started.connect(_begun)
    request_finished.connect(_over)
    yield
    time.sleep(ARRIVES)
    deadline = time.monotonic() + LONGEST
    while _under_way["requests"] > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    request_started.disconnect(_begun)
    request_finished.disconnect(_over)
