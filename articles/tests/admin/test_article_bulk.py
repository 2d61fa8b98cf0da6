"""Acts on several articles as an editor meets them: from the list to the page that says what will happen, and on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import bulk
from articles.models import Article, WorkingCopy
from articles.refusals import moment_words
from articles.tests import factories
from articles.tests.admin.forms import change_url, messages
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
REPORT = f"{LIST}bulk/report/"
FIRST = (timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)


def address(name: str) -> str:
    return f"{LIST}bulk/{name}/"


def choose(client, name: str, *articles: Article, query: str = "?state="):
    """From the list, as its menu sends it."""
    chosen = [article.pk for article in articles]
    return client.post(LIST + query, {"action": f"{name}_them", "_selected_action": chosen}, follow=True)


def send(client, name: str, response, **more):
    """The form of the page as it stands, and `more`."""
    form = select(parse(response.content), "form.bulk")[0]
    values: dict[str, list] = {}
    for field, value in form.form_values():
        values.setdefault(field, []).append(value)
    return client.post(address(name), values | more, follow=True)


def do(client, name: str, response, **more):
    """Fill in the form, look again, do it."""
    return send(client, name, send(client, name, response, **more), do="1")


def said(response) -> list[tuple[str, str]]:
    """Headline and what will happen, or did."""
    page = parse(response.content)
    heads = texts(page, ".bulk__rows tbody th")
    return list(zip(heads, texts(page, ".bulk__words"), strict=True))


def test_publishing_says_first_what_it_will_do(desk):
    good, bad = factories.make_draft(headline="Good"), factories.make_draft(headline="Bad", body="")
    page = choose(desk, "publish", good, bad)
    expected = [("Bad", "not done: Write the text before publishing."), ("Good", "live now")]
    assert said(page) == expected
    assert not Article.objects.published().exists()
    report = send(desk, "publish", page, do="1")
    assert report.request["PATH_INFO"] == REPORT
    assert said(report) == expected
    assert texts(parse(report.content), ".bulk__counts") == ["1 done, 1 not done."]
    links = [link.get("href") for link in select(parse(report.content), ".bulk__rows a")]
    assert links == [change_url(bad), change_url(good)]
    assert list(Article.objects.published()) == [good]
    assert said(desk.get(REPORT)) == expected  # looking again does nothing again


def test_withdraw_trash_and_restore(desk):
    article = factories.make_article(headline="One")
    for name, words in (
        ("withdraw", "withdrawn"),
        ("restore", "live again"),
        ("trash", "in the trash"),
        ("restore", "withdrawn"),
    ):
        query = "?state=trash" if words == "withdrawn" and name == "restore" else "?state="
        report = send(desk, name, choose(desk, name, article, query=query), do="1")
        assert said(report) == [("One", words)]


def test_readers_get_the_note_of_what_is_withdrawn(client, desk):
    article = factories.make_article()
    do(desk, "withdraw", choose(desk, "withdraw", article), public_note="It was not ours.")
    assert "It was not ours." in client.get(article.get_absolute_url()).content.decode()


def test_a_schedule_asks_before_it_says(desk):
    articles = [factories.make_draft(headline=headline) for headline in ("B", "C", "A")]
    page = choose(desk, "schedule", *articles)
    assert said(page) == [(name, "Fill in the form, then look.") for name in ("A", "C", "B")]
    assert not select(parse(page.content), "button[name=do]")
    assert not select(parse(page.content), ".errorlist")
    page = send(desk, "schedule", page)
    assert texts(parse(page.content), ".errorlist") == ["Say when the first goes out."]
    first = f"{timezone.localtime(FIRST):%Y-%m-%dT%H:%M}"
    page = send(desk, "schedule", page, first=first, every="2", unit="hours")
    moments = [moment_words(FIRST + timedelta(hours=2 * place)) for place in range(3)]
    assert said(page) == [
        (name, f"scheduled for {moment}") for name, moment in zip("ACB", moments, strict=True)
    ]
    page = send(desk, "schedule", page, order="headline")
    by_headline = [(name, f"scheduled for {moment}") for name, moment in zip("ABC", moments, strict=True)]
    assert said(page) == by_headline
    assert said(send(desk, "schedule", page, order=""))[1][0] == "C"  # back in the order of the list
    assert said(send(desk, "schedule", page, do="1")) == by_headline
    assert Article.objects.filter(published_at__gte=FIRST).count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"every": "0"}, "Write a whole number from 1 to 1000."),
        ({"every": "x"}, "Write a whole number from 1 to 1000."),
        ({"every": "9" * 30}, "Write a whole number from 1 to 1000."),
        (
            {"first": "tomorrow"},
            "There is no such date and time. Choose one, for example 2026-01-31 09:00, or leave it empty.",
        ),
        ({"unit": "years"}, "Select a valid choice. years is not one of the available choices."),
    ],
)
def test_what_cannot_be_a_schedule_comes_back(desk, changes, sentence):
    page = choose(desk, "schedule", factories.make_draft())
    given = {"first": f"{FIRST:%Y-%m-%dT%H:%M}", "every": "1", "unit": "days", "do": "1"} | changes
    answer = send(desk, "schedule", page, **given)
    assert texts(parse(answer.content), ".errorlist") == [sentence]
    assert answer.request["PATH_INFO"] == address("schedule")


def test_section_tags_and_authors(desk):
    comics, ida, new = (
        factories.make_section("Comics"),
        factories.make_author("Ida"),
        factories.make_author("Max"),
    )
    article = factories.make_article(
        headline="One", section=factories.make_section("Film"), tags=["Moon"], bylines=[(ida, "words")]
    )
    where = ", as an unpublished change of the live article"
    for name, fields, words in (
        ("section", {"section": comics.pk}, "section: Film → Comics"),
        ("tags", {"tags": "Space, moon"}, "tag Space added (tag Moon is there already)"),
        ("author", {"before": ida.pk, "after": new.pk}, "bylines: Ida → Max"),
        ("byline", {"author": ida.pk, "role": "editing"}, "editing by Ida added"),
    ):
        page = send(desk, name, choose(desk, name, article), **fields)
        assert said(page) == [("One", words + where)]
        assert said(send(desk, name, page, do="1")) == [("One", words + where)]
    snapshot = WorkingCopy.objects.get(article=article).snapshot
    assert (snapshot["section"], snapshot["tags"]) == (comics.pk, ["Moon", "Space"])
    assert snapshot["bylines"] == [
        {"author": new.pk, "role": "words"},
        {"author": ida.pk, "role": "editing"},
    ]


def test_changes_are_published_when_the_editor_says_so(desk):
    article = factories.make_article(section=factories.make_section("Film"))
    comics = factories.make_section("Comics")
    page = send(desk, "section", choose(desk, "section", article), section=comics.pk, is_published="on")
    send(desk, "section", page, do="1")
    assert Article.objects.get().section == comics
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("name", ["section", "tags", "author", "byline"])
def test_what_is_missing_is_asked_for(desk, name):
    article = factories.make_article()
    answer = send(desk, name, choose(desk, name, article), do="1", tags=" , ")
    assert select(parse(answer.content), ".errorlist")
    assert not WorkingCopy.objects.exists()


def test_an_author_is_not_replaced_by_herself(desk):
    ida = factories.make_author("Ida")
    page = choose(desk, "author", factories.make_article(bylines=[(ida, "words")]))
    assert texts(parse(page.content), "select[name=before] option") == ["---------", "Ida"]
    answer = send(desk, "author", page, before=ida.pk, after=ida.pk)
    assert texts(parse(answer.content), ".errorlist") == ["This is the same author. Choose another one."]


def test_one_taken_out_stays_as_it_is(desk):
    one, other = factories.make_draft(), factories.make_draft()
    page = choose(desk, "publish", one, other)
    do(desk, "publish", page, article=[other.pk])
    assert list(Article.objects.published()) == [other]


def test_what_somebody_saved_after_she_looked_is_not_published(desk):
    article = factories.make_draft(headline="One")
    page = choose(desk, "publish", article)
    factories.revise(article, dek="Unseen.")
    report = send(desk, "publish", page, do="1")
    assert said(report) == [
        ("One", "not done: Somebody saved “One” after you looked. Look again before it goes out.")
    ]


@pytest.mark.parametrize("changes", [{"section": "other"}, {"article": "other"}, {"is_published": "on"}])
def test_nothing_is_done_that_was_not_looked_at(desk, changes):
    one, other = factories.make_article(headline="One"), factories.make_article(headline="Other")
    sections = {"one": factories.make_section("Comics").pk, "other": factories.make_section("Games").pk}
    page = send(desk, "section", choose(desk, "section", one, other), section=sections["one"])
    changes = {
        name: {"section": sections["other"], "article": [other.pk]}.get(name, value)
        for name, value in changes.items()
    }
    again = send(desk, "section", page, do="1", **changes)
    assert messages(again) == [
        "You changed something after you looked: this is what will happen now. Nothing was done yet."
    ]
    assert not WorkingCopy.objects.exists()
    assert said(send(desk, "section", again, do="1"))[-1] == said(again)[-1]


class TestAWriter:
    @pytest.fixture
    def own(self, writer):
        return factories.make_draft(headline="Mine", bylines=[(factories.make_author(user=writer), "words")])

    def test_is_offered_what_her_form_can_do(self, writers_desk, own):
        page = parse(writers_desk.get(LIST).content)
        assert texts(page, "select[name=action] option")[1:] == [
            "Change the section", "Add tags", "Replace an author", "Add a byline",
        ]  # fmt: skip

    def test_changes_her_own_and_publishes_nothing(self, writers_desk, own):
        comics = factories.make_section("Comics")
        page = choose(writers_desk, "section", own)
        assert not select(parse(page.content), "[name=is_published]")
        do(writers_desk, "section", page, section=comics.pk, is_published="on")
        own.refresh_from_db()
        assert (own.section, own.status) == (comics, "draft")

    @pytest.mark.parametrize("name", ["publish", "schedule", "withdraw", "trash", "restore"])
    def test_reaches_no_page_of_the_editors(self, writers_desk, own, name):
        assert writers_desk.get(address(name), {"article": own.pk}).status_code == 403
        assert writers_desk.post(address(name), {"article": own.pk, "do": "1"}).status_code == 403

    def test_sees_nothing_of_others(self, writers_desk, own):
        secret = factories.make_draft(headline="Xyzzy", bylines=[(factories.make_author("Xyzzy2"), "words")])
        page = writers_desk.get(address("tags"), {"article": [own.pk, secret.pk], "tags": "Space"})
        assert said(page) == [("Mine", "tag Space added")]
        assert b"Xyzzy<" not in page.content
        report = send(writers_desk, "tags", page, article=[own.pk, secret.pk])
        assert said(report) == [("Mine", "tag Space added")]
        looked = select(parse(report.content), "input[name=looked]")[0].get("value")
        fields = {"article": [own.pk, secret.pk], "tags": "Space", "looked": looked, "do": "1"}
        report = writers_desk.post(address("tags"), fields, follow=True)
        assert said(report) == [("Mine", "tag Space added"), ("An article", f"not done: {bulk.NOT_THERE}")]
        assert b"Xyzzy<" not in report.content


def test_more_than_a_hundred_are_refused_with_a_sentence(desk, monkeypatch):
    monkeypatch.setattr(bulk, "LIMIT", 2)
    articles = [factories.make_draft() for _ in range(3)]
    words = ["These are more than 100 articles. Choose at most 100 at a time."]
    assert messages(choose(desk, "publish", *articles)) == words
    response = desk.get(address("publish"), {"article": [article.pk for article in articles]}, follow=True)
    assert messages(response) == words
    assert said(choose(desk, "publish", *articles[:2]))


@pytest.mark.parametrize("query", [{}, {"article": ["x", "0", "9" * 20, "-1", "١"]}])
def test_nothing_chosen_leads_back_to_the_list(desk, query):
    response = desk.get(address("publish"), query, follow=True)
    assert messages(response) == ["No article is left. Choose some in the list."]


def test_an_act_that_is_none(desk):
    assert desk.get(address("explode"), {"article": 1}).status_code == 404


def test_one_comes_back_to_the_list_as_it_was_filtered(desk):
    article = factories.make_draft()
    page = choose(desk, "publish", article, query="?state=draft&q=Head")
    back = f"{LIST}?state=draft&q=Head"
    assert [link.get("href") for link in select(parse(page.content), ".bulk__acts a")] == [back]
    report = send(desk, "publish", page, do="1")
    assert [link.get("href") for link in select(parse(report.content), ".bulk__acts a")] == [back]


def test_a_report_before_anything_was_done(desk):
    assert desk.get(REPORT, follow=True).request["PATH_INFO"] == LIST


def test_each_article_costs_the_same(desk):
    articles = [factories.make_draft() for _ in range(4)]

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address("publish"), {"article": [article.pk for article in articles[:count]]})
        return len(captured)

    one, two, four = cost(1), cost(2), cost(4)
    assert four - two == 2 * (two - one)
