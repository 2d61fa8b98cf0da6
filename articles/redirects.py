"""Old addresses go on working: looked up only when nothing else answers, always in one hop."""

import unicodedata

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri

from articles.models import Article, Person, Redirect, Tombstone, Work
from articles.models.redirect import plain_path

PATH_LENGTH = 400


def remember(old_path: str, *, target: models.Model) -> None:
    """From now on `old_path` leads to `target`, wherever that moves; a redirect from its own address goes."""
    Redirect.objects.filter(old_path=plain_path(target.get_absolute_url())).delete()
    Redirect.objects.update_or_create(
        old_path=plain_path(old_path),
        defaults={"content_type": ContentType.objects.get_for_model(target), "object_id": target.pk},
    )


def keep_old_address(
    sender: type[models.Model], instance: models.Model, raw: bool = False, **_kwargs
) -> None:
    """Receiver of pre_save for things with a slug and an address: when it changes, the old one leads here."""
    if raw or instance.pk is None:
        return
    before = sender._default_manager.filter(pk=instance.pk).first()
    if before is not None and before.slug != instance.slug:
        remember(before.get_absolute_url(), target=instance)


def retarget(source: models.Model, *, target: models.Model) -> None:
    """Let every redirect to `source` lead to `target`, since `source` is about to go."""
    types = ContentType.objects.get_for_model
    Redirect.objects.filter(content_type=types(source), object_id=source.pk).update(
        content_type=types(target), object_id=target.pk
    )


def owner_of(path: str) -> models.Model | None:
    """The object whose former address `path` is, or None."""
    row = Redirect.objects.filter(old_path=plain_path(path)).first()
    return row.target if row else None


def is_gone(path: str) -> bool:
    """Whether this was the address of an article that readers once saw, and that was deleted for good."""
    row = Redirect.objects.filter(old_path=_as_kept(path)).first()
    return row is not None and isinstance(row.target, Tombstone) and row.target.was_public


def _as_kept(path: str) -> str | None:
    """A request's path as Redirect keeps it; None for one that the database cannot be asked for."""
    if "\x00" in path or len(path) > PATH_LENGTH:
        return None
    return unicodedata.normalize("NFC", path if path.endswith("/") else f"{path}/")


def find(path: str) -> str | None:
    """The address `path` leads to now, or None. What hangs under an old hub (its feeds) moves with it."""
    path = _as_kept(path)
    if path is None:
        return None
    head = "/".join(path.split("/")[:3]) + "/"
    rows = {row.old_path: row for row in Redirect.objects.filter(old_path__in={path, head})}
    for old_path in (path, head):
        target = rows[old_path].target if old_path in rows else None
        if target is not None and _is_known(target):
            return target.get_absolute_url() + path.removeprefix(old_path)
    return None


def _is_known(target: models.Model) -> bool:
    """Whether its address may be named: not that of an article no reader has ever seen or that is gone for good, nor
    of a work or person that is not public."""
    if isinstance(target, Tombstone):
        return False
    if isinstance(target, Article):
        return target.was_public
    if isinstance(target, Work | Person):
        return type(target).objects.public().filter(pk=target.pk).exists()
    return True


class RedirectMiddleware:
    """Answers a 404 with the redirect that somebody's bookmark deserves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address = find(request.path_info)
        if address is None or address == request.path_info:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(iri_to_uri(address) + (f"?{query}" if query else ""))
