"""What is typed is kept before it is saved: the addresses an open form asks, without a browser."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, sittings, snapshots
from articles.models import Article, Sitting
from articles.tests.admin.forms import ADD, change_url, filled, form_of, messages
from articles.tests.factories import make_article, make_author, make_draft, make_user
from articles.tests.pages import parse, texts

pytestmark = pytest.mark.django_db
AUTOSAVE = "/admin/articles/article/autosave/"
SEEN = "/admin/articles/article/seen/"
LEAVE = "/admin/articles/article/leave/"


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(make_user("Editors", first_name=name))
    return client


def autosave(client: Client, form: dict, article: Article | None = None, **changes):
    given = {"sequence": "1"} | form | {"article": article.pk if article else ""} | changes
    return client.post(AUTOSAVE, given)


def opened(client: Client, article: Article | None = None, sitting: Sitting | None = None) -> dict:
    url = change_url(article) if article else ADD
    form = filled(client, f"{url}?sitting={sitting.uid}" if sitting else url)
    return {name: found[0] if len(found) == 1 else found for name, found in form.items()}


def see(client: Client, form: dict, article: Article | None, **more) -> dict:
    response = client.post(
        SEEN, {"sitting": form["sitting"], "article": article.pk if article else "", **more}
    )
    assert response.status_code == 200, response.content
    return response.json()


def test_it_is_kept_and_changes_neither_copy(desk):
    article = make_article(headline="Live")
    form = opened(desk, article) | {"headline": "Typed", "rating": "99", "slug": "not a slug!"}
    answer = autosave(desk, form, article, sequence="1").json()
    assert (answer["sequence"], len(answer["at"])) == (1, 5)
    assert snapshots.current(article)["headline"] == "Live"
    assert not hasattr(Article.objects.get(pk=article.pk), "working_copy")
    [kept] = Sitting.objects.all()
    assert kept.fields["headline"] == ["Typed"]
    assert kept.fields["rating"] == ["99"]
    assert not kept.fields.keys() & {"csrfmiddlewaretoken", "sitting", "sequence", "_save"}


def test_what_arrives_late_changes_nothing(desk):
    article = make_draft()
    form = opened(desk, article)
    autosave(desk, form | {"headline": "Later"}, article, sequence="2")
    answer = autosave(desk, form | {"headline": "Earlier"}, article, sequence="1").json()
    assert answer["sequence"] == 2
    assert Sitting.objects.get().headline == "Later"


def test_it_is_offered_and_comes_back_as_it_was_typed(desk):
    article = make_draft(headline="Saved", body="<p>Saved.</p>")
    one, two = make_author("One"), make_author("Two")
    typed = {
        "headline": "Typed", "body": "<p>Typed.</p>", "tags": "Space, Moon", "rating": "7 of", "format": "review",
        "featured_is_decorative": "on", "published_at": "2031-01-31T09:00",
        "bylines-TOTAL_FORMS": "2", "bylines-0-author": str(two.pk), "bylines-0-role": "words", "bylines-0-position": "1",
        "bylines-1-author": str(one.pk), "bylines-1-role": "words", "bylines-1-position": "0",
    }  # fmt: skip
    autosave(desk, opened(desk, article) | typed, article)
    page = parse(desk.get(change_url(article)).content)
    assert "Typed" in texts(page, ".desk-unsaved")[0]
    [sitting] = Sitting.objects.all()
    back = opened(desk, article, sitting)
    for name in ("headline", "body", "tags", "format", "published_at", "featured_is_decorative"):
        assert back[name] == typed[name], name
    assert (back["bylines-0-author"], back["bylines-1-author"]) == (str(one.pk), str(two.pk))
    assert back["continues"] == str(sitting.uid)
    assert back["sitting"] != str(sitting.uid)


def test_a_new_article_with_a_headline_alone(desk):
    autosave(desk, opened(desk) | {"headline": "Nothing but this"})
    assert not Article.objects.exists()
    [sitting] = Sitting.objects.all()
    assert opened(desk, None, sitting)["headline"] == "Nothing but this"
    index = parse(desk.get("/admin/").content)
    assert "Nothing but this" in texts(index, ".desk-unsaved")[0]


def test_saving_ends_it(desk):
    article = make_draft(headline="Old")
    form = opened(desk, article) | {"headline": "Typed"}
    autosave(desk, form, article, sequence="3")
    desk.post(change_url(article), form | {"sequence": "4"}, follow=True)
    late = autosave(desk, form, article, sequence="4").json()
    assert late["sequence"] == 4
    assert sittings.unsaved(get_user(desk), article=article) == []
    assert snapshots.current(article)["headline"] == "Typed"


def test_what_was_brought_back_is_saved_against_what_it_began_from(desk):
    article = make_draft(headline="Old", dek="Old")
    autosave(desk, opened(desk, article) | {"headline": "Mine"}, article)
    other = client_of("Ada")
    other.post(change_url(article), opened(other, article) | {"dek": "Theirs"})
    [sitting] = Sitting.objects.filter(fields__isnull=False)
    sittings.leave(sitting.uid, user=get_user(desk))
    desk.post(change_url(article), opened(desk, article, sitting), follow=True)
    current = snapshots.current(article)
    assert (current["headline"], current["dek"]) == ("Mine", "Theirs")
    assert sittings.unsaved(get_user(desk), article=article) == []


def test_an_autosave_that_goes_on_replaces_the_one_it_continues(desk):
    article = make_draft()
    autosave(desk, opened(desk, article) | {"headline": "Mine"}, article)
    [first] = Sitting.objects.all()
    sittings.leave(first.uid, user=get_user(desk))
    autosave(desk, opened(desk, article, first) | {"headline": "Mine too"}, article)
    assert [sitting.headline for sitting in sittings.unsaved(get_user(desk), article=article)] == ["Mine too"]


def test_one_in_another_tab_stays(desk):
    article = make_draft()
    autosave(desk, opened(desk, article) | {"headline": "In the first tab"}, article)
    [first] = Sitting.objects.all()
    autosave(desk, opened(desk, article, first) | {"headline": "In the second"}, article)
    headlines = {sitting.headline for sitting in sittings.unsaved(get_user(desk), article=article)}
    assert headlines == {"In the first tab", "In the second"}


def test_a_form_sent_twice_makes_one_article_and_no_conflict(desk):
    form = opened(desk) | {"headline": "Once"}
    desk.post(ADD, form)
    response = desk.post(ADD, form | {"headline": "Once more"}, follow=True)
    assert [article.headline for article in Article.objects.all()] == ["Once more"]
    assert set(messages(response)) == {"Saved. Readers see nothing of it yet."}


def test_sent_again_after_a_merge_it_takes_nothing_back(desk):
    """The answer to the first saving never came: the page does not know what it was merged with."""
    article = make_draft(headline="Old", dek="Old", body="<p>Old.</p>")
    form = opened(desk, article) | {"headline": "Mine"}
    other = client_of("Ada")
    other.post(change_url(article), opened(other, article) | {"dek": "Theirs"})
    desk.post(change_url(article), form)
    desk.post(change_url(article), form | {"headline": "Mine, later"})
    current = snapshots.current(article)
    assert (current["headline"], current["dek"]) == ("Mine, later", "Theirs")


def get_user(client: Client):
    return client.get("/admin/").wsgi_request.user


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"sitting": "nonsense"}, 400, "too old to be kept"),
        ({"article": "12x"}, 404, "not there any more"),
        ({"article": "999999"}, 404, "not there any more"),
        ({"article": "9" * 30}, 404, "not there any more"),
        ({"headline": "x" * (sittings.AUTOSAVE_LIMIT + 1)}, 413, "too long to keep"),
    ],
)
def test_what_cannot_be_kept_is_said(desk, changes, status, sentence):
    response = desk.post(AUTOSAVE, {"sequence": "1"} | opened(desk) | {"article": ""} | changes)
    assert response.status_code == status
    assert sentence in response.json()["sentence"]
    assert not Sitting.objects.exists()


@pytest.mark.parametrize("text", ["a\0b", "\ud7ff\ue000", "\U0001f319", "&#0;", '"\\'])
def test_every_sign_is_kept(desk, text):
    autosave(desk, opened(desk) | {"headline": text})
    assert Sitting.objects.get().fields["headline"] == [text.replace("\0", "")]


@pytest.mark.parametrize("number", ["-1", "1.5", "x", "", "9" * 40])
def test_odd_numbers_do_no_harm(desk, number):
    assert (
        autosave(desk, opened(desk) | {"headline": "A"}, sequence=number, base_number=number).status_code
        == 200
    )


def test_an_article_of_others_is_not_a_writers(desk):
    article = make_article(headline="Hidden")
    writer = Client()
    writer.force_login(make_user("Writers"))
    form = opened(writer)
    for url in (AUTOSAVE, SEEN):
        answer = writer.post(url, form | {"article": article.pk, "sequence": "1"})
        assert answer.status_code == 404, url
    assert not Sitting.objects.exists()


def test_nobody_sees_another_persons_autosave(desk):
    article = make_draft(headline="Saved")
    autosave(desk, opened(desk, article) | {"headline": "Mine alone"}, article)
    other = client_of("Ada")
    [sitting] = Sitting.objects.all()
    response = other.get(f"{change_url(article)}?sitting={sitting.uid}")
    assert b"Mine alone" not in response.content
    assert form_of(response).fields["headline"].strip() == "Saved"
    other.post("/admin/articles/article/drop/", {"sitting": str(sitting.uid)})
    assert Sitting.objects.get(pk=sitting.pk).fields


def test_signed_out_it_is_told_so_and_keeps_nothing(client):
    response = client.post(AUTOSAVE, {"sitting": str(uuid4()), "sequence": "1"})
    assert response.status_code == 302
    assert not Sitting.objects.exists()


def test_who_else_is_here_and_who_edits(desk):
    article = make_draft()
    ada, bea = client_of("Ada"), client_of("Bea")
    form_a, form_b = opened(ada, article), opened(bea, article)
    assert see(ada, form_a, article) | {"user": 0} == {
        "user": 0, "name": "Ada", "people": [], "editor": None, "isEditing": True, "number": 0,
    }  # fmt: skip
    seen = see(bea, form_b, article)
    assert (seen["people"], seen["editor"]["name"], seen["isEditing"]) == (["Ada"], "Ada", False)
    assert see(bea, form_b, article, take="1")["editor"] is None
    lost = see(ada, form_a, article)
    assert (lost["editor"]["name"], lost["isEditing"]) == ("Bea", True)
    bea.post(LEAVE, {"sitting": form_b["sitting"]})
    assert see(ada, form_a, article)["editor"] is None


def test_ones_own_tabs_raise_no_alarm(desk):
    article = make_draft()
    ada = client_of("Ada")
    first, second = opened(ada, article), opened(ada, article)
    assert see(ada, first, article)["isEditing"]
    seen = see(ada, second, article)
    assert (seen["people"], seen["editor"]) == ([], None)


def test_who_sleeps_is_gone_and_nobody_is_blamed_on_waking(desk):
    article = make_draft()
    ada, bea = client_of("Ada"), client_of("Bea")
    form_a, form_b = opened(ada, article), opened(bea, article)
    see(ada, form_a, article)
    Sitting.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert see(bea, form_b, article)["people"] == []
    bea.post(LEAVE, {"sitting": form_b["sitting"]})
    assert see(ada, form_a, article)["editor"] is None


def test_old_ones_go(desk):
    article = make_draft()
    autosave(desk, opened(desk, article) | {"headline": "Unsaved"}, article)
    see(desk, opened(desk, article), article)
    now = timezone.now()
    assert sittings.prune(now + timedelta(hours=23)) == 0
    assert sittings.prune(now + timedelta(days=2)) == 1
    assert Sitting.objects.get().headline == "Unsaved"
    assert sittings.prune(now + timedelta(days=31)) == 1


def test_opening_costs_the_same_however_much_there_is(desk):
    article = make_draft()
    user = get_user(desk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(change_url(article))
        return len(captured)

    client_of("Colleague")
    cost()
    sittings.autosave(
        uuid4(), user=user, article=article, fields={"headline": ["A"]}, base_number=0, sequence=1
    )
    one = cost()
    for number in range(3):
        see(client_of(f"Visitor {number}"), {"sitting": str(uuid4())}, article)
        sittings.autosave(
            uuid4(), user=user, article=article, fields={"headline": ["A"]}, base_number=0, sequence=1
        )
        publishing.save(article, snapshots.current(article), by=user)
    assert one == cost()


def test_an_autosave_and_a_look_round_cost_little(desk):
    article = make_draft()
    form = opened(desk, article)
    autosave(desk, form | {"headline": "A"}, article, sequence="1")
    with CaptureQueriesContext(connection) as captured:
        autosave(desk, form | {"headline": "B"}, article, sequence="2")
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 6
    see(desk, form, article)
    with CaptureQueriesContext(connection) as captured:
        see(desk, form, article)
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 8
