"""The site's addresses: a contract with feeds, search engines and other sites. Articles come last, at the root."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from blog import site_views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", site_views.healthz, name="healthz"),
    path("readyz", site_views.readyz, name="readyz"),
    path("robots.txt", site_views.robots, name="robots"),
    path("media/<path:path>", site_views.media, name="media"),
]
for module, prefix in (("articles.sitemaps", ""), ("authors.urls", "authors/"), ("articles.urls", "")):
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
