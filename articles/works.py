"""Works change, and what tells of them follows: live bodies, calendars, lists of what moved, the public state.

A change is framed: `before = told(work)`, save the work and its lines, then `settle(work, before=before)`.
No job is needed: an article that shows the work is rendered again before `settle` returns.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from articles import moved_facts, rendering, trailers
from articles.body.works import WorkFacts
from articles.facts import date_words, facts_of, place_words
from articles.models import Article, Copy, Person, Release, Status, Subject, Work, WorkUse
from articles.moved_facts import FactState, fact_state
from authors.signals import public_state_changed


@dataclass(frozen=True)
class Told:
    """What the world is told of a work at one moment. `releases`: by uid, what calendars say of each;
    `wholes`: what it is part of."""

    facts: WorkFacts
    releases: dict[str, tuple]
    state: FactState
    wholes: frozenset[int] = frozenset()

    @property
    def trailer_url(self) -> str:
        return self.facts.trailer.url if self.facts.trailer else ""


@dataclass(frozen=True)
class Settled:
    """What followed a change: live articles rendered again, sentences that may say what is no longer so."""

    rendered: int = 0
    moved: int = 0


def told(work: Work) -> Told | None:
    """What is told of the work as the database has it now; None for one that is not saved yet."""
    return _told(Work.objects.told().get(pk=work.pk)) if work.pk else None


def _told(work: Work) -> Told:
    of_all = (work.name, work.kind, work.slug)  # each event says what comes out, and leads to its page
    releases = {
        release.uid: (
            *of_all, date_words(release), place_words(release), release.date, release.where, release.where_url,
            release.certainty,
        )
        for release in work.releases.all()
    }  # fmt: skip
    return Told(facts_of(work), releases, fact_state(work), frozenset(_with_wholes([work.pk])))


@transaction.atomic
def settle(work: Work, *, before: Told | None) -> Settled:
    """Let everything follow a saved change of the work and its lines. `before` is what `told` gave before it."""
    work = Work.objects.told().get(pk=work.pk)
    after = _told(work)
    _raise_sequences(work, before, after)
    refresh_public({work.pk, *(before.wholes if before else ())})
    rendering.render_works([work, *_parts_that_name(work, before, after)])
    rendered = _render_again(Article.objects.filter(_shows([work.pk]))) if _is_news(before, after) else 0
    moved = 0
    if before is not None:
        moved = moved_facts.note(work, before=before.state, after=after.state)
        if before.trailer_url != after.trailer_url:
            trailers.forget(work)
    public_state_changed.send(sender=Work, reason="work")
    return Settled(rendered=rendered, moved=moved)


def _is_news(before: Told | None, after: Told) -> bool:
    return before is None or before.facts != after.facts


def _parts_that_name(work: Work, before: Told | None, after: Told) -> QuerySet[Work]:
    """Its parts, which tell machines by name what they are part of, if the name changed."""
    is_renamed = before is not None and before.facts.name != after.facts.name
    parts = Q(parent=work) | Q(parent__parent=work)
    return Work.objects.told().filter(parts) if is_renamed else Work.objects.none()


def _raise_sequences(work: Work, before: Told | None, after: Told) -> None:
    """Subscribed calendars take a changed event for newer by its number (RFC 5545, 3.8.7.4)."""
    was = before.releases if before else {}
    for release in work.releases.all():
        if release.uid in was and was[release.uid] != after.releases[release.uid]:
            release.sequence += 1
            release.changed_at = timezone.now()
            release.save(update_fields=["sequence", "changed_at"])


def _shows(works: Iterable[int]) -> Q:
    """Articles whose live body shows one of the works."""
    return Q(Exists(WorkUse.objects.filter(article=OuterRef("pk"), work__in=works, copy=Copy.LIVE)))


def _render_again(articles: QuerySet[Article]) -> int:
    """Render live bodies anew, and note anew what they use of the works; how many changed."""
    changed = 0
    for article in articles.iterator(rendering.BATCH):
        changed += rendering.rerender([article])
        rendering.record_uses(article, body=article.body, copy=Copy.LIVE)
    return changed


def rename_person(person: Person) -> Settled:
    """A person's name changed: everything that shows it follows."""
    works = list(Work.objects.told().filter(credits__person=person).distinct())
    rendering.render_works(works)
    rendered = _render_again(Article.objects.filter(_shows([work.pk for work in works])))
    public_state_changed.send(sender=Person, reason="person")
    return Settled(rendered=rendered)


# --- what an article is about, and from when on its works are public


def put_subjects(article: Article, works: Iterable[int]) -> None:
    """Make these the works the article's live copy is about, the first one the main one; publicity follows."""
    before = set(article.subjects.values_list("work", flat=True))
    now = list(dict.fromkeys(works))
    article.subjects.all().delete()
    Subject.objects.bulk_create(
        Subject(article=article, work_id=pk, position=position) for position, pk in enumerate(now)
    )
    refresh_public(before.union(now))


def follow(article: Article) -> None:
    """The article became public, or is no longer: so may its works."""
    refresh_public(article.subjects.values_list("work", flat=True))


def refresh_public(works: Iterable[int]) -> None:
    """Note from when on these works, and the wholes they are part of, are public (three queries, and an update
    for each that changed): since the first published article about one of them or its parts, or since it was
    made, if an editor said so."""
    family = _with_wholes(works)
    if not family:
        return
    first = _first_articles(family)
    for work in Work.objects.filter(pk__in=family).only("is_listed", "created_at", "public_from"):
        moments = [first.get(work.pk), work.created_at if work.is_listed else None]
        public_from = min(filter(None, moments), default=None)
        if public_from != work.public_from:
            Work.objects.filter(pk=work.pk).update(public_from=public_from)


def _with_wholes(works: Iterable[int]) -> set[int]:
    rows = Work.objects.filter(pk__in=set(works)).values_list("pk", "parent", "parent__parent")
    return {pk for row in rows for pk in row if pk is not None}


def _first_articles(family: set[int]) -> dict[int, datetime]:
    """The date of the first published article about each work or its parts, by the work's key."""
    wholes = defaultdict(set, {pk: {pk} for pk in family})
    parts = Work.objects.filter(Q(parent__in=family) | Q(parent__parent__in=family))
    for pk, *above in parts.values_list("pk", "parent", "parent__parent"):
        wholes[pk] |= family.intersection(above)
    published = Subject.objects.filter(work__in=wholes, article__status=Status.PUBLISHED)
    first: dict[int, datetime] = {}
    for pk, moment in published.order_by().values_list("work").annotate(Min("article__published_at")):
        for whole in wholes[pk]:
            first[whole] = min(moment, first.get(whole, moment))
    return first


def refresh_public_after_deletion(sender: type, instance: Subject, **_kwargs) -> None:
    """Receiver of post_delete of Subject: an article that was deleted for good makes no work public."""
    refresh_public([instance.work_id])


def family_of(work: Work) -> QuerySet:
    """The keys of the work and its parts: an article about an episode is one about the series."""
    return Work.objects.filter(Q(pk=work.pk) | Q(parent=work.pk) | Q(parent__parent=work.pk)).values("pk")


# --- what time alone changes


def today(at: datetime | None = None) -> date:
    """The day it is where the site lives: decides which releases are coming."""
    return timezone.localdate(at)


def next_moment(after: datetime | None) -> datetime | None:
    """The next midnight at which a release has passed or a spoiler opens; part of `due.next_public_moment`."""
    # The last day there is has no midnight after it.
    releases = Release.objects.filter(work__public_from__isnull=False, last_day__lt=date.max)
    spoilers = WorkUse.objects.filter(copy=Copy.LIVE, opens_on__isnull=False)
    if after is not None:
        releases = releases.filter(last_day__gte=today(after))
        spoilers = spoilers.filter(opens_on__gt=today(after))
    last_day = releases.aggregate(day=Min("last_day"))["day"]
    opens_on = spoilers.aggregate(day=Min("opens_on"))["day"]
    days = [last_day and last_day + timedelta(days=1), opens_on]
    return min((_midnight(day) for day in days if day), default=None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def apply_due(at: datetime, *, since: datetime | None = None) -> bool:
    """Open the spoilers whose day came after `since` and by `at`; whether readers see a change."""
    opened = WorkUse.objects.filter(copy=Copy.LIVE, opens_on__lte=today(at))
    passed = Release.objects.filter(work__public_from__isnull=False, last_day__lt=today(at))
    if since is not None:
        opened = opened.filter(opens_on__gt=today(since))
        passed = passed.filter(last_day__gte=today(since))
    articles = Article.objects.filter(Exists(opened.filter(article=OuterRef("pk"))))
    return rendering.rerender(articles.iterator(rendering.BATCH), at=at) > 0 or passed.exists()
