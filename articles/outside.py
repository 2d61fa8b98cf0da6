"""Asks other people's servers for a page's head, and nothing else: https only, never an address inside our own house.

The host is resolved here and the checked address is the one that is connected to, so a name that answers
differently a moment later reaches nothing. Every redirect is checked again. No body is read.
"""

import errno
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

TIME_OUT = 10.0  # seconds for one question, from the connection to the end of the head
REDIRECT_LIMIT = 3
HEAD_LIMIT = 16_384  # bytes
HTTPS_PORT = 443
ADDRESSES_TRIED = 3
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |\r|$)")
_LOCATION = re.compile(rb"^location:[ \t]*(\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_REDIRECTS = {301, 302, 303, 307, 308}
_UNICAST = ipaddress.ip_network(
    "2000::/3"
)  # what has been given out of IPv6; maps and tunnels of IPv4 lie elsewhere
# Our own line is down: no name server answers, or no way leads out of here.
_OUR_LINE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


class Unreachable(Exception):
    """No answer. `is_ours`: our own line seems to be down, so that nothing is known of the other side."""

    def __init__(self, reason: str, *, is_ours: bool = False) -> None:
        super().__init__(reason)
        self.is_ours = is_ours


class Refused(Exception):
    """We do not ask there: not https, an address inside our own house, too many redirects."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, however it is written."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip not in _UNICAST or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast


def resolve(host: str) -> list[str]:
    """The addresses of a host; raises OSError."""
    return [row[4][0] for row in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)]


def connect(address: str, host: str, time_out: float) -> socket.socket:
    """A TLS connection to this very address, with the certificate checked for the host; raises OSError."""
    plain = socket.create_connection((address, HTTPS_PORT), time_out)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


@dataclass(frozen=True)
class Line:
    """How the outside is reached. Tests put a server of their own at its end."""

    may_ask: Callable[[str], bool] = is_public
    resolve: Callable[[str], Iterable[str]] = resolve
    connect: Callable[[str, str, float], socket.socket] = connect


@dataclass(frozen=True)
class Caller:
    """Who asks: said to every server."""

    user_agent: str
    referer: str


def status_of(url: str, *, method: str, caller: Caller, line: Line) -> int:
    """The HTTP status of the page, redirects followed. Raises Unreachable and Refused."""
    for _ in range(REDIRECT_LIMIT + 1):
        status, location = _head(url, method=method, caller=caller, line=line)
        if status not in _REDIRECTS or not location:
            return status
        try:
            url = urljoin(url, location)
        except ValueError as error:
            raise Refused("a redirect to what is not an address") from error
    raise Refused("too many redirects")


def _head(url: str, *, method: str, caller: Caller, line: Line) -> tuple[int, str]:
    host, target = _parts(url)
    deadline = time.monotonic() + TIME_OUT
    try:
        with _connection(host, line, deadline) as connection:
            connection.sendall(_request(method, host, target, caller))
            head = _read_head(connection, deadline)
    except OSError as error:
        is_unresolved = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise Unreachable(str(error), is_ours=is_unresolved or error.errno in _OUR_LINE) from error
    status = _STATUS.match(head)
    if status is None:
        raise Unreachable("no HTTP")
    location = _LOCATION.search(head)
    return int(status[1]), location[1].decode("latin-1") if location else ""


def _parts(url: str) -> tuple[str, str]:
    """Host and request target; raises Refused for what is not a plain https address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise Refused("not an address") from error
    if parts.scheme != "https" or not host or port not in (None, HTTPS_PORT) or parts.username is not None:
        raise Refused("not a plain https address")
    return host, _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")


def _quoted(text: str) -> str:
    """Nothing in a request line but what belongs there; what is quoted already stays so."""
    return quote(text, safe="/?%:@!$&'()*+,;=~-._")


def _connection(host: str, line: Line, deadline: float) -> socket.socket:
    """Connected to the first of the host's addresses that may be asked and answers. Raises Refused and OSError."""
    addresses = [address for address in line.resolve(host) if line.may_ask(address)][:ADDRESSES_TRIED]
    if not addresses:
        raise Refused("no address of the open internet")
    for address in addresses[:-1]:
        try:
            return line.connect(address, host, _left(deadline))
        except OSError:  # for example IPv6 where there is none: the next one is asked
            continue
    return line.connect(addresses[-1], host, _left(deadline))


def _request(method: str, host: str, target: str, caller: Caller) -> bytes:
    name = f"[{host}]" if ":" in host else host
    lines = (
        f"{method} {target} HTTP/1.1", f"Host: {name}", f"User-Agent: {caller.user_agent}",
        f"Referer: {caller.referer}", "Accept: */*", "Connection: close", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode("latin-1", "replace")


def _read_head(connection: socket.socket, deadline: float) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < HEAD_LIMIT:
        connection.settimeout(_left(deadline))
        part = connection.recv(4096)
        if not part:
            break
        head += part
    return head.partition(b"\r\n\r\n")[0]


def _left(deadline: float) -> float:
    """Seconds that are left; raises TimeoutError when none are. A server that drips cannot hold us up."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
