import pytest

from articles.body.links import Link, classify, normalise, rel_for

OWN = ["blog.example", "127.0.0.1:8000"]
MERCHANTS = {
    "amazon.com": "Amazon",
    "Books.Example.": "Books",
    "shop.blog.example": "Shop",
    "münchen.example": "M",
}
AMAZON = Link("affiliate", "Amazon")
EXTERNAL = Link("external")


def internal(path: str) -> Link:
    return Link("internal", path=path)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        # Merchants
        ("https://amazon.com/dp/1", AMAZON),
        ("http://amazon.com", AMAZON),
        ("https://www.amazon.com/dp/1?tag=x", AMAZON),
        ("https://smile.www.amazon.com/", AMAZON),
        ("HTTPS://WWW.AMAZON.COM/dp", AMAZON),
        ("https://amazon.com:8443/dp", AMAZON),
        ("https://amazon.com./dp", AMAZON),
        ("https://user:word@amazon.com/dp", AMAZON),
        ("https://blog.example@amazon.com/dp", AMAZON),
        ("//amazon.com/dp", AMAZON),
        ("\\\\amazon.com\\dp", AMAZON),
        ("/\\amazon.com/dp", AMAZON),
        ("https:/amazon.com/dp", AMAZON),
        ("https:\\\\amazon.com", AMAZON),
        ("https:////amazon.com", AMAZON),
        (" https://amazon.com/ ", AMAZON),
        ("ht\ntps://ama\tzon.com/", AMAZON),
        ("https://ａｍａｚｏｎ.com/", AMAZON),
        ("https://amazon。com/", AMAZON),
        ("https://%61mazon.com/", AMAZON),
        ("https://ama\u00adzon.com/", AMAZON),
        ("https://amazon.com?x", AMAZON),
        ("https://amazon.com#x", AMAZON),
        ("https://books.example/", Link("affiliate", "Books")),
        ("https://shop.blog.example/", Link("affiliate", "Shop")),
        ("https://xn--mnchen-3ya.example/", Link("affiliate", "M")),
        # Look-alikes
        ("https://notamazon.com/", EXTERNAL),
        ("https://amazon.com.evil.example/", EXTERNAL),
        ("https://amazon.com@evil.example/", EXTERNAL),
        ("https://evil.example/amazon.com", EXTERNAL),
        ("https://evil.example?@amazon.com", EXTERNAL),
        ("https://evil.example#@amazon.com", EXTERNAL),
        ("https://evil.example\\@amazon.com", EXTERNAL),
        ("https://amazon.co/", EXTERNAL),
        ("https://amazon/", EXTERNAL),
        ("https://аmazon.com/", EXTERNAL),  # a Cyrillic а
        ("https://amazon.com%2f.evil.example/", EXTERNAL),
        ("https://[::1]/", EXTERNAL),
        ("https://[", EXTERNAL),
        ("https://", EXTERNAL),
        ("http://127.0.0.2/", EXTERNAL),
        ("https://notblog.example/", EXTERNAL),
        ("mailto:a@amazon.com", EXTERNAL),
        ("tel:+123", EXTERNAL),
        ("javascript:alert(1)", EXTERNAL),
        ("https://" + "a." * 5000 + "amazon.com", EXTERNAL),
        # Our own
        ("https://blog.example/articles/a/?x=1#y", internal("/articles/a/?x=1#y")),
        ("http://BLOG.example:80/", internal("/")),
        ("https://blog.example", internal("/")),
        ("https://www.blog.example/a", internal("/a")),
        ("http://127.0.0.1:8000/a", internal("/a")),
        ("https://old.blog.example/a", internal("")),
        ("https://blog.example//evil.example/", internal("/evil.example/")),
        ("https://blog.example/\\evil.example/", internal("/evil.example/")),
        ("/articles/a/", internal("/articles/a/")),
        ("articles/a/", internal("/articles/a/")),
        ("../../a/b", internal("/a/b")),
        ("/..//evil.example", internal("/evil.example")),
        ("..", internal("/")),
        ("?page=2", internal("/?page=2")),
        ("#cast", internal("#cast")),
        ("", internal("/")),
    ],
)
def test_links_are_classified_by_the_host_a_browser_would_ask(url, link):
    assert classify(url, own_hosts=OWN, merchant_hosts=MERCHANTS) == link


def test_the_more_specific_merchant_wins():
    merchants = {"example.com": 1, "books.example.com": 2}
    assert classify("https://a.books.example.com/", own_hosts=[], merchant_hosts=merchants).merchant == 2
    assert classify("https://b.example.com/", own_hosts=[], merchant_hosts=merchants).merchant == 1


def test_empty_hosts_match_nothing():
    assert classify("https://a.example/", own_hosts=[""], merchant_hosts={"": 1, ".": 2}) == EXTERNAL


@pytest.mark.parametrize(
    ("kind", "rel"),
    [("internal", ""), ("external", "noopener"), ("affiliate", "sponsored nofollow noopener")],
)
def test_rel(kind, rel):
    assert rel_for(kind) == rel


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://a.example/x?y=1&z=2#w", "https://a.example/x?y=1&z=2#w"),
        ("HTTP://a.example", "http://a.example"),
        ("//a.example/x", "https://a.example/x"),
        ("https:a.example", "https://a.example"),
        ("https:\\\\a.example\\x", "https://a.example/x"),
        ("https://a.example/ö", "https://a.example/ö"),
        ('https://a.example/a b"c<d>', "https://a.example/a%20b%22c%3Cd%3E"),
        ("/x", "/x"),
        ("x/y", "x/y"),
        ("#x", "#x"),
        ("/\\a.example", "https://a.example"),
        ("mailto:a@b.example?subject=Hi", "mailto:a@b.example?subject=Hi"),
        ("tel:+1 (234) 567", "tel:+1(234)567"),
        ("", None),
        ("   ", None),
        ("javascript:alert(1)", None),
        ("JaVa\nScript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example", None),
        ("blob:https://a.example/x", None),
        ("https://", None),
        ("https:///", None),
        ("https://a b.example/", None),
        ("mailto:nobody", None),
        ("tel:javascript", None),
        ("https://a.example/" + "x" * 5000, None),
    ],
)
def test_stored_addresses_read_the_same_everywhere(url, stored):
    assert normalise(url) == stored
    if stored is not None:
        assert normalise(stored) == stored
