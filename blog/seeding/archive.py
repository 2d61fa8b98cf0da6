"""Brings generated texts into the database: batch by batch, each in a transaction, in constant memory."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles import rendering, slugs
from articles.body.fold import key as fold_key
from articles.body.render import MEDIA_URL_MARK, RENDERER_VERSION
from articles.models import (
    Article,
    Byline,
    Copy,
    ImageUse,
    LinkUse,
    Merchant,
    SearchDocument,
    Section,
    Status,
    Tag,
    TaggedArticle,
)
from articles.models.article import mint_feed_id
from authors.models import Author
from authors.signals import public_state_changed
from blog.seeding import pictures, prose, words
from blog.seeding.texts import Supplies, Text, write_many

BATCH = 500
AUTHORS = 36
TAGS = 400
SPAN = timedelta(days=365 * 12)
SECTION_NAMES = ("Film", "Television", "Comics", "Games")
UPDATED_SHARE = 0.05


@dataclass(frozen=True)
class Calendar:
    """When each article was published: evenly over the years, the last one a little before now."""

    first_number: int
    count: int
    now: datetime

    def moment(self, number: int) -> datetime:
        share = (number - self.first_number + 1) / (self.count + 1)
        return self.now - timedelta(hours=1) - SPAN * (1 - share)


def seed(count: int, *, seed: str, processes: int | None = None) -> Iterator[int]:
    """Add `count` published articles; yields how many there are after each batch.

    Announces the change to readers' pages once, at the end.
    """
    if count < 1:
        return
    supplies = stock_up(seed)
    first = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    calendar = Calendar(first, count, timezone.now())
    done = 0
    for texts in _batches(range(first, first + count), supplies, processes=processes):
        store(texts, calendar)
        done += len(texts)
        yield done
    public_state_changed.send(sender=Article, reason="archive")


def stock_up(seed: str) -> Supplies:
    """Sections, tags, authors and pictures for the articles; made where they are missing."""
    with transaction.atomic():
        sections, tags, authors = _sections(), _tags(), _authors()
    images = pictures.library()
    return Supplies(
        seed=seed,
        sections=[(section.pk, section.slug) for section in sections],
        tags=[(tag.pk, tag.name) for tag in tags],
        authors=[(author.pk, f"{author.name} {author.pen_names}") for author in authors],
        pictures=[(image.pk, image.as_picture(base=MEDIA_URL_MARK)) for image in images],
        own_hosts=frozenset({urlsplit(settings.PUBLIC_URL).hostname or "localhost"}),
        merchants={host: merchant.pk for host, merchant in Merchant.objects.hosts().items()},
    )


def _sections() -> list[Section]:
    if not Section.objects.exists():
        for position, name in enumerate(SECTION_NAMES, start=1):
            Section.objects.create(name=name, slug=slugs.slug_of(name), position=position)
    return list(Section.objects.all())


def _tags() -> list[Tag]:
    """The vocabulary, the most used first: subjects, genres, studios, and works."""
    throw = Random("tags")  # noqa: S311 - names, not secrets
    names = [name.capitalize() for name in (*words.SUBJECTS, *words.GENRES)] + [*words.STUDIOS, *words.PLACES]
    while len(names) < TAGS:
        names += [title for title in [prose.invented_title(throw)] if title not in names]
    keys = [fold_key(name) for name in names]
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=keys)}
    for name, key in zip(names, keys, strict=True):
        if key not in known:
            known[key] = Tag.objects.create(name=name)
    return [known[key] for key in keys]


def _authors() -> list[Author]:
    throw = Random("authors")  # noqa: S311 - names, not secrets
    names: dict[str, None] = {}
    while len(names) < AUTHORS:
        names[prose.invented_name(throw)] = None
    return [_author(name) for name in names]


def _author(name: str) -> Author:
    bio = f"<p>{name.split()[0]} writes for this generated archive and does not exist.</p>"
    fields = {"name": name, "job_title": "Staff writer", "bio": bio}
    return Author.objects.get_or_create(slug=slugs.slug_of(name), defaults=fields)[0]


def _batches(numbers: range, supplies: Supplies, *, processes: int | None) -> Iterator[list[Text]]:
    """The texts in order, `BATCH` at a time; written by several processes when there is enough to write."""
    chunks = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    processes = min(processes or os.cpu_count() or 1, len(chunks))
    if processes == 1:
        yield from (write_many(chunk, supplies) for chunk in chunks)
        return
    # Started afresh, not forked: a fork would share this process's database connection.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque = deque()
        for chunk in chunks:
            waiting.append(pool.submit(write_many, chunk, supplies))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@transaction.atomic
def store(texts: list[Text], calendar: Calendar) -> None:
    """Write one batch: articles, then everything that belongs to them."""
    articles = Article.objects.bulk_create([_article(text, calendar) for text in texts])
    pairs = list(zip(articles, texts, strict=True))
    Byline.objects.bulk_create(
        Byline(article=article, author_id=author, role=role, position=position)
        for article, text in pairs
        for position, (author, role) in enumerate(text.bylines)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag_id=tag) for article, text in pairs for tag in text.tags
    )
    ImageUse.objects.bulk_create(use for article, text in pairs for use in _image_uses(article, text))
    LinkUse.objects.bulk_create(
        LinkUse(article=article, copy=Copy.LIVE, url=url, kind=kind, merchant_id=merchant)
        for article, text in pairs
        for url, kind, merchant in text.links
    )
    SearchDocument.objects.bulk_create(
        SearchDocument(article=article, text=text.search_text) for article, text in pairs
    )


def _article(text: Text, calendar: Calendar) -> Article:
    moment = calendar.moment(text.number)
    rendered = text.rendered
    article = Article(
        headline=text.headline,
        dek=text.dek,
        slug=_slug(text),
        format=text.format,
        section_id=text.section,
        featured_image_id=text.featured,
        status=Status.PUBLISHED,
        published_at=moment,
        created_at=moment - timedelta(days=2),
        updated_at=_update(text.number, moment, calendar.now),
        body=text.body,
        rendered_web=rendered.web,
        rendered_feed=rendered.feed,
        plain_text=rendered.text,
        excerpt=rendering.excerpt_of(rendered.text),
        word_count=rendered.word_count,
        has_video=rendered.has_video,
        has_affiliate_link=rendered.has_affiliate_link,
        renderer_version=RENDERER_VERSION,
    )
    article.feed_id = mint_feed_id(article.uid, article.created_at)  # bulk_create does not call save()
    return article


def _slug(text: Text) -> str:
    """The headline's, with the number: numbers begin above every primary key, so none comes twice."""
    suffix = f"-{text.number}"
    stem = slugs.slug_of(text.headline)[: slugs.SLUG_LENGTH - len(suffix)].rstrip("-")
    return stem + suffix


def _update(number: int, moment: datetime, now: datetime) -> datetime | None:
    """Some articles were corrected or completed a few days later."""
    if number % round(1 / UPDATED_SHARE):
        return None
    return min(moment + timedelta(days=1 + number % 9), now)


def _image_uses(article: Article, text: Text) -> Iterator[ImageUse]:
    use = {"article": article, "copy": Copy.LIVE}
    yield ImageUse(image_id=text.featured, place=ImageUse.Place.FEATURED, **use)
    for position, picture in enumerate(text.body_pictures, start=1):
        yield ImageUse(image_id=picture, place=ImageUse.Place.BODY, position=position, **use)
