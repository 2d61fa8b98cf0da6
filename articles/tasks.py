"""Work that need not be done before an editor's save returns. Nothing needs a job to become public."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from articles import letters, merchants, rendering, renditions, trailers, trash
from articles.letters import Matter, letters_wanted
from articles.models import Article, Image, Merchant, Tag, Work
from authors.models import Author

# Names that readers' search knows an article by: the model, its name columns, the way from an article to it.
NAMED = {
    Author: (("name", "pen_names"), "authors"),
    Tag: (("name",), "tagged__tag"),
    Work: (("name", "original_name"), "works"),
}
BATCH = 200
# The one worker makes pictures, too: a daily job waits behind all others, and is over soon.
TRAILERS_PRIORITY = -50
TRAILERS_BATCH = 10
TRAILERS_SECONDS = 30
TRAILERS_EVERY = timedelta(days=1)
TRAILERS_PAUSE = timedelta(minutes=1)
TRASH_PRIORITY = -50
TRASH_EVERY = timedelta(days=1)
# A mail server that does not answer costs ten seconds a letter: pictures go first.
LETTERS_PRIORITY = -10
LETTERS_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))
log = logging.getLogger(__name__)


@task()
def reclassify_merchant(merchant_pk: int) -> int:
    """A merchant changed: classify its links anew; how many articles changed."""
    merchant = Merchant.objects.filter(pk=merchant_pk).first()
    return merchants.reclassify(merchant) if merchant else 0


@task()
def refresh_picture(image_pk: int) -> None:
    """A picture's words changed in the library: render the live articles that show it."""
    image = Image.objects.filter(pk=image_pk).first()
    if image:
        renditions.refresh_uses(image)


@task()
def complete_pictures() -> int:
    """Make the files of all pictures that wait for them; the first job of a batch leaves the others nothing to do."""
    return renditions.complete_waiting()


@receiver(renditions.files_wanted, dispatch_uid="complete-pictures")
def ask_for_files(**_kwargs) -> None:
    """Put a job into the queue; in the database it joins the transaction that stored the picture."""
    complete_pictures.enqueue()


@task()
def index_again(model_name: str, pk: int) -> int:
    """An author, a tag or a work has a new name: readers find its articles by it; how many were indexed."""
    path = next(path for model, (_, path) in NAMED.items() if model.__name__ == model_name)
    pks = list(
        Article.objects.filter(**{path: pk}, search_document__isnull=False).values_list("pk", flat=True)
    )
    for start in range(0, len(pks), BATCH):
        rendering.index(Article.objects.filter(pk__in=pks[start : start + BATCH]))
    return len(pks)


@receiver(pre_save, sender=Author, dispatch_uid="author-renamed")
@receiver(pre_save, sender=Tag, dispatch_uid="tag-renamed")
@receiver(pre_save, sender=Work, dispatch_uid="work-renamed")
def note_new_name(sender: type[models.Model], instance: models.Model, raw: bool, **_kwargs) -> None:
    """Compare with the row as it stands, while it stands."""
    columns = NAMED[sender][0]
    before = None if raw else sender.objects.filter(pk=instance.pk).values(*columns).first()
    instance.is_renamed = before is not None and before != {
        column: getattr(instance, column) for column in columns
    }


@receiver(post_save, sender=Author, dispatch_uid="author-indexed")
@receiver(post_save, sender=Tag, dispatch_uid="tag-indexed")
@receiver(post_save, sender=Work, dispatch_uid="work-indexed")
def ask_for_index(sender: type[models.Model], instance: models.Model, **_kwargs) -> None:
    if instance.is_renamed:
        index_again.enqueue(sender.__name__, instance.pk)


# --- trailers: one job a day, which asks for the next one itself


@task(priority=TRAILERS_PRIORITY)
def check_trailers() -> int:
    """Ask for some trailers that are due, and for the next job: soon, if more are due, else tomorrow."""
    if not settings.CHECK_TRAILERS:
        return 0
    ask_for_trailers()  # first, so that a job that is cut short breaks no chain
    stop_at = time.monotonic() + TRAILERS_SECONDS
    asked = 0
    for _ in trailers.check(trailers.due()[:TRAILERS_BATCH]):
        asked += 1
        if time.monotonic() > stop_at:
            break
    if trailers.due().exists():
        ask_for_trailers(after=TRAILERS_PAUSE)
    return asked


def ask_for_trailers(*, after: timedelta = TRAILERS_EVERY) -> None:
    """See to it that such a job waits to be run within this time. Ask as often as you like: they do not pile up."""
    if settings.CHECK_TRAILERS:
        _ask_for(check_trailers, after=after)


def _ask_for(job: Task, *, after: timedelta) -> None:
    run_after = timezone.now() + after
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=job.module_path, run_after__lte=run_after
    )
    # Two that ask in one moment may make two; the first of them to run then leaves tomorrow to the second.
    if not waiting.exists():
        job.using(run_after=run_after).enqueue()


@receiver(post_save, sender=Work, dispatch_uid="work-trailer")
def ask_for_new_trailer(instance: Work, **_kwargs) -> None:
    if instance.trailer_url and not instance.trailer_checked_at:
        ask_for_trailers()


# --- the trash: one job a day, too


@task(priority=TRASH_PRIORITY)
def empty_trash() -> int:
    """Delete for good what has been in the trash long enough; how many articles went."""
    if not settings.EMPTY_TRASH:
        return 0
    ask_to_empty_trash()  # first, so that a job that is cut short breaks no chain
    return trash.empty_trash(timezone.now())


def ask_to_empty_trash() -> None:
    """See to it that such a job waits to be run within a day. Ask as often as you like: they do not pile up."""
    if settings.EMPTY_TRASH:
        _ask_for(empty_trash, after=TRASH_EVERY)


# --- letters: one job for what has happened, which asks for one job a letter


@receiver(letters_wanted, dispatch_uid="write-letters")
def ask_for_letters(matter: Matter, people: list[int], **_kwargs) -> None:
    """One row in the queue, however many people are concerned: this is what an editor's save waits for."""
    write_letters.enqueue(matter, people)


@task(priority=LETTERS_PRIORITY)
def write_letters(matter: Matter, people: list[int]) -> None:
    with transaction.atomic():
        for person in people:
            send_letter.enqueue(matter, person)


@task(priority=LETTERS_PRIORITY)
def send_letter(matter: Matter, person: int, failures: int = 0) -> bool:
    """Send one letter; if that fails, ask for itself again after a pause. The last failure fails the job, which
    `articles.alarms` sees."""
    try:
        return letters.send(matter, person)
    except Exception as error:  # Whatever a mail backend raises: it may come from a package we do not know.
        if failures >= len(LETTERS_PAUSES):
            log.exception("A letter to user %s (%s) could not be sent; given up.", person, matter["step"])
            raise
        pause = LETTERS_PAUSES[failures]
        log.warning("A letter to user %s could not be sent (%r); once more in %s.", person, error, pause)
    send_letter.using(run_after=timezone.now() + pause).enqueue(matter, person, failures + 1)
    return False
