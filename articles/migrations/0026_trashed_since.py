"""Since when articles in the trash are there: nobody noted it, but nothing is saved of them after they went there."""

from django.db import migrations
from django.db.models import F


def note_since_when(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    articles.filter(status="trashed", trashed_at=None).update(trashed_at=F("modified_at"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_trash_dates")]
    operations = [migrations.RunPython(note_since_when, migrations.RunPython.noop, elidable=True)]
