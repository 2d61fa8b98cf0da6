"""What holds for any body: seeded dice make thousands, plain and nasty."""

import random
import re
import time
from functools import partial
from html.parser import HTMLParser

import pytest

from articles.body import links, nesting, vocabulary
from articles.body.render import render, words
from articles.body.slots import Slot, split_slots
from articles.body.vocabulary import BodyRefused, sanitise
from articles.tests.body.fragments import OTHER_UID, UID, nasty
from articles.tests.body.test_golden import LIBRARY

classify = partial(links.classify, own_hosts={"blog.example"}, merchant_hosts={"shop.example": "Shop"})
rendered = partial(render, pictures=LIBRARY, classify=classify)

PLAIN = set(
    "p h2 h3 h4 strong em cite code s sup sub ul ol li blockquote hr br figcaption table caption thead tbody tr".split()
)
CELLS = {"td": {"colspan", "rowspan"}, "th": {"scope", "colspan", "rowspan"}}
IMAGE = {"src", "width", "height", "alt"}
FEED = dict.fromkeys(PLAIN | {"figure", "small"}, set()) | CELLS | {"a": {"href", "rel"}, "img": IMAGE}
WEB = dict.fromkeys(PLAIN | {"footer", "dt", "picture", "summary"}, set()) | CELLS | {
    "a": {"href", "rel", "class", "id", "role", "aria-label"},
    "aside": {"class", "role", "aria-label"},
    "dd": {"class"},
    "details": {"class", "id"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "dl": set(),
    "figure": {"class", "data-player"},
    "h2": {"id"}, "h3": {"id"}, "h4": {"id"},
    "img": IMAGE | {"srcset", "sizes", "loading", "decoding"},
    "li": {"id", "value"},
    "nav": {"class", "aria-label"},
    "p": {"class", "aria-hidden"},
    "source": {"type", "srcset", "sizes"},
    "span": {"class", "aria-hidden"},
    "sup": {"class"},
}  # fmt: skip
VOID = {"br", "hr", "img", "source"}


class Checked(HTMLParser):
    """Reads a stored form; every tag is allowed, closed in order, and nothing in it is active."""

    def __init__(self, allowed: dict[str, set[str]]) -> None:
        super().__init__()
        self.allowed = allowed
        self.open: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert {name for name, _ in attrs} <= self.allowed[tag], (tag, attrs)
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        if "href" in values:
            assert re.match(r"https?://|mailto:|tel:|/(?!/)|[#?\ue000]|[\w.]", values["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def check(html: str, allowed: dict[str, set[str]]) -> Checked:
    for piece in split_slots(html):
        if isinstance(piece, Slot):
            continue
        reader = Checked(allowed)
        reader.feed(piece)
        reader.close()
        assert reader.open == []
    whole = Checked(allowed)
    whole.feed(html)
    assert len(whole.ids) == len(set(whole.ids))
    return whole


@pytest.mark.parametrize("batch", range(20))
def test_any_body_renders_to_what_is_allowed(batch):
    for seed in range(batch * 100, batch * 100 + 100):
        try:
            result = rendered(nasty(seed))
        except BodyRefused:
            continue
        check(result.web, WEB)
        check(result.feed, FEED)
        assert "\x00" not in result.text


def tidy_body(seed: int) -> tuple[str, list[str], list[str]]:
    """A body of all nodes around numbered words: what everybody may read, and what spoilers hide."""
    dice = random.Random(seed)
    shown: list[str] = []
    hidden: list[str] = []

    def word(bin_: list[str]) -> str:
        bin_.append(f"w{len(shown) + len(hidden)}x")
        return bin_[-1]

    def block(bin_: list[str], depth: int = 0) -> str:
        w = partial(word, bin_)
        inner = lambda: "".join(block(bin_, depth + 1) for _ in range(dice.randint(1, 3)))  # noqa: E731
        simple = [
            lambda: f"<p>{w()} <em>{w()}</em><span class='footnote'>{w()}</span> {w()}</p>",
            lambda: f"<h{(level := dice.randint(2, 4))}>{w()}</h{level}>",
            lambda: f"<ul><li>{w()}<ol><li>{w()}</li></ol></li></ul>",
            lambda: f"<figure class=picture data-image={dice.choice((UID, OTHER_UID))}><figcaption>{w()}</figcaption></figure>",
            lambda: f"<div class=video data-url=https://youtu.be/aqz-KE-bpKQ data-title='{w()}'></div>",
            lambda: f"<table><caption>{w()}</caption><tr><th>{w()}<td>{w()}</table>",
            lambda: f"<dl class=cast><div><dt>{w()}</dt><dd>{w()}</dd><dd class=note>{w()}</dd></div></dl>",
            lambda: f"<aside class=factbox data-title={w()}><dl><dt>{w()}<dd>{w()}</dl></aside>",
            lambda: f"<aside class=pullquote><p>{w()}</aside>",
            lambda: "<div class=gallery>" + f"<figure class=picture data-image={UID}><figcaption>{w()}</figcaption></figure>" * 1
            + f"<figure class=picture data-image={UID}><figcaption>{w()}</figcaption></figure></div>",
            lambda: f"<figure class=social-post data-url=https://x.com/a/status/12345><blockquote><p>{w()}</blockquote>"
            f"<figcaption>{w()}</figcaption></figure>",
        ]  # fmt: skip
        nested = [
            lambda: f"<blockquote>{inner()}<footer>{w()}</footer></blockquote>",
            lambda: f"<aside class=editors-note>{inner()}</aside>",
            lambda: f"<aside class=content-warning>{inner()}</aside>",
            lambda: f"<aside class=verdict data-score=3>{inner()}</aside>",
            lambda: f"<div>{inner()}</div>",
        ]
        return dice.choice(simple + (nested if depth < 3 else []))()

    parts: list[str] = []
    for _ in range(dice.randint(1, 12)):
        if dice.random() < 0.2:
            parts.append(
                f"<details class=spoiler><summary>{word(shown)}</summary>{block(hidden)}{block(hidden)}</details>"
            )
        else:
            parts.append(block(shown))
    return "".join(parts), shown, hidden


@pytest.mark.parametrize("batch", range(10))
def test_no_word_is_lost_and_no_spoiler_gets_out(batch):
    for seed in range(batch * 50, batch * 50 + 50):
        typed, shown, hidden = tidy_body(seed)
        body = sanitise(typed)
        assert sanitise(body) == body, seed
        result = rendered(body)
        web, feed = " ".join(check(result.web, WEB).texts), " ".join(check(result.feed, FEED).texts)
        for word in shown:
            assert word in web and word in feed and word in result.text, (seed, word)
        for word in hidden:
            assert word in web, (seed, word)
            assert word not in result.feed and word not in result.text, (seed, word)
        assert set(shown + hidden) <= set(re.findall(r"w\d+x", words(body)))
        outside = re.sub(r"<details.*?</details>", "", result.web)
        assert not any(word in outside for word in hidden), seed


def test_the_depth_that_is_counted_is_never_less_than_a_parsers():
    """Text stands at every depth; the parser's is read off what it wrote."""
    for seed in range(400):
        tamed = nesting.tame(nasty(seed))
        if nesting.is_too_deep(tamed):
            continue
        depth = deepest = 0
        for slash in re.findall(r"<(/?)(?!br|hr)[a-z]", vocabulary._CLEANER.clean(tamed)):
            depth += -1 if slash else 1
            deepest = max(deepest, depth)
        assert deepest <= nesting.NESTING_LIMIT, seed


@pytest.mark.parametrize(
    "piece",
    [
        "<p>", "<p>a", "<p>a</p>", "<li>", "</p>", "<b>x</b>", "<br>", "<table><tr><td>a</table>", "<h2>a</h2>",
        "<span class=footnote>a</span>", f"<figure class=picture data-image={UID}></figure>", "<a href=/x>a</a>",
        "<details class=spoiler><p>a</details>",
    ],
)  # fmt: skip
def test_size_costs_in_proportion(piece):
    """The limit's worth of each: about a second where this was written, in processor time."""
    body = piece * (960_000 // len(piece))
    start = time.process_time()
    try:
        sanitise(body)
    except BodyRefused:
        pass
    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    "body",
    [
        b"<p>a\xff\xfe\xc3</p>".decode(errors="surrogateescape"),
        b"<p>a\xc3(</p>".decode(errors="replace"),
        "\ud83d<p>a</p>\udc00",
    ],
)
def test_invalid_unicode_is_taken_and_mended(body):
    cleaned = sanitise(body)
    assert cleaned.encode() and "a" in cleaned
    assert rendered(cleaned).web.encode()
