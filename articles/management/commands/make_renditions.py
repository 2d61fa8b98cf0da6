"""Makes the files that pictures still lack: after an upgrade that adds widths, or where a job was lost."""

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from articles import renditions
from articles.models import Image
from authors.models import Author
from authors.pictures import PictureRefused
from authors.renditions import new_key, squares

BAR_LENGTH = 30


class Command(BaseCommand):
    help = "Make the files pictures still lack. It may be stopped at any time and run again: it goes on from there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all",
            action="store_true",
            dest="is_all",
            help="Make every picture's files again under new names; the old ones stay in use until then.",
        )

    def handle(self, *, is_all: bool, **options):
        if is_all:
            self._ask_for_all()
        self.problems = 0
        self.total = Image.objects.waiting().exclude(width=0).count()
        self.done = 0
        renditions.complete_waiting(on_each=self._say)
        portraits = self._make_portraits(is_all=is_all)
        self.stdout.write(f"{self.done - self.problems} pictures and {portraits} portraits are complete.")
        if self.problems:
            raise CommandError(f"{self.problems} could not be made: see above.")

    def _ask_for_all(self) -> None:
        """Noted in the rows, so that a second run without --all goes on where the first one was stopped."""
        for pk in Image.objects.exclude(width=0).values_list("pk", flat=True):
            Image.objects.filter(pk=pk, pending_key="").update(pending_key=new_key())

    def _say(self, image: Image, problem: str) -> None:
        self.done += 1
        if problem:
            self.problems += 1
            self.stdout.write(self.style.ERROR(f"{image.file_name or image}: {problem}"))
        self.total = max(self.total, self.done)
        filled = BAR_LENGTH * self.done // self.total
        bar = "#" * filled + "." * (BAR_LENGTH - filled)
        self.stdout.write(f"[{bar}] {self.done} of {self.total}  {image.file_name}")

    def _make_portraits(self, *, is_all: bool) -> int:
        count = 0
        for author in Author.objects.exclude(photo_key=""):
            if not is_all and _is_complete(author):
                continue
            try:
                author.make_photo_files()
            except (PictureRefused, OSError) as error:
                self.problems += 1
                self.stdout.write(self.style.ERROR(f"{author}: {error}"))
                continue
            author.photo_original.close()
            author.save()
            count += 1
            self.stdout.write(f"portrait of {author}")
        return count


def _is_complete(author: Author) -> bool:
    size = (author.photo_width, author.photo_height)
    named = squares(author.photo_key, size, has_transparency=author.photo_has_transparency, base="")
    return all(default_storage.exists(file.url) for file in named)
