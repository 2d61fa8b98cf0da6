"""A picture's form: taking it in, its words and rights, its focal point, another file, and deleting it."""

import pytest

from articles.models import Image
from articles.tests import factories
from articles.tests.admin.forms import errors, messages
from articles.tests.admin.uploads import FOCAL, REFUSED_FILES, photo_by, upload
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/image/add/"


def change_url(image: Image) -> str:
    return f"/admin/articles/image/{image.pk}/change/"


def sent(image: Image | None = None, **changes) -> dict:
    kept = {"alt": image.alt, "caption": image.caption, "credit": image.credit} if image else {}
    return FOCAL | kept | changes


class TestAdding:
    def test_upload(self, desk, editor):
        desk.post(ADD, sent(original=upload(), alt="A blue square", credit="Us"))
        image = Image.objects.get()
        assert (image.width, image.height, image.uploaded_by) == (300, 200, editor)
        assert image.thumbnail_url

    @pytest.mark.parametrize(("content", "sentence"), REFUSED_FILES)
    def test_a_refused_file_gets_a_sentence_and_loses_no_word(self, desk, content, sentence):
        response = desk.post(ADD, sent(original=upload(content=content), alt="Kept"))
        assert sentence in errors(response)["original"][0]
        assert "Kept" in texts(parse(response.content), "textarea[name=alt]")[0]
        assert not Image.objects.exists()

    def test_without_a_file(self, desk):
        assert errors(desk.post(ADD, sent()))["original"] == ["Choose a picture file."]

    def test_the_files_own_words_fill_empty_fields_for_the_editor_to_check(self, desk):
        response = desk.post(ADD, sent(original=photo_by("Jane Doe", "The red carpet")), follow=True)
        image = Image.objects.get()
        assert (image.credit, image.caption) == ("Jane Doe", "The red carpet")
        assert response.redirect_chain == [(change_url(image), 302)]
        assert "From the file itself: credit and caption. Look whether they are right." in messages(response)

    def test_what_the_editor_wrote_stays(self, desk):
        desk.post(
            ADD, sent(original=photo_by("Jane Doe", "The red carpet"), credit="The Agency", caption="Ours")
        )
        image = Image.objects.get()
        assert (image.credit, image.caption) == ("The Agency", "Ours")

    def test_the_same_file_is_refused_with_the_way_to_it_and_a_way_past(self, desk):
        desk.post(ADD, sent(original=upload(), alt="First"))
        first = Image.objects.get()
        assert select(parse(desk.get(ADD).content), "input[type=checkbox][name=anyway]") == []
        response = desk.post(ADD, sent(original=upload(), alt="Second"))
        assert f'<a href="{change_url(first)}">First</a>' in response.content.decode()
        assert len(select(parse(response.content), "input[type=checkbox][name=anyway]")) == 1
        desk.post(ADD, sent(original=upload(), alt="Second", anyway="on"))
        assert set(Image.objects.values_list("alt", flat=True)) == {"First", "Second"}


class TestWordsAndRights:
    def test_words_change_without_a_new_file(self, desk):
        image = factories.make_image_with_files()
        key = image.key
        desk.post(change_url(image), sent(alt="New words", credit="Us"))
        image = Image.objects.get()
        assert (image.alt, image.key) == ("New words", key)

    def test_a_change_reaches_the_articles_that_inherit_it(self, desk, client):
        image = factories.make_image_with_files()
        article = factories.make_article(body=f"<p>A</p>{factories.picture_html(image)}")
        desk.post(change_url(image), sent(alt="Fresh words", credit="Us"))
        assert 'alt="Fresh words"' in client.get(article.get_absolute_url()).content.decode()

    def test_rights_licence_source_and_their_end(self, desk):
        image = factories.make_image_with_files()
        rights = {
            "rights": "cc",
            "licence": "by/4.0",
            "source": "https://kit.example/",
            "expires_at": "2999-05-01T12:00",
        }
        desk.post(change_url(image), sent(image, **rights))
        image = Image.objects.get()
        assert (image.rights, image.licence, image.source) == ("cc", "by/4.0", "https://kit.example/")
        assert image.expires_at.year == 2999
        desk.post(change_url(image), sent(image, rights="press", licence="by/4.0"))
        image = Image.objects.get()
        assert (image.rights, image.licence, image.expires_at) == ("press", "", None)

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("rights", "cc", "Say which Creative Commons licence it is."),
            ("credit_url", "javascript:alert(1)", "Enter a valid URL."),
            ("expires_at", "2026-02-31T10:00", "There is no such date and time"),
            ("focal_x", "1.5", "less than or equal to 1"),
            ("focal_x", "", "required"),
            ("alt", "x" * 501, "at most 500 characters"),
            ("credit", "a\x00b", "Null characters"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, desk, field, value, sentence):
        image = factories.make_image_with_files()
        found = errors(desk.post(change_url(image), sent(image, **{field: value})))
        place = "licence" if field == "rights" else field
        assert sentence in " ".join(found[place])

    def test_no_field_is_without_a_plain_word_of_help(self, desk):
        page = parse(desk.get(change_url(factories.make_image_with_files())).content)
        for name in ("credit", "source", "rights", "licence", "expires_at"):
            assert select(page, f"#id_{name}_helptext"), name


class TestFocalPoint:
    def test_moving_it_makes_the_files_anew(self, desk):
        image = factories.make_image_with_files()
        desk.post(change_url(image), sent(image, focal_x="0.1", focal_y="0.9"))
        moved = Image.objects.get()
        assert (moved.focal_x, moved.focal_y) == (0.1, 0.9)
        assert moved.key != image.key

    def test_every_crop_is_shown_around_it_without_script(self, desk):
        image = factories.make_image(width=1600, height=900, focal_x=0, focal_y=0.5)
        page = parse(desk.get(change_url(image)).content)
        views = {svg.get("aria-label"): svg.get("viewbox") for svg in select(page, ".crop svg")}
        assert views == {
            "Lead, 16:9": "0 0 1600 900", "Card, 3:2": "0 0 1350 900", "Square, 1:1": "0 0 900 900",
            "Sharing, 1200 × 630": "0 30 1600 840",
        }  # fmt: skip
        assert select(page, "[style]") == []


class TestAnotherFile:
    def test_keeps_uses_words_and_rights(self, desk, client):
        image = factories.make_image_with_files(caption="Kept", rights="press")
        article = factories.make_article(featured_image=image)
        response = desk.post(
            change_url(image), sent(image, rights="press", original=upload((900, 600))), follow=True
        )
        new = Image.objects.get(pk=image.pk)
        assert (new.width, new.caption, new.rights, new.alt) == (900, "Kept", "press", image.alt)
        assert new.key != image.key
        assert new.key in client.get(article.get_absolute_url()).content.decode()
        assert "The new file is in its place; every use shows it." in messages(response)

    def test_the_very_same_file(self, desk):
        desk.post(ADD, sent(original=upload(), alt="Blue"))
        image = Image.objects.get()
        found = errors(desk.post(change_url(image), sent(image, original=upload())))
        assert found == {"original": ["This is the very file that is there already."]}


class TestUses:
    def test_names_place_state_and_alt_text_here(self, desk):
        image = factories.make_image()
        live = factories.make_article(
            headline="On air", featured_image=image, featured_alt="Here it is",
            body="<p>A</p>" + factories.picture_html(image) + factories.picture_html(image, attributes=' data-decorative="true"'),
        )  # fmt: skip
        factories.make_draft(headline="To come", featured_image=image)
        page = parse(desk.get(change_url(image)).content)
        assert texts(page, ".uses li") == [
            "To come featured image, not published The library’s alt text",
            "On air featured image, live Alt text here: “Here it is”",
            "On air body, live The library’s alt text",
            "On air body, live Decorative here",
        ]
        links = {link.get("href") for link in select(page, ".uses a")}
        assert f"/admin/articles/article/{live.pk}/change/" in links

    def test_a_picture_in_use_cannot_be_deleted(self, desk):
        image = factories.make_image()
        article = factories.make_article(headline="On air", featured_image=image)
        assert select(parse(desk.get(change_url(image)).content), ".deletelink") == []
        delete = f"/admin/articles/image/{image.pk}/delete/"
        page = parse(desk.get(delete).content)
        assert "This picture is used in “On air”." in " ".join(texts(page, "#content p"))
        assert [link.get("href") for link in select(page, "#deleted-objects a")] == [
            f"/admin/articles/article/{article.pk}/change/"
        ]
        desk.post(delete, {"post": "yes"})
        assert Image.objects.exists()

    def test_an_unused_one_can(self, desk):
        image = factories.make_image_with_files()
        assert select(parse(desk.get(change_url(image)).content), ".deletelink") != []
        delete = f"/admin/articles/image/{image.pk}/delete/"
        assert "This cannot be undone." in desk.get(delete).content.decode()
        desk.post(delete, {"post": "yes"})
        assert not Image.objects.exists()
