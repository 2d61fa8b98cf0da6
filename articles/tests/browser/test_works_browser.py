"""Works at the desk in a real browser: the form's field, blocks that fill themselves, spoilers tied to a work, and the
link that leads to a sentence. By keyboard where a keyboard can."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from articles import works
from articles.models import Article, Release, Work
from articles.tests import factories
from articles.tests.browser.test_admin_browser import (  # noqa: F401 - fixtures
    body,
    complaints,
    desk,
    paste,
    press,
    write_new,
)
from articles.tests.browser.test_nodes_browser import answer, choose_picture, is_kept, slash, without_end

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LABELS = {
    "facts": "Facts of a work",
    "cast": "Cast of a work",
    "trailer": "Trailer of a work",
    "releases": "Release dates of a work",
}


@pytest.fixture
def iss(db) -> Work:
    work = factories.make_work(
        "I.S.S.", year=2024, running_time=95, age_rating="R", opens=date(2024, 1, 19),
        cast=(("Ariana DeBose", "Kira Foster"), ("Chris Messina", "Gordon Barrett")),
        trailer_url="https://vimeo.com/76979871", trailer_title="The trailer",
    )  # fmt: skip
    Release.objects.create(work=work, date=date(2024, 1, 26), territory="FR")
    return work


@pytest.fixture
def edit(desk) -> Callable[..., Page]:  # noqa: F811 - the fixture
    """The form of a draft about works, with the cursor in its text."""

    def begin(*about: Work, text: str = "", fragment: str = "") -> Page:
        article = factories.make_draft(body=text, works=[*about], featured_image=None)
        page = desk(f"/admin/articles/article/{article.pk}/change/{fragment}")
        expect(page.get_by_role("toolbar")).to_be_visible()
        if not fragment:
            page.locator(".tiptap").click()
        return page

    return begin


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="About")


def chosen(page: Page) -> str:
    return page.locator("input[name=works]").input_value()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").last


def insert(page: Page, show: str, make: Callable = slash) -> None:
    """A block of the article's main work: the tool, then one Enter."""
    make(page, LABELS[show])
    expect(dialog(page).get_by_role("combobox", name="Work")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def change(page: Page) -> None:
    page.get_by_role("group", name="Work").get_by_role("button", name="Change").click()
    expect(dialog(page)).to_be_visible()


def keep(page: Page) -> None:
    dialog(page).get_by_label("Title", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


class TestBlocks:
    @pytest.mark.parametrize("make", [press, slash], ids=["toolbar", "keyboard"])
    @pytest.mark.parametrize("show", LABELS)
    def test_each_is_inserted_with_one_enter_and_shown_filled(self, edit, iss, complaints, show, make):  # noqa: F811 - fixture
        page = edit(iss)
        insert(page, show, make)
        assert without_end(body(page)) == factories.work_html(iss, show)
        assert is_kept(without_end(body(page)))
        block = page.get_by_role("group", name="Work")
        for words in {
            "facts": ("Running time", "95 minutes", "January 19, 2024 (US theaters)"),
            "cast": ("Ariana DeBose", "Kira Foster", "Gordon Barrett"),
            "trailer": ("The trailer", "https://vimeo.com/76979871"),
            "releases": ("US theaters", "January 19, 2024", "France theaters", "January 26, 2024"),
        }[show]:
            expect(block).to_contain_text(words)
        page.keyboard.type("After")
        assert body(page) == factories.work_html(iss, show) + "<p>After</p>"
        assert complaints == []

    def test_another_work_is_chosen_by_typing(self, edit, iss):
        factories.make_work("Spirited Away", original_name="Sen to Chihiro no kamikakushi")
        page = edit()
        slash(page, LABELS["facts"])
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Choose the work it shows.")
        page.keyboard.type("iss")
        page.keyboard.press("Enter")  # before the suggestions are there
        expect(dialog(page).get_by_placeholder("95 minutes")).to_be_visible()
        page.keyboard.type("chihi")
        expect(dialog(page).get_by_role("option", name="Spirited Away")).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(dialog(page).get_by_placeholder("Sen to Chihiro no kamikakushi")).to_be_visible()
        keep(page)
        assert without_end(body(page)) == factories.work_html(Work.objects.get(name="Spirited Away"))

    def test_says_that_there_is_nothing_to_show_yet(self, edit):
        bare = factories.make_work("Bare")
        page = edit(bare)
        slash(page, LABELS["cast"])
        expect(dialog(page)).to_contain_text("The work says nothing of this yet")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Work")).to_contain_text(
            "Nothing to show yet: the work has no cast."
        )
        assert without_end(body(page)) == factories.work_html(bare, "cast")

    def test_text_that_names_no_work_is_not_taken_for_one(self, edit, iss):
        page = edit(iss)
        slash(page, LABELS["facts"])
        expect(dialog(page).get_by_role("combobox", name="Work")).to_be_focused()
        page.keyboard.type("Unheard of")
        dialog(page).get_by_label("Title", exact=True).focus()
        page.keyboard.press("Enter")
        expect(dialog(page).get_by_text("Choose one of the works found, or make this one.")).to_be_visible()

    def test_overrides_and_leaves_out(self, edit, iss):
        page = edit(iss)
        slash(page, LABELS["facts"])
        expect(dialog(page).get_by_placeholder("95 minutes")).to_be_visible()
        dialog(page).get_by_label("Running time", exact=True).focus()
        page.keyboard.type("an hour & a half")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(dialog(page).get_by_label("Leave out: Rating")).to_be_focused()
        page.keyboard.press("Space")
        dialog(page).get_by_role("button", name="Add a row").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("Seen at")
        page.keyboard.press("Tab")
        page.keyboard.type("a cinema")
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_have_count(0)
        rows = (
            "<div><dt>Running time</dt><dd>an hour &amp; a half</dd></div><div><dt>Rating</dt><dd></dd></div>"
            "<div><dt>Seen at</dt><dd>a cinema</dd></div>"
        )
        assert without_end(body(page)) == factories.work_html(iss, overrides=rows)
        assert is_kept(without_end(body(page)))
        block = page.locator(".desk-work__rows")
        expect(block.locator(".is-own").first).to_contain_text("an hour & a half")
        expect(block.locator(".is-own").first).to_contain_text("only here")
        expect(block.locator(".is-own").first).to_contain_text("the work says: 95 minutes")
        expect(block.locator(".is-own").last).to_contain_text("added here")
        expect(block.locator(".is-left-out")).to_contain_text("left out here")

    def test_clearing_goes_back_to_the_work(self, edit, iss):
        rows = "<div><dt>Running time</dt><dd>long</dd></div><div><dt>Rating</dt><dd></dd></div>"
        page = edit(iss, text=factories.work_html(iss, overrides=rows))
        change(page)
        expect(dialog(page).get_by_label("Running time", exact=True)).to_have_value("long")
        dialog(page).get_by_label("Running time", exact=True).fill("")
        dialog(page).get_by_label("Leave out: Rating").uncheck()
        keep(page)
        assert without_end(body(page)) == factories.work_html(iss)

    @pytest.mark.parametrize(
        ("show", "rows"),
        [
            ("facts", '<div><dt>rating</dt><dd><em>R</em>, <a href="/x/">see</a></dd></div><div><dt>Year</dt><dd></dd></div>'),
            ("facts", "<div><dt>Sound <em>mix</em></dt><dd>Dolby</dd></div><div><dt>Budget</dt><dd></dd></div>"),
            ("cast", "<div><dt>Chris Messina</dt><dd></dd></div><div><dt>Ariana DeBose</dt><dd>the biologist</dd></div>"),
            ("cast", "<div><dt>Nobody There</dt><dd>a ghost</dd></div>"),
            ("releases", "<div><dt>France theaters</dt><dd>soon</dd></div>"),
        ],
    )  # fmt: skip
    def test_reopened_and_kept_as_it_is_changes_no_byte(self, edit, iss, show, rows):
        stored = factories.work_html(iss, show, overrides=rows)
        assert is_kept(stored)
        page = edit(iss, text=stored)
        expect(page.locator(".desk-work__row").first).to_be_visible()
        page.locator(".tiptap").evaluate(
            "surface => surface.editor.commands.setContent(surface.editor.getJSON())"
        )
        assert without_end(body(page)) == stored
        change(page)
        keep(page)
        page.locator(".tiptap").evaluate("surface => surface.editor.commands.insertContentAt(0, '<p>x</p>')")
        assert without_end(body(page)) == "<p>x</p>" + stored
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert Article.objects.get().working_copy.snapshot["body"] == "<p>x</p>" + stored

    def test_what_is_copied_here_arrives_here_unchanged(self, edit, iss):
        stored = factories.work_html(iss, overrides="<div><dt>Rating</dt><dd>R <em>here</em></dd></div>")
        page = edit()
        paste(page, stored)
        assert without_end(body(page)) == stored

    def test_a_trailer_has_a_title_and_a_picture_of_its_own(self, edit, iss, sample_media):
        still = factories.make_image_with_files()
        page = edit(iss)
        slash(page, LABELS["trailer"])
        dialog(page).get_by_role("button", name="Choose another picture").focus()
        page.keyboard.press("Enter")
        choose_picture(page, still)
        expect(dialog(page)).to_contain_text(f"Picture: {still.alt}")
        answer(page, Title="Watch it")
        expected = (
            f'<div class="work" data-work="{iss.uid}" data-show="trailer" data-title="Watch it" data-image="{still.uid}">'
            "Trailer</div>"
        )
        assert without_end(body(page)) == expected
        assert is_kept(expected)
        expect(page.get_by_role("group", name="Work")).to_contain_text("title and picture only here")
        change(page)
        dialog(page).get_by_role("button", name="The work's picture").click()
        dialog(page).get_by_label("Title", exact=True).fill("")
        keep(page)
        assert without_end(body(page)) == factories.work_html(iss, "trailer")

    def test_a_refusal_leads_past_a_trailer_to_the_picture_it_is_about(self, edit, iss, sample_media):
        Work.objects.filter(pk=iss.pk).update(trailer_image=factories.make_image_with_files())
        unanswered = factories.make_image(alt="", credit="Us")
        page = edit(text=factories.work_html(iss, "trailer") + factories.picture_html(unanswered))
        page.get_by_role("button", name="Publish").click()
        page.get_by_role("link", name="Answer it here").click()
        expect(page.get_by_role("figure", name="Picture").get_by_role("button").first).to_be_focused()

    def test_stands_in_a_spoiler_and_is_reached_by_keyboard(self, edit, iss):
        page = edit(iss)
        slash(page, "Spoiler")
        page.keyboard.type("Who is in it")
        page.keyboard.press("Enter")
        insert(page, "cast")
        assert f"<summary>Who is in it</summary>{factories.work_html(iss, 'cast')}" in body(page)
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Work").get_by_role("button", name="Change")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert "data-show" not in body(page)

    def test_says_that_a_work_is_gone(self, edit, iss):
        gone = factories.work_html(iss).replace(iss.uid, "0" * 32)
        page = edit(text=f"<p>x</p>{gone}")
        expect(page.get_by_role("group", name="Work")).to_contain_text("This work is not there any more")
        assert body(page) == f"<p>x</p>{gone}"

    def test_shows_a_change_when_one_comes_back(self, edit, iss, context):
        page = edit(iss, text=factories.work_html(iss))
        block = page.get_by_role("group", name="Work")
        expect(block).to_contain_text("95 minutes")
        with context.expect_page() as opened:
            block.get_by_role("link", name="Open the work").click()
        expect(opened.value).to_have_url(
            f"{page.url.partition('/admin/')[0]}/admin/articles/work/{iss.pk}/change/"
        )
        before = works.told(iss)
        Work.objects.filter(pk=iss.pk).update(running_time=96)
        works.settle(iss, before=before)
        opened.value.close()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(block).to_contain_text("96 minutes")


class TestSpoilers:
    STORED = '<details class="spoiler"{}><summary>The end</summary><p>She goes home.</p></details>'

    def moment(self, page: Page) -> None:
        page.get_by_role("button", name="What it gives away").focus()
        page.keyboard.press("Enter")
        expect(dialog(page).get_by_role("combobox", name="Work")).to_be_focused()

    def test_names_a_work_and_a_moment(self, edit, iss, complaints):  # noqa: F811 - fixture
        page = edit(iss, text=self.STORED.format(""))
        self.moment(page)
        answer(page, Episode="03", Opens_so_many_days_after_its_release="14")
        expected = self.STORED.format(f' data-work="{iss.uid}" data-episode="3" data-days="14"')
        assert without_end(body(page)) == expected
        assert is_kept(expected)
        frame = page.get_by_role("group", name="Spoiler")
        expect(frame).to_contain_text("I.S.S., episode 3; opens 14 days after release")
        self.moment(page)
        dialog(page).get_by_label("Episode", exact=True).fill("")
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_have_count(0)
        assert without_end(body(page)) == self.STORED.format(f' data-work="{iss.uid}" data-days="14"')
        self.moment(page)
        dialog(page).get_by_role("button", name="It names no work").click()
        expect(page.locator("dialog")).to_have_count(0)
        assert without_end(body(page)) == self.STORED.format("")
        expect(frame).to_contain_text("folded for readers until they open it")
        assert complaints == []

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"Episode": "0"}, "The episode is a whole number from 1 to 9999."),
            ({"Episode": "three"}, "The episode is a whole number from 1 to 9999."),
            ({"Opens so many days after its release": "3651"}, "The days are a whole number from 1 to 3650."),
            ({"Opens so many days after its release": "1.5"}, "The days are a whole number from 1 to 3650."),
            ({"Work": "", "Episode": "3"}, "Choose the work first: an episode and days are counted from it."),
            ({"Work": "Unheard of"}, "Choose one of the works found, or make this one."),
        ],
    )
    def test_bad_input_gets_a_sentence(self, edit, iss, given, sentence):
        page = edit(iss, text=self.STORED.format(""))
        self.moment(page)
        for label, value in given.items():
            dialog(page).get_by_label(label, exact=True).fill(value)
        dialog(page).get_by_role("button", name="Keep").click()
        expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
        assert without_end(body(page)) == self.STORED.format("")

    def test_opened_and_saved_it_changes_no_byte(self, edit, iss):
        stored = self.STORED.format(f' data-work="{iss.uid}" data-days="7"') + self.STORED.format("")
        page = edit(text=stored)
        page.locator(".tiptap p").first.click()
        page.keyboard.press("End")
        page.keyboard.type("x")
        page.keyboard.press("Backspace")
        assert body(page) == stored


class TestTheForm:
    def test_works_by_keyboard(self, desk, iss, complaints):  # noqa: F811 - fixtures
        bear = factories.make_work("The Bear", kind="series", year=2022)
        page = write_new(desk)
        page.keyboard.type("About two")
        field(page).focus()
        page.keyboard.type("bea")
        expect(page.get_by_role("option", name="The Bear Series, 2022")).to_be_visible()
        page.keyboard.press("Enter")
        page.keyboard.type("i.s.s")
        page.keyboard.press("Enter")
        chips = page.locator(".tag-box--works").get_by_role("list", name="Chosen").get_by_role("listitem")
        expect(chips).to_have_count(2)
        assert chosen(page) == f"{bear.pk},{iss.pk}"
        expect(chips.nth(0)).to_contain_text("main")
        chips.nth(1).get_by_role("button", name="Move I.S.S. forward").focus()
        page.keyboard.press("Alt+ArrowLeft")
        assert chosen(page) == f"{iss.pk},{bear.pk}"
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert Article.objects.get().working_copy.snapshot["works"] == [iss.pk, bear.pk]
        expect(chips.nth(0)).to_contain_text("I.S.S.Film, 2024")
        chips.nth(0).get_by_role("button", name="Remove the work I.S.S.").focus()
        page.keyboard.press("Enter")
        expect(field(page)).to_be_focused()
        assert chosen(page) == str(bear.pk)
        assert complaints == []

    def test_makes_one_in_place(self, desk, complaints):  # noqa: F811 - fixtures
        page = write_new(desk)
        page.keyboard.type("New")
        field(page).focus()
        page.keyboard.type("The Pitt")
        expect(page.get_by_role("option", name="Make “The Pitt”")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Kind")).to_be_focused()
        page.keyboard.type("ser")
        page.keyboard.press("Enter")
        expect(page.locator(".tag-box--works")).to_contain_text("The Pitt")
        expect(field(page)).to_be_focused()
        work = Work.objects.get()
        assert (work.name, work.kind) == ("The Pitt", "series")
        assert chosen(page) == str(work.pk)
        assert complaints == []

    def test_offers_the_one_that_is_there(self, desk, iss):  # noqa: F811 - fixture
        page = write_new(desk)
        field(page).focus()
        page.keyboard.type("Unheard of")
        expect(page.get_by_role("option", name="Make “Unheard of”")).to_be_visible()
        page.keyboard.press("Enter")
        page.get_by_label("Name", exact=True).fill("iss")
        page.keyboard.press("Enter")
        expect(page.get_by_text("There is a film of this name already.")).to_be_visible()
        expect(page.get_by_role("button", name="Use that one")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".tag-box--works")).to_contain_text("I.S.S.")
        assert chosen(page) == str(iss.pk)
        assert Work.objects.count() == 1

    def test_says_what_was_typed_and_not_chosen(self, desk):  # noqa: F811 - fixture
        page = write_new(desk)
        field(page).focus()
        page.keyboard.type("Almost")
        page.keyboard.press("Tab")
        expect(page.get_by_text("“Almost” is not chosen yet")).to_be_visible()
        expect(field(page)).to_have_value("Almost")

    def test_tags_are_as_they_were(self, desk):  # noqa: F811 - fixture
        page = write_new(desk)
        box = page.get_by_role("combobox", name="Tags")
        box.focus()
        page.keyboard.type("Space, Film")
        page.keyboard.press("Enter")
        page.keyboard.type("space")
        page.keyboard.press("Tab")
        assert page.locator("input[name=tags]").input_value() == "Space, Film"

    def test_rating_and_verdict_are_for_reviews(self, desk):  # noqa: F811 - fixture
        page = write_new(desk)
        part = page.locator("fieldset.desk-review")
        expect(part).to_be_hidden()
        page.get_by_text("Publishing", exact=True).click()
        page.locator("#id_format").select_option("review")
        expect(page.locator("#id_rating")).to_be_visible()
        page.locator("#id_rating").fill("7")
        page.get_by_label("Headline").fill("Too good")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("The rating is higher than the scale")).to_be_visible()
        expect(page.locator("#id_rating")).to_have_value("7")


class TestSentences:
    TEXT = (
        "<p>Before it.</p>" * 40
        + "<p>The film <cite>I.S.S.</cite> opens on “January 19,\u00a02024” — everywhere"
        '<span class="footnote">in the <em>US</em></span>. More.</p>'
        + "<p>After it.</p>" * 40
    )  # fmt: skip

    def open(self, edit, sentence: str, phrase: str = "", text: str = "") -> Page:
        asked = f"#sentence={quote(sentence)}" + (f"&phrase={quote(phrase)}" if phrase else "")
        return edit(text=text or self.TEXT, fragment=asked)

    def selected(self, page: Page, words: str) -> None:
        page.wait_for_function("words => document.getSelection().toString() === words", arg=words)
        expect(page.get_by_role("textbox", name="Body")).to_be_focused()

    def test_the_phrase_is_selected_and_in_sight(self, edit):
        page = self.open(
            edit, 'The film I.S.S. opens on "January 19, 2024" - everywhere.', "january 19, 2024"
        )
        self.selected(page, "January 19,\u00a02024")
        expect(page.locator(".tiptap cite")).to_be_in_viewport()
        page.keyboard.type("May 1, 2025")
        assert "opens on “May 1, 2025” — everywhere" in body(page)

    def test_without_a_phrase_the_sentence_is(self, edit):
        page = self.open(edit, "the film ISS opens".replace("ISS", "I.S.S."))
        self.selected(page, "The film I.S.S. opens")

    def test_what_is_gone_is_said(self, edit, complaints):  # noqa: F811 - fixture
        page = self.open(edit, "100% new & “different”")
        notice = page.get_by_text("This sentence is not in the text any more: “100% new & “different””")
        expect(notice).to_be_in_viewport()
        assert complaints == []

    def test_in_an_override_the_block_is_selected(self, edit, iss):
        rows = "<div><dt>Release date</dt><dd>January 5, 2024</dd></div>"
        page = self.open(edit, "January 5, 2024", text=f"<p>x</p>{factories.work_html(iss, overrides=rows)}")
        expect(page.locator(".desk-block--work.ProseMirror-selectednode")).to_be_visible()
