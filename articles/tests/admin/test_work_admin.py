"""Works and people in the admin, as an editor keeps them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Person, Release, Work
from articles.tests.admin.forms import messages
from articles.tests.factories import make_article, make_credit, make_image, make_work, work_html
from articles.tests.pages import parse, texts

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/work/add/"
LIST = "/admin/articles/work/"


def change_url(work: Work) -> str:
    return reverse("admin:articles_work_change", args=[work.pk])


def filled(client, url: str, **changes) -> dict:
    """What the form at `url` would send as it stands, with changes."""
    form = parse(client.get(url).content).get_element_by_id("work_form")
    values = {
        name: value.removeprefix("\n") for name, value in form.form_values() if "__prefix__" not in name
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def errors(response) -> dict:
    assert response.status_code == 200
    found = dict(response.context["adminform"].form.errors)
    for formset in response.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= form.errors
    return {name: list(sentences) for name, sentences in found.items()}


def test_two_fields_are_enough(desk):
    response = desk.post(ADD, filled(desk, ADD, name="Nosferatu", kind="film"), follow=True)
    work = Work.objects.get()
    assert (work.name, work.slug, work.structured["@type"]) == ("Nosferatu", "nosferatu", "Movie")
    assert response.status_code == 200


def test_a_writer_may_keep_facts_but_not_delete_works(writers_desk):
    writers_desk.post(ADD, filled(writers_desk, ADD, name="Nosferatu"))
    work = Work.objects.get()
    assert (
        writers_desk.post(reverse("admin:articles_work_delete", args=[work.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_people_and_releases_are_lines_of_the_form(desk):
    person = Person.objects.create(name="Max Schreck")
    desk.post(ADD, filled(desk, ADD, name="Nosferatu", **{
        "credits-TOTAL_FORMS": "1", "credits-0-person": person.pk, "credits-0-role": "cast",
        "credits-0-character": "Count Orlok", "releases-TOTAL_FORMS": "1", "releases-0-when": "March 4, 1922",
        "releases-0-territory": "DE", "releases-0-medium": "theaters", "releases-0-certainty": "confirmed",
    }))  # fmt: skip
    work = Work.objects.get()
    assert list(work.credits.values_list("person__name", "character")) == [("Max Schreck", "Count Orlok")]
    release = work.releases.get()
    assert (release.date, release.precision, release.territory) == (date(1922, 3, 4), "day", "DE")
    assert "March 4, 1922" in work.rendered_web


@pytest.mark.parametrize(
    ("text", "day", "precision", "shown"),
    [
        ("June 2023", date(2023, 6, 1), "month", "June 2023"), ("2023", date(2023, 1, 1), "year", "2023"),
        ("tba", None, "tba", "TBA"), ("", None, "tba", "TBA"), ("2024-01-19", date(2024, 1, 19), "day", "January 19, 2024"),
    ],
)  # fmt: skip
def test_a_date_in_one_line_comes_back_in_the_same_words(desk, text, day, precision, shown):
    work = make_work(opens=date(2020, 1, 1))
    desk.post(change_url(work), filled(desk, change_url(work), **{"releases-0-when": text}))
    release = work.releases.get()
    assert (release.date, release.precision) == (day, precision)
    assert filled(desk, change_url(work))["releases-0-when"] == shown


def test_what_is_no_date_comes_back_with_a_sentence_and_everything_typed(desk):
    work = make_work(opens=date(2020, 1, 1))
    response = desk.post(
        change_url(work),
        filled(desk, change_url(work), name="Typed", **{"releases-0-when": "February 30, 2024"}),
    )
    assert errors(response)["when"][0].startswith("There is no such day as “February 30, 2024”.")
    page = parse(response.content)
    assert page.get_element_by_id("id_name").get("value") == "Typed"
    assert page.get_element_by_id("id_releases-0-when").get("value") == "February 30, 2024"
    assert work.releases.get().date == date(2020, 1, 1)


@pytest.mark.parametrize("text", ["soon", "February 30, 2024", "January 19, 3500"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_bad_date_is_one_sentence_at_its_line_old_or_new(desk, text, is_new):
    work = make_work(opens=None if is_new else date(2020, 1, 1))
    line = {"when": text, "territory": "US", "medium": "theaters", "certainty": "confirmed"}
    rows = {f"releases-0-{name}": value for name, value in line.items()} | {"releases-TOTAL_FORMS": "1"}
    response = desk.post(change_url(work), filled(desk, change_url(work), **rows))
    assert [len(sentences) for name, sentences in errors(response).items() if name == "when"] == [1]


def test_a_work_is_no_part_of_its_own_part(desk):
    series = make_work(kind="series")
    season = make_work(kind="season", parent=series)
    response = desk.post(
        change_url(series), filled(desk, change_url(series), kind="episode", parent=str(season.pk))
    )  # fmt: skip
    assert "itself part of" in errors(response)["parent"][0]


def test_what_a_live_text_shows_is_not_deleted(desk):
    work = make_work("I.S.S.")
    make_article(headline="Shows it", body=f"<p>x</p>{work_html(work)}")
    response = desk.get(reverse("admin:articles_work_delete", args=[work.pk]), follow=True)
    assert messages(response)[0].startswith("I.S.S. cannot be deleted: the text of “Shows it” shows it.")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("imdb_id", "8367814", "An IMDb number of a title looks like tt8367814"),
        ("isbn", "978-0-306-40615-8", "This is no ISBN"),
        ("slug", "feed", "This address belongs, or once belonged, to another one."),
        ("slug", "taken", "This address belongs, or once belonged, to another one."),
        ("slug", "former", "This address belongs, or once belonged, to another one."),
        ("name", "", "Write its name first."),
        ("year", "99", "Ensure this value is greater than or equal to 1000."),
        ("trailer_url", "http://video.example/", "Enter a valid URL."),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(desk, field, value, sentence):
    make_work("Taken", slug="taken")
    moved = make_work("Moved", slug="former")
    moved.slug = "present"
    moved.save()
    response = desk.post(ADD, filled(desk, ADD, **{"name": "It", field: value}))
    assert errors(response)[field][0].startswith(sentence)
    assert Work.objects.count() == 2


def test_an_address_made_from_the_name_is_one_nobody_had(desk):
    moved = make_work("It", slug="it")
    moved.slug = "it-1990"
    moved.save()
    desk.post(ADD, filled(desk, ADD, name="It"))
    assert Work.objects.latest("pk").slug == "it-2"


def test_a_pasted_address_is_kept_as_the_number_in_it(desk):
    desk.post(ADD, filled(desk, ADD, name="I.S.S.", imdb_id="https://www.imdb.com/title/tt13655120/?ref_=fn_all_ttl_1",
                          tmdb_id="https://www.themoviedb.org/movie/848326-i-s-s"))  # fmt: skip
    work = Work.objects.get()
    assert (work.imdb_id, work.tmdb_id) == ("tt13655120", "848326")


def test_a_picture_without_credit_cannot_become_a_poster(desk):
    image = make_image(credit="")
    response = desk.post(ADD, filled(desk, ADD, name="It", poster=image.pk))
    assert errors(response)["poster"][0].startswith("This picture has no credit.")


@pytest.mark.parametrize(
    ("kind", "whole", "is_fine"),
    [("season", "series", True), ("episode", "season", True), ("episode", "series", True), ("comic", "comic", True),
     ("film", "series", False), ("season", "film", False), ("series", "series", False)],
)  # fmt: skip
def test_what_may_be_part_of_what(desk, kind, whole, is_fine):
    parent = make_work("Whole", kind=whole)
    response = desk.post(ADD, filled(desk, ADD, name="Part", kind=kind, parent=parent.pk))
    assert Work.objects.filter(name="Part").exists() is is_fine
    if not is_fine:
        assert "parent" in errors(response)


def test_saving_says_what_followed(desk):
    work = make_work("I.S.S.", opens=date(2024, 1, 19))
    make_article(body=work_html(work), works=[work])
    response = desk.post(
        change_url(work),
        filled(desk, change_url(work), **{"releases-0-when": "February 2, 2024"}),
        follow=True,
    )
    assert "1 live article that shows it changed with it." in messages(response)
    assert work.releases.get().sequence == 1


def test_a_renamed_person_says_what_followed(desk):
    work = make_work(cast=(("Pilou Asbaek", "Alexey"),))
    make_article(body=work_html(work, "cast"), works=[work])
    person = Person.objects.get()
    url = reverse("admin:articles_person_change", args=[person.pk])
    response = desk.post(url, {"name": "Pilou Asbæk", "slug": person.slug}, follow=True)
    assert "1 live article that shows it changed with it." in messages(response)
    work.refresh_from_db()
    assert "Pilou Asbæk" in work.rendered_web


def test_what_articles_are_about_is_not_deleted_and_it_is_said_why(desk):
    work = make_work("I.S.S.", cast=(("Ada", ""),))
    make_article(headline="About it", works=[work])
    for name, row, sentence in (
        ("work", work, "I.S.S. cannot be deleted: “About it” say they are about it."),
        ("person", Person.objects.get(), "Ada cannot be deleted: credited in “I.S.S.”."),
    ):
        response = desk.get(reverse(f"admin:articles_{name}_delete", args=[row.pk]), follow=True)
        assert messages(response)[0].startswith(sentence)
    assert (Work.objects.count(), Person.objects.count()) == (1, 1)


def test_several_at_once_are_not_deleted_either(desk):
    work = make_work()
    make_article(works=[work])
    response = desk.post(LIST, {"action": "delete_selected", "_selected_action": [work.pk], "post": "yes"})
    assert Work.objects.filter(pk=work.pk).exists()
    assert response.status_code in (200, 302)


# --- lists


def test_the_list_finds_names_without_their_accents(desk):
    make_work("Æon Flux")
    make_work("Amélie", imdb_id="tt0211915")
    for query in ("aeon", "amelie", "tt0211915", "AMÉLIE"):
        page = parse(desk.get(LIST, {"q": query}).content)
        assert len(texts(page, "#result_list tbody tr")) == 1, query
    assert desk.get(LIST, {"q": "\x00"}).status_code == 200


@pytest.mark.parametrize("lacking", ["release", "poster", "trailer", "people"])
def test_the_list_finds_what_lacks_something(desk, lacking):
    full = make_work("Full", opens=date(2024, 1, 1), poster=make_image(), trailer_url="https://vimeo.com/1")
    make_credit(full, "Ada")
    make_work("Bare")
    assert texts(parse(desk.get(LIST, {"lacking": lacking}).content), ".field-name") == ["Bare"]


def asked(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def dress(number: int) -> Work:
    series = make_work(f"Series {number}", kind="series")
    work = make_work(
        f"Season {number}", kind="season", parent=series, opens=date(2024, 1, 1), cast=((f"P{number}", "x"),)
    )
    make_article(works=[work])
    return work


def test_lists_and_forms_cost_the_same_for_one_and_three(desk):
    work = dress(1)
    pages = (LIST, "/admin/articles/person/", change_url(work))
    desk.get(LIST)
    one = [asked(desk, page) for page in pages]
    dress(2), dress(3)
    assert [asked(desk, page) for page in pages] == one
    assert max(one) <= 20


def test_a_form_of_many_lines_costs_what_one_of_few_costs(desk):
    work = make_work(cast=(("A", ""), ("B", "")))
    few = asked(desk, change_url(work))
    for number in range(6):
        make_credit(work, f"Person {number}", position=number + 2)
        Release.objects.create(work=work, date=date(2024, 1, 1 + number))
    assert asked(desk, change_url(work)) <= few + 7
