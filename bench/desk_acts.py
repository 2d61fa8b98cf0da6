"""What an open desk asks of the server, on a small site and on the same one grown large.

Run by `bench.desk` on a prepared site. Prints, as JSON, processor time for each act and size: medians in milliseconds.
"""

import json
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from uuid import uuid4

import django

from bench.hub_pages import SIZES, fill, milliseconds

WORDS = 1500
SENTENCE = (
    "The lamp in the airlock went out, and nobody aboard would say who had looked at it last. "  # 18 words
)
FLOOR = "a signed-in page of the admin with nothing to do"


class FormValues(HTMLParser):
    """What the article's form would send as it stands: enough of HTML for Django's own widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value") or ""
        if name is None or "__prefix__" in name:
            return
        if tag == "textarea":
            self._open = name
        elif tag == "input" and given.get("type") not in ("submit", "checkbox", "radio"):
            self.values[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name

    def handle_data(self, data):
        if self._open:
            self.values[self._open] = data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._open = None


def body() -> str:
    paragraphs = -(-WORDS // 90)
    return "".join(f"<p>{SENTENCE * 5}</p>" for _ in range(paragraphs))


def acts() -> dict[str, Callable[[], object]]:
    """Each act of an editor with an article of 1,500 words open, by name."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - needs settings first
    from django.test import Client  # noqa: PLC0415 - needs settings first

    from articles.models import Article  # noqa: PLC0415 - needs settings first

    users = get_user_model().objects
    user = users.filter(is_superuser=True).first() or users.create_superuser("bench", password=uuid4().hex)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    pk = Article.objects.latest("pk").pk
    form, numbers = f"/admin/articles/article/{pk}/change/", iter(range(1, 10**9))

    def post(path: str, **more: object) -> None:
        answer = client.post(path, FormFilled.values | more)
        if answer.status_code not in (200, 302):
            sys.exit(f"{path} answers {answer.status_code}: {answer.content[:500]}")

    class FormFilled:
        values: dict[str, object] = {}

    page = FormValues()
    page.feed(client.get(form).content.decode())
    FormFilled.values = page.values | {"body": body(), "article": str(pk)}
    return {
        FLOOR: lambda: client.get("/admin/password_change/"),
        "open the desk": lambda: client.get(form),
        "autosave": lambda: post("/admin/articles/article/autosave/", sequence=next(numbers)),
        "say that one is here": lambda: post("/admin/articles/article/seen/"),
        "preview": lambda: post(form, _preview="1"),
        "save": lambda: post(form, _save="1"),
        "the board": lambda: client.get("/admin/"),
        "the calendar": lambda: client.get("/admin/articles/article/calendar/?on=2015-05-01"),
        "the list of articles": lambda: client.get("/admin/articles/article/"),
    }


def wall(ask: Callable[[], object]) -> float:
    """Median milliseconds by the clock."""
    spent = []
    for _ in range(15):
        start = time.perf_counter()
        ask()
        spent.append(1000 * (time.perf_counter() - start))
    return sorted(spent)[len(spent) // 2]


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs settings first

    sizes: dict[int, dict[str, tuple[float, float]]] = {}
    start = 0
    for works, articles in SIZES:
        fill(start, works - start, articles - start * 10)
        start = works
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        sizes[articles] = {name: (milliseconds(act), wall(act)) for name, act in acts().items()}
    sys.stdout.write(json.dumps(sizes))


if __name__ == "__main__":
    main()
