"""Loads the sample site from `articles/demo/`: plain files in, rows made through the verbs out.

The files hold front matter (TOML between lines of three plus signs) and a body that names pictures
by file and articles by slug; here the names become the ids the library gave them.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.core.files.storage import Storage, default_storage, storages
from django.utils import timezone

from articles import checklist, publishing, renditions, review, snapshots, work_lines, works
from articles.body.fold import key as fold_key
from articles.body.vocabulary import sanitise
from articles.models import (
    Article,
    Change,
    Credit,
    Disclosure,
    Image,
    Page,
    Person,
    Publication,
    Release,
    Section,
    Series,
    SocialLink,
    Tag,
    Work,
)
from articles.rendering import render_page
from articles.slugs import slug_of
from authors.models import Author, AuthorLink

DEMO = Path(settings.BASE_DIR) / "articles" / "demo"
SAMPLE_MEDIA = Path(settings.BASE_DIR) / "media"
# What the fixture `iss` holds: this article and all it shows.
LEAD = "iss-preview-cast-plot-release-date"
LEAD_PICTURES = ("iss-kira.jpg", "iss-station.jpg")
LEAD_WORK = "iss"
LEAD_PORTRAITS = ("portrait-bea-lampwright.jpg", "portrait-julia-glassman.jpg")
_PICTURE_FILE = re.compile(r'data-image="([^"]+\.jpg)"')
_WORK_SLUG = re.compile(r'data-work="([a-z-]+)"')
_ARTICLE_SLUGS = re.compile(r'data-articles="([^"]+)"')


@dataclass
class SampleSite:
    """Puts the sample site into the database; each `put_*` may be run again and changes nothing then."""

    by: AbstractBaseUser | None = None
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self):
        self.site = tomllib.loads((DEMO / "site.toml").read_text())
        self.pictures = {
            row["file"]: row
            for row in tomllib.loads((DEMO / "pictures" / "pictures.toml").read_text())["pictures"]
        }

    def put_publication(self) -> None:
        texts = dict(self.site["publication"])
        lead, disclosure = texts.pop("lead"), texts.pop("default_disclosure")
        links = texts.pop("social_links")
        publication, _ = Publication.objects.update_or_create(
            pk=1,
            defaults={
                **texts,
                "lead": Article.objects.filter(slug=lead).first(),
                "default_disclosure": Disclosure.objects.filter(kind=disclosure).first(),
            },
        )
        for position, link in enumerate(links):
            SocialLink.objects.update_or_create(
                publication=publication, label=link["label"], defaults={**link, "position": position}
            )

    def put_taxonomy(self) -> None:
        for model, rows in ((Section, self.site["sections"]), (Series, self.site["series"])):
            for row in rows:
                model.objects.get_or_create(slug=row["slug"], defaults=row)
        for row in self.site["tags"]:
            Tag.objects.get_or_create(key=fold_key(row["name"]), defaults=row)

    def put_disclosures(self) -> None:
        for row in self.site["disclosures"]:
            page = Page.objects.filter(slug=row["policy_page"]).first()
            Disclosure.objects.get_or_create(name=row["name"], defaults={**row, "policy_page": page})

    def put_pages(self) -> None:
        for meta, body in read_all(DEMO / "pages"):
            page = Page(**meta, body=sanitise(body))
            if not Page.objects.filter(slug=page.slug).exists():
                render_page(page)
                page.save()

    def put_authors(self, *slugs: str) -> None:
        """The sample authors, or only those named."""
        for row in tomllib.loads((DEMO / "authors.toml").read_text())["authors"]:
            if not slugs or row["slug"] in slugs:
                self.put_author(row)

    def put_author(self, row: dict) -> Author:
        existing = Author.objects.filter(slug=row["slug"]).first()
        if existing:
            return existing
        links, photo, focal = row.pop("links"), row.pop("photo"), row.pop("photo_focal", [0.5, 0.5])
        author = Author(
            **row | {"pen_names": ", ".join(row["pen_names"])}, photo_focal_x=focal[0], photo_focal_y=focal[1]
        )
        with (DEMO / "pictures" / photo).open("rb") as file:
            author.photo_original.save(photo, File(file), save=False)
            author.make_photo_files(key=sample_key(photo))
        author.save()
        AuthorLink.objects.bulk_create(
            AuthorLink(author=author, position=position, **link) for position, link in enumerate(links)
        )
        return author

    def image(self, file_name: str) -> Image:
        """The library's picture made of this sample file, taken in on first use."""
        existing = Image.objects.filter(file_name=file_name).first()
        if existing:
            return existing
        words = {name: value for name, value in self.pictures[file_name].items() if name != "file"}
        image = Image(**words, uid=sample_key(file_name, "uid"), uploaded_by=self.by)
        with (DEMO / "pictures" / file_name).open("rb") as file:
            return renditions.take_in(image, File(file), file_name=file_name, key=sample_key(file_name))

    def put_works(self, *slugs: str) -> None:
        """The works of the sample articles, or only those named."""
        for row in tomllib.loads((DEMO / "works.toml").read_text())["works"]:
            if (not slugs or row["slug"] in slugs) and not Work.objects.filter(slug=row["slug"]).exists():
                self.put_work(row)

    def put_work(self, row: dict) -> Work:
        names = ("slug", "kind", "name", "original_name", "year", "company", "synopsis", "trailer_title")
        work = Work(
            uid=sample_key(row["slug"], "work"), created_at=self.now, trailer_url=row.get("trailer", ""),
            imdb_id=row.get("imdb", ""), is_listed="days_ahead" in row,
            **{name: row[name] for name in names if name in row},
            **{name: self.image(row[name]) for name in ("poster", "trailer_image") if name in row},
        )  # fmt: skip
        work.full_clean(exclude=["structured", "rendered_web"])
        work.save()
        for position, line in enumerate(work_lines.credits_of(row.get("credits", ""))):
            self.put_credit(work, line, position)
        for number, line in enumerate(work_lines.releases_of(row.get("releases", ""))):
            self.put_release(work, number, line)
        if "days_ahead" in row:
            day = (self.now + timedelta(days=row["days_ahead"])).date()
            self.put_release(work, 0, work_lines.ReleaseLine("US", "stage", day, "day", where=row["where"]))
        works.settle(work, before=None)
        return work

    def put_credit(self, work: Work, line: work_lines.CreditLine, position: int) -> None:
        slug = slug_of(line.person)
        person, _ = Person.objects.get_or_create(
            slug=slug, defaults={"name": line.person, "uid": sample_key(slug, "person")}
        )
        Credit.objects.create(
            work=work,
            person=person,
            role=line.role,
            character=line.character,
            group=line.group,
            position=position,
        )

    def put_release(self, work: Work, number: int, line: work_lines.ReleaseLine) -> None:
        Release.objects.create(
            work=work, uid=sample_key(f"{work.slug}/{number}", "release"), changed_at=work.created_at,
            territory=line.territory, medium=line.medium, date=line.date, precision=line.precision,
            certainty=line.certainty, where=line.where,
        )  # fmt: skip

    def put_articles(self, *slugs: str) -> Iterator[Article]:
        """The sample articles, or only those named, that are not there yet, oldest first; yields each as it is made."""
        rows = sorted(read_all(DEMO / "articles"), key=lambda row: self._published_at(row[0]) or self.now)
        for meta, body in rows:
            is_wanted = not slugs or meta["slug"] in slugs
            if is_wanted and not checklist.is_slug_taken(meta["slug"], Article()):
                yield self.put_article(meta, body)

    def put_article(self, meta: dict, body: str) -> Article:
        at = self._published_at(meta)
        article = Article(uid=sample_key(meta["slug"], "uid"), created_at=min(at or self.now, self.now))
        publishing.save(article, self.snapshot(meta, body), by=self.by)
        state = meta.get("state", "live")
        if state == "submitted":
            review.submit(article, by=self.by)
        elif state in ("live", "scheduled", "withdrawn"):
            article = publishing.publish(article, by=self.by, at=at)
        for sentence in meta.get("corrections", []):
            article = publishing.publish(article, by=self.by, change=Change.CORRECTION, correction=sentence)
        if state == "withdrawn":
            article = publishing.withdraw(article, by=self.by, public_note=meta.get("public_note", ""))
        return article

    def snapshot(self, meta: dict, body: str) -> snapshots.Snapshot:
        series = Series.objects.filter(slug=meta.get("series") or None).first()
        featured = self.image(meta["featured_image"]) if meta.get("featured_image") else None
        return snapshots.empty() | {
            "headline": meta["headline"], "dek": meta.get("dek", ""), "slug": meta["slug"],
            "kicker": meta.get("kicker", ""), "format": meta["format"], "body": self.body(body),
            "section": Section.objects.get(slug=meta["section"]).pk, "tags": meta.get("tags", []),
            "bylines": [
                {"author": Author.objects.get(slug=row["author"]).pk, "role": row["role"]} for row in meta["bylines"]
            ],
            "featured_image": featured.pk if featured else None,
            "featured_alt": meta.get("featured_alt"), "featured_caption": meta.get("featured_caption"),
            "seo_title": meta.get("seo_title", ""), "meta_description": meta.get("meta_description", ""),
            "series": series.pk if series else None, "series_order": meta.get("series_order"),
            "also_show": [Disclosure.objects.get(name=name).pk for name in meta.get("also_show", [])],
            "works": [Work.objects.get(slug=slug).pk for slug in meta.get("works", [])],
            "rating": meta.get("rating"), "rating_scale": meta.get("rating_scale", 5), "verdict": meta.get("verdict", ""),
        }  # fmt: skip

    def body(self, body: str) -> str:
        """The body with pictures, works and articles named by their ids, sanitised like an editor's."""
        body = _WORK_SLUG.sub(lambda found: f'data-work="{sample_key(found[1], "work")}"', body)
        body = _PICTURE_FILE.sub(lambda found: f'data-image="{self.image(found[1]).uid}"', body)
        body = _ARTICLE_SLUGS.sub(
            lambda found: (
                f'data-articles="{",".join(sample_key(slug, "uid") for slug in found[1].split(","))}"'
            ),
            body,
        )
        return sanitise(body)

    def _published_at(self, meta: dict) -> datetime | None:
        if "published_at" in meta:
            return datetime.fromisoformat(str(meta["published_at"]))
        if "days_ahead" in meta:
            return self.now + timedelta(days=meta["days_ahead"])
        if "days_ago" in meta and meta.get("state", "live") in ("live", "withdrawn"):
            return self.now - timedelta(days=meta["days_ago"])
        return None


def read_all(folder: Path) -> Iterator[tuple[dict, str]]:
    """(front matter, body) of every file in a folder, by name."""
    for path in sorted(folder.glob("*.html")):
        _, front_matter, body = path.read_text().split("+++\n", 2)
        yield tomllib.loads(front_matter), body


def sample_key(name: str, purpose: str = "files") -> str:
    """A fixed id for a sample, so that the fixture and its files stay the same; nothing here is secret."""
    return hashlib.sha256(f"sample:{purpose}:{name}".encode()).hexdigest()[:32]


def copy_sample_pictures() -> int:
    """Copy the pictures that come with the fixture to where this site keeps its uploads; how many were missing."""
    keys = [sample_key(name) for name in (*LEAD_PICTURES, *LEAD_PORTRAITS)]
    places = [
        *((default_storage, SAMPLE_MEDIA / "public", f"pictures/{key}/*") for key in keys),
        *((storages["originals"], SAMPLE_MEDIA / "originals", f"images/{name}") for name in LEAD_PICTURES),
        *((storages["originals"], SAMPLE_MEDIA / "originals", f"authors/{name}") for name in LEAD_PORTRAITS),
    ]
    return sum(
        _copy(path, path.relative_to(root), storage)
        for storage, root, glob in places
        for path in root.glob(glob)
    )


def _copy(path: Path, name: Path, storage: Storage) -> bool:
    if storage.exists(name.as_posix()):
        return False
    with path.open("rb") as file:
        storage.save(name.as_posix(), File(file))
    return True
