from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class AuthorsConfig(AppConfig):
    name = "authors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from authors.models import Author, AuthorLink  # models exist only once the apps are ready
        from authors.signals import announce_saved

        for model in (Author, AuthorLink):
            post_save.connect(announce_saved, sender=model, dispatch_uid=f"{model.__name__}-saved")
            post_delete.connect(announce_saved, sender=model, dispatch_uid=f"{model.__name__}-deleted")
