"""From the bytes of an upload to pixels: what is refused, and how the rest is put right.

What a file is, is decided by its bytes, never by its name; limits are checked before anything is decoded.
A picture comes out upright, in sRGB, without metadata, and no larger than the files made of it need.
Works without Django: it runs in a child process with little memory (`authors.darkroom`).
"""

import io
import struct
import zipfile
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from authors import metadata, renditions

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
REDUCING_GAP = 2.0
TOO_MANY_PIXELS = "It may have 40 megapixels, all frames counted. Scale it down and try again."
UNKNOWN = "This file is not a JPEG, PNG or WebP picture. Save it as one of these and try again."
DAMAGED = "This picture is damaged and cannot be read. Export it again from the original."
MOVING = (
    "Moving pictures are not taken: they are heavy and cannot be paused. Upload a still, or embed a video."
)
DOUBLE = "This file is a picture and something else at once. Export the picture again and upload that."
# What the first bytes say, where a sentence of its own helps more than "not a picture".
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_SVG_START = (b"<svg", b"<?xml", b"<!doctype svg")
_FOREIGN = (b"<script", b"<html", b"<?php", b"<svg", b"%pdf-")
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


class PictureRefused(ValueError):
    """The upload cannot be used; the message is a sentence for the person who uploaded it."""


@dataclass(frozen=True)
class Opened:
    """A decoded upload. `picture` is RGB or RGBA and may be smaller than `size`, the upright original's."""

    picture: Image.Image
    size: renditions.Size
    format: str
    words: dict[str, str]

    @property
    def has_transparency(self) -> bool:
        return self.picture.mode == "RGBA"


def open_upload(data: bytes) -> Opened:
    """The picture in `data`. Raises PictureRefused with a sentence that says what is wrong and what to do."""
    check_kind(data)
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(picture)
        return _opened(picture)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(f"This picture is far too large. {TOO_MANY_PIXELS}") from error
    except UnidentifiedImageError as error:
        raise PictureRefused(UNKNOWN) from error
    except (OSError, SyntaxError, ValueError, EOFError, ZeroDivisionError) as error:
        raise PictureRefused(DAMAGED) from error


def check_kind(data: bytes) -> None:
    """Refuse what is empty, too large, or plainly no picture of ours, without decoding anything."""
    if not data:
        raise PictureRefused("This file is empty. Choose the picture again.")
    if len(data) > MAX_BYTES:
        raise PictureRefused("This picture is larger than 25 MB. Save a smaller copy and upload that.")
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_SVG_START):
        raise PictureRefused(
            "SVG drawings may hold scripts, so they are not taken. Export it as a PNG and upload that."
        )
    if data[4:8] == b"ftyp" and data[8:12].lower() in _HEIF_BRANDS:
        raise PictureRefused(
            "HEIC and AVIF files cannot be read here. Export the picture as a JPEG and upload that."
        )
    if start.startswith((b"gif87a", b"gif89a")):
        raise PictureRefused(f"This is a GIF, not a JPEG, PNG or WebP picture. {MOVING}")
    _check_single_purpose(data)


def _check_single_purpose(data: bytes) -> None:
    """Refuse a file that another program would take for something else: an archive, a page, a script."""
    tail = data[_end_of_picture(data) :]
    foreign = (data[:1024] + b"\n" + tail).lower()
    if any(mark in foreign for mark in _FOREIGN) or zipfile.is_zipfile(io.BytesIO(data)):
        is_picture = data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF"))
        raise PictureRefused(DOUBLE if is_picture else UNKNOWN)


def _end_of_picture(data: bytes) -> int:
    """Where the picture's own bytes end and anything may follow."""
    if data.startswith(b"\x89PNG"):
        return (data.find(b"IEND") + 8) if b"IEND" in data else len(data)
    if data.startswith(b"RIFF"):
        return 8 + int.from_bytes(data[4:8], "little")
    if data.startswith(b"\xff\xd8"):
        return max(data.rfind(b"\xff\xd9") + 2, 2)
    return len(data)


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
        raise PictureRefused(MOVING)


def _opened(picture: Image.Image) -> Opened:
    """Scaled before anything else is done to it: a turn or a conversion at full size would double the memory."""
    turn, profile, size = _turn(picture), picture.info.get("icc_profile"), picture.size
    words = metadata.words(picture)
    file_format = "JPEG" if picture.format == "MPO" else picture.format
    needed = renditions.working_size(_turned(size, turn))
    picture = _scaled(picture, _turned(needed, turn))
    picture = picture if turn is None else picture.transpose(turn)
    return Opened(_srgb(picture, profile), _turned(size, turn), file_format, words)


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """Read from the metadata alone. ImageOps.exif_transpose would write them anew, and fail on damaged ones."""
    try:
        return TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except (OSError, SyntaxError, ValueError, TypeError, struct.error):
        return None


def _turned(size: renditions.Size, turn: Image.Transpose | None) -> renditions.Size:
    lies_down = (
        Image.Transpose.TRANSPOSE,
        Image.Transpose.ROTATE_270,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_90,
    )
    return (size[1], size[0]) if turn in lies_down else size


def _scaled(picture: Image.Image, size: renditions.Size) -> Image.Image:
    if picture.format in ("JPEG", "MPO"):
        picture.draft(picture.mode, size)  # The decoder itself leaves out what nobody will see.
    picture.load()
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = _eight_bits(picture)
    if picture.has_transparency_data and picture.mode not in ("RGBA", "LA"):
        picture = picture.convert("RGBA")
    elif picture.mode not in ("RGB", "RGBA", "CMYK", "L", "LA"):
        picture = picture.convert("RGB")
    if picture.width <= size[0]:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode == "I":
        return picture.point(lambda value: value / 257).convert("L")
    strips = Image.new("L", picture.size)
    for top in range(0, picture.height, 256):  # In strips: 32 bits a pixel of the whole would be too much.
        strip = picture.crop((0, top, picture.width, min(top + 256, picture.height)))
        strips.paste(strip.convert("I").point(lambda value: value / 257).convert("L"), (0, top))
    return strips


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    if alpha:
        picture = picture.convert("RGBA").convert("RGB")
    plain = _from_profile(picture, profile) if profile else picture.convert("RGB")
    if alpha and alpha.getextrema()[0] < 255:
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _from_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")  # A broken profile is ignored, as browsers do.
