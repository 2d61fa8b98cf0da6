"""Picture files for tests, made in memory."""

import io
from typing import Any

from PIL import Image, ImageCms

GREEN = (20, 140, 60)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture_file(
    size: tuple[int, int] = (640, 480),
    *,
    mode: str = "RGB",
    color: Any = GREEN,
    file_format: str = "JPEG",
    **options: Any,
) -> io.BytesIO:
    """One plain colour as a file; `options` go to Pillow's writer."""
    return file_of(Image.new(mode, size, color), file_format=file_format, **options)


def file_of(picture: Image.Image, *, file_format: str = "PNG", **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    file.seek(0)
    return file


def exif(**values: Any) -> Image.Exif:
    """Metadata of a camera; `orientation` and `gps` as given."""
    found = Image.Exif()
    for tag, value in {ORIENTATION: values.get("orientation", 1), MAKE: "Camera"}.items():
        found[tag] = value
    if "gps" in values:
        found.get_ifd(GPS).update(values["gps"])
    return found
