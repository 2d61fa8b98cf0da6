"""Authors: what belongs to one, and the files of a portrait."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage, storages
from django.db import IntegrityError, transaction

from authors.models import Author, AuthorLink
from authors.pictures import PictureRefused
from authors.signals import public_state_changed
from authors.tests.drawing import picture_file

pytestmark = pytest.mark.django_db


def portrait(author: Author, **options) -> Author:
    author.photo_original.save("portrait.jpg", File(picture_file(**options)), save=False)
    author.make_photo_files()
    author.photo_original.close()
    author.save()
    return author


def files_of(key: str) -> set[str]:
    return set(default_storage.listdir(f"pictures/{key}")[1])


def test_links_without_an_address_are_kept_but_not_shown():
    author = Author.objects.create(name="Ada", slug="ada")
    for position, (label, url) in enumerate(
        [("Site", "https://a.example/"), ("Zine", ""), ("Feed", "https://b.example/")]
    ):
        AuthorLink.objects.create(author=author, label=label, url=url, position=2 - position)
    assert [link.label for link in author.links.all()] == ["Feed", "Zine", "Site"]
    assert [link.label for link in author.shown_links()] == ["Feed", "Site"]


def test_pen_names_are_a_list():
    assert Author(pen_names=" Asa West ,, A. W.,").pen_name_list() == ["Asa West", "A. W."]
    assert Author().pen_name_list() == []


def test_an_account_is_one_author_and_may_go():
    user = get_user_model().objects.create_user("ada")
    author = Author.objects.create(name="Ada", slug="ada", user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.create(name="Eve", slug="eve", user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.create(name="Ada", slug="ada")
    user.delete()
    author.refresh_from_db()
    assert author.user is None


def test_a_portrait_is_square_files_around_the_focal_point():
    author = portrait(
        Author(name="Ada", slug="ada", photo_alt="Ada laughing", photo_credit="Eve"), size=(400, 300)
    )
    picture = author.photo_picture()
    assert (picture.alt, picture.is_decorative, picture.credit) == ("Ada laughing", False, "Eve")
    assert {(file.width, file.height) for file in picture.renditions} == {(96, 96), (192, 192), (300, 300)}
    assert files_of(author.photo_key) == {file.url.rsplit("/", 1)[1] for file in picture.renditions}


def test_a_new_portrait_has_new_names_and_the_old_files_go(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        author = portrait(Author(name="Ada", slug="ada"))
    old = author.photo_key
    with django_capture_on_commit_callbacks(execute=True):
        portrait(author, size=(500, 500), color=(200, 0, 0))
    assert author.photo_key != old
    assert files_of(author.photo_key)
    assert files_of(old) == set()


def test_a_new_portrait_that_is_not_saved_after_all_leaves_the_old_one():
    author = portrait(Author(name="Ada", slug="ada"))
    try:
        with transaction.atomic():
            portrait(Author.objects.get(pk=author.pk))
            raise RuntimeError("the form failed later")
    except RuntimeError:
        pass
    assert files_of(Author.objects.get(pk=author.pk).photo_key)


def test_making_the_files_again_under_their_name_keeps_them(django_capture_on_commit_callbacks):
    author = portrait(Author(name="Ada", slug="ada"))
    with django_capture_on_commit_callbacks(execute=True):
        author = Author.objects.get(pk=author.pk)
        author.make_photo_files(key=author.photo_key)
        author.photo_original.close()
    assert files_of(author.photo_key)


def test_a_portrait_that_is_no_picture_changes_nothing():
    author = Author(name="Ada", slug="ada")
    author.photo_original.save("p.jpg", File(picture_file(file_format="GIF", mode="P", color=1)), save=False)
    with pytest.raises(PictureRefused):
        author.make_photo_files()
    author.photo_original.close()
    assert (author.photo_key, author.photo_picture()) == ("", None)


def test_originals_are_never_public(client):
    author = portrait(Author(name="Ada", slug="ada"))
    assert storages["originals"].exists(author.photo_original.name)
    assert not default_storage.exists(author.photo_original.name)
    assert client.get(f"/media/{author.photo_original.name}").status_code == 404
    assert client.get(f"/media/../originals/{author.photo_original.name}").status_code == 404


def test_every_change_of_an_author_is_announced():
    heard = []

    def hear(sender, **_kwargs):
        heard.append(sender)

    public_state_changed.connect(hear)
    author = Author.objects.create(name="Ada", slug="ada")
    link = AuthorLink.objects.create(author=author, label="Site")
    link.delete()
    author.delete()
    public_state_changed.disconnect(hear)
    assert heard == [Author, AuthorLink, AuthorLink, Author]
