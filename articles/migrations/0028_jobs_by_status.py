"""Alarms ask for failed jobs each minute; the package's own index holds only those that wait.

The table is the package's. Should a later version of it rebuild the table on SQLite, the index goes, and only speed with it.
"""

from django.db import migrations

NAME = "articles_jobs_by_status"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_letters"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX IF NOT EXISTS {NAME} ON django_tasks_database_dbtaskresult (status, finished_at)",
            f"DROP INDEX IF EXISTS {NAME}",
        )
    ]
