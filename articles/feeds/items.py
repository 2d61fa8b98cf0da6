"""An article as a feed item. All it needs was rendered when the editor published; nothing is parsed here."""

from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from articles.addresses import absolute, media_address
from articles.body.slots import DISCLOSURE_SLOT, fill_marks
from articles.feeds.formats import Credit, FeedPicture, Term
from articles.models import Article, Byline, Publication
from articles.structured_data import credited_authors, shared_rendition
from authors.models import Author


def feed_item(article: Article, *, publication: Publication) -> dict:
    """The arguments of `SyndicationFeed.add_item` for `article`, with what our formats need besides."""
    picture = _picture(article)
    return {
        "title": article.headline_plain,
        "link": absolute(article.get_absolute_url()),
        "description": None,
        "unique_id": article.feed_id,
        "pubdate": article.published_at,
        "updateddate": article.updated_at,
        "summary": article.summary,
        "content": _content(article, picture, publication),
        "credits": [_credit(author) for author in credited_authors(article)],
        "terms": _terms(article),
        "picture": picture,
    }


def _credit(author: Author) -> Credit:
    photo = author.photo_picture()
    rendition = photo and shared_rendition(photo)
    avatar = absolute(rendition.url) if rendition else ""
    return Credit(author.name, absolute(author.get_absolute_url()), avatar)


def _terms(article: Article) -> list[Term]:
    """Section and tags; a tag of the section's name would tell readers the same thing twice."""
    section = Term(article.section.name, absolute("/sections/"))
    tags = [Term(tag.name, absolute(reverse("articles:tag_index"))) for tag in article.tags.all()]
    return [section, *(tag for tag in tags if tag.name.casefold() != section.name.casefold())]


def _picture(article: Article) -> FeedPicture | None:
    featured = article.featured
    rendition = featured and shared_rendition(featured)
    if not rendition:
        return None
    return FeedPicture(
        absolute(rendition.url),
        rendition.width,
        rendition.height,
        rendition.mime,
        featured.alt,
        featured.credit,
    )


def _content(article: Article, picture: FeedPicture | None, publication: Publication) -> str:
    """The full text as HTML: picture, dek, credits, body (the notice before its first shop link), corrections, notices."""
    before, slot, after = article.rendered_feed.partition(DISCLOSURE_SLOT)
    if not slot:  # No shop link in the body: a notice that is due all the same comes before all of it.
        before, after = "", before
    context = {
        "article": article,
        "caption": article.featured.caption if picture else "",
        "credit_url": article.featured.credit_url if picture else "",
        "picture": picture,
        "credit_lines": _credit_lines(article.byline_list),
        "body_before": before,
        "disclosures_before": article.disclosures_before(publication),
        "body_after": after,
        "corrections": article.correction_list,
        "disclosures_after": article.disclosures_after(publication),
        "public_url": settings.PUBLIC_URL,
    }
    item = render_to_string("feeds/item.html", context)
    return fill_marks(
        item.strip(),
        public_url=settings.PUBLIC_URL,
        media_url=media_address(),
        page_url=absolute(article.get_absolute_url()),
    )


def _credit_lines(bylines: list[Byline]) -> list[tuple[str, list[Author]]]:
    """("Words by", [author, …]) for each run of bylines with the same role."""
    runs = groupby(bylines, key=lambda byline: byline.label)
    return [(label, [byline.author for byline in run]) for label, run in runs]
