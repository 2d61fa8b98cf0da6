"""The rich-text field of the admin: its widget, and the small set of tools a bio gets.

What may be stored is decided by the sanitisers (`authors.bio`, `articles.body`); the tools here only
offer it. The widget brings its own scripts through the page's import map, which needs the CSP nonce
(`WithNonce`).
"""

from typing import Any

from django.templatetags.static import static
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

DIALOG = "authors/admin/dialog.js"
WRITING = "authors/admin/writing.js"
STYLES = "authors/admin/writing.css"

GROUPS = [
    {"group": group}
    for group in ("headings", "marks", "link", "lists", "nodes -blockType -lists", "insert", "history")
]
BIO_TOOLS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "FilmTitle": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Link": True,
    "SmartTyping": True,
    "CleanPaste": True,
    "NoSpellCheck": False,
    "Menu": {"groups": GROUPS},
}


class ProseWidget(AdminProseEditorWidget):
    """The editor with our tools; without script it is a plain text area that holds HTML."""

    tools = BIO_TOOLS
    modules = (WRITING,)
    imports = {"desk/dialog": DIALOG, "desk/writing": WRITING}

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, config={"extensions": self.tools}, preset="configurable")

    def get_config(self):
        return super().get_config() | {"js_modules": [static(path) for path in self.modules]}

    @property
    def media(self):
        return super().media + Media(importmap=ImportMap(self.imports), css={"all": [STYLES]})


class WithNonce:
    """For a ModelAdmin: lets the import map of its form pass the Content-Security-Policy."""

    def render_change_form(self, request, context, *args, **kwargs):
        # str() first: a nonce that nobody has asked for yet counts as false.
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
