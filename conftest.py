"""What every test stands on: a real browser where there is one, and no traces outside a temporary folder.

Settings, storages, jobs, hashing and the database of the tests are chosen in blog/settings.py (IS_TEST).
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

# Playwright keeps an event loop in the test's thread; without this, Django refuses queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is slow, not wrong: wait longer than Playwright's five seconds before saying so.
expect.set_options(timeout=20_000)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # tests may run as root in a container, where the sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    # The browser must not look for updates or experiments while it is tested.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The browser to test with: CHROMIUM, or the first one found on this machine."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def axe() -> Path | None:
    """The script that looks for barriers, where `make axe` has fetched it."""
    return next(iter(Path(settings.BASE_DIR, ".venv").glob("axe-core-*.js")), None)


def pytest_report_header() -> list[str]:
    browser = chromium()
    return [
        f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}",
        f"browser tests: {browser}"
        if browser
        else "browser tests: NOT RUN, no Chromium was found (install it, or name it in CHROMIUM)",
        f"barriers: {axe()}"
        if axe()
        else "barriers: NOT LOOKED FOR, axe-core was not found (`make axe` needs npm)",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out what cannot run here; the header says so. Deselected, so that a skip always means a mistake."""
    unable = set()
    if chromium() is None:
        unable.add("browser")
    if axe() is None:
        unable.add("axe")
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        unable.add("postgres")
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in unable)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """After a test with real transactions, Django empties every table: on SQLite with DELETE, which the audit log refuses.

    For those statements alone its trigger is taken down and put up again. (PostgreSQL has TRUNCATE.) Of every
    connection: once a browser runs, its event loop gives the thread another one.
    """
    if connection.vendor != "sqlite":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_audit_undeleted'")
        (guard,) = cursor.fetchone()
    operations = type(connection.ops)
    sql_flush = operations.sql_flush

    def sql_flush_with_the_log(self, *args, **kwargs) -> list[str]:
        return ["DROP TRIGGER articles_audit_undeleted", *sql_flush(self, *args, **kwargs), guard]

    operations.sql_flush = sql_flush_with_the_log


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "en-US", "timezone_id": "UTC"}


@pytest.fixture
def sample_media() -> Iterator[Path]:
    """The sample site's pictures, as a checkout has them in media/, in the tests' own folder."""
    folder = settings.MEDIA_DIR
    shutil.copytree(settings.BASE_DIR / "media", folder, dirs_exist_ok=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
