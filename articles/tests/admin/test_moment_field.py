"""A date and time in a form, on the nights the site's clock is changed: refused, asked about, kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone

from articles import snapshots
from articles.models import Article, Sitting
from articles.tests import factories
from articles.tests.admin.forms import ADD, change_url, errors, filled, messages
from articles.tests.admin.uploads import FOCAL
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db

# The site's zone, what is typed, both moments with their names.
NIGHTS = [
    ("Europe/Vienna", "2037-10-25T02:30", "25 Oct 2037", [
        ("2037-10-25T00:30:00+00:00", "02:30 summer time (UTC+2)"),
        ("2037-10-25T01:30:00+00:00", "02:30 standard time (UTC+1)"),
    ]),
    ("America/New_York", "2037-11-01T01:30", "1 Nov 2037", [
        ("2037-11-01T05:30:00+00:00", "01:30 summer time (UTC−4)"),
        ("2037-11-01T06:30:00+00:00", "01:30 standard time (UTC−5)"),
    ]),
    ("Australia/Lord_Howe", "2037-04-05T01:45", "5 Apr 2037", [
        ("2037-04-04T14:45:00+00:00", "01:45 summer time (UTC+11)"),
        ("2037-04-04T15:15:00+00:00", "01:45 standard time (UTC+10:30)"),
    ]),
]  # fmt: skip
VIENNA, TWICE, _day, ((FIRST, _one), (SECOND, _other)) = NIGHTS[0]


@pytest.fixture
def in_vienna(settings) -> None:
    settings.TIME_ZONE = VIENNA


def asked(response, name: str = "published_at") -> list[tuple[str, str, bool]]:
    """Value, words and whether chosen of the radio buttons that ask which of both moments is meant."""
    buttons = select(parse(response.content), f".moment-fold label > input[type=radio][name={name}_fold]")
    return [
        (button.get("value"), button.getparent().text_content().strip(), button.get("checked") is not None)
        for button in buttons
    ]


@pytest.mark.parametrize(("zone", "typed", "day", "both"), NIGHTS)
def test_a_time_that_comes_twice_is_asked_about_and_kept(desk, settings, zone, typed, day, both):
    settings.TIME_ZONE = zone
    article = factories.make_draft(headline="Old")
    sent = filled(desk, change_url(article), headline="Kept", published_at=typed)
    assert asked(desk.get(change_url(article))) == []
    response = desk.post(change_url(article), sent)
    (sentence,) = errors(response)["published_at"]
    assert sentence.startswith(f"On {day} the clock is put back from ")
    assert sentence.endswith(f"{typed[-5:]} comes twice. Choose which one you mean.")
    assert asked(response) == [(value, words, False) for value, words in both]
    page = parse(response.content)
    assert page.get_element_by_id("id_published_at").get("value") == typed
    assert page.get_element_by_id("id_headline").text_content().strip() == "Kept"
    for chosen, _words in both:
        desk.post(change_url(article), sent | {"published_at_fold": chosen})
        assert snapshots.current(article)["published_at"] == chosen
        again = desk.get(change_url(article))
        assert asked(again) == [(value, words, value == chosen) for value, words in both]
        assert texts(parse(again.content), ".moment-fold legend") == [
            f"{typed[-5:]} comes twice that night. Which one?"
        ]
        sent = filled(desk, change_url(article))
        assert (sent["published_at"], sent["published_at_fold"]) == ([typed], [chosen])


def test_nothing_is_asked_of_a_clock_that_is_never_changed(desk, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    article = factories.make_draft()
    desk.post(change_url(article), filled(desk, change_url(article), published_at=TWICE))
    assert snapshots.current(article)["published_at"] == "2037-10-24T17:30:00+00:00"
    assert asked(desk.get(change_url(article))) == []


@pytest.mark.parametrize(
    ("zone", "typed", "sentence"),
    [
        (VIENNA, "2026-03-29T02:30", "On 29 Mar 2026 the clock is put forward from 02:00 to 03:00: there is no 02:30. "
         "Choose 01:59 or earlier, or 03:00 or later."),
        ("America/New_York", "2027-03-14T02:00", "On 14 Mar 2027 the clock is put forward from 02:00 to 03:00: "
         "there is no 02:00. Choose 01:59 or earlier, or 03:00 or later."),
        ("Australia/Lord_Howe", "2026-10-04T02:29", "On 4 Oct 2026 the clock is put forward from 02:00 to 02:30: "
         "there is no 02:29. Choose 01:59 or earlier, or 02:30 or later."),
    ],
)  # fmt: skip
def test_a_time_that_never_comes_is_refused_with_what_is_possible(desk, settings, zone, typed, sentence):
    settings.TIME_ZONE = zone
    response = desk.post(ADD, filled(desk, ADD, headline="A headline", published_at=typed))
    assert errors(response)["published_at"] == [sentence]
    assert parse(response.content).get_element_by_id("id_published_at").get("value") == typed
    assert not Article.objects.exists()


STALE = ["1", "x", "\0", "2037-10-25T02:30:00", "2036-10-26T00:30:00+00:00", "0001-01-01T00:00:00+14:00"]


@pytest.mark.parametrize("answer", STALE)
def test_an_answer_to_another_question_is_none(desk, in_vienna, answer):
    sent = filled(desk, ADD, headline="A headline", published_at=TWICE, published_at_fold=answer)
    response = desk.post(ADD, sent)
    assert "comes twice" in errors(response)["published_at"][0]
    assert [chosen for _value, _words, chosen in asked(response)] == [False, False]


@pytest.mark.parametrize("typed", ["soon", "2037-02-30T09:00", "0001-01-01T00:00", "2037-01-01T09:00Z"])
def test_no_date_at_all_says_so(desk, in_vienna, typed):
    response = desk.post(ADD, filled(desk, ADD, headline="A headline", published_at=typed))
    assert errors(response)["published_at"][0].startswith("There is no such date and time.")


@pytest.mark.parametrize("answer", ["", FIRST, SECOND])
def test_an_autosave_keeps_question_and_answer(desk, editor, in_vienna, answer):
    article = factories.make_draft()
    fields = filled(desk, change_url(article), published_at=TWICE, published_at_fold=answer or None)
    uid = fields["sitting"][0]
    sent = fields | {"article": article.pk, "sequence": "1"}
    assert desk.post("/admin/articles/article/autosave/", sent).status_code == 200
    assert Sitting.objects.get(uid=uid).fields["published_at"] == [TWICE]
    response = desk.get(change_url(article), {"sitting": uid})
    assert [value for value, _words, chosen in asked(response) if chosen] == ([answer] if answer else [])
    assert parse(response.content).get_element_by_id("id_published_at").get("value") == TWICE
    assert len(asked(response)) == 2


def test_a_date_readers_have_seen_is_not_asked_about(desk, in_vienna):
    article = factories.make_article(at=datetime(2024, 10, 27, 0, 30, tzinfo=UTC))
    response = desk.get(change_url(article))
    assert parse(response.content).get_element_by_id("id_published_at").get("value") == "2024-10-27T02:30"
    assert asked(response) == []
    desk.post(change_url(article), filled(desk, change_url(article), headline="Next", _publish="1"))
    article.refresh_from_db()
    assert (article.headline, article.published_at) == ("Next", datetime(2024, 10, 27, 0, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "typed", "answer", "words"),
    [
        (VIENNA, "2037-01-03T09:00", None, "3 Jan 2037 09:00 (Europe/Vienna)"),
        (VIENNA, TWICE, SECOND, "25 Oct 2037 02:30 standard time (UTC+1) (Europe/Vienna)"),
        ("America/New_York", "2037-01-03T09:00", None, "3 Jan 2037 09:00 (America/New_York)"),
        ("UTC", "2037-01-03T09:00", None, "3 Jan 2037 09:00 (UTC)"),
    ],
)
def test_what_is_scheduled_is_said_with_its_zone(desk, settings, zone, typed, answer, words):
    settings.TIME_ZONE = zone
    article = factories.make_draft(headline="Soon")
    sent = filled(desk, change_url(article), published_at=typed, published_at_fold=answer, _publish="1")
    assert f"“Soon” is scheduled for {words}." in messages(desk.post(change_url(article), sent, follow=True))
    listed = parse(desk.get("/admin/articles/article/").content)
    assert texts(listed, ".field-date_column") == [words.rpartition(" (")[0]]


class TestPictures:
    def test_the_end_of_rights(self, desk, in_vienna):
        image = factories.make_image()
        url = f"/admin/articles/image/{image.pk}/change/"
        sent = {"alt": image.alt, "credit": image.credit, "expires_at": TWICE} | FOCAL
        assert len(asked(desk.post(url, sent), "expires_at")) == 2
        assert desk.post(url, sent | {"expires_at_fold": SECOND}).status_code == 302
        image.refresh_from_db()
        assert image.expires_at == datetime.fromisoformat(SECOND)
        assert asked(desk.get(url), "expires_at")[1] == (SECOND, "02:30 standard time (UTC+1)", True)

    def test_of_several(self, desk, in_vienna):
        image = factories.make_image()
        sent = {"action": "give_rights", ACTION_CHECKBOX_NAME: image.pk, "give": "1", "expires_at": TWICE}
        response = desk.post("/admin/articles/image/", sent)
        assert [value for value, _words, _chosen in asked(response, "expires_at")] == [FIRST, SECOND]
        desk.post("/admin/articles/image/", sent | {"expires_at_fold": FIRST})
        image.refresh_from_db()
        assert image.expires_at == datetime.fromisoformat(FIRST)


def test_the_script_is_told_zone_and_time(desk, in_vienna):
    field = parse(desk.get(ADD).content).get_element_by_id("id_published_at")
    told = datetime.fromtimestamp(int(field.get("data-now")) / 1000, UTC)
    assert field.get("data-zone") == VIENNA
    assert abs(timezone.now() - told) < timedelta(minutes=1)
    assert "Time zone: Europe/Vienna." in parse(desk.get(ADD).content).text_content()
