"""What search engines and social sites read on an article's page: JSON-LD (schema.org) and Open Graph.

Pure of requests: the addresses are made from `public_url`. What is not there is left out, never empty.
"""

import json
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from articles.models import Article, Correction, Format, Image, Person, Publication, Work
from articles.models.licences import Rights
from articles.structured_works import Data, person_data
from authors.models import Author
from authors.renditions import Picture, Rendition

MAX_SHARED_WIDTH = 1200
WIDELY_READ = ("image/jpeg", "image/png")
# Who the credit names, as far as the rights tell: a studio or agency, or a person.
CREATOR_TYPES = {Rights.LICENSED: "Organization", Rights.PRESS: "Organization", Rights.OWN: "Person"}
NEWS, REVIEW, ARTICLE = "NewsArticle", "Review", "Article"
ABOUT_LIMIT = 10  # works named as what an article is about
# Inside <script> the HTML parser looks for these; U+2028 and U+2029 end a line in older JavaScript.
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}

Properties = list[tuple[str, str]]


def shared_rendition(picture: Picture) -> Rendition | None:
    """The file machines are given: the widest JPEG or PNG up to 1200 pixels, else the narrowest."""
    files = sorted(
        (file for file in picture.renditions if file.mime in WIDELY_READ), key=lambda file: file.width
    )
    fitting = [file for file in files if file.width <= MAX_SHARED_WIDTH]
    return fitting[-1] if fitting else next(iter(files), None)


def credited_authors(article: Article) -> list[Author]:
    """Everybody credited, in byline order, each once whatever their roles."""
    return list(dict.fromkeys(byline.author for byline in article.byline_list))


def article_json_ld(article: Article, *, publication: Publication, public_url: str) -> str:
    """The article as JSON-LD, safe to stand inside a script element as it is.

    Everybody credited is an author, in byline order and with equal standing.
    """
    page = _absolute(article.get_absolute_url(), public_url)
    about = [_about(subject.work, public_url) for subject in article.subject_list[:ABOUT_LIMIT]]
    schema_type = _type_of(article, about)
    data = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.canonical_url or page},
        "url": page,
        "headline": article.headline_plain,
        "description": article.meta_description or article.summary,
        "image": _image_objects(article, public_url),
        "datePublished": _iso(article.published_at),
        "dateModified": _iso(article.updated_at or article.published_at),
        "correction": [_correction(correction) for correction in article.correction_list],
        "author": [_person(author, public_url) for author in credited_authors(article)],
        "publisher": _publisher(publication, public_url),
        "keywords": [tag.name for tag in article.tags.all()],
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
        "about": about,
    }
    if schema_type == REVIEW:
        data |= {"itemReviewed": about[0], "reviewRating": _rating(article), "abstract": article.verdict}
    else:  # Properties of schema.org/Article, which a Review is not.
        data["articleSection"] = article.section.name if article.section else ""
        data["wordCount"] = article.word_count
    return _script_safe({name: value for name, value in data.items() if value not in ("", [], None, 0)})


def _correction(correction: Correction) -> Data:
    """What was put right (schema.org/CorrectionComment)."""
    return {
        "@type": "CorrectionComment", "text": correction.text_plain, "datePublished": _iso(correction.made_at),
    }  # fmt: skip


def _type_of(article: Article, about: list[Data]) -> str:
    """A review of nothing we could name is an article."""
    if article.format == Format.REVIEW and about:
        return REVIEW
    return NEWS if article.format == Format.NEWS else ARTICLE


def _about(work: Work, public_url: str) -> Data:
    return work.structured | {"url": _absolute(work.get_absolute_url(), public_url)}


def _rating(article: Article) -> Data | None:
    if not article.has_rating:
        return None
    return {
        "@type": "Rating", "ratingValue": article.rating, "bestRating": article.rating_scale, "worstRating": 0,
    }  # fmt: skip


def work_json_ld(work: Work, *, public_url: str) -> str:
    """A work's own page as JSON-LD, with its poster while we may show it."""
    poster = work.poster and work.poster.as_picture()
    file = poster and not poster.is_gone and shared_rendition(poster)
    image = {"image": _image_object(file, public_url)} if file else {}
    return _script_safe({"@context": "https://schema.org", **_about(work, public_url), **image})


def person_json_ld(person: Person, *, public_url: str) -> str:
    """A person's own page as JSON-LD."""
    page = {"url": _absolute(person.get_absolute_url(), public_url)}
    return _script_safe({"@context": "https://schema.org", **person_data(person), **page})


def open_graph(article: Article, *, publication: Publication, public_url: str) -> Properties:
    """(property, content) pairs for the page's meta elements, in order (ogp.me)."""
    pairs = [
        ("og:type", "article"),
        ("og:title", article.headline_plain),
        ("og:description", article.meta_description or article.summary),
        ("og:url", article.canonical_url or _absolute(article.get_absolute_url(), public_url)),
        ("og:site_name", publication.site_name),
        ("og:locale", _locale()),
        *_sharing_picture(article, publication, public_url),
        ("article:published_time", _iso(article.published_at)),
        ("article:modified_time", _iso(article.updated_at)),
        *(("article:author", _author_page(author, public_url)) for author in credited_authors(article)),
        ("article:section", article.section.name if article.section else ""),
        *(("article:tag", tag.name) for tag in article.tags.all()),
    ]
    return [(name, content) for name, content in pairs if content]


def _person(author: Author, public_url: str) -> dict:
    person = {
        "@type": "Person",
        "name": author.name,
        "url": _author_page(author, public_url),
        "jobTitle": author.job_title,
    }
    return {name: value for name, value in person.items() if value}


def _author_page(author: Author, public_url: str) -> str:
    return _absolute(author.get_absolute_url(), public_url)


def _publisher(publication: Publication, public_url: str) -> dict:
    publisher = {
        "@type": "Organization",
        "name": publication.site_name,
        "url": _absolute(reverse("articles:front"), public_url),
    }
    logo = publication.logo.as_picture() if publication.logo else None
    file = logo and not logo.is_gone and shared_rendition(logo)
    if file:
        publisher["logo"] = _image_object(file, public_url)
    return publisher


def _image_objects(article: Article, public_url: str) -> list[dict]:
    """The featured image with who made it and on what terms; nothing once its rights have ended."""
    picture = article.featured
    file = picture and not picture.is_gone and shared_rendition(picture)
    if not file:
        return []
    words = {"caption": picture.alt or picture.caption, "creditText": picture.credit}
    told = words | _terms_of(article.featured_image)
    return [_image_object(file, public_url) | {name: value for name, value in told.items() if value}]


def _terms_of(image: Image) -> dict:
    """Properties of ImageObject for image search; a licence and where to get one only where we know them."""
    creator_type = CREATOR_TYPES.get(image.rights)
    return {
        "creator": {"@type": creator_type, "name": image.credit} if creator_type and image.credit else None,
        "license": image.licence_url,
        "acquireLicensePage": image.acquire_url,
    }


def _image_object(file: Rendition, public_url: str) -> dict:
    address = _absolute(file.url, public_url)
    return {"@type": "ImageObject", "url": address, "width": file.width, "height": file.height}


def _sharing_picture(article: Article, publication: Publication, public_url: str) -> Properties:
    """The crop made for sharing, of the article's own picture, else of the publication's."""
    is_own = article.featured_image is not None and article.featured_image.sharing is not None
    image = article.featured_image if is_own else publication.sharing_image
    file = image and image.sharing
    if not file:
        return [("twitter:card", "summary")]
    return [
        ("og:image", _absolute(file.url, public_url)),
        ("og:image:width", str(file.width)),
        ("og:image:height", str(file.height)),
        ("og:image:type", file.mime),
        ("og:image:alt", article.featured.alt if is_own else image.alt),
        ("twitter:card", "summary_large_image"),
    ]


def _locale() -> str:
    """The site's language as Open Graph writes it: en_US."""
    language, _, country = settings.LANGUAGE_CODE.partition("-")
    return f"{language}_{country.upper()}" if country else language


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _absolute(path: str, public_url: str) -> str:
    return iri_to_uri(urljoin(public_url.rstrip("/") + "/", path))


def _script_safe(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
