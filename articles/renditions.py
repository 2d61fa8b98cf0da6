"""From an uploaded file to a picture in the library and the files readers get of it.

A stripped web master is made while the editor waits, so that a page is right from the first moment, if heavy.
The rest is made by the job worker, who listens to `files_wanted` (articles/tasks.py): a batch of pictures
at a time, and the edition rises once a batch, and only if readers can see one of its pictures.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.dispatch import Signal

from articles import rights
from articles.models import Image
from articles.models.licences import Rights, licence_of
from authors import pictures, renditions
from authors.pictures import Developed, PictureRefused
from authors.signals import public_state_changed

BATCH_SECONDS = 10.0  # after so long, what is ready is put to use before the next pictures are begun
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Sent in the transaction that stores a picture whose files are still to be made. Arguments: sender.
files_wanted = Signal()
log = logging.getLogger(__name__)


def take_in(image: Image, file: BinaryIO, *, file_name: str, key: str = "") -> Image:
    """Put an uploaded file behind `image` (new or existing), make its web master, and save it.

    Replacing a file keeps the picture's uses: they are rendered again with the new names. Credit, caption and
    source fill in from the file where they are empty. Raises PictureRefused with a sentence before anything
    is written.
    """
    _check_name(file_name)
    data = pictures.read_bytes(file)
    developed = pictures.develop(data, make="master")
    old_key, old_original = (image.key, image.original.name) if image.width else ("", "")
    _describe(image, developed, data)
    image.file_name = file_name[:200]
    image.key = image.pending_key = key or renditions.new_key()
    image.files_version = 0
    image.original.save(_stored_name(file_name, developed.format), ContentFile(data), save=False)
    pictures.store(developed, key=image.key, storage=default_storage)
    with transaction.atomic():
        image.save()
        refresh_uses(image)
        files_wanted.send(sender=Image)
        transaction.on_commit(lambda: _forget(image, old_key, old_original))
    image.refresh_from_db()
    return image


def replace_file(image: Image, file: BinaryIO, file_name: str) -> Image:
    """Another file for a picture that keeps its words, its rights and all its uses."""
    return take_in(image, file, file_name=file_name)


def remake(image: Image) -> None:
    """Save the picture, and have its files made again under a new name, because its focal point moved.

    The old files stay in use until the new ones are there.
    """
    with transaction.atomic():
        image.pending_key = renditions.new_key()
        image.save()
        refresh_uses(image)
        files_wanted.send(sender=Image)
    image.refresh_from_db()


def suggested_words(file: BinaryIO) -> dict[str, str]:
    """What the file itself says: `credit`, `caption`, `source`, and `rights` with `licence`, as far as it does.

    Raises PictureRefused like an upload.
    """
    return _fields_from(pictures.read_upload(file).words)


def find_duplicate(file: BinaryIO) -> Image | None:
    """The picture of the library that was made of this very file, or None."""
    digest = pictures.content_hash(pictures.read_bytes(file))
    return Image.objects.filter(content_hash=digest).first()


def refresh_uses(image: Image) -> None:
    """A picture's words, rights or files changed: render again what shows it, and announce it if readers can see it."""
    if rights.render_again([image]) or rights.is_shown([image]):
        public_state_changed.send(sender=Image, reason="picture")


def remove_files(image: Image) -> None:
    """Delete what was made and what was uploaded, after the row is gone."""
    for key in {image.key, image.pending_key}:
        pictures.remove(key, storage=default_storage)
    if image.original:
        image.original.delete(save=False)


def announce_saved_picture(sender: type, instance: Image, created: bool, **_kwargs) -> None:
    """Receiver for post_save: readers' pages are made anew only if one of them shows the picture."""
    if not created and rights.is_shown([instance]):
        public_state_changed.send(sender=Image, reason="picture")


def remove_files_after_commit(sender: type, instance: Image, **_kwargs) -> None:
    """Receiver for post_delete."""
    transaction.on_commit(lambda: remove_files(instance))


def complete_waiting(*, on_each: Callable[[Image, str], None] | None = None) -> int:
    """Make all files of every picture that waits for them; how many became complete. May be stopped and run again.

    `on_each` hears of every picture, with a sentence if its file could not be read.
    """
    count = 0
    tried: set[int] = set()
    while batch := list(_batch(tried, on_each or (lambda image, problem: None))):
        count += put_to_use(batch)
    return count


def _batch(tried: set[int], on_each: Callable[[Image, str], None]) -> Iterator[tuple[Image, Developed]]:
    """Pictures with their files made and stored, for about BATCH_SECONDS; none is tried twice."""
    end = time.monotonic() + BATCH_SECONDS
    while time.monotonic() < end:
        image = Image.objects.waiting().exclude(pk__in=tried).exclude(width=0).first()
        if image is None:
            return
        tried.add(image.pk)
        image.pending_key = image.pending_key or image.key
        try:
            developed = _develop_all(image)
        except (PictureRefused, OSError) as error:
            log.warning("The files of picture %s could not be made: %s", image.pk, error)
            on_each(image, str(error))
            continue
        on_each(image, "")
        yield image, developed


def _develop_all(image: Image) -> Developed:
    with image.original.open("rb") as file:
        data = pictures.read_bytes(file)
    developed = pictures.develop(data, make="all", focal=(image.focal_x, image.focal_y))
    pictures.store(developed, key=image.pending_key, storage=default_storage)
    return developed


def put_to_use(batch: Iterable[tuple[Image, Developed]]) -> int:
    """Let the library and the pages show the files just made; one announcement for all of them."""
    used: list[Image] = []
    with transaction.atomic():
        for made, developed in batch:
            image = _still_wanted(made)
            if image is None:
                transaction.on_commit(lambda key=made.pending_key: _remove_unused(key))
                continue
            if image.key != made.pending_key:
                transaction.on_commit(lambda key=image.key: _remove_unused(key))
            _switch(image, made.pending_key, developed)
            used.append(image)
        if used and (rights.render_again(used) or rights.is_shown(used)):
            public_state_changed.send(sender=Image, reason="renditions")
    return len(used)


def _still_wanted(made: Image) -> Image | None:
    """The row as it is now, locked; None if it is gone or its file or focal point changed meanwhile."""
    image = Image.objects.select_for_update().filter(pk=made.pk).first()
    if image is None or (image.pending_key or image.key) != made.pending_key:
        return None
    same = (image.original.name, image.focal_x, image.focal_y)
    return image if same == (made.original.name, made.focal_x, made.focal_y) else None


def _switch(image: Image, key: str, developed: Developed) -> None:
    image.key, image.pending_key, image.files_version = key, "", renditions.VERSION
    image.width, image.height = developed.size
    image.has_transparency, image.colour = developed.has_transparency, developed.colour
    names = ("key", "pending_key", "files_version", "width", "height", "has_transparency", "colour")
    # Not save(): that would announce every picture on its own.
    Image.objects.filter(pk=image.pk).update(**{name: getattr(image, name) for name in names})


def _remove_unused(key: str) -> None:
    if not Image.objects.filter(key=key).exists() and not Image.objects.filter(pending_key=key).exists():
        pictures.remove(key, storage=default_storage)


def _forget(image: Image, old_key: str, old_original: str) -> None:
    """Delete the files of the upload that was replaced."""
    if old_key and old_key != image.key:
        _remove_unused(old_key)
    if old_original and old_original != image.original.name:
        image.original.storage.delete(old_original)


def _describe(image: Image, developed: Developed, data: bytes) -> None:
    image.width, image.height = developed.size
    image.has_transparency, image.colour = developed.has_transparency, developed.colour
    image.content_hash = pictures.content_hash(data)
    fields = _fields_from(developed.words)
    if image.rights or image.licence:
        fields.pop("rights", None), fields.pop("licence", None)
    for name, value in fields.items():
        if not getattr(image, name):
            setattr(image, name, value)


def _fields_from(words: dict[str, str]) -> dict[str, str]:
    fields = {name: text for name, text in words.items() if name != "licence_url"}
    licence = licence_of(words.get("licence_url", ""))
    return fields | ({"rights": Rights.CREATIVE_COMMONS.value, "licence": licence} if licence else {})


def _check_name(file_name: str) -> None:
    if (
        not file_name.strip()
        or any(mark in file_name for mark in ("/", "\\", "\x00"))
        or file_name in (".", "..")
    ):
        raise PictureRefused(
            "The name of this file is none a picture can have. Rename it and upload it again."
        )


def _stored_name(file_name: str, file_format: str) -> str:
    """A plain name with the ending of what the file really is."""
    stem = "".join(mark if mark.isalnum() or mark in "-_." else "_" for mark in PurePath(file_name).stem)
    return (stem.strip("._")[:80] or "picture") + EXTENSIONS[file_format]
