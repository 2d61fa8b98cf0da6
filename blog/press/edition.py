"""The number of the site's public state. It rises with every public change, in the transaction of the change.

Its three parts: a counter raised by every announced change, the last due moment that has passed (a
schedule needs nobody to announce it), and the release of the software, whose templates may differ.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from blog import __version__
from blog.press.models import Edition


@dataclass(frozen=True)
class EditionNumber:
    counter: int
    due_until: datetime | None
    release: str

    def __str__(self) -> str:
        moment = f"{self.due_until:%Y%m%d%H%M%S}" if self.due_until else "0"
        return f"{self.counter}-{moment}-{self.release}"


def current() -> EditionNumber:
    """The edition as the database has it now."""
    row = Edition.objects.filter(pk=1).first() or Edition(pk=1)
    return EditionNumber(row.counter, row.due_until, __version__)


def rise() -> None:
    """Raise the counter, inside the caller's transaction if there is one."""
    with transaction.atomic():
        if not Edition.objects.filter(pk=1).update(counter=F("counter") + 1):
            Edition.objects.get_or_create(pk=1, defaults={"counter": 1})


def rise_for(sender: type, **_kwargs) -> None:
    """Receiver of `public_state_changed`."""
    rise()
