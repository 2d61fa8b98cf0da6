"""A site of its own in a temporary folder, and servers that leave nothing running."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


class BenchFailed(Exception):
    """Something could not be measured; the message is a sentence."""


@dataclass(frozen=True)
class Server:
    """A running web server. All its processes share one session, by which their time is found."""

    port: int
    process: subprocess.Popen

    def busy_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return sum(_ticks_of_session(self.process.pid)) / TICKS


def environment(folder: str, *, port: int = 8000) -> dict[str, str]:
    """Nothing inherited: whatever is set outside, the bench measures the embedded site with SQLite."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DJANGO_SETTINGS_MODULE": "blog.settings",
        "PROFILE": "embedded",
        "DATA_DIR": folder,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",  # one core for the server, one for the load
    }


def prepare(folder: str, *, articles: int) -> None:
    """The sample article and some more, and what a page needs to be shown."""
    manage(folder, "migrate")
    manage(folder, "loaddata", "iss")
    manage(folder, "seed_archive", "--articles", str(articles))
    manage(folder, "collectstatic", "--noinput")


def manage(folder: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchFailed(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def measured_by(module: str) -> dict:
    """What `python -m module` prints, as JSON, on a site of its own with the sample article."""
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        prepare(folder, articles=1)
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", module],
            cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise BenchFailed(f"{module} could not measure:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


@contextmanager
def serving(application: str, folder: str, *, path: str, shows: str) -> Iterator[Server]:
    """The application on a free port, once `path` answers 200 with the text `shows`; ended in any case."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bench.serve", application],
        cwd=ROOT, env=environment(folder, port=port), start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(process, port, path, shows=shows)
        yield Server(port, process)
    finally:
        _end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process: subprocess.Popen, port: int, path: str, *, shows: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(ConnectionError):
            return _check_answer(port, path, shows=shows)
        time.sleep(0.1)
    raise BenchFailed("The web server did not start.")


def _check_answer(port: int, path: str, *, shows: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200 or shows not in text:
        raise BenchFailed(f"{path} answered {answer.status} and does not show “{shows}”.")


def _end(process: subprocess.Popen) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)


def _ticks_of_session(session: int) -> Iterator[int]:
    """utime + stime of every process of the session (proc_pid_stat(5), fields 6, 14 and 15)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                yield int(fields[11]) + int(fields[12])
