"""From names people type to tags, and two tags into one."""

from collections.abc import Iterable

from django.db import transaction

from articles import redirects
from articles.body.fold import key as fold_key
from articles.models import Article, Tag, TaggedArticle, TagSynonym

TAGS_LIMIT = 50  # of one article


def known(names: Iterable[str]) -> dict[str, Tag]:
    """Existing tags by the key of the name, synonyms included. Two queries."""
    keys = {fold_key(name) for name in names}
    found = {row.key: row.tag for row in TagSynonym.objects.filter(key__in=keys).select_related("tag")}
    return found | {tag.key: tag for tag in Tag.objects.filter(key__in=keys)}


def resolve(names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in order, each once; names nobody has used become unsaved tags."""
    names = [" ".join(name.split()) for name in names]
    tags = known(names)
    for name in names:
        name_key = fold_key(name)
        if name_key and name_key not in tags:
            tags[name_key] = Tag(name=name, key=name_key)
    ordered = (tags[fold_key(name)] for name in names if fold_key(name))
    return list({tag.key: tag for tag in ordered}.values())


def put_tags(article: Article, names: Iterable[str]) -> None:
    """Make these the article's tags, creating the tags that are new."""
    tags = [tag if tag.pk else _made(tag) for tag in resolve(names)]
    TaggedArticle.objects.filter(content_object=article).delete()
    TaggedArticle.objects.bulk_create(TaggedArticle(content_object=article, tag=tag) for tag in tags)


def _made(tag: Tag) -> Tag:
    """The tag's row, which another article may have made a moment ago."""
    return Tag.objects.get_or_create(key=tag.key, defaults={"name": tag.name})[0]


@transaction.atomic
def merge(sources: Iterable[Tag], *, into: Tag) -> int:
    """Move everything tagged with `sources` to `into`; old addresses and names lead there. How many articles moved."""
    moved = 0
    for source in sources:
        if source == into:
            continue
        has_target = TaggedArticle.objects.filter(tag=into).values("content_object")
        moved += (
            TaggedArticle.objects.filter(tag=source).exclude(content_object__in=has_target).update(tag=into)
        )
        old_path, old_key = source.get_absolute_url(), source.key
        redirects.retarget(source, target=into)
        TagSynonym.objects.filter(tag=source).update(tag=into)
        source.delete()
        TagSynonym.objects.update_or_create(key=old_key, defaults={"tag": into})
        redirects.remember(old_path, target=into)
    return moved
