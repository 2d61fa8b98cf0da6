"""Nothing typed is lost: closed tabs, dead lines, ended sessions, two people at once, in a real browser."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from articles import snapshots
from articles.models import Article, Sitting
from articles.tests import factories
from articles.tests.browser.test_admin_browser import PASSWORD, complaints, desk, write_new  # noqa: F401 - fixtures
from articles.tests.browser.test_two_editors_browser import save, sit_down  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign(page: Page):
    return page.locator("#desk-sign")


def text(page: Page):
    return page.locator(".desk-text .tiptap")


def opened(desk, article: Article) -> Page:  # noqa: F811 - the fixture
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("toolbar")).to_be_visible()
    return page


def write_on(page: Page, words: str) -> None:
    text(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_a_closed_tab_loses_nothing(desk, complaints):  # noqa: F811
    article = factories.make_draft(headline="Old", body="<p>Old text.</p>", featured_image=None)
    page = opened(desk, article)
    write_on(page, " And more.")
    expect(sign(page)).to_contain_text("Autosaved")
    write_on(page, " Typed in the last moment.")
    page.goto("about:blank")
    page = opened(desk, article)
    expect(page.get_by_text("You have text that was never saved")).to_be_visible()
    expect(text(page)).to_have_text("Old text.")
    page.get_by_role("link", name="Bring it back").click()
    expect(text(page)).to_have_text("Old text. And more. Typed in the last moment.")
    save(page)
    assert snapshots.current(article)["body"] == "<p>Old text. And more. Typed in the last moment.</p>"
    page = opened(desk, article)
    expect(page.get_by_text("never saved")).to_have_count(0)
    assert complaints == []


def test_a_new_piece_with_a_headline_alone_waits_on_the_first_page(desk):  # noqa: F811
    page = write_new(desk)
    page.keyboard.type("A headline and nothing else")
    expect(sign(page)).to_contain_text("Autosaved")
    assert not Article.objects.exists()
    page = desk("/admin/")
    page.get_by_role("link", name="A headline and nothing else").click()
    expect(page.get_by_label("Headline")).to_have_value("A headline and nothing else")
    save(page)
    assert Article.objects.get().headline == "A headline and nothing else"
    desk("/admin/")
    expect(page.get_by_text("Not saved yet")).to_have_count(0)


def test_what_would_not_validate_is_kept_and_thrown_away_when_asked(desk):  # noqa: F811
    article = factories.make_draft(headline="Old", format="review")
    page = opened(desk, article)
    page.get_by_label("Headline").fill("")
    page.locator("#id_rating").evaluate("field => { field.closest('details').open = true }")
    page.locator("#id_rating").fill("99")
    expect(sign(page)).to_contain_text("Autosaved")
    page = opened(desk, article)
    page.get_by_role("button", name="Throw it away").press("Enter")
    expect(page.get_by_text("never saved")).to_have_count(0)
    opened(desk, article)
    expect(page.get_by_text("never saved")).to_have_count(0)


def test_a_dead_line_is_said_and_the_text_waits_in_the_browser(desk):  # noqa: F811
    article = factories.make_draft(headline="Old", body="<p>Old.</p>")
    page = opened(desk, article)
    page.context.set_offline(True)
    write_on(page, " Written in a tunnel.")
    expect(sign(page)).to_have_text("Not autosaved: no connection. It is kept in this browser.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(text(page)).to_have_text("Old. Written in a tunnel.")
    write_on(page, " Still in it.")
    page.wait_for_timeout(500)
    page.goto("about:blank")
    page.context.set_offline(False)
    page = opened(desk, article)
    page.get_by_role("link", name="Bring it back").click()
    expect(text(page)).to_have_text("Old. Written in a tunnel. Still in it.")


def test_when_the_line_comes_back_it_is_kept_by_itself(desk):  # noqa: F811
    page = opened(desk, factories.make_draft(body="<p>Old.</p>"))
    page.context.set_offline(True)
    write_on(page, " New.")
    expect(sign(page)).to_contain_text("no connection")
    page.context.set_offline(False)
    expect(sign(page)).to_contain_text("Autosaved")
    assert Sitting.objects.with_autosave().get().fields["body"] == ["<p>Old. New.</p>"]


SESSION_ENDS = {
    "it has expired": lambda page: Session.objects.all().delete(),
    "the cookies are gone": lambda page: page.context.clear_cookies(),
}


@pytest.mark.parametrize("how", SESSION_ENDS)
def test_an_ended_session_is_met_within_the_page(desk, how):  # noqa: F811
    article = factories.make_draft(body="<p>Old.</p>")
    page = opened(desk, article)
    SESSION_ENDS[how](page)
    write_on(page, " New.")
    expect(sign(page)).to_contain_text("Not autosaved: you are signed out. It is kept in this browser.")
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="You are signed out")
    expect(dialog.get_by_label("Password")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("correct username and password")
    dialog.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Readers see nothing of it yet.")).to_be_visible()
    assert snapshots.current(article)["body"] == "<p>Old. New.</p>"


def test_who_looks_on_may_take_over_and_nobody_loses_her_text(sit_down):  # noqa: F811
    article = factories.make_draft(headline="Old", body="<p>Old.</p>", dek="Old dek")
    ada, bea = sit_down("Ada", article), sit_down("Bea", article)
    expect(bea.get_by_text("Ada is writing here, since")).to_be_visible()
    expect(bea.get_by_role("link", name="Read it")).to_be_visible()
    assert bea.locator(".desk").evaluate("desk => desk.inert")
    write_on(ada, " By Ada.")
    expect(sign(ada)).to_contain_text("Autosaved")
    bea.get_by_role("button", name="Take over").click()
    expect(bea.get_by_text("Ada has this article open too.")).to_be_visible()
    expect(ada.get_by_text("Bea took over at")).to_be_visible()
    expect(text(ada)).to_have_text("Old. By Ada.")
    bea.get_by_label("Dek").fill("By Bea")
    save(bea)
    save(ada)
    current = snapshots.current(article)
    assert (current["body"], current["dek"]) == ("<p>Old. By Ada.</p>", "By Bea")


def test_when_the_writer_leaves_the_next_goes_on_with_what_she_saved(sit_down):  # noqa: F811
    article = factories.make_draft(headline="Old")
    ada, bea = sit_down("Ada", article), sit_down("Bea", article)
    expect(bea.get_by_text("Ada is writing here, since")).to_be_visible()
    ada.get_by_label("Headline").fill("By Ada")
    save(ada)
    ada.goto("about:blank")
    expect(bea.get_by_label("Headline")).to_have_value("By Ada")
    bea.get_by_label("Headline").fill("By Ada and Bea")
    save(bea)
    assert snapshots.current(article)["headline"] == "By Ada and Bea"


def test_ones_own_second_tab_raises_no_alarm(desk, page: Page):  # noqa: F811
    article = factories.make_draft(headline="Old", dek="Old")
    first = opened(desk, article)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_role("toolbar")).to_be_visible()
    second.wait_for_timeout(1000)
    for tab in (first, second):
        expect(tab.locator("#desk-presence")).to_be_hidden()
        assert not tab.locator(".desk").evaluate("desk => desk.inert")
    second.get_by_label("Headline").fill("In the second")
    save(second)
    first.get_by_label("Dek").fill("In the first")
    save(first)
    current = snapshots.current(article)
    assert (current["headline"], current["dek"]) == ("In the second", "In the first")


def test_a_slow_answer_and_a_second_press_are_no_conflict(desk):  # noqa: F811
    """The first saving has come to pass, its answer has not: one goes back, writes on, saves again."""
    article = factories.make_draft(body="<p>Old.</p>")
    page = opened(desk, article)
    write_on(page, " New.")
    form = page.evaluate("Object.fromEntries(new FormData(document.querySelector('#article_form')))")
    answer = page.request.post(page.url, form=form, max_redirects=0, headers={"Referer": page.url})
    assert answer.status == 302
    write_on(page, " Newer.")
    save(page)
    expect(page.get_by_text("Saved. Readers see nothing of it yet.").first).to_be_visible()
    assert snapshots.current(article)["body"] == "<p>Old. New. Newer.</p>"


def test_the_preview_follows_what_is_typed(desk, complaints):  # noqa: F811
    article = factories.make_article(headline="Live headline", body="<p>Live.</p>", featured_image=None)
    page = opened(desk, article)
    page.keyboard.press("Control+Alt+p")
    shown = page.frame_locator(".desk-preview iframe:not(.is-behind)")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Live headline")
    page.get_by_label("Headline").fill("Typed headline")
    expect(shown.get_by_role("heading", level=1)).to_have_text("Typed headline")
    assert Article.objects.get().headline == "Live headline"
    page.get_by_role("button", name="Laptop").click()
    width = page.locator(".desk-preview iframe:not(.is-behind)").evaluate(
        "frame => frame.contentWindow.innerWidth"
    )
    assert width == 1280
    page.keyboard.press("Control+Alt+p")
    expect(page.locator(".desk-preview")).to_be_hidden()
    assert complaints == []


def test_full_screen_words_panels_and_help(desk):  # noqa: F811
    article = factories.make_draft(body=f"<p>{'word ' * 460}</p>")
    page = opened(desk, article)
    expect(page.locator("#desk-count")).to_have_text("460 words · 2 min")
    page.keyboard.press("Control+Alt+x")
    expect(page.get_by_role("complementary", name="About this article")).to_be_hidden()
    expect(text(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="About this article")).to_be_visible()
    page.get_by_role("complementary").get_by_text("Publishing", exact=True).click()
    page.reload()
    expect(page.get_by_label("Kicker")).to_be_visible()
    page.get_by_role("button", name="Help").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("Preview beside the text")


def test_search_and_sharing_are_shown_as_one_types(desk):  # noqa: F811
    article = factories.make_draft(headline="A *Moon* for sale", dek="Cheap.")
    page = opened(desk, article)
    page.get_by_role("complementary").get_by_text("Search and sharing", exact=True).click()
    found = page.get_by_role("group", name="In a search engine")
    expect(found).to_contain_text("A Moon for sale")
    expect(found).to_contain_text("› a-moon-for-sale")
    page.get_by_label("Title for search engines").fill("Buy a moon")
    expect(found).to_contain_text("Buy a moon")
    expect(page.get_by_role("group", name="As a shared card")).to_contain_text("A Moon for sale")


def test_from_nothing_to_published_by_keyboard_alone(desk, complaints):  # noqa: F811
    page = write_new(desk)
    keys: Callable[[str], None] = page.keyboard.press
    page.keyboard.type("Written without a mouse")
    keys("Enter")
    page.keyboard.type("By keys alone.")
    keys("Enter")
    page.keyboard.type("## A part")
    keys("Enter")
    page.keyboard.type("The text.")
    keys("Tab")  # out of the text, into the panel
    while page.evaluate("document.activeElement.id") != "id_section":
        keys("Tab")
    page.keyboard.type("Film")
    keys("Tab")
    page.keyboard.type("Keyboards")
    keys("Enter")
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == "_publish":
            break
        keys("Tab")
    with page.expect_navigation():
        keys("Enter")
    expect(page.get_by_text("is live.")).to_be_visible()
    article = Article.objects.published().get()
    assert (article.headline, article.dek, article.body) == (
        "Written without a mouse", "By keys alone.", "<h2>A part</h2><p>The text.</p>",
    )  # fmt: skip
    assert (article.section.name, [tag.name for tag in article.tags.all()]) == ("Film", ["Keyboards"])
    assert complaints == []


def test_two_windows_of_one_browser_keep_both_texts(browser: Browser, desk):  # noqa: F811
    article = factories.make_draft(body="<p>Old.</p>")
    first = opened(desk, article)
    write_on(first, " First.")
    expect(sign(first)).to_contain_text("Autosaved")
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_text("In another tab of yours is text that is not saved yet")).to_be_visible()
    write_on(second, " Second.")
    expect(sign(second)).to_contain_text("Autosaved")
    assert {sitting.fields["body"][0] for sitting in Sitting.objects.with_autosave()} == {
        "<p>Old. First.</p>", "<p>Old. Second.</p>",
    }  # fmt: skip
