"""Links to pages of our own that no reader gets: a slip of the pen, or something that was taken back since."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from articles import redirects
from articles.models import Article, Page, Person, Section, Series, Tag, Work
from articles.models.redirect import plain_path
from authors.models import Author

MOST = 200  # links of one body that are looked at
# Addresses that stand for one thing, and among which things it has to be.
TARGETS: dict[str, Callable[[], QuerySet]] = {
    "articles:detail": lambda: Article.objects.published(),
    "articles:section": lambda: Section.objects.all(),
    "articles:tag": lambda: Tag.objects.all(),
    "articles:work": lambda: Work.objects.public(),
    "articles:person": lambda: Person.objects.public(),
    "articles:series": lambda: Series.objects.all(),
    "articles:page": lambda: Page.objects.all(),
    "authors:detail": lambda: Author.objects.all(),
}


def dead(paths: Iterable[str]) -> list[str]:
    """Those of our own paths that lead nowhere, also not by a redirect; a query for each kind of target."""
    paths = list(dict.fromkeys(paths))[:MOST]
    lost, asked = [], defaultdict(dict)
    for path in paths:
        try:
            match = resolve(plain_path(path.partition("?")[0].partition("#")[0]))
        except Resolver404:
            lost.append(path)
            continue
        if match.view_name in TARGETS:
            asked[match.view_name][path] = match.kwargs["slug"]
    for view_name, slugs in asked.items():
        there = set(TARGETS[view_name]().filter(slug__in=slugs.values()).values_list("slug", flat=True))
        lost += [path for path, slug in slugs.items() if slug not in there]
    gone = {path for path in lost if redirects.find(path.partition("?")[0].partition("#")[0]) is None}
    return [path for path in paths if path in gone]
