"""`manage.py rerender_bodies`: every stored form up to date, nothing announced twice, nothing marked as new."""

import pytest
from django.core.management import call_command

from articles import rendering
from articles.body.render import RENDERER_VERSION
from articles.models import Article, Page, SearchDocument, Work
from articles.tests.factories import make_article, make_draft, make_work
from authors.signals import public_state_changed

pytestmark = pytest.mark.django_db
OLD = {"rendered_web": "old", "rendered_feed": "old", "plain_text": "old", "renderer_version": 1}


@pytest.fixture
def announced():
    reasons = []

    def hear(sender, reason, **kwargs):
        reasons.append(reason)

    public_state_changed.connect(hear)
    yield reasons
    public_state_changed.disconnect(hear)


def make_old(count: int) -> list[Article]:
    articles = [
        make_article(headline=f"Old {number}", body=f"<p>Words {number}</p>") for number in range(count)
    ]
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(**OLD)
    SearchDocument.objects.update(text=" old ")
    return articles


def test_old_forms_are_made_again_and_announced_once(announced, monkeypatch, capsys):
    monkeypatch.setattr(rendering, "BATCH", 2)
    articles = make_old(5)
    announced.clear()
    dates = list(Article.objects.order_by("pk").values_list("published_at", "updated_at", "modified_at"))
    call_command("rerender_bodies")
    for number, article in enumerate(articles):
        article.refresh_from_db()
        assert article.rendered_web == f"<p>Words {number}</p>"
        assert article.renderer_version == RENDERER_VERSION
        assert f" words {number} " in article.search_document.text
    assert announced == ["rerender"]
    assert (
        list(Article.objects.order_by("pk").values_list("published_at", "updated_at", "modified_at")) == dates
    )
    said = capsys.readouterr().out
    assert "2 of 5 bodies" in said and "5 of 5 bodies" in said and "5 changed." in said


def test_what_is_up_to_date_is_left_alone(announced, django_assert_max_num_queries):
    make_article(body="<p>a</p>")
    announced.clear()
    with django_assert_max_num_queries(6):
        call_command("rerender_bodies", verbosity=0)
    assert announced == []


def test_a_stopped_run_goes_on_where_it_was(announced, monkeypatch):
    monkeypatch.setattr(rendering, "BATCH", 2)
    make_old(5)
    announced.clear()
    render, calls = rendering.render_articles, []

    def stop_after_two(articles, **options):
        calls.append(len(articles))
        if len(calls) == 3:
            raise KeyboardInterrupt
        render(articles, **options)

    monkeypatch.setattr(rendering, "render_articles", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        call_command("rerender_bodies", verbosity=0)
    assert Article.objects.filter(renderer_version=RENDERER_VERSION).count() == 4
    assert announced == ["rerender"]
    monkeypatch.setattr(rendering, "render_articles", render)
    call_command("rerender_bodies", verbosity=0)
    assert calls == [2, 2, 1]
    assert not Article.objects.filter(plain_text="old").exists()


def test_all_renders_again_what_is_up_to_date():
    article = make_article(body="<p>a</p>")
    Article.objects.filter(pk=article.pk).update(rendered_web="broken")
    call_command("rerender_bodies", verbosity=0)
    assert Article.objects.get().rendered_web == "broken"
    call_command("rerender_bodies", "--all", verbosity=0)
    assert Article.objects.get().rendered_web == "<p>a</p>"


def test_drafts_have_no_forms_and_pages_have():
    draft = make_draft(body="<p>a</p>")
    page = Page.objects.create(headline="P", slug="p", body="<p>a</p>", rendered_web="old")
    call_command("rerender_bodies", verbosity=0)
    draft.refresh_from_db()
    page.refresh_from_db()
    assert (draft.renderer_version, draft.rendered_web) == (0, "")
    assert page.rendered_web == "<p>a</p>"


def test_works_are_written_anew_too(announced):
    work = make_work("I.S.S.", company="Bleecker Street")
    Work.objects.update(rendered_web="old", structured={})
    announced.clear()
    call_command("rerender_bodies", verbosity=0)
    again = Work.objects.get()
    assert (again.rendered_web, again.structured) == (work.rendered_web, work.structured)
    assert announced == ["rerender"]
