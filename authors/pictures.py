"""Pictures people upload: read safely, and the files readers get of them put into storage.

Nothing is decoded here. A child process of its own (`authors.darkroom`) does that, one at a time in each
process of ours, so that neither a large picture nor a broken decoder reaches those who serve readers.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from authors.decoding import DAMAGED, MAX_BYTES, PictureRefused, check_kind
from authors.renditions import Point, Size

__all__ = [
    "Developed",
    "PictureRefused",
    "content_hash",
    "develop",
    "read_bytes",
    "read_upload",
    "remove",
    "store",
]

TIMEOUT = 120  # seconds
MIDDLE = (0.5, 0.5)
_ROOT = Path(__file__).resolve().parent.parent
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_one_at_a_time = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Developed:
    """What is known of an upload, and the files made of it: name (`800.webp`) to bytes."""

    size: Size
    format: str
    has_transparency: bool
    colour: str
    words: dict[str, str]
    files: dict[str, bytes]


def read_upload(file: BinaryIO) -> Developed:
    """What the picture in `file` is; makes nothing. Raises PictureRefused with a sentence."""
    return develop(read_bytes(file), make="nothing")


def read_bytes(file: BinaryIO) -> bytes:
    """All of an upload, or one byte more than is allowed."""
    file.seek(0)
    return file.read(MAX_BYTES + 1)


def content_hash(data: bytes) -> str:
    """By which the same file is known again, whatever its name."""
    return hashlib.sha256(data).hexdigest()


def develop(data: bytes, *, make: str, focal: Point = MIDDLE) -> Developed:
    """Decode a picture once and make what `make` names (see `renditions.specs`), in a child process.

    Raises PictureRefused with a sentence that says what is wrong and what to do.
    """
    check_kind(data)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        order = json.dumps({"make": make, "focal": focal, "folder": folder})
        answer = _ask_child(order, data)
        if "refused" in answer:
            raise PictureRefused(answer["refused"])
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return Developed(**answer | {"size": tuple(answer["size"])}, files=files)


def _ask_child(order: str, data: bytes) -> dict:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    try:
        with _one_at_a_time:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "authors.darkroom", order],
                input=data,
                capture_output=True,
                cwd=_ROOT,
                env=environment,
                timeout=TIMEOUT,
                check=True,
            )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:  # It crashed, or was stopped at a limit.
        raise PictureRefused(DAMAGED) from error


def store(developed: Developed, *, key: str, storage: Storage) -> None:
    """Write the files under `key`. Again is harmless: what is there with the same bytes stays."""
    for name, content in developed.files.items():
        path = f"pictures/{key}/{name}"
        if storage.exists(path):
            with storage.open(path) as file:
                if file.read() == content:
                    continue
            storage.delete(path)  # Storage never overwrites: it would invent another name.
        storage.save(path, ContentFile(content))


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
