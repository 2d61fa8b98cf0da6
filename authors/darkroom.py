"""The child process in which uploads are decoded: little memory, little time, no settings, no database.

`python -m authors.darkroom '{"make": …, "focal": [x, y], "folder": …}'` reads a picture on its input, writes
the files it was asked for into the folder, and answers with one line of JSON. Whatever a file does to a decoder,
it does it here, and the process that serves readers goes on.
"""

import json
import sys
import warnings
from pathlib import Path

from PIL import Image

from authors import decoding, encoding

MEMORY = 565 * 1024 * 1024  # bytes of address space, so that 600 MB are never used
PROCESSOR_SECONDS = 60
TOO_HUNGRY = "This picture needs too much memory to be opened. Scale it down and try again."


def develop(data: bytes, *, make: str, focal: tuple[float, float], folder: str) -> dict:
    """Decode once, write everything `make` names into `folder`; what is known of the picture."""
    opened = decoding.open_upload(data)
    for name, content in encoding.files(opened, make=make, focal=focal):
        (Path(folder) / name).write_bytes(content)
    return {
        "size": opened.size,
        "format": opened.format,
        "has_transparency": opened.has_transparency,
        "colour": encoding.colour(opened.picture),
        "words": opened.words,
    }


def main() -> int:
    _limit()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # decoding.py counts them, frames and all
    order = json.loads(sys.argv[1])
    try:
        answer = develop(
            sys.stdin.buffer.read(),
            make=order["make"],
            focal=tuple(order["focal"]),
            folder=order["folder"],
        )
    except decoding.PictureRefused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RuntimeError):  # Encoders call it the latter.
        answer = {"refused": TOO_HUNGRY}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - only where the system has such limits
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


if __name__ == "__main__":
    sys.exit(main())
