"""Works from files, as an editor with a spreadsheet brings them."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Credit, Person, Release, Work
from articles.tests.factories import make_article, make_work, work_html

pytestmark = pytest.mark.django_db

HEAD = "name,kind,year,imdb,company,running_time,credits,releases\n"
ISS = (
    "I.S.S.,film,2024,https://www.imdb.com/title/tt13655120/,Bleecker Street,95,"
    '"director: Gabriela Cowperthwaite; cast: Ariana DeBose as Dr. Kira Foster [American crew]; cast: Pilou Asbæk",'
    '"US theaters 2024-01-19; festival June 2023 at Tribeca Film Festival; world streaming TBA expected"\n'
)


@pytest.fixture
def bring(tmp_path):
    """Import a text as a file of this name; what the command said."""

    def act(text: str | bytes, name: str = "works.csv", **options) -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = StringIO()
        call_command("import_works", str(path), stdout=out, **options)
        return out.getvalue()

    return act


def test_a_row_makes_a_work_with_everything(bring):
    assert bring(HEAD + ISS) == "1 made, 0 changed, 0 unchanged, 0 refused.\n"
    work = Work.objects.get()
    assert (work.name, work.kind, work.year, work.imdb_id, work.company, work.running_time, work.slug) == (
        "I.S.S.", "film", 2024, "tt13655120", "Bleecker Street", 95, "iss",
    )  # fmt: skip
    assert list(work.credits.values_list("person__name", "role", "character", "group")) == [
        ("Gabriela Cowperthwaite", "director", "", ""),
        ("Ariana DeBose", "cast", "Dr. Kira Foster", "American crew"),
        ("Pilou Asbæk", "cast", "", ""),
    ]
    assert set(
        work.releases.values_list("territory", "medium", "date", "precision", "certainty", "where")
    ) == {
        ("US", "theaters", date(2024, 1, 19), "day", "confirmed", ""),
        ("", "festival", date(2023, 6, 1), "month", "confirmed", "Tribeca Film Festival"),
        ("", "streaming", None, "tba", "expected", ""),
    }
    assert "Bleecker Street" in work.rendered_web


def test_bringing_it_again_changes_nothing(bring):
    bring(HEAD + ISS)
    ids = [list(model.objects.values_list("pk", flat=True)) for model in (Work, Credit, Release, Person)]
    assert bring(HEAD + ISS) == "0 made, 0 changed, 1 unchanged, 0 refused.\n"
    assert [
        list(model.objects.values_list("pk", flat=True)) for model in (Work, Credit, Release, Person)
    ] == ids


def test_a_number_finds_the_work_and_absent_columns_stay(bring):
    work = make_work("ISS", imdb_id="tt13655120", company="Somebody", age_rating="R", opens=date(2024, 1, 12))
    article = make_article(body=work_html(work), works=[work])
    release = work.releases.get()
    said = bring("name,imdb,company,releases\nI.S.S.,tt13655120,Bleecker Street,US theaters 2024-01-19\n")
    assert said == "0 made, 1 changed, 0 unchanged, 0 refused.\n"
    work.refresh_from_db()
    assert (work.name, work.company, work.age_rating) == ("I.S.S.", "Bleecker Street", "R")
    release.refresh_from_db()
    assert (release.date, release.sequence) == (date(2024, 1, 19), 1)  # the same event, moved
    article.refresh_from_db()
    assert "January 19, 2024" in article.rendered_web


def test_without_a_number_name_kind_and_year_must_be_the_same(bring):
    make_work("Nosferatu", year=1922)
    assert bring("name,kind,year\nNosferatu,film,2024\n").startswith("1 made")
    assert bring("name,kind,year\nNosferatu,film,1922\n").startswith("0 made, 0 changed, 1 unchanged")


def test_what_it_is_part_of_tells_two_of_one_name_apart(bring):
    text = (
        "name,kind,part_of,company\nFargo,film,,\nFargo,series,,\nThe Bear,series,,\n"
        "Season 1,season,Fargo,FX\nSeason 1,season,The Bear,Hulu\n"
    )
    assert bring(text) == "5 made, 0 changed, 0 unchanged, 0 refused.\n"
    seasons = set(Work.objects.filter(kind="season").values_list("parent__name", "parent__kind", "company"))
    assert seasons == {("Fargo", "series", "FX"), ("The Bear", "series", "Hulu")}
    assert bring(text) == "0 made, 0 changed, 5 unchanged, 0 refused.\n"


def test_where_nothing_tells_them_apart_none_is_chosen(bring):
    for name in ("Fargo", "The Bear"):
        make_work("Season 1", kind="season", parent=make_work(name, kind="series"))
    said = bring("name,kind,company\nSeason 1,season,FX\n")
    assert "There are several works of this name, kind and year. Say by part_of" in said
    assert set(Work.objects.values_list("company", flat=True)) == {""}


def test_without_a_column_for_it_a_part_is_found_and_stays_a_part(bring):
    season = make_work("Season 1", kind="season", parent=make_work("Fargo", kind="series"))
    assert bring("name,kind,company\nSeason 1,season,FX\n").startswith("0 made, 1 changed")
    season.refresh_from_db()
    assert (season.company, season.parent.name) == ("FX", "Fargo")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,poem,,,,,,", "“poem” is no kind of work."),
        ("A,film,19x,,,,,", "“19x” in year is no whole number."),
        ("A,film,999,,,,,", "year: Ensure this value is greater than or equal to 1000."),
        ("A,film,,tt1,,,,", "An IMDb number of a title looks like tt8367814"),
        ("A,film,,,,,plumber: Ada,", "“plumber” is no role."),
        ("A,film,,,,,Ada,", "“Ada” names no role."),
        ("A,film,,,,,director:,", "A director has no name."),
        ("A,film,,,,,,US theaters 31 February 1972", "There is no such day as “31 February 1972”."),
        ("A,film,,,,,,by pigeon 2024", "“by pigeon 2024” is no release we can read."),
        ("A,film,,,,,,XX theaters 2024", "is not a valid choice"),
        (",film,,,,,,", "It has no name."),
        (f"{'x' * 201},film,,,,,,", "name: Ensure this value has at most 200 characters"),
    ],
)
def test_a_refused_row_is_told_and_stops_nobody(bring, row, sentence):
    said = bring(f"{HEAD}{row}\nGood,film,,,,,,\n")
    assert said.startswith("Row 2, “")
    assert sentence in said
    assert said.endswith("1 made, 0 changed, 0 unchanged, 1 refused.\n")
    assert list(Work.objects.values_list("name", flat=True)) == ["Good"]
    assert not Person.objects.exists()


def test_a_role_named_twice_is_one_and_what_cannot_be_kept_is_refused(bring):
    rows = [
        {"name": "A", "credits": "cast: Ada as It [one]; cast: Ada as It [two]"},
        {"name": "B", "credits": [{"role": "cast", "person": "Ada", "character": "x" * 121}]},
        {"name": "\ud800"},
    ]
    said = bring(json.dumps(rows), "works.json")
    assert "The character of “Ada” is longer than 120 characters." in said
    assert said.endswith("1 made, 0 changed, 0 unchanged, 2 refused.\n")
    assert Credit.objects.get().group == "one"


CAST = {"role": "cast", "person": "Ada"}
SHOWN = {"medium": "theaters", "date": "2024"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": ["A"]}, "In name stands a list, where a text belongs."),
        ({"name": {"en": "A"}}, "In name stands an object, where a text belongs."),
        ({"name": True}, "In name stands true or false, where a text belongs."),
        ({"name": None}, "It has no name."),
        ({"name": " \u200b "}, "It has no name."),
        ({"name": "A\x00"}, "In name stands a character that cannot be kept (U+0000)."),
        ({"name": "A", "kind": "\ud800"}, "In kind stands a character that cannot be kept (U+D800)."),
        ({"name": "A", "credits": "\ud83c"}, "In credits stands a character that cannot be kept (U+D83C)."),
        ({"name": "A", "year": True}, "In year stands true or false"),
        ({"name": "A", "year": 2024.5}, "“2024.5” in year is no whole number."),
        ({"name": "A", "year": -5}, "“-5” in year is no whole number."),
        ({"name": "A", "number": 32768}, "32768 in number is too large."),
        ({"name": "A", "running_time": 10**4000}, f"1{'0' * 39} in running_time is too large."),
        ({"name": "A", "synopsis": "x" * 1001}, "The synopsis is longer than 1000 characters."),
        ({"name": "A", "trailer": "http://["}, "trailer: Enter a valid URL.\n"),
        ({"name": "A", "imdb": "tt１２３４５６７"}, "An IMDb number of a title looks like"),
        ({"name": "A", "uid": ["x"]}, "In uid stands a list"),
        ({"name": "A", "is_listed": []}, "In is_listed stands a list"),
        ({"name": "A", "is_listed": "perhaps"}, "“perhaps” in is_listed is neither yes nor no."),
        ({"name": "A", "kind": "season", "part_of": {}}, "In part_of stands an object"),
        ({"name": "A", "kind": "season", "part_of": "A"}, "There is no work “A” it could be part of."),
        ({"name": "A", "credits": CAST}, "In credits stands an object"),
        ({"name": "A", "credits": [[CAST]]}, "A credit is an object with role and person."),
        ({"name": "A", "credits": [{**CAST, "person": ["Ada"]}]}, "In person stands a list"),
        ({"name": "A", "credits": [CAST, {**CAST, "person": "\u200b"}]}, "A cast has no name."),
        ({"name": "A", "credits": [CAST, {**CAST, "person": "x" * 121}]}, "is longer than 120 characters."),
        ({"name": "A", "credits": [{**CAST, "imdb": "7"}]}, "“Ada”: An IMDb number of a person looks like"),
        ({"name": "A", "credits": "cast: Ada" + " [a as" * 50_000}, "in credits is too long for one."),
        ({"name": "A", "releases": SHOWN}, "In releases stands an object"),
        ({"name": "A", "releases": [SHOWN, {**SHOWN, "date": False}]}, "In date stands true or false"),
        ({"name": "A", "releases": [SHOWN, {**SHOWN, "date": "9999"}]}, "Give a year from 1000 to 2999."),
        (
            {"name": "A", "releases": [SHOWN, {**SHOWN, "where": "x" * 121}]},
            "where: Ensure this value has at most",
        ),
    ],
)
def test_a_row_of_json_that_holds_something_odd_is_told_and_leaves_nothing(bring, row, sentence):
    said = bring(json.dumps([{"name": "Before"}, row, {"name": "Behind"}]), "works.json")
    assert said.startswith("Row 2, “")
    assert sentence in said
    assert said.encode().endswith(b"2 made, 0 changed, 0 unchanged, 1 refused.\n")
    assert list(Work.objects.values_list("name", flat=True)) == ["Before", "Behind"]
    assert [model.objects.count() for model in (Person, Credit, Release)] == [0, 0, 0]


def test_numbers_are_names_as_they_are_written_and_what_cannot_be_shown_is_left_out(bring):
    rows = [
        {"name": 1917},
        {"name": 0},
        {"name": "\x1b[2JDune\u202e\n Part  Two", "synopsis": "One.\r\n\x07Two."},
    ]
    assert bring(json.dumps(rows), "works.json").startswith("3 made")
    assert set(Work.objects.values_list("name", "synopsis")) == {
        ("1917", ""), ("0", ""), ("[2JDune Part Two", "One.\r\nTwo."),
    }  # fmt: skip


def test_rows_are_counted_as_a_spreadsheet_counts_them(bring):
    said = bring('\ufeffname,synopsis,kind\n\nGood,"One\nTwo",film\n,,\nBad,,poem\n')
    assert [line.partition(":")[0] for line in said.splitlines()[:2]] == [
        "Row 4, “without a name”",
        "Row 5, “Bad”",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"imdb": "tt1000001", "part_of": "tt1000001"}, "part_of: Choose a comic"),
        ({"imdb": "tt1000001", "part_of": "tt1000002"}, "part_of: This one is itself part of the work"),
        ({"imdb": "tt1000003", "kind": "film"}, "kind: It has parts that no film can have."),
        (
            {"imdb": "tt1000003", "part_of": "tt1000004"},
            "part_of: A work of this kind is no part of another one.",
        ),
    ],
)
def test_nothing_becomes_part_of_itself_or_of_its_parts(bring, row, sentence):
    comic, series = (
        make_work("C", kind="comic", imdb_id="tt1000001"),
        make_work("S", kind="series", imdb_id="tt1000003"),
    )
    make_work("C1", kind="comic", imdb_id="tt1000002", parent=comic)
    make_work("S1", kind="season", imdb_id="tt1000004", parent=series)
    before = set(Work.objects.values_list("name", "kind", "parent"))
    said = bring(json.dumps([row, {"imdb": "tt1000004", "company": "FX"}]), "works.json")
    assert sentence in said
    assert said.endswith("0 made, 1 changed, 0 unchanged, 1 refused.\n")
    assert set(Work.objects.values_list("name", "kind", "parent")) == before


def test_an_address_of_a_person_is_the_number_in_it(bring):
    rows = [{"name": "A", "credits": [{**CAST, "imdb": "https://www.imdb.com/name/nm1234567/"}]}]
    assert bring(json.dumps(rows), "works.json").startswith("1 made")
    assert Person.objects.get().imdb_id == "nm1234567"
    assert bring(json.dumps(rows), "works.json").startswith("0 made, 0 changed, 1 unchanged")


def test_names_without_letters_and_names_that_fold_into_many(bring):
    rows = [{"name": "A", "credits": [{**CAST, "person": name} for name in ("!!!", "???", "\ufdfa" * 120)]}]
    assert bring(json.dumps(rows), "works.json").startswith("1 made")
    assert Person.objects.count() == 3
    assert bring(json.dumps(rows), "works.json").startswith("0 made, 0 changed, 1 unchanged")


def test_numbers_of_two_works_are_refused(bring):
    make_work("One", imdb_id="tt1111111")
    make_work("Two", wikidata_id="Q2")
    assert "belong to different works: “One” and “Two”" in bring("name,imdb,wikidata\nX,tt1111111,Q2\n")


def test_two_people_of_one_name_are_not_guessed(bring):
    Person.objects.create(name="Steve McQueen")
    Person.objects.create(name="Steve McQueen")
    assert "two people called “Steve McQueen”" in bring("name,credits\nHunger,director: Steve McQueen\n")


def test_a_dry_run_says_the_same_and_writes_nothing(bring):
    text = HEAD + ISS + "Bad,poem,,,,,,\n"
    said = bring(text, dry_run=True)
    assert "Row 3, “Bad”: “poem” is no kind of work." in said
    assert said.endswith("Nothing was written. It would be: 1 made, 0 changed, 0 unchanged, 1 refused.\n")
    assert [model.objects.count() for model in (Work, Person, Credit, Release)] == [0, 0, 0, 0]


def test_json_has_lists(bring):
    rows = [
        {"name": "The Bear", "kind": "series", "imdb": "tt14452776"},
        {
            "name": "Season 1", "kind": "season", "number": 1, "part_of": "tt14452776", "is_listed": True,
            "credits": [{"role": "cast", "person": "Somebody", "character": "Carmy", "imdb": "nm1234567"}],
            "releases": [{"territory": "US", "medium": "streaming", "date": "2022-06-23", "where": "A service",
                          "where_url": "https://service.example/"}],
        },
    ]  # fmt: skip
    assert bring(json.dumps(rows), "works.json") == "2 made, 0 changed, 0 unchanged, 0 refused.\n"
    season = Work.objects.get(kind="season")
    assert (season.parent.name, season.number, season.is_public) == ("The Bear", 1, True)
    assert (season.people.get().imdb_id, season.releases.get().where_url) == (
        "nm1234567",
        "https://service.example/",
    )
    assert bring(json.dumps(rows), "works.json", dry_run=True).endswith("2 unchanged, 0 refused.\n")


def test_spreadsheets_with_semicolons_and_a_mark_at_the_beginning(bring):
    text = '\ufeffname;kind;credits\nMetropolis;film;"director: Fritz Lang; writer: Thea von Harbou"\n'
    assert bring(text).startswith("1 made")
    assert Work.objects.get().credits.count() == 2


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        (b"name\n\xff\xfe", "a.csv", "is not in UTF-8"),
        ("", "a.csv", "holds no works"),
        ("[", "a.json", "is no JSON"),
        ('{"name": "A"}', "a.json", "must hold a list"),
        ("name,colour\nA,red\n", "a.csv", "columns we do not know: colour. Known are age_rating"),
        ("name,kind\nA\n", "a.csv", "Row 2 of a.csv has another number of columns"),
        ("name,kind\n\nA,film,x\n", "a.csv", "Row 3 of a.csv has another number of columns"),
        ("name,name\nA,B\n", "a.csv", "a.csv has the column “name” twice"),
        ("name,\nA,\n", "a.csv", "columns we do not know: one without a name"),
        ('name,kind\nA,film\n"B,film\n', "a.csv", "is no CSV: unexpected end of data, in line 3"),
        ('name,kind\nA,film\n"B"b,film\n', "a.csv", "is no CSV: .* in line 3"),
        ("name\nA\n".encode("utf-16-le"), "a.csv", "is not in UTF-8"),
        ("[" * 200_000, "a.json", "has lists in lists, deeper than can be read"),
        ('[{"name": "A"}, null]', "a.json", "Row 2 is none"),
        ('[{"name": NaN}]', "a.json", "NaN is no number"),
        (
            '[{"name": "A"}, {"colour": "red"}]',
            "a.json",
            "Row 2 of a.json has columns we do not know: colour",
        ),
        (json.dumps([{"\ud800\x00x": 1}]), "a.json", "columns we do not know: x[.]"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(bring, text, name, sentence):
    with pytest.raises(CommandError, match=sentence):
        bring(text, name)


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_works", str(Path("/nowhere/works.csv")), stdout=StringIO())


def test_long_files_say_how_far_they_are(bring):
    said = bring("name\n" + "".join(f"Work {number}\n" for number in range(250)))
    assert said == "100 of 250 rows …\n200 of 250 rows …\n250 made, 0 changed, 0 unchanged, 0 refused.\n"
