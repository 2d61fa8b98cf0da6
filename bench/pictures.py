"""Part of `make bench`: what one photo of 24 megapixels costs, from the upload to all its files.

The photo is made here, the same every time: shapes, gradients and grain, as hard to compress as a real one.
Processor time is that of the child process which decodes (`authors.darkroom`), waiting and start included.
"""

import io
import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image, ImageChops, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
SIZE = (6000, 4000)
ROUNDS = 3
BUDGET = 2.5  # seconds of processor time for all files
MEMORY_BUDGET = 600_000_000


@dataclass(frozen=True)
class Development:
    """What one run of the child process cost, and what came out."""

    seconds: float
    peak_bytes: int
    sizes: dict[str, int]


def photo(size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG that looks nothing like a photo and costs what one costs."""
    dice = random.Random(24)  # noqa: S311 - shapes, not secrets
    width, height = size
    shade = Image.linear_gradient("L").resize(size)
    glow = Image.radial_gradient("L").resize(size)
    picture = Image.merge("RGB", (shade, ImageChops.invert(shade), glow))
    pen = ImageDraw.Draw(picture)
    for _ in range(400):
        x, y, reach = dice.randrange(width), dice.randrange(height), dice.randrange(20, 500)
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(3))
    grain = Image.effect_noise((width // 2, height // 2), 24).resize(size)
    buffer = io.BytesIO()
    Image.blend(picture, Image.merge("RGB", (grain,) * 3), 0.18).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def develop(data: bytes, make: str) -> Development:
    """Run the child as an upload (`master`) or as the job worker (`all`) does."""
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder, tempfile.TemporaryFile() as upload:
        upload.write(data)
        upload.seek(0)
        order = json.dumps({"make": make, "focal": (0.4, 0.4), "folder": folder})
        command = [sys.executable, "-m", "authors.darkroom", order]
        child = subprocess.Popen(command, cwd=ROOT, stdin=upload, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        _pid, status, spent = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        sizes = {path.name: path.stat().st_size for path in Path(folder).iterdir()}
    return Development(spent.ru_utime + spent.ru_stime, spent.ru_maxrss * 1024, sizes)


def table(runs: dict[str, list[Development]]) -> str:
    lines = [f"{'24-megapixel photo':28}{'processor':>12}{'files':>8}{'bytes':>14}"]
    for name, found in runs.items():
        sizes = found[-1].sizes
        lines.append(
            f"{name:28}{median(run.seconds for run in found):10.2f} s{len(sizes):8}{sum(sizes.values()):14,}"
        )
    sizes = runs["all files"][-1].sizes
    for extension in ("avif", "webp", "jpg"):
        share = {name: size for name, size in sizes.items() if name.endswith(extension)}
        lines.append(f"{'  of them ' + extension:28}{'':12}{len(share):8}{sum(share.values()):14,}")
    peak = max(run.peak_bytes for found in runs.values() for run in found)
    lines.append(
        f"{'most memory of the child':28}{peak / 1e6:10.0f} MB   (limit {MEMORY_BUDGET / 1e6:.0f} MB)"
    )
    return "\n".join(lines)


def remarks(runs: dict[str, list[Development]]) -> list[str]:
    """What is over its budget."""
    seconds = median(run.seconds for run in runs["all files"])
    peak = max(run.peak_bytes for found in runs.values() for run in found)
    said = (
        [f"All files took {seconds:.2f} s of processor time; {BUDGET} s are allowed."]
        if seconds > BUDGET
        else []
    )
    return said + (["The child used more memory than is allowed."] if peak > MEMORY_BUDGET else [])


def photo_from_a_child() -> bytes:
    """Drawn elsewhere: a process starts out with the peak memory of the one that started it."""
    command = [sys.executable, "-m", "bench.pictures", "photo"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - our own


def main() -> int:
    if sys.argv[1:] == ["photo"]:
        sys.stdout.buffer.write(photo())
        return 0
    data = photo_from_a_child()
    orders = {"opening it": "nothing", "the web master": "master", "all files": "all"}
    runs = {name: [develop(data, make) for _ in range(ROUNDS)] for name, make in orders.items()}
    problems = remarks(runs)
    sys.stdout.write("\n".join(["", table(runs), *problems, ""]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
