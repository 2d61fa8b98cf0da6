"""Deletes milestones that were only saved, long ago: of each run of them, the last stays."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import history


class Command(BaseCommand):
    help = (
        f"Delete milestones of articles that were only saved, more than {history.SAVED_KEPT.days} days ago, but for the "
        "last before each other milestone. What was published, submitted, withdrawn, restored or named stays. "
        "It may be stopped at any time and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many would go.")

    def handle(self, *args, **options):
        now = timezone.now()
        count = history.prunable(now).count() if options["dry_run"] else history.prune(now)
        words = f"{count} milestone{'' if count == 1 else 's'}"
        self.stdout.write(f"{words} would go." if options["dry_run"] else f"{words} pruned.")
