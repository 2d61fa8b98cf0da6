from django.urls import path

from authors import (
    slugs,  # noqa: F401 - registers the converter "name"
    views,
)

app_name = "authors"
urlpatterns = [
    path("", views.index, name="index"),
    path("<name:slug>/", views.detail, name="detail"),
]
