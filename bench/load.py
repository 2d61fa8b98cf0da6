"""A load generator that costs little itself: keep-alive connections on bare sockets, one thread.

Runs as a process of its own (`python -m bench.load PORT PATH SECONDS [gzip]`) and writes a Count as JSON.
Asks nobody but this machine.
"""

import json
import select
import socket
import sys
import time
from dataclasses import asdict, dataclass, field

CONNECTIONS = 8
MOST_SECONDS = 60.0
SILENCE = 10.0  # seconds without any answer, after which the server counts as stuck
HEAD_END = b"\r\n\r\n"


class BadAnswer(Exception):
    """The server answered something else than 200 with a Content-Length, or nothing."""


@dataclass(frozen=True)
class Count:
    """Complete answers, the time they took, and how much of it this generator was busy itself."""

    answers: int
    seconds: float
    busy_seconds: float
    bytes_each: int


@dataclass
class Connection:
    """One keep-alive connection with one request under way."""

    socket: socket.socket
    request: bytes
    received: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        self.received.clear()
        self.socket.sendall(self.request)

    def take(self) -> bool:
        """Reads what has arrived; whether the answer is complete."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise BadAnswer("the server closed the connection")
        self.received += chunk
        end = self.received.find(HEAD_END)
        return end >= 0 and len(self.received) >= end + len(HEAD_END) + content_length(self.received[:end])


def content_length(head: bytes) -> int:
    """The length the head of a 200 announces; raises BadAnswer for any other answer."""
    status, *lines = bytes(head).lower().split(b"\r\n")
    lengths = [int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")]
    if not status.startswith(b"http/1.1 200") or not lengths:
        raise BadAnswer(status.decode(errors="replace"))
    return lengths[0]


def load(port: int, path: str, *, seconds: float, accepts_gzip: bool = False) -> Count:
    """Ask for `path` on every connection again and again; raises BadAnswer, and OSError if nobody listens."""
    encoding = "Accept-Encoding: gzip\r\n" if accepts_gzip else ""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{encoding}\r\n".encode()
    connections = {}
    try:
        for _number in range(CONNECTIONS):
            one = socket.create_connection(("127.0.0.1", port), timeout=SILENCE)
            connections[one.fileno()] = Connection(one, request)
        return _count(connections, min(seconds, MOST_SECONDS))
    finally:
        for connection in connections.values():
            connection.socket.close()


def _count(connections: dict[int, Connection], seconds: float) -> Count:
    poll = select.poll()
    for number, connection in connections.items():
        poll.register(number, select.POLLIN)
        connection.ask()
    answers, size = 0, 0
    start, busy_before = time.monotonic(), time.process_time()
    while (elapsed := time.monotonic() - start) < seconds:
        ready = poll.poll(SILENCE * 1000)
        if not ready:
            raise BadAnswer(f"nothing came for {SILENCE:.0f} seconds")
        for number, _event in ready:
            connection = connections[number]
            if connection.take():
                answers, size = answers + 1, len(connection.received)
                connection.ask()
    return Count(answers, elapsed, time.process_time() - busy_before, size)


def main() -> None:
    port, path, seconds, *options = sys.argv[1:]
    count = load(int(port), path, seconds=float(seconds), accepts_gzip="gzip" in options)
    sys.stdout.write(json.dumps(asdict(count)))


if __name__ == "__main__":
    main()
