"""Working copies from before every sitting left a milestone: each gets its first one, so that none is ever lost."""

from django.db import migrations
from django.db.models import Exists, OuterRef

BATCH = 200


def keep_working_copies(apps, schema_editor):
    Revision = apps.get_model("articles", "Revision")
    WorkingCopy = apps.get_model("articles", "WorkingCopy")
    is_kept = Revision.objects.filter(article=OuterRef("article"), made_at__gte=OuterRef("saved_at"))
    rows = []
    for copy in WorkingCopy.objects.exclude(Exists(is_kept)).iterator(chunk_size=BATCH):
        rows.append(
            Revision(
                article_id=copy.article_id,
                snapshot=copy.snapshot,
                schema=copy.schema,
                kind="saved",
                made_by_id=copy.saved_by_id,
                made_at=copy.saved_at,
            )
        )
        if len(rows) == BATCH:
            Revision.objects.bulk_create(rows)
            rows = []
    Revision.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_history")]

    operations = [migrations.RunPython(keep_working_copies, migrations.RunPython.noop)]
