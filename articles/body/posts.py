"""Which addresses are posts on a social network. By reading the address alone: nobody is asked.

The address is rebuilt from its checked parts, so tracking and whatever else was typed do not reach a reader.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import links

_HANDLE = r"[\w.-]{1,100}"
_BLUESKY = re.compile(rf"/profile/(did:[a-z]+:[\w.:-]{{1,100}}|{_HANDLE})/post/([a-z0-9]{{5,30}})/?")
_X = re.compile(r"/(\w{1,30}|i/web)/status(?:es)?/([0-9]{5,25})(?:/.*)?")
_INSTAGRAM = re.compile(rf"/(?:{_HANDLE}/)?(p|reel|reels|tv)/([\w-]{{5,40}})/?")
_THREADS = re.compile(rf"/@({_HANDLE})/post/([\w-]{{5,40}})/?")
_TIKTOK = re.compile(rf"/@({_HANDLE})/(video|photo)/([0-9]{{5,25}})/?")
_TIKTOK_SHORT = re.compile(r"/(\w{5,20})/?")
_TIKTOK_SHARED = re.compile(r"/t/(\w{5,20})/?")
_MASTODON = re.compile(rf"/(?:web/)?@({_HANDLE}(?:@{_HANDLE})?)/([0-9]{{5,25}})/?")
_MASTODON_LONG = re.compile(rf"/users/({_HANDLE})/statuses/([0-9]{{5,25}})/?")


@dataclass(frozen=True, slots=True)
class Post:
    network: str
    page_url: str


def recognise(url: str) -> Post | None:
    """The post behind an address of Bluesky, X, Instagram, Threads, TikTok or any Mastodon server, or None."""
    address = links.read(url)
    if address is None or not address.host or not address.path.isascii():
        return None
    reader = _READERS.get(address.host.removeprefix("www.").removeprefix("mobile."))
    return reader(address.path) if reader else _mastodon(address.host, address.path)


def _bluesky(path: str) -> Post | None:
    found = _BLUESKY.fullmatch(path)
    return found and Post("Bluesky", f"https://bsky.app/profile/{found[1]}/post/{found[2]}")


def _x(path: str) -> Post | None:
    found = _X.fullmatch(path)
    return found and Post("X", f"https://x.com/{found[1]}/status/{found[2]}")


def _instagram(path: str) -> Post | None:
    found = _INSTAGRAM.fullmatch(path)
    kind = "reel" if found and found[1] == "reels" else found and found[1]
    return found and Post("Instagram", f"https://www.instagram.com/{kind}/{found[2]}/")


def _threads(path: str) -> Post | None:
    found = _THREADS.fullmatch(path)
    return found and Post("Threads", f"https://www.threads.com/@{found[1]}/post/{found[2]}")


def _tiktok(path: str) -> Post | None:
    shared = _TIKTOK_SHARED.fullmatch(path)
    if shared:
        return Post("TikTok", f"https://www.tiktok.com/t/{shared[1]}/")
    found = _TIKTOK.fullmatch(path)
    return found and Post("TikTok", f"https://www.tiktok.com/@{found[1]}/{found[2]}/{found[3]}")


def _tiktok_short(path: str) -> Post | None:
    found = _TIKTOK_SHORT.fullmatch(path)
    return found and Post("TikTok", f"https://vm.tiktok.com/{found[1]}/")


def _mastodon(host: str, path: str) -> Post | None:
    """Any server may run it, so the shape of the path decides."""
    found = _MASTODON.fullmatch(path) or _MASTODON_LONG.fullmatch(path)
    return found and Post("Mastodon", f"https://{host}/@{found[1]}/{found[2]}")


_READERS: dict[str, Callable[[str], Post | None]] = {
    "bsky.app": _bluesky,
    **dict.fromkeys(("x.com", "twitter.com"), _x),
    "instagram.com": _instagram,
    **dict.fromkeys(("threads.com", "threads.net"), _threads),
    **dict.fromkeys(("tiktok.com", "m.tiktok.com"), _tiktok),
    "vm.tiktok.com": _tiktok_short,
}
