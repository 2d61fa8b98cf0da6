"""Reads the environment for blog/settings.py: small functions with no Django setup behind them.

Not for: deciding what a setting means to the site; that stands in settings.py, in one place.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

PROFILES = ("development", "embedded", "production")
MAIL_TIMEOUT = 10  # seconds
SECRET_KEY_LENGTH = 50  # what Django's own deployment check asks for
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
EVERY_INTERFACE = ("", "0.0.0.0", "::", "[::]")  # noqa: S104 - compared with, not bound to
SQLITE_OPTIONS = {
    # Take the write lock when a transaction begins: a lock taken later cannot be waited for.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    # Write-ahead log: readers go on reading while an editor saves.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
# A database that lives as long as a test run need not survive a power cut.
TEST_SQLITE_OPTIONS = {**SQLITE_OPTIONS, "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"}


def profile_name(chosen: str) -> str:
    """The profile asked for; raises ImproperlyConfigured when there is none of that name."""
    if chosen not in PROFILES:
        raise ImproperlyConfigured(f"PROFILE is “{chosen}”; it can be {', '.join(PROFILES)}.")
    return chosen


def local_address(host: str, port: int) -> str:
    """The address of a server on this machine, as a browser on it would write it."""
    host = "127.0.0.1" if host in EVERY_INTERFACE else host
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{port}"


def public_address(text: str) -> SplitResult:
    """PUBLIC_URL in parts; raises ImproperlyConfigured unless it is http(s)://host[:port]."""
    try:
        parts = urlsplit(text.rstrip("/"))
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.path or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(
            f"PUBLIC_URL is “{text}”; it has to look like https://www.example.com, with nothing behind the host."
        )
    return parts


def mail(found: dict[str, Any]) -> dict[str, Any]:
    """Mail settings as EMAIL_URL gives them; raises ImproperlyConfigured for a scheme that names no way to send."""
    if "EMAIL_BACKEND" not in found:
        raise ImproperlyConfigured(
            "EMAIL_URL has to begin with submission:// (STARTTLS), smtp:// or console://; a port that speaks TLS from the "
            "first byte is smtp://…:465?ssl=True."
        )
    # Django waits for ever, and so would the worker.
    return found | {"EMAIL_TIMEOUT": found.get("EMAIL_TIMEOUT") or MAIL_TIMEOUT}


def url_host(parts: SplitResult) -> str:
    """The host as Django compares it: an IPv6 address keeps its brackets."""
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def kept_secret_key(path: Path) -> str:
    """The secret key kept in this file, made on first use and readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
    else:
        key = secrets.token_urlsafe(SECRET_KEY_LENGTH)
        with os.fdopen(descriptor, "w") as file:
            file.write(key + "\n")
    if len(key) < SECRET_KEY_LENGTH:
        raise ImproperlyConfigured(f"{path} holds no usable secret key; delete it, and a new one is made.")
    return key


def own_secret_key(key: str) -> str:
    """The key, if it is good enough for production; raises ImproperlyConfigured if it is not."""
    advice = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not key:
        raise ImproperlyConfigured(f"Production needs a SECRET_KEY of its own. {advice}")
    looks_borrowed = any(
        word in key.lower() for word in ("insecure", "development", "changeme", "secret-key")
    )
    if looks_borrowed or len(key) < SECRET_KEY_LENGTH or len(set(key)) < 5:
        raise ImproperlyConfigured(f"SECRET_KEY is too short or not secret. {advice}")
    return key


def own_hosts(hosts: list[str]) -> list[str]:
    """ALLOWED_HOSTS, if production can be run with them; raises ImproperlyConfigured if it cannot."""
    hosts = [host.strip() for host in hosts if host.strip()]
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(
            "Production needs ALLOWED_HOSTS: the host names it answers to, separated by commas "
            "(never *), for example ALLOWED_HOSTS=www.example.com."
        )
    return hosts


def require(value: str, sentence: str) -> str:
    """The value, or ImproperlyConfigured with the sentence when it is empty."""
    if not value:
        raise ImproperlyConfigured(sentence)
    return value


def database(url: str, *, pool_size: int, is_test: bool) -> dict[str, Any]:
    """Django's form of a database URL, with the options that each kind of database needs.

    Raises ImproperlyConfigured for anything but SQLite and PostgreSQL: the search speaks only to these.
    """
    try:
        parsed = dict(dj_database_url.parse(url))
    except ValueError:
        parsed = {}
    if not parsed.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(
            "The database URL cannot be used; it has to look like postgres://user@host:5432/name or sqlite:////path."
        )
    options = dict(parsed.get("OPTIONS") or {})
    if parsed["ENGINE"].endswith("sqlite3"):
        options = {**(TEST_SQLITE_OPTIONS if is_test else SQLITE_OPTIONS), **options}
    elif parsed["ENGINE"].endswith("postgresql") and not is_test and pool_size:
        # A request on a pooled connection took 1 ms, one that had to connect 13 ms.
        options.setdefault("pool", {"min_size": 1, "max_size": pool_size, "timeout": 10})
    return {**parsed, "OPTIONS": options}


def origin(url: str) -> str:
    """Scheme, host and port of an address, as a Content-Security-Policy names it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def upload_storages(env: Env, *, bucket: str, folder: Path, url: str) -> dict[str, dict[str, Any]]:
    """Where pictures go: `default` is public, `originals` is as uploaded (with GPS and all) and never served."""
    if not bucket:
        disk = "django.core.files.storage.FileSystemStorage"
        return {
            "default": {"BACKEND": disk, "OPTIONS": {"location": folder / "public", "base_url": url}},
            "originals": {"BACKEND": disk, "OPTIONS": {"location": folder / "originals", "base_url": None}},
        }
    shared = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
        "region_name": env.str("S3_REGION", "") or None,
        "access_key": env.str("S3_ACCESS_KEY", "") or None,
        "secret_key": env.str("S3_SECRET_KEY", "") or None,
        "file_overwrite": False,
    }
    public = {
        "location": "public",
        "custom_domain": urlsplit(url).netloc + urlsplit(url).path.rstrip("/"),
        "querystring_auth": False,
        # Names hold a hash of what is inside: a picture never changes under its address.
        "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
    }
    s3 = "storages.backends.s3.S3Storage"
    return {
        "default": {"BACKEND": s3, "OPTIONS": {**shared, **public}},
        "originals": {
            "BACKEND": s3,
            "OPTIONS": {
                **shared,
                "location": "originals",
                "default_acl": "private",
                "querystring_auth": True,
            },
        },
    }
