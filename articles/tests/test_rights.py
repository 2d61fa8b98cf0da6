"""Rights end by the clock: what readers see then, what editors are told before and after."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import checklist, due, publishing, renditions, rights, snapshots
from articles.models import Article, Image, Page, Publication
from articles.models.image import GONE_ALT, GONE_FILE
from articles.refusals import PublishingError
from articles.rendering import render_page
from articles.structured_data import article_json_ld, open_graph
from articles.tests.factories import (
    make_article,
    make_draft,
    make_image,
    make_publication,
    picture_html,
)

pytestmark = pytest.mark.django_db

GONE = GONE_FILE[0]
SOON = timedelta(days=3)


def passed(image: Image, article: Article | None = None) -> None:
    """Let the rights of `image` have ended a moment ago, and the clock have been noticed."""
    Image.objects.filter(pk=image.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    due.apply_due(timezone.now())


def page_of(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


# --- what readers see


@pytest.fixture
def image():
    return make_image(alt="A station", caption="In orbit", credit="A. Drawer")


@pytest.fixture
def article(image):
    make_publication()
    return make_article(
        featured_image=image,
        featured_alt="Own alt",
        body="<p>Text.</p>" + picture_html(image, attributes=' data-alt="Here alt"', caption="Here caption"),
    )


SURFACES = ("/", "/feed/", "/feed/atom/", "/feed/json/")
WORDS = ("In orbit", "A. Drawer", "Own alt", "Here alt", "Here caption")


def test_an_expired_picture_is_shown_nowhere(client, image, article):
    surfaces = (*SURFACES, article.get_absolute_url())
    for path in surfaces:
        content = client.get(path).content.decode()
        assert image.key in content, path
        assert GONE not in content, path
    passed(image)
    for path in surfaces:
        content = client.get(path).content.decode()
        assert image.key not in content, path
        assert GONE in content, path
        assert not [word for word in WORDS if word in content], path
    assert "http://site.test/static/" in client.get("/feed/").content.decode()


def test_the_picture_in_its_place_says_so_and_keeps_its_room(client, image, article):
    passed(image)
    page = page_of(client, article)
    assert page.count(f'alt="{GONE_ALT}"') == 2
    assert page.count(f'width="{GONE_FILE[1]}" height="{GONE_FILE[2]}"') == 2
    with contextlib.closing(client.get(f"/static/{GONE}")) as response:
        assert response.status_code == 200


def test_machines_are_told_of_no_picture(image, article):
    passed(image)
    article = Article.objects.get()
    publication = Publication.current()
    data = json.loads(article_json_ld(article, publication=publication, public_url="http://site.test"))
    assert "image" not in data
    graph = open_graph(article, publication=publication, public_url="http://site.test")
    assert [content for name, content in graph if name == "og:image"] == []


def test_the_publications_sharing_image_stands_in(image, article):
    own = make_image(alt="Our sign")
    publication = Publication.current()
    publication.sharing_image = own
    passed(image)
    graph = dict(open_graph(Article.objects.get(), publication=publication, public_url="http://site.test"))
    assert own.key in graph["og:image"]
    assert graph["og:image:alt"] == "Our sign"


def test_a_featured_image_needs_no_worker_and_no_rendering(client, image, article):
    Image.objects.filter(pk=image.pk).update(expires_at=timezone.now() - SOON)
    article = Article.objects.for_cards().get()
    assert article.featured.is_gone
    assert article.featured_image.card.is_gone
    assert not Image.objects.get().crops()["card"].is_gone  # Editors still see what it is.


def test_it_comes_back_when_rights_are_prolonged(client, image, article):
    passed(image)
    image.refresh_from_db()
    image.expires_at = timezone.now() + SOON
    image.save()
    renditions.refresh_uses(image)
    page = page_of(client, article)
    assert GONE not in page
    assert "Here caption" in page


def test_pages_lose_it_too(client, image):
    make_publication()
    page = Page(headline="About", slug="about", body=picture_html(image))
    render_page(page)
    page.save()
    passed(image)
    content = client.get("/about/").content.decode()
    assert image.key not in content
    assert GONE in content


# --- at its moment


def test_the_end_of_rights_is_a_public_moment(image, article):
    at = timezone.now() + SOON
    Image.objects.filter(pk=image.pk).update(expires_at=at)
    assert due.next_public_moment(timezone.now()) == at
    assert due.next_public_moment(at) is None
    scheduled = make_article(at=at - timedelta(days=1), featured_image=None)
    assert due.next_public_moment(timezone.now()) == scheduled.published_at


def test_it_is_announced_once_and_carried_out_as_often_as_one_likes(image, article, announcements):
    before = timezone.now() - timedelta(minutes=5)
    passed(image)
    assert announcements.count("due") == 1
    announcements.clear()
    now = timezone.now()
    due.apply_due(now, since=now)
    assert announcements == []
    rendered = Article.objects.get().rendered_web
    due.apply_due(now, since=before)
    assert Article.objects.get().rendered_web == rendered


def test_an_unused_picture_ends_in_silence(announcements):
    image = make_image()
    passed(image)
    assert announcements == []


def test_no_item_of_a_feed_becomes_new(image, article):
    before = Article.objects.values("published_at", "updated_at", "modified_at", "feed_id").get()
    passed(image)
    assert Article.objects.values("published_at", "updated_at", "modified_at", "feed_id").get() == before


def test_a_scheduled_article_appears_without_it(client, image):
    make_publication()
    article = make_article(at=timezone.now() + SOON, body=picture_html(image), featured_image=None)
    passed(image)
    Article.objects.update(published_at=timezone.now() - timedelta(seconds=1))
    assert image.key not in page_of(client, article)


# --- what editors are told


def test_expired_rights_keep_an_article_from_being_published(image):
    Image.objects.filter(pk=image.pk).update(expires_at=timezone.now())
    draft = make_draft(featured_image=image, body=picture_html(image))
    with pytest.raises(PublishingError) as refused:
        publishing.publish(draft, by=None)
    assert set(refused.value.sentences) == {"featured_image", "body"}
    assert "its rights have ended" in refused.value.sentences["body"][0]


@pytest.mark.parametrize(("days", "is_told"), [(13, True), (15, False)])
def test_a_warning_comes_two_weeks_before(image, days, is_told):
    Image.objects.filter(pk=image.pk).update(expires_at=timezone.now() + timedelta(days=days))
    draft = make_draft(featured_image=image, body=picture_html(image))
    snapshot = snapshots.current(draft)
    assert checklist.musts(snapshot, draft) == []
    told = [problem.field for problem in checklist.shoulds(snapshot, draft) if "rights" in problem.sentence]
    assert told == (["featured_image", "body"] if is_told else [])


def test_lists_of_what_to_replace():
    now = timezone.now()
    used = {days: make_image(expires_at=now + timedelta(days=days)) for days in (-2, 5, 20)}
    for image in used.values():
        make_draft(featured_image=image)
    make_image(expires_at=now - SOON)
    make_image(expires_at=now + SOON)
    assert list(rights.expired_in_use()) == [used[-2]]
    assert list(rights.expiring_within()) == [used[5]]
    assert list(rights.expiring_within(days=30)) == [used[5], used[20]]
    assert list(rights.expired_in_use(now + timedelta(days=6))) == [used[-2], used[5]]


def test_where_a_picture_is_used(image):
    live = make_article(featured_image=image, body=picture_html(image), headline="Live")
    make_draft(featured_image=None, body=picture_html(image), headline="Draft")
    page = Page.objects.create(headline="About", slug="about", body=picture_html(image))
    make_publication(site_name="The Test", logo=image)
    found = {(use.title, use.place, use.is_live) for use in rights.where_used(image)}
    assert found == {
        ("Live", "featured image", True),
        ("Live", "body", True),
        ("Draft", "body, not published", False),
        ("About", "page", True),
        ("The Test", "logo", True),
    }
    urls = {use.url for use in rights.where_used(image)}
    assert f"/admin/articles/article/{live.pk}/change/" in urls
    assert f"/admin/articles/page/{page.pk}/change/" in urls


def test_deleting_is_refused_by_name(image):
    assert rights.refuse_deletion(image) == ""
    for number in range(5):
        make_draft(featured_image=image, headline=f"Draft {number}")
    sentence = rights.refuse_deletion(image)
    assert "“Draft 4”, “Draft 3”, “Draft 2” and 2 more" in sentence


def test_uses_cost_a_constant_number_of_queries(image, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            make_article(featured_image=image, body=picture_html(image))
        with django_assert_num_queries(4):
            assert rights.where_used(image)


# --- the library's questions


def test_the_librarys_filters(image):
    own = make_image(rights="own", alt="", source="Press kit")
    old = make_image(rights="press", expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    make_draft(featured_image=image)
    found = Image.objects
    assert set(found.by_rights("own")) == {own}
    assert set(found.by_rights("")) == {image}
    assert set(found.expired()) == {old}
    assert set(found.expiring(datetime(2019, 12, 25, tzinfo=UTC))) == {old}
    assert set(found.expiring(datetime(2019, 12, 25, tzinfo=UTC), days=2)) == set()
    assert set(found.unused()) == {own, old}
    assert set(found.in_use()) == {image}
    assert set(found.unanswered()) == {own}
    assert set(found.matching("press KIT")) == {own}
    assert set(found.matching("station drawer")) == {image}
    assert set(found.matching("\x00")) == {image, own, old}


@pytest.mark.parametrize(("basis", "licence"), [("cc", ""), ("own", "by/4.0"), ("", "by/4.0")])
def test_a_licence_belongs_to_creative_commons(basis, licence):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(rights=basis, licence=licence)


def test_the_form_says_what_is_missing(image):
    image.rights = "cc"
    with pytest.raises(ValidationError) as refused:
        image.clean()
    assert "licence" in refused.value.message_dict


# --- what machines are told of a picture's terms

TERMS = [
    # rights, licence, source; creator's type, license, acquireLicensePage
    ("", "", "", None, None, None),
    ("own", "", "our archive", "Person", None, None),
    ("press", "", "https://press.example/kit", "Organization", None, "https://press.example/kit"),
    ("cc", "by/4.0", "", None, "https://creativecommons.org/licenses/by/4.0/", None),
    ("public", "", "", None, "https://creativecommons.org/publicdomain/mark/1.0/", None),
]


@pytest.mark.parametrize(("basis", "licence", "source", "creator", "license_url", "acquire"), TERMS)
def test_image_search_is_told_the_terms(basis, licence, source, creator, license_url, acquire):
    image = make_image(rights=basis, licence=licence, source=source, credit="A. Drawer")
    publication = make_publication()
    data = json.loads(
        article_json_ld(
            make_article(featured_image=image), publication=publication, public_url="http://site.test"
        )
    )
    (told,) = data["image"]
    assert told["creditText"] == "A. Drawer"
    assert told.get("creator") == ({"@type": creator, "name": "A. Drawer"} if creator else None)
    assert told.get("license") == license_url
    assert told.get("acquireLicensePage") == acquire


def test_a_logo_whose_rights_ended_gives_way_to_the_name(client):
    logo = make_image()
    make_publication(site_name="The Test", logo=logo)
    make_article()
    passed(logo)
    page = client.get("/").content.decode()
    assert GONE not in page
    assert "</span>The Test</a>" in page
