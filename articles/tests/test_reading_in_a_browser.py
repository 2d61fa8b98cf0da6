"""Reading as a reader does it: in a browser, on a phone and on a wide screen, by keyboard, and without script."""

import gzip
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from articles.tests.factories import (
    SHOP_LINK,
    make_article,
    make_image_with_files,
    make_publication,
    make_work,
    work_html,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WATCH = "https://www.youtube.com/watch?v=abcdefghijk"
VIDEO = (
    f'<div class="video" data-url="{WATCH}" data-title="The trailer"><a href="{WATCH}">The trailer</a></div>'
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
WIDTHS = (320, 390, 768, 1280, 2560)


@pytest.fixture
def article(live_server) -> Article:
    make_publication()
    work = make_work(LONG_WORD, opens=date(2024, 1, 19), cast=((LONG_WORD, LONG_WORD),), company=LONG_WORD)
    body = (
        f"<p>First.</p>{VIDEO}{work_html(work)}{work_html(work, 'cast')}<h2>{LONG_WORD}</h2>"
        f"<p>{LONG_WORD * 3}</p>{SHOP_LINK}<blockquote><p>Q</p></blockquote>"
    )
    return make_article(
        headline=f"Of {LONG_WORD} and *Alien*",
        body=body,
        featured_image=make_image_with_files(),
        works=[work],
    )


def addresses(article: Article) -> list[str]:
    """One address of each kind of page."""
    work = article.works.get()
    hubs = (article, article.section, article.tags.get(), article.authors.first(), work, work.people.get())
    fixed = [
        "/",
        "/tags/",
        "/authors/",
        "/archive/",
        "/archive/2024/",
        "/search/?q=of",
        "/feeds/",
        "/works/",
        "/nothing/",
    ]
    return [*fixed, *(hub.get_absolute_url() for hub in hubs)]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(page: Page, live_server, article, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in addresses(article):
        page.goto(live_server.url + path)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, path


def test_pages_break_no_rule_of_the_policy_and_ask_nobody_else(page: Page, live_server, article):
    complaints, strangers = [], []
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: strangers.append(request.url) if live_server.url not in request.url else None,
    )
    for path in addresses(article):
        page.goto(live_server.url + path, wait_until="networkidle")
    assert (complaints, strangers) == ([], [])


def test_a_click_loads_the_player_and_only_then(page: Page, live_server, article):
    asked = []

    def play(route):
        asked.append(route.request)
        route.fulfill(content_type="text/html", body="<title>player</title>")

    page.route("https://www.youtube-nocookie.com/**", play)
    page.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    assert asked == []
    page.locator("a.video-link").click()
    frame = page.locator("figure.video iframe")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(frame).to_have_attribute("title", "Watch: The trailer")
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    assert asked[0].url.startswith("https://www.youtube-nocookie.com/embed/abcdefghijk")
    assert asked[0].headers["referer"] == live_server.url + "/"  # without it YouTube refuses: "Error 153"
    expect(page.locator("a.video-link")).to_have_count(0)


def test_with_a_modifier_key_the_link_is_a_link(page: Page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())
    was_taken = page.evaluate(
        """() => {
          let taken;
          const look = event => { taken = event.defaultPrevented; event.preventDefault(); };
          document.addEventListener("click", look, { once: true });  // after the site's own listener
          const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
          document.querySelector("a.video-link").dispatchEvent(click);
          return taken;
        }"""
    )
    assert was_taken is False
    expect(page.locator("a.video-link")).to_have_count(1)


def test_without_script_everything_is_there(browser: Browser, live_server, article):
    context = browser.new_context(java_script_enabled=False)
    context.route("https://www.youtube.com/**", lambda route: route.fulfill(body="watch page"))
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".reader-notice")).to_be_visible()
    page.locator("a.video-link").click()
    assert page.url == WATCH
    context.close()


def test_the_keyboard_reaches_the_text_first_and_sees_where_it_is(page: Page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())
    page.keyboard.press("Tab")
    skip_link = page.locator("a.skip-link")
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_nothing_moves_while_the_page_loads(page: Page, live_server, article):
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(e => e.value)))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("/", article.get_absolute_url(), article.section.get_absolute_url()):
        page.goto(live_server.url + path, wait_until="networkidle")
        assert page.evaluate("window.shifts.reduce((sum, value) => sum + value, 0)") == 0, path


def test_by_night_the_house_is_dark(browser: Browser, live_server, article):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(live_server.url)
    red, green, blue = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(red, green, blue) < 40
    context.close()


def test_the_reading_column_is_60_to_75_characters_wide(page: Page, live_server):
    make_publication()
    article = make_article(body=f"<p>{'The lamp goes on and the wall looks back at us again. ' * 12}</p>")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + article.get_absolute_url(), wait_until="networkidle")
    lines = page.evaluate(
        """() => {
          const text = document.querySelector('.prose p').firstChild, range = document.createRange(), lines = {};
          for (let at = 300; at < text.length - 60; at++) {
            range.setStart(text, at); range.setEnd(text, at + 1);
            const line = Math.round(range.getBoundingClientRect().bottom);
            lines[line] = (lines[line] || 0) + 1;
          }
          return Object.values(lines).slice(1, -1);
        }"""
    )
    assert all(55 <= length <= 78 for length in lines), lines
    assert 60 <= sum(lines) / len(lines) <= 75


def test_weight_of_an_article_without_its_pictures(client, article):
    """At most 25 KB of HTML, CSS and script, compressed; at most 45 KB of fonts."""
    site = settings.BASE_DIR / "articles/static/articles/site"
    parts = [
        client.get(article.get_absolute_url()).content,
        *(path.read_bytes() for path in site.glob("site.*")),
    ]
    assert sum(len(gzip.compress(part)) for part in parts) <= 25_000
    assert sum(path.stat().st_size for path in site.glob("fonts/*.woff2")) <= 45_000


# --- spoilers of a work


def spoiler(work, number: int) -> str:
    return (
        f'<details class="spoiler" data-work="{work.uid}" data-episode="{number}"><summary>Spoilers</summary>'
        f"<p>In episode {number} somebody leaves.</p></details>"
    )


def seen(page: Page, number: int):
    return page.get_by_role("button", name=f"I have seen episode {number} of The Watch")


def test_who_has_seen_it_reads_its_spoilers_and_nobody_is_told(page: Page, live_server):
    make_publication()
    work = make_work("The Watch", kind="series")
    article = make_article(body="<p>Text.</p>" + "".join(spoiler(work, number) for number in (1, 2, 3)))
    page.goto(live_server.url + article.get_absolute_url())
    asked = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    expect(page.locator("details.spoiler[open]")).to_have_count(0)
    seen(page, 2).press("Enter")
    expect(page.get_by_text("In episode 1 somebody leaves.")).to_be_visible()
    expect(page.get_by_text("In episode 2 somebody leaves.")).to_be_visible()
    expect(page.get_by_text("In episode 3 somebody leaves.")).to_be_hidden()
    assert (asked, page.context.cookies()) == ([], [])
    page.reload()
    expect(page.locator("details.spoiler[open]")).to_have_count(2)
    expect(seen(page, 2)).to_have_attribute("aria-pressed", "true")
    seen(page, 2).press("Enter")
    expect(page.locator("details.spoiler[open]")).to_have_count(1)
    seen(page, 1).press("Enter")
    expect(page.locator("details.spoiler[open]")).to_have_count(0)


def test_spoilers_of_a_work_open_without_script(browser: Browser, live_server):
    work = make_work("The Watch", kind="series")
    article = make_article(body=spoiler(work, 1))
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.locator(".seen")).to_have_count(0)
    page.locator("summary").click()
    expect(page.get_by_text("In episode 1 somebody leaves.")).to_be_visible()
