"""The supervisor with real processes, small ones."""

import os
import signal
import socket
import sys
import threading
import time

import pytest

from blog import supervisor
from blog.supervisor import Service

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
IGNORES = (
    sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
)  # fmt: skip


def exits_with(code: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"raise SystemExit({code})")


def run(*services: Service) -> tuple[int, list[str]]:
    said: list[str] = []
    code = supervisor.run(services, say=said.append, is_up=lambda: True, welcome="Here we are.")
    return code, said


def press_ctrl_c(after: float) -> None:
    threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_ctrl_c_ends_everything_in_order():
    press_ctrl_c(after=0.5)
    started = time.monotonic()
    assert run(Service("A", SLEEPS), Service("B", SLEEPS)) == (0, ["Here we are."])
    assert time.monotonic() - started < supervisor.GRACE_SECONDS


@pytest.mark.parametrize(("code", "left_with"), [(3, 3), (0, 1)])
def test_when_one_goes_all_go_and_the_exit_code_says_so(code, left_with):
    found, said = run(Service("The web server", exits_with(code)), Service("The job worker", SLEEPS))
    assert found == left_with
    assert said[-1] == f"The web server has stopped by itself (exit code {code}); stopping the rest."


def test_what_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.3)
    press_ctrl_c(after=1)
    code, said = run(Service("The deaf one", IGNORES))
    assert (code, said[-1]) == (0, "The deaf one did not finish within 0.3 seconds and is killed.")


def test_signals_are_ours_again_afterwards():
    before = signal.getsignal(signal.SIGINT)
    run(Service("A", exits_with(1)))
    assert signal.getsignal(signal.SIGINT) == before


def test_a_taken_address_is_told_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            supervisor.AddressTaken, match=f"Choose another port, for example PORT={port + 1}"
        ):
            supervisor.check_address("127.0.0.1", port)
