"""What keeps an article from being published, and what is only worth a warning."""

import pytest

from articles import checklist, publishing, snapshots
from articles.models import Article
from articles.publishing import PublishingError
from articles.tests.factories import (
    make_article,
    make_draft,
    make_image,
    make_work,
    picture_html,
    work_html,
)

pytestmark = pytest.mark.django_db


def fields(problems: list[checklist.Problem]) -> list[str]:
    return [problem.field for problem in problems]


def musts(**changes) -> list[checklist.Problem]:
    article = make_draft()
    snapshot = snapshots.current(article) | changes
    return checklist.musts(snapshot, article)


def test_a_dressed_article_lacks_nothing():
    assert musts() == []
    article = make_draft()
    assert checklist.shoulds(snapshots.current(article), article) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", ""), ("headline", "   "), ("section", None), ("section", 10**9), ("bylines", []),
        ("bylines", [{"author": 10**9, "role": "words"}]), ("body", ""), ("body", " \n "), ("body", "<p></p>"),
        ("body", "<p> </p><hr>"), ("slug", "Not one"), ("featured_image", 10**9), ("tags", ["x" * 500]),
    ],
)  # fmt: skip
def test_what_is_missing_is_one_sentence_at_its_field(field, value):
    problems = musts(**{field: value})
    assert fields(problems) == [field]
    assert problems[0].sentence.endswith(".")


def test_everything_that_is_missing_is_said_at_once():
    with pytest.raises(PublishingError) as raised:
        article = Article()
        publishing.save(article, snapshots.empty() | {"headline": " "}, by=None)
        publishing.publish(article, by=None)
    assert list(raised.value.sentences) == ["headline", "section", "bylines", "body"]
    assert Article.objects.get().status == "draft"


# --- works


def shoulds(**changes) -> list[checklist.Problem]:
    article = make_draft()
    return checklist.shoulds(snapshots.current(article) | changes, article)


def test_a_rating_fits_its_scale():
    assert musts(rating=5, rating_scale=5) == []
    assert [problem.sentence for problem in musts(rating=5.5, rating_scale=5)] == [
        "The rating is higher than its scale: 5.5 out of 5."
    ]


def test_a_review_is_asked_what_it_is_about():
    assert fields(shoulds(format="review")) == ["works"]
    assert shoulds(format="review", works=[make_work().pk]) == []
    assert shoulds(format="news") == []


def test_two_verdicts_are_one_too_many():
    box = '<aside class="verdict"><p>Good.</p></aside>'
    work = make_work()
    assert fields(shoulds(format="review", works=[work.pk], body=box, verdict="Good.")) == ["verdict"]
    assert shoulds(format="review", works=[work.pk], body=box) == []


def test_a_block_of_a_work_that_went_is_said():
    work = make_work()
    body = f"<p>Text.</p>{work_html(work)}"
    assert shoulds(body=body) == []
    work.delete()
    assert fields(shoulds(body=body)) == ["body"]


def test_a_trailers_picture_is_held_to_the_law_of_pictures():
    image = make_image(credit="")
    work = make_work(trailer_url="https://vimeo.com/76979871", trailer_image=image)
    assert fields(musts(body=work_html(work, "trailer"))) == ["body"]


# --- pictures: law and truth

FEATURED_ALT = [
    # the library's words          this use's words                           answered?
    ({"alt": "A moon"}, {}, True),
    ({"alt": ""}, {}, False),
    ({"alt": "", "is_decorative": True}, {}, True),
    ({"alt": ""}, {"featured_alt": "A moon"}, True),
    ({"alt": ""}, {"featured_alt": ""}, False),
    ({"alt": ""}, {"featured_is_decorative": True}, True),
]
BODY_ALT = [
    ({"alt": "A moon"}, "", True),
    ({"alt": ""}, "", False),
    ({"alt": "", "is_decorative": True}, "", True),
    ({"alt": ""}, ' data-alt="A moon"', True),
    ({"alt": ""}, ' data-decorative="true"', True),
]


@pytest.mark.parametrize(("library", "use", "is_answered"), FEATURED_ALT)
def test_a_featured_image_needs_an_answered_alt_text(library, use, is_answered):
    problems = musts(featured_image=make_image(**library).pk, **use)
    assert fields(problems) == ([] if is_answered else ["featured_image"])


@pytest.mark.parametrize(("library", "attributes", "is_answered"), BODY_ALT)
def test_a_picture_in_the_body_needs_an_answered_alt_text(library, attributes, is_answered):
    image = make_image(**library)
    problems = musts(body=f"<p>Text.</p>{picture_html(image, attributes=attributes)}")
    assert fields(problems) == ([] if is_answered else ["body"])


def test_every_picture_needs_a_credit():
    bare = make_image(credit="", alt="A moon")
    problems = musts(featured_image=bare.pk, body=f"<p>Text.</p>{picture_html(bare)}{picture_html(bare)}")
    assert fields(problems) == ["featured_image", "body"]
    assert "“A moon” has no credit" in problems[0].sentence


def test_a_picture_that_left_the_library_is_a_sentence():
    body = f'<p>Text.</p><figure class="picture" data-image="{"0" * 32}"><figcaption></figcaption></figure>'
    assert "no longer in the library" in musts(body=body)[0].sentence


def test_a_poster_needs_a_credit_like_any_picture():
    bare = make_image(credit="")
    body = (
        f'<p>Text.</p><div class="video" data-url="https://films.example/t" data-image="{bare.uid}">'
        '<a href="https://films.example/t">Trailer</a></div>'
    )
    assert fields(musts(body=body)) == ["body"]


def test_the_checks_hold_when_publishing():
    article = make_draft(featured_image=make_image(alt="", credit=""))
    with pytest.raises(PublishingError) as raised:
        publishing.publish(article, by=None)
    assert len(raised.value.sentences["featured_image"]) == 2
    assert not Article.objects.published().exists()


# --- warnings


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("featured_image", None), ("dek", ""), ("meta_description", "x" * 161), ("headline", "TK headline"),
        ("dek", "More TK"), ("body", "<p>TK</p>"),
    ],
)  # fmt: skip
def test_a_warning_never_stops_anybody(field, value):
    article = make_draft(**{field: value})
    snapshot = snapshots.current(article)
    assert fields(checklist.shoulds(snapshot, article)) == [field]
    assert publishing.publish(article, by=None).is_live


def test_a_word_that_contains_tk_is_no_warning():
    article = make_article(headline="The TKO", body="<p>Atkins</p>")
    assert checklist.shoulds(snapshots.current(article), article) == []
