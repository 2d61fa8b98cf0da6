"""Facts that moved, worked through by an editor without a mouse."""

from datetime import date

import pytest
from playwright.sync_api import expect

from articles import works
from articles.models import MovedFact
from articles.tests.browser.test_admin_browser import complaints, desk  # noqa: F401 - fixtures
from articles.tests.factories import make_article, make_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILLER = "<p>Nothing of it here.</p>" * 80


def test_answers_by_keyboard_and_goes_to_the_sentence(desk, complaints):  # noqa: F811 - fixtures
    work = make_work("I.S.S.", opens=date(2024, 1, 19))
    body = f"{FILLER}<p>It opens January 19 with Dr. Kira Foster.</p>{FILLER}<p>We fly on 1/19.</p>"
    make_article(body=body, works=[work], featured_image=None)
    before = works.told(work)
    release = work.releases.get()
    release.date = date(2024, 2, 2)
    release.save()
    works.settle(work, before=before)

    page = desk("/admin/")
    page.get_by_role("link", name="2 facts moved").focus()
    page.keyboard.press("Enter")
    buttons = page.get_by_role("button", name="Still right")
    expect(buttons).to_have_count(2)
    buttons.last.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("is right as it stands.")).to_be_visible()
    expect(buttons).to_have_count(1)
    assert MovedFact.objects.get(settled_at=None).phrase == "January 19"

    # The one that is left is where Tab goes next.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="See it on the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    expect(page.get_by_text("It opens January 19 with")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="Update").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("words => document.getSelection().toString() === words", arg="January 19")
    page.go_back()

    buttons.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All is well.")).to_be_visible()
    assert not MovedFact.objects.filter(settled_at=None).exists()
    assert complaints == []
