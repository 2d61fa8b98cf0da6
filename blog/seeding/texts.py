"""Everything about one generated article that needs no database, so that several processes can write at once.

The stored forms come from the real renderer, so a seeded article is what publishing would have made of it.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import accumulate

from articles.body import links, titles
from articles.body.fold import fold
from articles.body.pictures import Picture
from articles.body.render import Rendered, render
from blog.seeding import prose, words

# How often something happens: formats and bylines out of a hundred, features out of one.
FORMATS = {"news": 40, "review": 22, "feature": 10, "preview": 10, "recap": 8, "list": 6, "interview": 4}
BYLINES = (
    (("words",), 78),
    (("words", "words"), 12),
    (("words", "photography"), 6),
    (("words", "reporting"), 4),
)
TAG_COUNTS = (2, 3, 4, 5, 6)
CHANCES = {
    "picture": 0.35, "list": 0.15, "quotation": 0.15, "note": 0.04, "recommended": 0.08, "video": 0.12,
    "external": 0.5, "internal": 0.25, "affiliate": 0.12,
}  # fmt: skip


@dataclass(frozen=True)
class Supplies:
    """What articles are made with: rows by primary key, and the names that search and links need."""

    seed: str
    sections: Sequence[tuple[int, str]]  # pk, slug
    tags: Sequence[tuple[int, str]]  # pk, name; the most used first
    authors: Sequence[tuple[int, str]]  # pk, name and pen names
    pictures: Sequence[tuple[int, Picture]]  # pk, as the renderer takes it
    own_hosts: frozenset[str]
    merchants: Mapping[str, int]  # host: pk

    @cached_property
    def library(self) -> dict[str, Picture]:
        return {picture.uid: picture for _pk, picture in self.pictures}

    @cached_property
    def tag_weights(self) -> list[float]:
        """Zipf's law: the second tag is used half as often as the first, the third a third."""
        return list(accumulate(1 / rank for rank in range(1, len(self.tags) + 1)))

    @cached_property
    def author_weights(self) -> list[float]:
        return list(accumulate(1 / rank**0.6 for rank in range(1, len(self.authors) + 1)))

    @cached_property
    def classify(self) -> partial:
        return partial(links.classify, own_hosts=self.own_hosts, merchant_hosts=self.merchants)


@dataclass(frozen=True)
class Text:
    """One article: columns, primary keys of what belongs to it, and what its body uses."""

    number: int
    headline: str
    dek: str
    format: str
    body: str
    rendered: Rendered
    section: int
    featured: int
    tags: list[int]
    bylines: list[tuple[int, str]]
    body_pictures: list[int]
    links: list[tuple[str, str, int | None]]  # address, kind, merchant
    search_text: str


@dataclass
class Body:
    """The blocks of a body under construction, and what they use."""

    blocks: list[str]
    pictures: list[int]
    urls: list[str]

    def insert(self, place: int, block: str) -> None:
        self.blocks.insert(min(place, len(self.blocks) - 1), block)


def write_many(numbers: Iterable[int], supplies: Supplies) -> list[Text]:
    return [write(number, supplies) for number in numbers]


def write(number: int, supplies: Supplies) -> Text:
    """The article of this number; the same for the same seed and supplies."""
    throw = random.Random(f"{supplies.seed}/{number}")  # noqa: S311 - prose, not secrets
    section, slug = throw.choice(supplies.sections)
    kind = words.KIND_OF_SECTION.get(slug) or throw.choice(words.KINDS)
    format = throw.choices(list(FORMATS), weights=FORMATS.values())[0]
    piece = prose.write(f"{supplies.seed}/{number}", kind=kind, format=format)
    body = _dressed(piece, supplies, number=number, section=slug)
    html = "".join(body.blocks)
    rendered = render(html, pictures=supplies.library, classify=supplies.classify)
    tags = _some(throw, supplies.tags, supplies.tag_weights, count=throw.choice(TAG_COUNTS))
    authors, bylines = _bylines(throw, supplies)
    names = [*(name for _pk, name in authors), *(name for _pk, name in tags)]
    searched = [titles.to_plain(piece.headline), titles.to_plain(piece.dek), *names, rendered.text]
    return Text(
        number=number,
        headline=piece.headline,
        dek=piece.dek,
        format=format,
        body=html,
        rendered=rendered,
        section=section,
        featured=throw.choice(supplies.pictures)[0],
        tags=[pk for pk, _name in tags],
        bylines=bylines,
        body_pictures=body.pictures,
        links=_classified(body.urls, supplies),
        search_text=f" {folded(' '.join(searched))} ",
    )


def _dressed(piece: prose.Piece, supplies: Supplies, *, number: int, section: str) -> Body:
    """The piece's paragraphs with what else a body may hold, each now and then."""
    dice = piece.dice
    body = Body(list(piece.blocks), [], [])
    happens = {feature: dice.random.random() < chance for feature, chance in CHANCES.items()}
    if happens["picture"]:
        pk, picture = dice.random.choice(supplies.pictures)
        body.pictures.append(pk)
        body.insert(
            2, f'<figure class="picture" data-image="{picture.uid}"><figcaption></figcaption></figure>'
        )
    if happens["list"]:
        body.insert(4, prose.list_of_points(dice))
    if happens["quotation"]:
        body.insert(3, prose.quotation(dice))
    if happens["video"]:
        body.insert(5, _video(dice, _video_url(number)))
    if happens["recommended"]:
        body.insert(6, '<div class="recommended" data-kind="videos">Recommended videos</div>')
    for template, url in _link_sentences(happens, supplies, number=number, section=section):
        body.urls.append(url)
        body.blocks.append(f"<p>{_linked(dice.say(template), url)}</p>")
    if happens["note"]:
        body.blocks.append(prose.note(dice))
    body.urls += [_video_url(number)] if happens["video"] else []  # after the links, as publishing records it
    return body


def _video_url(number: int) -> str:
    """A made-up number at a real provider could be somebody's film; example.org is nobody's."""
    return f"https://video.example.org/watch/{number}"


def _video(dice: prose.Dice, url: str) -> str:
    title = f"A minute of {dice['place']}"
    return f'<div class="video" data-url="{url}" data-title="{title}"><a href="{url}">{title}</a></div>'


def _link_sentences(happens: Mapping[str, bool], supplies: Supplies, *, number: int, section: str):
    """(sentence with its link in brackets, address), in the order they stand in."""
    if happens["external"]:
        yield "{studio} keeps [a page about it].", f"https://studio.example.org/works/{number}"
    if happens["affiliate"] and supplies.merchants:
        host = sorted(supplies.merchants)[number % len(supplies.merchants)]
        yield "The {month} edition is [in the shops].", f"https://{host}/item/{number}"
    if happens["internal"]:
        yield "There is [more of the kind] on this site.", f"/sections/{section}/"


def _linked(sentence: str, url: str) -> str:
    """The sentence with the words in brackets as a link."""
    return sentence.replace("[", f'<a href="{url}">').replace("]", "</a>")


def _classified(urls: Iterable[str], supplies: Supplies) -> list[tuple[str, str, int | None]]:
    found = [(url, supplies.classify(url)) for url in dict.fromkeys(urls)]
    return [(url, link.kind, link.merchant) for url, link in found]


def _bylines(throw: random.Random, supplies: Supplies):
    """The authors credited, and (author, role) in order."""
    shapes, weights = zip(*BYLINES, strict=True)
    roles = throw.choices(shapes, weights=weights)[0]
    authors = _some(throw, supplies.authors, supplies.author_weights, count=len(roles))
    return authors, [(pk, role) for (pk, _name), role in zip(authors, roles, strict=False)]


def _some(throw: random.Random, choices: Sequence, weights: list[float], *, count: int) -> list:
    """Up to `count` different choices; a favourite drawn twice counts once."""
    return list(dict.fromkeys(throw.choices(choices, cum_weights=weights, k=count)))


def folded(text: str) -> str:
    """The same as `fold`, quicker for a text of few different words: folding never looks beyond a blank."""
    return " ".join(filter(None, map(_folded_word, text.split())))


@lru_cache(maxsize=50_000)
def _folded_word(word: str) -> str:
    return fold(word)
