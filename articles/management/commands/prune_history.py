"""Deletes milestones that were only saved, long ago, the last of each run but staying, and old autosaves."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import history, sittings


class Command(BaseCommand):
    help = (
        f"Delete milestones of articles that were only saved, more than {history.SAVED_KEPT.days} days ago, but for the "
        "last before each other milestone. What was published, submitted, withdrawn, restored or named stays. "
        f"Autosaves that nobody has looked at for {sittings.AUTOSAVES_KEPT.days} days go too. "
        "It may be stopped at any time and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many would go.")

    def handle(self, *args, **options):
        now = timezone.now()
        is_dry = options["dry_run"]
        milestones = history.prunable(now).count() if is_dry else history.prune(now)
        forms = sittings.prunable(now).count() if is_dry else sittings.prune(now)
        words = f"{counted(milestones, 'milestone')}, {counted(forms, 'closed form')}"
        self.stdout.write(f"{words} would go." if is_dry else f"{words} pruned.")


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
