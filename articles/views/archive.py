"""Everything by date, with counts of what is live."""

from datetime import UTC, date, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.querysets import ArticleQuerySet
from authors.paging import canonical_of, page_of

Month = dict[str, date | int | str]


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    months = _months(Article.objects.published())
    years = [
        {"year": year, "url": _year_url(year), "months": list(of_year)}
        for year, of_year in groupby(months, key=lambda month: month["first_day"].year)
    ]
    canonical = canonical_of(request, public_url=settings.PUBLIC_URL)
    return render(request, "articles/archive.html", {"years": years, "canonical": canonical})


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    articles = _between(_moment(year, 1), _moment(year + 1, 1))
    crumbs = [("Archive", reverse("articles:archive"))]
    return _period(request, articles, period=str(year), crumbs=crumbs, months=_months(articles))


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    start = _moment(year, month)
    end = _moment(year + 1, 1) if month == 12 else _moment(year, month + 1)
    crumbs = [("Archive", reverse("articles:archive")), (str(year), _year_url(year))]
    return _period(request, _between(start, end), period=date_format(start, "F Y"), crumbs=crumbs, months=[])


def _period(
    request: HttpRequest,
    articles: ArticleQuerySet,
    *,
    period: str,
    crumbs: list[tuple[str, str]],
    months: list[Month],
) -> HttpResponse:
    page = page_of(articles.for_cards().newest_first(), request)
    if not page.object_list:
        raise Http404("Nothing was published then.")
    context = {
        "period": period,
        "crumbs": crumbs,
        "months": months,
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
    }
    return render(request, "articles/archive_period.html", context)


def _between(start: datetime, end: datetime) -> ArticleQuerySet:
    return Article.objects.published().filter(published_at__gte=start, published_at__lt=end)


def _moment(year: int, month: int) -> datetime:
    """The first moment of a month where the site lives. Raises Http404 for a month no calendar has."""
    try:
        moment = timezone.make_aware(datetime(year, month, 1))
        moment.astimezone(UTC)  # as the database will ask: not every moment of the years 1 and 9999 is there
    except (ValueError, OverflowError) as error:
        raise Http404("There is no such month.") from error
    return moment


def _months(articles: ArticleQuerySet) -> list[Month]:
    """Months with live articles, newest first, with how many. One query."""
    counted = (
        articles.order_by()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [
        {"first_day": row["month"], "count": row["count"], "url": _month_url(row["month"])} for row in counted
    ]


def _year_url(year: int) -> str:
    return reverse("articles:archive_year", args=[year])


def _month_url(first_day: date) -> str:
    return reverse("articles:archive_month", args=[first_day.year, first_day.month])
