"""Works change, and what tells of them follows: live bodies, calendars, lists of what moved, the public state.

A change is framed: `before = told(work)`, save the work and its lines, then `settle(work, before=before)`.
"""

from dataclasses import dataclass

from articles.body.works import WorkFacts
from articles.models import Work


@dataclass(frozen=True)
class Told:
    """What the world is told of a work at one moment. `releases`: by uid, what calendars say of each."""

    facts: WorkFacts
    company: str
    releases: dict[str, tuple]


def told(work: Work) -> Told | None:
    """What is told of the work as the database has it now; None for one that is not saved yet."""


def settle(work: Work, *, before: Told | None) -> int:
    """Let everything follow a saved change of the work; how many live articles were rendered again."""
