"""An editor at work in a real browser: she signs in, writes, publishes, and reads what readers read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "a long enough pass phrase"
WORD_LIST = """<html><body><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>
first</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>second</p>
<p class=MsoNormal>After <span style='color:red'>red</span></p></body></html>"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console and the scripts complained of, policy violations among it."""
    found: list[str] = []
    page.on(
        "console",
        lambda message: found.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def desk(live_server, page: Page) -> Callable[[str], Page]:
    """Signs an editor in; call it with a path to go there."""
    factories.make_user("Editors", password=PASSWORD)
    user = factories.get_user_model().objects.get()
    factories.make_author("Ida Lupino", user=user)
    factories.make_section("Film")
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Write an article")).to_be_visible()

    def go(path: str) -> Page:
        page.goto(live_server.url + path)
        return page

    return go


def write_new(desk) -> Page:
    page = desk("/admin/articles/article/add/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    """Click a tool of the bar, or else of its Insert menu."""
    bar = page.get_by_role("toolbar")
    tool = bar.get_by_role("button", name=name, exact=True)
    if not tool.count():
        bar.get_by_role("button", name="Insert").click()
        tool = bar.get_by_role("menu").get_by_label(name, exact=True)
    tool.click()


def body(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def paste(page: Page, html: str) -> None:
    page.locator(".tiptap").evaluate(
        """(surface, html) => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        html,
    )


def test_writes_and_publishes_an_article_with_every_block(desk, complaints, sample_media):
    moon = factories.make_image_with_files()
    page = write_new(desk)
    expect(page.get_by_label("Headline")).to_be_focused()
    page.keyboard.type("Why *I.S.S.* frightens")
    page.get_by_label("Dek").fill("Who gets to go home?")
    page.locator(".tiptap").click()
    page.keyboard.type('She said "it\'s over"...')
    page.keyboard.press("Enter")
    press(page, "Smaller heading")
    page.keyboard.type("A part about ")
    press(page, "Film title")
    page.keyboard.type("I.S.S.")
    page.keyboard.press("Enter")
    page.keyboard.type("Then")
    press(page, "Picture")
    page.get_by_role("button", name=moon.alt).click()
    page.keyboard.type("After the picture")
    press(page, "Video")
    page.get_by_role("dialog").get_by_label("Address").fill("nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This is not an address")
    page.get_by_role("dialog").get_by_label("Address").fill("https://vimeo.com/76979871")
    page.get_by_role("dialog").get_by_label("Title").fill("The trailer")
    page.keyboard.press("Enter")
    press(page, "Recommended videos")
    page.keyboard.type("Sample text.")
    press(page, "Editor's note")
    page.get_by_label("Tags").fill("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_role("button", name=moon.alt).click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="View on site").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Why I.S.S. frightens")
    expect(page.get_by_text("She said “it’s over”…")).to_be_visible()
    article = Article.objects.published().get()
    assert article.body == (
        "<p>She said “it’s over”…</p><h3>A part about <cite>I.S.S.</cite></h3><p>Then</p>"
        f'<figure class="picture" data-image="{moon.uid}"><figcaption></figcaption></figure><p>After the picture</p>'
        '<div class="video" data-url="https://vimeo.com/76979871" data-title="The trailer">'
        '<a href="https://vimeo.com/76979871">The trailer</a></div>'
        '<div class="recommended" data-kind="videos">Recommended videos</div>'
        '<aside class="editors-note"><p>Sample text.</p></aside>'
    )
    assert [tag.name for tag in article.tags.all()] == ["Space"]
    assert [byline.author.name for byline in article.byline_list] == ["Ida Lupino"]
    assert complaints == []


def test_opening_and_saving_changes_no_byte(desk, sample_media):
    image = factories.make_image_with_files()
    stored = (
        '<p>A <strong>b</strong> <em>c</em> <cite>d</cite> <a href="https://example.com/?a=1&amp;b=2">e</a><br>f</p>'
        "<h2>H</h2><h3>H</h3><h4>H</h4><ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>"
        "<blockquote><p>q</p></blockquote><hr>"
        + factories.picture_html(
            image, attributes=' data-alt="Own &quot;words&quot;"', caption="C <cite>t</cite>"
        )
        + factories.picture_html(image, attributes=' data-decorative="true"')
        + '<div class="video" data-url="https://example.com/v" data-title="T" data-image="'
        + image.uid
        + '"><a href="https://example.com/v">T</a></div>'
        f'<div class="recommended" data-kind="videos" data-articles="{"a" * 32}">Recommended videos</div>'
        '<aside class="editors-note"><p>n</p></aside>'
    )
    article = factories.make_draft(body=stored)
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


@pytest.mark.parametrize("kind", ["Recommended videos", "Video", "Picture"])
def test_a_body_of_one_block_is_not_lost(desk, sample_media, kind):
    image = factories.make_image_with_files()
    page = write_new(desk)
    page.keyboard.type("One block")
    page.locator(".tiptap").click()
    press(page, kind)
    if kind == "Video":
        page.get_by_role("dialog").get_by_label("Address").fill("https://vimeo.com/76979871")
        page.keyboard.press("Enter")
    if kind == "Picture":
        page.get_by_role("button", name=image.alt).click()
    expect(page.locator(".desk-block")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert kind.split()[0].lower() in Article.objects.get().body


def test_by_keyboard_alone(desk):
    page = write_new(desk)
    keys = page.keyboard
    keys.type("By hand")
    keys.press("Tab")
    keys.press("Tab")
    expect(page.get_by_role("toolbar").locator("button").first).to_be_focused()  # one stop, arrows within
    keys.press("ArrowRight")
    expect(page.get_by_role("button", name="Smaller heading")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("textbox", name="Body")).to_be_focused()
    keys.type("Some text.")
    for _stop in range(30):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "_publish":
            break
    keys.press("Enter")
    expect(page.get_by_role("link", name="View on site").first).to_be_visible()
    assert Article.objects.published().get().headline == "By hand"


def test_pasted_word_text_becomes_clean(desk):
    page = write_new(desk)
    page.locator(".tiptap").click()
    paste(page, WORD_LIST)
    assert body(page) == "<ul><li><p>first</p></li><li><p>second</p></li></ul><p>After red</p>"


def test_preview_shows_what_is_not_saved(desk, context):
    page = write_new(desk)
    page.keyboard.type("Not saved *yet*")
    page.locator(".tiptap").click()
    page.keyboard.type("Fresh words.")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    expect(opened.value.get_by_text("Fresh words.")).to_be_visible()
    assert not Article.objects.exists()


def test_works_without_script(live_server, browser, browser_context_args):
    user = factories.make_user("Editors", password=PASSWORD)
    factories.make_section("Film")
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Write an article").click()
    page.locator("[name=headline]").fill("Plain")
    page.locator("[name=body]").fill("<p>Plain text.</p>")
    page.locator("[name=tags]").fill("one, two")
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="View on site").first.click()
    expect(page.get_by_text("Plain text.")).to_be_visible()
    page.context.close()
