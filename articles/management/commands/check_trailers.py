"""Asks whether the trailers of works are still there; the job worker does the same by itself, day by day."""

from django.core.management.base import BaseCommand

from articles import trailers
from articles.trailers import Answer


class Command(BaseCommand):
    help = (
        "Ask whether trailers are still there: those not asked for in a week, at most 200 in a run. "
        "It may be stopped at any time and run again: it goes on from there."
    )

    def handle(self, **options):
        works = list(trailers.due()[: trailers.RUN_LIMIT])
        counts = dict.fromkeys(Answer, 0)
        for number, (work, answer) in enumerate(trailers.check(works), start=1):
            counts[answer] += 1
            self.stdout.write(f"{number} of {len(works)}: {work}: {answer.value}")
        words = ", ".join(f"{count} {answer.value}" for answer, count in counts.items() if count)
        self.stdout.write(f"{words}." if words else "No trailer is due.")
