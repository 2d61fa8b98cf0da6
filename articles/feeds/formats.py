"""RSS 2.0, Atom 1.0 and JSON Feed 1.1, written from the same items.

Nothing here knows of articles or requests, and nothing depends on the present moment: the same items
give the same bytes. An item carries, besides what Django's feeds know: `content` (HTML, absolute),
`summary` (plain text), `credits` (list of Credit), `terms` (list of Term), `picture` (FeedPicture or None).
"""

import html
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.feedgenerator import SyndicationFeed, rfc2822_date, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from articles.feeds.text import clean, clean_deep

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom demands a date of an empty feed too; it must not be today's.


@dataclass(frozen=True)
class Credit:
    """One author of an item."""

    name: str
    url: str
    avatar: str = ""


@dataclass(frozen=True)
class Term:
    """A section or tag of an item; `scheme` is the address of the vocabulary it is from."""

    name: str
    scheme: str


@dataclass(frozen=True)
class FeedPicture:
    """The featured picture of an item: one file, with the words that go with it."""

    url: str
    width: int
    height: int
    mime: str
    alt: str
    credit: str


class SafeXMLGenerator(SimplerXMLGenerator):
    """Leaves out the characters XML cannot hold, where Django's generator gives the feed up."""

    def characters(self, content):
        super().characters(clean(content))

    def startElement(self, name, attrs):
        super().startElement(name, {key: clean(value) for key, value in (attrs or {}).items()})


class StableFeed(SyndicationFeed):
    """What the formats share: its newest date is that of its items, never the present moment."""

    def newest(self) -> datetime | None:
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max(dates, default=None)

    def latest_post_date(self):
        return self.newest() or NEVER

    def write(self, outfile, encoding):
        handler = SafeXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        self.write_document(handler)
        handler.endDocument()

    def write_document(self, xml: SafeXMLGenerator) -> None:
        raise NotImplementedError


class RssFeed(StableFeed):
    """RSS 2.0 (rssboard.org) with the content, dc, media and atom namespaces."""

    content_type = "application/rss+xml; charset=utf-8"

    def write_document(self, xml):
        namespaces = {
            "xmlns:atom": ATOM,
            "xmlns:content": CONTENT,
            "xmlns:dc": DUBLIN_CORE,
            "xmlns:media": MEDIA,
        }
        xml.startElement("rss", {"version": "2.0", **namespaces})
        xml.startElement("channel", {})
        self._write_channel(xml)
        for item in self.items:
            xml.startElement("item", {})
            self._write_item(xml, item)
            xml.endElement("item")
        xml.endElement("channel")
        xml.endElement("rss")

    def _write_channel(self, xml: SafeXMLGenerator) -> None:
        xml.addQuickElement("title", self.feed["title"])
        xml.addQuickElement("link", self.feed["link"])
        xml.addQuickElement("description", html.escape(self.feed["description"], quote=False))
        xml.addQuickElement("language", self.feed["language"])
        xml.addQuickElement(
            "atom:link", None, {"rel": "self", "type": "application/rss+xml", "href": self.feed["feed_url"]}
        )
        if self.items:
            xml.addQuickElement("lastBuildDate", rfc2822_date(self.latest_post_date()))
        xml.addQuickElement("ttl", self.feed["ttl"])
        if self.feed["icon"]:
            _write_channel_image(xml, self.feed)

    def _write_item(self, xml: SafeXMLGenerator, item: dict) -> None:
        xml.addQuickElement("title", item["title"])
        xml.addQuickElement("link", item["link"])
        xml.addQuickElement("guid", item["unique_id"], {"isPermaLink": "false"})
        xml.addQuickElement("pubDate", rfc2822_date(item["pubdate"]))
        if item["updateddate"]:
            xml.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        for credit in item["credits"]:
            xml.addQuickElement("dc:creator", credit.name)
        for term in item["terms"]:
            xml.addQuickElement("category", term.name, {"domain": term.scheme})
        # A description is HTML to readers (RSS Advisory Board profile), so plain text is escaped once more.
        xml.addQuickElement("description", html.escape(item["summary"], quote=False))
        xml.addQuickElement("content:encoded", item["content"])
        _write_picture(xml, item["picture"])


class AtomFeed(StableFeed):
    """Atom 1.0 (RFC 4287) with the media namespace."""

    content_type = "application/atom+xml; charset=utf-8"

    def write_document(self, xml):
        xml.startElement("feed", {"xmlns": ATOM, "xmlns:media": MEDIA, "xml:lang": self.feed["language"]})
        self._write_feed(xml)
        for item in self.items:
            xml.startElement("entry", {})
            self._write_entry(xml, item)
            xml.endElement("entry")
        xml.endElement("feed")

    def _write_feed(self, xml: SafeXMLGenerator) -> None:
        xml.addQuickElement("id", self.feed["feed_url"])
        xml.addQuickElement("title", self.feed["title"])
        if self.feed["description"]:
            xml.addQuickElement("subtitle", self.feed["description"])
        xml.addQuickElement(
            "link", None, {"rel": "alternate", "type": "text/html", "href": self.feed["link"]}
        )
        xml.addQuickElement(
            "link", None, {"rel": "self", "type": "application/atom+xml", "href": self.feed["feed_url"]}
        )
        xml.addQuickElement("updated", rfc3339_date(self.latest_post_date()))
        _write_person(xml, Credit(self.feed["author_name"], self.feed["author_link"]))
        if self.feed["icon"]:
            xml.addQuickElement("icon", self.feed["icon"])

    def _write_entry(self, xml: SafeXMLGenerator, item: dict) -> None:
        xml.addQuickElement("id", item["unique_id"])
        xml.addQuickElement("title", item["title"])
        xml.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": item["link"]})
        xml.addQuickElement("published", rfc3339_date(item["pubdate"]))
        xml.addQuickElement("updated", rfc3339_date(item["updateddate"] or item["pubdate"]))
        for credit in item["credits"]:
            _write_person(xml, credit)
        for term in item["terms"]:
            xml.addQuickElement("category", None, {"term": term.name, "scheme": term.scheme})
        xml.addQuickElement("summary", item["summary"])
        xml.addQuickElement("content", item["content"], {"type": "html"})
        _write_picture(xml, item["picture"])


def _write_person(xml: SafeXMLGenerator, credit: Credit) -> None:
    xml.startElement("author", {})
    xml.addQuickElement("name", credit.name)
    xml.addQuickElement("uri", credit.url)
    xml.endElement("author")


def _write_channel_image(xml: SafeXMLGenerator, feed: dict) -> None:
    xml.startElement("image", {})
    xml.addQuickElement("url", feed["icon"])
    xml.addQuickElement("title", feed["title"])
    xml.addQuickElement("link", feed["link"])
    xml.endElement("image")


def _write_picture(xml: SafeXMLGenerator, picture: FeedPicture | None) -> None:
    if picture is None:
        return
    size = {"width": str(picture.width), "height": str(picture.height)}
    xml.startElement("media:content", {"url": picture.url, "medium": "image", "type": picture.mime, **size})
    if picture.alt:
        xml.addQuickElement("media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        xml.addQuickElement("media:credit", picture.credit)
    xml.endElement("media:content")


class JsonFeed(StableFeed):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "icon": self.feed["icon"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "language": self.feed["language"],
        }
        document = {key: value for key, value in document.items() if value}
        document["items"] = [_json_item(item) for item in self.items]
        json.dump(clean_deep(document), outfile, ensure_ascii=False, indent=1)


def _json_item(item: dict) -> dict:
    fields = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"],
        "summary": item["summary"],
        "image": item["picture"].url if item["picture"] else "",
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"] or item["pubdate"]),
        "authors": [_json_author(credit) for credit in item["credits"]],
        "tags": [term.name for term in item["terms"]],
    }
    return {key: value for key, value in fields.items() if value}


def _json_author(credit: Credit) -> dict[str, str]:
    fields = {"name": credit.name, "url": credit.url, "avatar": credit.avatar}
    return {key: value for key, value in fields.items() if value}
