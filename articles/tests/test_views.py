"""Readers' pages: what they show, what they hide, what they cost, and how they take bad input."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from articles import proposals, publishing, redirects, views
from articles.models import Article, Page, Publication, Tag
from articles.rendering import render_page
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    SHOP_LINK,
    make_article,
    make_author,
    make_image_with_files,
    make_publication,
    make_section,
    make_user,
    revise,
)
from articles.tests.pages import headlines, parse, read, select, texts

pytestmark = pytest.mark.django_db

VIDEO = '<div class="video" data-url="https://www.youtube.com/watch?v=abcdefghijk"><a href="https://www.youtube.com/watch?v=abcdefghijk">Trailer</a></div>'
RECOMMENDED = '<p>One.</p><div class="recommended" data-kind="videos">Recommended videos</div><p>Two.</p>'


@pytest.fixture
def publication() -> Publication:
    return make_publication()


def every_page(article: Article) -> list[str]:
    """One address of each kind of page that shows `article`."""
    return [
        "/",
        article.get_absolute_url(),
        article.section.get_absolute_url(),
        article.tags.get().get_absolute_url(),
        article.authors.first().get_absolute_url(),
        "/tags/",
        "/authors/",
        "/archive/",
        "/archive/2024/",
        "/archive/2024/01/",
        f"/search/?q={article.slug.split('-')[0]}",
        "/feeds/",
    ]


class TestFrontPage:
    def test_leads_with_the_pinned_article_and_shows_nothing_twice(self, client, publication):
        film, games = make_section("Film", position=1), make_section("Games", position=2)
        articles = [
            make_article(section=film if day % 2 else games, at=PUBLISHED_AT + timedelta(days=day))
            for day in range(14)
        ]
        publication.lead = articles[3]
        publication.save()
        page = read(client, "/")
        assert texts(page, ".lead-headline") == [articles[3].headline]
        assert len(headlines(page)) == len(set(headlines(page))) == 14
        assert texts(page, "h2.band-title") == ["Latest", "Film", "Games"]

    def test_without_a_pin_it_leads_with_the_newest(self, client, publication):
        make_article()
        newest = make_article(at=PUBLISHED_AT + timedelta(days=1))
        assert texts(read(client, "/"), ".lead-headline") == [newest.headline]

    def test_a_pin_that_is_not_live_leads_nothing(self, client, publication):
        publication.lead = HIDDEN_STATES["scheduled"]()
        publication.save()
        article = make_article()
        assert headlines(read(client, "/")) == [article.headline]

    def test_the_second_page_goes_on_where_the_first_list_ended(self, client, publication):
        section = make_section()
        articles = [make_article(section=section, at=PUBLISHED_AT + timedelta(days=day)) for day in range(10)]
        second = read(client, "/?page=2")
        assert headlines(second) == [article.headline for article in articles[1::-1]]
        assert select(second, "link[rel=canonical]")[0].get("href") == f"{settings.PUBLIC_URL}/?page=2"

    def test_an_empty_site_says_so(self, client):
        assert texts(read(client, "/"), ".empty") == ["Nothing has been published yet. Come back soon."]


class TestArticle:
    def test_shows_what_was_written(self, client, publication):
        author, other = make_author("Ana Bø", pronouns="she/her"), make_author("Ben Cho")
        article = make_article(
            headline="Why *Alien* lasts", dek="A *long* look.", bylines=[(author, "words"), (other, "reporting")],
            tags=["Space", "Horror"], featured_image=make_image_with_files(), format="review",
        )  # fmt: skip
        page = read(client, article.get_absolute_url())
        assert page.findtext(".//title") == "Why Alien lasts – The Test"
        assert [cite.text for cite in select(page, "h1 cite")] == ["Alien"]
        assert texts(page, ".article-meta .byline") == ["Words by Ana Bø, reporting by Ben Cho"]
        assert texts(page, ".author-name") == ["Ana Bø (she/her)", "Ben Cho"]
        assert sorted(texts(page, ".article-tags a")) == ["Horror", "Space"]
        assert texts(page, ".article-header .kicker") == ["Review"]
        lead = select(page, ".featured img")[0]
        assert lead.get("fetchpriority") == "high"
        assert lead.get("loading") is None
        assert texts(page, ".featured .credit") == [article.featured.credit]
        assert select(page, ".article-meta time")[0].get("datetime") == "2024-01-19T09:30:00+00:00"

    def test_tells_machines_the_same(self, client, publication):
        article = make_article(dek="What a *film*.")
        page = read(client, article.get_absolute_url())
        data = json.loads(select(page, "script[type='application/ld+json']")[0].text)
        assert [person["name"] for person in data["author"]] == [
            byline.author.name for byline in article.byline_list
        ]
        assert select(page, "meta[name=description]")[0].get("content") == "What a film."
        assert select(page, "meta[property='og:url']")[0].get("content") == (
            settings.PUBLIC_URL + article.get_absolute_url()
        )

    def test_the_notice_stands_before_the_first_shop_link(self, client, publication):
        article = make_article(body=f"<p>First.</p>{SHOP_LINK}<p>Last.</p>")
        page = read(client, article.get_absolute_url())
        blocks = select(page, ".prose > *")
        assert [block.get("class") for block in blocks] == [None, "reader-notice", None, None]
        assert texts(blocks[1], "a") == ["Affiliate policy"]
        assert select(page, ".article-end .reader-notice") == []

    def test_a_notice_the_editor_asked_for_stands_at_the_end(self, client, publication):
        article = make_article(also_show=[publication.default_disclosure])
        page = read(client, article.get_absolute_url())
        assert texts(page, ".article-end .reader-notice") == ["Links may pay us. Affiliate policy"]
        assert select(page, ".prose .reader-notice") == []

    def test_without_shop_links_there_is_no_notice(self, client, publication):
        assert select(read(client, make_article().get_absolute_url()), ".reader-notice") == []

    def test_recommended_videos_fill_themselves(self, client, publication):
        with_video = make_article(body=VIDEO)
        HIDDEN_STATES["draft"](body=VIDEO)
        make_article()
        article = make_article(body=RECOMMENDED + VIDEO)
        page = read(client, article.get_absolute_url())
        assert texts(page, ".recommended .card-headline") == [with_video.headline]

    def test_recommended_videos_chosen_by_hand_keep_their_order(self, client, publication):
        first, second, hidden = make_article(), make_article(), HIDDEN_STATES["scheduled"]()
        uids = ",".join(article.uid for article in (second, hidden, first))
        article = make_article(body=RECOMMENDED.replace("data-kind", f'data-articles="{uids}" data-kind'))
        page = read(client, article.get_absolute_url())
        assert texts(page, ".recommended .card-headline") == [second.headline, first.headline]

    def test_an_empty_recommended_slot_is_gone(self, client, publication):
        page = read(client, make_article(body=RECOMMENDED).get_absolute_url())
        assert select(page, ".recommended") == []
        assert texts(page, ".prose p") == ["One.", "Two."]

    def test_a_video_asks_nothing_of_its_host_before_the_click(self, client, publication):
        page = read(client, make_article(body=VIDEO).get_absolute_url())
        figure = select(page, "figure.video")[0]
        assert figure.get("data-player").startswith("https://www.youtube-nocookie.com/embed/abcdefghijk")
        assert select(figure, "a.video-link")[0].get("href") == "https://www.youtube.com/watch?v=abcdefghijk"
        assert (
            page.xpath(
                "//iframe | //embed | //@src[starts-with(., 'http')] | //link[contains(@href, 'youtube')]"
            )
            == []
        )

    def test_leads_on_to_its_neighbours_and_relatives(self, client, publication):
        section = make_section()
        before, article, after = (
            make_article(section=section, tags=["Shared"], at=PUBLISHED_AT + timedelta(days=day))
            for day in range(3)
        )
        page = read(client, article.get_absolute_url())
        assert select(page, "a.is-previous")[0].get("href") == before.get_absolute_url()
        assert select(page, "a.is-next")[0].get("href") == after.get_absolute_url()
        assert texts(page, ".related .card-headline") == [after.headline, before.headline]

    def test_withdrawn_it_is_gone_with_the_note(self, client, publication):
        article = publishing.withdraw(make_article(), by=None, public_note="It was about another film.")
        page = read(client, article.get_absolute_url(), status=410)
        assert texts(page, ".message > p") == ["It was about another film."]

    @pytest.mark.parametrize("state", ["draft", "submitted", "scheduled", "unscheduled", "trashed draft"])
    def test_never_public_it_is_unknown(self, client, publication, state):
        article = HIDDEN_STATES[state]()
        assert client.get(reverse("articles:detail", args=[article.slug or "untitled"])).status_code == 404

    def test_an_old_address_leads_to_the_new_one(self, client, publication):
        article = make_article()
        old = article.get_absolute_url()
        article = publishing.change_slug(article, "new-address", by=None)
        response = client.get(old + "?from=mail")
        assert (response.status_code, response["Location"]) == (301, "/articles/new-address/?from=mail")
        assert redirects.find(old) == article.get_absolute_url()


class TestPreview:
    def test_a_draft_looks_as_it_will(self, publication):
        draft = HIDDEN_STATES["draft"](body=f"<p>Soon.</p>{SHOP_LINK}", tags=["Quite new"])
        request = RequestFactory().get("/admin/preview/")
        request.user = AnonymousUser()
        response = views.render_article(request, proposals.as_published(draft), is_preview=True)
        page = parse(response.content)
        assert texts(page, ".preview-banner") == [
            "Preview: not public. Only you and those with this address see it."
        ]
        assert select(page, "meta[name=robots]")[0].get("content") == "noindex"
        assert texts(page, "h1") == [publishing.snapshot_of(draft)["headline"]]
        assert texts(page, ".article-tags li") == ["Quite new"]
        assert len(select(page, ".prose .reader-notice")) == 1
        assert not Tag.objects.filter(name="Quite new").exists()


class TestHubs:
    def test_a_section_may_be_empty(self, client, publication):
        section = make_section("Stage", description="Boards and what treads them.")
        page = read(client, section.get_absolute_url())
        assert texts(page, ".hub-header p") == ["Boards and what treads them."]
        assert len(select(page, ".empty")) == 1

    def test_a_tag_with_nothing_live_is_unknown(self, client, publication):
        tag = Tag.objects.create(name="Nothing yet")
        assert client.get(tag.get_absolute_url()).status_code == 404
        assert texts(read(client, "/tags/"), ".chips li") == []

    def test_tags_are_counted_by_what_is_live(self, client, publication):
        make_article(tags=["Æon"])
        HIDDEN_STATES["withdrawn"](tags=["Æon", "Hidden"])
        assert texts(read(client, "/tags/"), ".chips li") == ["Æon 1"]

    @pytest.mark.parametrize("kind", ["section", "tag"])
    def test_a_hub_announces_its_own_feeds_first(self, client, publication, kind):
        article = make_article()
        hub = article.section if kind == "section" else article.tags.get()
        links = select(read(client, hub.get_absolute_url()), "link[rel=alternate]")
        base = hub.get_absolute_url()
        assert [link.get("href") for link in links] == [
            f"{base}feed/", f"{base}feed/atom/", f"{base}feed/json/", "/feed/", "/feed/atom/", "/feed/json/",
        ]  # fmt: skip

    def test_unicode_addresses_work(self, client, publication):
        make_article(tags=["Кино и море"])
        tag = Tag.objects.get(name="Кино и море")
        assert texts(read(client, tag.get_absolute_url()), "h1") == ["Кино и море"]


class TestArchive:
    def test_counts_by_month(self, client, publication):
        make_article()
        make_article()
        make_article(at=PUBLISHED_AT - timedelta(days=60))
        HIDDEN_STATES["withdrawn"]()
        page = read(client, "/archive/")
        assert texts(page, ".year h2") == ["2024", "2023"]
        assert texts(page, ".counts a") == ["January 2 articles", "November 1 article"]

    @pytest.mark.parametrize("period", ["2023", "2024/02", "2024/13", "0000", "9999", "9999/12", "99999"])
    def test_a_time_without_articles_is_unknown(self, client, publication, period):
        make_article()
        assert client.get(f"/archive/{period}/").status_code == 404


class TestSearch:
    @pytest.mark.parametrize("query", ["ISS", "i.s.s.", "Asbaek", "asbæk", "iss asbæk"])
    def test_accents_and_dots_do_not_matter(self, client, publication, query):
        article = make_article(headline="All about *I.S.S.*", body="<p>With Pilou Asbæk.</p>")
        make_article()
        page = read(client, f"/search/?q={query}")
        assert headlines(page) == [article.headline_plain]
        assert select(page, "meta[name=robots]")[0].get("content") == "noindex"

    def test_nothing_found_says_how_to_go_on(self, client, publication):
        page = read(client, "/search/?q=zzz")
        assert texts(page, ".result-count") == ["Nothing for “zzz”"]
        assert "fewer words" in texts(page, ".empty")[0]

    def test_what_was_asked_is_shown_escaped(self, client, publication):
        response = client.get("/search/", {"q": '"><script>alert(1)</script>'})
        assert b"<script>alert" not in response.content

    def test_a_query_without_end_is_refused_kindly(self, client, publication):
        page = read(client, "/search/?q=" + "a" * 5000, status=400)
        assert texts(page, ".empty") == ["That is more than we can look for. Try a few words."]

    def test_a_nul_byte_is_no_word(self, client, publication):
        article = make_article(headline="Moonlight")
        assert headlines(read(client, "/search/?q=%00moon%00")) == [article.headline]


class TestBadInput:
    @pytest.mark.parametrize(
        "value", ["x", "0", "-1", "999999", "99999999999999", "1.5", "", "%00", "1%00", "٣", "1" * 4000]
    )
    def test_a_page_that_is_not_there_is_a_clean_404(self, client, publication, value):
        article = make_article()
        paths = ["/", "/tags/", "/authors/", "/archive/2024/", "/search/"]
        for path in [*paths, article.section.get_absolute_url()]:
            assert client.get(f"{path}?page={value}").status_code == 404, path

    @pytest.mark.parametrize(
        "path",
        ["/nothing/", "/articles/%00/", "/articles/a%00b/", "/tags/%00/", "/authors/%00/", "/" + "a" * 3000 + "/",
         "/articles/" + "é" * 500 + "/", "/sections/none/", "/articles/..%2f..%2fetc/", "/articles/%ff/"],
    )  # fmt: skip
    def test_an_unknown_address_is_a_404(self, client, publication, path):
        assert client.get(path).status_code == 404

    def test_strange_parameters_change_nothing(self, client, publication):
        article = make_article()
        for path in every_page(article):
            glue = "&" if "?" in path else "?"
            assert client.get(f"{path}{glue}utm=%00&page=1&{'a' * 2000}=1").status_code == 200, path

    def test_only_reading_is_allowed(self, client, publication):
        assert client.post("/").status_code == 405


class TestErrorPages:
    def test_404_suggests_by_the_words_of_the_address(self, publication, rf):
        article = make_article(headline="The moon in the cinema")
        make_article()
        response = views.page_not_found(rf.get("/2011/moon-cinema.html"), Exception())
        page = parse(response.content)
        assert response.status_code == 404
        assert headlines(page) == [article.headline]
        assert select(page, "input[name=q]")[0].get("value") == "moon cinema"

    def test_404_never_suggests_what_is_hidden(self, publication, rf):
        for make in HIDDEN_STATES.values():
            make(headline="The moon in the cinema")
        assert b"The moon" not in views.page_not_found(rf.get("/moon/"), Exception()).content

    @pytest.mark.parametrize("template", ["400.html", "403.html", "500.html", "csrf_failure.html"])
    def test_static_ones_need_neither_request_nor_database(self, template, django_assert_num_queries):
        from django.template.loader import render_to_string  # noqa: PLC0415 - only this test renders without a view

        with django_assert_num_queries(0):
            assert "<h1>" in render_to_string(template)


class TestEveryPage:
    def test_is_the_same_for_everyone(self, client, publication):
        article = make_article()
        anonymous = {path: client.get(path) for path in every_page(article)}
        client.force_login(make_user(is_superuser=True))
        for path, response in anonymous.items():
            assert response.status_code == 200, path
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path
            assert client.get(path).content == response.content, path

    def test_has_one_h1_landmarks_and_no_inline_script_or_style(self, client, publication):
        article = make_article(featured_image=make_image_with_files())
        for path in every_page(article):
            page = read(client, path)
            assert len(select(page, "h1")) == 1, path
            assert len(select(page, "body > header, body > main#main, body > footer")) == 3, path
            assert select(page, "a.skip-link")[0].get("href") == "#main", path
            assert (
                page.xpath("//style | //@style | //script[not(@src) and not(@type='application/ld+json')]")
                == []
            ), path
            assert page.xpath("//@*[starts-with(name(), 'on')]") == [], path
            assert all(img.get("width") and img.get("height") for img in select(page, "img")), path

    def test_costs_the_same_for_one_article_as_for_three(self, client, publication):
        """One more than the one that leads the front page or is the page itself: those stand apart."""
        fields = {
            "section": make_section(position=1),
            "bylines": [(make_author(), "words")],
            "tags": ["Same"],
        }
        article = make_article(headline="Same lead", **fields)
        make_article(headline="Same first", **fields)
        counts = {path: self._queries(client, path) for path in every_page(article)}
        for number in range(2):
            make_article(headline=f"Same {number}", **fields)
        assert {path: self._queries(client, path) for path in every_page(article)} == counts

    def test_an_article_costs_the_same_however_it_is_dressed(self, client, publication):
        others = [make_article(body=VIDEO) for _ in range(6)]
        plain = make_article(body=RECOMMENDED, bylines=[(make_author(), "words")], tags=["One"])
        people = [(make_author(), "words"), (make_author(), "reporting"), (make_author(), "editing")]
        rich = make_article(body=RECOMMENDED + VIDEO, bylines=people, tags=["One", "Two", "Three"])
        assert others
        assert self._queries(client, plain.get_absolute_url()) == self._queries(
            client, rich.get_absolute_url()
        )

    def _queries(self, client, path: str) -> int:
        from django.db import connection  # noqa: PLC0415 - a counter's own business
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)


class TestNothingHiddenShows:
    """The leak matrix for pages: each hidden thing against each page, and a live article so that absence means something."""

    @pytest.mark.parametrize("state", HIDDEN_STATES)
    def test_of_a_hidden_article(self, client, publication, state):
        author, section = make_author("Kept Quiet"), make_section(position=1)
        shared = {"section": section, "tags": ["Leak"], "bylines": [(make_author("Leak Author"), "words")]}
        live = make_article(headline="Leak proof", body=RECOMMENDED + VIDEO, **shared)
        hidden = {"headline": "Secretive", "dek": "Secretive.", "slug": "secretive", "body": VIDEO}
        HIDDEN_STATES[state](
            **shared | hidden | {"tags": ["Leak", "Secretive tag"], "bylines": [(author, "words")]}
        )
        for path in every_page(live):
            response = client.get(path)
            assert response.status_code == 200, path
            assert b"ecretive" not in response.content, path
            assert b"Kept Quiet" not in response.content, path
            if path not in ("/tags/", "/authors/", "/archive/", "/feeds/"):
                assert b"Leak proof" in response.content, path
        assert client.get("/tags/secretive-tag/").status_code == 404
        assert client.get(author.get_absolute_url()).status_code == 404
        assert texts(read(client, "/tags/"), ".chips li") == ["Leak 1"]
        assert texts(read(client, "/archive/"), ".counts a") == ["January 1 article"]

    def test_of_unpublished_changes(self, client, publication):
        live = make_article(headline="Leak proof", tags=["Leak"])
        revise(
            live,
            headline="Secretive",
            dek="Secretive",
            body="<p>Secretive</p>",
            tags=["Secretive"],
            slug="secretive",
        )
        for path in every_page(live):
            assert b"ecretive" not in client.get(path).content, path
        assert client.get("/articles/secretive/").status_code == 404
        assert headlines(read(client, "/search/?q=secretive")) == []


def test_a_page_shows_its_text(client, publication):
    page = Page(headline="About us", slug="about-us", dek="Who we are.", body="<p>We <em>watch</em>.</p>")
    render_page(page)
    page.save()
    shown = read(client, page.get_absolute_url())
    assert texts(shown, "h1") == ["About us"]
    assert texts(shown, ".page-body p") == ["We watch."]


def test_a_scheduled_article_is_public_at_its_second(client, publication, monkeypatch):
    article = make_article(at=timezone.now() + timedelta(hours=1))
    assert client.get(article.get_absolute_url()).status_code == 404
    moment = article.published_at
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.get(article.get_absolute_url()).status_code == 200
