"""Every node of the body made in a real browser: with the toolbar, and by keyboard alone.

What is expected is the markup of articles/body/README.md, byte for byte.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.body.vocabulary import sanitise
from articles.models import Article, Image
from articles.tests import factories
from articles.tests.browser.test_admin_browser import (  # noqa: F401 - fixtures
    body,
    complaints,
    desk,
    paste,
    press,
    write_new,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERY_NODE = Path(__file__).parent.parent / "body" / "every_node.html"
POST = "https://bsky.app/profile/ida.example/post/3kabcdefgh2x"
VIDEO = "https://vimeo.com/76979871"
FACTS = ("Release date", "Director", "Running time", "Where to watch", "Rating")


@pytest.fixture
def text(desk) -> Callable[[], Page]:  # noqa: F811 - the fixture
    """A new article with the cursor in its text."""

    def begin() -> Page:
        page = write_new(desk)
        page.locator(".tiptap").click()
        return page

    return begin


def slash(page: Page, name: str) -> None:
    """Make a node through the / menu."""
    page.keyboard.type("/" + name)
    expect(page.get_by_role("listbox", name="Insert")).to_be_visible()
    page.keyboard.press("Enter")


def answer(page: Page, **fields: str) -> None:
    """Fill a dialog's fields by their labels and press Enter; all by keyboard."""
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " "), exact=True).focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    dialog.locator("input[type=text]").last.focus()  # in a field of several lines Enter begins a new one
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)  # its answer is taken when it leaves the page


def choose_picture(page: Page, image: Image) -> None:
    """The nearest dialog's card of the picture, by keyboard."""
    card = page.get_by_role("dialog").last.get_by_role("button", name=image.alt).first
    card.focus()
    page.keyboard.press("Enter")


def is_kept(markup: str) -> bool:
    """What the editor wrote is what the server stores."""
    return sanitise(markup) == markup


def without_end(markup: str) -> str:
    """Without the empty paragraphs at the end, which the form takes away."""
    while markup.endswith("<p></p>"):
        markup = markup.removesuffix("<p></p>")
    return markup


Make = Callable[[Page, str], None]


def make_marks(page: Page, make: Make) -> str:
    written = []
    for name, tag, keys in (
        ("Bold", "strong", "Control+b"), ("Italic", "em", "Control+i"), ("Film title", "cite", "Control+Alt+i"),
        ("Code", "code", "Control+e"), ("Strike", "s", "Control+Shift+x"), ("Superscript", "sup", "Control+."),
        ("Subscript", "sub", "Control+,"),
    ):  # fmt: skip
        page.keyboard.type("a ")
        make(page, name)
        page.keyboard.type("word")
        page.keyboard.press(keys)
        page.keyboard.type(" b")
        page.keyboard.press("Enter")
        written.append(f"<p>a <{tag}>word</{tag}> b</p>")
    return "".join(written)


def make_headings(page: Page, make: Make) -> str:
    for name in ("Heading", "Smaller heading", "Smallest heading"):
        make(page, name)
        page.keyboard.type("Part")
        page.keyboard.press("Enter")
    return "<h2>Part</h2><h3>Part</h3><h4>Part</h4>"


def make_lists(page: Page, make: Make) -> str:
    make(page, "List")
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("inner")
    for _time in range(3):
        page.keyboard.press("Enter")
    make(page, "Numbered list")
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    return "<ul><li>one<ul><li>inner</li></ul></li></ul><ol><li>first</li></ol>"


def make_quote(page: Page, make: Make) -> str:
    make(page, "Quote")
    page.keyboard.type("Words")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Ida")
    page.keyboard.press("Enter")
    return "<blockquote><p>Words</p><footer>Ida</footer></blockquote>"


def make_frames(page: Page, make: Make) -> str:
    written = []
    for name, css_class in (
        ("Pull quote", "pullquote"), ("Content warning", "content-warning"), ("Editor's note", "editors-note"),
    ):  # fmt: skip
        make(page, name)
        page.keyboard.type("Words")
        page.keyboard.press("Control+Enter")
        written.append(f'<aside class="{css_class}"><p>Words</p></aside>')
    return "".join(written)


def make_verdict(page: Page, make: Make) -> str:
    make(page, "Verdict")
    answer(page, Score="3.5", Out_of="5")
    page.keyboard.type("Good")
    page.keyboard.press("Control+Enter")
    return '<aside class="verdict" data-score="3.5" data-scale="5"><p>Good</p></aside>'


def make_spoiler(page: Page, make: Make) -> str:
    make(page, "Spoiler")
    page.keyboard.type("the end")
    page.keyboard.press("Enter")
    page.keyboard.type("She stays")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    return '<details class="spoiler"><summary>the end</summary><p>She stays</p></details>'


def make_facts(page: Page, make: Make) -> str:
    make(page, "Fact box")
    page.keyboard.type("I.S.S.")
    page.keyboard.press("Enter")
    for _tab in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("Gabriela Cowperthwaite")
    page.keyboard.press("Control+Enter")
    row = "<div><dt>Director</dt><dd>Gabriela Cowperthwaite</dd></div>"
    return f'<aside class="factbox" data-title="I.S.S."><dl>{row}</dl></aside>'


def make_cast(page: Page, make: Make) -> str:
    make(page, "Cast list")
    for words in ("Ariana DeBose", "Kira Foster", "biologist", "Chris Messina", "Gordon"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+Enter")
    return (
        '<dl class="cast"><div><dt>Chris Messina</dt><dd>Gordon</dd></div>'
        '<div><dt>Ariana DeBose</dt><dd>Kira Foster</dd><dd class="note">biologist</dd></div></dl>'
    )


def make_table(page: Page, make: Make) -> str:
    make(page, "Table")
    answer(page, Columns="2", Rows="1")
    page.keyboard.type("Openings")
    for words in ("Country", "Day", "France", "January 26"):
        page.keyboard.press("Enter" if words == "Country" else "Tab")
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    return (
        '<table><caption>Openings</caption><thead><tr><th scope="col">Country</th><th scope="col">Day</th></tr></thead>'
        "<tbody><tr><td>France</td><td>January 26</td></tr></tbody></table>"
    )


def make_media(page: Page, make: Make) -> str:
    make(page, "Video")
    answer(page, Address=VIDEO, Title="The trailer")
    make(page, "Social post")
    answer(page, Address_of_the_post=f"{POST}?utm_source=x", What_it_says="Look.", Author="Ida (@ida)")
    make(page, "Recommended videos")
    make(page, "Recommended articles")
    return (
        f'<div class="video" data-url="{VIDEO}" data-title="The trailer"><a href="{VIDEO}">The trailer</a></div>'
        f'<figure class="social-post" data-url="{POST}"><blockquote><p>Look.</p></blockquote>'
        "<figcaption>Ida (@ida)</figcaption></figure>"
        '<div class="recommended" data-kind="videos">Recommended videos</div>'
        '<div class="recommended" data-kind="articles">Recommended articles</div>'
    )


def make_rest(page: Page, make: Make) -> str:
    page.keyboard.type("See")
    make(page, "Footnote") if make is press else page.keyboard.press("Control+Alt+f")
    page.keyboard.type("a ")
    page.keyboard.press("Control+Alt+i")
    page.keyboard.type("Title")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    make(page, "Rule")
    page.keyboard.type("End")
    return '<p>See<span class="footnote">a <cite>Title</cite></span>.</p><hr><p>End</p>'


PARTS = [
    make_marks, make_headings, make_lists, make_quote, make_frames, make_verdict, make_spoiler, make_facts, make_cast,
    make_table, make_media, make_rest,
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("make", [press, slash], ids=["toolbar", "keyboard"])
def test_makes_every_node(text, complaints, part, make):  # noqa: F811 - fixtures
    page = text()
    expected = part(page, make)
    written = without_end(body(page))
    assert written == expected
    assert is_kept(written)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Write a headline first")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("make", [press, slash], ids=["toolbar", "keyboard"])
def test_makes_pictures_and_galleries(text, complaints, sample_media, make):  # noqa: F811 - fixtures
    one, two = factories.make_image_with_files(), factories.make_image_with_files()
    page = text()
    make(page, "Picture")
    choose_picture(page, one)
    expect(page.get_by_role("figure", name="Picture")).to_be_visible()
    page.keyboard.type("Between")
    page.keyboard.press("Enter")
    make(page, "Gallery")
    dialog = page.get_by_role("dialog")
    for image in (one, two):
        page.keyboard.press("Enter")  # "Add a picture" has the focus
        choose_picture(page, image)
        expect(dialog.get_by_role("listitem").filter(has_text=image.alt)).to_be_visible()
    dialog.get_by_role("button", name="Move up: picture 2").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Keep").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Gallery")).to_be_visible()
    first, second = factories.picture_html(two), factories.picture_html(one)
    expected = f'{second}<p>Between</p><div class="gallery">{first}{second}</div>'
    assert without_end(body(page)) == expected
    assert is_kept(expected)
    assert complaints == []


def test_changes_no_byte_of_what_it_does_not_change(desk, sample_media, complaints):  # noqa: F811 - fixtures
    stored = EVERY_NODE.read_text()
    for number in range(1, 6):
        stored = stored.replace(f"{number:032d}", factories.make_image_with_files().uid)
    stored += (
        '<p><em><strong>Marks</strong></em> in <cite><a href="/x/">their</a></cite> order,\u00a0kept</p>'
    )
    stored += "<ul><li><p>p</p></li></ul>"
    assert sanitise(stored) == stored
    article = factories.make_draft(body=stored, featured_image=None)
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.locator(".tiptap > p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    assert body(page) == stored
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    article.refresh_from_db()
    assert article.working_copy.snapshot["body"] == stored
    assert complaints == []


def test_writes_every_node_anew_in_the_same_bytes(desk, sample_media):  # noqa: F811 - fixture
    stored = EVERY_NODE.read_text()
    article = factories.make_draft(body=stored, featured_image=None)
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.locator(".tiptap").evaluate(
        "surface => surface.editor.commands.setContent(surface.editor.getJSON())"
    )
    assert body(page) == stored


def test_what_is_copied_here_arrives_here_unchanged(text):
    page = text()
    stored = EVERY_NODE.read_text()
    copied = page.locator(".tiptap").evaluate(
        """(surface, stored) => {
            const { editor } = surface
            editor.commands.setContent(stored)
            editor.commands.selectAll()
            const { dom } = editor.view.serializeForClipboard(editor.state.selection.content())
            editor.chain().setContent("<p></p>").focus().run()
            return dom.innerHTML
        }""",
        stored,
    )
    paste(page, copied)
    assert without_end(body(page)) == stored


def test_the_toolbar_is_one_stop_and_says_what_is_pressed(text):
    page = text()
    page.keyboard.press("Alt+F10")
    bar = page.get_by_role("toolbar")
    expect(bar.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    assert bar.locator("button[tabindex='0']").count() == 1
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("x")
    page.keyboard.press("Alt+F10")
    for letter in "ArrowLeft", "End", "?":
        page.keyboard.press(letter)
    expect(page.get_by_role("dialog", name="Writing without the mouse")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Body").focus()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Writing without the mouse")).to_be_visible()
    assert body(page) == "<p><strong>x</strong></p>"


def test_moves_and_removes_blocks_by_keyboard(text):
    page = text()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    slash(page, "Pull quote")
    page.keyboard.type("two")
    page.keyboard.press("Alt+ArrowUp")
    assert body(page).startswith('<aside class="pullquote"><p>two</p></aside><p>one</p>')
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    assert body(page).startswith("<p>one</p>")


def test_table_rows_and_columns_come_and_go(text):
    page = text()
    slash(page, "Table")
    answer(page, Columns="1", Rows="1")
    page.keyboard.press("Enter")
    page.keyboard.type("a")
    page.keyboard.press("Tab")
    frame = page.get_by_role("group", name="Table")
    for name in ("Column right", "Row below", "Row below", "Delete row", "Header column"):
        frame.get_by_role("button", name=name).click()
    assert without_end(body(page)) == (
        '<table><thead><tr><th scope="col">a</th><th scope="col"></th></tr></thead><tbody><tr>'
        '<th scope="row"></th><td></td></tr><tr><th scope="row"></th><td></td></tr></tbody></table>'
    )
    frame.get_by_role("button", name="Remove").click()
    assert body(page) in ("", "<p></p>")


def test_a_body_of_each_atom_alone_is_stored(desk, sample_media):  # noqa: F811 - fixture
    for markup in (
        '<div class="recommended" data-kind="articles">Recommended articles</div>',
        '<aside class="verdict" data-score="4" data-scale="5"><p></p></aside>',
        f'<figure class="social-post" data-url="{POST}"><blockquote><p></p></blockquote><figcaption></figcaption></figure>',
        "<hr>",
    ):
        article = factories.make_draft(body="<p>x</p>" + markup)
        page = desk(f"/admin/articles/article/{article.pk}/change/")
        expect(page.get_by_role("toolbar")).to_be_visible()
        page.locator(".tiptap").evaluate("surface => surface.editor.commands.deleteRange({ from: 0, to: 3 })")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Saved.")).to_be_visible()
        article.refresh_from_db()
        assert article.working_copy.snapshot["body"] == markup
        assert Article.objects.filter(pk=article.pk).exists()
