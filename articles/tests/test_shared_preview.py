"""A shared preview link: what it shows and to whom, when it ends, and what nobody learns from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, review, sharing, snapshots
from articles.models import Article, Section, SharedPreview
from articles.publishing import PublishingError
from articles.tests.factories import (
    PUBLISHED_AT,
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_user,
    make_work,
    picture_html,
    revise,
    work_html,
)
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db

SECRET = "Xyzzy"
DATED = {"published_at": PUBLISHED_AT.isoformat()}  # else a preview says that it is published now
ENDED = "This preview link has ended. Ask whoever sent it to you for a new one."
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
PUBLIC = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/feed/",
    "/feed/atom/",
    "/feed/json/",
    "/feeds.opml",
    "/feeds/",
]


def address(article: Article, **fields) -> str:
    return sharing.share(article, by=None, **fields).get_absolute_url()


def expire(shared: SharedPreview) -> None:
    past = timezone.now() - timedelta(seconds=1)
    SharedPreview.objects.filter(pk=shared.pk).update(made_at=past - timedelta(days=7), expires_at=past)


# --- the verbs


def test_a_link_lasts_a_week_unless_it_is_said_otherwise():
    user = make_user("Editors")
    shared = sharing.share(make_draft(), by=user)
    assert shared.expires_at - shared.made_at == timedelta(days=7)
    assert shared.made_by == user
    longest = sharing.share(make_draft(), by=None, days=90)
    assert longest.expires_at - longest.made_at == timedelta(days=90)


@pytest.mark.parametrize("days", [-1, 0, 91, 10**12])
def test_a_link_neither_lasts_for_ever_nor_for_no_time(days):
    with pytest.raises(PublishingError, match="from 1 to 90 days"):
        sharing.share(make_draft(), by=None, days=days)
    assert not SharedPreview.objects.exists()


def test_the_database_takes_no_link_that_ends_before_it_begins():
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedPreview.objects.create(article=make_draft(), made_at=now, expires_at=now)


def test_what_is_in_the_trash_is_not_shared():
    with pytest.raises(PublishingError, match="in the trash"):
        sharing.share(publishing.trash(make_draft(), by=None), by=None)


def test_tokens_are_long_and_none_is_like_another():
    article = make_draft()
    tokens = {sharing.share(article, by=None).token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_valid_is_what_has_neither_expired_nor_ended():
    article = make_draft()
    kept, ended = sharing.share(article, by=None), sharing.share(article, by=None, days=2)
    sharing.revoke(ended, by=None)
    assert list(SharedPreview.objects.valid()) == [kept]
    assert not SharedPreview.objects.valid(kept.expires_at).exists()
    assert SharedPreview.objects.valid(kept.expires_at - timedelta(seconds=1)).exists()


def test_a_link_ends_once():
    shared = sharing.share(make_draft(), by=None)
    sharing.revoke(shared, by=None)
    first = SharedPreview.objects.get().revoked_at
    sharing.revoke(shared, by=None)
    assert SharedPreview.objects.get().revoked_at == first


@pytest.mark.parametrize("make", [make_draft, make_article])
def test_the_trash_ends_links_for_good(make):
    article = make()
    other = sharing.share(make_draft(), by=None)
    sharing.share(article, by=None)
    publishing.trash(article, by=None)
    publishing.restore(article, by=None)
    assert list(SharedPreview.objects.valid()) == [other]


def test_what_readers_lost_is_not_shown_by_old_links():
    article = make_article()
    sharing.share(article, by=None)
    article = publishing.withdraw(article, by=None)
    assert not SharedPreview.objects.valid().exists()
    sharing.share(article, by=None)
    assert SharedPreview.objects.valid().count() == 1


def test_taking_an_article_off_the_calendar_ends_no_link():
    article = make_article(at=timezone.now() + timedelta(days=1))
    shared = sharing.share(article, by=None)
    publishing.withdraw(article, by=None)
    assert list(SharedPreview.objects.valid()) == [shared]


def test_a_link_outlives_the_account_of_whoever_made_it():
    user = make_user("Editors", first_name="Ann", last_name="Lee")
    shared = sharing.share(make_draft(), by=user)
    user.delete()
    banner = preview_of(Client(), shared.get_absolute_url()).find_class("preview-banner")[0].text_content()
    assert banner.startswith("Preview of an unpublished article. It may still change.")


# --- what it shows


def preview_of(client: Client, path: str):
    response = client.get(path)
    assert response.status_code == 200, response.content[:500]
    return parse(response.content)


def banner_of(client: Client, path: str) -> str:
    (banner,) = texts(preview_of(client, path), ".preview-banner")
    return banner


def test_shows_the_saved_text_as_readers_will_see_it(client):
    make_publication()
    image, author = make_image(), make_author("Ida Lupino")
    article = make_draft(
        headline="Why *Nosferatu* lasts",
        body=f"<p>Not public yet.</p>{picture_html(image)}{SHOP_LINK}",
        bylines=[(author, "words")],
        tags=["Nobody used it yet"],
        **DATED,
    )
    preview = preview_of(client, address(article))
    live_path = publishing.publish(article, by=None, at=PUBLISHED_AT).get_absolute_url()
    live = parse(client.get(live_path).content)
    for part in ("h1", ".article-header", ".prose", ".article-tags"):
        assert texts(preview, part) == texts(live, part), part
    assert select(preview, "h1 i, h1 em, h1 cite")


def test_says_what_it_is_who_shows_it_and_until_when(client):
    user = make_user("Editors", first_name="Ann", last_name="Lee")
    shared = sharing.share(make_draft(), by=user)
    moment = datetime(2099, 12, 6, 12, tzinfo=UTC)
    SharedPreview.objects.update(expires_at=moment)
    assert banner_of(client, shared.get_absolute_url()) == (
        "Preview of an unpublished article, shared by Ann Lee. It may still change. "
        "This link ends on 6 December."
    )


def test_a_user_name_is_not_shown_to_strangers(client):
    user = make_user("Editors")
    shared = sharing.share(make_draft(), by=user)
    assert user.username not in client.get(shared.get_absolute_url()).content.decode()


def test_a_name_is_text(client):
    user = make_user("Editors", first_name="<b>Ann", last_name="&amp;")
    shared = sharing.share(make_draft(), by=user)
    assert "shared by <b>Ann &amp;." in banner_of(client, shared.get_absolute_url())


def test_shows_what_is_saved_now(client):
    article = make_draft(headline="First")
    path = address(article)
    revise(article, headline="Second")
    assert texts(preview_of(client, path), "h1") == ["Second"]


def test_unpublished_changes_of_a_live_article(client):
    article = make_article(headline="Live")
    path = address(article)
    revise(article, headline="Next", dek="Next dek.")
    assert texts(preview_of(client, path), "h1") == ["Next"]
    assert banner_of(client, path).startswith("Preview of changes that are not published yet.")
    assert texts(parse(client.get(article.get_absolute_url()).content), "h1") == ["Live"]


def test_a_live_article_without_changes_has_its_own_page(client):
    article = make_draft()
    path = address(article)
    live_path = publishing.publish(article, by=None).get_absolute_url()
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, live_path)
    assert given(response) == HEADERS


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_article(headline="Seen", at=timezone.now() + timedelta(days=1)),
        lambda: publishing.withdraw(make_article(headline="Seen"), by=None),
        lambda: revise(make_article(at=timezone.now() + timedelta(days=1)), headline="Seen"),
    ],
    ids=["scheduled", "withdrawn", "scheduled with changes"],
)
def test_whatever_is_not_live_is_shown(client, make):
    assert texts(preview_of(client, address(make())), "h1") == ["Seen"]


def test_an_empty_draft_is_a_page_too(client):
    article = Article()
    publishing.save(article, snapshots.empty(), by=None)
    assert texts(preview_of(client, address(article)), "h1") == [""]


def test_what_an_article_lost_meanwhile_is_simply_not_there(client):
    section, author = make_section(), make_author()
    article = revise(make_article(), headline="Still here", section=section, bylines=[(author, "words")])
    path = address(article)
    section.delete()
    author.delete()
    assert texts(preview_of(client, path), "h1") == ["Still here"]


# --- nobody else hears of it


def given(response) -> dict[str, str]:
    return {name: response.headers.get(name) for name in HEADERS}


def test_neither_caches_nor_search_engines_nor_other_sites_keep_it(client):
    response = client.get(address(make_draft(canonical_url="https://first.example/")))
    assert given(response) == HEADERS
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(response.headers)
    page = parse(response.content)
    assert select(page, "meta[name=robots]")[0].get("content") == "noindex"
    assert not select(page, "link[rel=canonical]")
    assert sharing_token_is_absent(page)


def sharing_token_is_absent(page) -> bool:
    """Not even the page itself names its address: nothing that is copied or printed from it gives it away."""
    token = SharedPreview.objects.get().token
    return not [value for node in page.iter() for value in node.attrib.values() if token in value]


def test_asks_for_no_session_and_sets_no_cookie(client, admin_client):
    path = address(make_draft(**DATED))
    with CaptureQueriesContext(connection) as captured:
        response = admin_client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not [
        query for query in captured if "django_session" in query["sql"] or "auth_group" in query["sql"]
    ]
    assert response.content == client.get(path).content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_looked_at(client, method):
    path = address(make_draft())
    response = getattr(client, method)(path)
    assert (response.status_code, response.content) == (405, b"")
    assert given(response) == HEADERS
    assert client.head(path).status_code == 200
    assert client.head(path).content == b""


def test_the_link_is_named_nowhere(client):
    article = make_draft(headline=SECRET)
    before = {path: client.get(path).content for path in PUBLIC}
    shared = sharing.share(article, by=None)
    client.get(shared.get_absolute_url())
    assert {path: client.get(path).content for path in PUBLIC} == before
    assert not [path for path, content in before.items() if shared.token.encode() in content]


def test_a_link_shows_nothing_of_other_unpublished_articles(client):
    section, author = make_section("Shared"), make_author("Shared")
    work = make_work("Shared film")
    same = {"section": section, "bylines": [(author, "words")], "works": [work], "tags": ["Shared"]}
    slots = "".join(
        f'<div class="recommended" data-kind="{kind}">Recommended</div>' for kind in ("videos", "articles")
    )
    make_article(headline="Visible", **same)
    shown = make_draft(headline="Shown", body=f"<p>Text.</p>{slots}{work_html(work)}", **same, **DATED)
    path = address(shown)
    before = client.get(path).content
    video = '<div class="video" data-url="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">Clip</a></div>'
    secret = same | {"headline": SECRET, "dek": SECRET, "body": f"<p>{SECRET}</p>{video}", "slug": "xyzzy"}
    other = make_draft(**secret)
    for hide in (
        lambda: review.submit(other, by=None),
        lambda: publishing.publish(other, by=None, at=timezone.now() + timedelta(days=1)),
        lambda: publishing.trash(other, by=None),
    ):
        hide()
        assert client.get(path).content == before
    assert b"Visible" in before
    live = make_article(headline="Open", **same)
    revise(live, headline=SECRET, dek=SECRET)
    assert SECRET not in client.get(path).content.decode()


# --- when it has ended


def the_ended_page(client: Client) -> bytes:
    response = client.get(f"/preview/{'a' * 43}/")
    assert response.status_code == 410
    assert given(response) == HEADERS
    assert ENDED in response.content.decode()
    return response.content


ENDINGS = {
    "revoked": lambda shared: sharing.revoke(shared, by=None),
    "expired": expire,
    "trashed": lambda shared: publishing.trash(shared.article, by=None),
    "trashed behind the verbs": lambda shared: Article.objects.update(status="trashed"),
    "withdrawn": lambda shared: publishing.withdraw(publishing.publish(shared.article, by=None), by=None),
    "article deleted": lambda shared: shared.article.delete(),
    "token changed": lambda shared: SharedPreview.objects.update(token="b" * 43),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("make", [make_draft, lambda **changes: revise(make_article(), **changes)])
def test_what_has_ended_says_nothing_but_that(client, make, ending):
    if ending == "withdrawn":
        make = make_draft  # of a live article there is nothing left but the page of its withdrawal
    shared = sharing.share(make(headline=SECRET, slug="xyzzy", section=make_section("Open")), by=None)
    path = shared.get_absolute_url()
    assert SECRET in client.get(path).content.decode()
    ENDINGS[ending](shared)
    response = client.get(path)
    assert response.status_code == 410
    assert given(response) == HEADERS
    assert not response.cookies
    assert response.content == the_ended_page(client)
    assert SECRET not in response.content.decode()
    assert client.head(path).status_code == 410


@pytest.mark.parametrize(
    "token",
    [
        "a", "a" * 42, "a" * 44, "a" * 5000, "%00", "a" * 42 + "%00", "a" * 43 + "%0A", "%F0%9F%8E%AC", "%FF%FE", "..",
        "a%2Fb", "%27%20OR%201=1--", "ａ" * 43, "٣" * 43, "{{7*7}}", "%3Cscript%3E", "a" * 42 + ".", "%25s", "-1", "None",
    ],
)  # fmt: skip
def test_no_token_is_too_odd(client, token):
    make_draft()
    response = client.get(f"/preview/{token}/")
    assert response.status_code in (404, 410)
    if "%2F" not in token and token != "..":
        assert (response.content, given(response)) == (the_ended_page(client), HEADERS)


def test_capitals_matter(client):
    shared = sharing.share(make_draft(), by=None)
    SharedPreview.objects.update(token="aB" * 21 + "c")
    assert client.get(f"/preview/{'aB' * 21}c/").status_code == 200
    assert client.get(f"/preview/{'ab' * 21}c/").status_code == 410
    assert shared.token != "aB" * 21 + "c"


# --- what it costs


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def dressed(number: int) -> Article:
    """An unpublished version with `number` of everything there may be several of."""
    works = [make_work(f"Work {number} {place}") for place in range(number)]
    blocks = "".join(f"{picture_html(make_image())}{work_html(work)}" for work in works)
    changes = {
        "headline": f"Dressed {number}",
        "section": Section.objects.get(slug="open"),
        "body": f"<p>Text.</p>{blocks}{SHOP_LINK}",
        "tags": [f"Tag {number} {place}" for place in range(number)],
        "bylines": [(make_author(), "words") for _ in range(number)],
        "works": works,
    }
    return revise(make_article(), **changes)


def test_three_cost_what_one_costs(client):
    make_publication()
    make_section("Open")
    make_article(headline="Elsewhere", section=Section.objects.get(slug="open"))
    shared = sharing.share(dressed(1), by=get_user_model().objects.create(username="ann", first_name="Ann"))
    one = cost(client, shared.get_absolute_url())
    article = dressed(3)
    for _ in range(3):
        sharing.share(article, by=None)
    three = sharing.share(article, by=make_user("Editors", first_name="Ann"))
    assert one == cost(client, three.get_absolute_url()) == 31
    sharing.revoke(three, by=None)
    assert cost(client, three.get_absolute_url()) == 6
    assert cost(client, "/preview/nothing/") == 5
