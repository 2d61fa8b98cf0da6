"""Tags: one vocabulary whatever people type, and two tags made one."""

import pytest

from articles import publishing, tagging
from articles.models import Article, Tag, TagSynonym
from articles.publishing import PublishingError
from articles.tests.factories import make_article, make_draft, revise

pytestmark = pytest.mark.django_db


def names(article: Article) -> list[str]:
    return [tag.name for tag in Article.objects.get(pk=article.pk).tags.all()]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Émile", "émile"),
        ("Émile", "Emile"),
        ("Émile", "E\u0301MILE"),
        ("Кино", "КИНО"),
        ("Ёлки", "елки"),
        ("Straße", "STRASSE"),
        ("Asbæk", "asbaek"),
        ("I.S.S.", "ISS"),
        ("Sci  Fi", " sci fi "),
        ("Ｆｉｌｍ", "film"),
        ("ΟΔΟΣ", "οδος"),
        ("Don’t Look Now", "Don't look now"),
    ],
)
def test_what_people_mean_as_one_is_one(first, second):
    make_article(tags=[first])
    again = make_article(tags=[second])
    assert Tag.objects.count() == 1
    assert names(again) == [" ".join(first.split())]


@pytest.mark.parametrize(
    "different",
    [("C", "C++", "C#"), ("Кино", "Kino"), ("Alien", "Aliens"), ("映画", "電影"), ("9", "9½"), ("F", "F-")],
)
def test_what_people_mean_as_several_stays_several(different):
    article = make_article(tags=list(different))
    assert names(article) == list(different)
    assert len(set(Tag.objects.values_list("slug", flat=True))) == len(different)


def test_tags_stand_in_the_order_they_were_typed_each_once():
    article = make_article(tags=["Zebra", "apple", "ZEBRA", "", "  ", "\u0301", "Mango"])
    assert names(article) == ["Zebra", "apple", "Mango"]
    article = publishing.publish(revise(article, tags=["Mango", "Zebra"]), by=None)
    assert names(article) == ["Mango", "Zebra"]


def test_an_emoji_is_a_tag_with_an_address():
    make_article(tags=["🚀", "🎬"])
    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["untitled", "untitled-2"]


@pytest.mark.parametrize("name", ["x" * 101, "x" * 500, "ﷺ" * 90])
def test_a_tag_that_is_too_long_is_a_sentence(name):
    with pytest.raises(PublishingError) as raised:
        publishing.publish(make_draft(tags=["Fine", name]), by=None)
    assert "at most 100 characters" in raised.value.sentences["tags"][0]
    assert not Tag.objects.exists()


def test_resolving_costs_two_queries_however_many(django_assert_num_queries):
    make_article(tags=["One", "Two"])
    with django_assert_num_queries(2):
        tags = tagging.resolve([f"Tag {number}" for number in range(50)] + ["one", "TWO"])
    assert [tag.pk is not None for tag in tags] == [False] * 50 + [True] * 2


# --- merging


@pytest.fixture
def merged():
    """Three articles; "Sci Fi" and "SF" have become "Science fiction"."""
    articles = [make_article(tags=tags) for tags in (["Sci Fi"], ["SF", "Science fiction"], ["Other", "SF"])]
    scifi, sf, into = (Tag.objects.get(name=name) for name in ("Sci Fi", "SF", "Science fiction"))
    moved = publishing.merge_tags([scifi, sf, into], into=into, by=None)
    return articles, into, moved


def test_merging_moves_every_article_once(merged):
    articles, into, moved = merged
    assert moved == 2
    assert [names(article) for article in articles] == [
        ["Science fiction"], ["Science fiction"], ["Other", "Science fiction"],
    ]  # fmt: skip
    assert set(Tag.objects.values_list("name", flat=True)) == {"Science fiction", "Other"}


def test_an_old_name_means_the_merged_tag(merged):
    _articles, into, _moved = merged
    assert dict(TagSynonym.objects.values_list("key", "tag")) == {"sci fi": into.pk, "sf": into.pk}
    assert names(make_article(tags=["S.F.", "sci fi"])) == ["Science fiction"]


def test_synonyms_follow_a_second_merge(merged):
    _articles, into, _moved = merged
    other = Tag.objects.get(name="Other")
    publishing.merge_tags([into], into=other, by=None)
    assert set(TagSynonym.objects.values_list("key", "tag")) == {
        ("sci fi", other.pk), ("sf", other.pk), ("science fiction", other.pk),
    }  # fmt: skip


def test_search_finds_merged_articles_by_the_new_name(merged):
    articles, _into, _moved = merged
    assert set(Article.objects.published().matching("science fiction")) == set(articles)


def test_a_working_copy_that_names_an_old_tag_publishes_the_new_one():
    article = revise(make_article(tags=["Old"]), tags=["Old", "Fresh"])
    make_article(tags=["New"])
    publishing.merge_tags([Tag.objects.get(name="Old")], into=Tag.objects.get(name="New"), by=None)
    assert names(publishing.publish(article, by=None)) == ["New", "Fresh"]


def test_a_tag_without_articles_can_be_merged_and_merging_nothing_is_nothing():
    into = Tag.objects.create(name="Into")
    assert publishing.merge_tags([Tag.objects.create(name="Empty")], into=into, by=None) == 0
    assert publishing.merge_tags([], into=into, by=None) == 0
    assert publishing.merge_tags([into], into=into, by=None) == 0
    assert Tag.objects.get() == into


def test_the_typed_order_holds_wherever_tags_are_loaded():
    for name in ("Apple", "Mango", "Zebra"):
        Tag.objects.create(name=name)
    typed = ["Zebra", "Apple", "Mango"]
    articles = [make_article(tags=typed), make_article(tags=typed[::-1])]
    for queryset in (Article.objects.all(), Article.objects.for_detail(), Article.objects.for_feed()):
        found = [[tag.name for tag in article.tags.all()] for article in queryset.order_by("pk")]
        assert found == [typed, typed[::-1]]
        assert [article.pk for article in queryset.order_by("pk")] == [article.pk for article in articles]
