"""Makes articles/fixtures/iss.json anew from articles/demo/; `make fixture` runs it on an empty database."""

from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.management.base import BaseCommand, CommandError

from articles import renditions
from articles.models import (
    Article,
    Byline,
    Credit,
    Disclosure,
    Image,
    ImageUse,
    LinkUse,
    Page,
    Person,
    Publication,
    Release,
    SearchDocument,
    Section,
    Subject,
    Tag,
    TaggedArticle,
    Work,
    WorkUse,
)
from authors.models import Author
from blog.sample_site import LEAD, LEAD_WORK, SampleSite

FIXTURE = Path(settings.BASE_DIR) / "articles" / "fixtures" / "iss.json"
AUTHORS = ("bea-lampwright", "julia-glassman")


class Command(BaseCommand):
    help = "Write the fixture of the I.S.S. preview. Needs an empty, migrated database."

    def handle(self, **options):
        if Article.objects.exists() or Publication.objects.exists():
            raise CommandError(
                "This database is not empty. Set DATA_DIR to an empty folder and migrate first."
            )
        site = SampleSite()
        site.put_pages()
        site.put_disclosures()
        site.put_taxonomy()
        site.put_authors(*AUTHORS)
        site.put_works(LEAD_WORK)
        (article,) = site.put_articles(LEAD)
        Article.objects.filter(pk=article.pk).update(modified_at=article.published_at)
        Work.objects.update(modified_at=article.published_at, created_at=article.published_at)
        Release.objects.update(changed_at=article.published_at)
        site.put_publication()
        renditions.complete_waiting()  # The fixture's pictures need no worker.
        Image.objects.update(created_at=article.published_at)
        Page.objects.update(modified_at=article.published_at)
        FIXTURE.parent.mkdir(exist_ok=True)
        with FIXTURE.open("w") as file:
            serializers.serialize(
                "json", rows_of(article), indent=1, stream=file, ensure_ascii=False,
                use_natural_foreign_keys=True, use_natural_primary_keys=True,
            )  # fmt: skip
        self.stdout.write(f"Wrote {FIXTURE}")


def rows_of(article: Article):
    """Everything the article's page shows, in an order in which each row finds what it refers to."""
    return chain(
        Page.objects.filter(slug="affiliate-policy"),
        Disclosure.objects.filter(articles=article),
        Section.objects.all(),
        Tag.objects.filter(tagged__content_object=article),
        Author.objects.all(),
        Image.objects.order_by("file_name"),
        Person.objects.order_by("slug"),
        Work.objects.all(),
        Credit.objects.all(),
        Release.objects.order_by("date"),
        Article.objects.all(),
        Byline.objects.all(),
        TaggedArticle.objects.all(),
        ImageUse.objects.all(),
        LinkUse.objects.all(),
        Subject.objects.all(),
        WorkUse.objects.all(),
        SearchDocument.objects.all(),
        Publication.objects.all(),
    )
