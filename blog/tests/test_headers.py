"""What every response carries; readers' pages are the same for everyone."""

import gzip

import pytest
from django.conf import settings

from articles.body import embeds
from blog import csp

pytestmark = pytest.mark.django_db

READERS_PAGES = ("/", "/archive/", "/search/?q=film", "/authors/", "/tags/", "/feeds/", "/no-such-page/")


def policy_of(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", READERS_PAGES)
def test_readers_pages_are_the_same_for_everyone(client, admin_user, path):
    anonymous = client.get(path)
    client.force_login(admin_user)
    signed_in = client.get(path)
    for response in (anonymous, signed_in):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
    assert anonymous.content == signed_in.content


@pytest.mark.parametrize("path", READERS_PAGES)
def test_readers_pages_have_a_strict_policy_without_a_nonce(client, path):
    assert policy_of(client.get(path)) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }


def test_the_players_we_know_are_the_players_we_allow():
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    assert {host.removeprefix("https://") for host in allowed} == {
        host.removeprefix("https://") for host in embeds.FRAME_HOSTS
    }


def test_the_admin_gets_what_its_editor_needs_and_no_more(admin_client):
    policy = policy_of(admin_client.get("/admin/"))
    assert policy["style-src"] == ["'self'", csp.EDITOR_STYLE_HASH]
    assert policy["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in str(policy)
    assert "'unsafe-eval'" not in str(policy)


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_other_headers(client, path):
    headers = client.get(path).headers
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", READERS_PAGES)
def test_readers_pages_are_asked_for_again(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_text_is_compressed(client):
    plain = client.get("/")
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"if-none-match": etag}).status_code == 304
