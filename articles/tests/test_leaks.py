"""The leak matrix: what no reader may see, against every surface a reader can ask for.

Each surface is asked before and after the hidden thing comes to be, and must answer with the same bytes
and the same validators; each also shows a live article, so that sameness means something.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from articles import due, history, publishing, review, scheduling, sharing, sittings, trash
from articles.models import Article, Correction, Page, Publication, Section, Series, Tag
from articles.rendering import render_page
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    correct,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_user,
    make_work,
    revise,
    work_html,
)

pytestmark = pytest.mark.django_db

SECRET = "Xyzzy"
RELEASED_ON = timezone.localdate() + timedelta(days=40)
CALENDAR_OF_ANOTHER = "/works/visible-film/releases.ics"  # of one work: nothing else belongs into it
VIDEO = '<div class="video" data-url="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">Clip</a></div>'
SLOT = '<p>Before.</p><div class="recommended" data-kind="videos">Recommended videos</div><p>After.</p>'
FEEDS = ("feed/", "feed/atom/", "feed/json/")
# What the hidden article's own address, and its own hubs, would be.
SECRET_ADDRESSES = [
    f"/{hub}/xyzzy/{feed}"
    for hub in ("articles", "tags", "authors", "sections", "series", "works", "people")
    for feed in ("", "feed/")
] + ["/works/xyzzy/releases.ics"]


class Site(NamedTuple):
    """Two live articles that share everything, the older with a video, the newer with a slot for videos."""

    older: Article
    newer: Article

    @property
    def shared(self) -> dict[str, Any]:
        return {
            "section": self.newer.section,
            "tags": [tag.name for tag in self.newer.tags.all()],
            "bylines": [(row.author, row.role) for row in self.newer.byline_list],
            "works": [row.work for row in self.newer.subject_list],
        }


@pytest.fixture
def site() -> Site:
    make_publication()
    page = Page(headline="Visible page", slug="visible", body="<p>Visible.</p>")
    render_page(page)
    page.save()
    shared = {
        "section": make_section("Visible section"),
        "tags": ["Visible tag"],
        "bylines": [(make_author("Visible author"), "words")],
        "works": [make_work("Visible film", opens=RELEASED_ON, cast=(("Visible person", "Visible role"),))],
    }
    older = make_article(headline="Visible old", body=VIDEO, at=PUBLISHED_AT - timedelta(days=1), **shared)
    newer = make_article(headline="Visible new", body=SLOT, at=PUBLISHED_AT + timedelta(days=1), **shared)
    return Site(correct(older, "Visible correction."), newer)


HUBS = (
    "/sections/visible-section/", "/tags/visible-tag/", "/authors/visible-author/", "/works/visible-film/",
    "/people/visible-person/", "/works/",
)  # fmt: skip
DEAD_END = "/visible/nothing-here/"
SURFACES = [
    "/", "/articles/visible-old/", "/articles/visible-new/", *HUBS, "/tags/", "/authors/",
    "/archive/", "/archive/2024/", "/archive/2024/01/", "/search/?q=visible", "/visible/",
    # All formats of a hub come from one list of articles: a format each is enough here.
    *(f"/{feed}" for feed in FEEDS), *(f"{hub}{feed}" for hub, feed in zip(HUBS, FEEDS * 2, strict=True)),
    "/releases/", f"/releases/{RELEASED_ON:%Y/%m}/", "/releases.ics", CALENDAR_OF_ANOTHER,
    "/feeds/", "/feeds.opml", "/sitemap.xml", "/corrections/", DEAD_END,
]  # fmt: skip
SILENT = [  # surfaces that show no article at all
    f"/search/?q={SECRET}", "/robots.txt", "/search/", "/archive/2023/", "/?page=2", "/tags/?page=2", "/corrections/?page=2",
    f"/search/?q=visible+{SECRET}", f"/search/?q={SECRET}&page=2",
    f"/preview/{'a' * 43}/",  # a link nobody made; what real ones show: test_shared_preview
    f"/editorial-calendar/{'a' * 43}.ics",  # nobody's; what real ones show: admin/test_calendar
]  # fmt: skip


def answers(client: Client, addresses: list[str]) -> dict[str, tuple]:
    """Everything a reader gets of each address."""
    found = {}
    for address in addresses:
        response = client.get(address)
        headers = {name: response.headers.get(name) for name in ("ETag", "Last-Modified", "Location")}
        found[address] = (response.status_code, response.content, headers)
    return found


def moved(before: dict[str, tuple], after: dict[str, tuple]) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def secret(site: Site, **changes: Any) -> dict[str, Any]:
    """Fields of an article that would show on every surface if it were live."""
    author = make_author(SECRET, bio=f"<p>{SECRET}</p>")
    series = Series.objects.create(name=SECRET, slug="xyzzy")
    image = make_image(alt=SECRET, caption=SECRET, credit=SECRET)
    shared = site.shared
    work = make_work(
        SECRET, opens=RELEASED_ON, company=SECRET, synopsis=SECRET, poster=image, cast=((SECRET, SECRET),)
    )  # fmt: skip
    return {
        "headline": SECRET,
        "dek": SECRET,
        "slug": "xyzzy",
        "kicker": SECRET,
        "body": f"<p>{SECRET} visible.</p>{VIDEO}{work_html(work)}",
        "works": [*shared["works"], work],
        "section": shared["section"],
        "tags": [*shared["tags"], SECRET],
        "bylines": [*shared["bylines"], (author, "reporting")],
        "featured_image": image,
        "seo_title": SECRET,
        "meta_description": SECRET,
        "series": series,
        "series_order": 1,
        **changes,
    }


def test_every_surface_shows_a_live_article(client, site):
    for address, (status, content, _headers) in answers(client, SURFACES).items():
        assert status == (404 if address == DEAD_END else 200), address
        assert b"isible" in content, address
    live = correct(make_article(**secret(site)), SECRET)
    missing = [
        address
        for address, (_status, content, _headers) in answers(client, SURFACES).items()
        if address not in ("/visible/", "/articles/visible-old/", CALENDAR_OF_ANOTHER)
        and SECRET.lower().encode() not in content.lower()
    ]
    assert live.is_live
    # The archive shows counts, and a section's or tag's index its own names: that they moved is shown below.
    assert missing == ["/archive/"]


def test_a_live_article_would_move_every_surface(client, site):
    before = answers(client, [*SURFACES, f"/search/?q={SECRET}", *SECRET_ADDRESSES[:6]])
    correct(make_article(**secret(site)), SECRET)
    unmoved = set(before) - set(moved(before, answers(client, list(before))))
    assert unmoved == {"/visible/", CALENDAR_OF_ANOTHER}


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_hidden_article_shows_nowhere(client, site, state):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    before = answers(client, addresses)
    article = HIDDEN_STATES[state](**secret(site))
    Correction.objects.create(article=article, text=SECRET)
    after = answers(client, addresses)
    was_public = state in ("withdrawn", "trashed")
    assert moved(before, after) == (["/articles/xyzzy/"] if was_public else [])
    assert after["/articles/xyzzy/"][0] == (410 if was_public else 404)
    assert SECRET.encode() not in after["/articles/xyzzy/"][1]
    assert article.slug == "xyzzy"


@pytest.mark.parametrize("make", [make_article, make_draft])
def test_an_article_that_is_gone_for_good_shows_nowhere(client, site, make):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    before = answers(client, addresses)
    article = make(**secret(site))
    sharing.share(article, by=None)
    trash.delete_for_good(publishing.trash(article, by=None), by=None)
    after = answers(client, addresses)
    assert moved(before, after) == (["/articles/xyzzy/"] if article.was_public else [])
    assert after["/articles/xyzzy/"][0] == (410 if article.was_public else 404)
    assert SECRET.encode() not in after["/articles/xyzzy/"][1]


@pytest.mark.parametrize("verb", [publishing.withdraw, publishing.trash])
def test_corrections_go_with_their_article(client, site, verb):
    addresses = [*SURFACES, *SILENT]
    before = answers(client, addresses)
    article = correct(make_article(**secret(site)), SECRET)
    verb(article, by=None)
    assert moved(before, answers(client, addresses)) == []
    assert SECRET.encode() not in client.get("/articles/xyzzy/").content
    assert Correction.objects.filter(article=article).exists()


def test_a_proposed_correction_shows_nowhere(client, site):
    addresses = [*SURFACES, *SILENT]
    before = answers(client, addresses)
    revise(site.older, change="correction", correction=SECRET)
    review.submit(site.older, by=None)
    assert moved(before, answers(client, addresses)) == []


def test_an_article_past_its_withdrawal_is_gone_before_anybody_has_noticed(client, site):
    """Hubs of works follow once it is noticed, within a second: here it is about what is public anyway."""
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    changes = secret(site) | {"works": site.shared["works"]}
    before = answers(client, addresses)
    article = make_article(**changes)
    Article.objects.filter(pk=article.pk).update(withdraw_at=timezone.now())
    assert moved(before, answers(client, addresses)) == ["/articles/xyzzy/"]
    due.apply_due(timezone.now())
    assert moved(before, answers(client, addresses)) == ["/articles/xyzzy/"]


def test_scheduled_changes_show_nowhere_until_their_second(client, site):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    changes = secret(site)
    before = answers(client, addresses)
    at = timezone.now() + timedelta(hours=1)
    scheduling.schedule_changes(revise(site.newer, **changes | {"slug": "visible-new"}), by=None, at=at)
    due.apply_due(at - timedelta(seconds=1))
    assert moved(before, answers(client, addresses)) == []
    due.apply_due(at)
    assert SECRET in client.get("/articles/visible-new/").content.decode()


def test_unpublished_changes_of_a_live_article_show_nowhere(client, site):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    changes = secret(site)
    before = answers(client, addresses)
    revise(site.older, **changes)
    revise(site.newer, **changes | {"slug": "xyzzy-2"})
    review.submit(site.newer, by=None)
    assert moved(before, answers(client, addresses)) == []


def test_a_restored_milestone_of_a_live_article_shows_nowhere(client, site):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    publishing.discard_changes(revise(site.older, **secret(site)), by=None)
    before = answers(client, addresses)
    publishing.restore_revision(site.older, site.older.revisions.first(), by=None)
    assert site.older.working_copy.snapshot["headline"] == SECRET
    assert moved(before, answers(client, addresses)) == []


def test_what_the_desk_keeps_of_a_live_article_shows_nowhere(client, site):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    changes = secret(site)
    before = answers(client, addresses)
    fields = {"headline": [SECRET], "body": [f"<p>{SECRET}</p>"]}
    for article in (site.older, None):
        sittings.autosave(
            uuid4(), user=make_user("Editors"), article=article, fields=fields, base_number=0, sequence=1
        )
    revise(site.older, **changes)
    history.name(site.older.revisions.first(), SECRET)
    sharing.share(site.older, by=None)
    publishing.discard_changes(site.older, by=None)
    assert moved(before, answers(client, addresses)) == []


def test_published_changes_show_at_once_and_whole(client, site):
    shown = "/articles/visible-new/"
    revise(site.newer, **secret(site) | {"slug": "visible-new"})
    assert SECRET not in client.get(shown).content.decode()
    publishing.publish(site.newer, by=None)
    page = client.get(shown).content.decode()
    for part in ("<h1", "/tags/xyzzy/", "/authors/xyzzy/", "/works/xyzzy/"):
        assert part in page
    assert client.get("/tags/xyzzy/").status_code == 200


HIDDEN_THINGS: dict[str, Callable[[], object]] = {
    "a tag nobody uses": lambda: Tag.objects.create(name=SECRET, description=SECRET),
    "an author without articles": lambda: make_author(SECRET, bio=f"<p>{SECRET}</p>"),
    "a series without articles": lambda: Series.objects.create(name=SECRET, slug="xyzzy"),
    "a work no article is about": lambda: make_work(SECRET, opens=RELEASED_ON, cast=((SECRET, SECRET),)),
    "a part of a series no live article is about": lambda: make_work(
        SECRET, kind="season", parent=make_work("Other", kind="series"), opens=RELEASED_ON
    ),
    "a work of a draft": lambda: make_draft(
        section=Section.objects.get(), works=[make_work(SECRET, opens=RELEASED_ON, cast=((SECRET, SECRET),))]
    ),
    "a picture": lambda: make_image(alt=SECRET, caption=SECRET, credit=SECRET),
    "a tag and an author of a draft": lambda: make_draft(
        section=Section.objects.get(), tags=[SECRET], bylines=[(make_author(SECRET), "words")]
    ),
}


@pytest.mark.parametrize("name", HIDDEN_THINGS)
def test_what_has_nothing_live_shows_nowhere(client, site, name):
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    before = answers(client, addresses)
    HIDDEN_THINGS[name]()
    assert moved(before, answers(client, addresses)) == []


def test_what_went_takes_its_hubs_along(client, site):
    article = make_article(**secret(site))
    hubs = [
        "/tags/xyzzy/",
        "/authors/xyzzy/",
        "/works/xyzzy/",
        "/people/xyzzy/",
        "/works/xyzzy/releases.ics",
        *(f"/{hub}/xyzzy/{feed}" for hub in ("tags", "authors", "works", "people") for feed in FEEDS),
    ]
    assert {client.get(address).status_code for address in hubs} == {200}
    publishing.withdraw(article, by=None)
    assert {client.get(address).status_code for address in hubs} == {404}
    publishing.restore(article, by=None)
    assert {client.get(address).status_code for address in hubs} == {200}


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_hidden_article_cannot_be_pinned_into_view(client, site, state):
    before = answers(client, ["/"])
    article = HIDDEN_STATES[state](**secret(site))
    Publication.objects.update(lead=article)
    assert moved(before, answers(client, ["/"])) == []


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_hidden_article_cannot_be_recommended_into_view(client, site, state):
    article = HIDDEN_STATES[state](**secret(site))
    slot = SLOT.replace(
        'data-kind="videos"', f'data-kind="videos" data-articles="{article.uid},{site.older.uid}"'
    )
    chosen = make_article(body=slot, **site.shared)
    content = client.get(chosen.get_absolute_url()).content.decode()
    feed = client.get("/feed/json/").content.decode()
    assert "Visible old" in content
    for text in (content, feed):
        assert SECRET not in text
        assert article.uid not in text
        assert "slot:" not in text


def test_an_editor_sees_no_more_than_a_reader_on_readers_pages(client, admin_client, site):
    HIDDEN_STATES["draft"](**secret(site))
    addresses = [*SURFACES, *SILENT, *SECRET_ADDRESSES]
    assert answers(admin_client, addresses) == answers(client, addresses)
