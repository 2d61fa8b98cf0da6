from django.urls import path, register_converter

from authors import views
from authors.slugs import SlugConverter

register_converter(SlugConverter, "name")

app_name = "authors"
urlpatterns = [
    path("", views.index, name="index"),
    path("<name:slug>/", views.detail, name="detail"),
]
