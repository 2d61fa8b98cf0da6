"""Compresses what shrinks. Pictures do not, and would lose their Content-Length."""

from django.middleware.gzip import GZipMiddleware

TEXT_TYPES = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/ld+json",
)


class TextCompressionMiddleware(GZipMiddleware):
    """gzip for text of any kind, nothing for the rest."""

    def process_response(self, request, response):
        if not response.headers.get("Content-Type", "").startswith(TEXT_TYPES):
            return response
        return super().process_response(request, response)
