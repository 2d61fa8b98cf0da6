"""Merging what two people made of one article: no text of either side vanishes without being shown."""

import random

import pytest

from articles.merging import LISTS, merge

BASE = {
    "headline": "Old", "dek": "Old dek", "body": "<p>Old</p>", "tags": ["a", "b"], "works": [1], "bylines": [],
    "featured_image": 1, "featured_alt": None, "featured_is_decorative": False, "featured_caption": None,
    "series": None, "series_order": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "collided"),
    [
        ({}, {}, {}, []),
        ({"headline": "Mine"}, {}, {"headline": "Mine"}, []),
        ({}, {"headline": "Theirs"}, {"headline": "Theirs"}, []),
        ({"headline": "Mine"}, {"dek": "Theirs"}, {"headline": "Mine", "dek": "Theirs"}, []),
        ({"headline": "Same"}, {"headline": "Same"}, {"headline": "Same"}, []),
        ({"headline": "Mine"}, {"headline": "Theirs"}, {"headline": "Mine"}, [("headline",)]),
        ({"tags": ["a", "b", "c"]}, {"tags": ["b", "d"]}, {"tags": ["b", "c", "d"]}, []),
        ({"tags": ["b", "a"]}, {"tags": ["a", "b", "c"]}, {"tags": ["b", "a", "c"]}, []),
        ({"works": []}, {"works": [1, 2]}, {"works": [2]}, []),
        # The picture and its words belong together: my caption must not end up under their picture.
        ({"featured_caption": "Mine"}, {"featured_image": 2}, {"featured_caption": "Mine"},
         [("featured_image", "featured_alt", "featured_is_decorative", "featured_caption")]),
        ({"series": 1}, {"headline": "Theirs"}, {"series": 1, "headline": "Theirs"}, []),
    ],
)  # fmt: skip
def test_what_goes_together(mine, theirs, merged, collided):
    result = merge(BASE, BASE | mine, BASE | theirs)
    assert result.snapshot == BASE | merged
    assert [collision.fields for collision in result.collisions] == collided


def test_a_collision_holds_all_three_texts():
    [collision] = merge(BASE, BASE | {"body": "<p>Mine</p>"}, BASE | {"body": "<p>Theirs</p>"}).collisions
    assert (collision.base, collision.mine, collision.theirs) == (
        {"body": "<p>Old</p>"}, {"body": "<p>Mine</p>"}, {"body": "<p>Theirs</p>"},
    )  # fmt: skip


def test_a_key_one_side_has_never_heard_of_is_unchanged_there():
    old = {name: value for name, value in BASE.items() if name != "works"}
    assert merge(old, old | {"headline": "Mine"}, BASE).snapshot == BASE | {"headline": "Mine"}
    assert merge(BASE, BASE, old).snapshot == BASE


def changed(throw: random.Random) -> dict:
    """A side that changed some of its fields at random."""
    values = {
        "headline": ["Old", "One", "Two"], "dek": ["Old dek", "Other"], "body": ["<p>Old</p>", "<p>1</p>", "<p>2</p>"],
        "featured_image": [1, 2, None], "featured_alt": [None, "x", "y"], "series": [None, 1],
    }  # fmt: skip
    side = {name: throw.choice(options) for name, options in values.items()}
    lists = {name: throw.sample(["a", "b", "c", "d", 1, 2], throw.randrange(5)) for name in LISTS}
    return BASE | side | lists


@pytest.mark.parametrize("seed", range(300))
def test_nothing_of_either_side_vanishes_unseen(seed):
    throw = random.Random(seed)
    mine, theirs = changed(throw), changed(throw)
    result = merge(BASE, mine, theirs)
    shown = {name for collision in result.collisions for name in collision.fields}
    for name in BASE:
        if name in LISTS:
            for side in (mine, theirs):
                added = [entry for entry in side[name] if entry not in BASE[name]]
                assert [entry for entry in added if entry not in result.snapshot[name]] == []
            continue
        for side in (mine, theirs):
            if side[name] != BASE[name]:
                assert result.snapshot[name] == side[name] or name in shown
    again = merge(BASE, result.snapshot, theirs)
    assert again.snapshot == result.snapshot


@pytest.mark.parametrize("seed", range(100))
def test_without_collisions_it_does_not_matter_who_saves_first(seed):
    throw = random.Random(seed)
    mine, theirs = changed(throw), changed(throw)
    one, other = merge(BASE, mine, theirs), merge(BASE, theirs, mine)
    assert [c.fields for c in one.collisions] == [c.fields for c in other.collisions]
    if not one.collisions:
        for name in BASE:
            same = sorted(map(str, one.snapshot[name])) if name in LISTS else one.snapshot[name]
            assert same == (sorted(map(str, other.snapshot[name])) if name in LISTS else other.snapshot[name])
