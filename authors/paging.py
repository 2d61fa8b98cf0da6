"""Pages of long lists, for every list readers see. A page that is not there is a clean 404."""

import re

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 20
INDEX_PAGE_SIZE = 300  # an index holds names only, or nearly

_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)


def page_of(rows: QuerySet, request: HttpRequest, *, size: int = PAGE_SIZE) -> Page:
    """The page of `rows` that ?page= asks for, the first without it. Raises Http404 for anything else."""
    number = request.GET.get("page", "1")
    if not _PAGE_NUMBER.fullmatch(number):
        raise Http404("There is no such page.")
    try:
        page = Paginator(rows, size).page(int(number))
    except InvalidPage as error:
        raise Http404("There is no such page.") from error
    page.object_list = list(page.object_list)
    return page


def canonical_of(request: HttpRequest, *, public_url: str, page: Page | None = None) -> str:
    """The one address of this page: ours, without what strangers append."""
    address = public_url + request.path
    return f"{address}?page={page.number}" if page and page.number > 1 else address
