"""What every page of the site shows: publication, sections, footer pages.

Nothing is asked of the database until a template looks, so the admin's pages do not pay for it.
"""

from typing import Any

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Correction, Page, Publication, Section, Work


def site(request: HttpRequest) -> dict[str, Any]:
    """`publication`, `sections`, `footer_pages`, `has_works`, `has_corrections` and `public_url` (no slash at its end):
    four queries at most."""
    sections = SimpleLazyObject(_sections)
    return {
        "publication": SimpleLazyObject(Publication.current),
        "sections": sections,
        "footer_pages": SimpleLazyObject(
            lambda: list(Page.objects.filter(is_in_footer=True).order_by("position", "headline"))
        ),
        # A site that never writes about works is not shown empty pages about them.
        "has_works": SimpleLazyObject(lambda: Work.objects.public().exists()),
        "has_corrections": SimpleLazyObject(lambda: any(section.has_corrections for section in sections)),
        "public_url": settings.PUBLIC_URL,
    }


def _sections() -> list[Section]:
    """The site's navigation. Whether it corrects anything is asked along with it, to spare every page a query of its
    own: where there is a live article there is a section."""
    return list(
        Section.objects.annotate(has_corrections=Exists(Correction.objects.public())).order_by(
            "position", "name"
        )
    )
