"""What a picture's own metadata says of its maker: suggestions for an editor to check, never published as they are.

Three vocabularies tell the same things: Exif tags, IPTC-IIM datasets and XMP properties (IPTC Photo Metadata
Standard 2023.1 maps them). Works without Django, in the child process that decodes (`authors.darkroom`).
"""

import re
import struct
from collections.abc import Iterator
from html import unescape

from PIL import ExifTags, Image, IptcImagePlugin

MAX_LENGTHS = {"credit": 200, "caption": 500, "source": 300, "licence_url": 300}
MAX_XMP = 1_000_000
# Cameras and programs write these where nobody wrote anything.
_NOBODYS_WORDS = re.compile(
    r"(olympus digital camera|sony dsc|dcim|dsc[_ ]?\d*|minolta digital camera|digital camera|picasa|"
    r"untitled|default|unknown|created with .*|file written by .*|screenshot|cof|dav|hdr)",
    re.IGNORECASE,
)
_IPTC = {
    "creator": (2, 80),
    "credit": (2, 110),
    "source": (2, 115),
    "copyright": (2, 116),
    "caption": (2, 120),
}
_XMP = {
    "creator": "dc:creator",
    "credit": "photoshop:Credit",
    "source": "photoshop:Source",
    "copyright": "dc:rights",
    "caption": "dc:description",
    "licence_url": "xmpRights:WebStatement",
}
_EXIF = {
    "creator": ExifTags.Base.Artist,
    "copyright": ExifTags.Base.Copyright,
    "caption": ExifTags.Base.ImageDescription,
}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ue000\ue001\ufeff]+")
_TAGS = re.compile(r"<[^>]*>")


def words(picture: Image.Image) -> dict[str, str]:
    """`credit`, `caption`, `source` and `licence_url` as far as the opened picture tells them."""
    found = _merged(_from_xmp(picture), _from_iptc(picture), _from_exif(picture))
    told = {
        "credit": _credit(found),
        "caption": found.get("caption", ""),
        "source": found.get("source", ""),
        "licence_url": found.get("licence_url", ""),
    }
    return {name: text[: MAX_LENGTHS[name]].strip() for name, text in told.items() if text}


def _credit(found: dict[str, str]) -> str:
    """Creator and credit line, as the standard asks for: “Jane Doe / The Agency”; else the copyright notice."""
    names = [found.get("creator", ""), found.get("credit", "")]
    told = list(dict.fromkeys(name for name in names if name))
    if len(told) == 2 and told[0].casefold() in told[1].casefold():
        told = told[1:]
    return " / ".join(told) or found.get("copyright", "")


def _merged(*sources: dict[str, str]) -> dict[str, str]:
    """The first word of each kind; what no person wrote does not count."""
    merged: dict[str, str] = {}
    for source in sources:
        for name, text in source.items():
            plain = " ".join(_CONTROLS.sub(" ", text).split())
            if plain and not _NOBODYS_WORDS.fullmatch(plain):
                merged.setdefault(name, plain)
    return merged


def _from_exif(picture: Image.Image) -> dict[str, str]:
    try:
        tags = picture.getexif()
        return {name: _exif_text(tags.get(tag)) for name, tag in _EXIF.items()}
    except (OSError, SyntaxError, ValueError, TypeError, struct.error):
        return {}


def _exif_text(value: object) -> str:
    """Exif says ASCII; programs write UTF-8, which Pillow hands over as Latin-1."""
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _from_iptc(picture: Image.Image) -> dict[str, str]:
    try:
        datasets = IptcImagePlugin.getiptcinfo(picture) or {}
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, struct.error):
        return {}
    return {name: _iptc_text(datasets.get(key)) for name, key in _IPTC.items()}


def _iptc_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_iptc_text, value)))
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")


def _from_xmp(picture: Image.Image) -> dict[str, str]:
    """Read with patterns, not with an XML parser: the packet comes from strangers and we want six properties."""
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else bytes(packet).decode("utf-8", errors="replace")
    if len(text) > MAX_XMP:
        return {}
    return {name: ", ".join(_xmp_values(text, tag)) for name, tag in _XMP.items()}


def _xmp_values(text: str, tag: str) -> Iterator[str]:
    """A property's value, written as an attribute, as an element, or as a list in an element."""
    attribute = re.search(rf'\b{tag}="([^"]*)"', text)
    if attribute:
        yield unescape(attribute[1])
        return
    start, end = text.find(f"<{tag}>"), text.find(f"</{tag}>")
    if start < 0 or end < start:
        return
    inner = text[start + len(tag) + 2 : end]
    items = re.findall(r"<rdf:li[^>]*>([^<]*)</rdf:li>", inner)
    if items and "rdf:Alt" in inner:
        items = items[:1]  # The same words in several languages: the default stands first.
    yield from (unescape(item) for item in items or [_TAGS.sub(" ", inner)])
