from django.db import models


class Edition(models.Model):
    """The one row that numbers the site's public state; see `blog.press.edition`."""

    counter = models.PositiveBigIntegerField(default=0)
    due_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_edition")]

    def __str__(self):
        return f"Edition {self.counter}"
