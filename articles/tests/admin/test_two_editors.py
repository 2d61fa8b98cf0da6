"""Two editors with the same article open, in the admin without script."""

import json

import pytest
from django.test import Client

from articles import snapshots
from articles.models import Article
from articles.tests.admin.forms import change_url, filled, messages
from articles.tests.factories import make_article, make_draft, make_image, make_user, picture_html
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Client:
    client = Client()
    client.force_login(make_user("Editors", first_name="Ada", last_name="Lamp"))
    return client


def test_different_fields_go_together_and_it_is_said(desk, other):
    article = make_draft(headline="Old", dek="Old")
    mine = filled(desk, change_url(article), dek="Mine")
    other.post(change_url(article), filled(other, change_url(article), headline="Theirs"))
    response = desk.post(change_url(article), mine, follow=True)
    assert (
        "Somebody else had saved meanwhile. This came from there, the rest is yours: Headline."
        in messages(response)
    )
    current = snapshots.current(article)
    assert (current["headline"], current["dek"]) == ("Theirs", "Mine")


def test_both_sides_stand_beside_each_other_and_nothing_typed_is_lost(desk, other):
    article = make_draft(headline="The old headline", dek="Old", body="<p>One two three.</p>")
    mine = filled(
        desk, change_url(article), headline="The new headline", body="<p>One two four.</p>", kicker="Mine"
    )
    theirs = {"headline": "The old motto", "body": "<p>One five three.</p>", "dek": "Theirs"}
    other.post(change_url(article), filled(other, change_url(article), **theirs))
    response = desk.post(change_url(article), mine)
    page = parse(response.content)
    assert texts(page, ".errorlist")[0].startswith("Ada Lamp saved this article at ")
    assert texts(page, ".desk-collision h3") == ["Headline", "Text"]
    assert texts(page, ".desk-collision p") == [
        "The new headline", "The old motto", "One two four.", "One five three.",
    ]  # fmt: skip
    assert texts(page, ".desk-collision mark") == ["new headline", "old motto", "two four.", "five three."]
    [headline, _body] = select(page, "[data-take]")
    assert json.loads(headline.get("data-take")) == {"headline": "The old motto"}
    again = filled_again(page)
    assert (again["headline"], again["kicker"], again["body"]) == (
        "The new headline",
        "Mine",
        "<p>One two four.</p>",
    )
    assert snapshots.current(article)["headline"] == "The old motto"
    desk.post(change_url(article), again | {"headline": "The new motto"}, follow=True)
    current = snapshots.current(article)
    assert (current["headline"], current["body"]) == ("The new motto", "<p>One two four.</p>")
    assert (current["kicker"], current["dek"]) == ("Mine", "Theirs")  # no collision: both are there


def filled_again(page) -> dict:
    """What the form that came back would send as it stands."""
    values: dict = {}
    for name, value in page.get_element_by_id("article_form").form_values():
        if "__prefix__" not in name:
            values.setdefault(name, []).append(value.removeprefix("\n"))
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def test_rows_are_shown_by_name(desk, other):
    article = make_draft(featured_image=make_image(alt="Old").pk)
    mine = filled(desk, change_url(article), featured_image=str(make_image(alt="A moon").pk))
    theirs = make_image(alt="A sun")
    other.post(change_url(article), filled(other, change_url(article), featured_image=str(theirs.pk)))
    page = parse(desk.post(change_url(article), mine).content)
    assert texts(page, ".desk-collision h3") == ["Featured picture"]
    assert ["A moon" in side for side in texts(page, ".desk-collision__side")] == [True, False]
    assert "A sun" in texts(page, ".desk-collision__side")[1]


def test_another_picture_is_seen_though_its_caption_is_the_same(desk, other):
    pictures = [make_image(alt="A moon", file_name=f"{name}.jpg") for name in ("old", "mine", "theirs")]
    old, mine, theirs = (picture_html(picture, caption="The moon") for picture in pictures)
    article = make_draft(body=old)
    form = filled(desk, change_url(article), body=mine)
    other.post(change_url(article), filled(other, change_url(article), body=theirs))
    page = parse(desk.post(change_url(article), form).content)
    marked = ["[Picture: A moon – mine.jpg]", "[Picture: A moon – theirs.jpg]"]
    assert texts(page, ".desk-collision mark") == marked
    assert texts(page, ".desk-collision p") == [f"{label} The moon" for label in marked]


def test_publishing_from_a_stale_form_collides_before_anything_goes_out(desk, other):
    article = make_article(headline="Old")
    mine = filled(desk, change_url(article), headline="Mine", _publish="1")
    other.post(change_url(article), filled(other, change_url(article), headline="Theirs"))
    page = parse(desk.post(change_url(article), mine).content)
    assert texts(page, ".desk-collision h3") == ["Headline"]
    assert Article.objects.get(pk=article.pk).headline == "Old"


def test_a_form_nobody_interfered_with_shows_no_sides(desk):
    article = make_draft()
    assert select(parse(desk.get(change_url(article)).content), ".desk-collisions") == []


def test_long_texts_are_compared_quickly(desk, other):
    """By paragraphs, since by words it would take the product of both lengths."""
    lines = [
        f"<p>Paragraph {number} says a few words more, number {number * 7 % 1000}.</p>"
        for number in range(4000)
    ]
    article = make_draft(body="".join(lines))
    mine, theirs = ["<p>Mine.</p>", *lines[1:]], ["<p>Theirs.</p>", *lines[1:]]
    form = filled(desk, change_url(article), body="".join(mine))
    other.post(change_url(article), filled(other, change_url(article), body="".join(theirs)))
    page = parse(desk.post(change_url(article), form).content)
    assert texts(page, ".desk-collision mark") == ["Mine.", "Theirs."]
