"""Facts that moved: which sentences of live articles come onto the list, and what takes them off it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import facts, findings, moved_facts, publishing, works
from articles.models import Article, MovedFact, Release, Work
from articles.moved_facts import FactState, fact_state
from articles.tests.factories import (
    HIDDEN_STATES,
    make_article,
    make_draft,
    make_image,
    make_user,
    make_work,
    picture_html,
    revise,
    work_html,
)

pytestmark = pytest.mark.django_db

OPENS = date(2024, 1, 19)
LATER = date(2024, 2, 2)
BEFORE = datetime(2024, 1, 10, 9, tzinfo=UTC)
SENTENCE = "It opens on January 19, 2024, in theaters."
Kind = MovedFact.Kind


def iss(**fields) -> Work:
    return make_work("I.S.S.", **{"opens": OPENS, "company": "Bleecker Street", **fields})


def about(work: Work, *sentences: str, **fields) -> Article:
    """A live article about the work that says this."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return make_article(**{"body": body, "works": [work], **fields})


def move(work: Work, day: date | None, precision: str = "day", *, release: Release | None = None) -> int:
    """Move a release as the admin does; how many sentences came onto the list."""
    before = works.told(work)
    release = release or work.releases.order_by("pk").first()
    release.date, release.precision = day, precision
    release.save()
    return works.settle(work, before=before).moved


def change(work: Work, **fields) -> int:
    before = works.told(work)
    for name, value in fields.items():
        setattr(work, name, value)
    work.save()
    return works.settle(work, before=before).moved


def republish(article: Article, *sentences: str, **fields) -> None:
    """An editor mends the article and publishes it."""
    if sentences:
        fields["body"] = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    publishing.publish(revise(article, **fields), by=None)


def listed() -> list[tuple[str, str, str, str]]:
    """What is on the list, in the order of the texts."""
    rows = MovedFact.objects.filter(settled_at=None).order_by("pk")
    return [(row.sentence, row.phrase, row.old, row.new) for row in rows]


def settle_all() -> None:
    for finding in findings.open_facts():
        findings.still_right(finding, by=None)


# --- what comes onto the list


def test_a_sentence_with_the_old_date_is_listed():
    work = iss()
    article = about(work, f"Six people. {SENTENCE} They fight.", "Nothing of it here.")
    assert move(work, LATER) == 1
    assert listed() == [(SENTENCE, "January 19, 2024", "January 19, 2024", "February 2, 2024")]
    row = MovedFact.objects.get()
    assert (row.article, row.work, row.kind, row.fact) == (
        article, work, Kind.DATE, work.releases.get().uid,
    )  # fmt: skip


def test_sentences_with_the_old_name_and_the_old_distributor_are_listed():
    work = iss()
    about(work, "<em>ISS</em> is tense. BLEECKER STREET releases it.", "A crew fights.")
    assert change(work, name="Station", company="Universal") == 2
    assert listed() == [
        ("ISS is tense.", "ISS", "I.S.S.", "Station"),
        ("BLEECKER STREET releases it.", "BLEECKER STREET", "Bleecker Street", "Universal"),
    ]


def test_a_value_that_is_gone_is_listed_too():
    work = iss()
    about(work, SENTENCE, "From Bleecker Street.")
    change(work, company="")
    move(work, None, "tba")
    assert listed() == [
        ("From Bleecker Street.", "Bleecker Street", "Bleecker Street", ""),
        (SENTENCE, "January 19, 2024", "January 19, 2024", "to be announced"),
    ]


def test_every_typed_text_is_read():
    work = iss()
    image = make_image()
    fields = {
        "headline": "*I.S.S.*: January 19", "dek": "Out Jan. 19.", "kicker": "On 1/19", "seo_title": "January 19th",
        "meta_description": "19 January", "featured_image": image, "featured_alt": "A poster: January 19, 2024",
        "featured_caption": "the 19th of January", "verdict": "Wait for January 19", "rating": 4.0,
    }  # fmt: skip
    box = '<aside class="factbox"><dl><div><dt>Opens</dt><dd>2024-01-19</dd></div></dl></aside>'
    override = "<div><dt>Release date</dt><dd>January 19 (US)</dd></div>"
    spoiler = '<details class="spoiler"><summary>What comes</summary><p>It ends January 19.</p></details>'
    body = (
        f"<h2>Until January 19</h2>{picture_html(image, caption='Seen January 19')}{box}"
        f"{work_html(work, overrides=override)}{work_html(work, 'releases')}{spoiler}"
    )
    make_article(body=body, works=[work], format="review", **fields)
    move(work, LATER)
    assert {sentence for sentence, *_ in listed()} == {
        "I.S.S.: January 19", "Out Jan. 19.", "On 1/19", "January 19th", "19 January", "A poster: January 19, 2024",
        "the 19th of January", "Wait for January 19", "Until January 19", "Seen January 19", "Opens\n2024-01-19",
        "Release date\nJanuary 19 (US)", "It ends January 19.",
    }  # fmt: skip


def test_what_blocks_say_by_themselves_is_not_listed():
    work = iss()
    make_article(body=work_html(work) + work_html(work, "releases"), works=[work])
    assert move(work, LATER) == 0


def test_an_article_that_only_shows_the_work_is_read():
    work = iss()
    make_article(body=f"<p>{SENTENCE}</p>{work_html(work, 'cast')}")
    assert move(work, LATER) == 1


def test_other_articles_are_not_read():
    work = iss()
    about(make_work("Alien"), SENTENCE)
    make_article(body=f"<p>{SENTENCE}</p>")
    assert move(work, LATER) == 0


@pytest.mark.parametrize("state", sorted(HIDDEN_STATES))
def test_of_hidden_articles_only_scheduled_ones_are_read(state):
    work = iss()
    HIDDEN_STATES[state](body=f"<p>{SENTENCE}</p>", works=[work])
    assert move(work, LATER) == (1 if state == "scheduled" else 0)
    assert findings.open_facts() == []


def test_a_scheduled_article_is_on_the_list_once_it_is_live():
    work = iss()
    article = HIDDEN_STATES["scheduled"](body=f"<p>{SENTENCE}</p>", works=[work])
    move(work, LATER)
    assert [finding.article for finding in findings.open_facts(article.published_at)] == [article]


def test_an_unpublished_change_is_not_read():
    work = iss()
    revise(about(work, "Nothing."), body=f"<p>{SENTENCE}</p>")
    assert move(work, LATER) == 0


def test_a_date_of_something_else_is_listed_for_an_editor_to_decide():
    work = iss()
    about(work, "Her birthday is January 19.")
    move(work, LATER)
    assert [sentence for sentence, *_ in listed()] == ["Her birthday is January 19."]


def test_a_sentence_is_listed_once_for_a_fact_and_again_for_another():
    work = iss()
    about(
        work, "<em>I.S.S.</em> opens January 19, 1/19 for short.", dek="ISS opens January 19, 1/19 for short."
    )
    before = works.told(work)
    work.releases.update(date=LATER, last_day=LATER)
    work.name = "Station"
    work.save()
    works.settle(work, before=before)
    assert [(sentence, new) for sentence, _, _, new in listed()] == [
        ("ISS opens January 19, 1/19 for short.", "Station"),
        ("I.S.S. opens January 19, 1/19 for short.", "Station"),
        ("ISS opens January 19, 1/19 for short.", "February 2, 2024"),
        ("I.S.S. opens January 19, 1/19 for short.", "February 2, 2024"),
    ]


def test_each_release_is_a_fact_of_its_own():
    work = iss()
    release = Release.objects.create(work=work, territory="GB", date=date(2024, 4, 26))
    about(work, SENTENCE, "In Britain it opens on 26 April.")
    move(work, date(2024, 5, 3), release=release)
    assert listed() == [
        ("In Britain it opens on 26 April.", "26 April", "April 26, 2024", "May 3, 2024")
    ]  # fmt: skip


def test_a_line_that_was_taken_out_and_typed_again_moves_nothing():
    work = iss()
    about(work, SENTENCE)
    before = works.told(work)
    work.releases.all().delete()
    Release.objects.create(work=work, date=OPENS)
    assert works.settle(work, before=before).moved == 0


def test_a_line_that_was_taken_out_is_gone():
    work = iss()
    about(work, SENTENCE)
    before = works.told(work)
    work.releases.all().delete()
    assert works.settle(work, before=before).moved == 1
    assert MovedFact.objects.get().new == ""


@pytest.mark.parametrize(
    ("old", "new", "sentence", "is_listed"),
    [
        ((2024, 1, 1, "month"), (2024, 1, 19, "day"), "It opens in January 2024.", False),  # only more exact
        ((2024, 1, 1, "month"), (2024, 2, 2, "day"), "It opens in January 2024.", True),
        ((2024, 1, 19, "day"), (2024, 1, 1, "month"), SENTENCE, True),
        ((2024, 1, 19, "day"), (2024, 1, 26, "day"), "It opens in January 2024.", False),
        ((2024, 1, 19, "day"), (2024, 2, 2, "day"), "It opens in January 2024.", True),
        ((2024, 1, 1, "year"), (2024, 2, 2, "day"), "I.S.S. opens in 2024.", False),
        ((2024, 1, 1, "year"), (2025, 1, 1, "year"), "I.S.S. opens in 2024.", True),
        ((2024, 1, 1, "year"), (2025, 1, 1, "year"), "Much opens in 2024.", False),
    ],
)  # fmt: skip
def test_precision_decides_what_is_wrong(old, new, sentence, is_listed):
    work = iss(opens=None)
    Release.objects.create(work=work, date=date(*old[:3]), precision=old[3])
    about(work, sentence)
    assert move(work, date(*new[:3]), new[3]) == int(is_listed)


def test_another_spelling_of_the_same_name_moves_nothing():
    work = iss()
    about(work, "I.S.S. and ISS.")
    assert change(work, name="ISS") == 0


def test_a_new_work_moves_nothing():
    work = iss()
    about(work, SENTENCE)
    state = FactState("I.S.S.", "", {})
    assert moved_facts.note(work, before=None, after=state) == 0


# --- when it moves again


def test_open_rows_learn_what_it_is_now():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    assert move(work, date(2024, 3, 1)) == 0
    assert listed() == [(SENTENCE, "January 19, 2024", "January 19, 2024", "March 1, 2024")]


def test_back_to_the_old_date_the_sentence_is_right_again():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    move(work, OPENS)
    assert listed() == []


def test_rows_of_another_release_keep_what_they_say():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    other = Release.objects.create(work=work, territory="GB", date=LATER)
    move(work, date(2024, 3, 1), release=other)
    assert listed() == [(SENTENCE, "January 19, 2024", "January 19, 2024", "February 2, 2024")]


def test_a_settled_sentence_stays_off_the_list_for_the_same_move():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    settle_all()
    move(work, OPENS)
    assert move(work, LATER) == 0
    assert listed() == []


def test_a_settled_sentence_is_asked_about_again_when_it_moves_elsewhere():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    settle_all()
    assert move(work, date(2024, 3, 1)) == 1
    assert listed() == [(SENTENCE, "January 19, 2024", "January 19, 2024", "March 1, 2024")]


def test_a_settled_sentence_that_is_gone_is_not_asked_about_again():
    work = iss()
    article = about(work, SENTENCE)
    move(work, LATER)
    settle_all()
    republish(article, "It opens in spring.")
    assert move(work, date(2024, 3, 1)) == 0


def test_who_settled_it_and_when_is_kept():
    work = iss()
    about(work, SENTENCE)
    move(work, LATER)
    user = make_user()
    moment = datetime(2024, 1, 25, tzinfo=UTC)
    findings.still_right(findings.open_facts()[0], by=user, at=moment)
    row = MovedFact.objects.get()
    assert (row.settled_by, row.settled_at) == (user, moment)
    assert findings.open_facts() == []


# --- when the article is published again


def test_a_mended_sentence_leaves_the_list_and_the_others_stay():
    work = iss()
    article = about(work, SENTENCE, "On January 19 we fly.")
    move(work, LATER)
    republish(article, "It opens on February 2, 2024, in theaters.", "On January 19 we fly.")
    assert [sentence for sentence, *_ in listed()] == ["On January 19 we fly."]


def test_a_reworded_sentence_with_the_old_date_stays_on_the_list():
    work = iss()
    article = about(work, SENTENCE)
    move(work, LATER)
    republish(article, "At last it opens on January 19, 2024.")
    assert [sentence for sentence, *_ in listed()] == ["At last it opens on January 19, 2024."]


def test_a_longer_date_is_not_the_old_phrase():
    work = iss(opens=date(2024, 1, 1))
    article = about(work, "It opens on January 1.")
    move(work, OPENS)
    republish(article, "It opens on January 19.")
    assert listed() == []


def test_publishing_without_mending_changes_nothing():
    work = iss()
    article = about(work, SENTENCE)
    move(work, LATER)
    row = MovedFact.objects.get()
    republish(article, dek="Another dek.")
    assert MovedFact.objects.get() == row


def test_an_unpublished_mending_changes_nothing():
    work = iss()
    article = about(work, SENTENCE)
    move(work, LATER)
    revise(article, body="<p>Mended.</p>")
    assert len(listed()) == 1


# --- previews whose release has passed


def overtaken(at: date) -> list[tuple[Article, Work, str]]:
    """On the list at noon of a day."""
    moment = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
    return [
        (finding.article, finding.work, finding.old)
        for finding in findings.open_facts(moment)
        if finding.kind == Kind.PASSED
    ]


def preview(work: Work, **fields) -> Article:
    """A preview published before the release, by the clock of that day."""
    article = about(work, "Soon.", **{"format": "preview", "at": BEFORE, **fields})
    article.revisions.update(made_at=BEFORE)
    return article


def test_a_preview_is_listed_from_the_day_after_the_release():
    work = iss()
    article = preview(work)
    assert overtaken(OPENS) == []
    assert overtaken(OPENS + timedelta(days=1)) == [(article, work, "2024-01-19")]


def test_a_preview_of_a_month_is_listed_when_the_month_is_over():
    work = iss(opens=None)
    Release.objects.create(work=work, date=date(2024, 1, 1), precision="month")
    preview(work)
    assert overtaken(date(2024, 1, 31)) == []
    assert len(overtaken(date(2024, 2, 1))) == 1


def test_the_main_release_decides():
    work = iss(opens=None)
    Release.objects.create(work=work, medium="festival", date=date(2024, 1, 12))
    Release.objects.create(work=work, date=LATER)
    Release.objects.create(work=work, medium="digital", date=date(2024, 3, 1))
    preview(work)
    assert overtaken(LATER) == []
    assert len(overtaken(LATER + timedelta(days=1))) == 1


def test_only_live_previews_of_the_main_work_are_listed():
    work = iss()
    day_after = OPENS + timedelta(days=1)
    preview(work, format="news")
    preview(make_work("Other"), works=[make_work("Main"), work])
    for state in HIDDEN_STATES:
        HIDDEN_STATES[state](format="preview", works=[work])
    publishing.withdraw(preview(work), by=None)
    assert overtaken(day_after) == []


def test_a_piece_published_after_the_release_knows_of_it():
    preview(iss(), at=datetime(2024, 1, 20, 9, tzinfo=UTC))
    assert overtaken(date(2024, 1, 21)) == []


def test_a_preview_published_again_since_is_off_the_list():
    article = preview(iss())
    republish(article, "It is out.")  # today, long after the release
    assert overtaken(date(2024, 1, 20)) == []


def test_a_preview_published_again_before_the_release_is_on_it():
    article = preview(iss())
    republish(article, "Soon, really.", dek="New")
    article.revisions.update(made_at=BEFORE + timedelta(days=3))
    assert len(overtaken(date(2024, 1, 20))) == 1


def test_a_preview_of_long_ago_is_history():
    article = preview(iss())
    last = (article.published_at + findings.HISTORY_AFTER).date()
    assert len(overtaken(last - timedelta(days=1))) == 1
    assert overtaken(last + timedelta(days=1)) == []


def test_the_answer_about_a_release_holds_for_that_day_only():
    work = iss()
    article = preview(work)
    at = datetime(2024, 1, 20, 12, tzinfo=UTC)
    user = make_user()
    findings.still_right(findings.open_facts(at)[0], by=user, at=at)
    assert overtaken(date(2024, 1, 20)) == []
    row = MovedFact.objects.get()
    assert (row.kind, row.old, row.settled_by, row.settled_at) == (Kind.PASSED, "2024-01-19", user, at)
    move(work, date(2024, 1, 26))
    assert overtaken(date(2024, 1, 26)) == []
    assert overtaken(date(2024, 1, 27)) == [(article, work, "2024-01-26")]


RELEASES = [
    ("festival", None), ("festival", "2024-01-05"), ("theaters", None), ("theaters", "2024-03-01"),
    ("streaming", "2024-03-01"), ("physical", "2024-02-01"),
]  # fmt: skip


def test_the_database_and_the_facts_agree_on_the_main_release():
    work = Work.objects.create(name="Many")
    for left_out in range(2 ** len(RELEASES)):
        work.releases.all().delete()
        for number, (medium, day) in enumerate(RELEASES):
            if not left_out >> number & 1:
                known = {"date": date.fromisoformat(day)} if day else {"precision": "tba"}
                Release.objects.create(work=work, medium=medium, **known)
        assert work.releases.order_by(*facts.MAIN_FIRST).first() == facts.main_release(work)


# --- trailers that are gone


def gone(work: Work, at: datetime = BEFORE) -> Work:
    Work.objects.filter(pk=work.pk).update(trailer_failed_at=at)
    return Work.objects.get(pk=work.pk)


def without_trailer() -> set[tuple[Article, str]]:
    return {
        (finding.article, finding.old) for finding in findings.open_facts() if finding.kind == Kind.TRAILER
    }


def test_live_articles_that_show_a_trailer_that_is_gone_are_listed():
    url = "https://v.example/1"
    work = gone(iss(trailer_url=url))
    main = about(work, "Text.")
    showing = make_article(body=work_html(work, "trailer"))
    make_article(body=work_html(work, "facts"))
    about(make_work("Main"), "Text.", works=[make_work("First"), work])
    about(iss(trailer_url=url), "This one answers.")
    for state in HIDDEN_STATES:
        HIDDEN_STATES[state](works=[work])
    assert without_trailer() == {(main, url), (showing, url)}


def test_an_article_that_is_about_the_work_and_shows_it_is_listed_once():
    work = gone(iss(trailer_url="https://v.example/1"))
    make_article(body=work_html(work, "trailer") * 2, works=[work])
    assert len(findings.open_facts()) == findings.open_count() == 1


def test_the_answer_about_a_trailer_holds_for_that_address_only():
    long = "https://v.example/" + "x" * 400
    work = gone(iss(trailer_url=long))
    article = about(work, "Text.")
    settle_all()
    assert without_trailer() == set()
    change(work, trailer_url="https://v.example/2")
    assert without_trailer() == set()  # nobody has asked for it yet
    gone(work)
    assert without_trailer() == {(article, "https://v.example/2")}


# --- the list as a whole


def everything(number: int) -> None:
    """One finding of each kind."""
    work = gone(iss(trailer_url=f"https://v.example/{number}"))
    about(work, SENTENCE)
    preview(make_work(opens=OPENS))
    move(work, LATER)


def test_the_list_is_counted_and_costs_the_same_for_one_and_for_three():
    def asked(call) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            result = call()
        return len(queries), result

    everything(1)
    assert asked(findings.open_count) == (5, 3)
    assert asked(lambda: len(findings.open_facts())) == (5, 3)
    everything(2)
    everything(3)
    assert asked(findings.open_count) == (5, 9)
    assert asked(lambda: len(findings.open_facts())) == (5, 9)


def test_the_newest_comes_first():
    everything(1)
    moments = [finding.found_at for finding in findings.open_facts()]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == 3


def test_a_finding_leads_to_its_sentence():
    work = iss()
    about(work, SENTENCE, seo_title="I.S.S. on January 19")
    move(work, LATER)
    by_place = {finding.place: finding for finding in findings.open_facts()}
    in_text = by_place[""]
    path = in_text.article.get_absolute_url()
    assert in_text.live_url == (
        f"{path}#:~:text=It%20opens%20on%20January%2019%2C%202024%2C%20in%20theaters."
    )
    assert in_text.parts == ("It opens on ", "January 19, 2024", ", in theaters.")
    hidden = by_place["title for search engines"]  # the page does not show it
    assert hidden.live_url == path


def test_a_state_reads_a_loaded_work_without_asking(django_assert_num_queries):
    work = Work.objects.told().get(pk=iss().pk)
    with django_assert_num_queries(0):
        state = fact_state(work)
    assert state == FactState("I.S.S.", "Bleecker Street", {work.releases.get().uid: (OPENS, "day")})


def test_a_draft_may_be_published_with_nothing_on_the_list(django_assert_num_queries):
    article = make_draft()
    with django_assert_num_queries(1):
        moved_facts.look_again(article)
