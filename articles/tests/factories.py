"""Objects for tests, made as life makes them: articles go through the verbs.

Names are numbered, so that any number of them get along; what a test is about, it passes itself.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.utils import timezone

from articles import embargo, publishing, renditions, review, snapshots, works
from articles.body.works import SHOWN
from articles.models import (
    Article,
    Change,
    Credit,
    Disclosure,
    Image,
    Merchant,
    Page,
    Person,
    Publication,
    Release,
    Section,
    Work,
)
from articles.slugs import slug_of
from authors.models import Author
from authors.renditions import VERSION
from authors.tests.drawing import picture_file

PUBLISHED_AT = datetime(2024, 1, 19, 9, 30, tzinfo=UTC)
SHOP_LINK = '<p>Get <a href="https://shop.example/book">the book</a>.</p>'

_numbers = count(1)


def make_author(name: str = "", **fields: Any) -> Author:
    name = name or f"Author {next(_numbers)}"
    return Author.objects.create(**{"name": name, "slug": slug_of(name), **fields})


def make_section(name: str = "", **fields: Any) -> Section:
    name = name or f"Section {next(_numbers)}"
    return Section.objects.create(**{"name": name, "slug": slug_of(name), **fields})


def make_image(**fields: Any) -> Image:
    """A picture in the library with everything answered; its files are only named, not made."""
    number = next(_numbers)
    words = {"alt": f"Alt text {number}", "caption": f"Caption {number}", "credit": f"Maker {number}"}
    size = {"width": 1600, "height": 900, "files_version": VERSION}
    return Image.objects.create(**{"original": f"images/{number}.jpg", **size, **words, **fields})


def make_image_with_files(**fields: Any) -> Image:
    """A picture in the library whose files are really there."""
    number = next(_numbers)
    image = Image(alt=f"Alt text {number}", credit=f"Maker {number}", **fields)
    return renditions.take_in(image, picture_file(), file_name=f"{number}.jpg")


def make_work(name: str = "", *, opens: date | None = None, cast: tuple = (), **fields: Any) -> Work:
    """A work, settled as an editor's would be; `opens` is the day it comes to US theaters, `cast` are pairs of
    person and character."""
    name = name or f"Work {next(_numbers)}"
    work = Work.objects.create(name=name, **fields)
    if opens:
        Release.objects.create(work=work, date=opens)
    for position, (person, character) in enumerate(cast):
        make_credit(work, person, character=character, position=position)
    works.settle(work, before=None)
    return Work.objects.get(pk=work.pk)


def make_credit(work: Work, name: str, *, role: str = "cast", **fields: Any) -> Credit:
    """A line of a work's credits; the person is made on first use. Settle the work afterwards."""
    person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
    return Credit.objects.create(work=work, person=person, role=role, **fields)


def work_html(work: Work, show: str = "facts", *, overrides: str = "") -> str:
    """A block of a body that fills itself from the work."""
    label = SHOWN[show]
    rows = f"<dl>{overrides}</dl>" if overrides else ""
    return f'<div class="work" data-work="{work.uid}" data-show="{show}">{label}{rows}</div>'


def make_user(group: str = "", **fields: Any) -> AbstractUser:
    """A member of staff, in one of the three groups if it is named."""
    user = get_user_model().objects.create_user(f"user-{next(_numbers)}", is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def picture_html(image: Image, *, attributes: str = "", caption: str = "") -> str:
    """A picture of the library in a body."""
    return f'<figure class="picture" data-image="{image.uid}"{attributes}><figcaption>{caption}</figcaption></figure>'


def make_publication(**fields: Any) -> Publication:
    """The publication with a notice for links to shop.example and the page that explains it."""
    page = Page.objects.create(headline="Affiliate policy", slug="affiliate-policy", body="<p>Why.</p>")
    notice = Disclosure.objects.create(name="Shop links", wording="Links may pay us.", policy_page=page)
    Merchant.objects.create(name="The Shop", hosts="shop.example")
    defaults = {"site_name": "The Test", "tagline": "Tried and true", "default_disclosure": notice}
    Publication.objects.update_or_create(pk=1, defaults=defaults | fields)
    return Publication.current()


def make_draft(**changes: Any) -> Article:
    """A fully dressed draft; `changes` are snapshot fields (rows may be given as objects)."""
    number = next(_numbers)
    snapshot = snapshots.empty() | {
        "headline": f"Headline {number}",
        "dek": f"Dek {number}.",
        "body": f"<p>Body {number}.</p>",
        "tags": [f"Tag {number}"],
        **{name: _plain(value) for name, value in changes.items()},
    }
    snapshot["section"] = snapshot["section"] or make_section().pk
    snapshot["bylines"] = snapshot["bylines"] or _two_bylines()
    if "featured_image" not in changes:
        snapshot["featured_image"] = make_image().pk
    article = Article()
    publishing.save(article, snapshot, by=None)
    return article


def make_article(*, at: datetime = PUBLISHED_AT, **changes: Any) -> Article:
    """A fully dressed article, live since `at` (scheduled, when that is in the future)."""
    return publishing.publish(make_draft(**changes), by=None, at=at)


def correct(article: Article, sentence: str = "An earlier version was wrong.") -> Article:
    """Publish the article once more, with a correction that readers see."""
    return publishing.publish(article, by=None, change=Change.CORRECTION, correction=sentence)


def _submitted(**changes: Any) -> Article:
    article = make_draft(**changes)
    review.submit(article, by=None)
    return article


def _approved(**changes: Any) -> Article:
    article = _submitted(**changes)
    review.approve(article, by=None)
    return article


# Every state in which no reader may see anything of an article, and how it comes to be in it.
HIDDEN_STATES: dict[str, Callable[..., Article]] = {
    "draft": make_draft,
    "submitted": _submitted,
    "scheduled": lambda **changes: make_article(at=timezone.now() + timedelta(days=1), **changes),
    "unscheduled": lambda **changes: publishing.withdraw(HIDDEN_STATES["scheduled"](**changes), by=None),
    "approved": _approved,
    "under embargo": lambda **changes: embargo.impose(
        make_draft(**changes), by=None, until=timezone.now() + timedelta(days=1)
    ),
    "withdrawn": lambda **changes: publishing.withdraw(make_article(**changes), by=None),
    "trashed": lambda **changes: publishing.trash(make_article(**changes), by=None),
    "trashed draft": lambda **changes: publishing.trash(make_draft(**changes), by=None),
}


def revise(article: Article, **changes: Any) -> Article:
    """Save unpublished changes of `article`."""
    snapshot = snapshots.current(article) | {name: _plain(value) for name, value in changes.items()}
    publishing.save(article, snapshot, by=None)
    return article


def _two_bylines() -> list[dict]:
    return [
        {"author": make_author().pk, "role": "words"},
        {"author": make_author().pk, "role": "photography"},
    ]


def _plain(value: Any) -> Any:
    """A snapshot names rows by primary key."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, tuple):
        author, role = value
        return {"author": author.pk, "role": role}
    return getattr(value, "pk", value)
