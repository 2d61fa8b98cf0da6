"""When editors were last written to about a kind of alarm: one row a kind, so that no two processes write of it."""

from django.db import models


class AlarmLetter(models.Model):
    kind = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody's to look at or to change

    def __str__(self):
        return f"{self.kind}, {self.sent_at:%Y-%m-%d %H:%M}"
