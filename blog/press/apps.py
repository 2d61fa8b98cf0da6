from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "blog.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from authors.signals import public_state_changed
        from blog.press import edition, overdue  # noqa: F401 - overdue for its alarm; both need the registry of models

        public_state_changed.connect(edition.rise_for, dispatch_uid="press-edition")
