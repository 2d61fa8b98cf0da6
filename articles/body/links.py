"""Addresses as a browser reads them, and what kind of link each one is.

Deciding which links pay commission must not be fooled by what browsers forgive: capitals, ports, user
names, trailing dots, backslashes, line breaks, full-width letters. Hosts follow the URL standard
(https://url.spec.whatwg.org/#concept-basic-url-parser) closely enough to compare names; nothing is fetched.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar
from urllib.parse import unquote

Kind = Literal["internal", "external", "affiliate"]
Merchant = TypeVar("Merchant")

URL_LIMIT = 4000  # characters; longer addresses are refused, browsers and feeds choke on them
_HOST_LIMIT = 253  # RFC 1035, section 3.1
_RELS = {"internal": "", "external": "noopener", "affiliate": "sponsored nofollow noopener"}
_EDGES = "".join(map(chr, range(0x21)))
_LINE_BREAKS = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PATH_START = re.compile(r"[/?#]")
_TAIL_START = re.compile(r"[?#]")
_UP = re.compile(r"(?:\.{0,2}/)*(?:\.{1,2}\Z)?")
_UNSAFE = re.compile(r"""[\x00-\x20\x7f\s<>"`{}|^\\]""")
_MAILBOX = re.compile(r"[^\s@:/?]+@[^\s@:/?]+(?:\?.*)?")
_PHONE = re.compile(r"\+?[0-9][0-9().\-]*(?:;[A-Za-z0-9=+.\-]+)*")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in parts. A relative one has no scheme and no host; `host` is in its one spelling."""

    scheme: str
    authority: str
    host: str
    path: str
    tail: str  # query and fragment, with their ? and #

    @property
    def local(self) -> str:
        """Path, query and fragment from the site's root; never readable as another host."""
        if not self.host and not self.path and self.tail.startswith("#"):
            return self.tail
        return "/" + self.path[len(_UP.match(self.path)[0]) :] + self.tail


@dataclass(frozen=True, slots=True)
class Link(Generic[Merchant]):
    """`path` is the address from our own root, for internal links on the site's own host; else empty."""

    kind: Kind
    merchant: Merchant | None = None
    path: str = ""


def classify(
    url: str, *, own_hosts: Collection[str], merchant_hosts: Mapping[str, Merchant]
) -> Link[Merchant]:
    """What a link is, by its host or any domain above it; the most specific entry decides.

    An address without a host is internal. One that cannot be read as a web address is external.
    """
    address = read(url)
    if address is None or (address.scheme and not address.host):
        return Link("external")
    if not address.host:
        return Link("internal", path=address.local)
    owns = {host_name(host) for host in own_hosts} - {""}
    merchants = {host_name(host): merchant for host, merchant in merchant_hosts.items()}
    merchants.pop("", None)
    for domain in _domains(address.host):
        if domain in owns:
            is_ours = address.host in (domain, f"www.{domain}")
            return Link("internal", path=address.local if is_ours else "")
        if domain in merchants:
            return Link("affiliate", merchants[domain])
    return Link("external")


def rel_for(kind: Kind) -> str:
    """The `rel` of a link; empty for internal ones. `sponsored` is what search engines ask of paid links."""
    return _RELS[kind]


def normalise(url: str) -> str | None:
    """The address as we store it, or None when it is none an editor may link to.

    Web, mailto and tel addresses and relative ones are allowed. What is stored reads the same to every
    browser: `//host` becomes https, backslashes become slashes, blanks and quotes are percent-encoded.
    """
    text = _trimmed(url)
    if not text or len(text) > URL_LIMIT:
        return None
    scheme = _scheme(text)
    if scheme in ("mailto", "tel"):
        rest = text[len(scheme) + 1 :].strip()
        rest = rest.replace(" ", "") if scheme == "tel" else rest  # RFC 3966 knows no blanks
        shape = _MAILBOX if scheme == "mailto" else _PHONE
        return f"{scheme}:{_quoted(rest)}" if shape.fullmatch(rest) else None
    address = read(text)
    if address is None:
        return None
    if address.host:
        return f"{address.scheme}://{_quoted(address.authority + address.path + address.tail)}"
    if address.path.startswith("/"):
        return _quoted(address.local)
    return _quoted(address.path + address.tail)


def normalise_web(url: str) -> str | None:
    """Like `normalise`, for addresses that must name a host: videos, credits."""
    address = read(url)
    return normalise(url) if address is not None and address.host else None


def read(url: str) -> Address | None:
    """The parts of a web address, or None when it has another scheme or no readable host."""
    text = _trimmed(url)
    scheme = _scheme(text)
    if scheme not in ("", "http", "https"):
        return None
    rest = text[len(scheme) + 1 :] if scheme else text
    tail_at = _TAIL_START.search(rest)
    head, tail = (rest[: tail_at.start()], rest[tail_at.start() :]) if tail_at else (rest, "")
    head = head.replace("\\", "/")
    if not scheme and not head.startswith("//"):
        return Address("", "", "", head, tail)
    authority, slash, path = head.lstrip("/").partition("/")
    host = host_name(authority)
    if not host:
        return None
    return Address(scheme or "https", authority, host, slash + path, tail)


@lru_cache(maxsize=4096)
def host_name(authority: str) -> str:
    """A host in its one spelling, from anything a URL or a settings form may hold; empty when unreadable."""
    text = authority.strip().rpartition("@")[2]
    text = text.partition("]")[0] + "]" if text.startswith("[") else text.partition(":")[0]
    text = unicodedata.normalize("NFKC", unquote(text)).replace("。", ".").casefold()
    text = text.removeprefix("*").strip(".")
    if not text or len(text) > _HOST_LIMIT or _UNSAFE.search(text) or _PATH_START.search(text):
        return ""
    return ".".join(map(_ascii_label, text.split(".")))


def _ascii_label(label: str) -> str:
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:  # an underscore-like oddity or an over-long label: compare as written
        return label


def _domains(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _trimmed(url: str) -> str:
    return _LINE_BREAKS.sub("", url.strip(_EDGES))


def _scheme(text: str) -> str:
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""


def _quoted(text: str) -> str:
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
