import pytest

from articles.body import titles


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("", "", ""),
        ("No title", "No title", "No title"),
        ("Why *Alien* lasts", "Why <cite>Alien</cite> lasts", "Why Alien lasts"),
        ("*I.S.S.* and *Life*", "<cite>I.S.S.</cite> and <cite>Life</cite>", "I.S.S. and Life"),
        ("*I.S.S.*’s crew", "<cite>I.S.S.</cite>’s crew", "I.S.S.’s crew"),
        (r"\*not a title\*", "*not a title*", "*not a title*"),
        (r"*M\*A\*S\*H* at 50", "<cite>M*A*S*H</cite> at 50", "M*A*S*H at 50"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("One * only", "One * only", "One * only"),
        ("*open", "*open", "*open"),
        ("**", "**", "**"),
        (r"back\slash", r"back\slash", r"back\slash"),
        ("<b>*A & B*</b>", "&lt;b&gt;<cite>A &amp; B</cite>&lt;/b&gt;", "<b>A & B</b>"),
        ('"quoted"', "&quot;quoted&quot;", '"quoted"'),
    ],
)
def test_titles_are_marked_by_asterisks(text, html, plain):
    assert titles.to_html(text) == html
    assert titles.to_plain(text) == plain


def test_html_is_marked_safe_once():
    assert hasattr(titles.to_html("*A*"), "__html__")
