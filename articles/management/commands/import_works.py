"""Takes films, series, comics, books and games from a file: see docs/operations.md, “Importing works”."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import work_files, work_import

PROGRESS_EVERY = 100


class Command(BaseCommand):
    help = "Import works from a CSV or JSON file. Rows are matched by IMDb, TMDB, Wikidata or ISBN number."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen, and write nothing."
        )

    def handle(self, *, file: Path, dry_run: bool, **options):
        try:
            rows = work_files.read(file, columns=work_import.COLUMNS)
        except work_files.Unreadable as error:
            raise CommandError(str(error)) from error
        counts: Counter[str] = Counter()
        for done, outcome in enumerate(work_import.run(rows, is_dry=dry_run), 1):
            counts[outcome.verb] += 1
            if outcome.verb == "refused":
                self.stdout.write(
                    f"Row {outcome.number}, “{outcome.name or 'without a name'}”: {outcome.sentence}"
                )
            if done % PROGRESS_EVERY == 0 and done < len(rows):
                self.stdout.write(f"{done} of {len(rows)} rows …")
        words = ", ".join(f"{counts[verb]} {verb}" for verb in ("made", "changed", "unchanged", "refused"))
        self.stdout.write(f"{'Nothing was written. It would be: ' if dry_run else ''}{words}.")
