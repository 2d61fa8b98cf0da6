"""Fixtures several of the newsroom's tests share."""

from collections.abc import Iterator

import pytest

from articles import tasks
from articles.renditions import files_wanted
from authors.signals import public_state_changed


@pytest.fixture
def announcements() -> Iterator[list[str]]:
    """The reasons of public changes announced during the test."""
    reasons: list[str] = []

    def note(reason: str, **_kwargs):
        reasons.append(reason)

    public_state_changed.connect(note)
    yield reasons
    public_state_changed.disconnect(note)


@pytest.fixture
def worker_away() -> Iterator[None]:
    """No job runs: pictures have their web master only, until a test completes them."""
    files_wanted.disconnect(dispatch_uid="complete-pictures")
    yield
    files_wanted.connect(tasks.ask_for_files, dispatch_uid="complete-pictures")
