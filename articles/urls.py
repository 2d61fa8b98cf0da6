"""The addresses of the articles' side: a contract. Pages come last, since they stand at the root."""

from django.urls import include, path, register_converter

from articles import feeds, views
from authors import slugs  # noqa: F401 - registers the converter "name"


class YearConverter:
    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class MonthConverter(YearConverter):
    regex = r"(?:0[1-9]|1[0-2])"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class TokenConverter:
    """The key in a private address; what cannot be one is not looked up."""

    regex = r"[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(TokenConverter, "token")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("", include(feeds.urlpatterns)),
    path("articles/<name:slug>/", views.detail, name="detail"),
    path("sections/<name:slug>/", views.section, name="section"),
    path("tags/", views.tag_index, name="tag_index"),
    path("tags/<name:slug>/", views.tag, name="tag"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive_year, name="archive_year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive_month"),
    path("works/", views.work_index, name="work_index"),
    path("works/<name:slug>/", views.work, name="work"),
    path("works/<name:slug>/releases.ics", views.work_releases_ics, name="work_releases_ics"),
    path("releases/", views.releases, name="releases"),
    path("releases/<year:year>/<month:month>/", views.releases_month, name="releases_month"),
    path("releases.ics", views.releases_ics, name="releases_ics"),
    path("people/<name:slug>/", views.person, name="person"),
    path("corrections/", views.corrections, name="corrections"),
    path("search/", views.search, name="search"),
    path("preview/<str:token>/", views.shared_preview, name="shared_preview"),
    path("editorial-calendar/<token:token>.ics", views.calendar_feed, name="calendar_feed"),
    path("letters/off/<str:signed>/", views.letters_off, name="letters_off"),
    path("<name:slug>/", views.page, name="page"),
]
