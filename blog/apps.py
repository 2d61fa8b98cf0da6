from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "The site"

    def ready(self):
        from blog import checks  # noqa: F401 - imported for its registrations, once apps are loaded
