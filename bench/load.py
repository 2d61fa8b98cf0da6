"""A load generator that costs little itself: keep-alive connections on bare sockets, one thread."""

import select
import socket
import time
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"


class BadAnswer(Exception):
    """The server answered something else than 200 with a Content-Length."""


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
    if b" 200 " not in status + b" " or not lengths:
        raise BadAnswer(status.decode(errors="replace"))
    return lengths[0]


def requests_per_second(port: int, path: str, *, seconds: float, connections: int = 8) -> float:
    """How many complete answers a second the server on this port gives; raises BadAnswer."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    open_ones = [
        Connection(socket.create_connection(("127.0.0.1", port)), request) for _ in range(connections)
    ]
    by_socket = {one.socket: one for one in open_ones}
    try:
        for one in open_ones:
            one.ask()
        return _count(by_socket, seconds) / seconds
    finally:
        for one in open_ones:
            one.socket.close()


def _count(by_socket: dict[socket.socket, Connection], seconds: float) -> int:
    answers, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        ready, _, _ = select.select(list(by_socket), [], [], 1.0)
        for each in ready:
            if by_socket[each].take():
                answers += 1
                by_socket[each].ask()
    return answers
