"""Absolute addresses. They come from PUBLIC_URL, never from a Host header, which anyone can forge."""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import iri_to_uri


def absolute(path: str) -> str:
    """`path` as a percent-encoded absolute address; an address that is absolute already stays as it is."""
    if path.startswith(("https://", "http://")):
        return iri_to_uri(path)
    return iri_to_uri(settings.PUBLIC_URL.rstrip("/") + "/" + path.lstrip("/"))


def media_address() -> str:
    """Where uploads are served, absolute, with a slash at the end."""
    return urljoin(settings.PUBLIC_URL.rstrip("/") + "/", settings.MEDIA_URL)
