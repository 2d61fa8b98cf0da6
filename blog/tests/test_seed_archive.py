"""The generated archive is what publishing would have made: valid, rendered, findable, announced once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Min

from articles import rendering
from articles.body.fold import fold
from articles.body.vocabulary import sanitise
from articles.checklist import musts
from articles.models import Article, Copy, Image, ImageUse, LinkUse, SearchDocument, Tag
from articles.snapshots import of_live
from articles.tests.factories import make_publication, make_section
from authors.models import Author
from authors.signals import public_state_changed
from blog.seeding import archive, prose, texts, words

pytestmark = pytest.mark.django_db
USE_FIELDS = ("image", "place", "alt", "is_decorative", "position")
LINK_FIELDS = ("url", "kind", "merchant")


def seed(count: int, **options) -> str:
    out = StringIO()
    call_command("seed_archive", articles=count, stdout=out, **options)
    return out.getvalue()


def rows_of(article: Article) -> dict:
    return {
        "pictures": list(article.image_uses.filter(copy=Copy.LIVE).values_list(*USE_FIELDS)),
        "links": list(article.link_uses.filter(copy=Copy.LIVE).order_by("pk").values_list(*LINK_FIELDS)),
        "search": SearchDocument.objects.get(article=article).text,
        "forms": [getattr(article, name) for name in rendering.DERIVED],
    }


def test_two_runs_both_publish_valid_articles():
    make_publication()
    assert "Added 12 articles" in seed(12)
    first = set(Article.objects.values_list("pk", flat=True))
    pictures, tags, authors = Image.objects.count(), Tag.objects.count(), Author.objects.count()
    seed(12)
    articles = list(Article.objects.published())
    assert len(first) == 12
    assert len(articles) == 24
    assert (Image.objects.count(), Tag.objects.count(), Author.objects.count()) == (pictures, tags, authors)
    for article in articles:
        article.full_clean()
        assert musts(of_live(article), article) == []
        assert article.feed_id.endswith(article.uid)


def test_rows_are_those_that_publishing_writes():
    make_publication()
    seed(40)
    assert ImageUse.objects.filter(place=ImageUse.Place.BODY).exists()
    assert set(LinkUse.objects.values_list("kind", flat=True)) == {"internal", "external", "affiliate"}
    for article in Article.objects.all():
        seeded = rows_of(article)
        assert sanitise(article.body) == article.body
        rendering.render_article(article)
        rendering.record_uses(article, body=article.body, copy=Copy.LIVE)
        rendering.index([article])
        assert rows_of(article) == seeded


def test_articles_have_the_length_and_the_company_promised():
    seed(60)
    articles = Article.objects.annotate(
        authors_named=Count("bylines", distinct=True), tagged_with=Count("tagged")
    )
    for article in articles:
        assert 250 <= article.word_count <= 350, article.plain_text
        assert article.authors_named in (1, 2)
        assert article.tagged_with >= 1
        assert article.featured_image
    assert {article.authors_named for article in articles} == {1, 2}
    assert Article.objects.values("section").distinct().count() == 4
    assert len({article.plain_text for article in articles}) == 60


def test_dates_are_spread_over_years_and_lie_in_the_past():
    seed(30)
    oldest = Article.objects.aggregate(oldest=Min("published_at"))["oldest"]
    newest = Article.objects.published().newest_first().first()
    assert newest.published_at.year - oldest.year >= 10
    assert Article.objects.published().dates("published_at", "year").count() >= 10
    assert not any(
        article.updated_at and article.updated_at < article.published_at for article in Article.objects.all()
    )


def test_an_existing_section_is_used():
    section = make_section("Opera")
    seed(5)
    assert set(Article.objects.values_list("section", flat=True)) == {section.pk}


def test_the_page_of_one_renders(client):
    seed(3)
    article = Article.objects.published().newest_first().first()
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "<h1" in page.content.decode()
    assert article.byline_list[0].author.name in page.content.decode()


def test_readers_pages_hear_of_it_once():
    seed(1)  # the sections, tags, authors and pictures announce themselves
    heard = []

    def listen(sender, reason, **_kwargs):
        heard.append((sender, reason))

    public_state_changed.connect(listen)
    try:
        seed(3)
    finally:
        public_state_changed.disconnect(listen)
    assert heard == [(Article, "archive")]


def test_nothing_and_nonsense():
    assert "Added 0 articles" in seed(0)
    assert not Article.objects.exists()
    with pytest.raises(CommandError):
        seed(-1)
    with pytest.raises(CommandError):
        seed(1, processes=0)


def test_the_same_seed_writes_the_same_prose():
    first = prose.write("7/1", kind=words.FILM, format="review")
    again = prose.write("7/1", kind=words.FILM, format="review")
    other = prose.write("8/1", kind=words.FILM, format="review")
    assert (first.headline, first.blocks) == (again.headline, again.blocks)
    assert first.blocks != other.blocks


def test_two_processes_write_what_one_writes(monkeypatch):
    monkeypatch.setattr(archive, "BATCH", 4)
    supplies = archive.stock_up("1")
    batches = archive._batches(range(1, 11), supplies, processes=2)
    assert [text for batch in batches for text in batch] == texts.write_many(range(1, 11), supplies)


@pytest.mark.parametrize("text", ["Asbæk’s  I.S.S., part 2", "ÉTÉ — C++ and “quotes”", "", " x "])
def test_quick_folding_is_folding(text):
    assert texts.folded(text) == fold(text)
