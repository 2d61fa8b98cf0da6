"""Corrections: when there is one, what readers see of it, and what becomes of it when its wording is mended."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone
from lxml import etree

from articles import corrections, proposals, publishing, snapshots
from articles.models import Article, Change, Correction, SearchDocument
from articles.models.correction import CORRECTION_LENGTH
from articles.publishing import PublishingError
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    correct,
    make_article,
    make_draft,
    make_publication,
    make_user,
    revise,
)
from articles.tests.live_copy import live_copy, sentences
from articles.tests.pages import read, select, texts
from authors.signals import public_state_changed

pytestmark = pytest.mark.django_db

SENTENCE = "An earlier version said that *Pong* ran on a computer."
PLAIN = "An earlier version said that Pong ran on a computer."


@pytest.fixture
def publication():
    return make_publication()


@pytest.fixture
def announced():
    """What was announced publicly meanwhile."""
    reasons = []

    def hear(reason, **kwargs):
        reasons.append(reason)

    public_state_changed.connect(hear)
    yield reasons
    public_state_changed.disconnect(hear)


def day_words(moment) -> str:
    moment = timezone.localtime(moment)
    return f"{moment:%B} {moment.day}, {moment.year}"


# --- the verb

STATES = {
    "never public": make_draft,
    "scheduled": HIDDEN_STATES["scheduled"],
    "live": make_article,
    "withdrawn": HIDDEN_STATES["withdrawn"],
}
# (state, change): whether updated_at moves, and how many notes there are afterwards.
TOLD = {
    ("never public", Change.TYPO): (False, 0),
    ("never public", Change.UPDATE): (False, 0),
    ("never public", Change.CORRECTION): (False, 0),
    ("scheduled", Change.TYPO): (False, 0),
    ("scheduled", Change.UPDATE): (False, 0),
    ("scheduled", Change.CORRECTION): (False, 0),
    ("live", Change.TYPO): (False, 0),
    ("live", Change.UPDATE): (True, 0),
    ("live", Change.CORRECTION): (True, 1),
    ("withdrawn", Change.TYPO): (False, 0),
    ("withdrawn", Change.UPDATE): (True, 0),
    ("withdrawn", Change.CORRECTION): (True, 1),
}


@pytest.mark.parametrize(("state", "change"), TOLD)
def test_what_each_change_tells_of_each_state(state, change):
    by = make_user()
    article = publishing.publish(STATES[state](), by=by, change=change, correction=SENTENCE)
    is_told, count = TOLD[state, change]
    notes = list(Correction.objects.all())
    assert ((article.updated_at is not None), len(notes)) == (is_told, count)
    assert article.is_live
    if notes:
        assert (notes[0].article, notes[0].text, notes[0].made_by) == (article, SENTENCE, by)
        assert notes[0].made_at == article.updated_at
    if state in ("live", "withdrawn"):
        assert article.published_at == PUBLISHED_AT


@pytest.mark.parametrize(("state", "change"), TOLD)
def test_the_same_from_the_working_copy(state, change):
    article = revise(STATES[state](), change=change.value, correction=SENTENCE)
    article = publishing.publish(article, by=None)
    is_told, count = TOLD[state, change]
    assert ((article.updated_at is not None), Correction.objects.count()) == (is_told, count)
    after = snapshots.current(article)
    assert (after["change"], after["correction"]) == ("typo", "")
    publishing.publish(article, by=None)
    assert Correction.objects.count() == count


def test_a_typo_moves_nothing_but_the_text():
    article = make_article()
    before = live_copy(article)
    after = live_copy(publishing.publish(revise(article, dek="Mended."), by=None, change=Change.TYPO))
    moved = {name for name in before["columns"] if before["columns"][name] != after["columns"][name]}
    assert moved == {"dek"}


@pytest.mark.parametrize("sentence", ["", "  \n\t ", "x" * (CORRECTION_LENGTH + 1)])
def test_a_correction_without_a_proper_sentence_is_refused_and_changes_nothing(sentence):
    article = revise(make_article(), dek="Mended.")
    before = live_copy(article)
    with pytest.raises(PublishingError) as raised:
        publishing.publish(article, by=None, change=Change.CORRECTION, correction=sentence)
    assert list(sentences(raised)) == ["correction"]
    assert live_copy(article) == before
    assert snapshots.current(article)["dek"] == "Mended."
    assert not Correction.objects.exists()


def test_it_is_refused_together_with_everything_else_that_is_missing():
    article = revise(make_article(), body="")
    with pytest.raises(PublishingError) as raised:
        publishing.publish(article, by=None, change=Change.CORRECTION)
    assert set(sentences(raised)) == {"body", "correction"}


def test_the_longest_sentence_fits_and_lines_become_one():
    article = correct(make_article(), "x" * CORRECTION_LENGTH)
    correct(article, " It was\n  Tuesday.\t")
    assert [note.text for note in Correction.objects.all()] == ["It was Tuesday.", "x" * CORRECTION_LENGTH]


def test_the_database_holds_no_empty_correction():
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(article=make_article(), text="")


def test_a_proposed_correction_is_in_no_revision_of_what_was_published():
    article = publishing.publish(revise(make_article(), change="correction", correction=SENTENCE), by=None)
    kept = article.revisions.first().snapshot
    assert (kept["change"], kept["correction"]) == ("typo", "")


def test_a_correction_outlives_who_made_it_but_not_its_article():
    user = make_user()
    article = publishing.publish(make_article(), by=user, change=Change.CORRECTION, correction=SENTENCE)
    user.delete()
    assert Correction.objects.get().made_by is None
    article.delete()
    assert not Correction.objects.exists()


def test_search_finds_an_article_by_its_correction():
    article = correct(make_article(), "It was *Spacewar* after all.")
    assert list(Article.objects.published().matching("spacewar after")) == [article]
    corrections.take_away(article.corrections.get(), by=None)
    assert not Article.objects.published().matching("spacewar").exists()


# --- mending a note


def test_rewording_keeps_dates_and_is_announced(announced):
    article = correct(make_article(), "Mistyped.")
    note = article.corrections.get()
    announced.clear()
    corrections.reword(note, " Well\ntyped. ", by=None)
    again = Correction.objects.get()
    assert (again.text, again.made_at) == ("Well typed.", note.made_at)
    assert Article.objects.get(pk=article.pk).updated_at == article.updated_at
    assert "well typed" in SearchDocument.objects.get(article=article).text
    assert announced == ["correction"]


@pytest.mark.parametrize("text", ["", "\n", "x" * (CORRECTION_LENGTH + 1)])
def test_a_note_cannot_be_reworded_to_nothing_or_too_much(text):
    note = correct(make_article()).corrections.get()
    with pytest.raises(PublishingError) as raised:
        corrections.reword(note, text, by=None)
    assert list(sentences(raised)) == ["correction"]


def test_a_note_taken_away_is_gone_for_readers(client, publication, announced):
    article = correct(make_article(), SENTENCE)
    announced.clear()
    corrections.take_away(article.corrections.get(), by=None)
    assert announced == ["correction"]
    for address in (article.get_absolute_url(), "/feed/", "/corrections/"):
        assert b"ran on a computer" not in client.get(address).content
    assert texts(read(client, article.get_absolute_url()), "a[href=#corrections]") == []


# --- the article's page


def test_the_page_shows_its_corrections_the_newest_first(client, publication):
    article = correct(correct(make_article(), SENTENCE), "And <it> & was 1972.")
    first = article.corrections.last()
    first.made_at = first.made_at - timedelta(days=40)
    first.save()
    page = read(client, article.get_absolute_url())
    [block] = select(page, "section#corrections")
    assert block.get("aria-label") == "Corrections"
    assert texts(block, "p") == [
        f"Correction, {day_words(article.updated_at)}: And <it> & was 1972.",
        f"Correction, {day_words(first.made_at)}: {PLAIN}",
    ]
    assert texts(block, "cite") == ["Pong"]
    assert [time.get("datetime")[:10] for time in select(block, "time")] == [
        f"{timezone.localtime(moment):%Y-%m-%d}" for moment in (article.updated_at, first.made_at)
    ]


def test_the_notes_stand_before_the_disclosure_at_the_end(client, publication):
    notice = publication.default_disclosure
    article = correct(make_article(also_show=[notice]), SENTENCE)
    end = select(read(client, article.get_absolute_url()), "footer.article-end")[0]
    classes = [child.get("class") for child in end]
    assert classes.index("corrections") < classes.index("reader-notice")


def test_a_line_at_the_top_leads_down(client, publication):
    article = correct(make_article(), SENTENCE)
    header = select(read(client, article.get_absolute_url()), "header.article-header")[0]
    assert texts(header, "a[href=#corrections]") == [f"Corrected {day_words(article.updated_at)}"]
    assert "Updated" not in header.text_content()


def test_an_update_after_a_correction_is_told_beside_it(client, publication):
    article = correct(make_article(), SENTENCE)
    Correction.objects.update(made_at=article.updated_at - timedelta(days=2))
    article = publishing.publish(article, by=None, change=Change.UPDATE)
    header = select(read(client, article.get_absolute_url()), "header.article-header")[0]
    line = " ".join(header.text_content().split())
    assert f"Updated {day_words(article.updated_at)}" in line
    assert f"Corrected {day_words(article.updated_at - timedelta(days=2))}" in line


def test_an_article_without_corrections_shows_no_trace(client, publication):
    page = read(client, make_article().get_absolute_url())
    assert select(page, "#corrections, .corrections, a[href=#corrections], a[href=/corrections/]") == []


def test_json_ld_names_every_correction(client, publication):
    article = correct(correct(make_article(), SENTENCE), "And it was 1972.")
    page = read(client, article.get_absolute_url())
    data = json.loads(select(page, "script[type=application/ld+json]")[0].text)
    later, earlier = article.corrections.all()
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "And it was 1972.", "datePublished": iso(later.made_at)},
        {"@type": "CorrectionComment", "text": PLAIN, "datePublished": iso(earlier.made_at)},
    ]
    assert data["dateModified"] == iso(later.made_at)


def iso(moment) -> str:
    return moment.isoformat(timespec="seconds")


def test_a_preview_shows_the_proposed_note_before_the_standing_ones():
    article = correct(make_article(), "Standing.")
    revise(article, change="correction", correction=SENTENCE)
    proposed = proposals.as_published(Article.objects.get(pk=article.pk))
    assert [note.text for note in proposed.correction_list] == [SENTENCE, "Standing."]
    revise(article, change="typo", correction=SENTENCE)
    proposed = proposals.as_published(Article.objects.get(pk=article.pk))
    assert [note.text for note in proposed.correction_list] == ["Standing."]
    draft = proposals.as_published(revise(make_draft(), change="correction", correction=SENTENCE))
    assert draft.correction_list == []


# --- /corrections/


def test_the_list_names_date_article_and_note_the_newest_first(client, publication):
    older = correct(make_article(headline="*Pong* reviewed"), SENTENCE)
    newer = correct(make_article(headline="Newer"), "Newer note.")
    page = read(client, "/corrections/")
    rows = select(page, ".correction-list > li")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        f"{day_words(newer.updated_at)} Newer Newer note.",
        f"{day_words(older.updated_at)} Pong reviewed {PLAIN}",
    ]
    assert [link.get("href") for link in select(page, ".correction-list h2 a")] == [
        f"{article.get_absolute_url()}#corrections" for article in (newer, older)
    ]
    assert len(select(page, "link[rel=alternate]")) == 3


def test_the_list_has_pages(client, publication):
    article = make_article()
    moment = timezone.now()
    Correction.objects.bulk_create(
        Correction(article=article, text=f"Note {number}.", made_at=moment - timedelta(hours=number))
        for number in range(21)
    )
    first, second = read(client, "/corrections/"), read(client, "/corrections/?page=2")
    assert [len(select(page, ".correction-list > li")) for page in (first, second)] == [20, 1]
    assert "Note 20." in second.text_content()
    assert select(second, "link[rel=canonical]")[0].get("href").endswith("/corrections/?page=2")


@pytest.mark.parametrize("number", ["0", "-1", "3", "x", "1e3", "9" * 30, "%00"])
def test_a_page_that_is_not_there_is_a_clean_404(client, publication, number):
    correct(make_article())
    assert client.get(f"/corrections/?page={number}").status_code == 404


def test_an_empty_list_says_so(client, publication):
    make_article()
    page = read(client, "/corrections/")
    assert select(page, ".correction-list") == []
    assert texts(page, ".empty")[0].startswith("Nothing has needed correcting so far.")


def test_the_footer_and_the_sitemap_name_the_list_once_there_is_something_in_it(client, publication):
    def named() -> tuple[bool, bool]:
        link = select(read(client, "/"), "footer a[href=/corrections/]")
        return bool(link), b"/corrections/<" in client.get("/sitemap.xml").content

    article = make_article()
    assert named() == (False, False)
    article = correct(article)
    assert named() == (True, True)
    publishing.withdraw(article, by=None)
    assert named() == (False, False)


def test_the_sitemap_dates_the_list_by_its_newest_note(client, publication):
    article = correct(make_article())
    root = etree.fromstring(client.get("/sitemap.xml").content)
    dates = {row[0].text: row[1].text if len(row) > 1 else None for row in root}
    assert dates["http://site.test/corrections/"] == iso(article.updated_at)


@override_settings(TIME_ZONE="America/New_York")
def test_the_day_is_the_sites_own(client, publication):
    article = correct(make_article())
    moment = article.updated_at.replace(year=2024, month=3, day=2, hour=2)
    Correction.objects.update(made_at=moment)
    assert "Correction, March 1, 2024" in read(client, article.get_absolute_url()).text_content()
    assert "Correction, March 1, 2024" in client.get("/feed/").content.decode()
