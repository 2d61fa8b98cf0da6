import re
from html.parser import HTMLParser

import pytest

from articles.body import nesting
from articles.body.vocabulary import BODY_LIMIT, BodyRefused, sanitise
from articles.tests.body.fragments import OTHER_UID, UID, nasty

VIDEO = "https://youtu.be/aqz-KE-bpKQ"
VIDEO_HTML = f'<div class="video" data-url="{VIDEO}"><a href="{VIDEO}">{VIDEO}</a></div>'
SLOT = '<div class="recommended" data-kind="videos">Recommended videos</div>'
FIGURE = f'<figure class="picture" data-image="{UID}"><figcaption></figcaption></figure>'

KEPT = [
    "<p>Plain.</p>",
    "<h2>Two</h2><h3>Three</h3><h4>Four</h4>",
    "<p><strong>a</strong> <em>b</em> <cite>c</cite></p>",
    "<p><em><strong>a</strong></em></p>",
    '<p><a href="https://a.example/?x=1&amp;y=2">a</a></p>',
    '<p><a href="/articles/a/">a</a> <a href="#cast">b</a> <a href="mailto:a@b.example">c</a></p>',
    '<p><strong>a <a href="/x">b</a></strong></p>',
    "<ul><li>a</li><li>b</li></ul>",
    "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>",
    "<ol><li>a<ul><li>b</li></ul></li></ol>",
    "<blockquote><p>a</p><p>b</p></blockquote>",
    "<p>a<br>b</p><hr><p>c</p>",
    "<p>It’s “3 &lt; 4” &amp; 'so'\u00a0on \U0001f469\u200d\U0001f680</p>",
    FIGURE,
    f'<figure class="picture" data-image="{UID}" data-alt="A &quot;suit&quot; &lt;1&gt;"><figcaption>Kira in '
    '<cite>I.S.S.</cite>, <a href="/x">see</a></figcaption></figure>',
    f'<figure class="picture" data-image="{UID}" data-decorative="true"><figcaption></figcaption></figure>',
    VIDEO_HTML,
    f'<div class="video" data-url="{VIDEO}" data-title="Trailer" data-image="{UID}"><a href="{VIDEO}">Trailer</a></div>',
    SLOT,
    f'<div class="recommended" data-kind="videos" data-articles="{UID},{OTHER_UID}">Recommended videos</div>',
    '<aside class="editors-note"><p>a</p><ul><li>b</li></ul></aside>',
    f"<blockquote><p>a</p>{FIGURE}</blockquote>",
]

CLEANED = [
    # Blocks of other kinds keep their texts apart.
    ("", ""),
    ("  \n ", ""),
    ("text", "<p>text</p>"),
    ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
    ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
    ("<section><div>a<div>b</div>c</div></section>", "<p>a</p><p>b</p><p>c</p>"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
    ("<form><p>a</p><button>b</button></form>", "<p>a</p><p>b</p>"),
    ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h4>b</h4><h4>c</h4>"),
    ("<h2><div>a</div><div>b</div></h2>", "<h2>a</h2><h2>b</h2>"),
    ("<p>a  b\n\tc</p>", "<p>a b c</p>"),
    ("<p>a<br><br></p><p><br>b</p>", "<p>a</p><p>b</p>"),
    ("<p></p><p> </p><p>&nbsp;</p><p><br></p><p>\u200b</p><h2></h2><ul><li></li></ul>", ""),
    ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
    ("<figure><img src=x><figcaption>a</figcaption></figure>", "<p>a</p>"),
    ("<aside>a</aside>", "<p>a</p>"),
    # Lists
    ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<li>a</li>", "<p>a</p>"),
    ("<ul><li><div>a</div></li></ul>", "<ul><li>a</li></ul>"),
    ("<ul><li>a<p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    ("<ul><p>a</p></ul>", "<ul><li><p>a</p></li></ul>"),
    # Inline
    ("<b>a</b><i>b</i><u>c</u><span>d</span>", "<p><strong>a</strong><em>b</em>cd</p>"),
    ("<em><em>a</em></em><em>b</em>", "<p><em>ab</em></p>"),
    ("<p><b>a<i>b</b>c</i></p>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
    ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
    ("<p>a<strong> </strong>b<em></em></p>", "<p>a b</p>"),
    ("<a href=/x><p>a</p></a>", '<p><a href="/x">a</a></p>'),
    ("<a href=/x>a<a href=/y>b</a></a>", '<p><a href="/x">a</a><a href="/y">b</a></p>'),
    ("<a>a</a> <a href=''>b</a> <a href=' '>c</a>", "<p>a b c</p>"),
    ("x<a href=/x></a>y<a href=/x>&nbsp;</a>z", "<p>xy\u00a0z</p>"),
    # Pastes
    (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-size:11pt">a '
        '</span><b>b</b></p><br><p>c</p></b><br class="Apple-interchange-newline">',
        "<p>a <strong>b</strong></p><p>c</p>",
    ),
    (
        "<!--[if gte mso 9]><xml><o:x>junk</o:x></xml><![endif]--><style>p.MsoNormal{x:y}</style>"
        '<p class="MsoNormal" style="mso-x:y"><span lang="EN-US">a<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;'
        "</o:p></p>",
        "<p>a</p>",
    ),
    ("<meta charset=utf-8><title>junk</title><p>a</p><!--EndFragment-->", "<p>a</p>"),
    # Hostile
    ("<script>alert(1)</script>a", "<p>a</p>"),
    ("<ScRiPt src=//x></sCrIpT>a", "<p>a</p>"),
    ("<p onclick=alert(1) style='x:y' id=x class=y>a</p>", "<p>a</p>"),
    ("<img src=x onerror=alert(1)>a", "<p>a</p>"),
    ("<iframe src=https://a.example>x</iframe>a", "<p>a</p>"),
    ("<a href='javascript:alert(1)'>a</a>", "<p>a</p>"),
    ("<a href='JaVa&#x0A;script&colon;alert(1)'>a</a>", "<p>a</p>"),
    ("<a href='\x01javascript:alert(1)'>a</a>", "<p>a</p>"),
    ("<a href='data:text/html,x'>a</a><a href=vbscript:x>b</a>", "<p>ab</p>"),
    ("<a href='//a.example' target=_blank rel=opener ping=x>a</a>", '<p><a href="https://a.example">a</a></p>'),
    ('<a href="/x&quot; onclick=&quot;alert(1)">a</a>', '<p><a href="/x%22%20onclick=%22alert(1)">a</a></p>'),
    ("<svg><style><img src=x onerror=alert(1)></style></svg>a", "<p>a</p>"),
    ("<svg/onload=alert(1)>a", "<p>a</p>"),
    ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
    ("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", ""),
    ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>a", "<p>a</p>"),
    ("<textarea><p>a</textarea>", "<p>&lt;p&gt;a</p>"),
    ("<xmp><b>a</b></xmp>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
    ("<template><p>a</p></template>", "<p>a</p>"),
    ("<base href=//x><link rel=stylesheet href=x><meta http-equiv=refresh content=0>a", "<p>a</p>"),
    ("<!--slot:disclosure-->a", "<p>a</p>"),
    ("<!--><img src=x onerror=alert(1)>-->a", "<p>--&gt;a</p>"),
    ("&lt;!--slot:disclosure--&gt;", "<p>&lt;!--slot:disclosure--&gt;</p>"),
    ("<![CDATA[<b>]]>a", "<p>]]&gt;a</p>"),
    ("\ue000public-url\ue001/x&#xe000;&#57345;", "<p>public-url/x</p>"),
    ("a\x00b\x1bc\u202ed\u2066e\ufefff\ud800g&#8238;h", "<p>abcdefgh</p>"),
    ("a\x0bb\u2028c", "<p>a b c</p>"),
    ("<p>a", "<p>a</p>"),
    ("</p></div>a</b>", "<p>a</p>"),
    ("<p>a < b & c > d</p>", "<p>a &lt; b &amp; c &gt; d</p>"),
    ("<a href=/x", ""),
    # Nodes
    (f'<figure class="picture x" id=y style=z data-image="{UID}" data-x=1></figure>', FIGURE),
    (f'<div class="picture" data-image="{UID}">a</div>', "<p>a</p>"),
    ('<figure class="picture" data-image="X"><figcaption>a</figcaption></figure>', "<p>a</p>"),
    (f'<figure class="picture" data-image="{UID.upper()}"></figure>', ""),
    (f'<figure class="picture" data-image="{UID}1"></figure>', ""),
    (f'<figure class="picture" data-image="{UID}" data-alt=" " data-decorative="yes"></figure>', FIGURE),
    (
        f'<figure class="picture" data-image="{UID}">x<figcaption><p>a</p><h2>b<br>c</h2></figcaption></figure>',
        f'<figure class="picture" data-image="{UID}"><figcaption>a b c</figcaption></figure><p>x</p>',
    ),
    (f"<p>a{FIGURE}b</p>", f"<p>a</p>{FIGURE}<p>b</p>"),
    (f'<div class="video" data-url="{VIDEO}"></div>', VIDEO_HTML),
    (f'<div class="video" data-url="{VIDEO}" data-image="x" onclick=y>old<p>new</p></div>', f"{VIDEO_HTML}<p>old</p><p>new</p>"),
    (
        f'<div class="video" data-url="{VIDEO}">Trailer</div>',
        f'<div class="video" data-url="{VIDEO}" data-title="Trailer"><a href="{VIDEO}">Trailer</a></div>',
    ),
    ('<div class="video" data-url="javascript:alert(1)">a</div>', "<p>a</p>"),
    ('<div class="video" data-url="/local">a</div>', "<p>a</p>"),
    ('<div class="video" data-url="mailto:a@b.example">a</div>', "<p>a</p>"),
    ('<div class="video">a</div>', "<p>a</p>"),
    (f'<p class="video" data-url="{VIDEO}">a</p>', "<p>a</p>"),
    ('<div class="recommended" data-kind="videos"></div>', SLOT),
    ('<div class="recommended" data-kind="spam">a</div>', "<p>a</p>"),
    ('<div class="recommended">a</div>', "<p>a</p>"),
    (f'<div class="recommended" data-kind="videos" data-articles="x, --&gt;,{"A" * 32}"></div>', SLOT),
    (
        f'<div class="recommended" data-kind="videos" data-articles="{UID}, {UID},x,{OTHER_UID}"></div>',
        f'<div class="recommended" data-kind="videos" data-articles="{UID},{OTHER_UID}">Recommended videos</div>',
    ),
    (f"<blockquote><p>a</p>{SLOT}</blockquote>", f"<blockquote><p>a</p></blockquote>{SLOT}"),
    (f"<ul><li>a{SLOT}</li><li>b</li></ul>", f"<ul><li>a</li><li>b</li></ul>{SLOT}"),
    ('<aside class="editors-note"></aside>', ""),
    (
        '<aside class="editors-note">a<aside class="editors-note">b</aside></aside>',
        '<aside class="editors-note"><p>a</p><p>b</p></aside>',
    ),
]  # fmt: skip

ALLOWED = {
    "a": {"href"},
    "aside": {"class", "data-title", "data-score", "data-scale"},
    "dd": {"class"},
    "details": {"class"},
    "div": {"class", "data-url", "data-title", "data-image", "data-kind", "data-articles"},
    "dl": {"class", "data-title"},
    "figure": {"class", "data-image", "data-alt", "data-decorative", "data-url"},
    "span": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
} | dict.fromkeys(
    "p h2 h3 h4 strong em cite code s sup sub ul ol li blockquote footer hr br figcaption summary dt table caption thead "
    "tbody tr".split(),
    set(),
)
CLASSES = {
    "aside": {"editors-note", "content-warning", "pullquote", "factbox", "verdict"},
    "dd": {"note"},
    "details": {"spoiler"},
    "div": {"video", "recommended", "gallery"},
    "dl": {"cast"},
    "figure": {"picture", "social-post"},
    "span": {"footnote"},
}


@pytest.mark.parametrize("html", KEPT)
def test_the_vocabulary_is_kept_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(("html", "cleaned"), CLEANED)
def test_anything_else_becomes_our_vocabulary(html, cleaned):
    assert sanitise(html) == cleaned
    assert sanitise(cleaned) == cleaned


class _Reader(HTMLParser):
    """Asserts that every tag is closed in order and of our vocabulary, and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert {name for name, _ in attrs} <= ALLOWED[tag], (tag, attrs)
        values = dict(attrs)
        if "class" in values:
            assert values["class"] in CLASSES[tag]
        if "href" in values:
            assert re.match(r"https?://|mailto:|tel:|/(?!/)|[#?]|[\w.]", values["href"])
            assert not values["href"].lower().startswith("javascript")
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment came through: {data}")


@pytest.mark.parametrize("batch", range(20))
def test_nasty_fragments_become_clean_and_stay_so(batch):
    for seed in range(batch * 100, batch * 100 + 100):
        try:
            cleaned = sanitise(nasty(seed))
        except BodyRefused:
            continue
        assert sanitise(cleaned) == cleaned, seed
        assert not re.search("[\x00-\x08\ue000\ue001\u202e]", cleaned), seed
        reader = _Reader()
        reader.feed(cleaned)
        reader.close()
        assert reader.open == [], seed


@pytest.mark.parametrize(
    "tag",
    "p div b span section li ul table td h2 blockquote aside figure form button select svg noscript".split(),
)
def test_no_text_is_lost_whatever_the_tag(tag):
    cleaned = sanitise(f"before<{tag}>inside</{tag}>after")
    assert re.sub(r"<[^>]*>", " ", cleaned).split() in (
        ["before", "inside", "after"],
        ["beforeinsideafter"],
    )


def test_a_body_of_just_the_limit_is_taken():
    html = "<p>" + "x" * (BODY_LIMIT - 7) + "</p>"
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "html", ["x" * (BODY_LIMIT + 1), "é" * (BODY_LIMIT // 2 + 1), "<" * (BODY_LIMIT // 2)]
)
def test_a_body_over_the_limit_is_refused_with_a_sentence(html):
    with pytest.raises(BodyRefused) as refusal:
        sanitise(html)
    assert refusal.value.sentence == str(refusal.value)
    assert re.match(
        r"The body is \d\.\d MB long, and an article can hold 1 MB\. Split it", str(refusal.value)
    )


@pytest.mark.parametrize("tag", ["blockquote", "div", "span", "b", "x-y"])
def test_nesting_up_to_the_limit_is_read(tag):
    depth = nesting.NESTING_LIMIT
    assert "deep" in sanitise(f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth)


def test_nested_lists_up_to_the_limit_are_read():
    html = "<ul><li>a" * 50 + "</li></ul>" * 50
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 101,
        "<div>" * 100_000,
        "<ul><li>" * 51,
        "<div></x>" * 101,
        "<span><div></span>" * 101,
        "<b><div></b>" * 101,
        "<p><div></p>" * 101,
        "<form><div></form>" * 101,
        "<div><!--</div>-->" * 101,
        "<div><script></div></script>" * 101,
        '<div x="</div>">' * 101,
        "<div><svg><style></div></style></svg>" * 101,
        "<table><tr><td><div></td>" * 51,
        "<h2><div><h3></h2>" * 101,
        "<li><div><li><section></div>" * 101,
        "".join(f"<p><b id={number}></p>" for number in range(101)),
        "<p " + " ".join(f"x{number}" for number in range(1000)) + ">",
    ],
)
def test_deeper_nesting_is_refused_before_it_reaches_a_parser(html):
    with pytest.raises(BodyRefused) as refusal:
        sanitise(html)
    assert str(refusal.value).startswith("The body is nested more than 100 levels deep")
    assert "Paste it again as plain text" in str(refusal.value)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b" * 200,
        "<ul>" + "<li>a" * 200,
        "<h2>a" * 200,
        "<p><b>a</p>" * 200,
        "<br>" * 500,
        "<b>a</b>" * 500,
    ],
)
def test_sloppy_markup_is_not_mistaken_for_deep(html):
    assert sanitise(html) or "a" not in html


def test_sanitising_is_linear_in_size():
    """What made parsers crawl: all at the limit's size, none may take longer than a form may wait."""
    for piece in ("<", "&", '<a b="', "<!--", "<style>", "<p a=", "</p>", "</ ", "<a href='", "<p\n", "<!"):
        try:
            sanitise(piece * (200_000 // len(piece)))
        except BodyRefused:
            pass
