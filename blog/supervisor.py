"""Runs a few processes as one: they start together, and when one goes, all go.

For `make run` and `make dev`. On a server with a process manager of its own (systemd, a container
platform) each service is started by that instead; docs/operations.md has the commands.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

GRACE_SECONDS = 15  # for a request or a job under way; after that the process is killed
POLL_SECONDS = 0.1
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux' prctl(2)


class AddressTaken(Exception):
    """Something else listens there already."""


@dataclass(frozen=True)
class Service:
    name: str  # as a sentence about it begins: "The web server"
    command: tuple[str, ...]


def check_address(host: str, port: int) -> None:
    """Raises AddressTaken with a sentence when no server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise AddressTaken(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another port, for example PORT={port + 1}."
            ) from error


def run(
    services: Sequence[Service], *, say: Callable[[str], None], is_up: Callable[[], bool], welcome: str
) -> int:
    """Runs the services until a signal comes or one of them ends; returns the exit code to leave with.

    0 after Ctrl-C or SIGTERM; when a service ended by itself, its code, or 1 if that was 0.
    `say` gets every sentence; `welcome` is said once, as soon as `is_up` is true.
    """
    stop_signals: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        stop_signals.append(number)

    previous = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    running: dict[Service, subprocess.Popen] = {}
    try:
        for service in services:
            running[service] = start(service)
        return _watch(running, stop_signals, say=say, is_up=is_up, welcome=welcome)
    finally:
        stop(running, say=say)
        for number, handler in previous.items():
            signal.signal(number, handler)


def start(service: Service) -> subprocess.Popen:
    """Starts the service in a session of its own, so that Ctrl-C reaches us and we tell it, once."""
    parent = os.getpid()
    return subprocess.Popen(  # noqa: S603 - the commands are ours
        service.command,
        start_new_session=True,
        preexec_fn=lambda: _leave_with(parent) if sys.platform == "linux" else None,
    )


def _leave_with(parent: int) -> None:
    """Runs in the child: when we are killed outright, it must not go on and keep the port."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(
    running: dict[Service, subprocess.Popen],
    stop_signals: list[int],
    *,
    say: Callable[[str], None],
    is_up: Callable[[], bool],
    welcome: str,
) -> int:
    is_welcomed = False
    while not stop_signals:
        for service, process in running.items():
            if (code := process.poll()) is not None:
                say(f"{service.name} has stopped by itself ({describe_exit(code)}); stopping the rest.")
                return code if code > 0 else 1
        if not is_welcomed and is_up():
            say(welcome)
            is_welcomed = True
        time.sleep(POLL_SECONDS)
    return 0


def describe_exit(code: int) -> str:
    """A Popen return code in words: negative means killed by a signal."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def stop(running: dict[Service, subprocess.Popen], *, say: Callable[[str], None]) -> None:
    """Asks every service to finish, waits, kills what is left, and leaves no process behind."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for service, process in running.items():
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{service.name} did not finish within {GRACE_SECONDS} seconds and is killed.")
        _kill_session(process)


def _kill_session(process: subprocess.Popen) -> None:
    """Ends what the service itself had started; usually nothing is left."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()
