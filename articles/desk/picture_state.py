"""What an editor sees of a picture at a glance: what is missing, what ends, and how it looks as a card."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from articles.models import Image
from articles.models.image import WARNING_DAYS
from authors import renditions
from authors.renditions import Rendition

CARD_WIDTH = 480
PREVIEW_WIDTH = 1200
WIDELY_SHOWN = ("image/webp", "image/jpeg", "image/png")


class Badge(NamedTuple):
    """One word or two on a picture. `kind`: missing (keeps it from going live), ended, soon or quiet."""

    kind: str
    words: str


def badges(image: Image, *, is_unused: bool = False, at: datetime | None = None) -> list[Badge]:
    """The state of a picture, the most urgent first."""
    at = at or timezone.now()
    found = []
    if image.is_expired(at):
        found.append(Badge("ended", f"Expired {day(image.expires_at)}"))
    elif image.is_expired(at + timedelta(days=WARNING_DAYS)):
        found.append(Badge("soon", f"Expires {day(image.expires_at)}"))
    if not image.credit:
        found.append(Badge("missing", "No credit"))
    if not image.has_answered_alt:
        found.append(Badge("missing", "No alt text"))
    if is_unused:
        found.append(Badge("quiet", "Unused"))
    return found


def day(moment: datetime) -> str:
    """For example 3 Jan 2026, in the site's time zone."""
    return f"{timezone.localtime(moment):%-d %b %Y}"


def card_url(image: Image) -> str:
    """The 3:2 crop for grids, whatever became of the rights; "" while there is no file at all."""
    return _nearest(image.crops()["card"].renditions, CARD_WIDTH)


def preview_url(image: Image) -> str:
    """The whole picture, large, whatever became of the rights."""
    if not image.width:
        return ""
    size = (image.width, image.height)
    named = {"has_transparency": image.has_transparency, "base": settings.MEDIA_URL}
    if not image.has_all_files:
        return renditions.master(image.key, size, **named).url
    return _nearest(tuple(renditions.full(image.key, size, **named)), PREVIEW_WIDTH)


def _nearest(files: tuple[Rendition, ...], width: int) -> str:
    """The narrowest file that fills `width`, else the widest there is."""
    shown = sorted((file for file in files if file.mime in WIDELY_SHOWN), key=lambda file: file.width)
    wide = [file for file in shown if file.width >= width]
    return (wide or shown[-1:])[0].url if shown else ""
