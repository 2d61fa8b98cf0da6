"""Which files are made from a picture, what they are called, and how a template sees them. Pure arithmetic.

A picture's files lie under a folder named by 128 random bits, so nobody finds a picture before the
article that shows it is public, and a changed picture gets a new name and may be cached for ever.
No file is ever larger than the original it was made from.
"""

import math
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

Size = tuple[int, int]
Point = tuple[float, float]

VERSION = 1  # raise it when files are added: `make_renditions` then makes every picture's again
WIDTHS = (320, 480, 640, 800, 960, 1200, 1600, 1920)
MASTER_WIDTH = 1600  # the file made at once, so that a page is right until the others are there
MAX_PIXELS = 6_000_000  # of one file: a very tall picture is made in fewer widths
TONE_STEPS = 4
_HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Crop:
    """A shape in which the layout shows pictures: its sides and the widths it is made in."""

    name: str
    sides: Size
    widths: tuple[int, ...]

    @property
    def ratio(self) -> float:
        return self.sides[0] / self.sides[1]


LEAD = Crop("lead", (16, 9), (480, 800, 1440))
CARD = Crop("card", (3, 2), (160, 240, 320, 400, 640, 960))
SQUARE = Crop("square", (1, 1), (96, 192, 384))
SHARING = Crop("sharing", (1200, 630), (1200,))  # for other sites: a JPEG only
CROPS = {crop.name: crop for crop in (LEAD, CARD, SQUARE, SHARING)}


@dataclass(frozen=True)
class Rendition:
    """One file made from a picture: its address and its size in pixels."""

    url: str
    width: int
    height: int
    mime: str


@dataclass(frozen=True)
class Picture:
    """A picture as one place shows it. `renditions` hold every format, the best first, narrow to wide.

    `tone` is the class whose colour stands in for the picture until it has arrived; `is_gone` says that this
    is the neutral picture in the place of one whose rights have ended.
    """

    uid: str
    alt: str
    is_decorative: bool
    caption: str
    credit: str
    credit_url: str
    renditions: tuple[Rendition, ...]
    tone: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class Spec:
    """One scaled form to be made: the part of the original it shows, and its own size."""

    label: str
    box: tuple[int, int, int, int]
    size: Size
    extensions: tuple[str, ...]


def new_key() -> str:
    """A folder name nobody can guess: 128 random bits as 32 hex digits."""
    return secrets.token_hex(16)


def fallback(*, has_transparency: bool) -> tuple[str, str]:
    """(extension, MIME type) every reader's program can show."""
    return ("png", "image/png") if has_transparency else ("jpg", "image/jpeg")


def formats(*, has_transparency: bool) -> tuple[tuple[str, str], ...]:
    """(extension, MIME type), in the order in which a browser shall choose."""
    return (("avif", "image/avif"), ("webp", "image/webp"), fallback(has_transparency=has_transparency))


def widths_for(width: int, steps: tuple[int, ...] = WIDTHS) -> tuple[int, ...]:
    """The widths made of a picture `width` pixels wide: never wider than itself, at least one."""
    smaller = tuple(step for step in steps if step < width)
    return (*smaller, width) if width <= steps[-1] else smaller


def full_sizes(size: Size) -> list[Size]:
    """The sizes in which the whole picture is made, narrow to wide; none has more than MAX_PIXELS."""
    widest = max(1, math.isqrt(MAX_PIXELS * size[0] // size[1]))
    return [(step, height_at(step, of=size)) for step in widths_for(min(size[0], widest))]


def master_size(size: Size) -> Size:
    """The size of the file that is made at once: the widest of the whole picture up to MASTER_WIDTH."""
    sizes = full_sizes(size)
    return next((one for one in reversed(sizes) if one[0] <= MASTER_WIDTH), sizes[0])


def height_at(width: int, *, of: Size) -> int:
    """Height in pixels of a picture of size `of` scaled to `width`."""
    return max(1, round(of[1] * width / of[0]))


def crop_sizes(crop: Crop, size: Size) -> list[Size]:
    """The sizes in which `crop` is made of a picture of `size`, narrow to wide."""
    width, height = box_size(size, crop.ratio)
    return [(step, max(1, min(height, round(step / crop.ratio)))) for step in widths_for(width, crop.widths)]


def name(key: str, label: int | str, extension: str) -> str:
    """Storage name of one file, for example `pictures/<key>/800.webp`."""
    return f"pictures/{key}/{label}.{extension}"


def full(key: str, size: Size, *, has_transparency: bool, base: str) -> Iterator[Rendition]:
    """The uncropped renditions; `base` is the media address they hang under."""
    for extension, mime in formats(has_transparency=has_transparency):
        for width, height in full_sizes(size):
            yield Rendition(base + name(key, width, extension), width, height, mime)


def cropped(crop: Crop, key: str, size: Size, *, has_transparency: bool, base: str) -> Iterator[Rendition]:
    """The renditions of one crop around the focal point."""
    kinds = formats(has_transparency=has_transparency) if crop is not SHARING else (("jpg", "image/jpeg"),)
    for extension, mime in kinds:
        for width, height in crop_sizes(crop, size):
            label = _label(crop, width)
            yield Rendition(base + name(key, label, extension), width, height, mime)


def squares(key: str, size: Size, *, has_transparency: bool, base: str) -> Iterator[Rendition]:
    """The square crops around the focal point."""
    return cropped(SQUARE, key, size, has_transparency=has_transparency, base=base)


def master(key: str, size: Size, *, has_transparency: bool, base: str) -> Rendition:
    """The one file that is there as soon as the upload is taken in; later one of many."""
    width, height = master_size(size)
    extension, mime = fallback(has_transparency=has_transparency)
    return Rendition(base + name(key, width, extension), width, height, mime)


def specs(make: str, size: Size, *, focal: Point, has_transparency: bool) -> Iterator[Spec]:
    """What has to be made: `master` (one file), `squares` (a portrait's), `all`, or `nothing`."""
    every = tuple(extension for extension, _mime in formats(has_transparency=has_transparency))
    whole = (0, 0, *size)
    if make == "master":
        first = master_size(size)
        yield Spec(str(first[0]), whole, first, every[-1:])
    if make == "all":
        yield from (Spec(str(one[0]), whole, one, every) for one in full_sizes(size))
    crops = {"all": tuple(CROPS.values()), "squares": (SQUARE,)}.get(make, ())
    for crop in crops:
        box = crop_box(size, crop.ratio, focal=focal)
        for width, height in crop_sizes(crop, size):
            yield Spec(_label(crop, width), box, (width, height), every if crop is not SHARING else ("jpg",))


def _label(crop: Crop, width: int) -> str:
    return "sharing" if crop is SHARING else f"{crop.name}-{width}"


def box_size(size: Size, ratio: float) -> Size:
    """Width and height of the largest part of `size` with this `ratio` (width / height)."""
    width, height = size
    return max(1, min(width, round(height * ratio))), max(1, min(height, round(width / ratio)))


def crop_box(size: Size, ratio: float, *, focal: Point) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the largest crop of `ratio` (width / height) around `focal` (0..1 each)."""
    (width, height), (crop_width, crop_height) = size, box_size(size, ratio)
    left = min(max(round(focal[0] * width - crop_width / 2), 0), width - crop_width)
    top = min(max(round(focal[1] * height - crop_height / 2), 0), height - crop_height)
    return left, top, left + crop_width, top + crop_height


def working_size(size: Size) -> Size:
    """The smallest size everything can be made from: the whole at its widest, every crop at its widest."""
    width, height = size
    widest = max(full_sizes(size)[-1][0], *(crop_sizes(crop, size)[-1][0] for crop in CROPS.values()))
    tallest = max(crop_sizes(crop, size)[-1][1] for crop in CROPS.values())
    share = min(1.0, max(widest / width, tallest / height))
    return max(1, round(width * share)), max(1, round(height * share))


def tone(colour: str) -> str:
    """The class of the stand-in colour next to `colour` (#rrggbb): one of 64 in the stylesheet; "" if unknown."""
    if not _HEX_COLOUR.fullmatch(colour):
        return ""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "tone-" + "".join(str(channel * TONE_STEPS // 256) for channel in channels)


def tone_rules() -> str:
    """The stylesheet's rules for every tone."""
    levels = [round(255 * (step + 0.5) / TONE_STEPS) for step in range(TONE_STEPS)]
    steps = range(TONE_STEPS)
    return "\n".join(
        " ".join(
            f"img.tone-{red}{green}{blue} {{ background: #{levels[red]:02x}{levels[green]:02x}{levels[blue]:02x}; }}"
            for blue in steps
        )
        for red in steps
        for green in steps
    )
