"""What an editor saves: unseen by readers until it is published, and then seen whole."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import proposals, publishing, snapshots
from articles.models import (
    Article,
    Byline,
    Copy,
    Disclosure,
    ImageUse,
    LinkUse,
    Redirect,
    Revision,
    SavedState,
    Series,
    Status,
    Tag,
    WorkingCopy,
)
from articles.publishing import PublishingError
from articles.refusals import Collided, SavedMeanwhile
from articles.tests.factories import (
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_user,
    make_work,
    picture_html,
    revise,
)
from articles.tests.live_copy import LIVE_COLUMNS, live_copy, sentences
from authors.models import Author

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


def everything_else() -> dict:
    """A changed value for every field of a snapshot, none of them what a factory would make."""
    notice = Disclosure.objects.create(name="Trip", wording="They paid the trip.")
    picture = make_image(alt="New picture")
    return {
        "headline": "New *headline*",
        "dek": "New dek.",
        "slug": "new-address",
        "kicker": "New kicker",
        "format": "review",
        "body": f"<p>New body.</p>{SHOP_LINK}{picture_html(picture)}",
        "section": make_section("New section"),
        "tags": ["New tag", "Another"],
        "bylines": [(make_author("New Author"), "editing")],
        "featured_image": picture,
        "featured_alt": "New alt",
        "featured_is_decorative": False,
        "featured_caption": "New caption",
        "seo_title": "New title",
        "meta_description": "New description",
        "canonical_url": "https://first.example/",
        "series": Series.objects.create(name="New series", slug="new-series"),
        "series_order": 3,
        "also_show": [notice],
        "works": [make_work("New work"), make_work("Another work")],
        "rating": 3.5,
        "rating_scale": 10,
        "verdict": "New verdict.",
        "change": "correction",
        "correction": "New correction.",
    }


# --- saving


def test_saving_a_live_article_changes_nothing_public():
    make_publication()
    article = make_article(body=SHOP_LINK)
    before = live_copy(article)
    changes = everything_else()
    assert set(changes) | {"published_at"} == set(snapshots.empty())
    revise(article, **changes)
    assert live_copy(article) == before
    assert not Tag.objects.filter(name="New tag").exists()


def test_publishing_brings_the_whole_working_copy():
    publication = make_publication()
    article = make_article()
    changes = everything_else()
    publishing.publish(revise(article, **changes), by=None)
    live = Article.objects.get(pk=article.pk)
    for name in snapshots.COLUMNS:
        assert getattr(live, name) == changes[name]
    assert [getattr(live, f"{name}_id") for name in snapshots.REFERENCES] == [
        changes[name].pk for name in snapshots.REFERENCES
    ]
    assert [tag.name for tag in live.tags.all()] == ["New tag", "Another"]
    assert [(row.author.name, row.role) for row in live.byline_list] == [("New Author", "editing")]
    assert [notice.name for notice in live.also_show.all()] == ["Trip"]
    assert [row.work.name for row in live.subjects.all()] == ["New work", "Another work"]
    assert "New verdict." in live.rendered_web
    assert "New body." in live.rendered_web
    assert "New body." in live.rendered_feed
    assert live.excerpt.startswith("New body. Get the book.")
    assert " new tag another " in live.search_document.text
    assert [note.text for note in live.corrections.all()] == ["New correction."]
    assert live.disclosures_before(publication) == [publication.default_disclosure]
    assert not WorkingCopy.objects.filter(article=article).exists()


def test_a_draft_is_mirrored_but_for_its_tags():
    section, author = make_section(), make_author()
    article = make_draft(
        headline="A *Draft*", section=section, bylines=[(author, "reporting")], tags=["Unborn"]
    )
    row = Article.objects.get(pk=article.pk)
    assert (row.headline, row.slug, row.section) == ("A *Draft*", "a-draft", section)
    assert (row.status, row.published_at) == (Status.DRAFT, None)
    assert [(line.author, line.role) for line in row.byline_list] == [(author, "reporting")]
    assert not Tag.objects.filter(name="Unborn").exists()
    revise(article, headline="Another name")
    assert Article.objects.get(pk=article.pk).slug == "another-name"


def test_a_new_article_is_by_whoever_writes_it():
    user = make_user(first_name="Ada", last_name="Byron")
    for headline in ("One", "Two"):
        article = Article()
        publishing.save(article, snapshots.empty() | {"headline": headline}, by=user)
        assert [str(row) for row in article.byline_list] == ["Words by Ada Byron"]
    assert Author.objects.get(user=user).slug == "ada-byron"


def test_a_working_copy_counts_its_saves():
    article = make_article()
    before = copy_number(article)
    for dek in ("One", "Two"):
        revise(article, dek=dek)
    assert copy_number(article) == before + 2
    article = Article.objects.get(pk=article.pk)
    assert article.working_copy.schema == snapshots.SCHEMA


def test_a_save_goes_on_from_the_number_the_form_began_with():
    article = make_article()
    before = copy_number(article)
    publishing.save(article, snapshots.current(article), by=None, base_number=before)
    publishing.save(article, snapshots.current(article), by=None, base_number=before + 1)
    assert copy_number(article) == before + 2


def copy_number(article: Article) -> int:
    return Article.objects.get(pk=article.pk).copy_number


# --- two people, one after the other (at the same moment: test_saving_at_once)


def save_from(
    article: Article, base: int, *, by=None, decided: int | None = None, start=None, **changes
) -> WorkingCopy:
    """Save what a form that began at number `base` (with `start`, default: what is there) would send."""
    start = start or snapshots.as_of(article, base).snapshot
    return publishing.save(
        Article.objects.get(pk=article.pk), start | changes, by=by, base_number=base, decided_number=decided
    )


def test_changes_of_different_fields_go_together():
    article = make_draft(headline="Old", dek="Old", tags=["a"])
    base = copy_number(article)
    save_from(article, base, headline="Theirs", tags=["a", "theirs"])
    mine = save_from(article, base, dek="Mine", tags=["a", "mine"])
    assert set(mine.taken) == {"headline", "tags"}
    current = snapshots.current(article)
    assert (current["headline"], current["dek"], current["tags"]) == (
        "Theirs",
        "Mine",
        ["a", "mine", "theirs"],
    )
    row = Article.objects.get(pk=article.pk)
    assert (row.headline, row.dek) == ("Theirs", "Mine")  # lists read the draft off its own row


def test_a_collision_says_by_whom_keeps_theirs_and_holds_both():
    other = make_user()
    article = make_draft(headline="Old", dek="Old")
    base = copy_number(article)
    save_from(article, base, by=other, headline="Theirs", dek="Their dek")
    with pytest.raises(Collided) as raised:
        save_from(article, base, headline="Mine")
    assert other.get_username() in sentences(raised)[""][0]
    [collision] = raised.value.collisions
    assert (collision.mine, collision.theirs) == ({"headline": "Mine"}, {"headline": "Theirs"})
    assert snapshots.current(article)["headline"] == "Theirs"
    decided = save_from(article, base, headline="Mine and theirs", decided=raised.value.number)
    assert decided.taken == ("dek",)
    assert snapshots.current(article)["headline"] == "Mine and theirs"
    assert snapshots.current(article)["dek"] == "Their dek"


def test_a_decision_holds_only_against_what_was_seen():
    article = make_draft(headline="Old")
    base = copy_number(article)
    save_from(article, base, headline="Theirs")
    with pytest.raises(Collided) as raised:
        save_from(article, base, headline="Mine")
    save_from(article, raised.value.number, headline="Theirs again")
    with pytest.raises(Collided):
        save_from(article, base, headline="Mine", decided=raised.value.number)
    assert snapshots.current(article)["headline"] == "Theirs again"


def test_what_was_published_meanwhile_goes_together_too():
    article = make_draft(dek="Old")
    base = copy_number(article)
    start = snapshots.as_of(article, base).snapshot
    article = publishing.publish(article, by=None)
    live = Article.objects.get(pk=article.pk)
    save_from(article, base, start=start, dek="Mine")
    assert Article.objects.get(pk=article.pk).dek == live.dek == "Old"
    assert (snapshots.current(article)["dek"], snapshots.current(article)["slug"]) == ("Mine", live.slug)


def test_what_was_discarded_meanwhile_does_not_come_back_by_itself():
    article = revise(make_article(dek="Live"), dek="Changed")
    base = copy_number(article)
    publishing.discard_changes(article, by=None)
    save_from(article, base, headline="Mine")
    assert (snapshots.current(article)["dek"], snapshots.current(article)["headline"]) == ("Live", "Mine")


def test_a_form_from_before_anybody_remembered_is_refused():
    other = make_user()
    article = make_draft(headline="Old")
    base = copy_number(article)
    start = snapshots.as_of(article, base).snapshot
    save_from(article, base, by=other, headline="Theirs")
    SavedState.objects.all().delete()
    with pytest.raises(SavedMeanwhile) as raised:
        save_from(article, base, start=start, headline="Late")
    assert other.get_username() in sentences(raised)[""][0]
    assert Article.objects.get(pk=article.pk).headline == "Theirs"


def test_an_article_nobody_remembered_is_remembered_by_its_next_save():
    article = make_article(headline="Old", dek="Old")
    base = copy_number(article)
    start = snapshots.current(article)
    SavedState.objects.all().delete()
    save_from(article, base, start=start, headline="Theirs")
    assert save_from(article, base, dek="Mine").taken == ("headline",)


def test_states_are_forgotten_after_some_weeks():
    article = make_draft()
    SavedState.objects.update(saved_at=timezone.now() - snapshots.STATES_KEPT - timedelta(days=1))
    revise(article, dek="New")
    assert list(SavedState.objects.values_list("number", flat=True)) == [copy_number(article)]


def test_discarding_goes_back_to_the_live_copy():
    article = make_article(headline="Live")
    publishing.discard_changes(revise(article, headline="Changed", body=SHOP_LINK), by=None)
    assert snapshots.current(article)["headline"] == "Live"
    assert not article.link_uses.filter(copy=Copy.WORKING).exists()
    with pytest.raises(PublishingError):
        publishing.discard_changes(make_draft(), by=None)


# --- what is no longer there


def test_what_an_article_lost_meanwhile_is_a_sentence():
    section, author = make_section(), make_author()
    article = revise(make_article(), section=section, bylines=[(author, "words")])
    section.delete()
    author.delete()
    with pytest.raises(PublishingError) as raised:
        publishing.publish(article, by=None)
    assert set(sentences(raised)) == {"section", "bylines"}


def test_what_an_article_can_do_without_just_goes():
    series = Series.objects.create(name="Gone", slug="gone")
    notice = Disclosure.objects.create(name="Gone", wording="Gone.")
    kept = Disclosure.objects.create(name="Kept", wording="Kept.")
    article = revise(make_article(), series=series, also_show=[notice, kept])
    series.delete()
    notice.delete()
    article = publishing.publish(article, by=None)
    assert (article.series, list(article.also_show.all())) == (None, [kept])


def test_a_preview_survives_what_was_lost():
    author = make_author()
    article = revise(make_article(), bylines=[(author, "words"), (make_author("Stays"), "editing")])
    author.delete()
    preview = proposals.as_published(article)
    assert [row.author.name for row in preview.byline_list] == ["Stays"]


# --- preview


def test_a_preview_is_what_publishing_would_make():
    make_publication()
    article = revise(make_article(), **everything_else())
    tables = (Article, Byline, Tag, ImageUse, LinkUse, Redirect, WorkingCopy, Revision)
    counts = [model.objects.count() for model in tables]
    preview = proposals.as_published(article)
    assert [model.objects.count() for model in tables] == counts
    published = publishing.publish(article, by=None)
    assert (preview.told_update, published.told_update) == (None, None)  # both moved with their correction
    assert [note.text for note in preview.correction_list] == ["New correction."]
    left_out = {
        "modified_at",
        "created_by_id",
        "updated_at",
        "slug",
    }  # an address moves only when it is published
    for name in set(LIVE_COLUMNS) - left_out:
        assert getattr(preview, name) == getattr(published, name), name
    assert [str(row) for row in preview.byline_list] == [str(row) for row in published.byline_list]
    assert [tag.name for tag in preview.tags.all()] == [tag.name for tag in published.tags.all()]
    assert list(preview.also_show.all()) == list(published.also_show.all())


# --- uses


def test_uses_of_pictures_and_links_are_written_for_both_copies():
    make_publication()
    first, second = make_image(), make_image()
    article = make_article(
        featured_image=first, featured_alt="Here", body=f"{picture_html(second)}{SHOP_LINK}"
    )
    revise(
        article,
        featured_image=None,
        body=picture_html(first, attributes=' data-decorative="true"')
        + picture_html(second, attributes=' data-alt="Own"')
        + '<p><a href="/archive/">All</a></p>',
    )
    rows = ImageUse.objects.values_list("copy", "place", "image", "alt", "is_decorative")
    assert list(rows) == [
        ("live", "featured", first.pk, "Here", False),
        ("live", "body", second.pk, None, False),
        ("working", "body", first.pk, None, True),
        ("working", "body", second.pk, "Own", False),
    ]
    links = LinkUse.objects.order_by("copy").values_list("copy", "url", "kind", "merchant__name")
    assert list(links) == [
        ("live", "https://shop.example/book", "affiliate", "The Shop"),
        ("working", "/archive/", "internal", None),
    ]
    publishing.publish(article, by=None)
    assert set(ImageUse.objects.values_list("copy", flat=True)) == {"live"}
    assert [use.image for use in ImageUse.objects.all()] == [first, second]


# --- what the database itself holds


def refused(action) -> bool:
    try:
        with transaction.atomic():
            action()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_what_must_not_be():
    article = make_article()
    row = Article.objects.filter(pk=article.pk)
    byline = article.bylines.first()
    double = {"article": article, "author": byline.author, "role": byline.role}
    assert refused(lambda: row.update(published_at=None))
    assert refused(lambda: row.update(section=None))
    assert refused(lambda: Article.objects.create(headline="x", slug=article.slug))
    assert refused(lambda: Byline.objects.create(article=article, author=make_author(), position=0))
    assert refused(lambda: Byline.objects.create(**double, position=9))
    assert refused(
        lambda: WorkingCopy.objects.bulk_create(WorkingCopy(article=article, snapshot={}) for _ in "ab")
    )
    assert refused(lambda: Tag.objects.create(name=article.tags.first().name.upper()))
    assert not refused(lambda: row.update(status=Status.DRAFT, published_at=None, section=None))
