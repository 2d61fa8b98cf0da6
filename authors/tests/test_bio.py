"""A bio as it is kept and as readers get it."""

import time

import pytest

from authors.bio import links_without_address, render_bio, sanitise_bio
from authors.models import Author


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Plain &amp; <em>short</em>.</p>", "<p>Plain &amp; <em>short</em>.</p>"),
        ("<p><strong>a</strong> <cite>b</cite><br>c</p>", "<p><strong>a</strong> <cite>b</cite><br>c</p>"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ('<p><a href="https://a.example/">a</a></p>', '<p><a href="https://a.example/">a</a></p>'),
        ('<p><a href="mailto:a@a.example">a</a></p>', '<p><a href="mailto:a@a.example">a</a></p>'),
        ('<p><a href="/archive/">a</a></p>', '<p><a href="/archive/">a</a></p>'),
        ('<p onclick="x()" style="color:red" class="c">a</p>', "<p>a</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<h2>a</h2><div><p>b</p></div>", "a<p>b</p>"),
        ('<p><img src="x" onerror="y()">a<iframe src="//b"></iframe></p>', "<p>a</p>"),
        ('<p><a href="https://a.example/" target="_blank" rel="me">a</a></p>', '<p><a href="https://a.example/">a</a></p>'),
        ("<!-- note --><p>a</p>", "<p>a</p>"),
        ("<p>a < b</p>", "<p>a &lt; b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_vocabulary_is_kept_and_nothing_else(html, kept):
    assert sanitise_bio(html) == render_bio(html) == kept
    assert sanitise_bio(kept) == kept


NO_ADDRESS = [
    "<a>zine</a>", '<a href="">zine</a>', '<a href="  ">zine</a>', '<a href="javascript:alert(1)">zine</a>',
    '<a href="data:text/html,x">zine</a>', '<a name="x">zine</a>', '<a HREF>zine</a>', "<a href='java\tscript:x'>zine</a>",
]  # fmt: skip


@pytest.mark.parametrize("link", NO_ADDRESS)
def test_a_link_that_leads_nowhere_is_plain_text_for_readers_and_told_to_the_editor(link):
    html = f'<p>She wrote a {link}, and <a href="https://b.example/">more</a>.</p>'
    assert render_bio(html) == '<p>She wrote a zine, and <a href="https://b.example/">more</a>.</p>'
    assert links_without_address(html) == ["zine"]


def test_the_editor_is_told_the_words_of_each_such_link():
    html = "<p><a>One <em>zine</em></a> <a></a> <a href='https://a.example/'>fine</a> <a href=''>two</a></p>"
    assert links_without_address(html) == ["One zine", "", "two"]
    assert "<a>" not in render_bio(html)


def test_such_a_link_stays_in_the_field_to_be_mended():
    assert "<a>zine</a>" in sanitise_bio("<p><a>zine</a></p>")


@pytest.mark.parametrize("html", ["<em>" * 20_000 + "deep", "<p>" + "<a>x</a>" * 20_000, "<ul><li>" * 5_000])
def test_a_bio_without_end_is_dealt_with_at_once(html):
    before = time.perf_counter()
    render_bio(html)
    links_without_address(html)
    assert time.perf_counter() - before < 3


@pytest.mark.django_db
def test_saving_renders():
    author = Author.objects.create(name="Ada", slug="ada", bio="<p>A <a>zine</a><script>x</script></p>")
    assert (author.bio, author.bio_html) == ("<p>A <a>zine</a></p>", "<p>A zine</p>")
    assert author.links_without_address() == ["zine"]
