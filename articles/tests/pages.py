"""Pages as a browser's inspector shows them: elements by CSS selector, texts without their line breaks."""

import re

from django.test import Client
from lxml import html

_PART = re.compile(r"([.#]?)([\w-]+)|\[([\w:-]+)(?:=['\"]?([^'\"\]]+)['\"]?)?\]")


def read(client: Client, path: str, *, status: int = 200) -> html.HtmlElement:
    """The page at `path`, which must answer with `status`."""
    response = client.get(path)
    assert response.status_code == status, response.content[:500]
    return parse(response.content)


def parse(content: bytes) -> html.HtmlElement:
    return html.document_fromstring(content.decode())


def select(node: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Elements under `node`; enough CSS for tests: tag, .class, #id, [a], [a=b], blank, > and commas."""
    return node.xpath(" | ".join(_xpath(one) for one in selector.split(",")))


def texts(node: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in select(node, selector)]


def headlines(page: html.HtmlElement) -> list[str]:
    """The headlines of all cards, in the order of the page."""
    return texts(page, ".card-headline, .lead-headline")


def _xpath(selector: str) -> str:
    path, axis = "", ".//"
    for step in selector.split():
        if step == ">":
            axis = "/"
            continue
        path += axis + _step(step)
        axis = "//"
    return path


def _step(step: str) -> str:
    tag, conditions = "*", ""
    for kind, name, attribute, value in _PART.findall(step):
        match kind, name:
            case ".", _:
                conditions += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            case "#", _:
                conditions += f"[@id='{name}']"
            case _, "":
                conditions += f"[@{attribute}='{value}']" if value else f"[@{attribute}]"
            case _:
                tag = name
    return tag + conditions
