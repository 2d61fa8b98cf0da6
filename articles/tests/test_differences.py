"""What is different between two texts: nothing lost, nothing invented, and never the square of the length."""

import random
import time

import pytest

from articles.body.outline import Word, words
from articles.desk.differences import IN, OUT, SAME, Piece, Shown, compare, fold


def seen(before: list[str], after: list[str]) -> list[str]:
    """Each line with what is {-out-} and {+in+}."""
    marks = {SAME: "{}", OUT: "{{-{}-}}", IN: "{{+{}+}}"}
    shown = compare([words(line) for line in before], [words(line) for line in after])
    return [
        " ".join(marks[kind].format(" ".join(text.split())) for text, kind in line.pieces) for line in shown
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ([], [], []),
        (["One two"], ["One two"], ["One two"]),
        (["One two"], ["One  two\n"], ["One two"]),
        (["One two three"], ["One three"], ["One {-two-} three"]),
        (["One three"], ["One two three"], ["One {+two+} three"]),
        (["One"], ["Two"], ["{-One-} {+Two+}"]),
        (["One"], [], ["{-One-}"]),
        (["a", "b", "c"], ["a", "x", "b", "c"], ["a", "{+x+}", "b", "c"]),
        # A paragraph that was rewritten stands beside what became of it, also when another was put before it.
        (["The cat sat on the mat.", "End."], ["A new one.", "The cat lay on the mat.", "End."],
         ["{+A new one.+}", "The cat {-sat-} {+lay+} on the mat.", "End."]),
        (["a b c d", "e f g h"], ["e f g x", "i j k l"],
         ["{-a b c d-}", "e f g {-h-} {+x+}", "{+i j k l+}"]),
        # With next to nothing in common, two sentences are easier to read than one of shreds.
        (["a b c d e f g h i j k"], ["a m n o p q r s t u v"],
         ["{-a b c d e f g h i j k-}", "{+a m n o p q r s t u v+}"]),
    ],
)  # fmt: skip
def test_lines_first_then_words(before, after, lines):
    assert seen(before, after) == lines


def test_what_reads_the_same_says_what_differs():
    plain, bold = (Word("Here"),), (Word("Here", "bold"),)
    assert compare([plain], [bold]) == [Shown((Piece("Here", OUT), Piece("Here [bold] ", IN)))]
    link = (Word("see ", "link to /a/"), Word("here", "link to /a/"), Word("."))
    other = (Word("see ", "link to /b/"), Word("here", "link to /b/"), Word("."))
    [line] = compare([link], [other])
    assert [piece.text for piece in line.pieces] == [
        "see here [link to /a/] ",
        "see here [link to /b/] ",
        ".",
    ]
    rewritten = (link[0], Word("there", "link to /a/"), link[2])
    [line] = compare([link], [rewritten])
    assert [piece.text for piece in line.pieces] == ["see ", "here", "there", "."]


def test_two_pictures_of_one_name_are_two():
    one, other = (Word("[Picture: A moon] ", key="1"),), (Word("[Picture: A moon] ", key="2"),)
    [line] = compare([one], [other])
    assert [piece.kind for piece in line.pieces] == [OUT, IN]


@pytest.mark.parametrize(
    ("lines", "folded"),
    [
        ("", ""), ("x", "x"), ("xsx", "xsx"), ("xsssx", "xsssx"), ("xssssx", "xs2sx"), ("sssx", "2sx"), ("xsss", "xs2"),
        ("sx", "sx"), ("ssssss", "6"),
    ],
)  # fmt: skip
def test_long_stretches_of_what_stayed_are_folded(lines, folded):
    kinds = {"x": Shown((Piece("x", IN),)), "s": Shown((Piece("s", SAME),))}
    found = fold([kinds[kind] for kind in lines])
    assert "".join(str(line.folded) if line.folded else line.pieces[0].text for line in found) == folded


def random_text(throw: random.Random, *, vocabulary: int, length: int) -> list[str]:
    return [
        " ".join(f"w{throw.randrange(vocabulary)}" for _ in range(throw.randrange(1, length)))
        for _ in range(12)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_either_side_can_be_read_off_the_comparison(seed, monkeypatch):
    throw = random.Random(seed)
    if seed % 2:  # as long texts are compared
        monkeypatch.setattr("articles.desk.differences.EACH_WITH_EACH", 5)
        monkeypatch.setattr("articles.desk.differences.BUDGET", 200)
    before = random_text(throw, vocabulary=throw.choice([3, 30, 3000]), length=40)
    after = [line.replace(f"w{throw.randrange(30)} ", "new ") for line in before if throw.random() > 0.2]
    after = throw.choice([after, after[::-1], random_text(throw, vocabulary=30, length=40)])
    shown = compare([words(line) for line in before], [words(line) for line in after])
    for side, own in ((before, OUT), (after, IN)):
        read = [piece.text for line in shown for piece in line.pieces if piece.kind in (SAME, own)]
        assert " ".join(read).split() == " ".join(side).split()


def throws(text, seed: int, lines: int, length: int, vocabulary: int) -> list:
    throw = random.Random(seed)
    return [text(throw.randrange(vocabulary) for _ in range(length)) for _ in range(lines)]


def line_of(numbers) -> tuple[Word, ...]:
    return tuple(Word(f"w{number} ") for number in numbers)


@pytest.mark.parametrize(
    ("lines", "length", "vocabulary"),
    [(100, 50, 500), (1, 5000, 500), (500, 10, 500), (3400, 50, 5000), (1, 170_000, 5000), (80_000, 1, 2), (60, 199, 2)],
)  # fmt: skip
def test_everything_different_takes_its_time_and_no_more(lines, length, vocabulary):
    """5,000 words in 0.1 s, a megabyte in 2 s of a machine at rest; the limit is a busy one's."""
    sides = [throws(line_of, seed, lines, length, vocabulary) for seed in (1, 2)]
    start = time.monotonic()
    compare(*sides)
    assert time.monotonic() - start < (2 if lines * length <= 5000 else 15)
