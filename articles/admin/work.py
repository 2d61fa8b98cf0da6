"""Works in the admin."""

from django.contrib import admin
from django.urls import path

from articles.desk import works
from articles.models import Work


@admin.register(Work)
class WorkAdmin(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("suggest/", view(works.suggest), name="articles_work_suggest"),
            path("make/", view(works.make), name="articles_work_make"),
            path("<str:uid>/told/", view(works.told), name="articles_work_told"),
            *super().get_urls(),
        ]
