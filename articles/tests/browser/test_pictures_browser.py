"""Pictures as an editor handles them in a real browser: dropped, answered, focused, chosen, seen on the page."""

import re
from pathlib import Path

import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw
from playwright.sync_api import Page, expect

from articles.models import Article, Image
from articles.tests import factories
from articles.tests.browser.test_admin_browser import (  # noqa: F401 - fixtures
    PASSWORD,
    complaints,
    desk,
    press,
    write_new,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIBRARY = "/admin/articles/image/"
DEVELOPED = 60_000  # milliseconds: in tests every file of a picture is made while the upload waits
# The browser's own note of an answer that was a refusal: the page says it in words.
_REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of 4(00|09)")


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """Two pictures, and a text that calls itself one."""
    made = {}
    for name, colour in (("moon.png", "navy"), ("train.png", "maroon")):
        picture = PillowImage.new("RGB", (800, 450), colour)
        ImageDraw.Draw(picture).ellipse((100, 50, 300, 250), "gold")
        picture.save(tmp_path / name)
        made[name] = tmp_path / name
    made["notes.jpg"] = tmp_path / "notes.jpg"
    made["notes.jpg"].write_text("not a picture")
    return made


def real_complaints(found: list[str]) -> list[str]:
    return [text for text in found if not _REFUSAL.search(text)]


def drop(page: Page, *paths: Path) -> None:
    """Let files go over the page."""
    files = [[path.name, list(path.read_bytes())] for path in paths]
    data = page.evaluate_handle(
        """(files) => {
            const data = new DataTransfer()
            for (const [name, bytes] of files) data.items.add(new File([Uint8Array.from(bytes)], name))
            return data
        }""",
        files,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("#content", event, {"dataTransfer": data})


def card_of(page: Page, image: Image):
    return page.locator(f".picture-card[data-pk='{image.pk}']")


def test_from_the_drop_to_the_page(desk, complaints, files, sample_media):  # noqa: F811 - fixtures
    page = desk(LIBRARY)
    drop(page, files["moon.png"], files["notes.jpg"])
    expect(page.get_by_text("1 picture added, 1 refused.")).to_be_visible(timeout=DEVELOPED)
    refused = page.locator(".upload-row", has_text="notes.jpg")
    expect(refused).to_contain_text("This file is not a JPEG, PNG or WebP picture.")
    row = page.locator(".upload-row", has_text="moon.png")
    row.get_by_label("Alt text").last.fill("A golden moon")
    row.get_by_label("Credit").fill("The art desk")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Saved. It can go live.")
    moon = Image.objects.get()
    expect(card_of(page, moon)).to_contain_text("A golden moon")

    card_of(page, moon).get_by_role("link").click()
    square = page.locator(".crop--square svg")
    expect(square).to_have_attribute("viewBox", "175 0 450 450")
    frame = page.locator(".focal__frame").bounding_box()
    page.mouse.click(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] / 3)
    expect(square).to_have_attribute("viewBox", "0 0 450 450")
    expect(
        page.get_by_role("button", name="Focal point: 25 % from the left, 33 % from the top")
    ).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".picture-card")).to_have_count(1)
    moon.refresh_from_db()
    assert (moon.focal_x, moon.focal_y) == (pytest.approx(0.35, abs=0.01), pytest.approx(0.343, abs=0.01))

    page = write_new(desk)
    page.keyboard.type("About the moon")
    page.locator(".tiptap").click()
    page.keyboard.type("Look:")
    press(page, "Picture")
    expect(page.get_by_role("searchbox", name="Search pictures")).to_be_focused()
    page.keyboard.type("golden")
    expect(page.locator("dialog .picture-card")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".tiptap .desk-block--picture img")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="View on site").first.click()
    expect(page.get_by_role("img", name="A golden moon")).to_be_visible()
    expect(page.get_by_text("The art desk")).to_be_visible()
    assert real_complaints(complaints) == []


def test_the_same_file_twice(desk, files):  # noqa: F811
    page = desk(LIBRARY)
    drop(page, files["moon.png"])
    expect(page.get_by_text("1 picture added.")).to_be_visible(timeout=DEVELOPED)
    page = desk(LIBRARY)
    drop(page, files["moon.png"])
    expect(page.get_by_text("This very file is in the library already, as “moon.png”.")).to_be_visible()
    assert f"{Image.objects.get().pk}/change/" in page.get_by_role("link", name="Open it").get_attribute(
        "href"
    )
    page.get_by_role("button", name="Upload it anyway").click()
    expect(page.get_by_text("1 picture added.")).to_be_visible(timeout=DEVELOPED)
    assert Image.objects.count() == 2


def test_one_credit_for_everything_just_added(desk, files):  # noqa: F811
    page = desk(LIBRARY)
    page.locator(".file-button input").set_input_files([files["moon.png"], files["train.png"]])
    expect(page.get_by_text("2 pictures added.")).to_be_visible(timeout=DEVELOPED)
    page.get_by_label("One credit for all").fill("The Studio")
    page.get_by_role("button", name="Credit all of these").click()
    expect(page.get_by_text("Credited 2 pictures.")).to_be_visible()
    assert set(Image.objects.values_list("credit", flat=True)) == {"The Studio"}


def test_the_library_by_keyboard(desk):  # noqa: F811
    images = [factories.make_image(alt=f"Picture {number}") for number in range(3)]
    page = desk(LIBRARY)
    page.locator(".picture-card__face").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(images[0].alt)
    page.go_back()
    page.locator("body").press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_label("Missing").select_option("credit")
    expect(page.get_by_text("No picture fits.")).to_be_visible()


def test_choosing_by_keyboard_alone(desk):  # noqa: F811
    for number in range(30):
        factories.make_image(alt=f"Picture {number:02}", credit="Maker", caption="")
    page = write_new(desk)
    choose = page.get_by_role("button", name="Choose a picture")
    choose.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog .picture-card")).to_have_count(24)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Picture 29")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")  # the next page comes by itself
    expect(page.locator("dialog .picture-card")).to_have_count(30)
    expect(page.get_by_role("button", name="Picture 05")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(choose).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog .picture-card")).to_have_count(24)
    page.keyboard.type("12")
    expect(page.locator("dialog .picture-card")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".picture-field__words")).to_contain_text("Picture 12")
    assert page.locator("[name=featured_image]").input_value() == str(Image.objects.get(alt="Picture 12").pk)


def test_uploads_in_place_refuses_in_words_and_asks_what_is_missing(desk, files, sample_media):  # noqa: F811
    page = write_new(desk)
    page.get_by_role("button", name="Choose a picture").click()
    dialog = page.get_by_role("dialog")
    chooser = page.locator("dialog .file-button input")
    chooser.set_input_files(files["notes.jpg"])
    expect(dialog).to_contain_text("This file is not a JPEG, PNG or WebP picture.")
    dialog.get_by_role("button", name="Dismiss").click()
    chooser.set_input_files(files["moon.png"])
    expect(dialog).to_contain_text("Two questions before readers may see it", timeout=DEVELOPED)
    page.keyboard.type("A golden moon")
    dialog.get_by_label("Credit").fill("Me")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A golden moon · Credit: Me")).to_be_visible()
    assert page.locator("[name=featured_image]").input_value() == str(Image.objects.get().pk)


def test_what_is_missing_is_asked_before_choosing(desk):  # noqa: F811
    factories.make_image(alt="", credit="", caption="Unanswered")
    page = write_new(desk)
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_role("button", name="Unanswered No credit No alt text").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Before readers may see this picture, it needs an answer:")
    page.keyboard.press("Escape")  # one step back, not out
    expect(page.get_by_role("button", name="Unanswered")).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_label("Decorative: it tells nothing").check()
    dialog.get_by_label("Credit").fill("Somebody")
    dialog.get_by_role("button", name="Save and use").click()
    expect(page.locator(".picture-field__words")).to_have_text("Unanswered · Credit: Somebody")
    expect(page.get_by_label("As in the library: decorative")).to_be_checked()


def test_three_states_of_alt_text_and_the_way_from_the_refusal(desk):  # noqa: F811
    silent = factories.make_image(alt="", credit="Maker", caption="Silent")
    spoken = factories.make_image(alt="Spoken words")
    article = factories.make_draft(featured_image=spoken, body=f"<p>A</p>{factories.picture_html(silent)}")
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_label("As in the library: “Spoken words”")).to_be_checked()
    page.get_by_label("Another text here").check()
    page.keyboard.type("Other words")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_label("Another text here")).to_be_checked()
    page.get_by_role("link", name="Answer it here").click()
    expect(page.locator(".desk-block--picture button", has_text="Alt text")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Decorative here").check()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="View on site").first).to_be_visible()
    live = Article.objects.published().get()
    assert (live.featured_alt, live.featured_is_decorative) == ("Other words", False)
    page.get_by_label("Decorative here: screen readers").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_label("Decorative here: screen readers")).to_be_checked()
    assert Article.objects.get().featured_is_decorative


def test_fits_a_phone(desk, sample_media):  # noqa: F811
    image = factories.make_image_with_files()
    page = desk(LIBRARY)
    page.set_viewport_size({"width": 390, "height": 844})
    for path in (LIBRARY, f"{LIBRARY}{image.pk}/change/", f"{LIBRARY}to-replace/", f"{LIBRARY}add/"):
        page = desk(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_works_without_script(live_server, browser, browser_context_args, files):
    user = factories.make_user("Editors", password=PASSWORD)
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    page.goto(live_server.url + LIBRARY)
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Add pictures").set_input_files(
        [files["moon.png"], files["notes.jpg"], files["train.png"]]
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".messagelist li")).to_have_count(3, timeout=DEVELOPED)
    expect(page.locator(".picture-card")).to_have_count(2)
    page.get_by_role("link", name="Describe and credit it").first.click()
    page.get_by_text("Focal point in numbers").click()
    page.get_by_label("Focal point from the left").fill("0.2")
    page.get_by_role("button", name="Save", exact=True).click()
    assert 0.2 in Image.objects.values_list("focal_x", flat=True)
    page.context.close()
