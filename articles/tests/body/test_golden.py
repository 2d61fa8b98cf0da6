"""Every node in every form, as we have read and approved it: `golden/<node>.html` and what becomes of it.

`.web.html` and `.feed.html` hold the stored forms with their marks filled, `.txt` the text.
"""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from articles.body import links
from articles.body.pictures import BODY_SIZES
from articles.body.render import fill_marks, render
from articles.body.vocabulary import sanitise
from articles.body.works import CastGroup, CastMember, Fact, Trailer, WorkFacts
from articles.tests.body.fragments import OTHER_UID, UID
from articles.tests.body.test_pictures import picture, rendition

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = {
    UID: picture(alt="Library", caption="Of the library", credit_url=""),
    OTHER_UID: picture(uid=OTHER_UID, alt="Poster", caption="", credit="", renditions=(rendition(800),)),
}
WORK = WorkFacts(
    uid=UID,
    name="The Long Orbit",
    facts=(
        Fact("Director", "Directors", "Gabi Calder, Ada Lamp"),
        Fact("Running time", "Running time", "112 minutes"),
        Fact("Where to watch", "Where to watch", "Streamline", "https://shop.example/orbit"),
    ),
    cast=(
        CastGroup(
            "American crew", (CastMember("Ada Lamp", "Dr. Kira Foster"), CastMember("J. R. Quill", ""))
        ),
        CastGroup("Russian crew", (CastMember("Ilya Orlov", "Alexey"),)),
    ),
    releases=(
        Fact("US theaters", "US theaters", "January 19, 2024"),
        Fact("Streaming", "Streaming", "expected"),
    ),
    trailer=Trailer("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "Watch the trailer", OTHER_UID),
    out_on=date(2024, 1, 19),
)
NODES = sorted(path.name.removesuffix(".html") for path in GOLDEN.glob("*.html") if path.name.count(".") == 1)

classify = partial(links.classify, own_hosts={"blog.example"}, merchant_hosts={"shop.example": "Shop"})
fill = partial(
    fill_marks,
    public_url="https://blog.example",
    media_url="https://media.example/",
    page_url="https://blog.example/articles/a/",
)


def forms(source: str) -> dict[str, str]:
    rendered = render(
        source, pictures=LIBRARY, classify=classify, works={UID: WORK}, today=date(2024, 2, 1)
    )  # fmt: skip
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
