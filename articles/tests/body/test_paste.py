"""What programs put into the clipboard. The fixtures are ours, written after each program's markup."""

import time
from pathlib import Path

import pytest

from articles.body.paste import PASTE_LIMIT, PastedPicture, clean, without_tracking
from articles.body.vocabulary import BodyRefused, sanitise
from articles.tests.body.fragments import nasty

PASTES = Path(__file__).parent / "pastes"
PROGRAMS = ["google-docs", "word", "pages", "wordpress", "web-page"]
OWN = {"blog.example"}


def pasted(program: str):
    return clean((PASTES / f"{program}.html").read_text(), own_hosts=OWN)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_programs_markup_becomes_our_vocabulary(program):
    cleaned = pasted(program).html
    assert cleaned == (PASTES / f"{program}.clean.html").read_text().rstrip("\n")
    assert sanitise(cleaned) == cleaned


@pytest.mark.parametrize(
    ("program", "foreign", "data"),
    [
        ("google-docs", [("https://lh7-rt.googleusercontent.com/docsz/AD_4nX?key=abc", "The crew", 5)], []),
        ("word", [], [("data:image/png;base64,iVBORw0KGgo=", "The crew", 5)]),
        ("pages", [], []),
        (
            "wordpress",
            [("https://old.example/wp-content/uploads/2024/01/crew-1024x683.jpg", "The crew", 2)],
            [],
        ),
        ("web-page", [("https://cdn.example/crew.jpg", "The crew", 5)], []),
    ],
)
def test_pictures_are_told_with_their_places(program, foreign, data):
    found = pasted(program)
    assert found.foreign_pictures == tuple(PastedPicture(*one) for one in foreign)
    assert found.data_pictures == tuple(PastedPicture(*one) for one in data)


def test_a_picture_of_any_size_does_not_count_as_text():
    picture = "data:image/jpeg;base64," + "A" * 8_000_000
    found = clean(f"<p>a <img alt='x' src='{picture}'> b</p>")
    assert found.html == "<p>a b</p>"
    assert found.data_pictures == (PastedPicture(picture, "x", 1),)


def test_a_picture_stands_where_it_stood():
    found = clean(
        "<p>a</p><img src=https://a.example/1.png><p>b<img src=https://a.example/2.png></p><ul><li><img src=https://a.example/3.png></ul>"
    )
    assert found.html == "<p>a</p><p>b</p>"
    assert [(one.address[-5:], one.after) for one in found.foreign_pictures] == [
        ("1.png", 1),
        ("2.png", 2),
        ("3.png", 2),
    ]


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("/a/?utm_source=x&utm_medium=y", "/a/"),
        ("https://blog.example/a/?utm_source=x&page=2#c", "https://blog.example/a/?page=2#c"),
        ("/a/?fbclid=x#c", "/a/#c"),
        ("/search/?q=utm_source", "/search/?q=utm_source"),
        ("/a/?b", "/a/?b"),
        ("/a/", "/a/"),
    ],
)
def test_tracking_parameters_go_and_others_stay(url, cleaned):
    assert without_tracking(url) == cleaned


def test_other_sites_addresses_are_theirs():
    html = '<p><a href="https://shop.example/?utm_source=us&amp;tag=ours">a</a></p>'
    assert clean(html, own_hosts=OWN).html == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<span class="footnote">a</span>', '<p><span class="footnote">a</span></p>'),
        ('<p><span style="font-weight:bold;font-style:italic">a</span></p>', "<p><strong><em>a</em></strong></p>"),
        ('<p><font style="font-weight: 600">a</font></p>', "<p><strong>a</strong></p>"),
        ("<p><b style='font-weight:normal'>a</b><i style='font-style:normal'>b</i></p>", "<p>ab</p>"),
        ('<ol><li><p style="x:y">a</p><ul><li><p>b</p></li></ul></li></ol>', "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("<p class=MsoTitle>a</p>", "<h2>a</h2>"),
        ("<p style='mso-list:l0 level1 lfo1'>a</p><p>b</p>"
         "<p style='mso-list:l0 level1 lfo1'>c</p>", "<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>"),
        ("<iframe src='https://player.vimeo.com/video/123456'></iframe>",
         '<div class="video" data-url="https://vimeo.com/123456"><a href="https://vimeo.com/123456">https://vimeo.com/123456</a></div>'),
        ("\ue0000\ue001a", "<p>0a</p>"),
    ],
)  # fmt: skip
def test_small_things(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize("batch", range(5))
def test_nasty_fragments_become_clean(batch):
    for seed in range(batch * 100, batch * 100 + 100):
        try:
            cleaned = clean(nasty(seed)).html
        except BodyRefused:
            continue
        assert sanitise(cleaned) == cleaned, seed


@pytest.mark.parametrize("html", ["x" * (PASTE_LIMIT + 1), "<p>" + "x" * 1_000_001, "<div>" * 200])
def test_too_much_is_refused_with_a_sentence(html):
    with pytest.raises(BodyRefused):
        clean(html)


@pytest.mark.parametrize(
    "piece",
    ["<!--StartFragment-->", "<iframe ", "<style ", "[caption ", "<img src=x>", '<p style="mso-list:l0 level1 lfo1">a</p>',
     '<img src="data:', "<span style='font:1px'>a</span>", ".a{"],
)  # fmt: skip
def test_cleaning_is_linear_in_size(piece):
    start = time.process_time()
    try:
        clean(piece * (200_000 // len(piece)))
    except BodyRefused:
        pass
    assert time.process_time() - start < 5
