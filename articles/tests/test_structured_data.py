"""JSON-LD and Open Graph as search engines and social sites read them."""

import json
from datetime import UTC, datetime

import pytest

from articles.models import Article
from articles.structured_data import article_json_ld, open_graph
from articles.tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_work,
)

pytestmark = pytest.mark.django_db

SITE = "http://site.test"


@pytest.fixture
def publication():
    return make_publication()


@pytest.fixture
def article(publication):
    return make_article(
        headline="Why *I.S.S.* matters",
        dek="The *I.S.S.* in brief.",
        format="preview",
        section=make_section("Film"),
        tags=["Space"],
        bylines=[
            (julia := make_author("Julia Glassman", job_title="Staff writer"), "words"),
            (make_author("Åsa Prått"), "photography"),
            (julia, "editing"),
        ],
        featured_image=make_image(alt="A station", caption="In orbit", credit="A. Drawer"),
        body="<p>Five words are in here.</p>",
    )


def json_ld(article, publication) -> dict:
    return json.loads(article_json_ld(article, publication=publication, public_url=SITE))


def graph(article, publication) -> list[tuple[str, str]]:
    return open_graph(article, publication=publication, public_url=SITE)


def test_json_ld_holds_exactly_what_it_should(article, publication):
    page = f"{SITE}{article.get_absolute_url()}"
    assert json_ld(article, publication) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": page},
        "url": page,
        "headline": "Why I.S.S. matters",
        "description": "The I.S.S. in brief.",
        "image": [
            {
                "@type": "ImageObject",
                "url": f"{SITE}/media/pictures/{article.featured_image.key}/1200.jpg",
                "width": 1200,
                "height": 675,
                "caption": "A station",
                "creditText": "A. Drawer",
            }
        ],
        "datePublished": "2024-01-19T09:30:00+00:00",
        "dateModified": "2024-01-19T09:30:00+00:00",
        "author": [
            {
                "@type": "Person",
                "name": "Julia Glassman",
                "url": f"{SITE}/authors/julia-glassman/",
                "jobTitle": "Staff writer",
            },
            {"@type": "Person", "name": "Åsa Prått", "url": f"{SITE}/authors/%C3%A5sa-pr%C3%A5tt/"},
        ],
        "publisher": {"@type": "Organization", "name": "The Test", "url": f"{SITE}/"},
        "keywords": ["Space"],
        "inLanguage": "en-us",
        "isAccessibleForFree": True,
        "articleSection": "Film",
        "wordCount": 5,
    }


@pytest.mark.parametrize(
    ("article_format", "schema_type"),
    [("news", "NewsArticle"), ("review", "Article"), ("preview", "Article"), ("interview", "Article")],
)
def test_the_format_sets_the_type(publication, article_format, schema_type):
    assert json_ld(make_article(format=article_format), publication)["@type"] == schema_type


def test_a_review_has_no_properties_of_an_article(publication):
    data = json_ld(make_article(format="review", works=[make_work()]), publication)
    assert {"articleSection", "wordCount"} & set(data) == set()


def test_json_ld_cannot_leave_its_script_element(publication):
    nasty = "</script><!-- & \u2028 \u2029 \" '"
    article = make_article(headline=nasty, dek=nasty)
    text = article_json_ld(article, publication=publication, public_url=SITE)
    assert [mark for mark in "<>&\u2028\u2029" if mark in text] == []
    assert json.loads(text)["headline"] == article.headline_plain == nasty


def test_the_publisher_has_its_logo(article, publication):
    publication.logo = make_image(width=400, height=100)
    assert json_ld(article, publication)["publisher"]["logo"]["width"] == 400


def test_a_draft_has_no_dates_and_no_picture(publication):
    draft = make_draft(featured_image=None, dek="")
    data = json_ld(draft, publication)
    assert {"datePublished", "dateModified", "image", "description"} & set(data) == set()
    assert "article:published_time" not in dict(graph(draft, publication))


def test_an_article_from_elsewhere_names_its_first_address(article, publication):
    article.canonical_url = "https://first.example/piece"
    assert json_ld(article, publication)["mainEntityOfPage"]["@id"] == "https://first.example/piece"
    assert dict(graph(article, publication))["og:url"] == "https://first.example/piece"


def test_open_graph_holds_exactly_what_it_should(article, publication):
    Article.objects.filter(pk=article.pk).update(updated_at=datetime(2024, 2, 1, tzinfo=UTC))
    article.refresh_from_db()
    assert graph(article, publication) == [
        ("og:type", "article"),
        ("og:title", "Why I.S.S. matters"),
        ("og:description", "The I.S.S. in brief."),
        ("og:url", f"{SITE}{article.get_absolute_url()}"),
        ("og:site_name", "The Test"),
        ("og:locale", "en_US"),
        ("og:image", f"{SITE}/media/pictures/{article.featured_image.key}/sharing.jpg"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:type", "image/jpeg"),
        ("og:image:alt", "A station"),
        ("twitter:card", "summary_large_image"),
        ("article:published_time", "2024-01-19T09:30:00+00:00"),
        ("article:modified_time", "2024-02-01T00:00:00+00:00"),
        ("article:author", f"{SITE}/authors/julia-glassman/"),
        ("article:author", f"{SITE}/authors/%C3%A5sa-pr%C3%A5tt/"),
        ("article:section", "Film"),
        ("article:tag", "Space"),
    ]


def test_a_page_without_picture_is_shared_with_the_publications(publication):
    bare = make_article(featured_image=None)
    assert dict(graph(bare, publication))["twitter:card"] == "summary"
    publication.sharing_image = make_image(alt="Our front")
    pairs = dict(graph(bare, publication))
    assert pairs["og:image"].endswith(f"{publication.sharing_image.key}/sharing.jpg")
    assert (pairs["og:image:alt"], pairs["twitter:card"]) == ("Our front", "summary_large_image")
