"""The feeds, the page that lists them for people, and the list as OPML.

A feed view keeps nothing between requests, and no answer depends on who asks, on the Host header or
on the present moment beyond what is live.
"""

from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from articles.addresses import absolute
from articles.conditional import conditional_response
from articles.feeds.channels import HUB_FEEDS, Channel, HubFeeds, everything
from articles.feeds.formats import AtomFeed, JsonFeed, RssFeed, SafeXMLGenerator, StableFeed
from articles.feeds.items import feed_item
from articles.live_hubs import live_hubs
from articles.models import Publication, Work
from articles.structured_data import shared_rendition

FORMATS: dict[str, type[StableFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}
TTL_MINUTES = 30


class FeedView(View):
    """One feed in one format: of a hub, or, where `hub_feeds` is None, of what `channel_of` gives."""

    http_method_names = ["get", "head", "options"]
    format = "rss"
    hub_feeds: HubFeeds | None = None
    channel_of: Callable[[Publication], Channel] = staticmethod(everything)

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        publication = Publication.current()
        if self.hub_feeds is None:
            return self._answer(self.channel_of(publication), publication)
        hub = get_object_or_404(self.hub_feeds.hubs(), slug=slug)
        return self._answer(self.hub_feeds.channel(hub, publication), publication)

    def _answer(self, channel: Channel, publication: Publication) -> HttpResponse:
        articles = channel.items()
        if not articles and not channel.may_be_empty:
            raise Http404("Nothing has been published here.")
        feed = self._feed(channel, publication)
        for article in articles:
            feed.add_item(**feed_item(article, publication=publication))
        body = feed.writeString("utf-8").encode()
        return conditional_response(
            self.request, body, content_type=feed.content_type, last_modified=feed.newest()
        )

    def _feed(self, channel: Channel, publication: Publication) -> StableFeed:
        match = self.request.resolver_match
        return FORMATS[self.format](
            title=channel.title,
            link=absolute(channel.page_path),
            description=channel.description or channel.title,
            feed_url=absolute(reverse(match.view_name, kwargs=match.captured_kwargs)),
            language=settings.LANGUAGE_CODE,
            author_name=publication.site_name,
            author_link=absolute(reverse("articles:front")),
            ttl=TTL_MINUTES,
            icon=_icon(publication),
        )


def hub_feed_path(hub_feeds: HubFeeds, slug: str, feed_format: str) -> str:
    return reverse(f"articles:{hub_feeds.name}_feed_{feed_format}", args=[slug])


def _icon(publication: Publication) -> str:
    logo = publication.logo.squares if publication.logo else None
    rendition = logo and not logo.is_gone and shared_rendition(logo)
    return absolute(rendition.url) if rendition else ""


@require_safe
def feeds_index(request: HttpRequest) -> HttpResponse:
    """All feeds, for people."""
    return render(request, "articles/feeds.html", {"groups": feed_groups(Publication.current())})


@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    """All feeds as OPML 2.0 (opml.org/spec2.opml), each once, as RSS: readers import the list in one go."""
    publication = Publication.current()
    out = StringIO()
    xml = SafeXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("opml", {"version": "2.0"})
    xml.startElement("head", {})
    xml.addQuickElement("title", f"Feeds of {publication.site_name}")
    xml.endElement("head")
    xml.startElement("body", {})
    for group in feed_groups(publication):
        _write_group(xml, group)
    xml.endElement("body")
    xml.endElement("opml")
    xml.endDocument()
    return conditional_response(
        request, out.getvalue().encode(), content_type="text/x-opml; charset=utf-8", last_modified=None
    )


def _write_group(xml: SafeXMLGenerator, group: dict) -> None:
    xml.startElement("outline", {"text": group["title"]})
    for feed in group["feeds"]:
        outline = {"type": "rss", "text": feed["title"], "title": feed["title"]}
        xml.addQuickElement("outline", None, {**outline, "xmlUrl": feed["rss"], "htmlUrl": feed["html_url"]})
    xml.endElement("outline")


def feed_groups(publication: Publication) -> list[dict]:
    """Every feed that has something in it, absolute, in groups; hubs without live articles are not named.

    Shape: [{"title", "feeds": [{"title", "html_url", "rss", "atom", "json"}]}].
    """
    formats = {name: absolute(reverse(f"articles:feed_{name}")) for name in FORMATS}
    all_articles = {
        "title": publication.site_name,
        "html_url": absolute(reverse("articles:front")),
        **formats,
    }
    about = {name: absolute(reverse(f"articles:works_feed_{name}")) for name in FORMATS}
    works = {"title": "Works", "html_url": absolute(reverse("articles:work_index")), **about}
    hub_groups = [
        {"title": hub_feeds.folder.title(), "feeds": _hub_entries(hub_feeds)}
        for hub_feeds in HUB_FEEDS
        if hub_feeds.kind is not None
    ]
    return [
        {
            "title": "Everything",
            "feeds": [all_articles, *([works] if Work.objects.public().exists() else [])],
        },
        *(group for group in hub_groups if group["feeds"]),
    ]


def _hub_entries(hub_feeds: HubFeeds) -> list[dict]:
    return [
        {"title": hub.name, "html_url": absolute(hub.path)}
        | {name: absolute(hub_feed_path(hub_feeds, hub.slug, name)) for name in FORMATS}
        for hub in live_hubs(hub_feeds.kind)
    ]
