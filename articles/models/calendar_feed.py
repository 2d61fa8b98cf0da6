"""An editor's own subscription to the editorial calendar: its address is the key."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.shared_preview import new_token


class CalendarFeed(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()  # whoever may look at articles may subscribe to her own

    def __str__(self):
        return f"Calendar of {self.user}"

    def get_absolute_url(self):
        return reverse("articles:calendar_feed", args=[self.token])
