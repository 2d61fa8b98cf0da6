"""The verbs: what each writes, what it refuses, and what readers notice of it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import publishing, snapshots
from articles.models import (
    Article,
    Byline,
    Copy,
    Disclosure,
    ImageUse,
    LinkUse,
    Redirect,
    Revision,
    SearchDocument,
    Series,
    Status,
    Tag,
    WorkingCopy,
)
from articles.publishing import PublishingError, SavedMeanwhile
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_user,
    picture_html,
    revise,
)
from authors.models import Author

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)
# What readers are shown of an article; compared as a whole, so that nothing moves unnoticed.
LIVE_COLUMNS = [
    field.attname for field in Article._meta.concrete_fields if field.name not in ("id", "modified_at")
]


def live_copy(article: Article) -> dict:
    """Everything a reader could be shown, as the database has it."""
    article = Article.objects.get(pk=article.pk)
    return {
        "columns": {name: getattr(article, name) for name in LIVE_COLUMNS},
        "tags": [tag.name for tag in article.tags.all()],
        "bylines": [(row.author.name, row.role, row.position) for row in article.byline_list],
        "also_show": list(article.also_show.values_list("name", flat=True)),
        "image_uses": list(article.image_uses.filter(copy=Copy.LIVE).values_list("image", "place", "alt")),
        "link_uses": list(article.link_uses.filter(copy=Copy.LIVE).values_list("url", "kind")),
        "search": SearchDocument.objects.filter(article=article).values_list("text", flat=True).first(),
    }


def sentences(raised: pytest.ExceptionInfo) -> dict[str, list[str]]:
    return raised.value.sentences


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
    assert "New body." in live.rendered_web
    assert "New body." in live.rendered_feed
    assert live.excerpt.startswith("New body. Get the book.")
    assert " new tag another " in live.search_document.text
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
    numbers = [revise(article, dek=dek).working_copy.number for dek in ("One", "Two")]
    article = Article.objects.get(pk=article.pk)
    assert (numbers[0], article.working_copy.number) == (1, 2)
    assert article.working_copy.schema == snapshots.SCHEMA


def test_a_save_goes_on_from_the_number_the_form_began_with():
    article = make_article()
    first = publishing.save(article, snapshots.current(article), by=None, base_number=0)
    second = publishing.save(article, snapshots.current(article), by=None, base_number=first.number)
    assert (first.number, second.number) == (1, 2)


def test_saved_meanwhile_says_by_whom_and_keeps_theirs():
    other = make_user()
    article = make_draft(headline="Mine")
    publishing.save(article, snapshots.current(article) | {"headline": "Theirs"}, by=other, base_number=1)
    with pytest.raises(SavedMeanwhile) as raised:
        publishing.save(article, snapshots.current(article) | {"headline": "Late"}, by=None, base_number=1)
    assert str(other) in sentences(raised)[""][0]
    assert raised.value.working_copy.snapshot["headline"] == "Theirs"
    assert Article.objects.get(pk=article.pk).headline == "Theirs"


def test_published_meanwhile_is_refused_too():
    article = make_draft()
    publishing.publish(article, by=None)
    with pytest.raises(PublishingError) as raised:
        publishing.save(article, snapshots.current(article), by=None, base_number=1)
    assert "published while you were writing" in sentences(raised)[""][0]


def test_discarding_goes_back_to_the_live_copy():
    article = make_article(headline="Live")
    publishing.discard_changes(revise(article, headline="Changed", body=SHOP_LINK), by=None)
    assert snapshots.current(article)["headline"] == "Live"
    assert not article.link_uses.filter(copy=Copy.WORKING).exists()
    with pytest.raises(PublishingError):
        publishing.discard_changes(make_draft(), by=None)


# --- publishing and time


def test_publishing_now_dates_now():
    before = timezone.now()
    article = publishing.publish(make_draft(), by=None)
    assert before <= article.published_at <= timezone.now()
    assert (article.is_live, article.is_scheduled, article.updated_at) == (True, False, None)


def test_a_scheduled_article_is_public_at_its_second_and_not_before():
    at = timezone.now().replace(microsecond=0) + TOMORROW
    article = publishing.schedule(make_draft(), by=None, at=at)
    assert (article.is_live, article.is_scheduled) == (False, True)
    assert not Article.objects.published().exists()
    assert not Article.objects.published(at - timedelta(microseconds=1)).exists()
    assert Article.objects.published(at).get() == article


def test_scheduling_into_the_past_is_refused():
    with pytest.raises(PublishingError) as raised:
        publishing.schedule(make_draft(), by=None, at=timezone.now() - timedelta(seconds=1))
    assert list(sentences(raised)) == ["published_at"]


@pytest.mark.parametrize("verb", [publishing.schedule, publishing.publish])
@pytest.mark.parametrize("state", ["live", "withdrawn"])
def test_a_change_of_what_was_public_cannot_wait_and_is_not_shown_early(state, verb):
    article = HIDDEN_STATES["withdrawn"]() if state == "withdrawn" else make_article()
    revise(article, dek="Not before tomorrow.")
    before = live_copy(article)
    with pytest.raises(PublishingError) as raised:
        verb(article, by=None, at=timezone.now() + TOMORROW)
    assert list(sentences(raised)) == ["published_at"]
    assert live_copy(article) == before


def test_a_scheduled_article_can_be_moved_and_published_at_once():
    article = publishing.schedule(make_draft(), by=None, at=timezone.now() + TOMORROW)
    later = timezone.now() + 2 * TOMORROW
    assert publishing.schedule(article, by=None, at=later).published_at == later
    assert publishing.publish(article, by=None).is_live


def test_a_change_never_takes_a_live_article_offline():
    article = make_article()
    for at in (timezone.now() - TOMORROW, None):
        article = publishing.publish(revise(article, dek=f"Dek {at}"), by=None, at=at)
        assert (article.is_live, article.dek) == (True, f"Dek {at}")
        assert (article.published_at, article.updated_at) == (PUBLISHED_AT, None)


def test_an_update_is_told_to_readers_only_when_the_editor_says_so():
    article = publishing.publish(make_article(), by=None, is_update=True)
    assert article.published_at == PUBLISHED_AT
    assert timezone.now() - article.updated_at < timedelta(minutes=1)


def test_unscheduling_makes_a_draft_that_keeps_everything():
    draft = make_draft(headline="Planned", tags=["Kept"])
    wanted = snapshots.current(draft)
    article = publishing.schedule(draft, by=None, at=timezone.now() + TOMORROW)
    article = publishing.withdraw(article, by=None)
    assert (article.status, article.published_at) == (Status.DRAFT, None)
    kept = snapshots.current(article)
    assert {name: kept[name] for name in wanted if name not in ("slug", "published_at")} == {
        name: wanted[name] for name in wanted if name not in ("slug", "published_at")
    }
    assert publishing.publish(article, by=None).is_live


def test_unscheduling_keeps_newer_changes():
    article = publishing.schedule(make_draft(), by=None, at=timezone.now() + TOMORROW)
    publishing.withdraw(revise(article, dek="Newer"), by=None)
    assert snapshots.current(article)["dek"] == "Newer"


def test_withdrawing_and_restoring():
    article = publishing.withdraw(make_article(), by=None, public_note="We were wrong.")
    assert (article.status, article.public_note) == (Status.WITHDRAWN, "We were wrong.")
    assert not Article.objects.published().exists()
    article = publishing.restore(article, by=None)
    assert (article.is_live, article.published_at) == (True, PUBLISHED_AT)


def test_publishing_a_withdrawn_article_brings_it_back_with_its_date():
    article = publishing.withdraw(make_article(), by=None, public_note="Wait.")
    article = publishing.publish(article, by=None)
    assert (article.is_live, article.published_at, article.public_note) == (True, PUBLISHED_AT, "")


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("draft", Status.DRAFT),
        ("scheduled", Status.DRAFT),
        ("withdrawn", Status.WITHDRAWN),
        ("live", Status.WITHDRAWN),
    ],
)
def test_the_trash_gives_back_what_it_got_but_never_to_readers(state, after):
    article = make_article() if state == "live" else HIDDEN_STATES[state]()
    assert publishing.trash(article, by=None).status == Status.TRASHED
    assert publishing.restore(article, by=None).status == after


@pytest.mark.parametrize(
    ("verb", "make"),
    [(publishing.withdraw, make_draft), (publishing.restore, make_draft), (publishing.restore, make_article)],
)
def test_a_verb_out_of_place_is_a_sentence(verb, make):
    with pytest.raises(PublishingError) as raised:
        verb(make(), by=None)
    assert list(sentences(raised)) == [""]


def test_review_goes_forth_and_back():
    writer = make_user()
    article = make_draft()
    publishing.submit(article, by=writer)
    assert article.revisions.get().kind == Revision.Kind.SUBMITTED
    assert WorkingCopy.objects.get().state == WorkingCopy.State.SUBMITTED
    publishing.send_back(article, by=None)
    assert WorkingCopy.objects.get().state == WorkingCopy.State.EDITING
    publishing.submit(article, by=writer)
    revise(article, dek="One more thing")
    assert WorkingCopy.objects.get().state == WorkingCopy.State.EDITING


def test_submitting_a_live_article_makes_a_working_copy():
    article = make_article()
    publishing.submit(article, by=None)
    assert WorkingCopy.objects.get().snapshot["headline"] == article.headline
    assert article.is_live


def test_milestones_are_kept():
    user = make_user()
    article = publishing.publish(make_draft(headline="First"), by=user)
    publishing.publish(revise(article, headline="Second"), by=user)
    publishing.withdraw(article, by=user)
    kept = [(row.kind, row.snapshot["headline"], row.made_by) for row in article.revisions.all()]
    assert kept == [
        ("withdrawn", "Second", user),
        ("published", "Second", user),
        ("published", "First", user),
    ]


# --- addresses


def test_a_changed_slug_leads_on_in_one_hop():
    article = make_article(slug="first")
    for slug in ("second", "third"):
        article = publishing.publish(revise(article, slug=slug), by=None)
    assert {row.old_path: row.target for row in Redirect.objects.all()} == {
        "/articles/first/": article,
        "/articles/second/": article,
    }


def test_going_back_to_an_old_slug_leaves_no_circle():
    article = make_article(slug="first")
    article = publishing.change_slug(article, "second", by=None)
    article = publishing.change_slug(article, "first", by=None)
    assert article.slug == "first"
    assert [row.old_path for row in Redirect.objects.all()] == ["/articles/second/"]


def test_what_nobody_has_seen_leaves_no_redirect():
    draft = publishing.change_slug(make_draft(slug="first"), "second", by=None)
    publishing.change_slug(make_article(at=timezone.now() + TOMORROW), "third", by=None)
    assert not Redirect.objects.exists()
    assert snapshots.current(draft)["slug"] == "second"
    assert publishing.publish(draft, by=None).slug == "second"


@pytest.mark.parametrize("state", [*HIDDEN_STATES, "live", "formerly live"])
def test_a_slug_is_never_handed_on(state):
    if state == "formerly live":
        publishing.change_slug(make_article(slug="taken"), "other", by=None)
    elif state == "live":
        make_article(slug="taken")
    else:
        HIDDEN_STATES[state](slug="taken")
    with pytest.raises(PublishingError) as raised:
        make_draft(slug="taken")
    assert list(sentences(raised)) == ["slug"]
    assert make_draft(headline="Taken").slug == "taken-2"
    with pytest.raises(PublishingError):
        publishing.change_slug(make_article(), "taken", by=None)


def test_an_emptied_slug_keeps_the_published_address():
    article = make_article(slug="first")
    assert publishing.publish(revise(article, slug="", headline="Other"), by=None).slug == "first"


@pytest.mark.parametrize("slug", ["Not a slug", "UPPER", "e\u0301mile", "x" * 81, "-", "a/b"])
def test_an_impossible_slug_is_refused_with_a_possible_one(slug):
    with pytest.raises(PublishingError) as raised:
        make_draft(slug=slug)
    assert "would be possible" in sentences(raised)["slug"][0]


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
    preview = publishing.as_published(article)
    assert [row.author.name for row in preview.byline_list] == ["Stays"]


# --- preview


def test_a_preview_is_what_publishing_would_make():
    make_publication()
    article = revise(make_article(), **everything_else())
    tables = (Article, Byline, Tag, ImageUse, LinkUse, Redirect, WorkingCopy, Revision)
    counts = [model.objects.count() for model in tables]
    preview = publishing.as_published(article)
    assert [model.objects.count() for model in tables] == counts
    published = publishing.publish(article, by=None)
    left_out = {"modified_at", "created_by_id", "slug"}  # an address moves only when it is published
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


# --- time and the follower


def test_the_next_public_moment_is_the_first_schedule_after_it():
    now = timezone.now()
    moments = [now + timedelta(hours=hours) for hours in (3, 1, 2)]
    for moment in moments:
        publishing.schedule(make_draft(), by=None, at=moment)
    publishing.withdraw(make_article(at=now + timedelta(hours=4)), by=None)
    make_draft(published_at=(now + timedelta(minutes=1)).isoformat())
    assert publishing.next_public_moment(now) == moments[1]
    assert publishing.next_public_moment(moments[1]) == moments[2]
    assert publishing.next_public_moment(moments[0]) is None


def test_applying_due_twice_finds_nothing_new():
    at = timezone.now() + TOMORROW
    publishing.schedule(make_draft(), by=None, at=at)
    assert publishing.apply_due(at - timedelta(seconds=1), since=None) == 0
    assert publishing.apply_due(at, since=None) == 1
    assert publishing.apply_due(at + TOMORROW, since=at) == 0


# --- two people at once


def at_once(*actions) -> list:
    """The actions' results or errors, each run in a thread and on a connection of its own."""
    outcomes = [None] * len(actions)
    barrier = threading.Barrier(len(actions))

    def run(place):
        try:
            barrier.wait(5)
            outcomes[place] = actions[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [make_draft, make_article])
def test_of_two_saves_at_once_one_is_told(make):
    article = make()
    base = make is make_draft
    texts = {dek: snapshots.current(article) | {"dek": dek} for dek in ("One", "Two", "Three")}
    outcomes = at_once(
        *(
            lambda text=text: publishing.save(
                Article.objects.get(pk=article.pk), text, by=None, base_number=int(base)
            )
            for text in texts.values()
        )
    )
    saved = [outcome for outcome in outcomes if isinstance(outcome, WorkingCopy)]
    assert [type(outcome) for outcome in outcomes if outcome not in saved] == [SavedMeanwhile] * 2
    assert WorkingCopy.objects.get().snapshot == saved[0].snapshot


@pytest.mark.django_db(transaction=True)
def test_new_articles_of_one_headline_at_once_all_get_an_address():
    section = make_section()
    author = make_author()
    outcomes = at_once(
        *(
            lambda: make_draft(
                headline="Same", section=section, bylines=[(author, "words")], featured_image=None
            )
            for _ in range(4)
        )
    )
    assert [error for error in outcomes if isinstance(error, Exception)] == []
    assert {article.slug for article in outcomes} == {"same", "same-2", "same-3", "same-4"}


@pytest.mark.django_db(transaction=True)
def test_one_slug_wished_for_at_once_goes_to_one():
    section, author = make_section(), make_author()
    outcomes = at_once(
        *(
            lambda: make_draft(slug="wish", section=section, bylines=[(author, "words")], featured_image=None)
            for _ in range(3)
        )
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, PublishingError)]
    assert [list(refusal.sentences) for refusal in refusals] == [["slug"], ["slug"]]
    assert Article.objects.get().slug == "wish"


@pytest.mark.django_db(transaction=True)
def test_one_new_tag_in_two_articles_published_at_once():
    section, author = make_section(), make_author()
    drafts = [
        make_draft(tags=[name], section=section, bylines=[(author, "words")], featured_image=None)
        for name in ("Fresh", "fresh", "FRESH")
    ]
    outcomes = at_once(*(lambda draft=draft: publishing.publish(draft, by=None) for draft in drafts))
    assert [error for error in outcomes if isinstance(error, Exception)] == []
    assert Tag.objects.get().key == "fresh"
    assert Tag.objects.get().tagged.count() == 3
