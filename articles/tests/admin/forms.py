"""The article's form as a browser without script would send it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.tests.pages import parse

ADD = "/admin/articles/article/add/"


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def form_of(response):
    return parse(response.content).get_element_by_id("article_form")


def filled(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the form at `url` would send as it stands, with `changes`; None leaves a field out."""
    response = client.get(url)
    assert response.status_code == 200, response.content[:400]
    values: dict[str, Any] = {}
    for name, value in form_of(response).form_values():
        if "__prefix__" not in name:
            # The line break at the beginning of a text area belongs to the markup.
            values.setdefault(name, []).append(value.removeprefix("\n"))
    values |= changes
    return {name: value for name, value in values.items() if value is not None}


def errors(response) -> dict[str, list[str]]:
    """Sentences by field of a form that came back."""
    assert response.status_code == 200, response.status_code
    return dict(response.context["adminform"].form.errors)


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
