"""The way through the newsroom: every state and every act, notes, and what an approval is of."""

import pytest

from articles import publishing, review, snapshots
from articles.models import Note, WorkingCopy
from articles.publishing import PublishingError
from articles.tests.factories import HIDDEN_STATES, make_article, make_draft, make_user, revise
from articles.tests.live_copy import live_copy, sentences

pytestmark = pytest.mark.django_db
ACTS = {"submit": review.submit, "send back": review.send_back, "approve": review.approve}
STATES = {
    "draft": make_draft,
    "submitted": HIDDEN_STATES["submitted"],
    "approved": HIDDEN_STATES["approved"],
    "live": make_article,
    "live with changes": lambda: revise(make_article(), dek="New"),
    "trashed": HIDDEN_STATES["trashed draft"],
}
# What each act makes of the working copy's state; None: it is refused.
TABLE = {
    ("draft", "submit"): "submitted", ("draft", "send back"): None, ("draft", "approve"): None,
    ("submitted", "submit"): "submitted", ("submitted", "send back"): "editing", ("submitted", "approve"): "approved",
    ("approved", "submit"): "submitted", ("approved", "send back"): "editing", ("approved", "approve"): None,
    ("live", "submit"): "submitted", ("live", "send back"): None, ("live", "approve"): None,
    ("live with changes", "submit"): "submitted", ("live with changes", "send back"): None,
    ("live with changes", "approve"): None,
    ("trashed", "submit"): None, ("trashed", "send back"): None, ("trashed", "approve"): None,
}  # fmt: skip


def state_of(article) -> str:
    return WorkingCopy.objects.get(article=article).state


@pytest.mark.parametrize(("state", "act"), TABLE)
def test_every_act_in_every_state(state, act):
    article = STATES[state]()
    before = live_copy(article)
    after = TABLE[state, act]
    notes = article.notes.count()
    if after is None:
        with pytest.raises(PublishingError) as raised:
            ACTS[act](article, by=make_user(), note="Why")
        assert list(sentences(raised)) == [""]
        assert article.notes.count() == notes
    else:
        ACTS[act](article, by=make_user(), note="Why")
        assert state_of(article) == after
        assert article.notes.count() == notes + 1
    assert live_copy(article) == before


def test_notes_stand_in_order_with_what_was_done():
    ada, bea = make_user(first_name="Ada"), make_user(first_name="Bea")
    article = make_draft()
    review.submit(article, by=ada, note=" Please look at the ending. ")
    review.send_back(article, by=bea, note="Too long.\nCut it.")
    review.say(article, "Cut.", by=ada)
    review.say(article, "  ", by=ada)
    review.submit(article, by=ada)
    review.approve(article, by=bea)
    assert [(note.made_by, note.step, note.text) for note in Note.objects.all()] == [
        (ada, "submitted", "Please look at the ending."),
        (bea, "sent-back", "Too long.\nCut it."),
        (ada, "said", "Cut."),
        (ada, "submitted", ""),
        (bea, "approved", ""),
    ]


def test_a_note_that_was_sent_twice_stands_once():
    ada, article = make_user(), make_draft()
    review.say(article, "Cut.", by=ada)
    review.say(article, "Cut.", by=ada)
    review.say(article, "Cut.", by=make_user())
    assert Note.objects.count() == 2


def test_a_note_too_long_is_refused_and_nothing_happens():
    article = make_draft()
    with pytest.raises(PublishingError) as raised:
        review.submit(article, by=None, note="x" * 2001)
    assert sentences(raised) == {"note": ["This note has 2,001 characters; one has at most 2,000."]}
    assert state_of(article) == "editing"


def test_whoever_works_on_what_was_handed_in_leaves_it_there():
    article = HIDDEN_STATES["submitted"]()
    revise(article, dek="By the editor")
    assert state_of(article) == "submitted"


def test_an_approval_is_of_what_it_saw():
    article = HIDDEN_STATES["approved"]()
    publishing.save(article, snapshots.current(article), by=None)
    assert state_of(article) == "approved"
    revise(article, dek="Another one")
    assert state_of(article) == "submitted"


def test_publishing_ends_the_review():
    article = HIDDEN_STATES["approved"]()
    publishing.publish(article, by=None)
    assert not WorkingCopy.objects.filter(article=article).exists()
