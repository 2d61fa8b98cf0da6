"""Pages of long lists, for every list readers see. A page that is not there is a clean 404."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 20
INDEX_PAGE_SIZE = 300  # an index holds names only, or nearly

_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)


@dataclass(frozen=True)
class Stretch:
    """A page of a list that nobody counts, so that it costs the same however long the list is."""

    number: int
    object_list: list
    has_next: bool

    @property
    def neighbours(self) -> tuple[int | None, int | None]:
        """The numbers of the pages before and after this one."""
        before = self.number - 1 if self.number > 1 else None
        return before, self.number + 1 if self.has_next else None


def number_of(request: HttpRequest) -> int:
    """The number of the page that ?page= asks for, 1 without it. Raises Http404 for anything else."""
    number = request.GET.get("page", "1")
    if not _PAGE_NUMBER.fullmatch(number):
        raise Http404("There is no such page.")
    return int(number)


def stretch_of(
    rows: Callable[[int, int], Sequence[Any]], request: HttpRequest, *, size: int = PAGE_SIZE
) -> Stretch:
    """The page that ?page= asks for; `rows` gives those from one place up to another. Raises Http404 past the last."""
    number = number_of(request)
    start = (number - 1) * size
    found = list(rows(start, start + size + 1))
    if not found and number > 1:
        raise Http404("There is no such page.")
    return Stretch(number, found[:size], len(found) > size)


def page_of(rows: QuerySet, request: HttpRequest, *, size: int = PAGE_SIZE) -> Page:
    """The page of `rows` that ?page= asks for, the first without it. Raises Http404 for anything else."""
    try:
        page = Paginator(rows, size).page(number_of(request))
    except InvalidPage as error:
        raise Http404("There is no such page.") from error
    page.object_list = list(page.object_list)
    return page


def canonical_of(request: HttpRequest, *, public_url: str, page: Page | Stretch | None = None) -> str:
    """The one address of this page: ours, without what strangers append."""
    address = public_url + request.path
    return f"{address}?page={page.number}" if page and page.number > 1 else address
