"""Where a request really came from, for throttling sign-in and for the audit log. Not for statistics: readers are not
counted."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import audit


def client_ip(request: HttpRequest) -> str:
    """The visitor's address as the outermost of our own proxies saw it.

    A client can write anything at the left of X-Forwarded-For; each proxy appends on the right.
    """
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        return forwarded[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")


class ActingAddressMiddleware:
    """What is done to articles during a request is recorded with the address it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with audit.acting_from(client_ip(request)):
            return self.get_response(request)
