"""Jobs: what follows from a change without keeping the editor waiting."""

import pytest

from articles.models import Article
from articles.tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


def found(query: str) -> list[Article]:
    return list(Article.objects.published().matching(query))


def test_readers_find_an_article_by_its_authors_new_name():
    author = make_author("Old Name")
    article = make_article(bylines=[(author, "words")])
    author.name, author.pen_names = "New Person", "Quill"
    author.save()
    assert found("New Person") == found("quill") == [article]
    assert found("Old Name") == []


def test_readers_find_an_article_by_its_tags_new_name():
    article = make_article(tags=["Talkies"])
    tag = article.tags.get()
    tag.name = "Sound film"
    tag.save()
    assert (found("sound film"), found("talkies")) == ([article], [])


def test_a_save_under_the_same_name_indexes_nothing(django_assert_num_queries):
    author = make_author("Same")
    article = make_article(bylines=[(author, "words")])
    article.search_document.delete()
    author.bio = "<p>New.</p>"
    author.save()
    assert found("same") == []
