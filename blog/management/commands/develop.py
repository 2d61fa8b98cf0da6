"""`make dev`: the same two processes for developers, restarted when code changes."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog import serving, supervisor


class Command(BaseCommand):
    help = "Runs Django's development server and the job worker until Ctrl-C, both reloading changed code."
    requires_system_checks = []  # runserver checks, and goes on running while there is something to repair

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("This server is for developers only; set PROFILE=development.")
        code = serving.run_site(
            [
                supervisor.Service("The development server", serving.development_server()),
                supervisor.Service("The job worker", serving.reloading_job_worker()),
            ],
            say=self.say,
        )
        sys.exit(code)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
