from django.contrib import admin
from taggit.models import Tag as PackageTag

from articles.admin import article, audit, correction, image, moved_facts, page, publication, taxonomy, work

# Articles have our own tags; the package's table stays empty, and its form takes seconds to open.
if admin.site.is_registered(PackageTag):
    admin.site.unregister(PackageTag)

__all__ = [
    "article", "audit", "correction", "image", "moved_facts", "page", "publication", "taxonomy", "work",
]  # fmt: skip
