"""The last part of an address, in any script."""

import unicodedata


class SlugConverter:
    """Letters and digits of any script and hyphens, as long as a slug can be; compared in NFC, as stored."""

    regex = r"[-\w]{1,80}"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value
