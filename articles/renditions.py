"""From an uploaded file to a picture in the library and the files readers get of it."""

from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction

from articles import rendering
from articles.models import Image
from authors import pictures, renditions
from authors.signals import public_state_changed


def take_in(image: Image, file: BinaryIO, *, file_name: str, key: str = "") -> Image:
    """Put an uploaded file behind `image` (new or existing), make its files, and save it.

    Replacing a file keeps the picture's uses: they are rendered again with the new names.
    Raises PictureRefused with a sentence before anything is written.
    """
    picture = pictures.read_upload(file)
    file.seek(0)
    image.original.save(file_name, file, save=False)
    image.file_name = file_name[:200]
    make_files(image, picture, key=key)
    return image


def remake(image: Image) -> None:
    """Make the files again, under a new name, after the focal point moved."""
    with image.original.open("rb") as file:
        make_files(image, pictures.read_upload(file))


def make_files(image: Image, picture, *, key: str = "") -> None:
    """Write every rendition of an opened picture under `key` (default: a new one nobody can guess); save the row."""
    old_key = image.key if image.width else ""
    image.key = key or renditions.new_key()
    image.width, image.height = picture.size
    image.has_transparency = picture.mode == "RGBA"
    focal = (image.focal_x, image.focal_y)
    pictures.write_full(picture, key=image.key, storage=default_storage)
    pictures.write_squares(picture, key=image.key, focal=focal, storage=default_storage)
    pictures.write_sharing(picture, key=image.key, focal=focal, storage=default_storage)
    with transaction.atomic():
        image.save()
        refresh_uses(image)
        if old_key != image.key:
            transaction.on_commit(lambda: pictures.remove(old_key, storage=default_storage))


def refresh_uses(image: Image) -> None:
    """Render again the live articles whose body shows this picture: its words or its files changed."""
    if rendering.rerender(rendering.live_users_of(image)):
        public_state_changed.send(sender=Image, reason="picture")


def remove_files(image: Image) -> None:
    """Delete what was made and what was uploaded, after the row is gone."""
    pictures.remove(image.key, storage=default_storage)
    if image.original:
        image.original.delete(save=False)
