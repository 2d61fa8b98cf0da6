"""A large archive for measuring: `manage.py seed_archive --articles 100000`."""

import time

from django.core.management.base import BaseCommand, CommandError

from blog.seeding import archive


class Command(BaseCommand):
    help = (
        "Add any number of invented, published articles, spread over twelve years, with sections, tags, bylines and "
        "pictures. For measuring and trying things; not for a site with readers."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, required=True, help="How many to add.")
        parser.add_argument("--seed", default="1", help="Another seed makes other articles (default: 1).")
        parser.add_argument(
            "--processes",
            type=int,
            default=None,
            help="Processes that write at once (default: one for each core).",
        )

    def handle(self, *, articles: int, seed: str, processes: int | None, **options):
        if articles < 0 or (processes is not None and processes < 1):
            raise CommandError("A number of articles is 0 or more, a number of processes 1 or more.")
        start = time.monotonic()
        done = 0
        for done in archive.seed(articles, seed=seed, processes=processes):
            self.stdout.write(
                f"{done:>9,} of {articles:,} articles", ending="\r" if self.stdout.isatty() else "\n"
            )
            self.stdout.flush()
        seconds = time.monotonic() - start
        rate = f", {done / seconds:,.0f} a second" if done else ""
        self.stdout.write(self.style.SUCCESS(f"Added {done:,} articles in {seconds:.1f} s{rate}."))
