"""The edition rises with everything readers could notice, and with nothing else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import proposals, publishing, review, scheduling, snapshots
from articles.models import Article, Disclosure, Merchant, Page, Publication, Series, SocialLink, Tag
from articles.tests.factories import (
    HIDDEN_STATES,
    SHOP_LINK,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_publication,
    make_section,
    make_user,
    revise,
)
from authors.models import AuthorLink
from blog import __version__
from blog.press import edition
from blog.press.models import Edition

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


def counter() -> int:
    return edition.current().counter


def rises(action) -> bool:
    before = counter()
    action()
    return counter() > before


def test_the_first_edition_is_there_without_a_row():
    Edition.objects.all().delete()
    assert str(edition.current()) == f"0-0-{__version__}"
    edition.rise()
    edition.rise()
    assert counter() == 2


def test_it_is_one_row():
    edition.rise()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(pk=2)


PUBLIC_CHANGES = {
    "publish": lambda: publishing.publish(make_draft(), by=None),
    "publish changes": lambda live: publishing.publish(live, by=None),
    "schedule": lambda: scheduling.schedule(make_draft(), by=None, at=timezone.now() + TOMORROW),
    "withdraw": lambda live: publishing.withdraw(live, by=None),
    "unschedule": lambda scheduled: publishing.withdraw(scheduled, by=None),
    "restore": lambda withdrawn: publishing.restore(withdrawn, by=None),
    "trash": lambda live: publishing.trash(live, by=None),
    "trash a scheduled one": lambda scheduled: publishing.trash(scheduled, by=None),
    "move": lambda live: publishing.change_slug(live, "elsewhere", by=None),
    "merge tags": lambda live: publishing.merge_tags([live.tags.get()], into=Tag.objects.create(name="T"), by=None),
    "author": lambda live: live.authors.first().save(),
    "author's link": lambda live: AuthorLink.objects.create(author=live.authors.first(), label="Site"),
    "section": lambda live: live.section.save(),
    "tag": lambda live: live.tags.get().save(),
    "picture": lambda live: live.featured_image.save(),
    "publication": lambda: Publication.current().save(),
    "social link": lambda: SocialLink.objects.create(publication=Publication.current(), label="M", url="https://m.example/"),
    "page": lambda: Page.objects.get().save(),
    "page deleted": lambda: Page.objects.create(headline="P", slug="p").delete(),
    "disclosure": lambda: Disclosure.objects.get().save(),
    "merchant": lambda: Merchant.objects.get(name="The Shop").save(),
    "series": lambda: Series.objects.create(name="S", slug="s"),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC_CHANGES)
def test_it_rises_with_every_public_change(name):
    make_publication()
    action = PUBLIC_CHANGES[name]
    made = {
        "live": make_article,
        "scheduled": HIDDEN_STATES["scheduled"],
        "withdrawn": HIDDEN_STATES["withdrawn"],
    }
    wanted = action.__code__.co_varnames[: action.__code__.co_argcount]
    articles = [made[state]() for state in wanted]
    assert rises(lambda: action(*articles))


def test_it_stays_while_people_write():
    publication = make_publication()
    section, author, image = make_section(), make_author(), make_image()
    dressed = {
        "section": section,
        "bylines": [(author, "words")],
        "featured_image": image,
        "tags": ["Unborn"],
    }
    live = make_article(**dressed)
    before = counter()
    draft = make_draft(**dressed)
    revise(draft, headline="Other", body=SHOP_LINK, also_show=[publication.default_disclosure])
    review.submit(draft, by=None)
    review.send_back(draft, by=None)
    proposals.as_published(draft)
    publishing.trash(draft, by=None)
    publishing.restore(draft, by=None)
    revise(live, headline="Other")
    review.submit(live, by=None)
    publishing.discard_changes(live, by=None)
    assert counter() == before


def test_it_stays_when_a_verb_refuses():
    article = revise(make_article(), headline=" ")
    before = counter()
    with pytest.raises(publishing.PublishingError):
        publishing.publish(article, by=None)
    assert counter() == before


def test_it_falls_back_with_a_change_that_failed():
    draft = make_draft()
    before = counter()
    try:
        with transaction.atomic():
            publishing.publish(draft, by=None)
            raise RuntimeError("something later in the same transaction")
    except RuntimeError:
        pass
    assert not Article.objects.published().exists()
    assert counter() == before


def test_a_first_draft_makes_its_writer_an_author_and_announces_her_once():
    user = make_user()
    assert rises(lambda: publishing.save(Article(), snapshots.empty() | {"headline": "One"}, by=user))
    assert not rises(lambda: publishing.save(Article(), snapshots.empty() | {"headline": "Two"}, by=user))


def test_it_names_the_last_due_moment():
    Edition.objects.update_or_create(pk=1, defaults={"counter": 7, "due_until": timezone.now()})
    number = edition.current()
    assert str(number) == f"7-{number.due_until:%Y%m%d%H%M%S}-{__version__}"


def test_loading_the_sample_article_raises_it():
    before = edition.current().counter
    call_command("loaddata", "iss", verbosity=0)
    assert edition.current().counter > before
