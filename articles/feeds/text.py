"""Text that no XML parser and no JSON parser refuses: one bad character must never break a whole feed."""

import re

# Everything outside the Char production of XML 1.0 (section 2.2), and the noncharacters at its end.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """`text` without control characters and unpaired surrogates."""
    return FORBIDDEN.sub("", text)


def clean_deep(value: object) -> object:
    """`value`, made of dicts, lists and scalars, with every string in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_deep(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_deep(item) for item in value]
    return value
