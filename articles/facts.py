"""A work in words: what fact boxes, cast lists, calendars and pages say of it. Reads, never writes.

Give it works loaded with `Work.objects.told()`, so that many cost what one costs.
"""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Case, F, When
from django.utils.formats import date_format
from django.utils.text import capfirst

from articles.body.works import CastGroup, CastMember, Fact, Trailer, WorkFacts
from articles.models import Credit, Release, Work
from articles.models.territories import short_name

Kind, Role, Medium, Certainty, Precision = (
    Work.Kind, Credit.Role, Release.Medium, Release.Certainty, Release.Precision,
)  # fmt: skip
COMPANY_LABELS = {
    Kind.FILM: "Distributor", Kind.SERIES: "Network", Kind.SEASON: "Network", Kind.EPISODE: "Network",
    Kind.COMIC: "Publisher", Kind.BOOK: "Publisher", Kind.GAME: "Publisher", Kind.PLAY: "Company",
    Kind.EVENT: "Organizer",
}  # fmt: skip
RELEASE_DATE = "Release date"
# "I.S.S. opens" on a screen, a book is published: how a calendar begins its line.
DATE_FORMATS = {Precision.DAY: "F j, Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
# Which release a work is known by, where it has several: the widest first, a festival last.
_MEDIA_IN_ORDER = [
    Medium.THEATERS, Medium.STREAMING, Medium.BROADCAST, Medium.STAGE, Medium.PHYSICAL, Medium.DIGITAL, Medium.FESTIVAL,
]  # fmt: skip


def day_words(release: Release) -> str:
    """As exactly as it is known: "January 19, 2024", "January 2024", "2024" or "to be announced"."""
    if release.date is None:
        return "to be announced"
    return date_format(release.date, DATE_FORMATS[Precision(release.precision)])


def date_words(release: Release) -> str:
    """The same with how sure it is: "January 19, 2024 (expected)", "postponed to March 2025", "postponed"."""
    day = day_words(release)
    if release.certainty == Certainty.POSTPONED:
        return f"postponed to {day}" if release.date else "postponed"
    return f"{day} (expected)" if release.certainty == Certainty.EXPECTED and release.date else day


def sure_date_words(release: Release) -> str:
    """The same, and also said where it is sure: "January 19, 2024 (confirmed)". For dates that are still to come."""
    words = date_words(release)
    return f"{words} (confirmed)" if release.certainty == Certainty.CONFIRMED and release.date else words


def place_words(release: Release) -> str:
    """What kind of release and for whom: "US theaters", "France, streaming", "Festival premiere"."""
    medium = release.get_medium_display()
    where = short_name(release.territory)
    if release.is_festival or not where:
        return capfirst(medium)
    return f"{where} {medium}" if release.medium == Medium.THEATERS else f"{where}, {medium}"


def main_release(work: Work) -> Release | None:
    """The release a work is known by: no festival if there is another, the earliest of those with a date."""
    releases = list(work.releases.all())
    wide = [release for release in releases if not release.is_festival] or releases
    dated = [release for release in wide if release.date]
    return min(dated or wide, key=_order, default=None)


def _order(release: Release) -> tuple:
    place = _MEDIA_IN_ORDER.index(Medium(release.medium))
    return (release.date.toordinal() if release.date else 0, place, release.pk or 0)


# The same order for the database: the first release of a work is its main one.
MAIN_FIRST = (
    Case(When(medium=Medium.FESTIVAL, then=1), default=0),
    F("date").asc(nulls_last=True),
    Case(*(When(medium=medium, then=place) for place, medium in enumerate(_MEDIA_IN_ORDER))),
    "pk",
)


def release_date_words(work: Work) -> str:
    """Of the main release: "January 19, 2024 (US theaters)"; "" without one."""
    release = main_release(work)
    if release is None:
        return ""
    return f"{date_words(release)} ({place_words(release)})"


def running_time_words(minutes: int | None) -> str:
    """For example "95 minutes"; "" when it is not known."""
    if not minutes:
        return ""
    return f"{minutes} minute{'s' if minutes != 1 else ''}"


def kind_words(work: Work) -> str:
    """For example "Film, 2024" or "Season 2 of The Bear, 2023"."""
    kind = capfirst(work.get_kind_display())
    if work.number is not None and work.kind != Kind.GAME:
        kind = f"{kind} {work.number}"
    if work.parent_id:
        kind = f"{kind} of {work.parent.name}"
    return f"{kind}, {work.year}" if work.year else kind


def facts_of(work: Work, *, with_links: bool = False) -> WorkFacts:
    """Everything the blocks of a body show. `with_links` leads from people to their pages, for the work's own page:
    an article's stored form must not, since such a page comes and goes with the works that are public."""
    release = main_release(work)
    return WorkFacts(
        uid=work.uid,
        name=work.name,
        facts=tuple(fact for fact in _facts(work, release) if fact.value),
        cast=_cast(work, with_links=with_links),
        releases=tuple(_release_fact(release) for release in work.releases.all()),
        trailer=_trailer(work),
        out_on=release.last_day if release else None,
    )


def _facts(work: Work, release: Release | None) -> Iterable[Fact]:
    yield Fact("Original title", "Original title", work.original_name)
    yield from _makers(work)
    company = COMPANY_LABELS[Kind(work.kind)]
    yield Fact(company, company, work.company)
    yield Fact("Running time", "Running time", running_time_words(work.running_time))
    yield Fact("Rating", "Rating", work.age_rating)
    yield Fact(RELEASE_DATE, RELEASE_DATE, release_date_words(work))
    if release is None:
        yield Fact("Year", "Year", str(work.year or ""))
    yield from _where_to_watch(work, release)


def _makers(work: Work) -> Iterable[Fact]:
    """Creators by role, in the order in which the roles are credited."""
    makers: dict[str, list[str]] = {}
    for credit in work.credits.all():
        if credit.role != Role.CAST:
            makers.setdefault(credit.get_role_display(), []).append(credit.person.name)
    for role, names in makers.items():
        label = capfirst(role)
        yield Fact(label, f"{label}s" if len(names) > 1 else label, ", ".join(names))


def _where_to_watch(work: Work, release: Release | None) -> Iterable[Fact]:
    if release is not None and release.where and not release.is_festival:
        label = "Where to find it" if work.kind in (Kind.BOOK, Kind.COMIC, Kind.GAME) else "Where to watch"
        yield Fact("Where to watch", label, release.where, release.where_url)


def _cast(work: Work, *, with_links: bool) -> tuple[CastGroup, ...]:
    members = [credit for credit in work.credits.all() if credit.role == Role.CAST]
    # A group is gathered where its first member stands, however the lines are mixed.
    titles = list(dict.fromkeys(credit.group for credit in members))
    members.sort(key=lambda credit: titles.index(credit.group))
    return tuple(
        CastGroup(title, tuple(_member(credit, with_links) for credit in credits))
        for title, credits in groupby(members, key=lambda credit: credit.group)
    )


def _member(credit: Credit, with_links: bool) -> CastMember:
    return CastMember(
        credit.person.name, credit.character, credit.person.get_absolute_url() if with_links else ""
    )


def _release_fact(release: Release) -> Fact:
    place = place_words(release)
    value = date_words(release)
    return Fact(place, place, f"{value}, {release.where}" if release.where else value, release.where_url)


def _trailer(work: Work) -> Trailer | None:
    if not work.trailer_url:
        return None
    title = work.trailer_title or f"Watch the trailer of {work.name}"
    return Trailer(work.trailer_url, title, work.trailer_image.uid if work.trailer_image else "")


def role_words(credits: Iterable[Credit]) -> str:
    """What one person did in a work: "director, writer", "Dr. Kira Foster", "writer; as Sal"."""
    credits = list(credits)
    made = ", ".join(credit.get_role_display() for credit in credits if credit.role != Role.CAST)
    played = [credit.character for credit in credits if credit.role == Role.CAST]
    cast = f"as {', '.join(filter(None, played))}" if any(played) else "cast" if played else ""
    return "; ".join(filter(None, (made, cast)))
