"""Where English sentences end, what they hold of an old date or name, and the address that leads to one."""

from datetime import date

import pytest

from articles.body import old_values, sentences, typed
from articles.body.old_values import Held, OldDate, OldName
from articles.body.typed import Passage

DAY = date(2024, 1, 19)
UID = "a" * 32


@pytest.mark.parametrize(
    "expected",
    [
        ["One thing happens.", "Then another does!", "Why?", "Nobody knows."],
        ["Dr. Kira Foster floats.", "She waits for Mr. Right."],
        ["Dr. No is back.", "Dr. Who is too."],
        ["*I.S.S.* opens on January 19.", "Six people fight."],
        ["They board the I.S.S.", "The crew is tired."],
        ["Robert Downey Jr. stars.", "He is good."],
        ["It stars Robert Downey Jr.", "The film is out."],
        ["George R. R. Martin wrote it.", "J. A. Bayona did not."],
        ["It opens Jan. 19, 2024, from Bleecker St. Films.", "See it."],
        ["It begins at 8 p.m. on a Friday.", "It ends at 10 p.m.", "Then we go."],
        ["He waited... and it came.", "He waited…", "Nothing came."],
        ["“Is it?” she asks.", "“It is.”", "He left."],
        ["She said, “It is over.”", "(It was not.)", "They went on."],
        ["Ep. 5 is the best.", "He said no.", "Then he left."],
        ["It runs 95 minutes, e.g. less than two hours.", "2024 has longer films."],
        ["It costs 3.5 million. iPhones cost less."],  # a small letter begins no sentence
    ],
)
def test_where_sentences_end(expected):
    assert sentences.split(" ".join(expected)) == expected


def test_a_line_end_ends_a_sentence():
    assert sentences.split("first line\nsecond line. \n\nthird") == ["first line", "second line.", "third"]
    assert sentences.split(" \n ") == []


def test_a_phrase_over_an_apparent_end_is_kept_in_one_piece():
    text = "We like it. Mamma Mia! Here We Go Again is out. So what."
    start = text.index("Mamma")
    found = sentences.around(text, start, start + len("Mamma Mia! Here We Go Again"))
    assert found == "Mamma Mia! Here We Go Again is out."


# --- dates


def found(old: OldDate | OldName, text: str) -> list[str]:
    return [text[start:end] for start, end in old.find(text)]


@pytest.mark.parametrize(
    "spelling",
    [
        "January 19, 2024", "January 19 2024", "January 19", "Jan. 19", "Jan 19, 2024", "January 19th, 2024",
        "January 19th", "January the 19th", "19 January 2024", "19 January", "19 Jan. 2024", "the 19th of January",
        "the 19th of January, 2024", "2024-01-19", "1/19/2024", "01/19/2024", "1/19/24", "1/19", "19/1/2024", "19.1.2024",
        "JANUARY 19", "January\u00a019, 2024",
    ],
)  # fmt: skip
def test_a_day_in_every_spelling(spelling):
    old = OldDate(DAY, "day", "I.S.S.")
    assert found(old, f"It opens {spelling}: soon.") == [spelling]
    assert found(old, f"({spelling})") == [spelling]
    assert found(old, spelling) == [spelling]


@pytest.mark.parametrize(
    "text",
    [
        "January 19, 2023", "19 January 2025", "1/19/2023", "January 1", "January 190", "January 2024", "11/19", "1/190",
        "2024-01-190", "12024-01-19", "Januarys 19", "2024", "19", "in January", "21/19", "1/19/3",
    ],
)  # fmt: skip
def test_other_days_are_other_days(text):
    assert found(OldDate(DAY, "day", "I.S.S."), f"It opens {text}.") == []


def test_a_month_that_is_another_one_is_looked_for_as_well():
    text = "It opens in January 2024, on the 19th of January."
    assert found(OldDate(DAY, "day", "I.S.S.", with_month=True), text) == [
        "January 2024",
        "the 19th of January",
    ]


@pytest.mark.parametrize(
    "spelling", ["January 2024", "Jan. 2024", "January of 2024", "2024-01", "1/2024", "01/2024"]
)
def test_a_month_in_its_spellings(spelling):
    assert found(OldDate(date(2024, 1, 1), "month", "I.S.S."), f"It opens {spelling}.") == [spelling]


@pytest.mark.parametrize("text", ["January 2023", "2024-01-19", "11/2024", "January"])
def test_other_months_are_other_months(text):
    assert found(OldDate(date(2024, 1, 1), "month", "I.S.S."), f"It opens {text}.") == []


def test_a_year_alone_counts_beside_the_name_only():
    texts = [Passage("The ISS opens in 2024. Much opens in 2024."), Passage("2024 is long. I.S.S. is not.")]
    assert old_values.holding(texts, OldDate(date(2024, 1, 1), "year", "I.S.S.")) == [
        Held("2024", "The ISS opens in 2024.")
    ]


# --- names


@pytest.mark.parametrize(
    ("old", "text", "expected"),
    [
        (OldName("I.S.S."), "The ISS and I.S.S.’s crew. ISSUE.", ["ISS", "I.S.S."]),
        (OldName("Bleecker Street"), "From BLEECKER STREET, Bleecker-Street", ["BLEECKER STREET", "Bleecker-Street"]),
        (OldName("Asbæk"), "Pilou Asbaek and Asbæks", ["Asbaek"]),
        (OldName("It"), "It is what it is, and It knows it.", ["It", "It"]),
        (OldName("A24"), "a24 and A24 and A245", ["A24"]),
        (OldName("Alien", "Alien: Romulus"), "Alien: Romulus follows Alien.", ["Alien"]),
        (OldName("HBO Max", "Max"), "HBO Max or Max", ["HBO Max"]),
        (OldName("!!!"), "!!! and ???", []),
    ],
)  # fmt: skip
def test_names_stand_as_words_of_their_own(old, text, expected):
    assert found(old, text) == expected


def test_each_sentence_is_named_once():
    texts = [Passage("ISS, ISS. I.S.S. too."), Passage("ISS, ISS.")]
    assert [held.sentence for held in old_values.holding(texts, OldName("I.S.S."))] == [
        "ISS, ISS.",
        "I.S.S. too.",
    ]


# --- what is typed


def test_everything_typed_is_read_and_nothing_else():
    body = (
        '<h2>Heading</h2><p>Text<span class="footnote">Note</span></p><ul><li>Item</li></ul>'
        "<blockquote><p>Quote</p><footer>Who</footer></blockquote>"
        f'<figure class="picture" data-image="{UID}" data-alt="Alt"><figcaption>Caption</figcaption></figure>'
        '<div class="video" data-url="https://v.example/1" data-title="Clip"><a href="https://v.example/1">Clip</a></div>'
        '<details class="spoiler"><summary>Label</summary><p>Secret</p></details>'
        '<aside class="factbox" data-title="Box"><dl><div><dt>Opens</dt><dd>In May. In Rome.</dd></div></dl></aside>'
        '<dl class="cast"><div><dt>Person</dt><dd>Role</dd></div></dl>'
        "<table><caption>Table</caption><tbody><tr><td>Cell</td><td>Other</td></tr></tbody></table>"
        f'<div class="work" data-work="{UID}" data-show="facts" data-title="Own">Fact box<dl><div><dt>Runs</dt>'
        "<dd>95</dd></div></dl></div>"
        '<div class="recommended" data-kind="videos">Recommended videos</div><hr>'
    )
    assert typed.passages(body) == [
        Passage("Heading"), Passage("Text"), Passage("Note"), Passage("Item"), Passage("Who"), Passage("Quote"),
        Passage("Alt"), Passage("Caption"), Passage("Clip"), Passage("Label"), Passage("Secret"), Passage("Box"),
        Passage("Opens"), Passage("In May. In Rome.", "Opens"), Passage("Person"), Passage("Role", "Person"),
        Passage("Table"), Passage("Cell"), Passage("Other", "Cell"), Passage("Own"), Passage("Runs"),
        Passage("95", "Runs"),
    ]  # fmt: skip


def test_the_sentence_of_a_cell_has_its_label():
    box = '<aside class="factbox"><dl><div><dt>Opens</dt><dd>Soon. In Rome.</dd></div></dl></aside>'
    assert old_values.holding(typed.passages(box), OldName("Rome")) == [Held("Rome", "Opens\nIn Rome.")]


# --- the way there


@pytest.mark.parametrize(
    ("sentence", "fragment"),
    [
        ("It opens January 19, 2024.", "#:~:text=It%20opens%20January%2019%2C%202024."),
        ("Spider-Man & “Co.”", "#:~:text=Spider%2DMan%20%26%20%E2%80%9CCo.%E2%80%9D"),
        ("Opens\nJanuary 19, 2024", "#:~:text=Opens,January%2019%2C%202024"),
        (
            "One two three four five six seven eight nine ten eleven twelve thirteen.",
            "#:~:text=One%20two%20three%20four%20five%20six,eight%20nine%20ten%20eleven%20twelve%20thirteen.",
        ),
    ],
)  # fmt: skip
def test_the_fragment_leads_to_the_sentence(sentence, fragment):
    assert sentences.fragment_to(sentence) == fragment
