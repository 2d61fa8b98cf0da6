"""Pictures as markup: a `<picture>` with every width we have, and the figure around it.

A caption that is a plain string is escaped; one that is already HTML (a per-use caption) comes as SafeString.
"""

from dataclasses import replace

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from authors.renditions import Picture, Rendition

from . import links, slots
from .characters import clean, clean_line

# Measured in the stylesheet's layout; a browser test holds them to it. A rem here is the browser's, not the page's.
BODY_SIZES = "(min-width: 944px) calc(48.1rem + 10.4vw), (min-width: 641px) 92vw, 100vw"
FALLBACK_WIDTH = 1200  # the widest file for readers that choose none: feeds, old browsers
_FALLBACK_TYPES = ("image/jpeg", "image/png", "image/gif")


def img(picture: Picture, *, sizes: str, is_lazy: bool = True, css_class: str = "") -> SafeString:
    """A `<picture>`: avif or webp where the browser takes it, else jpeg or png; empty without renditions."""
    fallback = fallback_rendition(picture)
    if fallback is None:
        return SafeString("")
    mimes = dict.fromkeys(rendition.mime for rendition in picture.renditions)
    sources = [
        f'<source type="{escape(mime)}" srcset="{_srcset(picture, mime)}" sizes="{escape(sizes)}">'
        for mime in mimes
        if mime != fallback.mime and mime not in _FALLBACK_TYPES
    ]
    loading = ' loading="lazy"' if is_lazy else ' fetchpriority="high"'
    classes = " ".join(filter(None, (css_class, picture.tone)))
    class_attribute = f' class="{escape(classes)}"' if classes else ""
    image = (
        f'<img{class_attribute} src="{_url(fallback)}" srcset="{_srcset(picture, fallback.mime)}"'
        f' sizes="{escape(sizes)}" width="{fallback.width:d}" height="{fallback.height:d}"'
        f' alt="{alt_text(picture)}"{loading} decoding="async">'
    )
    return mark_safe(f"<picture>{''.join(sources)}{image}</picture>")  # noqa: S308 - built from escaped parts


def plain_img(picture: Picture) -> SafeString:
    """One `<img>` for feed readers, at most FALLBACK_WIDTH wide where there is such a file."""
    rendition = fallback_rendition(picture)
    if rendition is None:
        return SafeString("")
    return mark_safe(  # noqa: S308 - built from escaped parts
        f'<img src="{_absolute_url(rendition)}" width="{rendition.width:d}" height="{rendition.height:d}"'
        f' alt="{alt_text(picture)}">'
    )


def figure(
    picture: Picture,
    *,
    sizes: str = BODY_SIZES,
    is_lazy: bool = True,
    css_class: str = "picture",
    caption: SafeString | None = None,
) -> SafeString:
    """The picture with its caption (this use's, else the library's) and credit; empty without renditions."""
    image = img(picture, sizes=sizes, is_lazy=is_lazy)
    if not image:
        return image
    text = caption_html(picture) if caption is None else caption
    words = f"{text} {credit_html(picture)}".strip()
    figcaption = f"<figcaption>{words}</figcaption>" if words else ""
    return mark_safe(f'<figure class="{escape(css_class)}">{image}{figcaption}</figure>')  # noqa: S308 - as above


def caption_html(picture: Picture) -> SafeString:
    """The library's caption as HTML."""
    if isinstance(picture.caption, SafeString):
        return SafeString(clean(picture.caption))
    return conditional_escape(clean_line(picture.caption))


def credit_html(picture: Picture) -> SafeString:
    """Who made the picture, linked where there is an address; empty without a credit."""
    credit = credit_text(picture)
    return SafeString(f'<span class="credit">{credit}</span>') if credit else credit


def credit_text(picture: Picture) -> SafeString:
    credit = escape(clean_line(picture.credit))
    url = links.normalise_web(picture.credit_url)
    if not credit or url is None:
        return credit
    return SafeString(f'<a href="{escape(url)}" rel="{links.rel_for("external")}">{credit}</a>')


def alt_text(picture: Picture) -> SafeString:
    return SafeString("") if picture.is_decorative else escape(clean_line(picture.alt))


def fallback_rendition(picture: Picture) -> Rendition | None:
    """The widest jpeg or png up to FALLBACK_WIDTH, else the narrowest there is."""
    widely_read = [rendition for rendition in picture.renditions if rendition.mime in _FALLBACK_TYPES]
    candidates = sorted(widely_read or picture.renditions, key=lambda rendition: rendition.width)
    fitting = [rendition for rendition in candidates if rendition.width <= FALLBACK_WIDTH]
    return fitting[-1] if fitting else next(iter(candidates), None)


def for_use(picture: Picture, *, alt: str | None, is_decorative: bool) -> Picture:
    """The library's picture as one use shows it."""
    if picture.is_gone:
        return picture
    if is_decorative:
        return replace(picture, is_decorative=True)
    return picture if alt is None else replace(picture, alt=alt, is_decorative=False)


def _srcset(picture: Picture, mime: str) -> str:
    return ", ".join(
        f"{_url(rendition)} {rendition.width:d}w"
        for rendition in sorted(picture.renditions, key=lambda rendition: rendition.width)
        if rendition.mime == mime
    )


def _absolute_url(rendition: Rendition) -> str:
    """For feeds, whose readers stand elsewhere: a path of our own gets the mark for our address."""
    url = _url(rendition)
    return slots.PUBLIC_URL_MARK + url if url.startswith("/") else url


def _url(rendition: Rendition) -> str:
    """Escaped, and without the commas and blanks that would end a candidate in a srcset."""
    mark = slots.MEDIA_URL_MARK if rendition.url.startswith(slots.MEDIA_URL_MARK) else ""
    rest = clean_line(rendition.url.removeprefix(mark)).replace(" ", "%20").replace(",", "%2C")
    return mark + escape(rest)
