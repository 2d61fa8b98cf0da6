"""Hubs that have something to show. A hub with nothing live is named on no public surface."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse

from articles.models import Article


@dataclass(frozen=True)
class HubKind:
    """A kind of hub: the article's field that leads to it, its page's URL name, the order it is listed in."""

    field: str
    url_name: str
    order: tuple[str, ...] = ("name",)


SECTIONS = HubKind("section", "articles:section", ("position", "name"))
TAGS = HubKind("tags", "articles:tag", ("key",))
AUTHORS = HubKind("authors", "authors:detail")


@dataclass(frozen=True)
class LiveHub:
    """A hub with live articles, and when the newest of them appeared or was updated."""

    kind: HubKind
    slug: str
    name: str
    newest: datetime

    @property
    def path(self) -> str:
        return reverse(self.kind.url_name, args=[self.slug])


def live_hubs(kind: HubKind) -> list[LiveHub]:
    """The hubs of `kind` with live articles, in their order. One query."""
    rows = (
        Article.objects.published()
        .filter(**{f"{kind.field}__isnull": False})
        .order_by(*(f"{kind.field}__{column}" for column in kind.order))
        .values_list(f"{kind.field}__slug", f"{kind.field}__name")
        .annotate(newest=Max(Coalesce("updated_at", "published_at")))
    )
    return [LiveHub(kind, slug, name, newest) for slug, name, newest in rows]
