"""Generated prose about invented films, series, comics and games: grammar, dice and nothing borrowed.

A seed and a number give the same piece for ever, whatever was written before it.
"""

import random
from dataclasses import dataclass, field

from blog.seeding import words
from blog.seeding.words import Kind

SHORTEST = 252  # words of running text; a list, a quotation, a caption may come on top
SPREAD = 14

HEADLINES = {
    "news": ("{work} Finds Its {follower_title}s", "{studio} Announces {work}", "{work} Moves to {month}"),
    "preview": ("What We Know About {work}", "{work}: Plot, People, Dates", "Why {work} Is Worth the Wait"),
    "review": ("{work} Is a {mood_title} Surprise", "{work}, Reviewed", "The {mood_title} Charm of {work}"),
    "recap": ("{work}, Part {number}: After the Flood", "{work}, Part {number}: The Wrong Door"),
    "feature": ("How {work} Was Made", "The Long Road to {work}", "{place} and the Making of {work}"),
    "list": ("{number} Reasons to Return to {work}", "{number} Moments That Made {work}"),
    "interview": ("{person} on {work}", "“We Kept the Mistakes”: {person} on {work}"),
}
DEKS = (
    "{person} turns a {genre} set in {place} into something {mood}.",
    "A {mood} {genre} from {studio}, and what its {maker} learned on the way.",
    "The {maker} of {work} talks about {subject}, {craft} and {place}.",
    "{hero_title} looks for {goal}, and {trouble}.",
)
OPENING = (
    "It begins in {place}, where {hero} sets out to find {goal}.",
    "There is a moment early in {work} when {trouble}, and nobody in the room moves.",
    "Nobody expected much of {work}, least of all the people at {studio} who paid for it.",
    "{person} has been thinking about {place} for {years} years, and {work} is what came of it.",
    "Most of what makes {work} {mood} is already there in its first {unit}.",
    "When {studio} first showed {work}, it was twice as long and had no ending.",
    "On paper, {work} is a {genre} like many others: {hero}, {goal}, and a town with secrets.",
    "{work} arrives in {month}, and it does not behave like a {genre} at all.",
)
STORY = (
    "Before long {trouble}, and what looked like a {genre} becomes something more {mood}.",
    "The search for {goal} leads from {place} to {other_place} and, by way of a long night, back again.",
    "Along the way {hero} meets {other_hero}, and the two of them agree on almost nothing.",
    "By the middle {trouble}, which the plot treats as a minor inconvenience.",
    "What follows is told out of order, but never so that a patient {follower} would lose the thread.",
    "The second half moves to {other_place}, where {goal} turns out to matter less than who asked for it.",
    "It helps that the stakes stay small: {goal}, a borrowed coat, a promise made in {month}.",
    "Every {unit} ends a little sooner than expected, and the next one starts somewhere else.",
    "Nobody is punished and nobody is saved; instead {trouble}, and people make supper.",
)
CRAFT = (
    "The {craft} is the best thing about it, {mood} without ever asking to be noticed.",
    "{person}, who looked after the {craft}, worked from photographs of {other_place} and a single rule.",
    "That rule was simple: nothing may happen in a {unit} that could not be described over the telephone.",
    "You can feel the hand of {other_person} in the {craft}, which is {mood} where others would be loud.",
    "Much has been said about the {craft}, and most of it is deserved.",
    "There is a {mood} patience to the {craft} that rewards {taking} it twice.",
    "The budget was small, and the {craft} turns that into a style.",
    "For once the {subject} carries as much of the meaning as the dialogue does.",
    "A {unit} near the end, without a single spoken word, is worth the price on its own.",
)
PEOPLE = (
    "{person} plays against type and is all the better for it.",
    "“We kept the mistakes,” {person} says, “because the mistakes were {mood} and we were not.”",
    "As {hero}, {other_person} does a great deal with very little.",
    "The {maker} asked everybody to stay in {place} for a winter, and you can tell.",
    "It was {other_person} who suggested the ending, on the last day, in the rain.",
    "“Nobody told us it was a {genre},” {other_person} remembers, “so we did not make one.”",
    "The smaller parts are cast with care, down to the ferryman who says one line and leaves.",
    "{person} and {other_person} had not worked together for {years} years, and there is a useful chill between them.",
)
CONTEXT = (
    "It stands in a long line of stories about {subject}, and knows it.",
    "Anyone who liked {other_work} will recognise the mood, though not the manners.",
    "{studio} has been making these for {years} years, and this is the first that feels finished.",
    "Ten years ago a {genre} like this would have been a sequel; now it has to explain itself.",
    "Compared with {other_work}, it is shorter, stranger and a good deal more {mood}.",
    "The debate about {subject} will not be settled here, but it is better for having this in it.",
    "It was shown first at the festival in {other_place}, to an audience that did not know when to laugh.",
    "If {other_work} was about leaving, this one is about the people who have to stay.",
)
CLOSING = (
    "It will not please everyone, and it does not try to.",
    "Whether there will be more is up to {studio}; the last {unit} leaves a door open and a light on.",
    "You could do worse than to spend an evening in {place}.",
    "What stays is a small thing: {hero}, a window, and the sound of {other_place} in the distance.",
    "{work} is out in {month}, and it deserves a patient {follower}.",
    "It is {mood}, it is a little too long, and it is the best {genre} in some time.",
    "Go in knowing nothing, and stay until the very end.",
    "Somewhere in here is a lesson about {subject}, but the pleasure comes first.",
)
BETWEEN = (STORY, CRAFT, PEOPLE, CONTEXT)
SUBHEADINGS = (
    "What it is about", "Who made it", "How it was made", "Why it matters", "The people", "Before the end",
    "Where it comes from", "What to look for",
)  # fmt: skip
LIST_ITEMS = (
    "The {unit} in {place}, for its {craft}",
    "{person}, who is {mood} from beginning to end",
    "Every appearance of {hero}",
    "The joke about {subject}",
    "The moment when {trouble}",
    "{other_person} and the borrowed coat",
)
NOTES = (
    "This article was written from a version that was not quite finished.",
    "An earlier piece called {place} an island. It is a peninsula for most of the year.",
    "The editors know several people in {place}, and like them.",
)


@dataclass
class Dice:
    """The values of one piece's grammar: what was settled for it, and a throw for everything else."""

    random: random.Random
    kind: Kind
    settled: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.settled.get(name) or self.pick(self._choices(name))

    def pick(self, choices: tuple[str, ...]) -> str:
        return choices[int(self.random.random() * len(choices))]

    def say(self, template: str) -> str:
        return template.format_map(self)

    def _choices(self, name: str) -> tuple[str, ...]:
        return self.kind.craft if name == "craft" else CHOICES[name]


CHOICES = {
    "genre": words.GENRES,
    "goal": words.GOALS,
    "mood": words.MOODS,
    "mood_title": tuple(mood.title() for mood in words.MOODS),
    "month": words.MONTHS,
    "number": ("Three", "Four", "Five", "Six", "Seven", "Nine"),
    "studio": words.STUDIOS,
    "subject": words.SUBJECTS,
    "trouble": words.TROUBLES,
    "years": ("three", "six", "nine", "eleven", "fifteen", "twenty"),
}


@dataclass(frozen=True)
class Piece:
    """The words of one article: plain `headline` and `dek` (titles between asterisks), `blocks` of HTML."""

    headline: str
    dek: str
    blocks: list[str]
    dice: Dice


def write(seed: str, *, kind: Kind, format: str) -> Piece:
    """One piece; the same `seed`, kind and format always give the same words."""
    dice = _settle(random.Random(seed), kind)  # noqa: S311 - prose, not secrets
    headline = dice.say(dice.pick(HEADLINES[format]))
    dek = dice.say(dice.pick(DEKS))
    dice.settled |= {name: f"<cite>{dice.settled[name].strip('*')}</cite>" for name in ("work", "other_work")}
    return Piece(headline, _capital(dek), _blocks(dice), dice)


def invented_title(dice: random.Random) -> str:
    """The name of a work that does not exist."""
    adjective, noun, place = (
        choices[int(dice.random() * len(choices))]
        for choices in (words.ADJECTIVES, words.NOUNS, words.PLACES)
    )
    shape = dice.random()
    if shape < 0.55:
        return f"The {adjective} {noun}"
    return f"{adjective} {noun}" if shape < 0.75 else f"The {noun} of {place}"


def invented_name(dice: random.Random) -> str:
    return f"{dice.choice(words.GIVEN_NAMES)} {dice.choice(words.FAMILY_NAMES)}"


def _settle(throw: random.Random, kind: Kind) -> Dice:
    """Who and what this piece is about: named once, the same in every sentence."""
    place, other_place = throw.sample(words.PLACES, 2)
    hero, other_hero = throw.sample(words.HEROES, 2)
    settled = {
        "work": f"*{invented_title(throw)}*",
        "other_work": f"*{invented_title(throw)}*",
        "person": invented_name(throw),
        "other_person": invented_name(throw),
        "place": place,
        "other_place": other_place,
        "hero": hero,
        "hero_title": hero,
        "other_hero": other_hero,
        "maker": kind.maker,
        "follower": kind.follower,
        "follower_title": kind.follower.title(),
        "unit": kind.unit,
        "taking": kind.taking,
    }
    settled |= {name: throw.choice(CHOICES[name]) for name in ("genre", "goal", "month", "studio", "subject")}
    return Dice(throw, kind, settled)


def _blocks(dice: Dice) -> list[str]:
    """Paragraphs, with a subheading now and then."""
    closing = dice.say(dice.pick(CLOSING))
    missing = SHORTEST + int(dice.random.random() * SPREAD) - len(closing.split())
    middle = dice.random.sample(BETWEEN, len(BETWEEN))
    subheadings = dice.random.sample(SUBHEADINGS, 2)
    blocks = []
    for place, sentences in enumerate([OPENING, *middle, *reversed(middle)]):
        if missing <= 0:
            break
        if place in (2, 4) and dice.random.random() < 0.6:
            blocks.append(f"<h2>{subheadings.pop()}</h2>")
        text = _paragraph(dice, sentences, most=missing)
        missing -= len(text.split())
        blocks.append(f"<p>{text}</p>")
    return [*blocks, f"<p>{closing}</p>"]


def _paragraph(dice: Dice, templates: tuple[str, ...], *, most: int) -> str:
    """Three or four sentences of one sort; fewer, once they have `most` words."""
    sentences, count = [], 0
    for template in dice.random.sample(templates, 3 + int(dice.random.random() * 2)):
        sentence = dice.say(template)
        sentences.append(_capital(sentence))
        count += len(sentence.split())
        if count >= most:
            break
    return " ".join(sentences)


def list_of_points(dice: Dice) -> str:
    items = dice.random.sample(LIST_ITEMS, 3)
    return "<ul>" + "".join(f"<li>{_capital(dice.say(item))}</li>" for item in items) + "</ul>"


def quotation(dice: Dice) -> str:
    return f"<blockquote><p>{_capital(dice.say(dice.pick(CLOSING)))}</p></blockquote>"


def note(dice: Dice) -> str:
    return f'<aside class="editors-note"><p>{dice.say(dice.pick(NOTES))}</p></aside>'


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
