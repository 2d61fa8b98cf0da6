import pytest

from articles.body.posts import Post, recognise


@pytest.mark.parametrize(
    ("url", "network", "page"),
    [
        ("https://bsky.app/profile/ada.example/post/3kabcdefgh2x?ref=x", "Bluesky", "https://bsky.app/profile/ada.example/post/3kabcdefgh2x"),
        ("https://bsky.app/profile/did:plc:abc123/post/3kabcdefgh2x", "Bluesky", "https://bsky.app/profile/did:plc:abc123/post/3kabcdefgh2x"),
        ("https://twitter.com/ada/status/1234567890?s=20&t=x", "X", "https://x.com/ada/status/1234567890"),
        ("https://mobile.x.com/ada/status/1234567890/photo/1", "X", "https://x.com/ada/status/1234567890"),
        ("HTTPS://WWW.INSTAGRAM.COM/ada/reel/Cabc-_1/?igsh=x", "Instagram", "https://www.instagram.com/reel/Cabc-_1/"),
        ("https://www.threads.net/@ada.b/post/Cabc-_1?xmt=x", "Threads", "https://www.threads.com/@ada.b/post/Cabc-_1"),
        ("https://www.tiktok.com/@ada/video/1234567890?is_from_webapp=1", "TikTok", "https://www.tiktok.com/@ada/video/1234567890"),
        ("https://vm.tiktok.com/ZMabcdef/", "TikTok", "https://vm.tiktok.com/ZMabcdef/"),
        ("https://www.tiktok.com/t/ZTabcdef/", "TikTok", "https://www.tiktok.com/t/ZTabcdef/"),
        ("https://mastodon.example/@ada/112233445566", "Mastodon", "https://mastodon.example/@ada/112233445566"),
        ("https://mastodon.example/@ada@other.example/112233445566", "Mastodon", "https://mastodon.example/@ada@other.example/112233445566"),
        ("https://mastodon.example/users/ada/statuses/112233445566", "Mastodon", "https://mastodon.example/@ada/112233445566"),
    ],
)  # fmt: skip
def test_a_post_is_known_by_its_address(url, network, page):
    assert recognise(url) == Post(network, page)
    assert recognise(page) == Post(network, page)


@pytest.mark.parametrize(
    "url",
    [
        "", "https://x.com/ada", "https://x.com/ada/status/x", "https://bsky.app/profile/ada.example", "ftp://x.com/a/status/12345",
        "https://x.com.evil.example/ada/status/1234567890", "https://a.example/", "/@ada/112233445566", "javascript:alert(1)",
        "https://www.instagram.com/ada/", "https://x.com/ada/status/1234567890\u0665", "https://a.example/@ada/post",
    ],
)  # fmt: skip
def test_nothing_else_is_one(url):
    assert recognise(url) is None
