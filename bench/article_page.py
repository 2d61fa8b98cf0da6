"""`make bench`: how quickly an article is served, as a share of what a bare Django view reaches.

Both run on the same server with the same options in the same run, turn by turn, so that what the machine
does besides falls on both; the ratio is the figure, the requests per second only show where it comes from.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import requests_per_second

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "/articles/iss-preview-cast-plot-release-date/"
SITE_PORT, BARE_PORT = 8971, 8972
ROUNDS = 5
SECONDS = 3.0


def environment(folder: str) -> dict[str, str]:
    return {
        **os.environ,
        "PROFILE": "embedded",
        "DATA_DIR": folder,
        "PORT": str(SITE_PORT),
        "DATABASE_URL": "",
    }


def prepare(folder: str) -> None:
    """A site of its own in this folder, with the sample articles."""
    for command in (["migrate"], ["loaddata", "iss"], ["collectstatic", "--noinput"]):
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT, env=environment(folder), check=True,
        )  # fmt: skip


@contextmanager
def serving(application: str, port: int, folder: str) -> Iterator[None]:
    command = [
        *(sys.executable, "-m", "granian", application, "--interface", "wsgi", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "warning"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder))  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            requests_per_second(port, path, seconds=0.2, connections=1)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def measure() -> tuple[float, float]:
    """Median requests per second of the article and of the bare view."""
    article, bare = [], []
    for _round in range(ROUNDS):
        article.append(requests_per_second(SITE_PORT, ARTICLE, seconds=SECONDS))
        bare.append(requests_per_second(BARE_PORT, "/", seconds=SECONDS))
    return statistics.median(article), statistics.median(bare)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        prepare(folder)
        with (
            serving("blog.wsgi:application", SITE_PORT, folder),
            serving("bench.bare:application", BARE_PORT, folder),
        ):
            wait_for(SITE_PORT, ARTICLE)
            wait_for(BARE_PORT, "/")
            article, bare = measure()
    sys.stdout.write(
        f"article page   {article:8.0f} requests/s\n"
        f"bare view      {bare:8.0f} requests/s\n"
        f"ratio          {article / bare:8.3f}\n"
    )


if __name__ == "__main__":
    main()
