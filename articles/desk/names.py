"""What snapshots name by number, in an editor's words: loaded at once, however many there are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.body import outline
from articles.body.outline import Known, Line
from articles.body.vocabulary import BodyRefused
from articles.models import Article, Byline, Format, Image, Work
from articles.snapshots import REFERENCES, ROWS, Snapshot, keys_of

LOST = f"({outline.UNKNOWN})"
UIDS_KNOWN = 1000  # a body with more pictures than that is no article


class Names:
    """The rows that these snapshots, or parts of snapshots, name. At most one query for each kind of row."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        snapshots = list(snapshots)
        self._rows = {name: _rows(name, snapshots) for name in ROWS}
        self._known = _known(snapshots)

    def row(self, name: str, key: int | None) -> Model | None:
        return self._rows[name].get(key)

    def lines(self, name: str, value: Any) -> list[Line]:
        """A field's value as lines of words; none for an empty one."""
        if value is None or value == "" or value == []:
            return []
        if name == "body":
            return self._body(value)
        return [outline.words(text) for text in self._texts(name, value)]

    def _body(self, html: str) -> list[Line]:
        try:
            return outline.lines(html, known=self._known)
        except BodyRefused:  # from before there was a limit
            return [outline.words(text) for text in html.splitlines()]

    def _texts(self, name: str, value: Any) -> list[str]:
        if name == "bylines":
            return [f"{Byline(role=row['role']).label} {self._name(name, row['author'])}" for row in value]
        if name in ROWS:
            return [self._name(name, key) for key in keys_of(name, value)]
        return list(value) if name == "tags" else [_plain(name, value)]

    def _name(self, name: str, key: int) -> str:
        return str(self.row(name, key) or LOST)


def _rows(name: str, snapshots: list[Snapshot]) -> dict[int, Model]:
    empty = None if name in REFERENCES else []
    keys = {key for snapshot in snapshots for key in keys_of(name, snapshot.get(name) or empty)}
    return ROWS[name].objects.in_bulk(keys) if keys else {}


def _known(snapshots: list[Snapshot]) -> dict[str, Known]:
    """What the bodies show: pictures, works and recommended articles, by uid."""
    uids = [uid for snapshot in snapshots for uid in outline.uids(snapshot.get("body") or "")][:UIDS_KNOWN]
    if not uids:
        return {}
    pictures = Image.objects.filter(uid__in=uids)
    known = {image.uid: Known(str(image), image.file_name or f"number {image.pk}") for image in pictures}
    known |= {work.uid: Known(str(work)) for work in Work.objects.filter(uid__in=uids)}
    titled = Article.objects.filter(uid__in=uids).only("uid", "headline")
    return known | {article.uid: Known(str(article)) for article in titled}


def _plain(name: str, value: Any) -> str:
    """For example “3 Jan 2026 09:00”, “yes”, “3.5”."""
    if name == "published_at":
        moment = parse_datetime(value)
        return f"{timezone.localtime(moment):%-d %b %Y %H:%M}" if moment else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(dict(Format.choices).get(value, value)) if name == "format" else str(value)
