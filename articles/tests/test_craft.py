"""What a careful editor would look at once more, and links of our own that lead nowhere."""

import pytest

from articles import checklist, redirects, snapshots
from articles.body.craft import LONG_PARAGRAPH, remarks
from articles.dead_links import dead
from articles.tests.factories import make_article, make_author, make_draft, make_section, make_work

LINK = '<a href="https://example.org/">{}</a>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><h3>E</h3>", []),
        ("<h3>B</h3>", ["The heading “B” skips a level."]),
        ("<h2>A</h2><h4>C</h4>", ["The heading “C” skips a level."]),
        (f"<p>See {LINK.format('here')}.</p>", ["A link says only “here”."]),
        (f"<p>{LINK.format('Click here')}</p>", ["A link says only “Click here”."]),
        (f"<p>See {LINK.format('the trailer here')}.</p>", []),
        (f"<ul><li><p>{LINK.format('more')}</p></li></ul>", ["A link says only “more”."]),
        (f"<p>{'word ' * LONG_PARAGRAPH}</p>", []),
        (f"<p>{'word ' * (LONG_PARAGRAPH + 1)}</p>", ["The paragraph “word"]),
        ("<p>We saw Metropolis again.</p>", ["“Metropolis” stands in the text"]),
        ("<p>We saw <cite>Metropolis</cite> again.</p>", []),
        (f"<p>We saw {LINK.format('Metropolis')} again.</p>", []),
        ("<p>Metropolises are large, and Up is a film.</p>", []),
        ("<p><cite>Metropolis</cite>, then Metropolis.</p>", ["“Metropolis” stands in the text"]),
        ("", []),
    ],
)
def test_remarks(body, said):
    found = remarks(body, titles=["Metropolis", "Up"])
    assert len(found) == len(said)
    for remark, beginning in zip(found, said, strict=True):
        assert remark.sentence.startswith(beginning)
        assert remark.place.startswith("#sentence=")


def test_a_place_names_the_sentence_and_the_words():
    [remark] = remarks(f"<p>First. See {LINK.format('here')}, please. Last.</p>")
    assert remark.place == "#sentence=See%20here%2C%20please.&phrase=here"


@pytest.mark.django_db
def test_own_links_that_lead_nowhere():
    live, draft = make_article(headline="Live"), make_draft(headline="Draft")
    section, author = make_section("Film"), make_author("Ida")
    good = [
        live.get_absolute_url(),
        section.get_absolute_url(),
        author.get_absolute_url(),
        "/",
        "/tags/",
        "/search/?q=x",
    ]
    film = make_work("Live film")
    make_article(works=[film])
    good += [f"{live.get_absolute_url()}#part", film.get_absolute_url()]
    bad = [draft.get_absolute_url(), "/articles/never-was/", "/no/such/place/", "/tags/nothing/"]
    assert dead([*good, *bad]) == bad


@pytest.mark.django_db
def test_an_old_address_is_not_dead():
    article = make_article(headline="Old name")
    old = article.get_absolute_url()
    article.slug = "new-name"
    article.save()
    redirects.remember(old, target=article)
    assert dead([old]) == []


@pytest.mark.django_db
def test_an_editor_is_told_but_not_stopped():
    article = make_draft(headline="A", body='<p>See <a href="/articles/never-was/">here</a>.</p>')
    snapshot = snapshots.current(article)
    sentences = [problem.sentence for problem in checklist.shoulds(snapshot, article)]
    assert "A link says only “here”. Link the words that say where it leads." in sentences
    assert "A link leads to /articles/never-was/ on this site, where readers find nothing." in sentences
    assert not any("link" in problem.sentence for problem in checklist.musts(snapshot, article))
