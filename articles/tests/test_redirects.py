"""Old addresses, asked for as a reader or a feed program does."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles import publishing, redirects, scheduling
from articles.admin.page import RedirectForm
from articles.models import Article, Redirect, Tag
from articles.tests.factories import HIDDEN_STATES, make_article, make_draft, make_publication, revise

pytestmark = pytest.mark.django_db

FEED_FOLDERS = ("feed/", "feed/atom/", "feed/json/")


@pytest.fixture(autouse=True)
def publication():
    return make_publication()


def hop(client, path: str) -> str:
    """Where a permanent redirect leads, which must itself answer."""
    response = client.get(path)
    assert response.status_code == 301
    assert client.get(response.headers["Location"]).status_code == 200
    return response.headers["Location"]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("moon", "the-moon", "our-moon"),
        ("кино-и-мы", "émile", "映画"),
        ("я" * 80, "ä" * 80, "ø" * 80),
    ],
)
def test_an_article_is_found_under_every_address_it_had(client, first, second, third):
    article = make_article(slug=first)
    for slug in (second, third):
        article = publishing.change_slug(article, slug, by=None)
    for slug in (first, second):
        assert hop(client, f"/articles/{slug}/") == article.get_absolute_url()
    assert client.get(f"/articles/{third}/").status_code == 200


def test_an_address_typed_in_another_unicode_form_is_the_same_address(client):
    article = make_article(slug="émile")
    assert client.get("/articles/e\u0301mile/").status_code == 200
    publishing.change_slug(article, "rousseau", by=None)
    assert hop(client, "/articles/e\u0301mile/") == "/articles/rousseau/"


def test_the_query_and_a_missing_slash_survive(client):
    publishing.change_slug(make_article(slug="old"), "new", by=None)
    assert client.get("/articles/old/?utm=x&y=1").headers["Location"] == "/articles/new/?utm=x&y=1"
    response = client.get("/articles/old?a=1", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == "/articles/new/?a=1"


def test_a_redirect_may_be_typed_as_a_browser_shows_it_or_copies_it(client):
    target = ContentType.objects.get_for_model(Article)
    article = make_article()
    for typed in ("/2019/old", "alt/%C3%BCber", "/u\u0308ber/uns/"):
        Redirect.objects.create(old_path=typed, content_type=target, object_id=article.pk)
    for path in ("/2019/old/", "/alt/\u00fcber/", "/\u00fcber/uns/"):
        assert hop(client, path) == article.get_absolute_url()


def test_the_form_understands_addresses_as_browsers_copy_them(client):
    article = make_article(slug="\u00fcber-uns")
    typed = {
        "old_path": "http://site.test/alt/%C3%BCber?x=1",
        "leads_to": f"http://site.test{article.get_absolute_url()}",
    }
    form = RedirectForm(typed)
    assert form.errors == {}
    form.save()
    assert hop(client, "/alt/\u00fcber/") == article.get_absolute_url()
    assert list(RedirectForm(typed).errors) == ["old_path"]


def test_only_reading_is_redirected(client):
    publishing.change_slug(make_article(slug="old"), "new", by=None)
    assert client.head("/articles/old/").status_code == 301
    assert client.post("/articles/old/").status_code != 301


@pytest.mark.parametrize(("old", "new"), [("Sci Fi", "Science fiction"), ("Кино", "Ёлки")])
def test_a_merged_tag_leads_to_the_other_with_all_its_feeds(client, old, new):
    make_article(tags=[old])
    make_article(tags=[new])
    source, target = Tag.objects.get(name=old), Tag.objects.get(name=new)
    publishing.merge_tags([source], into=target, by=None)
    assert hop(client, f"/tags/{source.slug}/") == target.get_absolute_url()
    for folder in FEED_FOLDERS:
        assert hop(client, f"/tags/{source.slug}/{folder}") == f"{target.get_absolute_url()}{folder}"


def test_a_tag_merged_twice_is_one_hop_away(client):
    make_article(tags=["One", "Two", "Three"])
    one, two, three = Tag.objects.order_by("pk")
    publishing.merge_tags([one], into=two, by=None)
    publishing.merge_tags([two], into=three, by=None)
    for slug in ("one", "two"):
        assert hop(client, f"/tags/{slug}/") == "/tags/three/"


@pytest.mark.parametrize("state", [name for name in HIDDEN_STATES if name not in ("withdrawn", "trashed")])
def test_no_redirect_names_an_article_nobody_has_seen(client, state):
    redirects.remember("/articles/rumour/", target=HIDDEN_STATES[state](slug="secret"))
    response = client.get("/articles/rumour/")
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_what_was_withdrawn_is_gone_at_its_old_address_too(client):
    article = publishing.change_slug(make_article(slug="old"), "new", by=None)
    publishing.withdraw(article, by=None, public_note="A mistake of ours.")
    response = client.get("/articles/old/", follow=True)
    assert (response.status_code, len(response.redirect_chain)) == (410, 1)
    assert "A mistake of ours." in response.content.decode()


def test_a_redirect_whose_target_is_gone_is_a_clean_404(client):
    article = make_draft()
    redirects.remember("/articles/old/", target=article)
    Redirect.objects.update(object_id=article.pk + 1)
    assert client.get("/articles/old/").status_code == 404


def test_an_address_in_use_wins_over_a_redirect(client):
    make_article(slug="here")
    redirects.remember("/articles/here/", target=make_article(slug="there"))
    assert client.get("/articles/here/").status_code == 200


def test_a_scheduled_change_of_address_is_remembered_from_when_readers_saw_it(client):
    article = scheduling.schedule(make_draft(slug="first"), by=None, at=timezone.now() + timedelta(1))
    article = publishing.publish(article, by=None)
    publishing.publish(revise(article, slug="second"), by=None)
    assert hop(client, "/articles/first/") == "/articles/second/"


@pytest.mark.parametrize(
    "path", ["/articles/\x00/", "/" + "x" * 5000 + "/", "/articles/" + "я" * 400 + "/", "/%/"]
)
def test_a_strange_address_is_a_clean_404(client, path):
    assert client.get(path).status_code == 404
    assert redirects.find(path) is None


def test_finding_costs_two_queries_at_most(django_assert_max_num_queries):
    publishing.change_slug(make_article(slug="old"), "new", by=None)
    with django_assert_max_num_queries(3):
        assert redirects.find("/articles/old/") == "/articles/new/"
    with django_assert_max_num_queries(1):
        assert redirects.find("/articles/unknown/") is None
