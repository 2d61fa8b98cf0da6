"""What is left before publishing, of what is in the form and not saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import embargo
from articles.models import Article
from articles.tests.admin.forms import ADD, change_url, filled
from articles.tests.factories import make_draft, make_image, picture_html

pytestmark = pytest.mark.django_db


def asked(desk, url: str, **changes) -> dict[str, list[dict]]:
    response = desk.post(url, filled(desk, url, _checklist="1", **changes))
    assert response.status_code == 200, response.content
    return response.json()


def test_of_a_new_article_everything_is_still_to_do(desk):
    left = asked(desk, ADD)
    assert {place for problem in left["musts"] for place in problem["places"]} >= {
        "#id_headline",
        "#id_section",
    }
    assert not Article.objects.exists()


def test_it_follows_the_form_not_what_is_saved(desk):
    article = make_draft(headline="Saved", dek="Saved")
    url = change_url(article)
    assert asked(desk, url)["musts"] == []
    left = asked(desk, url, headline="", dek="", body="<p>TK</p>")
    assert [problem["places"] for problem in left["musts"]] == [["#id_headline"]]
    sentences = " ".join(problem["sentence"] for problem in left["shoulds"])
    assert "There is no dek." in sentences and "“TK” still stands" in sentences
    article.refresh_from_db()
    assert article.headline == "Saved"


def test_each_leads_to_its_place(desk):
    silent = make_image(alt="", credit="")
    article = make_draft(body=f'<p>See <a href="https://example.org/">here</a>.</p>{picture_html(silent)}')
    left = asked(desk, change_url(article))
    places = [problem["places"] for problem in left["musts"]]
    assert [f"/admin/articles/image/{silent.pk}/change/#id_credit"] in places
    assert ["#picture-in-text-1", f"/admin/articles/image/{silent.pk}/change/#id_alt"] in places
    assert ["#sentence=See%20here.&phrase=here"] in [problem["places"] for problem in left["shoulds"]]


def test_what_cannot_be_read_is_no_answer(desk):
    response = desk.post(ADD, filled(desk, ADD, _checklist="1", headline="x" * 201))
    assert response.status_code == 422


def test_an_article_of_others_is_not_a_writers(writers_desk):
    article = make_draft()
    response = writers_desk.post(change_url(article), filled(writers_desk, ADD, _checklist="1"))
    assert response.status_code == 302


def test_an_embargo_is_among_what_has_to_be_mended(desk):
    article = embargo.impose(make_draft(), by=None, until=timezone.now() + timedelta(days=1))
    [problem] = asked(desk, change_url(article))["musts"]
    assert problem["places"] == ["#id_published_at"] and "under embargo" in problem["sentence"]
