"""What the body's nodes do beyond their own markup: spoilers keep quiet, slots fill, unfinished work is found."""

import feedparser
import pytest
from django.urls import reverse

from articles import checklist, snapshots
from articles.models import Article, SearchDocument
from articles.tests.factories import make_article, make_draft, make_publication
from articles.tests.pages import headlines, read, select, texts

pytestmark = pytest.mark.django_db
SPOILER = (
    '<details class="spoiler"><summary>spoilers for the end</summary><p>Rosebud is a sledge.'
    '<span class="footnote">Sledgehammer.</span></p></details>'
)


@pytest.fixture
def publication():
    return make_publication()


def test_a_spoiler_is_on_its_page_and_nowhere_else(client, publication):
    article = make_article(dek="", body=f"<p>Opening words.</p>{SPOILER}<p>Closing words.</p>")
    page = read(client, article.get_absolute_url())
    assert "Rosebud" in select(page, "details.spoiler")[0].text_content()
    outside = [client.get("/"), client.get(reverse("articles:feed_rss")), client.get(reverse("articles:feed_atom")),
               client.get(reverse("articles:feed_json")), client.get("/search/?q=opening")]  # fmt: skip
    for response in outside:
        assert response.status_code == 200
        assert article.headline_plain in response.content.decode()
        assert "Rosebud" not in response.content.decode()
        assert "Sledge" not in response.content.decode()
    head = page.find("head")
    assert "Rosebud" not in "".join(head.itertext()) + " ".join(head.xpath("//meta/@content"))
    assert "Rosebud" not in "".join(script.text_content() for script in page.iter("script"))
    assert headlines(read(client, "/search/?q=rosebud")) == []
    article = Article.objects.get()
    assert "rosebud" not in SearchDocument.objects.get().text
    assert article.excerpt == "Opening words. Spoilers for the end Closing words."
    assert article.word_count == 13  # the hidden words too


def test_a_feeds_spoiler_leads_to_its_place_on_the_page(client, publication, settings):
    article = make_article(body=f"<p>Opening.</p>{SPOILER}")
    feed = feedparser.parse(client.get(reverse("articles:feed_atom")).content)
    [content] = feed.entries[0].content
    address = f"{settings.PUBLIC_URL}{article.get_absolute_url()}#spoiler:1"
    assert f'<a href="{address}">Read it on the site</a>' in content.value
    page = read(client, article.get_absolute_url())
    assert select(page, "details.spoiler")[0].get("id") == "spoiler:1"


def test_recommended_articles_fill_themselves_with_relatives(client, publication):
    near = make_article(headline="Near", tags=["Space"])
    make_article(headline="Video", body='<div class="video" data-url="https://youtu.be/aqz-KE-bpKQ"></div>')
    slot = '<div class="recommended" data-kind="articles">Recommended articles</div>'
    article = make_article(headline="Here", tags=["Space"], body=f"<p>a</p>{slot}<p>b</p>")
    page = read(client, article.get_absolute_url())
    assert texts(page, ".recommended h2") == ["Recommended articles"]
    assert texts(page, ".recommended .card-headline")[0] == near.headline


def test_recommended_articles_chosen_by_hand_keep_their_order(client, publication):
    first, second = make_article(headline="First"), make_article(headline="Second")
    chosen = f"{second.uid},{'0' * 32},{first.uid}"
    slot = (
        f'<div class="recommended" data-kind="articles" data-articles="{chosen}">Recommended articles</div>'
    )
    page = read(client, make_article(headline="Here", body=f"<p>a</p>{slot}").get_absolute_url())
    assert texts(page, ".recommended .card-headline") == ["Second", "First"]


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("<p>Opens TK.</p>", True),
        ("<p>Opens TKTK</p>", True),
        ("<p>ATK and TKO</p>", False),
        ('<p><a href="https://a.example/TK">a</a></p>', False),
        ('<details class="spoiler"><summary>a</summary><p>TK dies</p></details>', True),
        ('<p>a<span class="footnote">source TK</span></p>', True),
        ("<table><tr><td>TK</td></tr></table>", True),
        (f'<figure class="picture" data-image="{"0" * 32}" data-alt="alt TK"><figcaption></figcaption></figure>', True),
        ('<aside class="factbox" data-title="TK"><dl><div><dt>a</dt><dd>b</dd></div></dl></aside>', True),
    ],
)  # fmt: skip
def test_unfinished_work_is_found_in_every_text(body, is_found):
    draft = make_draft(body=body)
    found = [one for one in checklist.shoulds(snapshots.current(draft), draft) if "TK" in one.sentence]
    assert [one.field for one in found] == (["body"] if is_found else [])


@pytest.mark.parametrize("field", ["headline", "dek", "kicker", "seo_title", "meta_description"])
def test_unfinished_work_is_found_beside_the_body(field):
    draft = make_draft(**{field: "Something TK"})
    found = [one for one in checklist.shoulds(snapshots.current(draft), draft) if "TK" in one.sentence]
    assert [one.field for one in found] == [field]
