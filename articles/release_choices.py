"""What the release calendar can offer: filters, months and years with something public in them.

Grouping all releases would cost more with every one that is typed in. Here each value that could be chosen asks for
one release of its own, which an index answers; all of them in one statement. Its outermost line is plain SQL, since no
queryset begins with a list of values; what is public and how filters narrow it is said by querysets all the same.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, DateField, Func, QuerySet

from articles.models import Release, Work
from articles.models.release import span
from articles.models.territories import Territory
from articles.querysets import ReleaseQuerySet

Choices = dict[str, str]  # by name of the filter: what is chosen, as the address spells it

WORLD = "world"  # in addresses, where the territory's own value is empty


class Filter(NamedTuple):
    """`column`: what it narrows; `values`: what can be chosen, as the address spells it, with its words."""

    column: str
    values: dict[str, str]


FILTERS = {
    "territory": Filter("territory", {value or WORLD: label for value, label in Territory.choices}),
    "medium": Filter("medium", dict(Release.Medium.choices)),
    "kind": Filter("work__kind", dict(Work.Kind.choices)),
}


def narrowed(releases: ReleaseQuerySet, chosen: Choices) -> ReleaseQuerySet:
    """The releases that fit everything chosen."""
    columns = {FILTERS[name].column: _stored(value) for name, value in chosen.items() if name != "kind"}
    found = releases.filter(**columns)
    return found.of_kind(chosen["kind"]) if "kind" in chosen else found


def _stored(value: str) -> str:
    return "" if value == WORLD else value


def offered() -> dict[str, list[str]]:
    """By filter: the values with a public release, in the order in which they are named. One query."""
    asked = [(name, value) for name, choice in FILTERS.items() for value in map(_stored, choice.values)]
    ways = [_any_of(name, choice.column) for name, choice in FILTERS.items()]
    statement = f"SELECT name, value FROM asked WHERE {' OR '.join(sql for sql, _params in ways)}"  # noqa: S608 - made of querysets alone
    found = set(_answers("name, value", asked, statement, [one for _sql, params in ways for one in params]))
    return {
        name: [value for value in choice.values if (name, _stored(value)) in found]
        for name, choice in FILTERS.items()
    }


def _any_of(name: str, column: str) -> tuple[str, list]:
    one = Release.objects.public().filter(**{column: _asked("value", CharField())})
    sql, params = _compiled(one.order_by().values("pk"))
    return f"name = %s AND EXISTS ({sql})", [name, *params]


def months_of(year: int, chosen: Choices) -> list[date]:
    """The first days of the months of a year with a public release that fits. One query."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    found = _first_days([span(first, Release.Precision.MONTH) for first in firsts], chosen)
    return [first for first, day in zip(firsts, found, strict=True) if day]


def years_around(year: int, chosen: Choices, *, reach: int) -> list[date]:
    """For each year within `reach` years of this one that has a month to show: the first day of the first. One query."""
    years = range(max(date.min.year, year - reach), min(date.max.year, year + reach) + 1)
    found = _first_days([span(date(one, 1, 1), Release.Precision.YEAR) for one in years], chosen)
    return [day.replace(day=1) for day in found if day]


def _first_days(spans: list[tuple[date, date]], chosen: Choices) -> list[date | None]:
    """For each span the last day of what comes out first in it: a day, or a month's last one."""
    within = narrowed(Release.objects.public(), chosen).within_months(
        _asked("first_day", DateField()), _asked("last_day", DateField())
    )
    sql, params = _compiled(within.order_by("last_day").values("last_day"))
    rows = _answers("first_day, last_day", spans, f"SELECT first_day, ({sql}) FROM asked", params)  # noqa: S608 - made of querysets alone
    by_first = {_day(first): _day(found) for first, found in rows}
    return [by_first[first] for first, _last in spans]


def _asked(column: str, field: CharField | DateField) -> Func:
    """A column of the list of values, from within a subquery."""
    return Func(function=f"asked.{column}", template="%(function)s", output_field=field)


def _compiled(releases: QuerySet) -> tuple[str, list]:
    sql, params = releases[:1].query.sql_with_params()
    return sql, list(params)


def _answers(columns: str, asked: Iterable[tuple], statement: str, params: list) -> list[tuple]:
    rows = list(asked)
    line = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked({columns}) AS (VALUES {', '.join([line] * len(rows))}) {statement}",
            [*(_plain(value) for row in rows for value in row), *params],
        )
        return cursor.fetchall()


def _plain(value: str | date) -> str | date:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _day(value: str | date | None) -> date | None:
    """SQLite knows no dates: outside a queryset it gives their text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
