"""Review, embargo, withdrawal and scheduled changes in the article's form, without script."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles import embargo, scheduling
from articles.models import Article, Note, ScheduledChange, WorkingCopy
from articles.tests.admin.forms import change_url, errors, filled, messages
from articles.tests.factories import HIDDEN_STATES, make_article, make_author, make_draft, make_user, revise
from articles.tests.pages import parse, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def article_of_writer(writer) -> Article:
    return make_draft(headline="Mine", bylines=[(make_author(user=writer), "words")])


def send(client, article, **changes):
    url = change_url(article)
    return client.post(url, filled(client, url, **changes), follow=True)


def as_typed(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def in_hours(hours: int):
    return (timezone.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)


def buttons(client, article) -> list[str]:
    return texts(parse(client.get(change_url(article)).content), ".desk-buttons button")


def state(article) -> str:
    return WorkingCopy.objects.get(article=article).state


def test_forth_and_back_with_notes(writers_desk, desk, writer, editor, article_of_writer):
    article = article_of_writer
    send(writers_desk, article, note="Please look at the end.", _submit_for_review="1")
    assert state(article) == "submitted"
    assert "Approve" in buttons(desk, article)
    assert "Approve" not in buttons(writers_desk, article)
    page = parse(desk.get(change_url(article)).content)
    assert "Please look at the end." in texts(page, ".desk-notes__thread li")[0]
    send(desk, article, note="Too long.", _send_back="1")
    assert state(article) == "editing"
    send(writers_desk, article, _submit_for_review="1")
    send(desk, article, _approve="1")
    assert state(article) == "approved"
    response = send(writers_desk, article, dek="One more idea")
    assert "It had been approved as it was before: now it is in review again." in messages(response)
    assert state(article) == "submitted"
    assert [(note.made_by, note.step) for note in Note.objects.all()] == [
        (writer, "submitted"), (editor, "sent-back"), (writer, "submitted"), (editor, "approved"),
    ]  # fmt: skip


def test_one_person_sees_none_of_it(desk):
    article = make_draft()
    page = parse(desk.get(change_url(article)).content)
    assert not page.xpath("//*[@name='note']")
    assert buttons(desk, article) == ["Save", "Preview", "Publish"]


def test_a_writer_cannot_approve_by_hand(writers_desk, desk, article_of_writer):
    send(writers_desk, article_of_writer, _submit_for_review="1")
    send(writers_desk, article_of_writer, _approve="1")
    assert state(article_of_writer) == "submitted"


def test_an_embargo_in_its_own_zone_holds_the_button(desk):
    article = make_draft()
    until = in_hours(30)
    there = until.astimezone(ZoneInfo("America/New_York"))
    send(desk, article, embargo_until=f"{there:%Y-%m-%dT%H:%M}", embargo_zone="America/New_York")
    article.refresh_from_db()
    assert (article.embargo_until, article.embargo_zone) == (until, "America/New_York")
    response = desk.post(change_url(article), filled(desk, change_url(article), _publish="1"))
    assert "under embargo until" in errors(response)["published_at"][0]
    page = parse(desk.get(change_url(article)).content)
    assert texts(page, ".desk-standing")[0].startswith("Under embargo until")
    preview = desk.post(change_url(article), filled(desk, change_url(article), _preview="1")).content.decode()
    assert "under embargo until" in preview


def test_saving_again_changes_no_embargo(desk):
    article = make_draft()
    embargo.impose(article, by=None, until=timezone.now() + timedelta(days=2), zone="Asia/Tokyo")
    before = Article.objects.get(pk=article.pk).embargo_until
    response = send(desk, article, dek="New")
    assert "Saved. Readers see nothing of it yet." in messages(response)
    assert Article.objects.get(pk=article.pk).embargo_until == before


def test_a_form_left_open_lifts_no_embargo_set_meanwhile(desk):
    article = make_draft()
    url = change_url(article)
    form = filled(desk, url, dek="New")
    embargo.impose(article, by=None, until=in_hours(9))
    desk.post(url, form)
    assert Article.objects.get(pk=article.pk).embargo_until == in_hours(9)


def test_lifting_early_wants_a_reason_and_the_permission(desk, writers_desk, article_of_writer):
    article = article_of_writer
    embargo.impose(article, by=None, until=in_hours(9))
    response = writers_desk.post(
        change_url(article),
        filled(writers_desk, change_url(article), embargo_until="", embargo_reason="Because"),
    )
    assert errors(response)["embargo_until"] == [
        "You may not end an embargo before its time. Ask somebody who may."
    ]
    response = desk.post(change_url(article), filled(desk, change_url(article), embargo_until=""))
    assert errors(response)["embargo_reason"] == [embargo.REASON]
    send(desk, article, embargo_until="", embargo_reason="The studio said so.")
    assert Article.objects.get(pk=article.pk).embargo_until is None


@pytest.mark.parametrize("typed", ["nonsense", "2031-13-01T10:00", "2031-01-01T10:00+02:00"])
def test_odd_moments_are_a_sentence(desk, typed):
    article = make_draft()
    response = desk.post(change_url(article), filled(desk, change_url(article), embargo_until=typed))
    assert errors(response)["embargo_until"] == [
        "There is no such date and time in this zone. Choose one, or leave it empty."
    ]


def test_an_hour_that_never_comes_in_that_zone(desk):
    article = make_draft()
    url = change_url(article)
    typed = {"embargo_until": "2031-03-09T02:30", "embargo_zone": "America/New_York"}
    response = desk.post(url, filled(desk, url, **typed))
    assert "there is no 02:30" in errors(response)["embargo_until"][0]


def test_a_date_of_withdrawal_holds_at_once(desk):
    article = make_article()
    send(desk, article, withdraw_at=as_typed(in_hours(3)))
    assert Article.objects.get(pk=article.pk).withdraw_at == in_hours(3)
    send(desk, article, withdraw_at="")
    assert Article.objects.get(pk=article.pk).withdraw_at is None


def test_withdrawn_with_a_note_that_readers_see(desk, client):
    article = make_article()
    desk.post(change_url(article), {"_withdraw": "1", "_public_note": "We mixed up two moons."})
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "We mixed up two moons." in response.content.decode()


def test_changes_are_scheduled_and_taken_back(desk):
    article = make_article(headline="Old")
    response = send(desk, article, headline="New", changes_at=as_typed(in_hours(3)), _publish="1")
    assert any("The changes go out on" in message for message in messages(response))
    assert ScheduledChange.objects.get().snapshot["headline"] == "New"
    assert Article.objects.get(pk=article.pk).headline == "Old"
    page = parse(desk.get(change_url(article)).content)
    assert any("go out on" in words for words in texts(page, ".desk-standing"))
    desk.post(change_url(article), {"_cancel_changes": "1"})
    assert not ScheduledChange.objects.exists()


def test_what_was_refused_at_its_moment_is_said_where_it_is_mended(desk):
    article = revise(make_article(), headline="New")
    scheduling.schedule_changes(article, by=None, at=in_hours(1))
    ScheduledChange.objects.update(refused="There is no byline.")
    page = parse(desk.get(change_url(article)).content)
    assert any(
        "did not go out" in words and "There is no byline." in words
        for words in texts(page, ".desk-standing")
    )
    assert "Did not go out" in texts(parse(desk.get("/admin/").content), "h2")


@pytest.mark.parametrize("state_name", HIDDEN_STATES)
def test_the_form_opens_in_every_state(desk, state_name):
    make_user("Editors")
    article = HIDDEN_STATES[state_name]()
    assert desk.get(change_url(article)).status_code == 200
