"""An editor corrects a live article in a real browser, and a reader finds the note."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Correction
from articles.tests import factories
from articles.tests.browser.test_admin_browser import complaints, desk  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(desk, article: Article) -> Page:  # noqa: F811 - the fixture
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.get_by_role("complementary").get_by_text("Publishing", exact=True).click()
    return page


def sentence(page: Page):
    return page.get_by_label("Correction, as readers will see it")


def publish(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Publish changes").click()


def test_a_correction_asks_for_its_sentence_and_readers_find_it(desk, complaints):  # noqa: F811
    factories.make_publication()
    article = factories.make_article(featured_image=None, body="<p>Text.</p>" * 40)
    page = opened(desk, article)
    expect(page.get_by_label("A typo or a touch of style")).to_be_checked()
    expect(sentence(page)).to_be_hidden()
    page.get_by_label("A correction").check()
    expect(sentence(page)).to_be_visible()
    publish(page)
    expect(page.get_by_text("write the sentence that readers shall see")).to_be_visible()
    sentence(page).fill("It was *Pong*.")
    page.get_by_label("An update").check()
    expect(sentence(page)).to_have_value("It was *Pong*.")
    page.get_by_label("A correction").check()
    publish(page)
    assert [note.text for note in Correction.objects.all()] == ["It was *Pong*."]
    page = desk(article.get_absolute_url())
    page.get_by_role("link", name="Corrected").click()
    expect(page.get_by_text("It was Pong.")).to_be_in_viewport()
    assert complaints == []


def test_a_sentence_behind_another_answer_comes_to_light(desk):  # noqa: F811
    page = opened(desk, factories.make_article(featured_image=None))
    page.get_by_label("A correction").check()
    sentence(page).fill("It was *Pong*.")
    page.get_by_label("A typo or a touch of style").check()
    expect(sentence(page)).to_be_hidden()
    publish(page)
    expect(page.get_by_text("Readers would not see this sentence")).to_be_visible()
    expect(sentence(page)).to_have_value("It was *Pong*.")
    assert not Correction.objects.exists()


def test_somebody_elses_answer_is_taken_as_a_whole(desk):  # noqa: F811
    article = factories.make_article(featured_image=None)
    page = opened(desk, article)
    page.get_by_label("An update").check()
    factories.revise(article, change="correction", correction="Theirs.")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep changes unpublished").click()
    page.get_by_role("button", name="Take").click()
    if not sentence(page).is_visible():
        page.get_by_role("complementary").get_by_text("Publishing", exact=True).click()
    expect(page.get_by_label("A correction")).to_be_checked()
    expect(sentence(page)).to_have_value("Theirs.")
