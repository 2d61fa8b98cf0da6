"""The history of an article, by keyboard: two milestones compared, one named, one restored."""

import pytest
from playwright.sync_api import expect

from articles import publishing, snapshots
from articles.models import Article
from articles.tests.browser.test_admin_browser import complaints, desk  # noqa: F401 - fixtures
from articles.tests.factories import make_article, make_image_with_files, revise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILLER = "".join(
    f"<p>Paragraph {number} stays as it is, word for word, and is only folded away.</p>"
    for number in range(12)
)


def rewritten() -> Article:
    """An article that was published, and published again with another picture and other words."""
    article = make_article(
        headline="The old headline",
        body=f"<p>It opens on Friday.</p>{FILLER}",
        featured_image=make_image_with_files(),
    )
    changes = {"headline": "The new headline", "body": f"<p>It opens on Monday, at last.</p>{FILLER}"}
    return publishing.publish(revise(article, featured_image=make_image_with_files(), **changes), by=None)


def test_compares_names_and_restores_by_keyboard(desk, complaints):  # noqa: F811 - fixtures
    article = rewritten()
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="History").press("Enter")
    first = page.get_by_role("row").filter(has_text="Published").last
    first.get_by_role("radio", name="Compare from").press("Space")
    page.get_by_role("button", name="Compare").press("Enter")
    words = page.get_by_role("region", name="Text")
    expect(words.get_by_role("deletion")).to_have_text("(taken out: Friday.)")
    expect(words.get_by_role("insertion")).to_have_text("(added: Monday, at last.)")
    expect(words).to_contain_text("… 11 paragraphs unchanged")
    expect(page.get_by_role("region", name="Featured picture").get_by_role("img")).to_have_count(2)

    page.get_by_role("link", name="History", exact=True).press("Enter")
    first.get_by_text("Name it").press("Enter")
    first.get_by_label("Name").fill("As it went out")
    first.get_by_label("Name").press("Enter")
    expect(page.get_by_text("“As it went out” is kept for ever.")).to_be_visible()
    named = page.get_by_role("row").filter(has_text="As it went out")
    named.get_by_role("button", name="Restore into the working copy").press("Enter")
    expect(page.get_by_text("Restored into the working copy.")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value("The old headline")
    assert snapshots.current(article)["body"].startswith("<p>It opens on Friday.</p>")
    assert Article.objects.get(pk=article.pk).headline == "The new headline"
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("rest", ["", "compare/?from=now"])
def test_the_pages_fit_the_screen(desk, width, rest):  # noqa: F811 - fixture
    article = rewritten()
    page = desk("/admin/")
    page.set_viewport_size({"width": width, "height": 900})
    first = article.revisions.last().pk
    page = desk(f"/admin/articles/article/{article.pk}/history/{rest}" + (f"&to={first}" if rest else ""))
    expect(page.locator(".history, .comparison")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
