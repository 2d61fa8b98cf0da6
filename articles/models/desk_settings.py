"""What a person on staff has chosen for herself. No row: everything as it comes."""

from django.conf import settings
from django.db import models


class DeskSettings(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_settings")
    wants_letters = models.BooleanField(
        "letters",
        default=True,
        help_text="An e-mail when something happens that concerns you: work handed in for review, your article sent back, "
        "approved, published, scheduled or withdrawn, or something that should have happened and did not.",
    )

    class Meta:
        default_permissions = ()  # everybody on staff may change her own
        verbose_name = verbose_name_plural = "settings of a person"

    def __str__(self):
        return f"Settings of {self.user}"
