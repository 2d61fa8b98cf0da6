"""A work made at the desk by keyboard alone: its people in order, its release in one line."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from articles.models import Person, Work
from articles.tests.browser.test_admin_browser import complaints, desk  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.getAttribute('name')") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_work_with_people_and_a_release_by_keyboard(desk, complaints):  # noqa: F811 - the fixtures
    Person.objects.create(name="F. W. Murnau")
    page = desk("/admin/articles/work/add/")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("Nosferatu")
    tab_to(page, "year")
    page.keyboard.type("1922")
    page.locator("#id_credits-0-person ~ .select2 [role=combobox]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("murnau")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("F. W. Murnau")
    page.keyboard.press("Enter")
    page.locator("[name=credits-0-role]").focus()
    page.keyboard.type("dir")
    page.get_by_text("Add another Release").focus()
    page.keyboard.press("Enter")
    page.locator("[name=releases-0-when]").focus()
    page.keyboard.type("March 4, 1922")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("was added successfully")).to_be_visible()
    work = Work.objects.get()
    assert (work.name, work.year) == ("Nosferatu", 1922)
    assert list(work.credits.values_list("person__name", "role")) == [("F. W. Murnau", "director")]
    assert list(work.releases.values_list("date", "precision")) == [(date(1922, 3, 4), "day")]
    assert complaints == []


def test_people_are_put_into_order_by_buttons(desk, complaints):  # noqa: F811 - the fixtures
    work = Work.objects.create(name="Nosferatu")
    for position, name in enumerate(("First", "Second")):
        person = Person.objects.create(name=name)
        work.credits.create(person=person, position=position)
    page = desk(f"/admin/articles/work/{work.pk}/change/")
    page.get_by_role("button", name="Move this person down").first.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert list(work.credits.values_list("person__name", flat=True)) == ["Second", "First"]
    assert complaints == []
