"""Every node in every form, as we have read and approved it: `golden/<node>.html` and what becomes of it.

`.web.html` and `.feed.html` hold the stored forms with their marks filled, `.txt` the text.
"""

from functools import partial
from pathlib import Path

import pytest

from articles.body import links
from articles.body.pictures import BODY_SIZES
from articles.body.render import fill_marks, render
from articles.body.vocabulary import sanitise
from articles.tests.body.fragments import OTHER_UID, UID
from articles.tests.body.test_pictures import picture, rendition

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = {
    UID: picture(alt="Library", caption="Of the library", credit_url=""),
    OTHER_UID: picture(uid=OTHER_UID, alt="Poster", caption="", credit="", renditions=(rendition(800),)),
}
NODES = sorted(path.name.removesuffix(".html") for path in GOLDEN.glob("*.html") if path.name.count(".") == 1)

classify = partial(links.classify, own_hosts={"blog.example"}, merchant_hosts={"shop.example": "Shop"})
fill = partial(
    fill_marks,
    public_url="https://blog.example",
    media_url="https://media.example/",
    page_url="https://blog.example/articles/a/",
)


def forms(source: str) -> dict[str, str]:
    rendered = render(source, pictures=LIBRARY, classify=classify)
    web = fill(rendered.web).replace(BODY_SIZES, "BODY-SIZES")  # the style sheet's matter
    return {"web.html": web, "feed.html": fill(rendered.feed), "txt": rendered.text}


@pytest.mark.parametrize("node", NODES)
def test_a_node_is_stored_as_it_is_written_down(node):
    source = (GOLDEN / f"{node}.html").read_text().rstrip("\n")
    assert sanitise(source) == source


@pytest.mark.parametrize("target", ["web.html", "feed.html", "txt"])
@pytest.mark.parametrize("node", NODES)
def test_a_node_for_each_reader(node, target):
    source = (GOLDEN / f"{node}.html").read_text().rstrip("\n")
    assert forms(source)[target] == (GOLDEN / f"{node}.{target}").read_text().removesuffix("\n")


def test_no_node_is_forgotten():
    assert len(NODES) >= 23
    assert {path.name.partition(".")[0] for path in GOLDEN.iterdir()} == set(NODES)
