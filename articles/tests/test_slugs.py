"""Addresses made from names, in any script."""

import unicodedata

import pytest

from articles.slugs import SLUG_LENGTH, slug_of, unique_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("A Trip to the Moon (1902)", "a-trip-to-the-moon-1902"),
        ("Why I.S.S. Scares Us", "why-iss-scares-us"),
        ("What’s Left of Émile?", "whats-left-of-émile"),
        ("E\u0301mile", "émile"),
        ("Кино и немцы", "кино-и-немцы"),
        ("映画 の 夜", "映画-の-夜"),
        ("فيلم", "فيلم"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Laurel & Hardy", "laurel-and-hardy"),
        ("AT&T @ home", "at-and-t-at-home"),
        ("  --spaces__and---dashes--  ", "spaces__and-dashes"),
        ("../../etc/passwd", "etcpasswd"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("a\x00b\u202ec", "abc"),
        ("🚀", ""),
        ("?!…", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_every_script(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["word " * 40, "x" * 200, "Я" * 81, "ﷺ" * 30, "İ" * 90, "-" * 100])
def test_a_slug_is_short_settled_and_normal(name):
    slug = slug_of(name)
    assert len(slug) <= SLUG_LENGTH
    assert slug == slug_of(slug) == unicodedata.normalize("NFC", slug)
    assert not slug.endswith("-")


def test_a_long_headline_is_cut_between_words():
    assert slug_of("station " * 20) == "-".join(["station"] * 10)


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Moon", set(), "moon"),
        ("Moon", {"moon"}, "moon-2"),
        ("Moon", {"moon", "moon-2", "moon-3"}, "moon-4"),
        ("🚀", set(), "untitled"),
        ("🚀", {"untitled"}, "untitled-2"),
        ("x" * 90, {"x" * 80}, "x" * 78 + "-2"),
        ("word " * 30, {"-".join(["word"] * 16)}, "-".join(["word"] * 15) + "-2"),
    ],
)
def test_a_taken_slug_gets_a_number_and_stays_short(name, taken, slug):
    assert unique_slug(name, taken=taken.__contains__) == slug
    assert len(slug) <= SLUG_LENGTH
