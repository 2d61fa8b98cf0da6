"""How long a page may be kept: HTML not without asking, since readers see a change at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class FreshnessMiddleware:
    """Marks HTML as `no-cache` (keep it, but ask whether it still holds) where a view has said nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
