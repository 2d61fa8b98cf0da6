"""Work that need not be done before an editor's save returns. Nothing needs a job to become public."""

from django.dispatch import receiver
from django_tasks import task

from articles import merchants, renditions
from articles.models import Image, Merchant


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
