"""The body's rich-text field: every tool, and the sentence an editor gets when a text cannot be taken."""

import html
import re

from django import forms
from django.core.exceptions import ValidationError

from articles.body.vocabulary import BodyRefused, sanitise
from authors.prose import BIO_TOOLS, ProseWidget

NODES = "articles/admin/nodes.js"
BODY_TOOLS = BIO_TOOLS | {
    "Heading": {"levels": [2, 3, 4]},
    "Blockquote": True,
    "HorizontalRule": True,
    "Picture": True,
    "Video": True,
    "Recommended": True,
    "EditorsNote": True,
}
# The editor adds an empty paragraph to go on writing after a picture; readers need none.
_EMPTY_END = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+\Z")
_VIDEO_ADDRESS = re.compile(r'<div\b[^>]*\bclass="video"[^>]*\bdata-url="(?P<url>[^"]*)"')


class BodyWidget(ProseWidget):
    tools = BODY_TOOLS
    modules = (*ProseWidget.modules, NODES)
    imports = ProseWidget.imports | {
        "desk/picker": "articles/admin/picker.js",
        "desk/articles": "articles/admin/articles.js",
    }


class BodyField(forms.CharField):
    """A text in the body's vocabulary; what else is in it is taken out, what cannot be taken is refused."""

    widget = BodyWidget

    def __init__(self, **kwargs):
        kwargs.setdefault("strip", False)
        super().__init__(**kwargs)
        # The sanitiser drops control characters by itself; a text must not be refused for one.
        self.validators = []

    def to_python(self, value):
        value = super().to_python(value) or ""
        _refuse_bad_videos(value)
        try:
            return _EMPTY_END.sub("", sanitise(value))
        except BodyRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


def _refuse_bad_videos(value: str) -> None:
    for found in _VIDEO_ADDRESS.finditer(value):
        url = html.unescape(found["url"])
        if not re.match(r"https://[^\s/]+\.[^\s/]+", url):
            raise ValidationError(
                f"“{url[:100]}” is not the address of a video. Copy it from the address bar of the video's page; "
                "it begins with https://."
            )
