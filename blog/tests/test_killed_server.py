"""The server dies in the middle of a save (kill -9) and is started again: no character is lost. Real processes."""

import os
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from blog.tests.environments import ROOT, fresh, python
from blog.tests.test_serve import Site, data_dir, descendants, gone, is_running, site, wait_for  # noqa: F401 - fixtures

pytestmark = [pytest.mark.system, pytest.mark.browser]
PASSWORD = "a long enough pass phrase"
# The process that answers dies after the working copy was written and before the transaction ended.
DIE_IN_SAVE = """
import os, signal
from articles import saving
def dying(article, snapshot):
    os.kill(os.getpid(), signal.SIGKILL)
saving._mirror = dying
"""


def made(folder: str, *arguments: str) -> None:
    result = python(
        "manage.py", *arguments, PROFILE="embedded", DATA_DIR=folder, DJANGO_SUPERUSER_PASSWORD=PASSWORD
    )
    assert result.returncode == 0, result.stderr


@pytest.fixture
def writer(data_dir, site, browser: Browser):  # noqa: F811 - the fixtures
    """Somebody signed in who writes a new article."""
    arguments = ("--noinput", "--username", f"ida{site.process.pid}", "--email", "ida@example.org")
    made(str(data_dir), "createsuperuser", *arguments)
    page = browser.new_context().new_page()
    page.goto(f"{site.address}/admin/login/?next=/admin/articles/article/add/")
    page.get_by_label("Username").fill(f"ida{site.process.pid}")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("toolbar")).to_be_visible()
    return page


def kill(site: Site) -> None:  # noqa: F811
    children = descendants(site.process.pid)
    os.kill(site.process.pid, signal.SIGKILL)
    for pid in filter(is_running, children):
        os.kill(pid, signal.SIGKILL)
    site.process.wait()
    assert gone(children)


def start(site: Site, *, before: str = "") -> subprocess.Popen:  # noqa: F811
    """The same site again; `before` is Python that its web process runs first."""
    program = [sys.executable, "manage.py", "serve"]
    environment = fresh(**site.environment)
    if before:
        program = [sys.executable, "-c", f"{WSGI}{before}", site.environment["PORT"]]
    with site.output.open("a") as file:
        process = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=file, stderr=file)
    wait_for(f"{site.address}/healthz", process)
    return process


WSGI = """
import sys, threading
from wsgiref.simple_server import make_server
from blog.wsgi import application
server = make_server("127.0.0.1", int(sys.argv[1]), application)
threading.Thread(target=server.serve_forever).start()
"""


def write(page: Page, words: str) -> None:
    page.locator(".desk-text .tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_killed_while_one_writes(site, writer):  # noqa: F811
    writer.get_by_label("Headline").fill("Written through a crash")
    write(writer, "Before the crash.")
    expect(writer.locator("#desk-sign")).to_contain_text("Autosaved")
    kill(site)
    write(writer, " While it was down.")
    expect(writer.locator("#desk-sign")).to_contain_text(
        "Not autosaved: no connection. It is kept in this browser."
    )
    again = start(site)
    try:
        expect(writer.locator("#desk-sign")).to_contain_text("Autosaved", timeout=60_000)
        with writer.expect_navigation():
            writer.get_by_role("button", name="Save", exact=True).click()
        expect(writer.locator(".desk-text .tiptap")).to_have_text("Before the crash. While it was down.")
    finally:
        kill(site._replace(process=again))


def test_killed_in_the_middle_of_a_save(site, writer):  # noqa: F811
    writer.get_by_label("Headline").fill("Saved through a crash")
    write(writer, "Every word of it.")
    expect(writer.locator("#desk-sign")).to_contain_text("Autosaved")
    kill(site)
    dying = start(site, before=DIE_IN_SAVE)
    writer.get_by_role("button", name="Save", exact=True).click()
    assert dying.wait(timeout=60) == -signal.SIGKILL
    again = start(site)
    try:
        writer.goto(f"{site.address}/admin/")
        writer.get_by_role("link", name="Saved through a crash").first.click()
        expect(writer.locator(".desk-text .tiptap")).to_have_text("Every word of it.")
        with writer.expect_navigation():
            writer.get_by_role("button", name="Save", exact=True).click()
        expect(writer.get_by_text("Saved. Readers see nothing of it yet.")).to_be_visible()
        writer.goto(f"{site.address}/admin/articles/article/?q=Saved+through")
        expect(writer.get_by_role("link", name="Saved through a crash")).to_have_count(1)
    finally:
        kill(site._replace(process=again))
