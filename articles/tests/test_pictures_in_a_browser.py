"""How heavy the pictures are that a browser chooses, and whether `sizes` tells it the truth about the layout."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

ISS = "/articles/iss-preview-cast-plot-release-date/"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1}
TOLERANCE = 0.08
# Of each picture: where it is, how wide it is, and how wide `sizes` says it is. A rem in `sizes` is the browser's.
MEASURE = """() => [...document.images].filter(image => image.sizes).map(image => {
    const told = image.sizes.split(/,(?![^(]*\\))/).map(part => part.trim())
        .map(part => part.match(/^(\\(m[^)]*\\))\\s+(.*)$/) || [part, "all", part])
        .find(([, condition]) => matchMedia(condition).matches)[2]
    const ruler = document.createElement("div")
    document.body.append(ruler)
    ruler.style.width = told.replace(/([\\d.]+)rem/g, (_, count) => count * 16 + "px")
    const width = ruler.getBoundingClientRect().width
    ruler.remove()
    return [image.parentElement.parentElement.className, image.getBoundingClientRect().width, width]
})"""


@pytest.fixture
def iss(sample_media, live_server):
    call_command("loaddata", "iss", verbosity=0)
    return live_server.url + ISS


@pytest.mark.parametrize(("device", "limit"), [(PHONE, 60_000), (LAPTOP, 100_000)])
def test_what_the_pictures_weigh(browser: Browser, iss, device, limit):
    context = browser.new_context(**device)
    page = context.new_page()
    answers = []
    page.on("response", lambda response: answers.append(response) if "/media/" in response.url else None)
    page.goto(iss, wait_until="networkidle")
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 400):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    assert {answer.headers["content-type"] for answer in answers} == {"image/avif"}
    assert 0 < sum(len(answer.body()) for answer in answers) <= limit
    context.close()


@pytest.mark.parametrize("width", [360, 390, 600, 768, 900, 1024, 1280, 1440, 1920])
def test_sizes_tell_the_truth(browser: Browser, iss, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(iss)
    found = page.evaluate(MEASURE)
    assert found
    wrong = [row for row in found if abs(row[1] - row[2]) > TOLERANCE * row[1]]
    assert wrong == []
    context.close()


def test_nothing_jumps_when_a_picture_arrives(browser: Browser, iss):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.route("**/media/**", lambda route: route.abort())
    page.goto(iss)
    empty = page.evaluate("document.documentElement.scrollHeight")
    tones = page.evaluate(
        "[...document.querySelectorAll('figure img')].map(image => getComputedStyle(image).backgroundColor)"
    )
    page.unroute("**/media/**")
    page.goto(iss, wait_until="networkidle")
    assert abs(page.evaluate("document.documentElement.scrollHeight") - empty) <= 2
    assert tones
    assert "rgba(0, 0, 0, 0)" not in tones
    context.close()
