"""The tree in the one spelling that is stored (README.md). Reading it again gives the same tree."""

from collections.abc import Callable, Iterable

from .nodes import Block, inline_html, link_html, quoted, text_html

SPOILER_LABEL = "Spoilers"


def body_html(blocks: Iterable[Block]) -> str:
    return "".join(map(block_html, blocks))


def block_html(block: Block) -> str:
    writer = _WRITERS.get(block.tag)
    if writer:
        return writer(block)
    own = attributes_html(block.attributes)
    return f"<{block.tag}{own}>{inline_html(block.runs)}{body_html(block.blocks)}</{block.tag}>"


def attributes_html(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{quoted(value)}"' for name, value in attributes.items())


def _box(tag: str, css_class: str) -> Callable[[Block], str]:
    """A writer for a node that is one element of a class around its blocks."""

    def write(block: Block) -> str:
        inner = body_html(block.blocks) or "<p></p>"  # an element without a child is lost in the editor
        return f'<{tag} class="{css_class}"{attributes_html(block.attributes)}>{inner}</{tag}>'

    return write


def _rule(block: Block) -> str:
    return "<hr>"


def _quote(block: Block) -> str:
    footer = f"<footer>{inline_html(block.runs)}</footer>" if block.runs else ""
    return f"<blockquote>{body_html(block.blocks)}{footer}</blockquote>"


def _spoiler(block: Block) -> str:
    summary = f"<summary>{inline_html(block.runs)}</summary>"
    own = attributes_html(block.attributes)
    return f'<details class="spoiler"{own}>{summary}{body_html(block.blocks)}</details>'


def _picture(block: Block) -> str:
    own = attributes_html(block.attributes)
    return f'<figure class="picture"{own}><figcaption>{inline_html(block.runs)}</figcaption></figure>'


def _video(block: Block) -> str:
    url = block.attributes["data-url"]
    child = f"{link_html(url)}{text_html(block.attributes.get('data-title') or url)}</a>"
    return f'<div class="video"{attributes_html(block.attributes)}>{child}</div>'


def _post(block: Block) -> str:
    words = body_html(block.blocks) or "<p></p>"
    return (
        f'<figure class="social-post"{attributes_html(block.attributes)}><blockquote>{words}</blockquote>'
        f"<figcaption>{inline_html(block.runs)}</figcaption></figure>"
    )


def _recommended(block: Block) -> str:
    return f'<div class="recommended"{attributes_html(block.attributes)}>{inline_html(block.runs)}</div>'


def _cast(block: Block) -> str:
    return f'<dl class="cast"{attributes_html(block.attributes)}>{body_html(block.blocks)}</dl>'


def _factbox(block: Block) -> str:
    own = attributes_html(block.attributes)
    return f'<aside class="factbox"{own}><dl>{body_html(block.blocks)}</dl></aside>'


def _work(block: Block) -> str:
    rows = f"<dl>{body_html(block.blocks)}</dl>" if block.blocks else ""
    return f'<div class="work"{attributes_html(block.attributes)}>{inline_html(block.runs)}{rows}</div>'


def _row(block: Block) -> str:
    return f"<div>{body_html(block.blocks)}</div>"


def _remark(block: Block) -> str:
    return f'<dd class="note">{inline_html(block.runs)}</dd>'


def _table(block: Block) -> str:
    caption = f"<caption>{inline_html(block.runs)}</caption>" if block.runs else ""
    return f"<table>{caption}{body_html(block.blocks)}</table>"


_WRITERS: dict[str, Callable[[Block], str]] = {
    "hr": _rule,
    "blockquote": _quote,
    "pullquote": _box("aside", "pullquote"),
    "note": _box("aside", "editors-note"),
    "warning": _box("aside", "content-warning"),
    "verdict": _box("aside", "verdict"),
    "gallery": _box("div", "gallery"),
    "spoiler": _spoiler,
    "picture": _picture,
    "video": _video,
    "post": _post,
    "recommended": _recommended,
    "cast": _cast,
    "factbox": _factbox,
    "work": _work,
    "row": _row,
    "remark": _remark,
    "table": _table,
}
