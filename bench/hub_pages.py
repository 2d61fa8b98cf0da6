"""What pages about works cost on a small site, and on the same one grown large.

Run by `bench.works` on a prepared site. Fills the database without the verbs, since only reading is measured, and
prints, as JSON, processor time for each address and size: medians in milliseconds.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

import django

ROUNDS = 30
CREDITS_EACH = 6
SIZES = ((100, 1_000), (10_000, 100_000))  # works and articles
START = datetime(2010, 1, 1, tzinfo=UTC)
ADDRESSES = [
    "/works/", "/works/?kind=film&letter=K", "/works/work-7/", "/people/person-7/", "/works/work-7/feed/",
    "/releases/", "/releases/2010/03/", "/releases.ics", "/articles/article-70/",
]  # fmt: skip


def fill(first: int, works: int, articles: int) -> None:
    """Works numbered from `first`, with credits and releases spread over years, and articles, ten to a work at the most."""
    from articles.models import (  # noqa: PLC0415 - needs settings first
        Article,
        Byline,
        Credit,
        Person,
        Release,
        Section,
        Subject,
        Work,
    )
    from authors.models import Author  # noqa: PLC0415 - needs settings first

    section = Section.objects.first()
    author = Author.objects.first()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    kinds = Work.Kind.values
    bulk = {"batch_size": 2000}
    made = Work.objects.bulk_create([
        Work(
            name=f"Work {number}", slug=f"work-{number}", sort_name=f"{letters[number % 26].lower()} {number}",
            letter=letters[number % 26], kind=kinds[number % len(kinds)], year=1950 + number % 70, public_from=START,
            rendered_web="<p>Facts.</p>", structured={"@type": "Movie", "name": f"Work {number}"},
        )
        for number in range(first, first + works)
    ], **bulk)  # fmt: skip
    people = Person.objects.bulk_create(
        [
            Person(name=f"Person {number}", slug=f"person-{number}", sort_name=f"person {number}")
            for number in range(first, first + works)
        ],
        **bulk,
    )
    Credit.objects.bulk_create([
        Credit(work=work, person=people[(at + place) % works], position=place)
        for at, work in enumerate(made) for place in range(CREDITS_EACH)
    ], **bulk)  # fmt: skip
    days = [date(2010, 1, 1) + timedelta(days=number * 7 % 9000) for number in range(first, first + works)]
    Release.objects.bulk_create(
        [Release(work=work, date=day, last_day=day) for work, day in zip(made, days, strict=True)], **bulk
    )
    rows = Article.objects.bulk_create([
        Article(
            headline=f"Article {number}", slug=f"article-{number}", feed_id=f"tag:bench,2010:{number}", section=section,
            status="published", published_at=START + timedelta(hours=number % 100_000), rendered_web="<p>Text.</p>",
            rendered_feed="<p>Text.</p>",
        )
        for number in range(first * 10, first * 10 + articles)
    ], **bulk)  # fmt: skip
    Byline.objects.bulk_create([Byline(article=row, author=author) for row in rows], **bulk)
    Subject.objects.bulk_create(
        [Subject(article=row, work=made[at % works]) for at, row in enumerate(rows)], **bulk
    )


def milliseconds(ask: Callable[[], object]) -> float:
    """Median processor time of ROUNDS."""
    ask()
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask()
        spent.append(time.process_time() - start)
    return 1000 * median(spent)


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs settings first

    sizes = {}
    start = 0
    for works, articles in SIZES:
        fill(start, works - start, articles - start * 10)
        start = works
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        sizes[works] = measure()
    sys.stdout.write(json.dumps(sizes))


def measure() -> dict[str, float]:
    from django.test import Client  # noqa: PLC0415 - needs settings first

    client = Client(headers={"host": "127.0.0.1"})
    for address in ADDRESSES:
        if client.get(address).status_code != 200:
            sys.exit(f"{address} does not answer.")
    return {address: milliseconds(lambda address=address: client.get(address)) for address in ADDRESSES}


if __name__ == "__main__":
    main()
