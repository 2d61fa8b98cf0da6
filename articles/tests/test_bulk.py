"""Several articles at once: each act in every state and role, the rehearsal that says what will happen, and what is
refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import bulk, bulk_acts, embargo, snapshots
from articles.bulk import Chosen, Result
from articles.models import Article, AuditEntry, Byline, Revision, SavedState, Status, WorkingCopy
from articles.refusals import PublishingError, moment_words
from articles.tests.factories import (
    HIDDEN_STATES,
    make_article,
    make_author,
    make_draft,
    make_section,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db

STATES = HIDDEN_STATES | {
    "live": make_article,
    "changed": lambda **changes: revise(make_article(**changes), dek="Another."),
}
FIRST = (timezone.now() + timedelta(days=400)).replace(microsecond=0)
FUTURE = f"scheduled for {moment_words(FIRST)}"
DONE, NOTHING, REFUSED = Result.DONE, Result.NOTHING, Result.REFUSED
SEEN = "Readers have already seen “One”: its date stays."
IN_TRASH = "“One” is in the trash. Take it out before publishing it."
NOT_PUBLISHED = "“One” is not published, so it cannot be withdrawn."
NEITHER = (NOTHING, "neither withdrawn nor in the trash")
# What an editor sees of each act, by the state the article is in; what is not named is "*".
VERBS = {
    "publish": {
        "*": (DONE, "live now"), "scheduled": (DONE, "live now, no longer on {then}"), "withdrawn": (DONE, "live again"),
        "unscheduled": (DONE, "live now, no longer on {then}"),
        "trashed": (REFUSED, IN_TRASH), "trashed draft": (REFUSED, IN_TRASH),
        "live": (NOTHING, "live already, with nothing unpublished"), "changed": (DONE, "its unpublished changes live now"),
    },
    "schedule": {
        "*": (DONE, FUTURE), "scheduled": (DONE, f"{FUTURE} instead of {{then}}"), "withdrawn": (REFUSED, SEEN),
        "trashed": (REFUSED, IN_TRASH), "trashed draft": (REFUSED, IN_TRASH), "live": (REFUSED, SEEN), "changed": (REFUSED, SEEN),
    },
    "withdraw": {
        "*": (REFUSED, NOT_PUBLISHED), "scheduled": (DONE, "a draft again"), "withdrawn": (NOTHING, "withdrawn already"),
        "live": (DONE, "withdrawn"), "changed": (DONE, "withdrawn"),
    },
    "trash": {
        "*": (DONE, "in the trash"), "trashed": (NOTHING, "in the trash already"),
        "trashed draft": (NOTHING, "in the trash already"),
    },
    "restore": {
        "*": NEITHER, "scheduled": (REFUSED, "“One” is neither withdrawn nor in the trash."),
        "withdrawn": (DONE, "live again"), "trashed": (DONE, "withdrawn"), "trashed draft": (DONE, "draft"),
    },
}  # fmt: skip
WHERE = {
    "approved": ", in review again",
    "scheduled": ", as an unpublished change of the scheduled article",
    "withdrawn": ", as an unpublished change of the withdrawn article",
    "live": ", as an unpublished change of the live article",
    "changed": ", as an unpublished change of the live article",
    "trashed": ", in the trash",
    "trashed draft": ", in the trash",
}
PUBLISHED = WHERE | {
    "scheduled": ", scheduled for {then}",
    "live": ", live now",
    "changed": ", live now with the other unpublished changes",
}
CHANGES = {
    "section": "section: Film → Comics",
    "tags": "tag Space added (tag Moon is there already)",
    "author": "bylines: Ida → Max",
    "byline": "photography by Max added",
}


@pytest.fixture
def editor():
    return make_user("Editors")


@pytest.fixture
def writer():
    return make_user("Writers")


class Scene:
    """What the acts name, and fields of an article they do something to."""

    def __init__(self, user=None):
        self.film, self.comics = make_section("Film"), make_section("Comics")
        self.ida, self.max = make_author("Ida", user=user), make_author("Max")
        self.fields = {
            "headline": "One",
            "section": self.film,
            "tags": ["Moon"],
            "bylines": [(self.ida, "words")],
        }

    def act(self, name: str, **more):
        return {
            "publish": lambda: bulk_acts.Publish(),
            "schedule": lambda: bulk_acts.Schedule(FIRST),
            "withdraw": lambda: bulk_acts.Withdraw("Sorry."),
            "trash": lambda: bulk_acts.Trash(),
            "restore": lambda: bulk_acts.Restore(),
            "section": lambda: bulk_acts.ChangeSection(self.comics, **more),
            "tags": lambda: bulk_acts.AddTags(("Space", "moon"), **more),
            "author": lambda: bulk_acts.ReplaceAuthor(self.ida, self.max, **more),
            "byline": lambda: bulk_acts.AddByline(self.max, Byline.Role.PHOTOGRAPHY.value, **more),
        }[name]()


def rows() -> list:
    """Everything an act may touch, to see that nothing moved."""
    live = Article.objects.order_by("pk").values(
        "pk", "status", "slug", "published_at", "section", "copy_number"
    )
    return [
        list(live),
        list(WorkingCopy.objects.order_by("pk").values("article", "snapshot", "state")),
        *(model.objects.count() for model in (AuditEntry, Revision, SavedState)),
        list(Byline.objects.order_by("pk").values_list("article", "author", "role")),
    ]


def looked(*articles: Article) -> list[Chosen]:
    numbers = dict(Article.objects.values_list("pk", "copy_number"))
    return [Chosen(article.pk, numbers[article.pk], place) for place, article in enumerate(articles)]


def both(act, chosen: list[Chosen], user) -> list[tuple]:
    """The report, which the rehearsal said before; the rehearsal changed nothing."""
    before = rows()
    preview = [(outcome.result, outcome.words) for outcome in bulk.rehearse(act, chosen, by=user)]
    assert rows() == before
    report = [(outcome.result, outcome.words) for outcome in bulk.run(act, chosen, by=user)]
    assert preview == report
    return report


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", VERBS)
def test_a_verb_in_every_state(editor, name, state):
    scene = Scene()
    article = STATES[state](**scene.fields)
    planned = article.published_at or snapshots.wished_date(snapshots.current(article))
    result, words = VERBS[name].get(state, VERBS[name]["*"])
    expected = words.format(then=moment_words(planned)) if "{then}" in words else words
    if (name, state) == ("publish", "under embargo"):
        [problem] = embargo.problems(article, at=timezone.now())
        result, expected = REFUSED, problem.sentence
    assert both(scene.act(name), looked(article), editor) == [(result, expected)]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_goes_into_the_working_copy_in_every_state(editor, name, state):
    scene = Scene()
    article = STATES[state](**scene.fields)
    before = Article.objects.filter(pk=article.pk).values("section", "status", "published_at").get()
    review = WorkingCopy.objects.filter(article=article).values_list("state", flat=True).first()
    assert both(scene.act(name), looked(article), editor) == [(DONE, CHANGES[name] + WHERE.get(state, ""))]
    working_copy = WorkingCopy.objects.get(article=article)
    assert working_copy.state == ("submitted" if state == "approved" else review or "editing")
    now = working_copy.snapshot
    changed = {
        "section": now["section"] == scene.comics.pk,
        "tags": now["tags"] == ["Moon", "Space"],
        "author": now["bylines"] == [{"author": scene.max.pk, "role": "words"}],
        "byline": now["bylines"][1:] == [{"author": scene.max.pk, "role": "photography"}],
    }
    assert changed[name]
    if article.status != Status.DRAFT:
        assert (
            Article.objects.filter(pk=article.pk).values("section", "status", "published_at").get() == before
        )
    again = [(outcome.result) for outcome in bulk.run(scene.act(name), looked(article), by=editor)]
    assert again == [NOTHING]


@pytest.mark.parametrize("state", STATES)
def test_a_change_is_published_where_the_article_is_out(editor, state):
    scene = Scene()
    article = STATES[state](**scene.fields)
    words = PUBLISHED.get(state, "").format(then=article.published_at and moment_words(article.published_at))
    act = scene.act("section", is_published=True)
    assert both(act, looked(article), editor) == [(DONE, CHANGES["section"] + words)]
    now = Article.objects.get(pk=article.pk)
    assert (now.status, now.published_at) == (article.status, article.published_at)
    is_out = article.status == Status.PUBLISHED
    assert WorkingCopy.objects.filter(article=article).exists() is not is_out


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [*VERBS, *CHANGES])
def test_a_writer_does_to_her_own_what_her_form_does(writer, name, state):
    scene = Scene(writer)
    article = STATES[state](**scene.fields)
    report = both(scene.act(name), looked(article), writer)
    if name in VERBS:
        assert report == [(REFUSED, bulk.EDITORS_ONLY)]
    else:
        assert report == [(DONE, CHANGES[name] + WHERE.get(state, ""))]
        is_in_review = state in ("submitted", "approved")
        assert WorkingCopy.objects.get(article=article).state == ("submitted" if is_in_review else "editing")


@pytest.mark.parametrize("name", [*VERBS, *CHANGES])
def test_nobody_touches_what_she_may_not_see(writer, name):
    scene = Scene()
    article = make_article(**scene.fields)
    before = rows()
    outcomes = bulk.run(scene.act(name), looked(article), by=writer)
    assert [(one.article, one.result, one.words) for one in outcomes] == [(None, REFUSED, bulk.NOT_THERE)]
    assert rows() == before


@pytest.mark.parametrize("name", CHANGES)
def test_a_writer_publishes_no_change(writer, name):
    scene = Scene(writer)
    article = make_article(**scene.fields)
    before = rows()
    assert both(scene.act(name, is_published=True), looked(article), writer) == [(REFUSED, bulk.EDITORS_ONLY)]
    assert rows() == before


def test_a_guest_of_the_newsroom_changes_nothing():
    guest = make_user()
    scene = Scene(guest)
    article = make_article(**scene.fields)
    assert both(scene.act("section"), looked(article), guest) == [(REFUSED, bulk.NOT_ALLOWED)]


def test_one_that_is_refused_stops_no_other_and_is_not_half_done(editor):
    scene = Scene()
    good, other = make_draft(**scene.fields), make_article(**scene.fields)
    bare = make_article(**scene.fields)
    revise(bare, body="")
    report = both(scene.act("section", is_published=True), looked(good, bare, other), editor)
    assert report == [
        (DONE, "section: Film → Comics"),
        (REFUSED, "Write the text before publishing."),
        (DONE, "section: Film → Comics, live now"),
    ]
    assert WorkingCopy.objects.get(article=bare).snapshot["section"] == scene.film.pk


def test_of_two_that_want_one_address_the_first_gets_it(editor):
    first, second = make_article(), make_article()
    revise(first, slug="wanted")
    revise(second, slug="wanted")
    report = both(bulk_acts.Publish(), looked(first, second), editor)
    assert report == [
        (DONE, "its unpublished changes live now"),
        (REFUSED, "The address “wanted” belongs to another article. Choose another one."),
    ]


class TestSomebodyElse:
    """saves after the editor has looked."""

    def test_changes_of_both_go_together(self, editor):
        scene = Scene()
        article = make_article(**scene.fields)
        chosen = looked(article)
        revise(article, dek="Theirs.", tags=["Moon", "Theirs"])
        bulk.run(scene.act("tags"), chosen, by=editor)
        snapshot = snapshots.current(article)
        assert (snapshot["dek"], snapshot["tags"]) == ("Theirs.", ["Moon", "Space", "Theirs"])

    def test_and_changed_the_same(self, editor):
        scene = Scene()
        article = make_article(**scene.fields)
        chosen = looked(article)
        revise(article, section=make_section("Games"))
        before = rows()
        (outcome,) = bulk.run(scene.act("section"), chosen, by=editor)
        assert outcome.result == REFUSED
        assert "changed the same" in outcome.words
        assert rows() == before

    @pytest.mark.parametrize("name", ["publish", "schedule", "section"])
    def test_and_nothing_goes_out_unseen(self, editor, name):
        scene = Scene()
        article = make_article(**scene.fields) if name == "section" else make_draft(**scene.fields)
        chosen = looked(article)
        revise(article, dek="Unseen.")
        before = rows()
        more = {"is_published": True} if name == "section" else {}
        (outcome,) = bulk.run(scene.act(name, **more), chosen, by=editor)
        assert outcome.words == "Somebody saved “One” after you looked. Look again before it goes out."
        assert rows() == before

    def test_deleted_it(self, editor):
        chosen = [Chosen(987654)]
        assert [outcome.words for outcome in bulk.run(bulk_acts.Trash(), chosen, by=editor)] == [
            bulk.NOT_THERE
        ]


class TestAuditLog:
    def test_each_entry_says_with_how_many(self, editor):
        articles = [make_article() for _ in range(3)]
        bulk.run(bulk_acts.Withdraw("Sorry."), looked(*articles), by=editor)
        entries = AuditEntry.objects.filter(verb="withdrawn")
        assert [(entry.by, entry.detail) for entry in entries] == [(editor, "Sorry.; with 2 others")] * 3

    def test_also_within_a_sitting(self, editor):
        scene = Scene()
        articles = [make_draft(**scene.fields) for _ in range(2)]
        bulk.run(scene.act("section"), looked(*articles), by=editor)
        bulk.run(scene.act("tags"), looked(*articles), by=editor)
        assert set(AuditEntry.objects.filter(verb="saved").values_list("detail", flat=True)) == {
            "with 1 other"
        }
        assert AuditEntry.objects.filter(verb="saved").count() == 4

    def test_one_alone_is_with_nobody(self, editor):
        bulk.run(bulk_acts.Trash(), looked(make_draft()), by=editor)
        assert AuditEntry.objects.get(verb="trashed").detail == ""


class TestSpacing:
    @pytest.fixture(autouse=True)
    def new_york(self):
        with timezone.override("America/New_York"):
            yield

    @pytest.mark.parametrize(
        ("first", "every", "unit", "expected"),
        [
            # In the spring of 2027 the clock goes from 02:00 to 03:00 on March 14, in autumn back on November 7.
            ("2027-03-13 09:00", 1, "days", ["13 09:00", "14 09:00", "15 09:00"]),
            ("2027-03-13 22:00", 3, "hours", ["13 22:00", "14 01:00", "14 05:00"]),
            ("2027-03-14 01:30", 30, "minutes", ["14 01:30", "14 03:00", "14 03:30"]),
            ("2027-11-06 09:00", 1, "days", ["06 09:00", "07 09:00", "08 09:00"]),
            ("2027-11-07 00:30", 1, "hours", ["07 00:30", "07 01:30", "07 01:30"]),
            ("2027-11-05 01:30", 2, "days", ["05 01:30", "07 01:30", "09 01:30"]),
        ],
    )
    def test_by_the_clock_for_days_by_time_passed_for_less(self, first, every, unit, expected):
        act = bulk_acts.Schedule(timezone.make_aware(datetime.fromisoformat(first)), every, unit)
        assert [f"{timezone.localtime(act.moment(place)):%d %H:%M}" for place in range(3)] == expected

    def test_an_hour_that_the_clock_skips_is_a_sentence(self, editor):
        first = timezone.make_aware(datetime(2027, 3, 13, 2, 30))
        report = both(bulk_acts.Schedule(first), looked(make_draft(), make_draft(), make_draft()), editor)
        sentence = (
            "On 14 Mar 2027 the clock is put forward from 02:00 to 03:00: there is no 02:30. "
            "Choose 01:59 or earlier, or 03:00 or later."
        )
        assert report == [
            (DONE, "scheduled for 13 Mar 2027 02:30"), (REFUSED, sentence), (DONE, "scheduled for 15 Mar 2027 02:30"),
        ]  # fmt: skip

    @pytest.mark.parametrize("unit", ["days", "hours", "minutes"])
    def test_beyond_time(self, unit):
        act = bulk_acts.Schedule(datetime(9999, 12, 31, 12, tzinfo=UTC), 1000, unit)
        with pytest.raises(PublishingError, match="There is no such date"):
            act.moment(99)

    def test_a_moment_that_has_passed_is_a_sentence(self, editor):
        act = bulk_acts.Schedule(timezone.now() - timedelta(hours=36))
        first, second, third = (make_draft() for _ in range(3))
        report = both(act, looked(first, second, third), editor)
        assert [result for result, _words in report] == [REFUSED, REFUSED, DONE]
        assert report[0][1].startswith("This moment has passed.")

    def test_the_order_is_the_lists_or_by_headline(self, editor):
        articles = [make_draft(headline=headline) for headline in ("Bé", "c", "*A*")]
        chosen = [Chosen(article.pk) for article in articles]
        listed = bulk.in_order(chosen, by_headline=False, by=editor)
        assert [(one.pk, one.place) for one in listed] == [
            (article.pk, place) for place, article in enumerate(articles)
        ]
        by_headline = bulk.in_order(chosen, by_headline=True, by=editor)
        assert [one.pk for one in by_headline] == [articles[2].pk, articles[0].pk, articles[1].pk]
        assert [one.place for one in by_headline] == [0, 1, 2]

    def test_unpublished_changes_of_a_scheduled_one_wait(self, editor):
        article = STATES["scheduled"]()
        then = moment_words(article.published_at)
        revise(article, dek="Later.")
        report = both(bulk_acts.Schedule(FIRST), looked(article), editor)
        assert report == [
            (DONE, f"scheduled for {moment_words(FIRST)} instead of {then}; its unpublished changes wait")
        ]
        assert both(bulk_acts.Schedule(FIRST), looked(article), editor)[0][0] == NOTHING
        assert Article.objects.get(pk=article.pk).dek != "Later."


def test_an_article_keeps_to_its_number_of_tags(editor):
    article = make_draft(tags=[f"T{number}" for number in range(49)])
    report = both(bulk_acts.AddTags(("A", "B")), looked(article), editor)
    assert report == [(REFUSED, "It would have 51 tags; an article has at most 50.")]


def test_two_bylines_of_one_author_and_role_become_one(editor):
    ida, other = make_author("Ida"), make_author("Max")
    article = make_draft(bylines=[(other, "words"), (ida, "words"), (ida, "editing")])
    bulk.run(bulk_acts.ReplaceAuthor(ida, other), looked(article), by=editor)
    assert [(row.author, row.role) for row in article.bylines.all()] == [(other, "words"), (other, "editing")]


def test_a_backdated_draft_keeps_its_date(editor):
    article = make_draft(published_at="2024-01-19T09:30:00+00:00")
    assert both(bulk_acts.Publish(), looked(article), editor) == [(DONE, "live now, dated 19 Jan 2024 09:30")]


def test_a_hundred_cost_a_hundred_times_one(editor):
    """See the page of the list, which rehearses on each look: nothing in it may grow with the square."""

    articles = [make_draft() for _ in range(4)]

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            bulk.rehearse(bulk_acts.Publish(), looked(*articles[:count]), by=editor)
        return len(captured)

    cost(1)  # permissions are asked once
    one, two, four = cost(1), cost(2), cost(4)
    assert four - two == 2 * (two - one)
