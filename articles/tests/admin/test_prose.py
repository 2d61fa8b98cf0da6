"""The body's field in the admin: its scripts all arrive, and its searches find what an editor links to."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from articles.prose import NODE_MODULES, BodyWidget
from articles.tests import factories

pytestmark = pytest.mark.django_db
IMPORTED = re.compile(r'from "(desk/[\w/-]+)"')


def test_every_module_is_there_and_in_the_import_map():
    folder = Path(finders.find("articles/admin/nodes.js")).parent / "nodes"
    assert sorted(NODE_MODULES) == sorted(path.stem for path in folder.glob("*.js"))
    for path in (*folder.glob("*.js"), folder.parent / "nodes.js"):
        missing = set(IMPORTED.findall(path.read_text())) - BodyWidget.imports.keys()
        assert not missing, path.name


def test_modules_stay_small():
    folder = Path(finders.find("articles/admin/nodes.js")).parent / "nodes"
    assert {path.name for path in folder.glob("*.js") if len(path.read_text().splitlines()) > 400} == set()


def test_links_are_found_by_headline_then_by_text(client):
    client.force_login(factories.make_user("Writers"))
    named = factories.make_article(headline="Why *Nosferatu* lasts", body="<p>Shadows.</p>")
    telling = factories.make_article(headline="Another", body="<p>About Nosferatu, at length.</p>")
    factories.make_draft(headline="Nosferatu, unfinished")
    url = reverse("admin:articles_article_recommend")
    found = client.get(url, {"kind": "articles", "q": "nosferatu"}).json()["articles"]
    assert [row["uid"] for row in found] == [named.uid, telling.uid]
    assert found[0]["headline"] == "Why Nosferatu lasts"
    assert found[0]["url"] == named.get_absolute_url()


def test_slots_for_videos_find_articles_with_a_video_alone(client):
    client.force_login(factories.make_user("Writers"))
    factories.make_article(headline="No video")
    url = reverse("admin:articles_article_recommend")
    assert client.get(url).json()["articles"] == []
    assert len(client.get(url, {"kind": "articles"}).json()["articles"]) == 1


def test_nobody_outside_searches(client):
    assert client.get(reverse("admin:articles_article_recommend")).status_code == 302
