"""The sample site, and the user who may edit it."""

import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.models import Publication
from authors.models import Author
from blog.sample_site import SampleSite, copy_sample_pictures

USERNAME = "editor"
HOUSE_AUTHOR = "bea-lampwright"


class Command(BaseCommand):
    help = "Load the sample site: the I.S.S. preview, other pieces, authors and pages; and make the user “editor”."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Do nothing if this site already has settings of its own."
        )

    def handle(self, *, once: bool, **options):
        is_new = not Publication.objects.exists()
        editor = self._editor() if is_new or not get_user_model().objects.exists() else None
        if once and not is_new:
            return
        self.stdout.write("Loading the sample site …")
        copy_sample_pictures()
        call_command("loaddata", "iss", verbosity=0)
        self._load_the_rest(
            SampleSite(by=editor or get_user_model().objects.filter(username=USERNAME).first())
        )
        if editor:
            Author.objects.filter(slug=HOUSE_AUTHOR, user=None).update(user=editor)
        self.stdout.write(self.style.SUCCESS("The sample site is there."))

    def _load_the_rest(self, site: SampleSite) -> None:
        site.put_taxonomy()
        site.put_pages()
        site.put_disclosures()
        site.put_authors()
        site.put_works()
        for article in site.put_articles():
            self.stdout.write(f"  {article}")
        site.put_publication()

    def _editor(self):
        """The user `editor`, made if missing; a generated password is printed this once and kept nowhere."""
        users = get_user_model().objects
        existing = users.filter(username=USERNAME).first()
        if existing:
            return existing
        chosen = os.environ.get("EDITOR_PASSWORD", "")
        password = chosen or secrets.token_urlsafe(12)
        editor = users.create_superuser(USERNAME, password=password)
        shown = "the password in EDITOR_PASSWORD" if chosen else f"password: {password}   (shown only now)"
        self.stdout.write(self.style.WARNING(f"Sign in as “{USERNAME}”, {shown}"))
        return editor
