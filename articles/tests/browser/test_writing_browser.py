"""Writing in a real browser: links, what typing alone does, and text pasted from other programs.

The pasted pages are our own, written as each program writes them; beside each stands what it becomes.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Image
from articles.tests import factories
from articles.tests.browser.test_admin_browser import (  # noqa: F401 - fixtures
    body,
    complaints,
    desk,
    paste,
    write_new,
)
from articles.tests.browser.test_nodes_browser import answer, is_kept, text  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTED = Path(__file__).parent / "pasted"


def test_links_to_an_article_found_by_its_headline(text):  # noqa: F811 - fixtures
    factories.make_article(headline="Why *Nosferatu* lasts", slug="nosferatu")
    page = text()
    page.keyboard.type("See ")
    page.keyboard.press("Control+k")
    page.keyboard.type("nosfer")
    expect(page.get_by_role("option", name="Why Nosferatu lasts")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    assert body(page) == '<p>See <a href="/articles/nosferatu/">Why Nosferatu lasts</a></p>'


def test_links_to_an_address_without_our_tracking(text, live_server):  # noqa: F811 - fixtures
    page = text()
    for address in (f"{live_server.url}/tags/space/?utm_source=x&page=2", "example.com/a?utm_source=y"):
        page.keyboard.press("Control+k")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Article or address").fill(address)
        dialog.get_by_label("Text").fill("there")
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_have_count(0)
        page.keyboard.type(" ")
    assert body(page) == (
        '<p><a href="/tags/space/?page=2">there</a> <a href="https://example.com/a?utm_source=y">there</a> </p>'
    )


def test_refuses_a_script_as_address(text):  # noqa: F811 - fixtures
    page = text()
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("A link begins with https://")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ('"Go," she said. "It\'s the \'90s"...', "<p>“Go,” she said. “It’s the ’90s”…</p>"),
        ("1999--2001 -- well", "<p>1999–2001 — well</p>"),
        ("## Part", "<h2>Part</h2>"),
        ("#### Part", "<h4>Part</h4>"),
        ("- one", "<ul><li>one</li></ul>"),
        ("1. one", "<ol><li>one</li></ol>"),
        ("> Words", "<blockquote><p>Words</p></blockquote>"),
        ("---After", "<hr><p>After</p>"),
        ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("and/or", "<p>and/or</p>"),
    ],
)
def test_typing_alone(text, typed, written):  # noqa: F811 - fixtures
    page = text()
    page.keyboard.type(typed)
    assert body(page) == written
    assert page.locator(".desk-slash").is_hidden()


def test_leaves_code_as_it_is_typed(text):  # noqa: F811 - fixtures
    page = text()
    page.keyboard.press("Control+e")
    page.keyboard.type('"a" -- b... TKTK')
    assert body(page) == '<p><code>"a" -- b... TKTK</code></p>'
    expect(page.locator(".desk-tk")).to_have_text("TKTK")


def test_writes_in_the_manner_of_the_language(desk):  # noqa: F811 - fixture
    page = desk("/admin/")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.lang = 'de' })"
    )
    write_new(desk)
    page.locator(".tiptap").click()
    page.keyboard.type('"Ja", sagt sie -- "gut"')
    assert body(page) == "<p>„Ja“, sagt sie – „gut“</p>"


@pytest.mark.parametrize("name", ["google_docs", "word", "pages", "wordpress", "plain"])
def test_pasted_text_becomes_clean(text, complaints, name):  # noqa: F811 - fixtures
    page = text()
    paste(page, (PASTED / f"{name}.html").read_text())
    written = body(page)
    assert written == (PASTED / f"{name}.clean.html").read_text().strip()
    assert is_kept(written)
    assert complaints == []


def test_a_pasted_picture_waits_and_comes_into_the_library(text, complaints):  # noqa: F811 - fixtures
    page = text()
    drawing = page.evaluate(
        """() => { const canvas = document.createElement("canvas"); canvas.width = canvas.height = 64
                   canvas.getContext("2d").fillRect(8, 8, 40, 40); return canvas.toDataURL("image/png") }"""
    )
    far = "https://pictures.example/far.jpg"
    paste(
        page,
        f'<p>Before</p><p><img src="{drawing}" alt="A square"></p><p><img src="{far}" alt="Far"></p><p>After</p>',
    )
    expect(page.get_by_text("2 pictures wait in the text")).to_be_visible()
    expect(page.get_by_role("link", name=far)).to_be_visible()
    assert f'<p>TK picture: Far <a href="{far}">{far}</a></p>' in body(page)
    page.get_by_role("button", name="Bring it into the library").click()
    answer(page, Credit="Me")
    expect(page.get_by_text("The picture is in the library")).to_be_visible()
    image = Image.objects.get()
    assert (image.alt, image.credit) == ("A square", "Me")
    assert body(page).startswith("<p>Before</p>" + factories.picture_html(image))
    page.get_by_role("button", name="Leave it out").click()
    assert body(page) == f"<p>Before</p>{factories.picture_html(image)}<p>After</p>"
    assert complaints == []
