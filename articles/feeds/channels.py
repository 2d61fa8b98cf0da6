"""Which feeds there are: one of everything, and one of each section, tag and author."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.urls import reverse

from articles.live_hubs import AUTHORS, SECTIONS, TAGS, HubKind
from articles.models import Article, Publication, Section, Tag, TaggedArticle
from articles.querysets import ArticleQuerySet
from authors.models import Author

FEED_LENGTH = 20


@dataclass(frozen=True)
class Channel:
    """What a feed is about; its three formats share it. `articles` are not yet narrowed to live ones."""

    title: str
    description: str
    page_path: str
    articles: ArticleQuerySet
    may_be_empty: bool = True

    def items(self) -> list[Article]:
        return list(self.articles.published().for_feed().newest_first()[:FEED_LENGTH])


@dataclass(frozen=True)
class HubFeeds:
    """The feeds of one kind of hub.

    A section without live articles is public, so its feed is empty; a tag or author without any is not.
    """

    name: str
    kind: HubKind
    model: type[Model]
    articles_of: Callable[[Model], ArticleQuerySet]
    may_be_empty: bool = False

    @property
    def folder(self) -> str:
        return f"{self.name}s"

    def channel(self, hub: Model, publication: Publication) -> Channel:
        return Channel(
            title=f"{hub.name} – {publication.site_name}",
            description=getattr(hub, "description", "") or publication.description or publication.tagline,
            page_path=hub.get_absolute_url(),
            articles=self.articles_of(hub),
            may_be_empty=self.may_be_empty,
        )


def everything(publication: Publication) -> Channel:
    return Channel(
        title=publication.site_name,
        description=publication.description or publication.tagline,
        page_path=reverse("articles:front"),
        articles=Article.objects.all(),
    )


def _in_section(section: Section) -> ArticleQuerySet:
    return Article.objects.filter(section=section)


def _with_tag(tag: Tag) -> ArticleQuerySet:
    return _among(TaggedArticle.objects.filter(tag=tag).values("content_object"))


def _by_author(author: Author) -> ArticleQuerySet:
    return _among(Article.authors.through.objects.filter(author=author).values("article"))


def _among(articles: QuerySet) -> ArticleQuerySet:
    # Not a join: an author with two roles in one article would bring it twice.
    return Article.objects.filter(pk__in=articles)


HUB_FEEDS = (
    HubFeeds("section", SECTIONS, Section, _in_section, may_be_empty=True),
    HubFeeds("tag", TAGS, Tag, _with_tag),
    HubFeeds("author", AUTHORS, Author, _by_author),
)
