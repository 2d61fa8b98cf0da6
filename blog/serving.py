"""Which processes make up the running site, and what the person who starts them is told."""

import socket
import sys
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.management.base import CommandError

from blog import environment, supervisor

MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))
# An upload of 25 MB takes a phone a while; a queue longer than this only makes everyone wait.
BACKLOG = "1024"


def web_server() -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "granian", "blog.wsgi:application", "--interface", "wsgi"),
        *("--host", settings.HOST.strip("[]") or "0.0.0.0", "--port", str(settings.PORT)),  # noqa: S104 - asked for
        *("--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(settings.WEB_THREADS)),
        # A worker told to stop while it is still loading the site never hears of it.
        *("--workers-kill-timeout", str(supervisor.GRACE_SECONDS - 5)),
        *("--backlog", BACKLOG, "--no-ws", "--respawn-failed-workers", "--log-level", "error"),
        *("--working-dir", str(settings.BASE_DIR)),
    )


def job_worker() -> tuple[str, ...]:
    return (
        *MANAGE,
        "db_worker",
        "--queue-name",
        "*",
        "--no-reload",
        "--no-startup-delay",
        "--verbosity",
        "0",
    )


def development_server() -> tuple[str, ...]:
    return (*MANAGE, "runserver", f"{settings.HOST}:{settings.PORT}")


def reloading_job_worker() -> tuple[str, ...]:
    return (*MANAGE, "db_worker", "--queue-name", "*", "--reload", "--no-startup-delay")


def run_site(services: Sequence[supervisor.Service], *, say: Callable[[str], None]) -> int:
    """Runs the services, says where the site is once it answers, and returns the exit code.

    Raises CommandError when the address is taken.
    """
    try:
        supervisor.check_address(settings.HOST, settings.PORT)
    except supervisor.AddressTaken as error:
        raise CommandError(str(error)) from error
    return supervisor.run(services, say=say, is_up=answers, welcome=welcome())


def answers() -> bool:
    """Whether something accepts connections at our address."""
    host = "127.0.0.1" if settings.HOST in environment.EVERY_INTERFACE else settings.HOST.strip("[]")
    try:
        socket.create_connection((host, settings.PORT), timeout=0.5).close()
    except OSError:
        return False
    return True


def welcome() -> str:
    return (
        f"\nThe site:      {settings.PUBLIC_URL}/\n"
        f"For editors:   {settings.PUBLIC_URL}/admin/\n"
        "Sign in as “editor” with the password shown at the first start (a new one: manage.py changepassword editor).\n"
        "Ctrl-C stops both the web server and the job worker.\n"
    )
