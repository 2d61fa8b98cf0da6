"""Addresses made from names. Pure: who is taken is asked through a callable."""

import re
import unicodedata
from collections.abc import Callable

from django.utils.text import slugify

SLUG_LENGTH = 80
# Marks that tell names apart and that slugs cannot hold: C, C++ and C# must not share one address.
_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at "}
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


def slug_of(text: str) -> str:
    """A unicode slug (NFC, lower case, at most 80 characters); may be empty when nothing remains."""
    text = _ACRONYM.sub(lambda found: found[0].replace(".", ""), unicodedata.normalize("NFC", text))
    text = re.sub(r"(?<=\w)[+#]+|[&@]", lambda found: "".join(_SPOKEN[mark] for mark in found[0]), text)
    slug = slugify(text.replace("'", "").replace("’", ""), allow_unicode=True)
    return _cut(unicodedata.normalize("NFC", slug), SLUG_LENGTH)


def unique_slug(text: str, *, taken: Callable[[str], bool], fallback: str = "untitled") -> str:
    """`slug_of(text)`, with -2, -3, … appended while `taken` says so."""
    base = slug_of(text) or fallback
    candidate, number = base, 2
    while taken(candidate):
        suffix = f"-{number}"
        candidate, number = _cut(base, SLUG_LENGTH - len(suffix)) + suffix, number + 1
    return candidate


def _cut(slug: str, length: int) -> str:
    if len(slug) <= length:
        return slug
    shortened = slug[: length + 1].rsplit("-", 1)[0] if "-" in slug[: length + 1] else slug
    return shortened[:length].strip("-_")
