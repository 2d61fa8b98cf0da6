"""Pictures are served as files, so secrecy lies in their names: what nobody may see stands on no surface."""

import contextlib
import re

import pytest
from django.conf import settings
from django.core.files.storage import default_storage, storages

from articles.models import Image
from articles.tests.factories import (
    HIDDEN_STATES,
    make_article,
    make_image_with_files,
    make_publication,
    picture_html,
    revise,
)

pytestmark = pytest.mark.django_db

SURFACES = (
    "/", "/feed/", "/feed/atom/", "/feed/json/", "/archive/", "/tags/", "/authors/", "/search/?q=body", "/feeds/",
    "/feeds.opml", "/sitemap.xml", "/robots.txt", "/nothing-here/",
)  # fmt: skip


def everything(client, *articles) -> str:
    """All a reader can be shown, one after the other."""
    hubs = [hub for article in articles for hub in (article, article.section, article.authors.first()) if hub]
    paths = (*SURFACES, *(hub.get_absolute_url() for hub in hubs))
    return "".join(client.get(path).content.decode() for path in paths)


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_the_files_of_a_hidden_article_have_no_address(client, state):
    make_publication()
    shown, hidden = make_image_with_files(), make_image_with_files()
    live = make_article(featured_image=shown, body=picture_html(shown))
    article = HIDDEN_STATES[state](featured_image=hidden, body=picture_html(hidden))
    content = everything(client, live, article)
    assert shown.key in content
    for secret in (hidden.key, hidden.uid, hidden.original.name, shown.original.name):
        assert secret not in content


def test_the_files_of_an_unpublished_change_have_no_address(client):
    make_publication()
    shown, hidden = make_image_with_files(), make_image_with_files()
    live = make_article(featured_image=shown, body=picture_html(shown))
    revise(live, featured_image=hidden.pk, body=picture_html(hidden))
    content = everything(client, live)
    assert shown.key in content
    assert hidden.key not in content
    assert hidden.uid not in content


def test_names_cannot_be_guessed():
    keys = {make_image_with_files().key for _ in range(3)}
    assert len(keys) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)


def test_originals_lie_outside_what_is_served(client):
    image = make_image_with_files()
    name = image.original.name
    assert storages["originals"].exists(name)
    assert not default_storage.exists(name)
    for path in (
        f"/media/{name}",
        f"/media/originals/{name}",
        f"/media/../originals/{name}",
        f"/media/..%2Foriginals/{name}",
        f"/media/pictures/../../originals/{name}",
        f"/{name}",
    ):
        assert client.get(path).status_code in (400, 404), path


def test_a_folder_lists_nothing(client):
    image = make_image_with_files()
    for path in (
        "/media/",
        "/media/pictures/",
        f"/media/pictures/{image.key}/",
        f"/media/pictures/{image.key}",
    ):
        assert client.get(path).status_code == 404


def test_nothing_of_the_upload_is_in_what_is_served():
    image = make_image_with_files()
    with storages["originals"].open(image.original.name) as file:
        original = file.read()
    for name in default_storage.listdir(f"pictures/{image.key}")[1]:
        with default_storage.open(f"pictures/{image.key}/{name}") as file:
            assert file.read() != original


def test_a_file_may_be_kept_for_a_year(client):
    url = make_image_with_files().card.renditions[0].url
    with contextlib.closing(client.get(url)) as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == "image/avif"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_media_of_the_tests_is_their_own():
    assert str(settings.BASE_DIR) not in str(settings.MEDIA_ROOT)
    assert Image.objects.count() == 0
