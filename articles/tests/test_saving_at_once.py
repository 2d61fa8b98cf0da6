"""Several people doing the same in one moment, each on a connection of their own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from articles import publishing, snapshots
from articles.models import (
    Article,
    Tag,
    WorkingCopy,
)
from articles.publishing import PublishingError
from articles.refusals import Collided
from articles.tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_section,
)

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)
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
    base = Article.objects.get(pk=article.pk).copy_number
    texts = {dek: snapshots.current(article) | {"dek": dek} for dek in ("One", "Two", "Three")}
    outcomes = at_once(
        *(
            lambda text=text: publishing.save(
                Article.objects.get(pk=article.pk), text, by=None, base_number=base
            )
            for text in texts.values()
        )
    )
    saved = [outcome for outcome in outcomes if isinstance(outcome, WorkingCopy)]
    assert [type(outcome) for outcome in outcomes if outcome not in saved] == [Collided] * 2
    assert WorkingCopy.objects.get().snapshot == saved[0].snapshot


@pytest.mark.django_db(transaction=True)
def test_of_twenty_saves_at_once_none_loses_anything():
    """Everybody adds a tag and half of them change the same line: all tags are there, each text is saved or told of."""
    article = make_draft(tags=["start"], dek="Old")
    base = Article.objects.get(pk=article.pk).copy_number
    start = snapshots.current(article)

    def save(number: int):
        mine = start | {"tags": ["start", f"tag {number}"]} | ({"dek": f"Dek {number}"} if number % 2 else {})
        return publishing.save(Article.objects.get(pk=article.pk), mine, by=None, base_number=base)

    outcomes = at_once(*(lambda number=number: save(number) for number in range(20)))
    told = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, Collided)]
    assert [outcome for outcome in outcomes if not isinstance(outcome, Collided | WorkingCopy)] == []
    current = snapshots.current(article)
    assert set(current["tags"]) == {"start", *(f"tag {number}" for number in range(20) if number not in told)}
    assert len(told) == 9  # of the ten who changed the line, one was first
    shown = {outcomes[number].collisions[0].mine["dek"] for number in told}
    assert shown | {current["dek"]} == {f"Dek {number}" for number in range(1, 20, 2)}


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
