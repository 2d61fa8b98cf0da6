"""Copy the date out of every working copy's snapshot, in pieces: a snapshot holds a whole article."""

from django.db import migrations
from django.utils.dateparse import parse_datetime

PIECE = 500


def copy_dates(apps, schema_editor):
    working_copies = apps.get_model("articles", "WorkingCopy").objects.using(schema_editor.connection.alias)
    for working_copy in working_copies.only("snapshot").iterator(chunk_size=PIECE):
        wished = working_copy.snapshot.get("published_at")
        if wished:
            working_copies.filter(pk=working_copy.pk).update(wished_at=parse_datetime(wished))


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_calendar_feeds")]
    operations = [migrations.RunPython(copy_dates, migrations.RunPython.noop, elidable=True)]
