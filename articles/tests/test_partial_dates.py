"""Dates in the words people write, and numbers of other catalogues in the shapes people paste."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from articles.models import identifiers
from articles.partial_dates import NoDate, parse


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2024-01-19", date(2024, 1, 19), "day"), ("January 19, 2024", date(2024, 1, 19), "day"),
        ("january 19 2024", date(2024, 1, 19), "day"), ("Jan. 19th, 2024", date(2024, 1, 19), "day"),
        ("19 January 2024", date(2024, 1, 19), "day"), ("19th Sept 2024", date(2024, 9, 19), "day"),
        ("Feb 29, 2024", date(2024, 2, 29), "day"), ("January 2024", date(2024, 1, 1), "month"),
        ("Jan 2024", date(2024, 1, 1), "month"), ("2024-01", date(2024, 1, 1), "month"),
        ("2024", date(2024, 1, 1), "year"), ("  2024 ", date(2024, 1, 1), "year"), ("TBA", None, "tba"),
        ("", None, "tba"), ("To be  announced", None, "tba"),
    ],
)  # fmt: skip
def test_dates_people_write(text, day, precision):
    assert parse(text) == (day, precision)


@pytest.mark.parametrize(
    "text",
    ["February 30, 2024", "31 February 1972", "2024-13", "2024-02-30", "soon", "1/19/2024", "19.1.2024", "Ja 2024",
     "Ju 5, 2024", "0999", "20244", "January", "January 0, 2024", "x" * 500, "２０２４"],
)  # fmt: skip
def test_what_is_no_date_is_told_in_a_sentence(text):
    with pytest.raises(NoDate) as raised:
        parse(text)
    assert "Write it as January 19, 2024" in str(raised.value)


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (identifiers.imdb_work, "tt8367814", "tt8367814"),
        (identifiers.imdb_work, "https://www.imdb.com/title/tt8367814/?ref_=nv_sr_1", "tt8367814"),
        (identifiers.imdb_person, "https://www.imdb.com/name/nm0001008/", "nm0001008"),
        (identifiers.tmdb, "848326", "848326"),
        (identifiers.tmdb, "https://www.themoviedb.org/movie/848326-the-film", "848326"),
        (identifiers.wikidata, "https://www.wikidata.org/wiki/Q42", "Q42"),
        (identifiers.isbn, "978-0-306-40615-7", "9780306406157"),
        (identifiers.isbn, "ISBN 0-306-40615-2", "9780306406157"),
        (identifiers.isbn, "080442957x", "9780804429573"),
        (identifiers.isbn, "", ""), (identifiers.imdb_work, " ", ""),
    ],
)  # fmt: skip
def test_numbers_people_paste(read, text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (identifiers.imdb_work, "nm0001008"), (identifiers.imdb_work, "8367814"), (identifiers.imdb_person, "tt8367814"),
        (identifiers.tmdb, "abc"), (identifiers.wikidata, "42"), (identifiers.wikidata, "Q0"),
        (identifiers.isbn, "9780306406158"), (identifiers.isbn, "0306406153"), (identifiers.isbn, "123"),
        (identifiers.isbn, "97803064061X7"),
    ],
)  # fmt: skip
def test_other_numbers_are_refused_with_a_sentence(read, text):
    with pytest.raises(ValidationError) as raised:
        read(text)
    assert raised.value.messages[0].endswith(".")
