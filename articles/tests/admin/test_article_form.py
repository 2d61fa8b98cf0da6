"""Writing an article in the admin: what the form reads, saves, refuses and gives back."""

import pytest

from articles import publishing, snapshots
from articles.models import Article, Revision, Tag, WorkingCopy
from articles.tests import factories
from articles.tests.admin.forms import ADD, change_url, errors, filled, form_of, messages
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db


def buttons(client, url) -> list[str]:
    return texts(parse(client.get(url).content), ".desk-buttons button")


class TestOnePerson:
    def test_buttons_are_save_preview_publish(self, desk):
        assert buttons(desk, ADD) == ["Save", "Preview", "Publish"]

    def test_byline_and_section_are_preset(self, desk, editor):
        author = factories.make_author(user=editor)
        section = factories.make_section()
        sent = filled(desk, ADD)
        assert sent["bylines-0-author"] == [str(author.pk)]
        assert sent["section"] == [str(section.pk)]

    def test_section_used_last_is_preset(self, desk, editor):
        first, second = factories.make_section(), factories.make_section()
        desk.post(ADD, filled(desk, ADD, headline="One", section=second.pk))
        assert filled(desk, ADD)["section"] == [str(second.pk)]
        assert first != second

    def test_first_screen_asks_for_little(self, desk):
        page = parse(desk.get(ADD).content)
        text, side, *folded = select(page, "fieldset.aligned")
        names = [
            field.get("name") for part in (text, side) for field in part.iter("input", "textarea", "select")
        ]
        assert names == [
            "headline",
            "dek",
            "body",
            "began",
            "base_number",
            "decided_number",
            "sitting",
            "sequence",
            "continues",
            "section",
            "tags",
            "works",
            "featured_image",
        ]
        assert all("collapse" in part.get("class") for part in folded)

    def test_writes_and_publishes_at_once(self, desk, client):
        section = factories.make_section()
        sent = filled(
            desk,
            ADD,
            headline="Why *I.S.S.* scares",
            body="<p>Text.</p>",
            tags="film, Space",
            section=section.pk,
            _publish="1",
        )
        response = desk.post(ADD, sent, follow=True)
        article = Article.objects.published().get()
        assert [tag.name for tag in article.tags.all()] == ["film", "Space"]
        assert [byline.author.user for byline in article.byline_list] == [response.wsgi_request.user]
        assert f'href="{article.get_absolute_url()}"' in response.content.decode()
        assert texts(parse(client.get(article.get_absolute_url()).content), "h1") == ["Why I.S.S. scares"]


class TestTeam:
    def test_review_appears_with_the_second_person(self, desk):
        factories.make_user("Writers")
        assert buttons(desk, ADD) == ["Save", "Preview", "Submit for review", "Publish"]

    def test_a_writer_sees_no_publish_button(self, writers_desk):
        assert buttons(writers_desk, ADD) == ["Save", "Preview", "Submit for review"]

    def test_a_writer_cannot_publish_by_sending_the_button(self, writers_desk):
        section = factories.make_section()
        sent = filled(
            writers_desk, ADD, headline="Mine", body="<p>Text.</p>", section=section.pk, _publish="1"
        )
        response = writers_desk.post(ADD, sent, follow=True)
        assert messages(response) == ["Saved. Only an editor can publish: submit it for review."]
        assert not Article.objects.published().exists()

    def test_a_writer_submits_and_an_editor_sends_back(self, writers_desk, desk):
        section = factories.make_section()
        sent = filled(writers_desk, ADD, headline="Mine", section=section.pk, _submit_for_review="1")
        writers_desk.post(ADD, sent)
        article = Article.objects.get()
        assert article.working_copy.state == WorkingCopy.State.SUBMITTED
        assert [row.kind for row in article.revisions.all()] == [Revision.Kind.SUBMITTED]
        assert "Send back to the writer" in buttons(desk, change_url(article))
        desk.post(change_url(article), filled(desk, change_url(article), _send_back="1"))
        assert WorkingCopy.objects.get().state == WorkingCopy.State.EDITING

    def test_a_writer_reaches_only_her_own(self, writers_desk, writer):
        other = factories.make_draft()
        own = factories.make_draft(bylines=[(factories.make_author(user=writer), "words")])
        assert writers_desk.get(change_url(own)).status_code == 200
        assert writers_desk.get(change_url(other)).status_code == 302
        assert writers_desk.get(f"/admin/articles/article/{other.pk}/preview/").status_code == 404
        page = parse(writers_desk.get("/admin/articles/article/").content)
        assert texts(page, ".field-headline_column") == [own.headline_plain]


class TestWorkingCopy:
    def test_saving_a_live_article_changes_nothing_readers_see(self, desk):
        article = factories.make_article(headline="Old", tags=["old"])
        before = snapshots.of_live(article)
        assert buttons(desk, change_url(article)) == [
            "Keep changes unpublished",
            "Preview",
            "Publish changes",
        ]
        sent = filled(desk, change_url(article), headline="New", body="<p>New.</p>", tags="new", _save="1")
        desk.post(change_url(article), sent)
        article = Article.objects.get(pk=article.pk)
        assert snapshots.of_live(article) == before
        assert snapshots.current(article)["headline"] == "New"
        assert not Tag.objects.filter(name="new").exists()

    def test_the_form_reads_the_working_copy(self, desk):
        article = factories.make_article()
        author = factories.make_author()
        factories.revise(article, headline="Next", tags=["one", "two"], bylines=[(author, "editing")])
        sent = filled(desk, change_url(article))
        assert sent["headline"] == ["Next"]
        assert sent["tags"] == ["one, two"]
        assert (sent["bylines-0-author"], sent["bylines-0-role"]) == ([str(author.pk)], ["editing"])

    def test_publishing_changes_keeps_the_date(self, desk):
        article = factories.make_article()
        sent = filled(desk, change_url(article), headline="Next", _publish="1", change="update")
        desk.post(change_url(article), sent)
        article = Article.objects.get(pk=article.pk)
        assert (article.headline, article.published_at) == ("Next", factories.PUBLISHED_AT)
        assert article.updated_at is not None

    def test_what_the_form_sends_unchanged_is_the_same_snapshot(self, desk):
        image = factories.make_image()
        article = factories.make_draft(
            body=factories.picture_html(
                image, attributes=' data-alt="Here"', caption="With <cite>title</cite>"
            )
        )
        before = snapshots.current(article)
        desk.post(change_url(article), filled(desk, change_url(article), _save="1"))
        assert snapshots.current(article) == before

    def test_bylines_keep_the_order_of_their_numbers(self, desk):
        article = factories.make_draft()
        sent = filled(desk, change_url(article), **{"bylines-0-position": "5", "bylines-1-position": "2"})
        first, second = sent["bylines-0-author"][0], sent["bylines-1-author"][0]
        desk.post(change_url(article), sent)
        rows = snapshots.current(article)["bylines"]
        assert [row["author"] for row in rows] == [int(second), int(first)]

    def test_a_form_without_rows_keeps_the_bylines(self, desk):
        article = factories.make_draft()
        before = snapshots.current(article)["bylines"]
        sent = {
            name: value for name, value in filled(desk, change_url(article)).items() if "bylines" not in name
        }
        desk.post(change_url(article), sent)
        assert snapshots.current(article)["bylines"] == before

    def test_a_date_in_the_future_schedules(self, desk):
        article = factories.make_draft()
        sent = filled(desk, change_url(article), published_at="2999-01-03T09:00", _publish="1")
        response = desk.post(change_url(article), sent, follow=True)
        article = Article.objects.get(pk=article.pk)
        assert article.is_scheduled
        assert any("is scheduled for 3 Jan 2999 09:00" in words for words in messages(response))


class TestMore:
    def more(self, client, article) -> list[str]:
        return texts(parse(client.get(change_url(article)).content), ".desk-more button")

    def test_offers_what_fits_the_state(self, desk):
        article = factories.make_article()
        assert self.more(desk, article) == ["Withdraw", "Put into the trash"]
        factories.revise(article, headline="Next")
        assert self.more(desk, article) == ["Discard unpublished changes", "Withdraw", "Put into the trash"]
        assert self.more(desk, factories.HIDDEN_STATES["withdrawn"]()) == ["Restore", "Put into the trash"]
        assert self.more(desk, factories.HIDDEN_STATES["trashed"]()) == ["Restore"]

    def test_discards_withdraws_and_restores(self, desk):
        article = factories.make_article(headline="Live")
        factories.revise(article, headline="Next")
        desk.post(change_url(article), {"_discard": "1"})
        assert snapshots.current(article)["headline"] == "Live"
        for button, status in (("_withdraw", "withdrawn"), ("_restore", "published"), ("_trash", "trashed")):
            desk.post(change_url(article), {button: "1"})
            article.refresh_from_db()
            assert article.status == status

    def test_is_not_for_writers(self, writers_desk, writer):
        own = factories.make_article(bylines=[(factories.make_author(user=writer), "words")])
        assert self.more(writers_desk, own) == []
        writers_desk.post(change_url(own), {"_withdraw": "1"})
        assert Article.objects.published().exists()


class TestConflict:
    def test_nobody_is_overwritten_unless_saved_twice(self, desk, editor):
        article = factories.make_draft(headline="First")
        mine = filled(desk, change_url(article), headline="Mine", _save="1")
        other = factories.make_user("Editors", first_name="Maya")
        publishing.save(article, snapshots.current(article) | {"headline": "Theirs"}, by=other)

        response = desk.post(change_url(article), mine)
        sentence = errors(response)["__all__"][0]
        assert sentence.startswith("Maya saved this article at ") and "while you were writing" in sentence
        assert form_of(response).fields["headline"].strip() == "Mine"
        assert snapshots.current(article)["headline"] == "Theirs"

        again = dict(form_of(response).form_values()) | {"_save": "1"}
        desk.post(change_url(article), again)
        assert snapshots.current(article)["headline"] == "Mine"


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("headline", "", "Write a headline first."),
            ("published_at", "2026-02-31T10:00", "There is no such date and time"),
            ("published_at", "soon", "There is no such date and time"),
            ("tags", "x" * 500, "has 500 characters"),
            ("featured_image", "999999", "not in the library"),
            ("slug", "no spaces", "An address holds letters"),
            ("canonical_url", "javascript:alert(1)", "Enter a valid URL"),
            (
                "body",
                '<div class="video" data-url="nonsense"><a>x</a></div>',
                "is not the address of a video",
            ),
            ("headline", "a\x00b", "Null characters"),
        ],
    )
    def test_gets_a_sentence_at_its_field(self, desk, field, value, sentence):
        sent = filled(desk, ADD, **{"headline": "A headline", "body": "<p>Kept text</p>", field: value})
        response = desk.post(ADD, sent)
        assert sentence in " ".join(errors(response)[field])
        assert not Article.objects.exists()
        if field != "body":
            assert "Kept text" in form_of(response).fields["body"]

    def test_a_body_too_long_comes_back(self, desk):
        body = "<p>" + "word " * 250_000 + "</p>"
        response = desk.post(ADD, filled(desk, ADD, headline="Long", body=body))
        assert len(errors(response)["body"]) == 1
        assert form_of(response).fields["body"].strip() == body

    def test_a_slug_taken(self, desk):
        factories.make_article(slug="taken")
        response = desk.post(ADD, filled(desk, ADD, headline="Other", slug="taken"))
        assert "belongs to another article" in errors(response)["slug"][0]

    def test_what_keeps_from_publishing_stands_at_its_field(self, desk):
        image = factories.make_image(alt="", credit="")
        sent = filled(desk, ADD, headline="A headline", body="", featured_image=image.pk, _publish="1")
        found = errors(desk.post(ADD, sent))
        assert set(found) == {"body", "section", "featured_image"}
        assert not Article.objects.exists()

    def test_script_is_neutralised(self, desk, client):
        section = factories.make_section()
        bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        sent = filled(
            desk,
            ADD,
            headline=bad,
            dek=bad,
            kicker=bad[:50],
            seo_title=bad,
            meta_description=bad,
            section=section.pk,
            body=f"<p onclick='x()'>Hi{bad}<a href='javascript:x()'>l</a></p>",
            tags=bad,
            _publish="1",
        )
        desk.post(ADD, sent)
        article = Article.objects.get()
        for url in (article.get_absolute_url(), "/", change_url(article), "/admin/articles/article/"):
            page = parse((desk if "admin" in url else client).get(url).content)
            scripts = [node for node in page.iter("script") if node.get("type") is None]
            assert not [node for node in scripts if "alert(1)" in (node.text or "")]
            assert not page.xpath("//*[@onerror or @onclick] | //a[starts-with(@href, 'javascript:')]")

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00",
            "p=x",
            "p=999999",
            "section__id__exact=%00",
            "state=%00",
            "when=0",
            "author=%00",
            "no=such",
        ],
    )
    def test_queries_of_the_list(self, desk, query):
        assert desk.get(f"/admin/articles/article/?{query}", follow=True).status_code == 200


class TestPreview:
    def test_shows_the_unsaved_text_as_readers_would_see_it(self, desk):
        section = factories.make_section()
        sent = filled(
            desk, ADD, headline="Not *saved*", body="<p>Fresh text.</p>", section=section.pk, _preview="1"
        )
        response = desk.post(ADD, sent)
        page = parse(response.content)
        assert "Not saved" in texts(page, "h1")[0]
        assert "Fresh text." in response.content.decode()
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert not Article.objects.exists()

    def test_of_a_saved_article(self, desk):
        article = factories.make_article(headline="Live")
        factories.revise(article, headline="Next")
        page = parse(desk.get(f"/admin/articles/article/{article.pk}/preview/").content)
        assert texts(page, "h1") == ["Next"]

    def test_what_is_missing_yet_keeps_nothing_from_being_seen(self, desk):
        response = desk.post(ADD, filled(desk, ADD, headline="", dek="A dek alone", _preview="1"))
        assert response.status_code == 200
        assert "A dek alone" in response.content.decode()

    def test_says_what_it_cannot_show(self, desk):
        response = desk.post(ADD, filled(desk, ADD, headline="x" * 201, _preview="1"))
        assert response.status_code == 422
        assert "at most 200 characters" in response.content.decode()

    def test_is_seen_as_a_reader_without_a_name(self, desk):
        article = factories.make_draft(headline="Draft")
        response = desk.post(change_url(article), filled(desk, change_url(article), _preview="1"))
        assert response.wsgi_request.user.is_anonymous
        assert "sessionid" not in response.cookies


def test_the_import_map_carries_the_nonce(desk):
    response = desk.get(ADD)
    (script,) = select(parse(response.content), "script[type=importmap]")
    assert f"'nonce-{script.get('nonce')}'" in response.headers["Content-Security-Policy"]


def test_no_script_or_style_stands_in_the_page(desk):
    page = parse(desk.get(ADD).content)
    own = [node for node in page.iter("script") if not node.get("src")]
    assert [node.get("type") for node in own] == ["importmap"]
    assert not page.xpath("//*[@style] | //style | //*[@onclick]")
