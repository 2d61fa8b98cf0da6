"""RSS, Atom and JSON feeds, the page that lists them, and the list as OPML."""

from articles.feeds.urls import urlpatterns

__all__ = ["urlpatterns"]
