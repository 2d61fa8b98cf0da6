"""An article's live copy as one value, to compare before and after, and the sentences of a refusal."""

import pytest

from articles.models import Article, Copy, SearchDocument

# What readers are shown of an article; compared as a whole, so that nothing moves unnoticed.
LIVE_COLUMNS = [
    field.attname
    for field in Article._meta.concrete_fields
    if field.name not in ("id", "modified_at", "copy_number")
]


def live_copy(article: Article) -> dict:
    """Everything a reader could be shown, as the database has it."""
    article = Article.objects.get(pk=article.pk)
    return {
        "columns": {name: getattr(article, name) for name in LIVE_COLUMNS},
        "tags": [tag.name for tag in article.tags.all()],
        "bylines": [(row.author.name, row.role, row.position) for row in article.byline_list],
        "also_show": list(article.also_show.values_list("name", flat=True)),
        "works": list(article.subjects.values_list("work__name", "position")),
        "work_uses": list(article.work_uses.filter(copy=Copy.LIVE).values_list("work__name", "opens_on")),
        "image_uses": list(article.image_uses.filter(copy=Copy.LIVE).values_list("image", "place", "alt")),
        "link_uses": list(article.link_uses.filter(copy=Copy.LIVE).values_list("url", "kind")),
        "search": SearchDocument.objects.filter(article=article).values_list("text", flat=True).first(),
    }


def sentences(raised: pytest.ExceptionInfo) -> dict[str, list[str]]:
    return raised.value.sentences
