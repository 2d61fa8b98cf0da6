"""The history of an article: one milestone a sitting, restored without a reader noticing, pruned without a loss."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import history, publishing, review, snapshots
from articles.models import (
    Article,
    Disclosure,
    Revision,
    SavedState,
    Series,
    WorkingCopy,
)
from articles.publishing import PublishingError
from articles.tests.factories import (
    HIDDEN_STATES,
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_section,
    make_user,
    make_work,
    picture_html,
    revise,
)
from articles.tests.live_copy import live_copy, sentences

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def kept(article: Article) -> list[tuple[str, str]]:
    """Kind and headline of each milestone, newest first."""
    return [(row.kind, row.snapshot["headline"]) for row in article.revisions.all()]


def save_as(user, article: Article, **changes) -> None:
    publishing.save(article, snapshots.current(article) | changes, by=user)


def let_pass(article: Article, time: timedelta) -> None:
    """As if everything so far had happened so much earlier."""
    for revision in article.revisions.all():
        Revision.objects.filter(pk=revision.pk).update(made_at=revision.made_at - time)


# --- one milestone a sitting


def test_a_sitting_leaves_one_milestone_the_last():
    ada, article = make_user(), Article()
    publishing.save(article, snapshots.empty() | {"headline": "One"}, by=ada)
    for headline in ("Two", "Three"):
        let_pass(article, history.SITTING - MINUTE)
        save_as(ada, article, headline=headline)
    assert kept(article) == [("saved", "Three")]
    assert article.revisions.get().made_by == ada
    assert timezone.now() - article.revisions.get().made_at < MINUTE


@pytest.mark.parametrize(
    ("meanwhile", "before"),
    [
        (lambda article, ada: let_pass(article, history.SITTING), [("saved", "One")]),
        (lambda article, ada: history.name(article.revisions.get(), "First draft"), [("named", "One")]),
        (lambda article, ada: review.submit(article, by=ada), [("submitted", "One")]),
        (lambda article, ada: publishing.publish(article, by=ada), [("published", "One")]),
        (lambda article, ada: save_as(make_user(), article, headline="Other"),
         [("saved", "Other"), ("saved", "One")]),
    ],
    ids=["a long pause", "a name", "handed in", "published", "somebody else"],
)  # fmt: skip
def test_what_ends_a_sitting(meanwhile, before):
    ada, article = make_user(), make_draft(headline="One")
    article.revisions.update(made_by=ada)
    meanwhile(article, ada)
    save_as(ada, article, headline="Two")
    assert kept(article) == [("saved", "Two"), *before]


def test_a_save_costs_two_queries_more_whatever_the_history():
    article = make_draft()
    costs = []
    for _time in range(3):
        let_pass(article, DAY)
        with CaptureQueriesContext(connection) as captured:
            revise(article, dek="New")
        costs.append([query["sql"] for query in captured if '"articles_revision"' in query["sql"]])
    assert [len(queries) for queries in costs] == [2, 2, 2]


def test_what_the_first_save_replaces_is_kept_where_there_was_no_history():
    article = make_article(headline="From a fixture")
    article.revisions.all().delete()
    SavedState.objects.all().delete()
    save_as(make_user(), article, headline="New")
    assert kept(article) == [("saved", "New"), ("saved", "From a fixture")]
    SavedState.objects.all().delete()
    let_pass(article, -MINUTE)
    save_as(make_user(), article, headline="Newer")
    assert len(kept(article)) == 3


def test_working_copies_from_before_get_their_first_milestone():
    migration = import_module("articles.migrations.0015_first_milestones")
    ada, kept_already, published = make_user(), make_draft(), make_article()
    article = make_draft(headline="From before")
    article.revisions.all().delete()
    WorkingCopy.objects.filter(article=article).update(saved_by=ada)
    migration.keep_working_copies(apps, None)
    migration.keep_working_copies(apps, None)
    assert kept(article) == [("saved", "From before")]
    revision = article.revisions.get()
    assert (revision.made_by, revision.made_at) == (ada, WorkingCopy.objects.get(article=article).saved_at)
    assert (kept_already.revisions.count(), published.revisions.count()) == (1, 1)


# --- names


def test_a_name_keeps_a_saved_milestone_and_can_be_taken_away():
    article = make_draft()
    history.name(article.revisions.get(), "Before the cut")
    assert list(article.revisions.values_list("kind", "name")) == [("named", "Before the cut")]
    history.name(article.revisions.get(), "")
    assert list(article.revisions.values_list("kind", "name")) == [("saved", "")]


def test_a_published_milestone_stays_published_by_any_name():
    article = make_article()
    history.name(article.revisions.first(), "As it went out")
    assert list(article.revisions.values_list("kind", "name")) == [("published", "As it went out")]


def test_the_database_holds_no_saved_milestone_with_a_name():
    article = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revisions.update(name="Lost one day")


# --- restoring


def everything() -> dict:
    """A value for every field that a factory would not make."""
    picture = make_image()
    return {
        "headline": "Old *headline*", "dek": "Old dek", "kicker": "Old", "format": "review",
        "body": f"<p>Old body.</p>{SHOP_LINK}{picture_html(picture)}", "section": make_section(), "tags": ["Old tag"],
        "bylines": [(make_author(), "editing"), (make_author(), "words")], "featured_image": picture,
        "featured_alt": "Old alt", "featured_caption": "Old caption", "seo_title": "Old title",
        "meta_description": "Old description", "canonical_url": "https://old.example/",
        "series": Series.objects.create(name="Old series", slug="old-series"), "series_order": 3,
        "also_show": [Disclosure.objects.create(name="Trip", wording="Paid.")],
        "works": [make_work("One"), make_work("Two")], "rating": 3.5, "rating_scale": 10, "verdict": "Old verdict.",
    }  # fmt: skip


def test_restoring_brings_everything_back_but_address_and_date():
    article = make_draft(slug="old-address", **everything())
    old = article.revisions.get()
    article = publishing.publish(article, by=None)
    new = {name: value for name, value in snapshots.empty().items() if name not in ("section", "bylines")}
    article = publishing.publish(
        revise(article, **new | {"headline": "New", "slug": "new-address", "body": "<p>New.</p>"}), by=None
    )
    before = live_copy(article)
    editor = make_user()
    assert publishing.restore_revision(article, old, by=editor) == ()
    working_copy = WorkingCopy.objects.get()
    own = {"slug": "new-address", "published_at": article.published_at.isoformat()}
    assert working_copy.snapshot == old.snapshot | own
    assert (working_copy.saved_by, working_copy.state) == (editor, "editing")
    assert live_copy(article) == before
    assert publishing.publish(article, by=None).headline == "Old *headline*"


def test_a_restored_milestone_says_where_it_came_from_and_replaces_nothing():
    ada, article = make_user(), make_draft(headline="Old")
    let_pass(article, DAY)
    old = article.revisions.get()
    save_as(ada, article, headline="New")
    publishing.restore_revision(article, old, by=ada)
    assert kept(article) == [("restored", "Old"), ("saved", "New"), ("saved", "Old")]
    newest = article.revisions.first()
    assert (newest.restored_from, newest.made_by) == (old.made_at, ada)


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_restoring_makes_nothing_public(client, state):
    article = HIDDEN_STATES[state](slug="hidden", headline="Hidden one")
    before = live_copy(article)["columns"]
    was = client.get("/articles/hidden/").status_code
    publishing.restore_revision(article, article.revisions.last(), by=None)
    after = live_copy(article)["columns"]
    assert [after[name] for name in ("status", "published_at", "slug")] == [
        before[name] for name in ("status", "published_at", "slug")
    ]
    assert client.get("/articles/hidden/").status_code == was != 200


@pytest.mark.parametrize(
    ("field", "lose", "instead"),
    [
        ("section", lambda made: made["section"].delete(), {"section": None}),
        ("series", lambda made: made["series"].delete(), {"series": None, "series_order": None}),
        ("featured_image", lambda made: made["featured_image"].delete(),
         {"featured_image": None, "featured_alt": None, "featured_caption": None}),
        ("also_show", lambda made: made["also_show"][0].delete(), {"also_show": []}),
    ],
)  # fmt: skip
def test_what_is_gone_meanwhile_is_left_out_and_named(field, lose, instead):
    article, made, old = restorable()
    lose(made)
    assert publishing.restore_revision(article, old, by=None) == (field,)
    restored = snapshots.current(article)
    changed = {name for name in restored if restored[name] != old.snapshot[name]} - {"slug", "published_at"}
    assert {name: restored[name] for name in changed} == instead


def test_of_lists_only_what_is_gone_goes():
    article, made, old = restorable()
    made["works"][0].delete()
    made["bylines"][0][0].delete()
    assert set(publishing.restore_revision(article, old, by=None)) == {"works", "bylines"}
    restored = snapshots.current(article)
    assert restored["works"] == [made["works"][1].pk]
    assert restored["bylines"] == [{"author": made["bylines"][1][0].pk, "role": "words"}]


def restorable() -> tuple[Article, dict, Revision]:
    """An article that has moved on to rows of its own, what its first milestone names, and that milestone."""
    made = everything()
    article = make_draft(**made)
    old = article.revisions.get()
    let_pass(article, DAY)
    revise(
        article, section=make_section(), bylines=[(make_author(), "words")], featured_image=make_image(),
        series=None, also_show=[], works=[], body="<p>New.</p>",
    )  # fmt: skip
    return article, made, old


def test_an_older_milestone_lacks_what_came_later_and_holds_what_went():
    article = make_draft()
    old = article.revisions.get()
    for name in ("works", "rating", "verdict"):
        del old.snapshot[name]
    Revision.objects.filter(pk=old.pk).update(snapshot=old.snapshot | {"subtitle": "From another age"})
    assert publishing.restore_revision(article, article.revisions.get(), by=None) == ()
    assert set(snapshots.current(article)) == set(snapshots.empty())
    assert snapshots.current(article)["works"] == []


def test_a_form_left_open_over_a_restoration_still_goes_together():
    article = make_draft(headline="Old", dek="Old")
    old = article.revisions.get()
    let_pass(article, DAY)
    revise(article, dek="New")
    base = Article.objects.get(pk=article.pk).copy_number
    form = snapshots.current(article) | {"headline": "Mine"}
    publishing.restore_revision(article, old, by=None)
    merged = publishing.save(Article.objects.get(pk=article.pk), form, by=None, base_number=base)
    assert merged.taken == ("dek",)
    assert (snapshots.current(article)["headline"], snapshots.current(article)["dek"]) == ("Mine", "Old")


def test_a_milestone_of_another_article_is_refused():
    with pytest.raises(PublishingError) as raised:
        publishing.restore_revision(make_draft(), make_draft().revisions.get(), by=None)
    assert list(sentences(raised)) == [""]


# --- pruning


def history_of(*kinds: str, ages: list[int]) -> Article:
    """An article with milestones of these kinds, so many days old, oldest first."""
    article = make_draft()
    article.revisions.all().delete()
    for kind, age in zip(kinds, ages, strict=True):
        history.keep(article, {}, kind=kind, by=None, at=timezone.now() - age * DAY)
    return article


@pytest.mark.parametrize(
    ("milestones", "left"),
    [
        ([], []),
        ([("saved", 100)], [100]),
        ([("saved", 102), ("saved", 101), ("saved", 100)], [100]),
        ([("saved", 102), ("saved", 101), ("published", 100)], [101, 100]),
        ([("saved", 103), ("submitted", 102), ("saved", 101), ("named", 100)], [103, 102, 101, 100]),
        ([("saved", 102), ("saved", 101), ("restored", 100), ("saved", 99), ("saved", 98), ("withdrawn", 97)],
         [101, 100, 98, 97]),
        ([("saved", 102), ("saved", 101), ("saved", 80), ("saved", 70)], [80, 70]),
        ([("saved", 89), ("saved", 88), ("published", 87)], [89, 88, 87]),
        ([("published", 900), ("published", 800), ("withdrawn", 700)], [900, 800, 700]),
    ],
)  # fmt: skip
def test_long_ago_only_the_last_before_each_other_milestone_stays(milestones, left):
    other = history_of("saved", "saved", ages=[50, 40])
    article = history_of(*(kind for kind, _ in milestones), ages=[age for _, age in milestones])
    now = timezone.now()
    assert history.prune(now) == len(milestones) - len(left)
    assert sorted(((now - row.made_at).days for row in article.revisions.all()), reverse=True) == left
    assert history.prune(now) == 0
    assert other.revisions.count() == 2


def test_pruning_goes_batch_by_batch(monkeypatch):
    monkeypatch.setattr(history, "BATCH", 2)
    article = history_of(*["saved"] * 6, ages=[106, 105, 104, 103, 102, 101])
    assert history.prune(timezone.now()) == 5
    assert article.revisions.count() == 1


def test_the_command_says_what_it_did_and_can_only_look():
    article = history_of("saved", "saved", "published", ages=[102, 101, 100])
    assert said("--dry-run") == "1 milestone, 0 closed forms would go.\n"
    assert article.revisions.count() == 3
    assert said() == "1 milestone, 0 closed forms pruned.\n"
    assert said() == "0 milestones, 0 closed forms pruned.\n"
    assert [row.kind for row in article.revisions.all()] == ["published", "saved"]


def said(*options: str) -> str:
    out = StringIO()
    call_command("prune_history", *options, stdout=out)
    return out.getvalue()


def test_what_is_published_as_it_was_saved_stands_there_once():
    user = make_user("Editors")
    article = make_draft(headline="One")
    article.revisions.update(made_by=user)
    publishing.publish(article, by=user)
    publishing.save(article, snapshots.current(article) | {"dek": "New"}, by=user)
    review.submit(article, by=user)
    publishing.publish(article, by=make_user("Editors"))
    assert [row.kind for row in article.revisions.all()] == ["published", "submitted", "published"]
