"""What the readers' templates need and HTML cannot say: pictures, and classes that carry a colour, a size, a focal point.

Classes, never style attributes: the Content-Security-Policy forbids those.
"""

from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import addresses, facts
from articles.body import pictures
from articles.models import Article, Image, Release, Section, Work
from authors.models import Author
from authors.renditions import Picture

register = template.Library()

ACCENTS = 6  # how many section colours site.css has
FOCAL_STEPS = 10  # site.css places the focal point on a grid this fine
SHORT_HEADLINE = 24
LONG_HEADLINE = 56


@register.filter
def section_class(section: Section | None) -> str:
    """The section's own class, for a stylesheet that gives it a colour, and one of the fallback colours."""
    if section is None:
        return "section-accent-1"
    return f"section-{section.slug} section-accent-{((section.position or section.pk) - 1) % ACCENTS + 1}"


@register.filter
def headline_class(headline: str) -> str:
    """How long the headline is, so that a poster can set it as large as it fits."""
    if len(headline) <= SHORT_HEADLINE:
        return "headline-short"
    return "headline-long" if len(headline) > LONG_HEADLINE else "headline-medium"


@register.filter
def initials(name: str) -> str:
    """At most two letters that stand for a person without a portrait."""
    words = name.split()
    ends = (words[0], words[-1]) if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()


@register.filter
def iso(moment: datetime) -> str:
    """For a datetime attribute, where HTML takes no microseconds."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.filter
def kind_words(work: Work) -> str:
    """For example "Film, 2024"."""
    return facts.kind_words(work)


@register.filter
def date_words(release: Release) -> str:
    """For example "January 19, 2024 (expected)"."""
    return facts.date_words(release)


@register.filter
def date_words_on(release: Release, today: date) -> str:
    """The same, as it is told on a day: whether a date is confirmed is said until it has passed."""
    return facts.date_words(release) if release.has_passed(today) else facts.sure_date_words(release)


@register.filter
def machine_date(release: Release) -> str:
    """For a datetime attribute, as exactly as known: "2024-01-19", "2024-01" or "2024"."""
    known = {Release.Precision.MONTH: 7, Release.Precision.YEAR: 4}
    return release.date.isoformat()[: known.get(release.precision, 10)] if release.date else ""


@register.filter
def place_words(release: Release) -> str:
    """For example "US theaters"."""
    return facts.place_words(release)


@register.filter
def absolute_address(path: str) -> str:
    return addresses.absolute(path)


@register.filter
def credit_lines(article: Article) -> list[tuple[str, list[Author]]]:
    """Who did what, in order: neighbours of one role share its label ("Words by" A and B)."""
    by_label = groupby(article.byline_list, key=lambda byline: byline.label)
    return [(label, [byline.author for byline in bylines]) for label, bylines in by_label]


@register.simple_tag
def picture(
    picture: Picture | None,
    *,
    sizes: str,
    is_lazy: bool = True,
    alt: str | None = None,
    focal: Image | None = None,
    css_class: str = "",
) -> SafeString | str:
    """The picture in all its renditions; nothing while it has none.

    `alt` speaks for this place only ("" where the text beside the picture says it all); `focal` is the
    library's picture when the place crops it.
    """
    if picture is None or not picture.renditions:
        return ""
    if alt is not None:
        picture = replace(picture, alt=alt, is_decorative=not alt)
    classes = " ".join(filter(None, (css_class, focal_class(focal))))
    return pictures.img(picture, sizes=sizes, is_lazy=is_lazy, css_class=classes)


def focal_class(image: Image | None) -> str:
    """Where a crop looks, for example "focus-x-3 focus-y-5"; the middle needs no class."""
    if image is None:
        return ""
    x, y = (round(value * FOCAL_STEPS) for value in (image.focal_x, image.focal_y))
    return " ".join(f"focus-{axis}-{step}" for axis, step in (("x", x), ("y", y)) if step != FOCAL_STEPS // 2)
