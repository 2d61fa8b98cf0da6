"""Nasty markup, made from a seed: unclosed, misnested, half-typed, with our own nodes among it."""

import random

UID = "0123456789abcdef" * 2
OTHER_UID = "f" * 32
_NAMES = (
    "p div b i a em strong cite span ul ol li h1 h2 h4 h6 blockquote form table tr td caption button svg math "
    "style script title textarea select option template noscript object figure figcaption aside "
    "foreignObject br hr img dd dt pre nobr xmp iframe plaintext body head html main u font x-y "
    "code s sup sub span summary details dl dt dd footer th thead tbody tr td figure aside div p p"
).split()
_ATTRIBUTES = (
    "", ' href="https://shop.example/x"', " href='javascript:alert(1)'", " onclick=alert(1)", ' style="font-weight:normal"',
    f' class="picture" data-image="{UID}"', ' class="video" data-url="https://youtu.be/aqz-KE-bpKQ"',
    " class=recommended data-kind=videos", " class=footnote", " class=spoiler", " class=gallery", " class=cast",
    ' class="factbox" data-title="F"', ' class="verdict" data-score="4"', " class=pullquote", " class=content-warning",
    ' class="social-post" data-url="https://bsky.app/profile/a.example/post/3kabcdef"', " class=note", " colspan=2",
    ' class="editors-note"', ' x="</div>"', " y='>'", ' ="x', ' z= "', " id=1",
)  # fmt: skip
_TEXTS = (
    "a", "b c", " ", "\n", "&nbsp;", "&lt;b&gt;", "<!--", "-->", "<![CDATA[", "]]>", "<!x>", "</>", "</ x>", "<?", ">",
    '"', "'", "<", "&", "\u200b", "&#xe000;", "\ue000public-url\ue001", "\x00", "<!--slot:disclosure-->", "\u202e",
)  # fmt: skip


def nasty(seed: int) -> str:
    dice = random.Random(seed)
    return "".join(_piece(dice) for _ in range(dice.randint(1, dice.choice((10, 40, 120)))))


def _piece(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.45:
        end = dice.choice((">", ">", ">", "/>", "", " "))
        return f"<{dice.choice(_NAMES)}{dice.choice(_ATTRIBUTES)}{end}"
    if kind < 0.75:
        return f"</{dice.choice(_NAMES)}{dice.choice(('>', '>', '>', ' '))}"
    return dice.choice(_TEXTS)
