"""`make run`: the site for real, web server and job worker together."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog import serving, supervisor


class Command(BaseCommand):
    help = "Runs the web server (granian) and the job worker until Ctrl-C."
    requires_system_checks = ["files", "models", "urls"]

    def handle(self, *args, **options):
        if settings.DEBUG:
            raise CommandError("This is the server for readers; set PROFILE=embedded, or use `make dev`.")
        code = serving.run_site(
            [
                supervisor.Service("The web server", serving.web_server()),
                supervisor.Service("The job worker", serving.job_worker()),
            ],
            say=self.say,
        )
        sys.exit(code)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
