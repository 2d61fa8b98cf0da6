"""The least that Django can do: one view, no middleware, no database. What the site is measured against."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = "<!doctype html><title>Bare</title><p>Bare."


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        PAGE, headers={"Content-Length": str(len(PAGE))}
    )  # else the server sends it in chunks


urlpatterns = [path("", bare)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF="bench.bare",
    SECRET_KEY="nothing is signed here",  # noqa: S106 - it guards nothing
)
application = get_wsgi_application()
