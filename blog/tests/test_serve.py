"""`manage.py serve` as `make run` starts it: real processes, a real port, a real Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError

import pytest

from blog.tests.environments import ROOT, fresh, python

pytestmark = pytest.mark.system
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def wait_for(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            get(url)
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"no answer from {url}")


def descendants(pid: int) -> set[int]:
    """Every process that stems from this one, as /proc tells it."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found, waiting = set(), {pid}
    while waiting:
        waiting = {child for child, parent in parents.items() if parent in waiting} - found
        found |= waiting
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: set[int], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(map(is_running, pids)):
            return True
        time.sleep(0.1)
    return False


class Site(NamedTuple):
    process: subprocess.Popen
    address: str
    environment: dict[str, str]
    output: Path  # a file: a pipe would stay open as long as any child lives


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """An empty database and collected static files; one server after the other uses them."""
    folder = tmp_path_factory.mktemp("data")
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        result = python("manage.py", *command, PROFILE="embedded", DATA_DIR=str(folder))
        assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def site(data_dir, tmp_path):
    port, output = free_port(), tmp_path / "output.txt"
    chosen = {"PROFILE": "embedded", "DATA_DIR": str(data_dir), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=fresh(**chosen), stdout=file, stderr=file
        )
    children: set[int] = set()
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        children = descendants(process.pid)
        yield Site(process, f"http://127.0.0.1:{port}", chosen, output)
    finally:
        process.kill()
        process.wait()
        for pid in filter(is_running, children):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_leaves_nothing_behind(site, number):
    process, address, chosen, output = site
    assert get(f"{address}/healthz") == (200, b"ok\n")
    status, page = get(f"{address}/")
    assert (status, b"<html" in page) == (200, True)
    assert get(f"{address}/admin/login/")[0] == 200
    assert get(f"{address}/no-such-page/")[0] == 404
    children = descendants(process.pid)
    assert len(children) >= 3  # granian, its workers, the job worker

    process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert gone(children)
    said = output.read_text()
    assert f"{address}/admin/" in said
    assert "Traceback" not in said


def test_killed_outright_it_does_not_keep_the_port(site):
    process, address, chosen, output = site
    children = descendants(process.pid)
    process.kill()
    process.wait()
    assert gone(children)


def test_without_its_worker_it_stops_and_says_so(site):
    process, address, chosen, output = site
    worker = next(
        pid for pid in descendants(process.pid) if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    children = descendants(process.pid)
    os.kill(worker, signal.SIGKILL)
    assert process.wait(timeout=30) == 1
    assert gone(children)
    assert "The job worker has stopped by itself (killed by SIGKILL)" in output.read_text()


def test_a_taken_port_is_a_sentence(site):
    process, address, chosen, output = site
    second = python("manage.py", "serve", **chosen)
    assert second.returncode != 0
    assert "Choose another port" in second.stderr
    assert "Traceback" not in second.stderr
