"""A handful of drawn pictures that the whole generated archive shares."""

import hashlib
import io
import random

from django.core.files.base import ContentFile
from PIL import Image as Sheet
from PIL import ImageDraw

from articles.models import Image
from articles.renditions import complete_waiting, take_in

SIZE = (1200, 675)
# What each shows, and its colours: sky above, sky below, the shapes before it.
SCENES = (
    ("Hills in the evening, in three shades of blue", "1d2b53", "f2a65a", "16324f"),
    ("Dunes under a green sky", "2f4f3f", "d9e5a7", "8a6f3c"),
    ("A red horizon behind dark roofs", "5b0f1a", "f4c095", "1a1a1d"),
    ("Pale mountains in the mist", "7d8ca3", "eef1f5", "4a5a70"),
    ("Violet waves at night", "0f0a24", "7a4fa3", "2a1b4d"),
    ("A yellow field before a storm", "33415c", "c9d6df", "e0b03c"),
)
CREDIT = "Drawn by the archive’s generator"


def library() -> list[Image]:
    """The shared pictures, made on the first call and found again afterwards, complete with all their files."""
    for number in range(len(SCENES)):
        if not _found(number):
            _made(number)
    complete_waiting()  # Before thousands of bodies name them: a job would have to render all those again.
    return [image for number in range(len(SCENES)) if (image := _found(number))]


def uid_of(number: int) -> str:
    """The same on every site, so that a second run finds the first run's pictures."""
    return hashlib.sha256(f"archive picture {number}".encode()).hexdigest()[:32]


def _found(number: int) -> Image | None:
    return Image.objects.filter(uid=uid_of(number)).first()


def _made(number: int) -> Image:
    alt = SCENES[number][0]
    image = Image(uid=uid_of(number), alt=alt, caption=f"{alt}.", credit=CREDIT)
    file_name = f"archive-{number + 1}.jpg"
    return take_in(image, ContentFile(drawn(number), name=file_name), file_name=file_name)


def drawn(number: int) -> bytes:
    """A landscape of ridges under a graded sky, as JPEG."""
    _alt, above, below, ground = SCENES[number]
    sky = Sheet.linear_gradient("L").resize(SIZE)
    sheet = Sheet.composite(Sheet.new("RGB", SIZE, f"#{below}"), Sheet.new("RGB", SIZE, f"#{above}"), sky)
    pen, dice = ImageDraw.Draw(sheet), random.Random(number)  # noqa: S311 - hills, not secrets
    for ridge in range(3):
        colour = Sheet.blend(
            Sheet.new("RGB", (1, 1), f"#{below}"), Sheet.new("RGB", (1, 1), f"#{ground}"), (ridge + 1) / 3
        ).getpixel((0, 0))
        pen.polygon(_ridge(dice, SIZE[1] * (0.5 + 0.15 * ridge)), fill=colour)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _ridge(dice: random.Random, height: float) -> list[tuple[float, float]]:
    width, depth = SIZE
    step = width / 12
    peaks = [(place * step, height + dice.uniform(-60, 60)) for place in range(13)]
    return [(0, depth), *peaks, (width, depth)]
