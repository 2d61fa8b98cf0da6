"""The site's addresses: a contract with feeds, search engines and other sites.

Articles come last: their pages stand at the root and take every word that is left.
A 404 suggests what may have been meant; other errors are Django's own views with our templates.
"""

from django.contrib import admin
from django.urls import include, path

from blog import site_views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", site_views.healthz, name="healthz"),
    path("readyz", site_views.readyz, name="readyz"),
    path("robots.txt", site_views.robots, name="robots"),
    path("media/<path:path>", site_views.media, name="media"),
    path("", include("articles.sitemaps")),
    path("authors/", include("authors.urls")),
    path("", include("articles.urls")),
]

handler404 = "articles.views.page_not_found"
