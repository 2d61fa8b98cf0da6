"""Becomes the web server of `make run`, with the same options, for any application.

`python -m bench.serve bench.bare:application`, with DJANGO_SETTINGS_MODULE, HOST and PORT in the environment.
"""

import os
import sys

from blog import serving

if __name__ == "__main__":
    command = [sys.argv[1] if word == "blog.wsgi:application" else word for word in serving.web_server()]
    os.execv(command[0], command)  # noqa: S606 - our own command
