"""Which feeds there are: one of everything, and one of each section, tag and author."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.urls import reverse

from articles.live_hubs import AUTHORS, SECTIONS, TAGS, HubKind
from articles.models import Article, Person, Publication, Section, Subject, Tag, TaggedArticle, Work
from articles.querysets import ArticleQuerySet
from articles.works import family_of
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
    """The feeds of one kind of hub. `hubs` gives those that may have one.

    A section without live articles is public, so its feed is empty; a tag or author without any is not.
    `kind` None: too many to be named in the list of feeds; their own pages name them.
    """

    name: str
    folder: str
    kind: HubKind | None
    hubs: Callable[[], QuerySet]
    articles_of: Callable[[Model], ArticleQuerySet]
    may_be_empty: bool = False

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


def about_works(publication: Publication) -> Channel:
    return Channel(
        title=f"Works – {publication.site_name}",
        description=f"Everything on {publication.site_name} about a film, series, comic, book or game.",
        page_path=reverse("articles:work_index"),
        articles=_among(Subject.objects.values("article")),
    )


def _in_section(section: Section) -> ArticleQuerySet:
    return Article.objects.filter(section=section)


def _with_tag(tag: Tag) -> ArticleQuerySet:
    return _among(TaggedArticle.objects.filter(tag=tag).values("content_object"))


def _by_author(author: Author) -> ArticleQuerySet:
    return _among(Article.authors.through.objects.filter(author=author).values("article"))


def _about(work: Work) -> ArticleQuerySet:
    return _among(Subject.objects.filter(work__in=family_of(work)).values("article"))


def _about_works_of(person: Person) -> ArticleQuerySet:
    return _among(Subject.objects.filter(work__credits__person=person).values("article"))


def _among(articles: QuerySet) -> ArticleQuerySet:
    # Not a join: an author with two roles in one article would bring it twice.
    return Article.objects.filter(pk__in=articles)


HUB_FEEDS = (
    HubFeeds("section", "sections", SECTIONS, Section.objects.all, _in_section, may_be_empty=True),
    HubFeeds("tag", "tags", TAGS, Tag.objects.all, _with_tag),
    HubFeeds("author", "authors", AUTHORS, Author.objects.all, _by_author),
    HubFeeds("work", "works", None, Work.objects.public, _about, may_be_empty=True),
    HubFeeds("person", "people", None, Person.objects.public, _about_works_of, may_be_empty=True),
)
