"""The addresses of the feeds; subscribers keep them for years."""

from django.urls import URLPattern, path

from articles.feeds.channels import HUB_FEEDS, about_works
from articles.feeds.views import FeedView, feeds_index, opml
from authors import slugs  # noqa: F401 - registers the converter "name"

FORMAT_FOLDERS = {"rss": "", "atom": "atom/", "json": "json/"}


def _hub_patterns() -> list[URLPattern]:
    return [
        path(
            f"{hub_feeds.folder}/<name:slug>/feed/{folder}",
            FeedView.as_view(hub_feeds=hub_feeds, format=name),
            name=f"{hub_feeds.name}_feed_{name}",
        )
        for hub_feeds in HUB_FEEDS
        for name, folder in FORMAT_FOLDERS.items()
    ]


urlpatterns = [
    *(
        path(f"feed/{folder}", FeedView.as_view(format=name), name=f"feed_{name}")
        for name, folder in FORMAT_FOLDERS.items()
    ),
    *(
        path(
            f"works/feed/{folder}",
            FeedView.as_view(channel_of=about_works, format=name),
            name=f"works_feed_{name}",
        )
        for name, folder in FORMAT_FOLDERS.items()
    ),
    *_hub_patterns(),
    path("feeds/", feeds_index, name="feeds"),
    path("feeds.opml", opml, name="opml"),
]
