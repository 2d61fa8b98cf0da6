import pytest

from articles.body.nodes import Mark, Run, plain
from articles.body.render import render
from articles.body.typography import bind

BOUND = "\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        "met Dr.~Foster", "Mr.~and Mrs.~Smith", "J.~J.~Abrams", "Samuel L.~Jackson", "John Gallagher~Jr. as Christian",
        "I.~S.~S.", "the I.S.S. is", "Vol.~2", "Season~2", "Part~3", "no part 3 of", "10~a.m.", "3~million dollars", "35~mm",
        "hold on~– all", "wait~… what", "word—word", "in 1962 the", "I am. You are", "Drs. two", "at 90 minutes",
        "aboard the I.S.S. The crew", "e.g. this",
    ],
)  # fmt: skip
def test_english_spaces(text):
    typed = text.replace("~", " ")
    assert plain(bind([Run(typed)])) == text.replace("~", BOUND)


def test_marks_do_not_hinder_it():
    runs = [Run("Dr. "), Run("Foster", (Mark("em"),)), Run(" and J."), Run(" Doe", (Mark("strong"),))]
    assert plain(bind(runs)) == f"Dr.{BOUND}Foster and J.{BOUND}Doe"
    assert [run.marks for run in bind(runs)] == [run.marks for run in runs]


def test_code_is_left_alone():
    runs = [Run("Dr. Foster", (Mark("code"),)), Run(" and Dr. "), Run("x", (Mark("code"),))]
    assert bind(runs) == runs


def test_footnotes_are_bound_too():
    [run] = bind([Run("", (), (Run("Dr. Foster"),))])
    assert plain(run.note) == f"Dr.{BOUND}Foster"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Vraiment~? «~Oui~» dit M.~Dupont"), ("de", "z.~B. Dr.~Foster am 3.~Mai"), ("eo", "Dr. Foster")],
)
def test_other_languages_have_their_own_rules(language, text):
    result = render(
        f"<p>{text.replace('~', ' ')}</p>", pictures={}, classify=lambda url: None, language=language
    )
    assert result.web == f"<p>{text.replace('~', BOUND)}</p>"


def test_the_text_for_search_is_as_typed():
    assert render("<p>Dr. Foster</p>", pictures={}, classify=lambda url: None).text == "Dr. Foster"
