"""Which addresses are videos we can play in place. By reading the address alone: nobody is asked.

The player's address is rebuilt from the checked id, so nothing of what was typed reaches a frame.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from . import links

FRAME_HOSTS = ("www.youtube-nocookie.com", "player.vimeo.com")  # for frame-src
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"}
_NOCOOKIE_HOSTS = {"youtube-nocookie.com", "www.youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_YOUTUBE_FOLDERS = {"embed", "shorts", "live", "v", "e"}
_START = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)
_VIMEO_HOSTS = {"vimeo.com", "www.vimeo.com"}
_VIMEO_ID = re.compile(r"[1-9]\d{0,11}", re.ASCII)
_VIMEO_KEY = re.compile(r"[0-9a-f]{6,20}", re.ASCII)  # opens a video that is not listed


@dataclass(frozen=True, slots=True)
class Embed:
    provider: str
    video_id: str
    player_url: str
    page_url: str


def recognise(url: str) -> Embed | None:
    """The video behind a YouTube or Vimeo address, or None: any other page becomes a linked poster."""
    address = links.read(url)
    if address is None:
        return None
    handler = _HANDLERS.get(address.host)
    if handler is None:
        return None
    folders = [folder for folder in address.path.split("/") if folder]
    query, _, fragment = address.tail.partition("#")
    values = parse_qs(query.removeprefix("?"), max_num_fields=None) if len(query) < 2000 else {}
    first = {name: found[0] for name, found in values.items()}
    if fragment.startswith("t="):
        first.setdefault("t", fragment[2:])
    return handler(folders, first)


def _youtube(folders: list[str], query: dict[str, str]) -> Embed | None:
    if folders == ["watch"]:
        video_id = query.get("v", "")
    elif len(folders) == 2 and folders[0] in _YOUTUBE_FOLDERS | {"watch"}:
        video_id = folders[1]
    else:
        return None
    return _youtube_embed(video_id, query)


def _youtube_short(folders: list[str], query: dict[str, str]) -> Embed | None:
    return _youtube_embed(folders[0], query) if len(folders) == 1 else None


def _youtube_embed(video_id: str, query: dict[str, str]) -> Embed | None:
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    start = _seconds(query.get("t") or query.get("start") or "")
    return Embed(
        "YouTube",
        video_id,
        f"https://www.youtube-nocookie.com/embed/{video_id}" + (f"?start={start}" if start else ""),
        f"https://www.youtube.com/watch?v={video_id}" + (f"&t={start}s" if start else ""),
    )


def _seconds(text: str) -> int:
    match = _START.fullmatch(text)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(folders: list[str], query: dict[str, str]) -> Embed | None:
    if len(folders) == 2 and _VIMEO_ID.fullmatch(folders[0]):
        return _vimeo_embed(folders[0], folders[1])
    if len(folders) == 1 or _is_vimeo_collection(folders):
        return _vimeo_embed(folders[-1], query.get("h", ""))
    return None


def _is_vimeo_collection(folders: list[str]) -> bool:
    match folders:
        case ["channels", _, _] | ["groups", _, "videos", _] | ["ondemand", _, _]:
            return True
        case ["album" | "showcase", _, "video", _]:
            return True
    return False


def _vimeo_player(folders: list[str], query: dict[str, str]) -> Embed | None:
    match folders:
        case ["video", video_id]:
            return _vimeo_embed(video_id, query.get("h", ""))
    return None


def _vimeo_embed(video_id: str, key: str) -> Embed | None:
    if not _VIMEO_ID.fullmatch(video_id):
        return None
    key = key if _VIMEO_KEY.fullmatch(key) else ""
    return Embed(
        "Vimeo",
        video_id,
        f"https://player.vimeo.com/video/{video_id}?dnt=1" + (f"&h={key}" if key else ""),
        f"https://vimeo.com/{video_id}" + (f"/{key}" if key else ""),
    )


_HANDLERS: dict[str, Callable[[list[str], dict[str, str]], Embed | None]] = {
    **dict.fromkeys(_YOUTUBE_HOSTS | _NOCOOKIE_HOSTS, _youtube),
    "youtu.be": _youtube_short,
    **dict.fromkeys(_VIMEO_HOSTS, _vimeo),
    "player.vimeo.com": _vimeo_player,
}
