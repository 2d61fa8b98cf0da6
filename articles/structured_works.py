"""Works and people as schema.org knows them; made when a work changes and kept with it.

Truthful: only what is known, in the precision in which it is known (ISO 8601: "2024-01-19", "2023-06", "2024").
Addresses of ours and pictures are added when it is served (`structured_data`): they depend on the site and on rights.
"""

from collections.abc import Iterable
from typing import Any

from articles.facts import main_release
from articles.models import Credit, Person, Release, Work
from articles.models.territories import Territory

Data = dict[str, Any]
Kind, Role, Precision, Certainty = Work.Kind, Credit.Role, Release.Precision, Release.Certainty
TYPES = {
    Kind.FILM: "Movie", Kind.SERIES: "TVSeries", Kind.SEASON: "TVSeason", Kind.EPISODE: "TVEpisode",
    Kind.BOOK: "Book", Kind.GAME: "VideoGame", Kind.PLAY: "Play", Kind.EVENT: "Event",
}  # fmt: skip
# A comic is an issue only when it has a number: a strip or an album is a work, and we do not guess more.
ISSUE, COMIC_WITHOUT_NUMBER = "ComicIssue", "CreativeWork"
NUMBERS = {Kind.SEASON: "seasonNumber", Kind.EPISODE: "episodeNumber", Kind.COMIC: "issueNumber"}
PART_OF = {Kind.SERIES: "partOfSeries", Kind.SEASON: "partOfSeason"}
SCREENED = {Kind.FILM, Kind.SERIES, Kind.SEASON, Kind.EPISODE}
# By role, the property that says it; what schema.org has no word for there is a creator or contributor.
PROPERTIES = {
    Role.DIRECTOR: "director", Role.CREATOR: "creator", Role.SHOWRUNNER: "creator", Role.WRITER: "author",
    Role.AUTHOR: "author", Role.ARTIST: "artist", Role.DEVELOPER: "creator", Role.DESIGNER: "creator",
    Role.PRODUCER: "producer", Role.COMPOSER: "musicBy", Role.CAST: "actor",
}  # fmt: skip
# Where a property is not defined for a type, the general one that is.
ELSEWHERE = {
    "director": SCREENED | {Kind.GAME, Kind.EVENT}, "musicBy": SCREENED | {Kind.GAME},
    "actor": SCREENED | {Kind.GAME, Kind.EVENT}, "artist": {Kind.COMIC},
}  # fmt: skip
DATE_LENGTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def work_data(work: Work) -> Data:
    """The work (loaded with `told()`) as a JSON-LD object without @context."""
    data = {
        "@type": type_of(work),
        "name": work.name,
        "alternateName": work.original_name,
        "description": work.synopsis,
        NUMBERS.get(work.kind, ""): work.number,
        **_whole(work),
        **_people(work.credits.all()),
        **_company(work),
        **_length(work),
        "contentRating": work.age_rating if work.kind != Kind.EVENT else "",
        **_dates(work),
        "isbn": work.isbn if work.kind in (Kind.BOOK, Kind.COMIC) else "",
        "sameAs": [*work.same_as, *filter(None, [work.official_site])],
    }
    return {name: value for name, value in data.items() if name and value not in ("", None, [], {})}


def type_of(work: Work) -> str:
    """The schema.org type of a work."""
    if work.kind == Kind.COMIC:
        return COMIC_WITHOUT_NUMBER if work.number is None else ISSUE
    return TYPES[Kind(work.kind)]


def person_data(person: Person) -> Data:
    """A person as a JSON-LD object without @context."""
    data = {"@type": "Person", "name": person.name, "sameAs": person.same_as}
    return {name: value for name, value in data.items() if value}


def _whole(work: Work) -> Data:
    """What it is part of, by name alone: the whole may not be public itself."""
    if work.parent is None:
        return {}
    whole = {"@type": type_of(work.parent), "name": work.parent.name}
    if work.kind == Kind.EPISODE and work.parent.kind == Kind.SEASON and work.parent.parent is not None:
        series = work.parent.parent
        return {"partOfSeason": whole, "partOfSeries": {"@type": type_of(series), "name": series.name}}
    return {PART_OF.get(Kind(work.parent.kind), "isPartOf"): whole}


def _people(credits: Iterable[Credit]) -> Data:
    found: dict[str, list[Data]] = {}
    for credit in credits:
        name = PROPERTIES[Role(credit.role)]
        if credit.work.kind not in ELSEWHERE.get(name, {credit.work.kind}):
            name = "contributor"
        person = person_data(credit.person)
        if person not in found.setdefault(name, []):
            found[name].append(person)
    return found


def _company(work: Work) -> Data:
    """An event is organized; everything else is published by somebody, whom a film calls its distributor."""
    name = "organizer" if work.kind == Kind.EVENT else "publisher"
    return {name: {"@type": "Organization", "name": work.company}} if work.company else {}


def _length(work: Work) -> Data:
    """ISO 8601, as schema.org wants it of what is shown."""
    if not work.running_time or work.kind not in SCREENED | {Kind.PLAY}:
        return {}
    name = "timeRequired" if work.kind in (Kind.PLAY, Kind.SERIES, Kind.SEASON) else "duration"
    return {name: f"PT{work.running_time}M"}


def _dates(work: Work) -> Data:
    """Its date, and each release as an event with place and time."""
    main = main_release(work)
    if work.kind == Kind.EVENT:
        return {
            "startDate": iso(main),
            "location": {"@type": "Place", "name": main.where} if main and main.where else {},
        }
    if work.kind == Kind.SEASON or work.kind == Kind.SERIES:
        return {"startDate": iso(main)}
    year = str(work.year) if work.year else ""
    return {
        "datePublished": iso(main) or year,
        "releasedEvent": [_release_event(release) for release in work.releases.all() if iso(release)],
    }


def iso(release: Release | None) -> str:
    """The release's date as precisely as it is known; "" when it is not, or only expected or postponed."""
    if release is None or release.date is None or release.certainty != Certainty.CONFIRMED:
        return ""
    return release.date.isoformat()[: DATE_LENGTHS[Precision(release.precision)]]


def _release_event(release: Release) -> Data:
    data = {
        "@type": "PublicationEvent",
        "name": release.get_medium_display(),
        "startDate": iso(release),
        "location": {"@type": "Country", "name": Territory(release.territory).label}
        if release.territory
        else {},
    }
    return {name: value for name, value in data.items() if value}
