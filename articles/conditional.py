"""Answers for machines that poll: validators that move with the bytes, and 304 when they did not."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date


def conditional_response(
    request: HttpRequest, body: bytes, *, content_type: str, last_modified: datetime | None
) -> HttpResponse:
    """`body`, or 304 when the client has it (RFC 9110, section 13).

    The ETag is strong and over the bytes, so a re-save, another process or a restart does not move it;
    compression, which comes later, weakens it. Pollers may keep the answer but ask before they use it.
    """
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    if last_modified:
        response["Last-Modified"] = http_date(last_modified.timestamp())
    seconds = int(last_modified.timestamp()) if last_modified else None
    return get_conditional_response(request, etag, seconds, response)
