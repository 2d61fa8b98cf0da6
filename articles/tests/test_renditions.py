"""The picture library: from an upload to the files readers get, and what follows when a picture changes."""

import io

import pytest
from django.core.files.storage import default_storage, storages

from articles import renditions, tasks
from articles.models import Article, Image
from articles.tests.factories import (
    make_article,
    make_image,
    make_image_with_files,
    make_publication,
    picture_html,
    revise,
)
from authors.pictures import PictureRefused
from authors.renditions import new_key
from authors.tests.drawing import picture_file

pytestmark = pytest.mark.django_db


def files_of(key: str) -> set[str]:
    try:
        return set(default_storage.listdir(f"pictures/{key}")[1])
    except FileNotFoundError:
        return set()


def test_an_upload_becomes_a_picture_with_all_its_files():
    image = renditions.take_in(Image(alt="A moon"), picture_file((1000, 750)), file_name="moon.jpg")
    assert (image.width, image.height, image.has_transparency, image.file_name) == (
        1000,
        750,
        False,
        "moon.jpg",
    )
    promised = {
        file.url for picture in (image.as_picture(), *image.crops().values()) for file in picture.renditions
    }
    assert {f"/media/pictures/{image.key}/{name}" for name in files_of(image.key)} == {*promised}
    assert image.thumbnail_url in promised
    with storages["originals"].open(image.original.name) as original:
        assert original.read() == picture_file((1000, 750)).getvalue()


def test_what_is_refused_leaves_nothing_behind():
    before = storages["originals"].listdir("")[0]
    with pytest.raises(PictureRefused):
        renditions.take_in(Image(), io.BytesIO(b"text"), file_name="moon.jpg")
    assert not Image.objects.exists()
    assert storages["originals"].listdir("")[0] == before


@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "мой снимок.jpg", ".jpg"])
def test_a_strange_file_name_is_harmless(name):
    image = renditions.take_in(Image(), picture_file(), file_name=name)
    assert image.original.name.startswith("images/")
    assert storages["originals"].exists(image.original.name)
    assert len(image.file_name) <= 200


def test_the_same_upload_twice_is_two_pictures():
    first, second = make_image_with_files(), make_image_with_files()
    assert first.key != second.key
    assert files_of(first.key) == files_of(second.key) != set()


# --- a picture in use changes


def page_of(client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def feed(client) -> str:
    return client.get("/feed/").content.decode()


def test_replacing_a_file_keeps_every_use(client, django_capture_on_commit_callbacks):
    make_publication()
    image = make_image_with_files()
    article = make_article(
        featured_image=image, body=f"<p>Text.</p>{picture_html(image, caption='Own words')}"
    )
    old_key = image.key
    with django_capture_on_commit_callbacks(execute=True):
        renditions.take_in(image, picture_file((800, 800), color=(200, 0, 0)), file_name="new.jpg")
    assert image.key != old_key
    assert files_of(old_key) == set()
    for content in (page_of(client, article), feed(client)):
        assert old_key not in content
        assert image.key in content
        assert "Own words" in content


def test_a_change_that_is_rolled_back_keeps_the_old_files():
    image = make_image_with_files()
    renditions.remake(Image.objects.get(pk=image.pk))  # its transaction has not been committed
    assert files_of(image.key)


def test_moving_the_focal_point_makes_new_names(django_capture_on_commit_callbacks):
    image = Image.objects.get(pk=make_image_with_files().pk)
    old_key, image.focal_x = image.key, 0.1
    with django_capture_on_commit_callbacks(execute=True):
        renditions.remake(image)
    assert image.key != old_key
    assert files_of(image.key)
    assert files_of(old_key) == set()
    assert Image.objects.get().focal_x == 0.1


def test_making_files_again_under_their_own_name_keeps_them(django_capture_on_commit_callbacks):
    image, key = Image(), new_key()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            renditions.take_in(image, picture_file(), file_name="a.jpg", key=key)
    assert files_of(key)


WORDS = {
    "alt": "New alt",
    "caption": "New caption",
    "credit": "New maker",
    "credit_url": "https://new.example/",
}


def test_new_words_in_the_library_reach_every_use_that_inherits_them(client, announcements):
    make_publication()
    image = make_image(alt="Old alt", caption="Old caption", credit="Old maker")
    inherits = make_article(featured_image=None, body=picture_html(image))
    own = make_article(
        featured_image=None, body=picture_html(image, attributes=' data-alt="My alt"', caption="My caption")
    )
    featured = make_article(featured_image=image)
    announcements.clear()
    Image.objects.filter(pk=image.pk).update(**WORDS)
    tasks.refresh_picture.enqueue(image.pk)
    assert announcements == ["picture"]
    for article in (inherits, featured):
        assert all(word in page_of(client, article) for word in WORDS.values())
    page = page_of(client, own)
    assert 'alt="My alt"' in page
    assert "My caption" in page
    assert "New maker" in page
    assert "New alt" not in page
    assert "Old" not in feed(client)


def test_refreshing_leaves_unpublished_changes_alone(client):
    make_publication()
    image = make_image()
    article = revise(make_article(body=picture_html(image)), headline="Not yet", body="<p>Not yet.</p>")
    Image.objects.filter(pk=image.pk).update(alt="New alt")
    renditions.refresh_uses(Image.objects.get(pk=image.pk))
    page = page_of(client, article)
    assert "New alt" in page
    assert "Not yet" not in page


def test_refreshing_what_nobody_uses_is_no_public_change(announcements):
    image = make_image()
    make_article(featured_image=None)
    announcements.clear()
    renditions.refresh_uses(image)
    tasks.refresh_picture.enqueue(10**9)
    assert announcements == []


def test_removing_takes_files_and_original():
    image = make_image_with_files()
    original = image.original.name
    renditions.remove_files(image)
    assert files_of(image.key) == set()
    assert not storages["originals"].exists(original)


# --- alt and caption per use

USES = [
    # library                              use                                              shown
    ({"alt": "Lib"}, {}, ("Lib", False)),
    ({"alt": "Lib"}, {"alt": "Own"}, ("Own", False)),
    ({"alt": "Lib"}, {"alt": ""}, ("", False)),
    ({"alt": "Lib"}, {"is_decorative": True}, ("", True)),
    ({"alt": "Lib"}, {"alt": "Own", "is_decorative": True}, ("", True)),
    ({"alt": "Lib", "is_decorative": True}, {}, ("", True)),
    ({"alt": "", "is_decorative": True}, {"alt": "Own"}, ("Own", False)),
]


@pytest.mark.parametrize(("library", "use", "shown"), USES)
def test_a_use_inherits_overrides_or_silences(library, use, shown):
    picture = make_image(**library).as_picture(**use)
    assert (picture.alt, picture.is_decorative) == shown


@pytest.mark.parametrize(("own", "shown"), [(None, "Lib"), ("", ""), ("Own", "Own")])
def test_a_caption_of_its_own_may_be_empty(own, shown):
    article = make_article(featured_image=make_image(caption="Lib"), featured_caption=own)
    assert article.featured.caption == shown


def test_a_picture_without_files_shows_nothing():
    image = make_image(width=0, height=0)
    assert (image.as_picture().renditions, image.thumbnail_url) == ((), "")
