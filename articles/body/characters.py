"""Characters no text of ours may hold, whoever typed them.

Control characters and lone surrogates break feeds; bidirectional overrides disguise text; U+E000 and
U+E001 delimit the marks of stored forms (`slots`), so nobody may type them.
"""

import re

_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ue000\ue001\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\\s\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164]*")


def clean(text: str) -> str:
    """The text without forbidden characters; odd line and page breaks become spaces."""
    return _REMOVED.sub("", _BREAKS.sub(" ", text))


def clean_line(text: str) -> str:
    """The same on one line, with single spaces: for alt texts, titles, credits."""
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return _INVISIBLE.fullmatch(text) is not None
