"""Which files are made from a picture, what they are called, and how a template sees them. Pure arithmetic.

A picture's files lie under a folder named by 128 random bits, so nobody finds a picture before the
article that shows it is public, and a changed picture gets a new name and may be cached for ever.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

WIDTHS = (320, 480, 800, 1200, 1600, 2400)
SQUARES = (96, 192, 384)
SHARING = (1200, 630)


@dataclass(frozen=True)
class Rendition:
    """One file made from a picture: its address and its size in pixels."""

    url: str
    width: int
    height: int
    mime: str


@dataclass(frozen=True)
class Picture:
    """A picture as one place shows it. `renditions` hold every format, narrow to wide."""

    uid: str
    alt: str
    is_decorative: bool
    caption: str
    credit: str
    credit_url: str
    renditions: tuple[Rendition, ...]


def new_key() -> str:
    """A folder name nobody can guess: 128 random bits as 32 hex digits."""
    return secrets.token_hex(16)


def formats(*, has_transparency: bool) -> tuple[tuple[str, str], ...]:
    """(extension, MIME type) of the modern and of the fallback format."""
    return (("webp", "image/webp"), ("png", "image/png") if has_transparency else ("jpg", "image/jpeg"))


def widths_for(width: int) -> tuple[int, ...]:
    """The widths made of a picture `width` pixels wide: never wider than itself, at least one."""
    smaller = tuple(step for step in WIDTHS if step < width)
    return (*smaller, min(width, WIDTHS[-1])) if width < WIDTHS[-1] or not smaller else WIDTHS


def squares_for(width: int, height: int) -> tuple[int, ...]:
    """The sides of the square crops: never larger than the picture's shorter side, at least one."""
    side = min(width, height)
    return tuple(step for step in SQUARES if step <= side) or (side,)


def height_at(width: int, *, of: tuple[int, int]) -> int:
    """Height in pixels of a picture of size `of` scaled to `width`."""
    return max(1, round(of[1] * width / of[0]))


def name(key: str, label: int | str, extension: str) -> str:
    """Storage name of one file, for example `pictures/<key>/800.webp`."""
    return f"pictures/{key}/{label}.{extension}"


def full(key: str, size: tuple[int, int], *, has_transparency: bool, base: str) -> Iterator[Rendition]:
    """The uncropped renditions; `base` is the media address they hang under."""
    for extension, mime in formats(has_transparency=has_transparency):
        for width in widths_for(size[0]):
            yield Rendition(base + name(key, width, extension), width, height_at(width, of=size), mime)


def squares(key: str, size: tuple[int, int], *, has_transparency: bool, base: str) -> Iterator[Rendition]:
    """The square crops around the focal point."""
    for extension, mime in formats(has_transparency=has_transparency):
        for side in squares_for(*size):
            yield Rendition(base + name(key, f"square-{side}", extension), side, side, mime)


def crop_box(size: tuple[int, int], ratio: float, *, focal: tuple[float, float]) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the largest crop of `ratio` (width / height) around `focal` (0..1 each)."""
    width, height = size
    crop_width, crop_height = min(width, round(height * ratio)), min(height, round(width / ratio))
    left = min(max(round(focal[0] * width - crop_width / 2), 0), width - crop_width)
    top = min(max(round(focal[1] * height - crop_height / 2), 0), height - crop_height)
    return left, top, left + crop_width, top + crop_height
