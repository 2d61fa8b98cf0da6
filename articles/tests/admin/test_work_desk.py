"""What the desk's scripts ask about works: found while typing, made with two fields, told as readers are told;
and the form's own fields for them."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import snapshots
from articles.admin.article_form import rating_problem
from articles.admin.widgets import WORKS_LIMIT
from articles.models import Article, Release, Work
from articles.tests import factories
from articles.tests.admin.forms import ADD, change_url, errors, filled, form_of

pytestmark = pytest.mark.django_db
SUGGEST = "/admin/articles/work/suggest/"
MAKE = "/admin/articles/work/make/"


def told_url(uid: str) -> str:
    return f"/admin/articles/work/{uid}/told/"


def names(client, **asked) -> list[str]:
    response = client.get(SUGGEST, asked)
    assert response.status_code == 200
    return [work["name"] for work in response.json()["works"]]


def cost(client, url: str, data: dict) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, data).status_code == 200
    return len(captured)


class TestSuggesting:
    @pytest.fixture(autouse=True)
    def works(self):
        for name, fields in (
            ("I.S.S.", {"year": 2024}), ("The Bear", {"kind": "series", "year": 2022}), ("Bear Country", {}),
            ("A Bearable Life", {}), ("Forebear", {}), ("Spirited Away", {"original_name": "Sen to Chihiro no kamikakushi"}),
            ("Amélie", {"original_name": "Le Fabuleux Destin d’Amélie Poulain"}), ("Nosferatu", {"year": 1922}),
            ("Nosferatu", {"year": 2024}),
        ):  # fmt: skip
            factories.make_work(name, **fields)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("iss", ["I.S.S."]),
            ("I.S.", ["I.S.S."]),
            ("bear", ["The Bear", "Bear Country", "A Bearable Life"]),
            ("the BEAR", ["The Bear", "Bear Country", "A Bearable Life"]),
            ("life bear", ["A Bearable Life"]),
            ("amelie", ["Amélie"]),
            ("AMÉ", ["Amélie"]),
            ("chihiro", ["Spirited Away"]),
            ("Sen Kami", ["Spirited Away"]),
            ("fabuleux amelie", ["Amélie"]),
            ("nosferatu", ["Nosferatu", "Nosferatu"]),
            ("osferatu", []),
            ("", []),
            ("\x00", []),
            ("%", []),
            ("bear " * 500, ["The Bear", "Bear Country", "A Bearable Life"]),
        ],
    )
    def test_words_that_begin_so_best_first(self, desk, query, found):
        assert names(desk, q=query) == found

    def test_newest_first_among_namesakes(self, desk):
        found = desk.get(SUGGEST, {"q": "nosferatu"}).json()["works"]
        assert [work["words"] for work in found] == ["Film, 2024", "Film, 1922"]

    def test_a_season_is_found_under_its_series(self, desk):
        bear = Work.objects.get(name="The Bear")
        factories.make_work("Season 2", kind="season", number=2, parent=bear)
        assert names(desk, q="bear") == ["The Bear", "Bear Country", "A Bearable Life", "Season 2"]
        assert desk.get(SUGGEST, {"q": "season"}).json()["works"][0]["words"] == "Season 2 of The Bear"

    def test_says_what_chips_show(self, desk):
        iss = Work.objects.get(name="I.S.S.")
        assert desk.get(SUGGEST, {"q": "iss"}).json() == {
            "works": [
                {"pk": iss.pk, "uid": iss.uid, "name": "I.S.S.", "words": "Film, 2024", "url": iss.get_absolute_url()}
            ]
        }  # fmt: skip

    def test_those_asked_for_in_that_order(self, desk):
        bear, iss = Work.objects.get(name="The Bear"), Work.objects.get(name="I.S.S.")
        assert names(desk, pk=[bear.pk, iss.pk]) == ["The Bear", "I.S.S."]
        assert names(desk, pk=[iss.pk, bear.pk]) == ["I.S.S.", "The Bear"]
        assert names(desk, uid=bear.uid) == ["The Bear"]
        assert names(desk, pk=["x", "9" * 40, "²", "999"]) == []
        assert names(desk, uid="\x00") == []

    def test_at_most_ten(self, desk):
        for number in range(12):
            factories.make_work(f"Alien {number}")
        assert len(names(desk, q="alien")) == 10


def test_suggestions_cost_the_same_for_many(desk):
    bear = factories.make_work("Bear", kind="series")
    factories.make_work("Season 1", kind="season", parent=bear)
    cost(desk, SUGGEST, {"q": "bear"})
    few = cost(desk, SUGGEST, {"q": "bear"})
    for number in range(2, 9):
        season = factories.make_work(f"Season {number}", kind="season", parent=bear)
        factories.make_work(f"Bear {number}", original_name=f"Bear {number}", parent=season, kind="episode")
    assert cost(desk, SUGGEST, {"q": "bear"}) <= few
    assert cost(desk, SUGGEST, {"pk": bear.pk}) <= few


class TestMaking:
    def test_takes_two_fields(self, desk):
        response = desk.post(MAKE, {"name": "  Safety   Last! ", "kind": "film"})
        work = Work.objects.get()
        assert (response.status_code, work.name, work.slug) == (201, "Safety Last!", "safety-last")
        assert response.json()["work"]["pk"] == work.pk
        assert response.json()["work"]["words"] == "Film"

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"kind": "film"}, "Give the work a name."),
            ({"name": "  ", "kind": "film"}, "Give the work a name."),
            ({"name": "x" * 201, "kind": "film"}, "This name has 201 characters; a work's name has at most 200."),
            ({"name": "A"}, "Say what it is: a film, a series, a book …"),
            ({"name": "A", "kind": "opera"}, "Say what it is: a film, a series, a book …"),
            ({"name": "A\x00", "kind": "film"}, "Null characters are not allowed."),
        ],
    )  # fmt: skip
    def test_refuses_in_words(self, desk, sent, sentence):
        response = desk.post(MAKE, sent)
        assert (response.status_code, response.json()) == (400, {"error": sentence})
        assert not Work.objects.exists()

    def test_offers_the_one_that_is_there(self, desk):
        work = factories.make_work("The Bear", kind="series", year=2022)
        response = desk.post(MAKE, {"name": "the BEAR", "kind": "series"})
        assert response.status_code == 409
        assert response.json()["error"] == "There is a series of this name already."
        assert response.json()["duplicate"]["pk"] == work.pk
        assert desk.post(MAKE, {"name": "The Bear", "kind": "film"}).status_code == 201
        assert desk.post(MAKE, {"name": "The Bear", "kind": "series", "anyway": "on"}).status_code == 201
        assert Work.objects.filter(name="The Bear", kind="series").count() == 2

    def test_a_name_of_signs_alone_is_a_name(self, desk):
        assert desk.post(MAKE, {"name": "…", "kind": "film"}).status_code == 201


class TestTelling:
    def test_tells_what_readers_are_told(self, desk):
        still = factories.make_image()
        work = factories.make_work(
            "I.S.S.", year=2024, running_time=95, opens=date(2024, 1, 19), cast=(("Ariana DeBose", "Kira Foster"),),
            trailer_url="https://vimeo.com/1", trailer_title="The trailer", trailer_image=still,
        )  # fmt: skip
        assert desk.get(told_url(work.uid)).json() == {
            "pk": work.pk,
            "uid": work.uid,
            "name": "I.S.S.",
            "words": "Film, 2024",
            "url": work.get_absolute_url(),
            "facts": [
                {"name": "Running time", "label": "Running time", "value": "95 minutes"},
                {"name": "Release date", "label": "Release date", "value": "January 19, 2024 (US theaters)"},
            ],
            "releases": [{"name": "US theaters", "label": "US theaters", "value": "January 19, 2024"}],
            "cast": [{"title": "", "members": [{"person": "Ariana DeBose", "character": "Kira Foster"}]}],
            "trailer": {"url": "https://vimeo.com/1", "title": "The trailer", "image": still.uid},
            "change_url": reverse("admin:articles_work_change", args=[work.pk]),
        }

    def test_a_bare_work_has_little_to_tell(self, desk):
        told = desk.get(told_url(factories.make_work("Bare").uid)).json()
        assert (told["facts"], told["releases"], told["cast"], told["trailer"]) == ([], [], [], None)

    @pytest.mark.parametrize("uid", ["0" * 32, "x", "%00"])
    def test_there_is_none(self, desk, uid):
        response = desk.get(told_url(uid))
        assert response.status_code == 404
        assert response.json() == {"error": "This work is not there any more."}

    def test_costs_the_same_for_many_lines(self, desk):
        work = factories.make_work("Crowded", cast=(("One", "A"),), opens=date(2024, 1, 1))
        cost(desk, told_url(work.uid), {})
        few = cost(desk, told_url(work.uid), {})
        for number in range(2, 6):
            factories.make_credit(work, f"Person {number}", position=number)
            Release.objects.create(work=work, date=date(2024, 1, number), territory="FR")
        assert cost(desk, told_url(work.uid), {}) == few


class TestPermissions:
    def test_strangers_see_the_sign_in(self, client):
        uid = factories.make_work().uid
        assert client.get(SUGGEST).status_code == 302
        assert client.post(MAKE).status_code == 302
        assert client.get(told_url(uid)).status_code == 302

    def test_a_writer_may_all_of_it(self, writers_desk):
        assert writers_desk.post(MAKE, {"name": "A", "kind": "film"}).status_code == 201
        assert names(writers_desk, q="a") == ["A"]
        assert writers_desk.get(told_url(Work.objects.get().uid)).status_code == 200

    def test_who_may_only_look_makes_none(self, client):
        viewer = factories.make_user()
        client.force_login(viewer)
        uid = factories.make_work().uid
        assert client.get(SUGGEST).status_code == 403
        assert client.get(told_url(uid)).status_code == 403
        viewer.user_permissions.add(Permission.objects.get(codename="view_work"))
        assert client.get(SUGGEST).status_code == 200
        assert client.get(told_url(uid)).status_code == 200
        assert client.post(MAKE, {"name": "A", "kind": "film"}).status_code == 403

    def test_each_has_its_method(self, desk):
        assert desk.post(SUGGEST).status_code == 405
        assert desk.get(MAKE).status_code == 405
        assert desk.post(told_url("0" * 32)).status_code == 405


class TestTheFormsWorks:
    def test_kept_in_the_order_given(self, desk):
        one, two = factories.make_work(), factories.make_work()
        article = factories.make_draft()
        desk.post(
            change_url(article),
            filled(desk, change_url(article), works=f" {two.pk}, {one.pk},{two.pk},", _save="1"),
        )
        assert snapshots.current(Article.objects.get())["works"] == [two.pk, one.pk]
        assert filled(desk, change_url(article))["works"] == [f"{two.pk},{one.pk}"]

    def test_published_with_them(self, desk):
        work = factories.make_work()
        article = factories.make_draft()
        desk.post(change_url(article), filled(desk, change_url(article), works=str(work.pk), _publish="1"))
        assert [subject.work for subject in Article.objects.published().get().subjects.all()] == [work]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("Heretic", "“Heretic” is not the number of a work. Give numbers with commas between them."),
            ("1;2", "“1;2” is not the number of a work. Give numbers with commas between them."),
            ("²", "“²” is not the number of a work. Give numbers with commas between them."),
            ("9" * 50, f"“{'9' * 40}” is not the number of a work. Give numbers with commas between them."),
            ("999", "Work 999 is not there any more. Take it out, or choose another one."),
            (",".join(map(str, range(1, WORKS_LIMIT + 2))), "These are 21 works; an article is about at most 20."),
        ],
    )  # fmt: skip
    def test_refuses_in_words_and_keeps_what_was_typed(self, desk, typed, sentence):
        response = desk.post(ADD, filled(desk, ADD, headline="A", works=typed, _save="1"))
        assert errors(response) == {"works": [sentence]}
        assert form_of(response).fields["works"] == typed
        assert not Article.objects.exists()


class TestTheFormsVerdict:
    @pytest.mark.parametrize(
        ("rating", "scale", "problem"),
        [
            (None, 5, ""), (3.5, 5, ""), (0, 5, ""), (5, 5, ""), (4.1, 5, ""), (3, None, ""),
            (5.1, 5, "The rating is higher than the scale: give a number from 0 to 5."),
            (3.25, 5, "A rating has at most one digit after the point, for example 3.5."),
        ],
    )  # fmt: skip
    def test_problems(self, rating, scale, problem):
        assert rating_problem(rating, scale) == problem

    def test_kept_with_the_article(self, desk):
        sent = filled(
            desk,
            ADD,
            headline="A",
            format="review",
            rating="3.5",
            rating_scale="5",
            verdict="Good.",
            _save="1",
        )
        desk.post(ADD, sent)
        snapshot = snapshots.current(Article.objects.get())
        assert (snapshot["rating"], snapshot["rating_scale"], snapshot["verdict"]) == (3.5, 5, "Good.")

    @pytest.mark.parametrize(
        ("sent", "field", "sentence"),
        [
            ({"rating": "6"}, "rating", "The rating is higher than the scale: give a number from 0 to 5."),
            ({"rating": "x"}, "rating", "A rating is a number, for example 3.5."),
            ({"rating": "nan"}, "rating", "A rating is a number, for example 3.5."),
            ({"rating_scale": ""}, "rating_scale", "Say out of how many, for example 5."),
        ],
    )
    def test_refuses_in_words(self, desk, sent, field, sentence):
        response = desk.post(ADD, filled(desk, ADD, headline="A", format="review", **sent, _save="1"))
        assert errors(response) == {field: [sentence]}
