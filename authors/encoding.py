"""From decoded pixels to the files readers get. Works without Django, in the child process (`authors.darkroom`)."""

import io
from collections.abc import Iterator

from PIL import Image

from authors import renditions
from authors.decoding import Opened
from authors.renditions import Point, Size, Spec

QUALITY = {
    "avif": {"quality": 52, "speed": 8, "max_threads": 1},
    "webp": {"quality": 76, "method": 2},
    "jpg": {"quality": 78, "progressive": True},
    "png": {"compress_level": 6},
}
PILLOW_FORMAT = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}
ENOUGH = 2.0  # A source twice as wide as the target gives as good a picture as the whole one, sooner.
MAX_DEPTH = 6
DARK, LIGHT = 24, 236


def files(opened: Opened, *, make: str, focal: Point) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of everything `make` names (see `renditions.specs`), all from the one decoded picture."""
    levels = [opened.picture]
    made: dict[
        tuple, bytes
    ] = {}  # A crop of the picture's own shape is the picture: encoded once, named twice.
    for spec in renditions.specs(make, opened.size, focal=focal, has_transparency=opened.has_transparency):
        missing = [extension for extension in spec.extensions if (spec.box, spec.size, extension) not in made]
        if missing:
            scaled = _scaled(levels, opened.size, spec)
            made |= {(spec.box, spec.size, extension): _encoded(scaled, extension) for extension in missing}
        for extension in spec.extensions:
            yield f"{spec.label}.{extension}", made[spec.box, spec.size, extension]


def colour(picture: Image.Image) -> str:
    """The colour that stands in for a picture, #rrggbb; "" where it can be seen through.

    The largest of a few groups of like colours; black bars and blown-out skies count only if there is nothing else.
    """
    if picture.mode != "RGB":
        return ""
    small = picture.resize((48, 48), Image.Resampling.BOX, reducing_gap=2.0)
    groups = small.quantize(6, Image.Quantize.MEDIANCUT, kmeans=1)
    palette = groups.getpalette()
    counted = sorted(groups.getcolors(), reverse=True)
    colours = [tuple(palette[index * 3 : index * 3 + 3]) for _count, index in counted]
    telling = [colour for colour in colours if max(colour) >= DARK and min(colour) <= LIGHT]
    red, green, blue = (telling or colours)[0]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _scaled(levels: list[Image.Image], size: Size, spec: Spec) -> Image.Image:
    """The part of the picture `spec` shows, in its size. `levels` are the picture, half of it, and so on, as needed."""
    wide = spec.box[2] - spec.box[0]
    source = levels[0]
    for depth in range(1, MAX_DEPTH):
        if source.width / size[0] * wide < 2 * ENOUGH * spec.size[0] or min(source.size) < 4:
            break
        if depth == len(levels):
            levels.append(source.reduce(2))
        source = levels[depth]
    if spec.size == source.size and spec.box == (0, 0, *size):
        return source
    share = source.width / size[0], source.height / size[1]
    box = tuple(edge * share[index % 2] for index, edge in enumerate(spec.box))
    return source.resize(spec.size, Image.Resampling.LANCZOS, box=box)


def _encoded(picture: Image.Image, extension: str) -> bytes:
    buffer = io.BytesIO()
    flat = _on_white(picture) if extension == "jpg" else picture
    flat.save(buffer, PILLOW_FORMAT[extension], **QUALITY[extension])
    return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A"))
    return page
