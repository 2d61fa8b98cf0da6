"""The rest of the admin: its first page, authors, tags, pages, redirects, the publication."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage

from articles.models import Article, Page, Publication, Redirect, Tag
from articles.tests import factories
from articles.tests.admin.forms import errors, messages
from articles.tests.pages import parse, select, texts
from authors.models import Author

pytestmark = pytest.mark.django_db
NO_LINKS = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}


def upload(size=(300, 200), *, name="picture.png", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        buffer = io.BytesIO()
        PillowImage.new("RGB", size, "navy").save(buffer, "PNG")
        content = buffer.getvalue()
    return SimpleUploadedFile(name, content, "image/png")


class TestFirstPage:
    def test_at_most_seven_entries_the_rest_folded(self, admin_client):
        page = parse(admin_client.get("/admin/").content)
        daily = [item for item in select(page, ".desk-index > .desk-index__entries li")]
        assert [" ".join(item.text_content().split()) for item in daily] == [
            "Articles", "Pictures", "Works", "Authors", "Tags", "Pages", "Publication",
        ]  # fmt: skip
        assert "Redirects" in texts(page, "details .desk-index__entries li")

    def test_a_writer_sees_what_is_hers(self, writers_desk):
        page = parse(writers_desk.get("/admin/").content)
        assert set(texts(page, ".desk-index > .desk-index__entries li")) == {
            "Articles", "Pictures", "Works", "Authors", "Tags",
        }  # fmt: skip

    def test_costs_the_same_for_one_and_for_three(self, desk):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                desk.get("/admin/")
            return len(captured)

        factories.make_article()
        one = cost()
        factories.make_article()
        factories.make_draft()
        assert one == cost() == 26


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("articles/image", factories.make_image),
        ("articles/tag", lambda: factories.make_article()),
        ("articles/section", factories.make_section),
        ("authors/author", factories.make_author),
        ("articles/redirect", lambda: Redirect.objects.create(
            old_path=f"/articles/{Redirect.objects.count()}/", target=factories.make_article())),
    ],
)  # fmt: skip
def test_lists_cost_the_same_for_one_and_for_three(desk, path, make):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"/admin/{path}/").status_code == 200
        return len(captured)

    make()
    one = cost()
    make()
    make()
    assert one == cost()


@pytest.mark.parametrize("path", [
    "articles/image", "articles/tag", "articles/section", "articles/series", "articles/page", "articles/redirect",
    "articles/disclosure", "articles/merchant", "authors/author",
])  # fmt: skip
def test_lists_bear_bad_queries_and_forms_open(admin_client, path):
    assert admin_client.get(f"/admin/{path}/?q=%00").status_code == 200
    assert admin_client.get(f"/admin/{path}/?p=x", follow=True).status_code == 200
    assert admin_client.get(f"/admin/{path}/add/").status_code == 200


class TestAuthors:
    def fields(self, **changes) -> dict:
        return {"name": "Ida", "photo_focal_x": "0.5", "photo_focal_y": "0.5", **NO_LINKS, **changes}

    def test_portrait_needs_its_words(self, desk):
        response = desk.post("/admin/authors/author/add/", self.fields(photo_original=upload()))
        assert errors(response) == {
            "photo_alt": ["Say what the portrait shows, for people who do not see it."]
        }
        desk.post("/admin/authors/author/add/", self.fields(photo_original=upload(), photo_alt="Ida smiling"))
        author = Author.objects.get()
        assert (author.slug, author.photo_picture().alt) == ("ida", "Ida smiling")

    def test_a_file_that_is_no_picture(self, desk):
        response = desk.post(
            "/admin/authors/author/add/", self.fields(photo_original=upload(content=b"text"))
        )
        assert "not a JPEG, PNG or WebP" in errors(response)["photo_original"][0]

    def test_a_link_that_leads_nowhere_is_named(self, desk):
        author = factories.make_author(bio="<p>She runs <a>Five Principles</a>.</p>")
        response = desk.get(f"/admin/authors/author/{author.pk}/change/")
        assert "“Five Principles” has no address" in messages(response)[0]


class TestTags:
    def test_suggestions(self, desk):
        for name in ("Émile", "emission", "film", "C++"):
            Tag.objects.create(name=name)
        suggest = "/admin/articles/tag/suggest/"
        assert desk.get(suggest, {"q": "EMI"}).json() == {"tags": ["Émile", "emission"]}
        assert desk.get(suggest, {"q": "ilm"}).json() == {"tags": ["film"]}
        assert desk.get(suggest, {"q": "\x00"}).json() == {"tags": []}

    def test_merge_asks_which_stays_then_moves(self, desk, client):
        article = factories.make_article(tags=["sci-fi"])
        target = factories.make_article(tags=["science fiction"]).tags.get()
        source = article.tags.get()
        chosen = {"action": "merge_them", "_selected_action": [source.pk, target.pk]}
        page = parse(desk.post("/admin/articles/tag/", chosen).content)
        assert len(select(page, "input[name=into]")) == 2
        response = desk.post("/admin/articles/tag/", chosen | {"into": target.pk}, follow=True)
        assert "1 article moved" in messages(response)[0]
        assert list(article.tags.all()) == [target]
        assert client.get(source.get_absolute_url()).headers["Location"] == target.get_absolute_url()

    def test_merge_needs_permission(self, writers_desk):
        one, two = Tag.objects.create(name="one"), Tag.objects.create(name="two")
        chosen = {"action": "merge_them", "_selected_action": [one.pk, two.pk], "into": two.pk}
        writers_desk.post("/admin/articles/tag/", chosen)
        assert Tag.objects.count() == 2

    def test_a_new_address_leaves_a_redirect(self, desk, client):
        factories.make_article(tags=["Old"])
        tag = Tag.objects.get()
        old = tag.get_absolute_url()
        desk.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "New", "slug": "new"})
        assert client.get(old).headers["Location"] == "/tags/new/"


class TestPublication:
    def test_its_list_is_its_form_and_there_is_only_one(self, desk):
        response = desk.get("/admin/articles/publication/", follow=True)
        assert response.redirect_chain == [("/admin/articles/publication/1/change/", 302)]
        assert desk.get("/admin/articles/publication/add/").status_code == 403
        assert Publication.objects.count() == 1


class TestPagesAndRedirects:
    def test_a_page_is_rendered_when_saved(self, desk, client):
        desk.post(
            "/admin/articles/page/add/",
            {"headline": "About us", "body": "<p>Hello</p><script>x</script>", "position": 0},
        )
        page = Page.objects.get()
        assert page.slug == "about-us"
        assert "<p>Hello</p>" in client.get("/about-us/").content.decode()

    def test_a_redirect_follows_its_target(self, desk, client):
        article = factories.make_article()
        desk.post(
            "/admin/articles/redirect/add/", {"old_path": "old/name", "leads_to": article.get_absolute_url()}
        )
        assert client.get("/old/name/").headers["Location"] == article.get_absolute_url()

    @pytest.mark.parametrize(
        "address", ["/articles/nothing/", "https://else.example/", "/search/", "nonsense"]
    )
    def test_a_redirect_to_nothing_gets_a_sentence(self, desk, address):
        response = desk.post("/admin/articles/redirect/add/", {"old_path": "/old/", "leads_to": address})
        assert "There is no article" in errors(response)["leads_to"][0]


def test_recommended_by_hand_offers_live_articles_with_a_video(desk):
    video = '<div class="video" data-url="https://vimeo.com/76979871"><a href="https://vimeo.com/76979871">V</a></div>'
    shown = factories.make_article(headline="On *air*", body=f"<p>A</p>{video}")
    factories.make_draft(headline="On draft", body=f"<p>A</p>{video}")
    factories.make_article(headline="On paper")
    answer = desk.get("/admin/articles/article/recommend/", {"q": "on"}).json()
    assert [(row["uid"], row["headline"]) for row in answer["articles"]] == [(shown.uid, "On air")]
    assert Article.objects.count() == 3
