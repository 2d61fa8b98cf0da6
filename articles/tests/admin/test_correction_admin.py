"""Corrections as editors meet them: the question in the article's form, and the notes that stand."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles import publishing, snapshots
from articles.models import Article, Correction, Sitting
from articles.tests.admin.forms import ADD, change_url, errors, filled, form_of
from articles.tests.admin.test_article_bulk import choose, send
from articles.tests.factories import (
    correct,
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_user,
    revise,
)
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db

SENTENCE = "An earlier version said that *Pong* ran on a computer."
LIST = "/admin/articles/correction/"


def names(client, url) -> set[str]:
    return {field.get("name") for field in form_of(client.get(url)).iter("input", "textarea", "select")}


class TestTheQuestion:
    def test_is_asked_where_there_are_readers_to_tell(self, desk):
        withdrawn = publishing.withdraw(make_article(), by=None)
        for article in (make_article(), withdrawn):
            assert {"change", "correction"} <= names(desk, change_url(article))
        for url in (ADD, change_url(make_draft())):
            assert not {"change", "correction"} & names(desk, url)

    def test_presets_a_typo_and_stands_beside_the_date(self, desk):
        page = parse(desk.get(change_url(make_article())).content)
        choices = select(page, "input[name=change]")
        assert [(one.get("type"), one.get("value"), one.get("checked") is not None) for one in choices] == [
            ("radio", "typo", True), ("radio", "update", False), ("radio", "correction", False),
        ]  # fmt: skip
        panel = choices[0].xpath("ancestor::fieldset")[0]
        assert {"published_at", "correction"} <= {
            field.get("name") for field in panel.iter("input", "textarea")
        }

    @pytest.mark.parametrize(
        ("change", "told", "count"), [("typo", 0, 0), ("update", 1, 0), ("correction", 1, 1)]
    )
    def test_each_answer_does_what_it_says(self, desk, editor, change, told, count):
        article = make_article()
        correction = SENTENCE if change == "correction" else ""
        sent = filled(
            desk, change_url(article), dek="Next.", _publish="1", change=change, correction=correction
        )
        desk.post(change_url(article), sent)
        article = Article.objects.get(pk=article.pk)
        assert (article.dek, article.updated_at is not None) == ("Next.", bool(told))
        assert [(note.text, note.made_by) for note in article.corrections.all()] == [
            (SENTENCE, editor)
        ] * count
        again = filled(desk, change_url(article))
        assert (again["change"], again["correction"]) == (["typo"], [""])

    @pytest.mark.parametrize(
        ("change", "correction", "field"),
        [("correction", "", "correction"), ("correction", " \n ", "correction"), ("correction", "x" * 1001, "correction"),
         ("correction", "a\0b", "correction"), ("typo", SENTENCE, "correction"), ("update", SENTENCE, "correction"),
         ("rewrite", "", "change"), ("\0", "", "change")],
    )  # fmt: skip
    def test_a_bad_answer_is_a_sentence_at_its_field_and_loses_nothing(self, desk, change, correction, field):
        article = make_article(dek="Before.")
        sent = filled(
            desk, change_url(article), dek="Next.", _publish="1", change=change, correction=correction
        )
        response = desk.post(change_url(article), sent)
        assert list(errors(response)) == [field]
        form = dict(form_of(response).form_values())
        assert form["dek"].strip() == "Next."
        if "\0" not in correction:
            assert form["correction"].strip() == correction.strip()
        assert Article.objects.get(pk=article.pk).dek == "Before."
        assert not Correction.objects.exists()

    def test_a_form_without_the_answer_is_a_typo(self, desk):
        article = make_article()
        sent = filled(desk, change_url(article), dek="Next.", _publish="1", change=None, correction=None)
        desk.post(change_url(article), sent)
        article = Article.objects.get(pk=article.pk)
        assert (article.dek, article.updated_at, article.corrections.count()) == ("Next.", None, 0)

    def test_a_draft_cannot_be_corrected_by_sending_the_answer(self, desk):
        article = make_draft()
        sent = filled(desk, change_url(article), _publish="1", change="correction", correction=SENTENCE)
        desk.post(change_url(article), sent)
        article = Article.objects.get(pk=article.pk)
        assert (article.is_live, article.updated_at, Correction.objects.count()) == (True, None, 0)


class TestKeepingIt:
    def test_what_is_kept_unpublished_keeps_the_answer(self, desk):
        article = make_article()
        sent = filled(desk, change_url(article), _save="1", change="correction", correction=SENTENCE)
        desk.post(change_url(article), sent)
        again = filled(desk, change_url(article))
        assert (again["change"], again["correction"]) == (["correction"], [SENTENCE])
        assert not Correction.objects.exists()

    def test_a_writer_proposes_and_an_editor_publishes_from_the_list(self, writers_desk, writer, desk):
        article = make_article(bylines=[(make_author(user=writer), "words")])
        url = change_url(article)
        sent = filled(writers_desk, url, _submit_for_review="1", change="correction", correction=SENTENCE)
        writers_desk.post(url, sent)
        send(desk, "publish", choose(desk, "publish", article), do="1")
        assert [note.text for note in Correction.objects.all()] == [SENTENCE]

    def test_two_people_see_both_sentences(self, desk):
        article = make_article()
        sent = filled(desk, change_url(article), _save="1", change="correction", correction="Mine.")
        revise(article, change="correction", correction="Theirs.")
        response = desk.post(change_url(article), sent)
        page = parse(response.content)
        assert "Mine." in texts(page, ".desk-collision")[0]
        assert "Theirs." in texts(page, ".desk-collision")[0]
        assert snapshots.current(article)["correction"] == "Theirs."

    def test_an_autosave_brings_it_back(self, desk, editor):
        article = make_article()
        sent = filled(desk, change_url(article), change="correction", correction=SENTENCE)
        desk.post(reverse("admin:articles_article_autosave"), sent | {"article": article.pk, "sequence": 1})
        sitting = Sitting.objects.get(user=editor)
        again = filled(desk, f"{change_url(article)}?sitting={sitting.uid}")
        assert (again["change"], again["correction"]) == (["correction"], [SENTENCE])


class TestNotesThatStand:
    def url(self, note: Correction) -> str:
        return reverse("admin:articles_correction_change", args=[note.pk])

    def test_the_list_names_note_article_and_who(self, desk, editor):
        article = make_article(headline="*Pong* reviewed")
        publishing.publish(article, by=editor, change="correction", correction=SENTENCE)
        page = parse(desk.get(LIST).content)
        assert texts(page, ".field-note") == [SENTENCE.replace("*", "")]
        assert texts(page, ".field-article") == ["Pong reviewed"]
        assert texts(page, ".field-made_by") == [editor.username]
        assert desk.get(f"{LIST}add/").status_code == 403

    def test_an_editor_mends_the_wording(self, desk, client):
        make_publication()
        article = correct(make_article(), "Mistyped.")
        note = article.corrections.get()
        desk.post(self.url(note), {"text": " Well\r\n typed. "})
        assert Correction.objects.get().text == "Well typed."
        assert b"Well typed." in client.get(article.get_absolute_url()).content

    @pytest.mark.parametrize("text", ["", " ", "\n", "x" * 1001, "a\0b"])
    def test_a_bad_wording_is_a_sentence_in_the_form(self, desk, text):
        note = correct(make_article(), "Mistyped.").corrections.get()
        response = desk.post(self.url(note), {"text": text})
        assert list(errors(response)) == ["text"]
        assert Correction.objects.get().text == "Mistyped."

    def test_an_editor_takes_one_away_or_several(self, desk, client):
        make_publication()
        article = correct(correct(correct(make_article(), "One."), "Two."), "Three.")
        three, two, one = Correction.objects.all()
        desk.post(reverse("admin:articles_correction_delete", args=[one.pk]), {"post": "yes"})
        assert list(Correction.objects.all()) == [three, two]
        chosen = {"action": "delete_selected", "_selected_action": [two.pk, three.pk], "post": "yes"}
        desk.post(LIST, chosen)
        assert not Correction.objects.exists()
        assert b"Correction," not in client.get(article.get_absolute_url()).content

    def test_writers_have_no_part_in_it(self, writers_desk):
        note = correct(make_article()).corrections.get()
        for url in (LIST, self.url(note), reverse("admin:articles_correction_delete", args=[note.pk])):
            assert writers_desk.get(url).status_code == 403

    def test_taking_away_is_for_who_may_publish(self, client):
        user = make_user()
        codes = ("view_correction", "change_correction", "delete_correction")
        user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
        client.force_login(user)
        note = correct(make_article()).corrections.get()
        assert client.get(self.url(note)).status_code == 200
        assert client.get(reverse("admin:articles_correction_delete", args=[note.pk])).status_code == 403

    def test_one_and_three_cost_the_same_queries(self, desk, django_assert_max_num_queries):
        article = correct(make_article())
        with django_assert_max_num_queries(12) as of_one:
            desk.get(LIST)
        correct(correct(article))
        correct(make_article())
        with django_assert_max_num_queries(len(of_one)):
            desk.get(LIST)
