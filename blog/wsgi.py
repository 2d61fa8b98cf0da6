"""What a web server loads: granian in `make run`, any WSGI server elsewhere."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")

application = get_wsgi_application()

from blog.press import follower  # noqa: E402 - needs the registry of models, which has just been filled

follower.start()  # one in every web process: due moments are noticed wherever readers are served
