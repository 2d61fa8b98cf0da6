"""What every page of the site shows: publication, sections, footer pages.

Nothing is asked of the database until a template looks, so the admin's pages do not pay for it.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Page, Publication, Section, Work


def site(request: HttpRequest) -> dict[str, Any]:
    """`publication`, `sections`, `footer_pages`, `has_works` and `public_url` (no slash at its end): four queries at most."""
    return {
        "publication": SimpleLazyObject(Publication.current),
        "sections": SimpleLazyObject(lambda: list(Section.objects.order_by("position", "name"))),
        "footer_pages": SimpleLazyObject(
            lambda: list(Page.objects.filter(is_in_footer=True).order_by("position", "headline"))
        ),
        # A site that never writes about works is not shown empty pages about them.
        "has_works": SimpleLazyObject(lambda: Work.objects.public().exists()),
        "public_url": settings.PUBLIC_URL,
    }
