"""What every page of the site shows: publication, sections, footer pages.

Nothing is asked of the database until a template looks, so the admin's pages do not pay for it.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Page, Publication, Section


def site(request: HttpRequest) -> dict[str, Any]:
    """`publication`, `sections`, `footer_pages` and `public_url` (no slash at its end): three queries at most."""
    return {
        "publication": SimpleLazyObject(Publication.current),
        "sections": SimpleLazyObject(lambda: list(Section.objects.order_by("position", "name"))),
        "footer_pages": SimpleLazyObject(
            lambda: list(Page.objects.filter(is_in_footer=True).order_by("position", "headline"))
        ),
        "public_url": settings.PUBLIC_URL,
    }
