"""What the dialogs ask the server: pictures by page and search, uploads, answers; and how an article is refused."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Image
from articles.tests import factories
from articles.tests.admin.forms import ADD, filled
from articles.tests.admin.uploads import REFUSED_FILES, photo_by, upload
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
PICKER = "/admin/articles/image/picker/"
UPLOAD = "/admin/articles/image/picker/upload/"


def answer_url(image: Image) -> str:
    return f"{PICKER}{image.pk}/answer/"


class TestLooking:
    def test_searches_and_looks_up(self, desk):
        moon, _other = factories.make_image(alt="A rocket in the moon's eye"), factories.make_image()
        assert [one["uid"] for one in desk.get(PICKER, {"q": "ROCKET eye"}).json()["pictures"]] == [moon.uid]
        assert [one["pk"] for one in desk.get(PICKER, {"uid": moon.uid}).json()["pictures"]] == [moon.pk]
        assert len(desk.get(PICKER).json()["pictures"]) == 2
        for bad in ({"q": "\x00"}, {"page": "x"}, {"pk": "x"}, {"uid": "\x00"}):
            assert desk.get(PICKER, bad).status_code == 200

    def test_says_what_a_picture_lacks(self, desk):
        image = factories.make_image(alt="", credit="")
        found = desk.get(PICKER).json()["pictures"][0]
        assert [badge["words"] for badge in found["badges"]] == ["No credit", "No alt text"]
        assert found["answerUrl"] == answer_url(image)

    def test_24_a_page_in_the_same_number_of_queries(self, desk):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                desk.get(PICKER)
            return len(captured)

        factories.make_image()
        desk.get(PICKER)
        one = cost()
        for _number in range(24):
            factories.make_image()
        assert one == cost()
        assert [len(desk.get(PICKER, {"page": page}).json()["pictures"]) for page in (1, 2, 3)] == [24, 1, 0]
        assert [desk.get(PICKER, {"page": page}).json()["more"] for page in (1, 2)] == [True, False]


class TestUploading:
    def test_takes_a_picture_with_its_words(self, desk, editor):
        response = desk.post(UPLOAD, {"original": upload(), "alt": "Blue", "credit": "Us"})
        image = Image.objects.get()
        assert response.status_code == 201
        assert response.json()["picture"]["pk"] == image.pk
        assert (image.alt, image.credit, image.uploaded_by) == ("Blue", "Us", editor)

    def test_brings_the_files_own_words(self, desk):
        picture = desk.post(UPLOAD, {"original": photo_by("Jane Doe", "The red carpet")}).json()["picture"]
        assert (picture["credit"], picture["caption"]) == ("Jane Doe", "The red carpet")

    @pytest.mark.parametrize(("content", "sentence"), REFUSED_FILES)
    def test_refuses_in_words(self, desk, content, sentence):
        response = desk.post(UPLOAD, {"original": upload(content=content)})
        assert response.status_code == 400
        assert sentence in response.json()["error"]
        assert not Image.objects.exists()

    def test_nothing_sent(self, desk):
        assert desk.post(UPLOAD).json() == {"error": "Choose a picture file first."}

    def test_offers_the_picture_made_of_the_same_file(self, desk):
        desk.post(UPLOAD, {"original": upload(), "alt": "Blue"})
        response = desk.post(UPLOAD, {"original": upload(name="renamed.png")})
        assert response.status_code == 409
        assert response.json()["duplicate"]["pk"] == Image.objects.get().pk
        assert "in the library already, as “Blue”" in response.json()["error"]
        assert desk.post(UPLOAD, {"original": upload(), "anyway": "on"}).status_code == 201
        assert Image.objects.count() == 2


class TestAnswering:
    def test_writes_what_is_sent_and_leaves_the_rest(self, desk):
        image = factories.make_image(alt="", credit="", caption="Kept")
        found = desk.post(answer_url(image), {"credit": "Jane Doe"}).json()["picture"]
        assert (found["credit"], found["alt"], found["caption"]) == ("Jane Doe", "", "Kept")
        found = desk.post(answer_url(image), {"alt": "", "is_decorative": "on"}).json()["picture"]
        assert (found["isDecorative"], found["badges"]) == (True, [])
        image.refresh_from_db()
        assert (image.credit, image.is_decorative, image.caption) == ("Jane Doe", True, "Kept")

    def test_live_articles_follow(self, desk, client):
        image = factories.make_image_with_files()
        article = factories.make_article(body=f"<p>A</p>{factories.picture_html(image)}")
        desk.post(answer_url(image), {"alt": "Better words"})
        assert 'alt="Better words"' in client.get(article.get_absolute_url()).content.decode()

    def test_bad_input_gets_a_sentence(self, desk):
        response = desk.post(answer_url(factories.make_image()), {"credit": "x" * 201})
        assert response.status_code == 400
        assert "at most 200 characters" in response.json()["error"]
        assert desk.post(f"{PICKER}999/answer/", {"credit": "x"}).status_code == 404


class TestPermissions:
    def test_strangers_see_the_sign_in(self, client):
        image = factories.make_image()
        assert client.get(PICKER).status_code == 302
        assert client.post(UPLOAD).status_code == 302
        assert client.post(answer_url(image)).status_code == 302

    def test_a_writer_may_all_of_it(self, writers_desk):
        assert writers_desk.post(UPLOAD, {"original": upload()}).status_code == 201
        assert writers_desk.post(answer_url(Image.objects.get()), {"credit": "Me"}).status_code == 200

    def test_who_may_only_look_neither_adds_nor_answers(self, client):
        viewer = factories.make_user()
        client.force_login(viewer)
        image = factories.make_image(credit="")
        assert client.get(PICKER).status_code == 403
        viewer.user_permissions.add(Permission.objects.get(codename="view_image"))
        assert client.get(PICKER).json()["pictures"][0]["answerUrl"] == ""
        assert client.post(UPLOAD, {"original": upload()}).status_code == 403
        assert client.post(answer_url(image), {"credit": "x"}).status_code == 403


class TestRefusedArticle:
    def refusal(self, desk, **changes):
        section = factories.make_section()
        sent = filled(desk, ADD, **{
            "headline": "A headline", "body": "<p>Text.</p>", "section": section.pk, "_publish": "1", **changes,
        })  # fmt: skip
        return parse(desk.post(ADD, sent, follow=True).content)

    def links(self, page, field: str) -> list[tuple[str, str]]:
        return [(link.text, link.get("href")) for link in select(page, f".field-{field} .errorlist a")]

    def test_leads_to_the_featured_pictures_alt_text_and_credit(self, desk):
        image = factories.make_image(alt="", credit="")
        change = f"/admin/articles/image/{image.pk}/change/"
        page = self.refusal(desk, featured_image=image.pk)
        assert self.links(page, "featured_image") == [
            ("Answer it in the library", f"{change}#id_credit"),
            ("Answer it here", "#id_featured_alt"),
            ("Answer it in the library", f"{change}#id_alt"),
        ]
        assert select(page, "#id_featured_alt") and select(parse(desk.get(change).content), "#id_credit")

    def test_leads_to_the_very_picture_of_the_text(self, desk):
        answered, silent = factories.make_image(), factories.make_image(alt="")
        body = f"<p>A</p>{factories.picture_html(answered)}{factories.picture_html(silent)}"
        page = self.refusal(desk, body=body)
        assert self.links(page, "body")[0] == ("Answer it here", "#picture-in-text-2")

    def test_names_are_escaped(self, desk):
        image = factories.make_image(alt="", caption="<b>bold</b>")
        page = self.refusal(desk, featured_image=image.pk)
        assert "“<b>bold</b>”" in texts(page, ".field-featured_image .errorlist")[0]

    def test_an_answer_for_this_article_alone_is_enough(self, desk):
        image = factories.make_image(alt="")
        page = self.refusal(desk, featured_image=image.pk, featured_alt="Here")
        assert select(page, ".errorlist") == []
