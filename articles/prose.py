"""The body's rich-text field: every tool, and the sentence an editor gets when a text cannot be taken.

What the editor writes is described in articles/body/README.md; its scripts are small modules without a build,
found through the page's import map, and loaded with the field (articles/static/articles/admin/nodes/).
"""

import html
import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from js_asset import ImportMap, Media

from articles.body.vocabulary import BodyRefused, sanitise
from authors.prose import BIO_TOOLS, ProseWidget

NODES = "articles/admin/nodes.js"
NODE_STYLES = "articles/admin/nodes.css"
# One module for each subject; "desk/nodes/quote" in the import map.
NODE_MODULES = (
    "addresses", "arrivals", "blocks", "fields", "footnote", "help", "keys", "link", "media", "moment", "networks", "paste",
    "picture", "quote", "rows", "sentence", "serialise", "slash", "table", "text", "toolbar", "tools", "typing", "word",
    "work", "work-dialog", "work-rows",
)  # fmt: skip
# What chooses a work, in the body's dialogs and in the article's form.
WORK_MODULES = ("suggest", "work-choice", "works")
# The body's own editor brings its text, marks, links, toolbar and paste along.
BODY_TOOLS: dict[str, Any] = {name: False for name in BIO_TOOLS} | {
    "Document": False,
    "Paragraph": False,
    "Menu": False,
    "BodyEditor": True,
}
# The editor adds an empty paragraph to go on writing after a picture; readers need none.
_EMPTY_END = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+\Z")
_VIDEO_ADDRESS = re.compile(r'<div\b[^>]*\bclass="video"[^>]*\bdata-url="(?P<url>[^"]*)"')


class BodyWidget(ProseWidget):
    tools = BODY_TOOLS
    modules = (*ProseWidget.modules, NODES)
    imports = (
        ProseWidget.imports
        | {"desk/picker": "articles/admin/picker.js", "desk/articles": "articles/admin/articles.js"}
        | {f"desk/{name}": f"articles/admin/{name}.js" for name in WORK_MODULES}
        | {f"desk/nodes/{name}": f"articles/admin/nodes/{name}.js" for name in NODE_MODULES}
    )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-public-url"] = settings.PUBLIC_URL  # own links lose their host
        return context

    @property
    def media(self):
        return super().media + Media(importmap=ImportMap(self.imports), css={"all": [NODE_STYLES]})


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
