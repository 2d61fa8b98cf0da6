"""A body as lines for comparing: every node readable, every change of one a change of its line."""

from pathlib import Path

import pytest

from articles.body import nodes, outline, vocabulary
from articles.body.outline import Known, inline, lines, uids, words

UID, OTHER = "1" * 32, "2" * 32
KNOWN = {UID: Known("A moon", "moon.jpg"), OTHER: Known("A moon", "other.jpg")}
EVERY_NODE = (Path(__file__).parent / "every_node.html").read_text()


def said(html: str) -> list[str]:
    return ["".join(word.text for word in line).rstrip() for line in lines(html, known=KNOWN)]


def picture(uid: str = UID, attributes: str = "", caption: str = "Same caption") -> str:
    return (
        f'<figure class="picture" data-image="{uid}"{attributes}><figcaption>{caption}</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<p>One <em>two</em>, three.</p><p>Four</p>", ["One two, three.", "Four"]),
        ("<h2>A</h2><h3>B</h3><h4>C</h4><hr>",
         ["[Heading] A", "[Smaller heading] B", "[Smallest heading] C", "[Rule]"]),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", ["• a", "• # b", "• c"]),
        ("<blockquote><p>Said.</p><footer>Who</footer></blockquote>", ["[Quote] Said.", "[Quote, by] Who"]),
        ('<p>So<span class="footnote">or not</span> it is.</p>', ["So [Footnote: or not] it is."]),
        ('<aside class="editors-note"><p>Mended.</p></aside>', ["[Editor’s note] Mended."]),
        ('<aside class="verdict" data-score="4"><p>Good.</p></aside>',
         ["[Verdict: 4 out of 5]", "[Verdict] Good."]),
        (f'<details class="spoiler" data-work="{UID}" data-episode="3" data-days="14"><summary>the end</summary>'
         "<p>All die.</p></details>",
         ["[Spoiler: the end, of A moon, episode 3, open after 14 days]", "[Spoiler] All die."]),
        (picture(), ["[Picture: A moon – moon.jpg] Same caption"]),
        (picture(attributes=' data-alt="Ours"', caption=""), ["[Picture: Ours – moon.jpg]"]),
        (picture(attributes=' data-decorative="true"'), ["[Picture: A moon – moon.jpg, decorative] Same caption"]),
        (picture("3" * 32), ["[Picture: no longer there] Same caption"]),
        (f'<div class="gallery">{picture()}{picture(OTHER)}</div>',
         ["[Gallery] [Picture: A moon – moon.jpg] Same caption", "[Gallery] [Picture: A moon – other.jpg] Same caption"]),
        (f'<div class="video" data-url="https://v.example/1" data-title="Clip" data-image="{UID}"></div>',
         ["[Video: Clip, https://v.example/1, picture A moon – moon.jpg]"]),
        ('<figure class="social-post" data-url="https://x.com/a/status/12345"><blockquote><p>Hi.</p></blockquote>'
         "<figcaption>Ada</figcaption></figure>",
         ["[Social post: https://x.com/a/status/12345]", "[Social post] Hi.", "[Social post, by] Ada"]),
        (f'<div class="recommended" data-kind="articles" data-articles="{UID}">Recommended articles</div>',
         ["[Recommended articles: A moon]"]),
        ('<dl class="cast"><div><dt>Ada</dt><dd>Kira</dd><dd class="note">new</dd></div></dl>',
         ["[Cast list]", "[Cast list] Ada – Kira – new"]),
        (f'<div class="work" data-work="{UID}" data-show="facts" data-title="Facts">Fact box<dl><div><dt>Year</dt>'
         "<dd>1902</dd></div></dl></div>",
         ["[Fact box of A moon: Facts]", "[Fact box of A moon] Year – 1902"]),
        ('<table><caption>When</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
         "<tbody><tr><td>1</td><td></td></tr></tbody></table>",
         ["[Table] When", "[Head of the table] A | B", "[Row] 1 |"]),
    ],
)  # fmt: skip
def test_every_node_reads_well(html, read):
    assert said(html) == read


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (picture(), picture(OTHER)),
        (picture("3" * 32), picture("4" * 32)),  # both unknown
        (picture(), picture(attributes=' data-decorative="true"')),
        ('<p><a href="/a/">Here</a></p>', '<p><a href="/b/">Here</a></p>'),
        ("<p>Bold</p>", "<p><strong>Bold</strong></p>"),
        ("<p>Same</p>", "<h2>Same</h2>"),
        ('<p>x<span class="footnote"><a href="/a/">y</a></span></p>', '<p>x<span class="footnote">y</span></p>'),
        (f'<div class="work" data-work="{UID}" data-show="cast">Cast</div>',
         f'<div class="work" data-work="{OTHER}" data-show="cast">Cast</div>'),
    ],
)  # fmt: skip
def test_what_reads_the_same_is_told_apart(before, after):
    assert lines(before, known=KNOWN) != lines(after, known=KNOWN)


def test_no_word_of_a_body_is_left_out():
    every = " ".join(said(EVERY_NODE)).casefold()
    blocks = list(nodes.walk(vocabulary.parse(EVERY_NODE)))
    assert len(blocks) > 50
    for block in blocks:
        for word in inline(block.runs):
            assert word.text.strip(" []").casefold() in every


def test_what_a_body_may_name_is_found_once():
    assert uids(picture() + picture() + picture(OTHER)) == [UID, OTHER]
    assert outline.lines("", known={}) == []
    assert [word.text for word in words("a  b\nc")] == ["a  ", "b\n", "c"]
