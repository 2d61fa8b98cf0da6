"""What keeps an article from being published (law and truth only), and what is worth a warning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles import dead_links, redirects, rendering
from articles.body import craft, titles
from articles.body.fold import key as fold_key
from articles.body.render import uses, words
from articles.models import Article, Format, Image, Section, Tag, Tombstone, Work
from articles.models.image import WARNING_DAYS
from articles.slugs import slug_of
from articles.snapshots import Snapshot
from authors.models import Author

META_DESCRIPTION_LENGTH = 160
_TK = re.compile(r"\b(?:TK)+\b")  # “to come”; TKTK where one is afraid to miss it

_TK_FIELDS = {
    "headline": "headline",
    "dek": "dek",
    "kicker": "kicker",
    "featured_alt": "featured image’s alt text",
    "featured_caption": "featured image’s caption",
    "seo_title": "search title",
    "meta_description": "meta description",
}


@dataclass(frozen=True)
class Problem:
    """One sentence, and the form field it belongs to. `places` lead an editor to where it is mended: addresses,
    or fragments of the form she is in."""

    field: str
    sentence: str
    places: tuple[str, ...] = ()


def musts(snapshot: Snapshot, article: Article) -> list[Problem]:
    """What must be mended before readers may see this. Empty means it may be published."""
    return [
        *_missing(snapshot),
        *_lost(snapshot),
        *_slug_problems(snapshot, article),
        *_tag_problems(snapshot),
        *_picture_problems(snapshot),
        *_rating_problems(snapshot),
    ]


def shoulds(snapshot: Snapshot, article: Article) -> list[Problem]:
    """What a careful editor would look at once more; never keeps anything from being published."""
    problems = []
    if not snapshot["featured_image"]:
        problems.append(
            Problem(
                "featured_image", "The article has no featured image. Cards and shares look bare without one."
            )
        )
    if not snapshot["dek"]:
        problems.append(
            Problem("dek", "There is no dek. Cards and feeds will show the beginning of the text instead.")
        )
    if len(snapshot["meta_description"]) > META_DESCRIPTION_LENGTH:
        problems.append(
            Problem(
                "meta_description",
                f"Search engines cut a description after about {META_DESCRIPTION_LENGTH} characters.",
            )
        )
    return [
        *problems,
        *_about_works(snapshot),
        *_unfinished(snapshot),
        *_ending_soon(snapshot),
        *_craft(snapshot),
    ]


def _craft(snapshot: Snapshot) -> list[Problem]:
    """Headings, links, paragraphs and titles of the body, each with the way to its place."""
    names = Work.objects.filter(pk__in=snapshot["works"]).values_list("name", flat=True)
    found = [
        Problem("body", remark.sentence, (remark.place,))
        for remark in craft.remarks(snapshot["body"], titles=names)
    ]
    classify = rendering.classifier()
    paths = [link.path for href in uses(snapshot["body"]).links if (link := classify(href)).path]
    return found + [
        Problem("body", f"A link leads to {path} on this site, where readers find nothing.")
        for path in dead_links.dead(paths)
    ]


def _about_works(snapshot: Snapshot) -> list[Problem]:
    """What a review and the blocks that fill themselves would want of works."""
    problems = []
    shown = {use.uid for use in uses(snapshot["body"]).works}
    if shown - rendering.works_in([snapshot["body"]]).keys():
        sentence = (
            "A block in the text shows a work that is no longer there: readers see nothing in its place."
        )
        problems.append(Problem("body", sentence))
    if snapshot["format"] == Format.REVIEW and not snapshot["works"]:
        sentence = "The review does not say what it is about. Choose the work, and its page and search engines name it."
        problems.append(Problem("works", sentence))
    if snapshot["format"] == Format.REVIEW and snapshot["verdict"] and 'class="verdict"' in snapshot["body"]:
        sentence = (
            "The text has a verdict box of its own, so the verdict below it is not shown a second time."
        )
        problems.append(Problem("verdict", sentence))
    return problems


def _rating_problems(snapshot: Snapshot) -> list[Problem]:
    if snapshot["rating"] is None or snapshot["rating"] <= snapshot["rating_scale"]:
        return []
    sentence = (
        f"The rating is higher than its scale: {snapshot['rating']:g} out of {snapshot['rating_scale']}."
    )
    return [Problem("rating", sentence)]


def _unfinished(snapshot: Snapshot) -> list[Problem]:
    """Where the letters TK still stand: in any text readers would see, hear or find."""
    texts = {field: snapshot[field] or "" for field in _TK_FIELDS} | {"body": words(snapshot["body"])}
    return [
        Problem(
            field, f"“TK” still stands in the {_TK_FIELDS.get(field, field)}: something was left to fill in."
        )
        for field, text in texts.items()
        if _TK.search(text)
    ]


def _missing(snapshot: Snapshot) -> list[Problem]:
    problems = []
    if not titles.to_plain(snapshot["headline"]).strip():
        problems.append(Problem("headline", "Write a headline before publishing."))
    if not snapshot["section"]:
        problems.append(Problem("section", "Choose a section before publishing."))
    if not snapshot["bylines"]:
        problems.append(Problem("bylines", "Add at least one byline before publishing."))
    if _is_empty(snapshot["body"]):
        problems.append(Problem("body", "Write the text before publishing."))
    return problems


def _is_empty(body: str) -> bool:
    found = uses(body)
    return not (found.pictures or found.video_urls or unescape(strip_tags(body)).strip())


def _lost(snapshot: Snapshot) -> list[Problem]:
    """Rows the working copy names that somebody has deleted since."""
    problems = []
    if snapshot["section"] and not Section.objects.filter(pk=snapshot["section"]).exists():
        problems.append(Problem("section", "The section is no longer there. Choose another one."))
    credited = {row["author"] for row in snapshot["bylines"]}
    if Author.objects.filter(pk__in=credited).count() < len(credited):
        problems.append(
            Problem("bylines", "An author in the bylines is no longer there. Take the byline out.")
        )
    return problems


def _tag_problems(snapshot: Snapshot) -> list[Problem]:
    limits = {"name": Tag._meta.get_field("name").max_length, "key": Tag._meta.get_field("key").max_length}
    return [
        Problem("tags", f"The tag “{name[:30]}…” is too long: a tag has at most {limits['name']} characters.")
        for name in snapshot["tags"]
        if len(name) > limits["name"] or len(fold_key(name)) > limits["key"]
    ]


def _slug_problems(snapshot: Snapshot, article: Article) -> list[Problem]:
    slug = snapshot["slug"]
    if not slug:
        return []
    if slug != slug_of(slug):
        return [
            Problem("slug", f"This address cannot be used. “{slug_of(slug) or 'article'}” would be possible.")
        ]
    if is_slug_taken(slug, article):
        return [slug_taken(slug)]
    return []


def slug_taken(slug: str) -> Problem:
    return Problem("slug", f"The address “{slug}” belongs to another article. Choose another one.")


def is_slug_taken(slug: str, article: Article) -> bool:
    """Whether another article has, or ever had, this slug: addresses are never handed on."""
    if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
        return True
    if Tombstone.objects.filter(slug=slug).exists():
        return True
    former = redirects.owner_of(Article(slug=slug).get_absolute_url())
    return former is not None and former != article


def _picture_problems(snapshot: Snapshot) -> list[Problem]:
    problems = []
    for field, image, is_answered, place in _pictures(snapshot):
        problems += _problems_of(image, field, is_answered=is_answered, place=place)
    return list(dict.fromkeys(problems))


def _pictures(snapshot: Snapshot) -> Iterator[tuple[str, Image | None, bool, str]]:
    """(field, picture or None, whether this use answers the alt text, its place in the form) of each use (two queries)."""
    if snapshot["featured_image"]:
        image = Image.objects.filter(pk=snapshot["featured_image"]).first()
        is_answered = snapshot["featured_is_decorative"] or bool(snapshot["featured_alt"])
        yield "featured_image", image, is_answered, "#id_featured_alt"
    found = uses(snapshot["body"], works=rendering.works_in([snapshot["body"]])).pictures
    images = {image.uid: image for image in Image.objects.filter(uid__in={use.uid for use in found})}
    for number, use in enumerate(found, 1):
        yield "body", images.get(use.uid), use.is_decorative or bool(use.alt), f"#picture-in-text-{number}"


def _ending_soon(snapshot: Snapshot) -> list[Problem]:
    """Pictures we may show for a few days more."""
    soon = timezone.now() + timedelta(days=WARNING_DAYS)
    problems = [
        Problem(
            field,
            f"The rights of the picture “{image}” end on {timezone.localtime(image.expires_at):%B %-d, %Y}. "
            "Readers then see a neutral picture in its place.",
        )
        for field, image, _is_answered, _place in _pictures(snapshot)
        if image is not None and image.is_expired(soon) and not image.is_expired()
    ]
    return list(dict.fromkeys(problems))


def _problems_of(image: Image | None, field: str, *, is_answered: bool, place: str) -> list[Problem]:
    if image is None:
        return [Problem(field, "A picture is no longer in the library. Take it out or choose another one.")]
    problems = []
    library = reverse("admin:articles_image_change", args=[image.pk])
    if image.is_expired():
        sentence = f"We may no longer show the picture “{image}”: its rights have ended. Choose another one."
        problems.append(Problem(field, sentence))
    if not image.credit:
        sentence = f"The picture “{image}” has no credit. Write into the library who made it."
        problems.append(Problem(field, sentence, (f"{library}#id_credit",)))
    if not is_answered and not image.has_answered_alt:
        sentence = f"The picture “{image}” has no alt text. Describe it, or mark it as decorative."
        problems.append(Problem(field, sentence, (place, f"{library}#id_alt")))
    return problems
