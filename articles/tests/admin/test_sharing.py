"""The desk's preview links: who may make, see and end them, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, sharing
from articles.models import SharedPreview
from articles.tests import factories

pytestmark = pytest.mark.django_db

DAYS_ERROR = "Say for how many days, as a whole number from 1 to 90."


def path_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/share/"


def test_a_link_is_made_listed_and_ended(client):
    editor = factories.make_user("Editors", first_name="Ann", last_name="Lee")
    client.force_login(editor)
    article = factories.make_draft(headline="Shared")
    assert client.get(path_of(article)).json() == {"links": [], "days": 7, "most_days": 90}

    response = client.post(path_of(article), {"days": "3"})
    assert response.status_code == 201
    shared = SharedPreview.objects.get()
    assert (shared.made_by, shared.expires_at - shared.made_at) == (editor, timedelta(days=3))
    SharedPreview.objects.update(expires_at=datetime(2099, 12, 6, 9, 5, tzinfo=UTC))
    link = response.json()["link"]
    assert client.get(path_of(article)).json()["links"] == [link | {"until": "6 December 2099, 09:05"}]
    assert (link["id"], link["who"]) == (shared.pk, "Ann Lee")
    assert link["url"] == f"http://site.test/preview/{shared.token}/"
    assert Client().get(link["url"].removeprefix("http://site.test")).status_code == 200

    assert client.post(link["end_url"]).json() == {"ended": shared.pk}
    assert client.get(path_of(article)).json()["links"] == []
    assert Client().get(link["url"].removeprefix("http://site.test")).status_code == 410
    assert client.post(link["end_url"]).json() == {"ended": shared.pk}


def test_only_links_that_show_something_are_listed(desk):
    article, other = factories.make_draft(), factories.make_draft()
    later, sooner = sharing.share(article, by=None, days=9), sharing.share(article, by=None, days=2)
    sharing.revoke(sharing.share(article, by=None), by=None)
    sharing.share(other, by=None)
    expired = sharing.share(article, by=None)
    past = timezone.now() - timedelta(days=1)
    SharedPreview.objects.filter(pk=expired.pk).update(made_at=past - timedelta(days=7), expires_at=past)
    links = desk.get(path_of(article)).json()["links"]
    assert [(link["id"], link["who"]) for link in links] == [
        (sooner.pk, "Somebody"),
        (later.pk, "Somebody"),
    ]


@pytest.mark.parametrize(
    "days", [None, "", "0", "-1", "91", "7.5", "1e9", "9" * 5000, "seven", "\x00", "<b>", "NaN", "7 days"]
)
def test_days_that_are_none(desk, days):
    article = factories.make_draft()
    response = desk.post(path_of(article), {} if days is None else {"days": days})
    assert (response.status_code, response.json()) == (422, {"error": DAYS_ERROR})
    assert not SharedPreview.objects.exists()


def test_what_is_in_the_trash_is_not_shared(desk):
    article = publishing.trash(factories.make_draft(headline="Gone"), by=None)
    response = desk.post(path_of(article), {"days": "7"})
    assert response.status_code == 422
    assert response.json() == {"error": "“Gone” is in the trash. Take it out before sharing it."}


# --- who may


def answers(client: Client, article, shared) -> list[int]:
    path = path_of(article)
    responses = [client.get(path), client.post(path, {"days": 7}), client.post(f"{path}{shared.pk}/end/")]
    return [response.status_code for response in responses]


def test_a_writer_shares_her_own_articles_and_knows_of_no_other(writers_desk, writer):
    own = factories.make_draft(bylines=[(factories.make_author(user=writer), "words")])
    other = factories.make_draft()
    kept = sharing.share(other, by=None)
    assert answers(writers_desk, own, sharing.share(own, by=None)) == [200, 201, 200]
    assert answers(writers_desk, other, kept) == [404, 404, 404]
    # Not by way of her own article either.
    assert writers_desk.post(f"{path_of(own)}{kept.pk}/end/").status_code == 404
    assert list(SharedPreview.objects.valid().filter(article=other)) == [kept]


def test_who_may_not_change_articles_shares_none(client):
    client.force_login(factories.make_user())
    article = factories.make_draft()
    assert answers(client, article, sharing.share(article, by=None)) == [404, 404, 404]


def test_somebody_without_a_login_is_asked_to_sign_in(client):
    article = factories.make_draft()
    shared = sharing.share(article, by=None)
    assert answers(client, article, shared) == [302, 302, 302]
    assert list(SharedPreview.objects.valid()) == [shared]


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_numbers_of_nothing(desk, pk):
    article = factories.make_draft()
    assert desk.get(f"/admin/articles/article/{pk}/share/").status_code == 404
    assert desk.post(f"{path_of(article)}{pk}/end/").status_code == 404


def test_another_site_cannot_make_or_end_links(editor):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(editor)
    article = factories.make_draft()
    shared = sharing.share(article, by=None)
    assert answers(careful, article, shared) == [200, 403, 403]
    assert list(SharedPreview.objects.valid()) == [shared]


def test_looking_changes_nothing(desk):
    article = factories.make_draft()
    shared = sharing.share(article, by=None)
    assert desk.get(f"{path_of(article)}{shared.pk}/end/").status_code == 405
    assert desk.delete(path_of(article)).status_code == 405
    assert "no-store" in desk.get(path_of(article)).headers["Cache-Control"]
    assert list(SharedPreview.objects.valid()) == [shared]


def test_three_links_cost_what_one_costs(desk, editor):
    article = factories.make_draft()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(path_of(article))
        return len(captured)

    sharing.share(article, by=editor)
    one = cost()
    for _ in range(2):
        sharing.share(article, by=factories.make_user("Editors"))
    assert one == cost() == 6
