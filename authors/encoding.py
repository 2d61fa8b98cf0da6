"""From decoded pixels to the files readers get. Works without Django, in the child process (`authors.darkroom`)."""

import io
from collections.abc import Iterator

from PIL import Image

from authors import renditions
from authors.decoding import Opened
from authors.renditions import Point, Spec

QUALITY = {
    "avif": {"quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"quality": 76, "method": 2},
    "jpg": {"quality": 80, "progressive": True},
    "png": {"compress_level": 6},
}
PILLOW_FORMAT = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}
REDUCING_GAP = 2.0
DARK, LIGHT = 24, 236


def files(opened: Opened, *, make: str, focal: Point) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of everything `make` names (see `renditions.specs`), all from the one decoded picture."""
    made: dict[
        tuple, bytes
    ] = {}  # A crop of the picture's own shape is the picture: encoded once, named twice.
    for spec in renditions.specs(make, opened.size, focal=focal, has_transparency=opened.has_transparency):
        missing = [extension for extension in spec.extensions if (spec.box, spec.size, extension) not in made]
        if missing:
            scaled = _scaled(opened, spec)
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


def _scaled(opened: Opened, spec: Spec) -> Image.Image:
    share = opened.picture.width / opened.size[0], opened.picture.height / opened.size[1]
    left, top, right, bottom = spec.box
    box = (left * share[0], top * share[1], right * share[0], bottom * share[1])
    if spec.size == opened.picture.size and spec.box == (0, 0, *opened.size):
        return opened.picture
    return opened.picture.resize(spec.size, Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP)


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
