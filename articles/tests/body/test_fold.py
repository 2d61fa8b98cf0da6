import pytest

from articles.body.fold import fold, key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("I.S.S.", "iss"),
        ("ISS", "iss"),
        ("i.s.s", "iss"),
        ("I.S.S.’s trailer", "iss s trailer"),
        ("The I.S.S.", "the iss"),
        ("J.R.R. Tolkien", "jrr tolkien"),
        ("A. Smith", "a smith"),
        ("example.com", "example com"),
        ("Pilou Asbæk", "pilou asbaek"),
        ("PILOU ASBÆK", "pilou asbaek"),
        ("Søren Malling", "soren malling"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Đorđe Łukasz Þór", "dorde lukasz thor"),
        ("Œuvre", "oeuvre"),
        ("Amélie", "amelie"),
        ("Ame\u0301lie", "amelie"),
        ("İstanbul ısı", "istanbul isi"),
        ("ﬁlm noir", "film noir"),
        ("Ｆｕｌｌ", "full"),
        ("  sci-fi_and / more ", "sci fi and more"),
        ("don’t", "don t"),
        ("Alien³", "alien3"),
        ("Чебурашка", "чебурашка"),
        ("千と千尋", "千と千尋"),
        ("!?…", ""),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("  Science   Fiction ", "science fiction"),
        ("Sci-Fi", "sci-fi"),
        ("Sci‑Fi", "sci-fi"),
        ("Asbæk", "asbaek"),
        ("I.S.S.", "iss"),
        ("Rosemary’s Baby", "rosemary's baby"),
        ("Rosemary's Baby", "rosemary's baby"),
    ],
)
def test_tags_are_the_same_by_key(text, identity):
    assert key(text) == identity


def test_words_of_a_query():
    assert words(' "I.S.S."  Asbæk, trailer ') == ["iss", "asbaek", "trailer"]
    assert words("…") == []
