"""The working copy as data: whatever the form holds goes there and back, and is plain JSON."""

import json

import pytest

from articles import publishing, snapshots
from articles.models import Article, Byline, Disclosure, Series, WorkingCopy
from articles.tests.factories import make_article, make_author, make_draft, make_section, make_work, revise

pytestmark = pytest.mark.django_db

KEYS = {
    "headline", "dek", "slug", "kicker", "format", "body", "section", "tags", "bylines", "featured_image",
    "featured_alt", "featured_is_decorative", "featured_caption", "seo_title", "meta_description", "canonical_url",
    "series", "series_order", "also_show", "published_at", "works", "rating", "rating_scale", "verdict",
    "change", "correction",
}  # fmt: skip


def test_a_new_article_begins_with_every_key_and_nothing_in_it():
    empty = snapshots.empty()
    assert set(empty) == KEYS
    assert {name: value for name, value in empty.items() if value} == {
        "format": "news", "rating_scale": 5, "change": "typo",
    }  # fmt: skip


def test_every_editable_column_is_in_the_snapshot():
    editable = {
        field.name for field in Article._meta.concrete_fields if field.editable and not field.primary_key
    }
    of_no_copy = {"embargo_until", "embargo_zone", "withdraw_at"}  # they hold whatever is written
    assert editable - KEYS == of_no_copy | ({"modified_at"} & editable)


def test_a_live_article_as_snapshot_names_rows_by_key_and_tags_by_name():
    author, section = make_author(), make_section()
    series = Series.objects.create(name="Series", slug="series")
    notice = Disclosure.objects.create(name="Trip", wording="They paid.")
    works = [make_work(), make_work()]
    article = make_article(
        works=works,
        section=section, series=series, series_order=2, tags=["Zebra", "Apple"], also_show=[notice],
        bylines=[(author, "reporting"), (author, "words")],
    )  # fmt: skip
    snapshot = snapshots.of_live(article)
    assert set(snapshot) == KEYS
    assert (snapshot["section"], snapshot["series"], snapshot["series_order"]) == (section.pk, series.pk, 2)
    assert snapshot["tags"] == ["Zebra", "Apple"]
    assert snapshot["bylines"] == [
        {"author": author.pk, "role": "reporting"}, {"author": author.pk, "role": "words"},
    ]  # fmt: skip
    assert snapshot["also_show"] == [notice.pk]
    assert snapshot["works"] == [work.pk for work in works]
    assert snapshots.wished_date(snapshot) == article.published_at
    assert json.loads(json.dumps(snapshot)) == snapshot


def test_publishing_unchanged_changes_nothing():
    article = make_article(also_show=[Disclosure.objects.create(name="Trip", wording="They paid.")])
    before = snapshots.of_live(article)
    article = publishing.publish(article, by=None)
    assert snapshots.of_live(article) == before


def test_the_working_copy_comes_before_the_live_copy():
    article = make_article(headline="Live")
    assert snapshots.current(article)["headline"] == "Live"
    revise(article, headline="Next")
    assert snapshots.current(article)["headline"] == "Next"
    assert snapshots.of_live(Article.objects.get(pk=article.pk))["headline"] == "Live"


def test_a_snapshot_from_before_a_key_existed_still_reads():
    article = make_draft()
    working_copy = WorkingCopy.objects.get()
    del working_copy.snapshot["seo_title"], working_copy.snapshot["also_show"]
    working_copy.save()
    assert set(snapshots.current(article)) == KEYS
    assert publishing.publish(article, by=None).seo_title == ""


def test_bylines_stand_in_order_each_author_and_role_once():
    ada, bea = make_author("Ada"), make_author("Bea")
    article = make_article(bylines=[(bea, "words"), (ada, "words"), (bea, "words"), (bea, "editing")])
    assert [(row.position, str(row)) for row in Byline.objects.filter(article=article)] == [
        (0, "Words by Bea"), (1, "Words by Ada"), (2, "Editing by Bea"),
    ]  # fmt: skip
