import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.tasks import complete_pictures
from blog import site_views


def test_healthz_asks_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_names_every_part(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert json.loads(response.content) == {"database": "ok", "storage": "ok", "jobs": "ok"}


def broken() -> str:
    raise DatabaseError("no server")


@pytest.mark.django_db
def test_readyz_is_503_only_without_a_database(client, monkeypatch):
    monkeypatch.setattr(site_views, "storage_state", broken)
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(site_views, "database_state", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "failed", "storage": "failed", "jobs": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("enqueued", "due", "state"),
    [
        (9, None, "ok"), (11, None, "late"), (60 * 24, 5, "ok"), (60 * 24, -9, "ok"), (60 * 24, -11, "late"),
    ],
)  # fmt: skip
def test_a_job_is_late_when_its_time_has_passed(settings, enqueued, due, state):
    """Minutes since it was asked for, and until it shall run, if it was put off."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    now = timezone.now()
    run_after = None if due is None else now + timedelta(minutes=due)
    complete_pictures.using(run_after=run_after).enqueue()
    DBTaskResult.objects.update(enqueued_at=now - timedelta(minutes=enqueued))
    assert site_views.jobs_state() == state


def test_robots_names_the_sitemap_by_the_public_address(client):
    lines = client.get("/robots.txt", headers={"host": "testserver"}).content.decode().splitlines()
    assert "Sitemap: http://site.test/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines


@pytest.fixture
def picture():
    name = default_storage.save("tests/picture.webp", ContentFile(b"RIFF....WEBP"))
    yield name
    default_storage.delete(name)


def test_a_picture_is_served_for_a_year(client, picture):
    response = client.get(f"/media/{picture}")
    assert b"".join(response) == b"RIFF....WEBP"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Length"] == "12"


@pytest.mark.django_db  # closing an answer closes idle connections too
def test_pictures_are_only_read(client, picture):
    head = client.head(f"/media/{picture}")
    head.close()
    assert head.status_code == 200
    assert client.post(f"/media/{picture}").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "../originals/secret.jpg", "..%2foriginals%2fsecret.jpg", "../../db.sqlite3", "/etc/passwd",
        "a/../../originals/secret.jpg", "secret.jpg", "originals/secret.jpg", "no.such.webp", "tests", "x%00.webp",
        "page.html",
    ],
)  # fmt: skip
def test_nothing_but_public_pictures_is_served(client, path):
    name = storages["originals"].save("secret.jpg", ContentFile(b"with GPS"))
    default_storage.save("page.html", ContentFile(b"<script>"))
    try:
        assert client.get(f"/media/{path}").status_code == 404
    finally:
        storages["originals"].delete(name)
        default_storage.delete("page.html")


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_with_advice(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/admin/login/", {"username": "editor", "password": "x"})
    assert response.status_code == 403
    assert "Go back" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/healthz", "/robots.txt"])
def test_an_unknown_host_is_refused(client, path):
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400
