import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from blog import environment
from blog.tests.environments import GOOD_KEY, PRODUCTION, ROOT, python, refusal_of, settings_of


def test_nothing_set_is_a_developer_at_home():
    found = settings_of(
        "DEBUG", "PUBLIC_URL", "MEDIA_DIR", "VAR_DIR", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE"
    )
    assert found == {
        "DEBUG": True,
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "MEDIA_DIR": str(ROOT / "media"),
        "VAR_DIR": str(ROOT / "var"),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "SESSION_COOKIE_SECURE": False,
    }


def test_data_dir_takes_everything(tmp_path):
    found = settings_of("DATABASES", "MEDIA_DIR", "STATIC_ROOT", DATA_DIR=str(tmp_path))
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert found["MEDIA_DIR"] == str(tmp_path / "media")
    assert found["STATIC_ROOT"] == str(tmp_path / "static")


def test_the_embedded_profile_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    chosen = {"PROFILE": "embedded", "DATA_DIR": str(tmp_path)}
    first = settings_of("SECRET_KEY", "DEBUG", **chosen)
    assert first["DEBUG"] is False
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert settings_of("SECRET_KEY", "DEBUG", **chosen) == first


def test_https_makes_cookies_secure(tmp_path):
    chosen = {"PROFILE": "embedded", "DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://Blog.Example/"}
    names = ("PUBLIC_URL", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS")
    assert settings_of(*names, **chosen) == {
        "PUBLIC_URL": "https://blog.example",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "CSRF_TRUSTED_ORIGINS": ["https://blog.example"],
    }


def test_production_starts_when_everything_is_there(tmp_path):
    found = settings_of(
        "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", DATA_DIR=str(tmp_path), DEBUG="1", **PRODUCTION
    )
    assert found == {"DEBUG": False, "ALLOWED_HOSTS": ["www.example.com"], "SECRET_KEY": GOOD_KEY}


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "", "SECRET_KEY of its own"),
        ("SECRET_KEY", "short", "too short or not secret"),
        ("SECRET_KEY", "a" * 80, "too short or not secret"),
        ("SECRET_KEY", "django-insecure-" + GOOD_KEY, "too short or not secret"),
        ("SECRET_KEY", "development-only-and-therefore-insecure", "too short or not secret"),
        ("ALLOWED_HOSTS", "", "needs ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "*", "needs ALLOWED_HOSTS"),
        ("PUBLIC_URL", "", "needs PUBLIC_URL"),
        ("PUBLIC_URL", "www.example.com", "has to look like"),
    ],
)
def test_production_refuses(name, value, word, tmp_path):
    assert word in refusal_of(**{**PRODUCTION, "DATA_DIR": str(tmp_path), name: value})


def test_an_unknown_profile_is_refused():
    assert "PROFILE is “prod”" in refusal_of(PROFILE="prod")


def test_production_deploys_without_a_warning(tmp_path):
    (tmp_path / "static").mkdir()
    result = python(
        "-W", "error::DeprecationWarning", "-W", "ignore:The FORMS_URLFIELD_ASSUME_HTTPS",
        "manage.py", "check", "--deploy", "--fail-level", "INFO", DATA_DIR=str(tmp_path), **PRODUCTION,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_postgresql_gets_a_pool_and_sqlite_its_pragmas():
    postgres = environment.database("postgres://me@127.0.0.1/cms", pool_size=6, is_test=False)
    assert postgres["OPTIONS"]["pool"]["max_size"] == 6
    sqlite = environment.database("sqlite:///cms.sqlite3", pool_size=6, is_test=False)
    assert sqlite["OPTIONS"] == environment.SQLITE_OPTIONS


@pytest.mark.parametrize("url", ["mysql://me@127.0.0.1/cms", "nonsense", "postgres://me@127.0.0.1:port/cms"])
def test_another_database_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="database"):
        environment.database(url, pool_size=6, is_test=False)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104 - a string to compare
        ("::1", "http://[::1]:80"),
        ("box.local", "http://box.local:80"),
    ],
)
def test_a_local_address_can_be_opened_in_a_browser(host, address):
    assert environment.local_address(host, 80) == address


@pytest.mark.parametrize(
    "text",
    ["", "example.com", "ftp://example.com", "https://", "https://a.example/blog", "https://a.example:x",
     "https://me@a.example", "https://a.example?x=1"],
)  # fmt: skip
def test_a_public_address_is_only_scheme_and_host(text):
    with pytest.raises(ImproperlyConfigured):
        environment.public_address(text)


def test_s3_keeps_originals_apart_from_what_readers_may_see():
    found = settings_of(
        "STORAGES", "MEDIA_URL", S3_BUCKET="pictures", S3_PUBLIC_URL="https://cdn.example.com"
    )
    public, originals = (found["STORAGES"][name]["OPTIONS"] for name in ("default", "originals"))
    assert found["MEDIA_URL"] == "https://cdn.example.com/"
    assert (public["location"], originals["location"]) == ("public", "originals")
    assert originals["querystring_auth"] is True
    assert "S3_PUBLIC_URL is needed" in refusal_of(S3_BUCKET="pictures")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ("console", None, None, False, False, 10)),
        ({"EMAIL_URL": "submission://u:p%40w@mail.test"}, ("smtp", "mail.test", 587, True, False, 10)),
        ({"EMAIL_URL": "smtp://u:p@mail.test:465?ssl=True"}, ("smtp", "mail.test", 465, False, True, 10)),
        ({"EMAIL_URL": "smtp://127.0.0.1?timeout=3"}, ("smtp", "127.0.0.1", 25, False, False, 3)),
    ],
    ids=["printed", "starttls", "tls", "local"],
)
def test_how_letters_leave(chosen, expected):
    names = ("BACKEND", "HOST", "PORT", "USE_TLS", "USE_SSL", "TIMEOUT")
    found = settings_of(*(f"EMAIL_{name}" for name in names), **chosen)
    found["EMAIL_BACKEND"] = found["EMAIL_BACKEND"].split(".")[-2]
    assert tuple(found.values()) == expected


@pytest.mark.parametrize("url", ["smtp+tls://u:p@mail.test:587", "mail.test", "http://mail.test"])
def test_a_way_to_send_that_does_not_exist_is_refused(url):
    """It would be taken for plain SMTP, and the password sent for everybody to read."""
    assert "submission://" in refusal_of(EMAIL_URL=url)
