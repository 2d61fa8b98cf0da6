"""Make the stored forms of all bodies anew: after a release whose renderer writes something else.

Batch by batch, each in a transaction of its own and in constant memory. What has been done carries the
renderer's version, so a run that was stopped goes on where it was. Readers' pages are renewed once, at the
end; feeds' items keep their dates, for nothing in them is news.
"""

from time import monotonic

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import rendering
from articles.body.render import RENDERER_VERSION
from articles.models import Article, Page, Work
from authors.signals import public_state_changed


class Command(BaseCommand):
    help = "Render the bodies again that an older version of the renderer rendered. May be stopped and run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="Render every body, also those that are up to date."
        )

    def handle(self, *args, **options):
        articles = rendering.rendered_articles()
        if not options["all"]:
            articles = articles.exclude(renderer_version=RENDERER_VERSION)
        changed = 0
        try:
            for count in self._batches(articles, articles.count(), verbosity=options["verbosity"]):
                changed += count
            changed += rerender_pages() + rerender_works()
        finally:  # also when it was stopped: what is done is to be seen
            if changed:
                public_state_changed.send(sender=Article, reason="rerender")
        if options["verbosity"]:
            self.stdout.write(f"{changed} changed.")

    def _batches(self, articles, total: int, *, verbosity: int):
        """How many changed in each batch; says how far it is."""
        done, last, start = 0, 0, monotonic()
        while True:
            count, last, changed = rerender_batch(articles, after=last)
            if not count:
                return
            done += count
            if verbosity:
                each = 1000 * (monotonic() - start) / done
                self.stdout.write(f"{done} of {total} bodies, {each:.1f} ms each")
            yield changed


@transaction.atomic
def rerender_batch(articles, *, after: int) -> tuple[int, int, int]:
    """Render some articles behind the key `after`: how many there were, the last key, how many changed."""
    batch = list(
        articles.filter(pk__gt=after).order_by("pk").select_for_update(of=("self",))[: rendering.BATCH]
    )
    if not batch:
        return 0, after, 0
    texts = {article.pk: article.plain_text for article in batch}
    changed = rendering.rerender(batch)
    searched = {article.pk: article for article in batch if article.plain_text != texts[article.pk]}
    rendering.index(Article.objects.filter(pk__in=searched, search_document__isnull=False))
    return len(batch), batch[-1].pk, changed


def rerender_pages() -> int:
    """The pages beside the articles are few: all of them, each time; how many changed."""
    changed = 0
    for page in Page.objects.all():
        before = page.rendered_web
        rendering.render_page(page)
        if page.rendered_web != before:
            changed += Page.objects.filter(pk=page.pk).update(rendered_web=page.rendered_web)
    return changed


def rerender_works() -> int:
    """Write anew what is kept of every work for its page; how many changed."""
    changed, last = 0, 0
    while works := list(Work.objects.told().filter(pk__gt=last).order_by("pk")[: rendering.BATCH]):
        with transaction.atomic():
            changed += rendering.render_works(works)
        last = works[-1].pk
    return changed
