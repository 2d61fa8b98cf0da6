"""What readers see. No view asks who the reader is: every page is the same for everyone."""

from articles.views.archive import archive, archive_month, archive_year
from articles.views.article import detail, render_article
from articles.views.calendar_feed import calendar_feed
from articles.views.corrections import corrections
from articles.views.errors import page_not_found
from articles.views.front import front
from articles.views.hubs import section, tag, tag_index
from articles.views.letters import letters_off
from articles.views.page import page
from articles.views.releases import releases, releases_month
from articles.views.search import search
from articles.views.shared_preview import shared_preview
from articles.views.subscriptions import releases_ics, work_releases_ics
from articles.views.works import person, work, work_index

__all__ = [
    "archive", "archive_month", "archive_year", "calendar_feed", "corrections", "detail", "front",
    "letters_off", "page",
    "page_not_found", "person", "releases", "releases_ics", "releases_month", "render_article", "search",
    "section", "shared_preview", "tag", "tag_index", "work", "work_index", "work_releases_ics",
]  # fmt: skip
