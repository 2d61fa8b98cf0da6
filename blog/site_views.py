"""Views that belong to the site as a whole: health, robots, uploaded pictures, a refused form.

Error pages are Django's own views with our templates (400, 403, 404, 500.html); the last uses no database.
"""

import logging
from collections.abc import Callable
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from articles import alarms

logger = logging.getLogger(__name__)

PICTURE_CACHE = "public, max-age=31536000, immutable"  # a picture's name changes with its bytes
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
HIDDEN_FROM_CRAWLERS = ("/admin/", "/letters/", "/preview/", "/search/")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the process answers, and nothing about what stands behind it."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def database_state() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def storage_state() -> str:
    for storage in (default_storage, storages["originals"]):
        storage.exists("readiness")
    return "ok"


def jobs_state() -> str:
    """`late` when a job has waited so long that no worker can be running: the same jobs as in editors' alarms."""
    return "late" if alarms.late_jobs(timezone.now()).exists() else "ok"


def _state(find: Callable[[], str]) -> str:
    try:
        return find()
    except Exception:
        logger.exception("Readiness: %s", find.__name__)
        return "failed"


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Reports each part; 503 only when readers cannot be answered, that is without the database.

    Late jobs are told in the words in which editors are told of them.
    """
    states = {
        "database": _state(database_state),
        "storage": _state(storage_state),
        "jobs": _state(jobs_state),
    }
    report = states | ({"attention": _attention()} if states["jobs"] == "late" else {})
    return JsonResponse(report, status=200 if states["database"] == "ok" else 503)


def _attention() -> list[str]:
    return [alarm.sentence for alarm in alarms.late(timezone.now())]


@cache_control(public=True, max_age=3600)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in HIDDEN_FROM_CRAWLERS),
        "",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A public picture. What lies outside the public storage, originals above all, does not exist here."""
    content_type = PICTURE_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404("No picture")
    try:
        file = default_storage.open(path)
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise Http404("No picture") from error
    headers = {"Cache-Control": PICTURE_CACHE, "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type=content_type, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another time or place: say what to do, instead of Django's page for developers."""
    logger.warning("CSRF check failed at %s: %s", request.path, reason)
    return render(request, "csrf_failure.html", status=403)
