from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_structured_works"),
        ("authors", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="movedfact",
            name="fact",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="work",
            name="trailer_failures",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                condition=models.Q(("format", "preview"), ("status", "published")),
                name="article_preview",
            ),
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(
                condition=models.Q(("trailer_failed_at__isnull", False)),
                fields=["trailer_failed_at"],
                name="work_trailer_failed",
            ),
        ),
    ]
