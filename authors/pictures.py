"""Reading pictures people upload, safely, and writing the files readers get.

What a file is, is decided by its bytes, never by its name; limits are checked before anything is
decoded; orientation is applied, colours become sRGB, and no metadata survives into what we serve.
"""

import io
import struct
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from authors import renditions

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
TOO_MANY_PIXELS = "It may have 40 megapixels, all frames counted. Scale it down and try again."
# What undoes each orientation a camera may note down (Exif 2.3, tag 274).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
QUALITY = {
    "webp": {"quality": 78, "method": 4},
    "jpg": {"quality": 80, "progressive": True},
    "png": {"optimize": True},
}
PILLOW_FORMAT = {"webp": "WEBP", "jpg": "JPEG", "png": "PNG"}


class PictureRefused(ValueError):
    """The upload cannot be used; the message is a sentence for the person who uploaded it."""


def read_upload(file: BinaryIO) -> Image.Image:
    """The picture in `file`, upright, in sRGB, mode RGB or RGBA, without metadata.

    Raises PictureRefused with a sentence that says what is wrong and what to do.
    """
    data = _bytes_within_limit(file)
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(picture)
        picture.load()
        return _upright_srgb(picture)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(f"This picture is far too large. {TOO_MANY_PIXELS}") from error
    except UnidentifiedImageError as error:
        raise PictureRefused(
            "This file is not a JPEG, PNG or WebP picture. Save it as one of these and try again."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise PictureRefused(
            "This picture is damaged and cannot be read. Export it again from the original."
        ) from error


def _bytes_within_limit(file: BinaryIO) -> bytes:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise PictureRefused("This file is empty. Choose the picture again.")
    if len(data) > MAX_BYTES:
        raise PictureRefused("This picture is larger than 25 MB. Save a smaller copy and upload that.")
    return data


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if max(width, height) > MAX_SIDE:
        raise PictureRefused(
            f"This picture is {width:,} by {height:,} pixels; no side may be longer than {MAX_SIDE:,}. "
            "Scale it down and try again."
        )
    # A phone's JPEG may carry a second view or a gain map (Pillow: MPO). It is left unread, and is no movement.
    frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
    if width * height * frames > MAX_PIXELS:
        raise PictureRefused(f"This picture is too large. {TOO_MANY_PIXELS}")
    if frames > 1:
        raise PictureRefused("Moving pictures are not supported yet. Upload a still picture.")


def _upright_srgb(picture: Image.Image) -> Image.Image:
    picture = _upright(picture)
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    alpha = picture.convert("RGBA").getchannel("A") if picture.has_transparency_data else None
    if alpha or picture.mode not in ("RGB", "CMYK", "L"):
        picture = picture.convert("RGBA").convert("RGB")
    plain = _from_profile(picture, profile) if profile else picture.convert("RGB")
    if alpha and alpha.getextrema()[0] < 255:
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as its metadata says. ImageOps.exif_transpose would also write them anew, and fail on damaged ones."""
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except (OSError, SyntaxError, ValueError, TypeError, struct.error):
        return picture
    return picture if turn is None else picture.transpose(turn)


def _from_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")  # A broken profile is ignored, as browsers do.


def write_full(picture: Image.Image, *, key: str, storage: Storage) -> None:
    """Write every uncropped rendition of `picture` under `key`, and the 1200x630 crop for sharing."""
    for width in renditions.widths_for(picture.width):
        scaled = picture.resize(
            (width, renditions.height_at(width, of=picture.size)), Image.Resampling.LANCZOS, reducing_gap=3.0
        )
        _write(scaled, key=key, label=width, storage=storage)


def write_squares(picture: Image.Image, *, key: str, focal: tuple[float, float], storage: Storage) -> None:
    """Write the square crops around `focal` (0..1 from left and top)."""
    box = renditions.crop_box(picture.size, 1, focal=focal)
    for side in renditions.squares_for(*picture.size):
        square = picture.resize((side, side), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        _write(square, key=key, label=f"square-{side}", storage=storage)


def write_sharing(picture: Image.Image, *, key: str, focal: tuple[float, float], storage: Storage) -> None:
    """Write the 1200x630 crop that other sites show when the page is shared, as JPEG."""
    width, height = renditions.SHARING
    box = renditions.crop_box(picture.size, width / height, focal=focal)
    crop = picture.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    _store(_on_white(crop), renditions.name(key, "sharing", "jpg"), storage)


def remove(key: str, *, storage: Storage) -> None:
    """Delete every file made under `key`."""
    if not key:
        return
    folder = f"pictures/{key}"
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for file_name in names:
        storage.delete(f"{folder}/{file_name}")


def _write(picture: Image.Image, *, key: str, label: int | str, storage: Storage) -> None:
    for extension, _mime in renditions.formats(has_transparency=picture.mode == "RGBA"):
        _store(picture, renditions.name(key, label, extension), storage)


def _store(picture: Image.Image, file_name: str, storage: Storage) -> None:
    extension = file_name.rsplit(".", 1)[1]
    buffer = io.BytesIO()
    picture.save(buffer, PILLOW_FORMAT[extension], **QUALITY[extension])
    storage.delete(file_name)  # Storage never overwrites: it would invent another name.
    storage.save(file_name, ContentFile(buffer.getvalue()))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture.getchannel("A"))
    return page
