"""Reading pictures people upload, safely, and writing the files readers get.

What a file is, is decided by its bytes, never by its name; limits are checked before anything is
decoded; orientation is applied, colours become sRGB, and no metadata survives into what we serve.
"""

import io
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from authors import renditions

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
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
    except PictureRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PictureRefused(
            "This file is not a JPEG, PNG or WebP picture. Save it as one of these and try again."
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise PictureRefused(
            "This picture is damaged and cannot be read. Export it again from the original."
        ) from error
    return _upright_srgb(picture)


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
    frames = getattr(picture, "n_frames", 1)
    if width * height * frames > MAX_PIXELS:
        raise PictureRefused(
            "This picture has more than 40 megapixels, all frames counted. Scale it down and try again."
        )
    if frames > 1:
        raise PictureRefused("Moving pictures are not supported yet. Upload a still picture.")


def _upright_srgb(picture: Image.Image) -> Image.Image:
    picture = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    has_transparency = picture.has_transparency_data
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    mode = "RGBA" if has_transparency else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        picture = _from_profile(picture, profile)
    plain = picture.convert(mode)
    plain.info = {}
    return plain


def _from_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture  # A broken profile is ignored, as browsers do.


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
