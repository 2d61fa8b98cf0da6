"""Reading our feeds in tests as subscribers' programs do."""

import json

import feedparser
from lxml import etree

from articles.models import Article
from articles.tests.factories import SHOP_LINK, make_article, make_author, make_image, make_section

FORMATS = {"rss": "", "atom": "atom/", "json": "json/"}
ALL_FEEDS = [f"/feed/{folder}" for folder in FORMATS.values()]
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


def hub_feeds(article: Article) -> list[str]:
    """Every hub feed that `article` belongs in."""
    hubs = [article.section, *article.tags.all(), *article.authors.all()]
    return [f"{hub.get_absolute_url()}feed/{folder}" for hub in hubs for folder in FORMATS.values()]


def rss(client, address="/feed/"):
    return etree.fromstring(client.get(address).content).find("channel")


def json_feed(client, address="/feed/json/"):
    return json.loads(client.get(address).content)


def ids(client, address) -> list[str]:
    """The ids of a feed's items, whatever its format."""
    content = client.get(address).content
    if address.endswith("json/"):
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in feedparser.parse(content).entries]


def content_of(client, address="/feed/json/") -> str:
    return json_feed(client, address)["items"][0]["content_html"]


def make_dressed_article() -> Article:
    """One article with everything a feed item can show."""
    julia = make_author("Julia Glassman")
    asa = make_author("Åsa Prått")
    image = make_image(
        alt="A station", caption="In orbit", credit="A. Drawer", credit_url="https://a.example/"
    )
    return make_article(
        headline="Why *I.S.S.* & fear",
        dek="All of *I.S.S.* <in> brief.",
        body=f"<p>First.</p>{SHOP_LINK}<p>See <a href='/articles/other/'>the other</a>.</p>",
        section=make_section("Film"),
        tags=["Space", "Sci-fi"],
        bylines=[(julia, "words"), (asa, "photography"), (julia, "editing")],
        featured_image=image,
    )
