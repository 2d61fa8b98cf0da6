"""Whether trailers are still there: a small server on this machine stands for the outside."""

import errno
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import outside, tasks, trailers, works
from articles.models import Work
from articles.outside import Line
from articles.tests.factories import make_article, make_work
from articles.trailers import Answer

HERE = "127.0.0.1"
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
# What the server answers: a status, and where to.
PAGES = {
    "/there": (200, ""), "/empty": (204, ""), "/gone": (404, ""), "/never": (410, ""), "/broken": (503, ""),
    "/guarded": (403, ""), "/busy": (429, ""),
    "/once": (301, "/there"), "/elsewhere": (302, "https://other.test/gone"), "/three": (307, "/two"),
    "/two": (308, "/once"), "/four": (303, "/three"), "/round": (302, "/round"), "/plain": (301, "http://a.test/there"),
    "/inside": (302, "https://inside.test/there"), "/literal": (302, "https://10.0.0.1/there"),
    "/local": (302, "https://[::1]/there"), "/port": (302, "https://a.test:8443/there"), "/nowhere": (302, ""),
    "/unreadable": (302, "https://[bad/"),
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers by PAGES; `/no-head` dislikes HEAD, `/oembed` knows a video by its id, `/drip` never ends its head."""

    def answer(self) -> None:
        self.server.asked.append((self.command, self.headers["Host"], self.path, dict(self.headers)))
        parts = urlsplit(self.path)
        if parts.path == "/drip":
            return self.drip()
        status, location = PAGES.get(parts.path, (404, ""))
        if parts.path == "/no-head":
            status = 405 if self.command == "HEAD" else 200
        if parts.path.startswith(("/oembed", "/api/oembed.json")):
            status = self.server.oembed_status
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * 100)

    do_GET = do_HEAD = answer

    def drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while not self.server.is_over:
                self.wfile.write(b"X-More: x\r\n")
                time.sleep(0.02)
        except OSError:  # the other side has had enough
            pass

    def log_message(self, *args) -> None:
        pass


class Outside(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HERE, 0), Handler)
        self.asked: list[tuple] = []
        self.oembed_status = 200
        self.is_over = False

    def handle_error(self, request, client_address) -> None:
        """A caller that hangs up is no error of ours."""

    def connect(self, address: str, host: str, time_out: float) -> socket.socket:
        assert address == HERE, "connected to an address nobody checked"
        return socket.create_connection((HERE, self.server_port), time_out)

    @property
    def line(self) -> Line:
        """Every host lies on this machine but one, which lies inside our own house."""
        return Line(
            may_ask=HERE.__eq__,
            resolve=lambda host: {"inside.test": ["10.0.0.1"], "10.0.0.1": [host], "::1": [host]}.get(
                host, [HERE]
            ),
            connect=self.connect,
        )


@pytest.fixture
def server() -> Iterator[Outside]:
    with Outside() as server:
        thread = Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.is_over = True
        server.shutdown()
        thread.join()


def ask(server: Outside, path: str) -> Answer:
    return trailers.ask(f"https://a.test{path}", line=server.line)


# --- what an answer means


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/there", Answer.THERE), ("/empty", Answer.THERE), ("/no-head", Answer.THERE), ("/gone", Answer.GONE),
        ("/never", Answer.GONE), ("/broken", Answer.SILENT), ("/guarded", Answer.UNKNOWN), ("/busy", Answer.UNKNOWN),
        ("/once", Answer.THERE), ("/elsewhere", Answer.GONE), ("/three", Answer.THERE), ("/four", Answer.UNKNOWN),
        ("/round", Answer.UNKNOWN), ("/plain", Answer.UNKNOWN), ("/port", Answer.UNKNOWN), ("/nowhere", Answer.UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_page_answers(server, path, answer):
    assert ask(server, path) is answer


def test_head_first_and_then_get(server):
    ask(server, "/there")
    ask(server, "/no-head")
    assert [(method, path) for method, _, path, _ in server.asked] == [
        ("HEAD", "/there"), ("HEAD", "/no-head"), ("GET", "/no-head"),
    ]  # fmt: skip


def test_we_say_who_we_are(server):
    ask(server, "/there")
    _, host, _, headers = server.asked[0]
    assert host == "a.test"
    assert headers["User-Agent"] == "TrailerCheck/1.0 (+http://site.test/)"
    assert headers["Referer"] == "http://site.test/"
    assert "Cookie" not in headers


@pytest.mark.parametrize(
    ("url", "host", "path", "page"),
    [
        (YOUTUBE, "www.youtube.com", "/oembed", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=tracking", "www.youtube.com", "/oembed", YOUTUBE),
        ("https://vimeo.com/76979871", "vimeo.com", "/api/oembed.json", "https://vimeo.com/76979871"),
    ],
)
def test_players_are_asked_by_their_oembed_address(server, url, host, path, page):
    assert trailers.ask(url, line=server.line) is Answer.THERE
    [(method, asked_host, asked, _)] = server.asked
    assert (method, asked_host, urlsplit(asked).path) == ("GET", host, path)
    assert parse_qs(urlsplit(asked).query) == {"url": [page], "format": ["json"]}


@pytest.mark.parametrize(
    ("status", "answer"),
    [(status, Answer.GONE) for status in (400, 401, 402, 403, 404, 410)]
    + [(200, Answer.THERE), (429, Answer.UNKNOWN), (500, Answer.SILENT)],
)
def test_what_a_player_answers(server, status, answer):
    server.oembed_status = status
    assert trailers.ask(YOUTUBE, line=server.line) is answer


def test_a_server_that_drips_cannot_hold_us_up(server, monkeypatch):
    monkeypatch.setattr(outside, "TIME_OUT", 0.3)
    monkeypatch.setattr(outside, "HEAD_LIMIT", 10**9)
    assert ask(server, "/drip") is Answer.SILENT


def test_an_endless_head_is_read_to_its_limit(server, monkeypatch):
    monkeypatch.setattr(outside, "HEAD_LIMIT", 100)
    assert ask(server, "/drip") is Answer.THERE


def test_a_server_that_is_not_there_is_silent():
    with socket.socket() as closed:
        closed.bind((HERE, 0))
        port = closed.getsockname()[1]
    line = Line(
        may_ask=HERE.__eq__,
        resolve=lambda host: [HERE],
        connect=lambda *_: socket.create_connection((HERE, port)),
    )
    assert trailers.ask("https://a.test/", line=line) is Answer.SILENT


def test_a_player_that_cannot_be_reached_says_nothing_of_one_video():
    line = failing(TimeoutError("no answer in time"))
    assert trailers.ask(YOUTUBE, line=line) is Answer.UNKNOWN
    assert trailers.ask("https://a.test/", line=line) is Answer.SILENT


def failing(error: OSError) -> Line:
    def resolve(host: str) -> list[str]:
        raise error

    return Line(resolve=resolve)


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), Answer.SILENT),
        (socket.gaierror(socket.EAI_AGAIN, "no name server"), Answer.UNKNOWN),
        (OSError(errno.ENETUNREACH, "no network"), Answer.UNKNOWN),
    ],
)
def test_our_own_line_being_down_says_nothing_of_a_trailer(error, answer):
    assert trailers.ask("https://a.test/", line=failing(error)) is answer


# --- whom we do not ask

INSIDE = [
    "127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - to be refused
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:0:7f00:1::", "2001:db8::1", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_our_house(address):
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.185.78", "2a00:1450:4001:80b::200e"])
def test_addresses_of_the_open_internet(address):
    assert outside.is_public(address)


def never(address: str, host: str, time_out: float) -> socket.socket:
    raise AssertionError(f"connected to {address}")


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_not_asked(address):
    line = Line(resolve=lambda host: [address], connect=never)
    assert trailers.ask("https://harmless.test/", line=line) is Answer.UNKNOWN


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://localhost/", "http://a.test/", "https://a.test:22/", "https://user@a.test/", "https://[/", "file:///etc/passwd",
        "https://a..test/", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_asked(url):
    """Resolved as in life; nothing is connected to."""
    assert trailers.ask(url, line=Line(connect=never)) in (Answer.UNKNOWN, Answer.SILENT)


@pytest.mark.parametrize("path", ["/inside", "/literal", "/local", "/unreadable"])
def test_a_redirect_inside_is_not_followed(server, path):
    assert ask(server, path) is Answer.UNKNOWN
    assert {host for _, host, _, _ in server.asked} == {"a.test"}


def test_the_address_that_was_checked_is_the_one_that_is_asked():
    """A name server that answers with another address a moment later changes nothing (DNS rebinding)."""
    answers = iter([["8.8.8.8"], [HERE]])
    connected = []

    def connect(address: str, host: str, time_out: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    line = Line(resolve=lambda host: next(answers), connect=connect)
    assert trailers.ask("https://a.test/", line=line) is Answer.SILENT
    assert connected == ["8.8.8.8"]


def test_of_several_addresses_the_open_ones_are_tried_in_turn(server):
    def connect(address: str, host: str, time_out: float) -> socket.socket:
        if address != "8.8.8.8":
            raise OSError(errno.ENETUNREACH, "no IPv6 here")
        return server.connect(HERE, host, time_out)

    addresses = ["10.0.0.1", "2a00:1450:4001:80b::200e", "8.8.8.8"]
    line = Line(resolve=lambda host: addresses, connect=connect)
    assert trailers.ask("https://a.test/there", line=line) is Answer.THERE


def test_nothing_typed_reaches_the_request_line(server):
    ask(server, "/a b\r\nX-Evil: 1?q=ü&r=%20")
    assert server.asked[0][2] == "/a%20bX-Evil:%201?q=%C3%BC&r=%20"
    assert "X-Evil" not in server.asked[0][3]


# --- what is noted of a work


def work_with(path: str = "/there", **fields) -> Work:
    """A public work with a trailer."""
    return make_work(
        trailer_url=f"https://a.test{path}", is_listed=True, created_at=NOW - timedelta(days=90), **fields
    )


def check(server: Outside, at: datetime = NOW) -> list[tuple[Work, Answer]]:
    return list(trailers.check(trailers.due(at), at=at, line=server.line))


def noted(work: Work) -> tuple:
    work.refresh_from_db()
    return work.trailer_checked_at, work.trailer_failed_at, work.trailer_failures


@pytest.mark.django_db
def test_a_trailer_that_is_gone_is_noted_at_once(server):
    work = work_with("/gone")
    assert check(server) == [(work, Answer.GONE)]
    assert noted(work)[:2] == (NOW, NOW)
    check(server, NOW + timedelta(days=1))
    assert noted(work)[:2] == (NOW + timedelta(days=1), NOW)


@pytest.mark.django_db
def test_silence_counts_after_three_days_only(server):
    work = work_with("/broken")
    for day in (0, 1):
        check(server, NOW + timedelta(days=day))
        assert check(server, NOW + timedelta(days=day, hours=2)) == []  # the same day counts once
        assert noted(work)[1] is None
    third = NOW + timedelta(days=2)
    check(server, third)
    assert noted(work) == (third, third, 3)


@pytest.mark.django_db
def test_an_answer_makes_up_for_silence(server, monkeypatch):
    work = work_with("/broken")
    for day in range(3):
        check(server, NOW + timedelta(days=day))
    monkeypatch.setitem(PAGES, "/broken", (200, ""))
    later = NOW + timedelta(days=3)
    check(server, later)
    assert noted(work) == (later, None, 0)


@pytest.mark.django_db
def test_what_cannot_be_told_changes_nothing_but_the_day(server):
    work = work_with("/guarded")
    check(server)
    assert noted(work) == (NOW, None, 0)


@pytest.mark.django_db
def test_a_trailer_changed_meanwhile_is_left_alone(server):
    work = work_with("/gone")
    due = list(trailers.due(NOW))
    Work.objects.update(trailer_url="https://a.test/there")
    list(trailers.check(due, at=NOW, line=server.line))
    assert noted(work) == (None, None, 0)


@pytest.mark.django_db
def test_a_new_trailer_begins_anew_and_a_new_name_does_not(server):
    work = work_with("/gone")
    check(server)
    work.refresh_from_db()
    for fields in ({"name": "Renamed", "trailer_title": "Watch"}, {"trailer_url": "https://a.test/there"}):
        before = works.told(work)
        Work.objects.filter(pk=work.pk).update(**fields)
        works.settle(work, before=before)
        assert noted(work)[1] == (NOW if "name" in fields else None)
    assert noted(work) == (None, None, 0)


@pytest.mark.django_db
def test_who_is_due_and_in_which_order():
    def checked(days: float, **fields) -> Work:
        return work_with(trailer_checked_at=NOW - timedelta(days=days), **fields)

    checked(6)
    old, older, new = checked(7), checked(30), work_with()
    checked(0.1, trailer_failures=1)
    failing = checked(1, trailer_failures=1)
    make_work(trailer_url="https://a.test/hidden")
    make_work(is_listed=True, created_at=NOW - timedelta(days=90))
    assert list(trailers.due(NOW)) == [new, older, old, failing]


@pytest.mark.django_db
def test_readers_pages_stay_as_they_are(server, announcements):
    work = work_with("/gone")
    make_article(works=[work])
    announcements.clear()
    check(server)
    assert announcements == []


# --- by hand, and by itself


@pytest.mark.django_db
def test_the_command_says_what_it_found():
    work = make_work("I.S.S.", year=2024, trailer_url="https://127.0.0.1/", is_listed=True)
    said = StringIO()
    call_command("check_trailers", stdout=said)
    assert said.getvalue() == "1 of 1: I.S.S. (2024): cannot be told\n1 cannot be told.\n"
    assert noted(work)[0] is not None
    said = StringIO()
    call_command("check_trailers", stdout=said)
    assert said.getvalue() == "No trailer is due.\n"


@pytest.fixture
def queue(db, settings):
    """Jobs wait in the database, as in life."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.CHECK_TRAILERS = True
    return DBTaskResult.objects.filter(task_path="articles.tasks.check_trailers").order_by("run_after")


def hours_from_now(job: DBTaskResult) -> float:
    return round((job.run_after - timezone.now()).total_seconds() / 3600, 1)


def run(job: DBTaskResult) -> int:
    """As the worker does."""
    job.claim("worker")
    asked = job.task.call()
    job.set_successful(asked)
    return asked


def test_a_job_is_asked_for_once(queue):
    for _ in range(3):
        tasks.ask_for_trailers()
    assert [hours_from_now(job) for job in queue] == [24.0]


def test_saving_a_work_with_a_trailer_asks_for_it(queue):
    make_work()
    assert not queue.exists()
    make_work(trailer_url="https://127.0.0.1/")
    make_work(trailer_url="https://127.0.0.1/")
    assert [hours_from_now(job) for job in queue] == [24.0]


def test_each_job_asks_for_tomorrows(queue):
    make_work(trailer_url="https://127.0.0.1/", is_listed=True)
    assert run(queue.get()) == 1
    assert [(job.status, hours_from_now(job)) for job in queue if job.status == "READY"] == [("READY", 24.0)]
    assert run(queue.get(status="READY")) == 0
    assert queue.filter(status="READY").count() == 1


def test_much_to_do_is_done_in_pieces(queue, monkeypatch):
    monkeypatch.setattr(tasks, "TRAILERS_BATCH", 2)
    for _ in range(5):
        make_work(trailer_url="https://127.0.0.1/", is_listed=True)
    asked = []
    for _ in range(3):
        asked.append(run(queue.filter(status="READY").first()))
        assert queue.filter(status="READY").count() <= 2
    assert asked == [2, 2, 1]
    assert [hours_from_now(job) for job in queue.filter(status="READY")] == [24.0]


def test_two_jobs_become_one(queue):
    for _ in range(2):
        tasks.check_trailers.using(run_after=timezone.now()).enqueue()
    for job in list(queue):
        run(job)
    assert queue.filter(status="READY").count() == 1


def test_it_can_be_switched_off(queue, settings):
    tasks.ask_for_trailers()
    settings.CHECK_TRAILERS = False
    work = make_work(trailer_url="https://127.0.0.1/", is_listed=True)
    assert run(queue.get()) == 0
    assert noted(work)[0] is None
    assert not queue.filter(status="READY").exists()


def test_other_jobs_go_first(queue):
    tasks.check_trailers.using(run_after=timezone.now()).enqueue()
    tasks.complete_pictures.enqueue()
    assert DBTaskResult.objects.ready().first().task_path == "articles.tasks.complete_pictures"
