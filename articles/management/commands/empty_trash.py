"""Deletes for good what has been in the trash for 30 days; the job worker does the same by itself, day by day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import trash


class Command(BaseCommand):
    help = (
        f"Delete articles for good that have been in the trash for {trash.KEPT.days} days. Their addresses stay taken. "
        "It may be stopped at any time and run again: it goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say which would go.")

    def handle(self, *args, **options):
        now = timezone.now()
        if options["dry_run"]:
            self._say_what_would_go(now)
        else:
            self.stdout.write(f"{counted(trash.empty_trash(now))} deleted for good.")

    def _say_what_would_go(self, now):
        articles = list(trash.due(now).only("headline", "slug", "trashed_at"))
        for article in articles:
            self.stdout.write(f"{article} ({article.slug}), in the trash since {article.trashed_at:%Y-%m-%d}")
        self.stdout.write(f"{counted(len(articles))} would go.")


def counted(count: int) -> str:
    return f"{count} {'article' if count == 1 else 'articles'}"
