"""The library: its grid, search, filters, uploads without script, and what is done to several pictures."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Image, ImageUse
from articles.tests import factories
from articles.tests.admin.forms import messages
from articles.tests.admin.uploads import REFUSED_FILES, upload
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/articles/image/"
UPLOAD = "/admin/articles/image/upload/"
DAY = timedelta(days=1)


def names(client, **query) -> set[str]:
    return set(texts(parse(client.get(LIBRARY, query).content), ".picture-card__name"))


def badges(client, **query) -> list[list[str]]:
    page = parse(client.get(LIBRARY, query).content)
    return [texts(card, ".badge") for card in select(page, ".picture-card")]


def ending(delta: timedelta, **fields) -> Image:
    return factories.make_image(expires_at=timezone.now() + delta, **fields)


class TestGrid:
    def test_shows_pictures_newest_first_each_with_the_way_to_it(self, desk):
        old, new = factories.make_image_with_files(), factories.make_image_with_files()
        page = parse(desk.get(LIBRARY).content)
        faces = select(page, "a.picture-card__face")
        assert [face.get("href") for face in faces] == [
            f"{LIBRARY}{image.pk}/change/" for image in (new, old)
        ]
        assert [image.get("src") for image in select(page, ".picture-card img")] == [
            desk.get(f"{LIBRARY}picker/", {"pk": image.pk}).json()["pictures"][0]["card"]
            for image in (new, old)
        ]
        assert not select(page, "table")

    def test_says_what_each_lacks(self, desk):
        complete = factories.make_image()
        factories.make_article(featured_image=complete)
        factories.make_image(credit="")
        factories.make_image(alt="")
        factories.make_image(alt="", is_decorative=True)
        day = f"{timezone.localtime(timezone.now() + 5 * DAY):%-d %b %Y}"
        past = f"{timezone.localtime(timezone.now() - DAY):%-d %b %Y}"
        ending(5 * DAY)
        ending(-DAY)
        ending(30 * DAY)
        assert badges(desk) == [
            ["Unused"], [f"Expired {past}", "Unused"], [f"Expires {day}", "Unused"], ["Unused"],
            ["No alt text", "Unused"], ["No credit", "Unused"], [],
        ]  # fmt: skip

    def test_a_page_costs_the_same_for_one_and_for_24(self, desk):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                desk.get(LIBRARY)
            return len(captured)

        ending(-DAY)
        one = cost()
        for _number in range(23):
            ending(-DAY)
        assert one == cost() == 10

    def test_counts_no_further_than_the_next_page(self, desk):
        made = factories.make_image()
        Image.objects.bulk_create(
            Image(original=made.original.name, width=9, height=9, alt=f"Copy {number}")
            for number in range(150)
        )
        with CaptureQueriesContext(connection) as captured:
            page = parse(desk.get(LIBRARY).content)
        assert "more than 1 page" in texts(page, ".paginator")[0]
        assert len(select(page, ".picture-card")) == 48
        counts = [
            entry["sql"] for entry in captured if "COUNT" in entry["sql"] and "LIMIT" not in entry["sql"]
        ]
        assert [sql for sql in counts if "expires_at" not in sql] == []
        assert len(names(desk, p=4)) == 7

    def test_bad_input_finds_pictures_or_none(self, desk):
        factories.make_image()
        for query in (
            {"q": "\x00"},
            {"p": "x"},
            {"rights": "x"},
            {"ends": "x"},
            {"use": "\x00"},
            {"missing": "x"},
        ):
            assert desk.get(LIBRARY, query, follow=True).status_code == 200


class TestFinding:
    def test_searches_caption_credit_alt_and_file_name(self, desk):
        moon = factories.make_image(
            alt="A rocket in an eye", caption="First contact", credit="Georges M.", file_name="moon-shell.jpg"
        )
        factories.make_image()
        for query in ("ROCKET eye", "first", "georges", "moon-shell", "rocket georges"):
            assert names(desk, q=query) == {str(moon)}, query
        assert names(desk, q="rocket nobody") == set()

    def test_filters(self, desk):
        used = factories.make_image(alt="used")
        factories.make_article(featured_image=used)
        factories.make_image(alt="", caption="unanswered", rights="press")
        factories.make_image(alt="uncredited", credit="", rights="press")
        ending(3 * DAY, alt="soon", rights="own")
        ending(-DAY, alt="ended", rights="own")
        expired_in_use = ending(-DAY, alt="replace", rights="licensed")
        factories.make_draft(featured_image=expired_in_use)
        assert names(desk, missing="alt") == {"unanswered"}
        assert names(desk, missing="credit") == {"uncredited"}
        assert names(desk, rights="press") == {"unanswered", "uncredited"}
        assert names(desk, rights="none") == {"used"}
        assert names(desk, ends="soon") == {"soon"}
        assert names(desk, ends="ended") == {"ended", "replace"}
        assert names(desk, ends="replace") == {"replace"}
        assert names(desk, use="used") == {"used", "replace"}
        assert names(desk, use="unused", rights="own") == {"soon", "ended"}

    def test_an_empty_answer_says_so(self, desk):
        assert texts(parse(desk.get(LIBRARY).content), ".library-none") == [
            "The library is empty. Add the first picture above."
        ]
        assert texts(parse(desk.get(LIBRARY, {"q": "x"}).content), ".library-none") == [
            "No picture fits. Show all"
        ]


class TestUploadWithoutScript:
    def test_takes_many_and_says_a_sentence_for_each(self, desk, editor):
        files = [
            upload(name="one.png"),
            upload(content=b"text", name="notes.png"),
            upload(colour="red", name="two.png"),
        ]
        response = desk.post(UPLOAD, {"original": files}, follow=True)
        first, second, third = messages(response)
        assert "“one.png” is in the library" in first
        assert "“notes.png”: This file is not a JPEG, PNG or WebP picture" in second
        assert "“two.png” is in the library" in third
        assert [image.uploaded_by for image in Image.objects.all()] == [editor, editor]
        assert f"{LIBRARY}{Image.objects.get(file_name='one.png').pk}/change/" in first

    def test_offers_the_existing_picture_for_the_same_file(self, desk):
        desk.post(UPLOAD, {"original": upload(name="one.png")})
        response = desk.post(UPLOAD, {"original": upload(name="other-name.png")}, follow=True)
        image = Image.objects.get()
        assert f'<a href="{LIBRARY}{image.pk}/change/">one.png</a>' in messages(response)[-1]

    @pytest.mark.parametrize(("content", "sentence"), REFUSED_FILES)
    def test_refuses_in_words(self, desk, content, sentence):
        response = desk.post(UPLOAD, {"original": upload(content=content)}, follow=True)
        assert sentence in messages(response)[0]
        assert not Image.objects.exists()

    def test_nothing_chosen(self, desk):
        assert messages(desk.post(UPLOAD, follow=True)) == ["Choose one or more picture files first."]

    def test_names_are_escaped(self, desk):
        response = desk.post(UPLOAD, {"original": upload(content=b"x", name="<b>x.png")}, follow=True)
        assert "<b>x" not in messages(response)[0]


class TestSeveral:
    def chosen(self, *images, **fields) -> dict:
        return {"_selected_action": [image.pk for image in images], **fields}

    def test_one_credit_and_rights_for_many(self, desk):
        one, two, other = (
            factories.make_image(credit=""),
            factories.make_image(caption="Kept"),
            factories.make_image(),
        )
        action = self.chosen(one, two, action="give_rights")
        assert "Write it to all of them" in desk.post(LIBRARY, action).content.decode()
        given = {"give": "1", "credit": "The Studio", "rights": "cc", "licence": "by/4.0"}
        response = desk.post(LIBRARY, action | given, follow=True)
        assert messages(response) == ["Written to 2 pictures."]
        rows = Image.objects.filter(pk__in=(one.pk, two.pk)).values_list("credit", "rights", "licence")
        assert set(rows) == {("The Studio", "cc", "by/4.0")}
        two.refresh_from_db()
        assert two.caption == "Kept"
        assert Image.objects.get(pk=other.pk).credit != "The Studio"

    def test_a_licence_has_to_be_named_and_alone_means_nothing(self, desk):
        image = factories.make_image()
        action = self.chosen(image, action="give_rights", give="1")
        page = desk.post(LIBRARY, action | {"rights": "cc"}).content.decode()
        assert "Say which Creative Commons licence it is." in page
        response = desk.post(LIBRARY, action | {"licence": "by/4.0"}, follow=True)
        assert messages(response) == ["Nothing was filled in, so nothing changed."]

    def test_deleting_several_is_refused_while_one_is_used(self, desk):
        free, used = factories.make_image(), factories.make_image()
        article = factories.make_article(featured_image=used)
        action = self.chosen(free, used, action="delete_selected")
        page = desk.post(LIBRARY, action | {"post": "yes"}).content.decode()
        assert f"/admin/articles/article/{article.pk}/change/" in page
        assert Image.objects.count() == 2
        free_only = self.chosen(free, action="delete_selected", post="yes")
        desk.post(LIBRARY, free_only)
        assert list(Image.objects.all()) == [used]


class TestToReplace:
    LIST = "/admin/articles/image/to-replace/"

    def test_names_what_to_replace_and_where(self, desk):
        ended, soon = ending(-DAY, alt="ended"), ending(3 * DAY, alt="soon")
        article = factories.make_article(body=f"<p>A</p>{factories.picture_html(soon)}")
        draft = factories.make_draft(featured_image=ended)
        ending(-DAY, alt="unused")
        factories.make_draft(featured_image=ending(30 * DAY, alt="later"))
        page = parse(desk.get(self.LIST).content)
        assert texts(page, ".replace-list h2") == ["ended", "soon"]
        links = [link.get("href") for link in select(page, ".replace-list ul a")]
        assert links == [f"/admin/articles/article/{one.pk}/change/" for one in (draft, article)]
        for path in ("/admin/", LIBRARY):
            assert texts(parse(desk.get(path).content), ".desk-notice a") == ["2 pictures to replace"], path

    def test_is_not_mentioned_while_there_is_nothing(self, desk):
        ending(-DAY)
        for path in ("/admin/", LIBRARY):
            assert select(parse(desk.get(path).content), ".desk-notice") == []
        assert "nothing to replace" in desk.get(self.LIST).content.decode()

    def test_costs_the_same_for_one_and_for_three(self, desk):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                desk.get(self.LIST)
            return len(captured)

        factories.make_draft(featured_image=ending(-DAY))
        one = cost()
        factories.make_draft(featured_image=ending(-DAY))
        factories.make_draft(featured_image=ending(DAY))
        assert one == cost()
        assert ImageUse.objects.count() == 3


class TestPermissions:
    PAGES = (LIBRARY, f"{LIBRARY}add/", f"{LIBRARY}to-replace/")

    def test_a_writer_adds_and_changes_but_does_not_delete(self, writers_desk):
        image = factories.make_image()
        for path in (*self.PAGES, f"{LIBRARY}{image.pk}/change/"):
            assert writers_desk.get(path).status_code == 200, path
        writers_desk.post(UPLOAD, {"original": upload()})
        assert Image.objects.count() == 2
        assert writers_desk.post(f"{LIBRARY}{image.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_who_may_only_look_is_offered_nothing_to_change(self, client):
        viewer = factories.make_user()
        viewer.user_permissions.add(Permission.objects.get(codename="view_image"))
        client.force_login(viewer)
        image = factories.make_image_with_files()
        page = parse(client.get(LIBRARY).content)
        assert select(page, "#upload-form, .picture-card__box, .library-actions") == []
        form = parse(client.get(f"{LIBRARY}{image.pk}/change/").content)
        assert select(form, "#image_form input[type=file], #focal-help") == []
        assert client.post(UPLOAD, {"original": upload()}).status_code == 403

    def test_strangers_see_the_sign_in(self, client):
        for path in (*self.PAGES, UPLOAD):
            assert client.get(path).status_code == 302
