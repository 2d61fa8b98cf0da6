"""Files as a browser sends them, drawn in memory."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags
from PIL import Image as PillowImage

FOCAL = {"focal_x": "0.5", "focal_y": "0.5"}


def upload(
    size=(300, 200), *, colour="navy", name="picture.png", content: bytes | None = None
) -> SimpleUploadedFile:
    """One colour as a PNG; pictures of the same size and colour are the very same file."""
    if content is None:
        buffer = io.BytesIO()
        PillowImage.new("RGB", size, colour).save(buffer, "PNG")
        content = buffer.getvalue()
    return SimpleUploadedFile(name, content, "image/png")


def photo_by(artist: str, description: str) -> SimpleUploadedFile:
    """A JPEG whose own metadata name its maker and what it shows."""
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Artist] = artist
    exif[ExifTags.Base.ImageDescription] = description
    buffer = io.BytesIO()
    PillowImage.new("RGB", (400, 300), "olive").save(buffer, "JPEG", exif=exif.tobytes())
    return SimpleUploadedFile("photo.jpg", buffer.getvalue(), "image/jpeg")


def huge() -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("1", (30_000, 4)).save(buffer, "PNG")
    return buffer.getvalue()


REFUSED_FILES = [
    (b"not a picture", "not a JPEG, PNG or WebP"), (huge(), "no side may be longer"), (b"", "empty"),
]  # fmt: skip
