"""Picture files for tests, made in memory."""

import io
from typing import Any

from PIL import Image

GREEN = (20, 140, 60)


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
