"""Headlines and deks are plain text in which asterisks mark a title for italics: `Why *Alien* lasts`.

A backslash before an asterisk makes it a literal one. An asterisk without a partner stays what it is.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TOKEN = re.compile(r"\\\*|\*(?!\s)((?:\\\*|[^*])+?)(?<!\s)\*(?!\*)")
_ESCAPED = "\\*"


def to_html(text: str) -> SafeString:
    """The text escaped, its marked titles in `<cite>`."""
    parts: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts.append(escape(text[end : match.start()]))
        title = match[1]
        parts.append("*" if title is None else f"<cite>{escape(title.replace(_ESCAPED, '*'))}</cite>")
        end = match.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above


def to_plain(text: str) -> str:
    """The text without its marks, for feeds' titles, meta elements and search."""
    return _TOKEN.sub(lambda match: "*" if match[1] is None else match[1].replace(_ESCAPED, "*"), text)
