"""One spelling for what readers type in many: accents, case, ligatures and dotted acronyms fold away.

`Asbæk` and `Asbaek`, `I.S.S.` and `ISS` meet here; the index and the query both go through `fold`.
"""

import re
import unicodedata

# Letters that Unicode does not decompose. Casefolding has dealt with capitals and ß before.
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
        "ı": "i", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e",
    }
)  # fmt: skip
_ALIKE = str.maketrans("’‘ʼ“”‐‑–—", "'''\"\"----")
_ACRONYM = re.compile(r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Letters and digits in one spelling, separated by single spaces."""
    return _NOT_WORD.sub(" ", _letters(text)).strip()


def key(text: str) -> str:
    """What makes two tags the same tag. Punctuation counts: C, C++ and C# are three."""
    return _SPACE.sub(" ", _letters(text.translate(_ALIKE))).strip()


def words(query: str) -> list[str]:
    """The folded words of a reader's query, in their order."""
    return fold(query).split()


def _letters(text: str) -> str:
    # Twice: some compatibility forms bring new capitals, some casefoldings new marks (U+0130).
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    text = unicodedata.normalize("NFC", text.translate(_LETTERS))
    return _ACRONYM.sub(lambda match: match[0].replace(".", ""), text)
