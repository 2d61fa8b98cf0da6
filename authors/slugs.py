"""The last part of an address, in any script."""

import unicodedata

from django.urls import register_converter


class SlugConverter:
    """Letters and digits of any script and hyphens, as long as a slug can be; compared in NFC, as stored."""

    regex = r"[-\w\u0300-\u036f]{1,160}"  # accents may come as marks of their own, which NFC joins

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugConverter, "name")  # here, once: Django warns when a name is registered again
