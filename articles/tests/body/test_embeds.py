import pytest

from articles.body.embeds import FRAME_HOSTS, recognise
from articles.body.links import read

ID = "aqz-KE-bpKQ"
YOUTUBE = f"https://www.youtube-nocookie.com/embed/{ID}"
VIMEO = "https://player.vimeo.com/video/76979871?dnt=1"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (f"https://www.youtube.com/watch?v={ID}", YOUTUBE),
        (f"https://youtube.com/watch?v={ID}", YOUTUBE),
        (f"http://m.youtube.com/watch?feature=share&v={ID}", YOUTUBE),
        (f"https://music.youtube.com/watch?v={ID}&list=RD", YOUTUBE),
        (f"https://WWW.YouTube.COM/watch?v={ID}", YOUTUBE),
        (f"https://www.youtube.com:443/watch?v={ID}", YOUTUBE),
        (f"//www.youtube.com/watch?v={ID}", YOUTUBE),
        (f"https://youtu.be/{ID}", YOUTUBE),
        (f"https://youtu.be/{ID}?si=abc", YOUTUBE),
        (f"https://youtu.be/{ID}?t=90", f"{YOUTUBE}?start=90"),
        (f"https://www.youtube.com/watch?v={ID}&t=1m30s", f"{YOUTUBE}?start=90"),
        (f"https://www.youtube.com/watch?v={ID}#t=1h", f"{YOUTUBE}?start=3600"),
        (f"https://www.youtube.com/watch?v={ID}&t=soon", YOUTUBE),
        (f"https://www.youtube.com/embed/{ID}", YOUTUBE),
        (f"https://www.youtube-nocookie.com/embed/{ID}?start=5", f"{YOUTUBE}?start=5"),
        (f"https://www.youtube.com/shorts/{ID}", YOUTUBE),
        (f"https://www.youtube.com/live/{ID}?feature=share", YOUTUBE),
        (f" https://youtu.be/{ID}\n", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://www.vimeo.com/76979871/", VIMEO),
        ("https://vimeo.com/76979871/0123456789", f"{VIMEO}&h=0123456789"),
        ("https://vimeo.com/76979871/not-a-key", VIMEO),
        ("https://vimeo.com/76979871?h=abcdef12", f"{VIMEO}&h=abcdef12"),
        ("https://vimeo.com/channels/staffpicks/76979871", VIMEO),
        ("https://vimeo.com/groups/short/videos/76979871", VIMEO),
        ("https://vimeo.com/showcase/1/video/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871?autoplay=1", VIMEO),
    ],
)
def test_players_are_recognised(url, player):
    embed = recognise(url)
    assert embed is not None
    assert embed.player_url == player
    assert read(embed.player_url).host in FRAME_HOSTS
    assert recognise(embed.page_url) == embed


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        f"youtube.com/watch?v={ID}",
        "https://www.thewrap.com/iss-trailer-ariana-de-bose-space-thriller/",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={ID}x",
        "https://www.youtube.com/watch?v=aqz-KE-bp%22Q",
        "https://www.youtube.com/playlist?list=PL1234567890",
        "https://www.youtube.com/@channel",
        f"https://youtube.com@evil.example/watch?v={ID}",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://notyoutube.com/watch?v={ID}",
        f"https://evil.example\\@youtube.com/watch?v={ID}",
        f"javascript:https://youtu.be/{ID}",
        f"data:text/html,https://youtu.be/{ID}",
        f"ftp://youtu.be/{ID}",
        f"https://youtu.be/{ID}/more",
        "https://vimeo.com/about",
        "https://vimeo.com/0",
        "https://vimeo.com/1234567890123",
        "https://player.vimeo.com/76979871",
        "https://vimeo.com.evil.example/76979871",
        "https://[::1/watch",
        "https://[",
    ],
)
def test_other_addresses_are_no_players(url):
    assert recognise(url) is None
