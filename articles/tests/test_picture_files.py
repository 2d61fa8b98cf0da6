"""From the web master to all files: what the job does, once, in batches, and however often it is stopped."""

import contextlib
import io
import logging

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import ExifTags
from PIL.Image import Exif

from articles import renditions
from articles.models import Image
from articles.tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image_with_files,
    make_publication,
    picture_html,
)
from authors.pictures import PictureRefused
from authors.renditions import VERSION
from authors.tests.drawing import picture_file

pytestmark = pytest.mark.django_db


def files_of(key: str) -> set[str]:
    try:
        return set(default_storage.listdir(f"pictures/{key}")[1])
    except FileNotFoundError:
        return set()


def address(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


# --- first the master


def test_a_page_is_right_before_the_worker_has_been_there(client, worker_away):
    make_publication()
    image = make_image_with_files()
    article = make_article(featured_image=image, body=picture_html(image))
    assert files_of(image.key) == {"640.jpg"}
    assert not image.has_all_files
    page = address(client, article)
    assert page.count(f"/media/pictures/{image.key}/640.jpg") >= 4  # src and srcset, twice
    assert "avif" not in page
    assert 'width="640" height="480"' in page
    assert f"{image.key}/640.jpg" in client.get("/feed/").content.decode()
    assert f"{image.key}/640.jpg" in client.get("/").content.decode()


def test_then_everything(client, worker_away):
    make_publication()
    image = make_image_with_files()
    article = make_article(featured_image=image, body=picture_html(image))
    assert renditions.complete_waiting() == 1
    image = Image.objects.get()
    assert (image.has_all_files, image.pending_key) == (True, "")
    page = address(client, article)
    assert page.count('type="image/avif"') == page.count('type="image/webp"') == 2
    assert f"{image.key}/lead-480.avif" in client.get("/").content.decode()
    assert f"{image.key}/card-400.avif" in client.get(article.section.get_absolute_url()).content.decode()


def test_every_file_a_page_names_is_there(client):
    make_publication()
    image = make_image_with_files()
    named = {
        file.url for picture in (image.as_picture(), *image.crops().values()) for file in picture.renditions
    }
    assert {url.rsplit("/", 1)[1] for url in named} == files_of(image.key)
    for url in named:
        with contextlib.closing(client.get(url)) as response:
            assert response.status_code == 200


# --- the edition rises once a batch, and only if readers see a difference


def test_a_batch_is_announced_once(announcements, worker_away):
    first, second = make_image_with_files(), make_image_with_files()
    make_article(featured_image=first)
    make_article(featured_image=None, body=picture_html(second))
    announcements.clear()
    assert renditions.complete_waiting() == 2
    assert announcements == ["renditions"]
    assert renditions.complete_waiting() == 0
    assert announcements == ["renditions"]


def test_what_no_live_page_shows_is_not_announced(announcements, worker_away):
    image = make_image_with_files()
    make_draft(featured_image=image, body=picture_html(image))
    announcements.clear()
    assert renditions.complete_waiting() == 1
    image.refresh_from_db()
    image.caption = "Other words"
    image.save()
    assert announcements == []


def test_uploading_is_no_public_change(announcements):
    make_image_with_files()
    assert announcements == []


def test_the_publications_own_pictures_are_shown(announcements, worker_away):
    image = make_image_with_files()
    make_publication(logo=image)
    announcements.clear()
    renditions.complete_waiting()
    assert announcements == ["renditions"]


def test_completing_makes_no_item_of_a_feed_new(client, worker_away):
    make_publication()
    image = make_image_with_files()
    article = make_article(featured_image=image, body=picture_html(image))
    renditions.complete_waiting()
    after = type(article).objects.get(pk=article.pk)
    assert (after.published_at, after.updated_at, after.modified_at, after.feed_id) == (
        article.published_at, None, article.modified_at, article.feed_id
    )  # fmt: skip


# --- a change of the picture


def test_the_old_files_stay_until_the_new_ones_are_in_use(
    client, worker_away, django_capture_on_commit_callbacks
):
    make_publication()
    image = make_image_with_files()
    article = make_article(featured_image=image)
    renditions.complete_waiting()
    image = Image.objects.get()
    old_key = image.key
    image.focal_x = 0.9
    with django_capture_on_commit_callbacks(execute=True):
        renditions.remake(image)
    assert Image.objects.get().key == old_key
    assert f"{old_key}/640.avif" in address(client, article)
    with django_capture_on_commit_callbacks(execute=True):
        renditions.complete_waiting()
    image = Image.objects.get()
    assert image.key != old_key
    assert files_of(old_key) == set() != files_of(image.key)
    assert image.key in address(client, article)
    assert old_key not in address(client, article)


def test_a_picture_that_changed_while_its_files_were_made_waits_for_the_newer_ones(worker_away):
    image = make_image_with_files()
    batch = list(renditions._batch(set(), lambda image, problem: None))
    image.focal_x = 0.9
    renditions.remake(image)
    assert renditions.put_to_use(batch) == 0
    assert not Image.objects.get().has_all_files
    assert renditions.complete_waiting() == 1
    assert Image.objects.get().focal_x == 0.9


def test_a_picture_deleted_while_its_files_were_made_leaves_none(
    worker_away, django_capture_on_commit_callbacks
):
    image = make_image_with_files()
    key, storage, name = image.key, image.original.storage, image.original.name
    batch = list(renditions._batch(set(), lambda image, problem: None))
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert renditions.put_to_use(batch) == 0
    assert files_of(key) == set()
    assert not storage.exists(name)


@pytest.mark.parametrize("is_many", [False, True])
def test_files_go_with_their_picture(is_many, django_capture_on_commit_callbacks):
    image = make_image_with_files()
    key, storage, name = image.key, image.original.storage, image.original.name
    with django_capture_on_commit_callbacks(execute=True):
        Image.objects.all().delete() if is_many else image.delete()
    assert files_of(key) == set()
    assert not storage.exists(name)


def test_replacing_forgets_the_old_upload(django_capture_on_commit_callbacks):
    image = make_image_with_files()
    old = image.original.name
    with django_capture_on_commit_callbacks(execute=True):
        renditions.replace_file(image, picture_file((50, 40)), "other.png")
    assert image.original.name.endswith(".jpg")  # What it is, not what it is called.
    assert image.original.name != old
    assert not image.original.storage.exists(old)
    assert image.original.storage.exists(image.original.name)


# --- stopped, and run again


def test_half_done_work_is_done_again_and_comes_out_the_same(worker_away):
    image = make_image_with_files()
    list(
        renditions._batch(set(), lambda image, problem: None)
    )  # All made, then killed before they were used.
    name = f"pictures/{image.key}/card-320.avif"
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(b"half a pict"))  # The last one was cut off.
    assert not Image.objects.get().has_all_files
    assert renditions.complete_waiting() == 1
    with default_storage.open(name) as file:
        assert file.read()[4:12] == b"ftypavif"


def test_one_that_cannot_be_read_does_not_stop_the_others(worker_away, caplog):
    broken, good = make_image_with_files(), make_image_with_files()
    broken.original.storage.delete(broken.original.name)
    with caplog.at_level(logging.WARNING, logger="articles.renditions"):
        assert renditions.complete_waiting() == 1
    assert f"picture {broken.pk}" in caplog.text
    assert Image.objects.get(pk=good.pk).has_all_files
    assert not Image.objects.get(pk=broken.pk).has_all_files


def test_the_command_makes_what_is_lacking(worker_away):
    make_image_with_files()
    make_image_with_files()
    out = io.StringIO()
    call_command("make_renditions", stdout=out)
    assert "2 of 2" in out.getvalue()
    assert "2 pictures and 0 portraits are complete." in out.getvalue()
    assert not Image.objects.waiting().exists()
    out = io.StringIO()
    call_command("make_renditions", stdout=out)
    assert out.getvalue() == "0 pictures and 0 portraits are complete.\n"


def test_the_command_names_what_it_could_not_make(worker_away):
    image = make_image_with_files()
    image.original.storage.delete(image.original.name)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be made"):
        call_command("make_renditions", stdout=out)
    assert image.file_name in out.getvalue()


def test_the_command_makes_everything_anew_under_new_names(django_capture_on_commit_callbacks):
    key = make_image_with_files().key
    with django_capture_on_commit_callbacks(execute=True):
        call_command("make_renditions", "--all", stdout=io.StringIO())
    image = Image.objects.get()
    assert image.key != key
    assert files_of(key) == set() != files_of(image.key)


def test_the_command_mends_portraits():
    author = make_author()
    author.photo_original.save("ada.jpg", picture_file((300, 300)), save=False)
    author.make_photo_files()
    author.save()
    author.photo_original.close()
    default_storage.delete(f"pictures/{author.photo_key}/square-96.avif")
    out = io.StringIO()
    call_command("make_renditions", stdout=out)
    assert "1 portraits" in out.getvalue()
    author.refresh_from_db()
    assert "square-96.avif" in files_of(author.photo_key)


def test_an_upgrade_that_adds_files_falls_back_to_the_master_meanwhile():
    image = make_image_with_files()
    Image.objects.update(files_version=VERSION + 1)
    image = Image.objects.get()
    assert [file.url.rsplit("/", 1)[1] for file in image.as_picture().renditions] == ["640.jpg"]
    assert list(Image.objects.waiting()) == [image]


# --- words and duplicates


def test_the_files_own_words_fill_what_is_empty():
    tags = Exif()
    tags[ExifTags.Base.Artist], tags[ExifTags.Base.ImageDescription] = "Ada", "A moon"
    file = picture_file(exif=tags)
    assert renditions.suggested_words(file) == {"credit": "Ada", "caption": "A moon"}
    image = renditions.take_in(Image(caption="Mine"), file, file_name="moon.jpg")
    assert (image.credit, image.caption, image.alt) == ("Ada", "Mine", "")


def test_a_licence_in_the_file_is_noted():
    packet = b'<x xmpRights:WebStatement="http://creativecommons.org/licenses/by-sa/4.0/deed.en">'
    image = renditions.take_in(Image(), picture_file(xmp=packet), file_name="moon.jpg")
    assert (image.rights, image.licence) == ("cc", "by-sa/4.0")
    image.full_clean()
    other = renditions.take_in(Image(rights="own"), picture_file(xmp=packet), file_name="moon.jpg")
    assert (other.rights, other.licence) == ("own", "")


def test_the_same_file_is_found_again():
    image = renditions.take_in(Image(), picture_file(), file_name="one.jpg")
    assert renditions.find_duplicate(picture_file()) == image
    assert renditions.find_duplicate(picture_file((641, 480))) is None
    assert renditions.find_duplicate(io.BytesIO(b"")) is None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "C:\\photos\\moon.jpg", "a\x00b.jpg", "..", ".", " ", ""]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(PictureRefused, match="name of this file"):
        renditions.take_in(Image(), picture_file(), file_name=name)
    assert not Image.objects.exists()


# --- constant queries


def test_shapes_of_a_picture_need_no_query(django_assert_num_queries):
    image = make_image_with_files()
    with django_assert_num_queries(0):
        assert image.card.renditions and image.lead.renditions and image.sharing and image.thumbnail_url
        assert len(image.crops()) == 4
