"""The database itself keeps the audit log: an entry is neither changed nor deleted, whoever asks.

One change passes: the account or the article of an entry becomes empty, since that is what deleting one does to it.
PostgreSQL compares whole rows. SQLite has to name the columns, and loses triggers when Django rebuilds a table: a later
migration that changes this table calls `guard` again, with the new column in the list (a test says so if it is forgotten).
TRUNCATE, and dropping triggers, remain with whoever owns the database.
"""

from django.db import migrations

REFUSAL = "The audit log is only ever added to: no entry is changed or deleted."
KEPT = ("id", "at", "by_name", "verb", "article_headline", "state_before", "state_after", "detail", "address")
EMPTIED = ("by_id", "article_id")

POSTGRESQL = f"""
CREATE FUNCTION articles_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.by_id IS NULL OR NEW.by_id IS NOT DISTINCT FROM OLD.by_id)
        AND (NEW.article_id IS NULL OR NEW.article_id IS NOT DISTINCT FROM OLD.article_id)
        AND to_jsonb(NEW) - 'by_id' - 'article_id' = to_jsonb(OLD) - 'by_id' - 'article_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER articles_audit_kept BEFORE UPDATE OR DELETE ON articles_auditentry
    FOR EACH ROW EXECUTE FUNCTION articles_audit_refuse();
"""
POSTGRESQL_UNDO = """
DROP TRIGGER articles_audit_kept ON articles_auditentry;
DROP FUNCTION articles_audit_refuse();
"""
_SAME = " AND ".join(
    [f"NEW.{name} IS OLD.{name}" for name in KEPT]
    + [f"(NEW.{name} IS NULL OR NEW.{name} IS OLD.{name})" for name in EMPTIED]
)
SQLITE = [
    f"""CREATE TRIGGER articles_audit_unchanged BEFORE UPDATE ON articles_auditentry WHEN NOT ({_SAME})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER articles_audit_undeleted BEFORE DELETE ON articles_auditentry
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER IF EXISTS articles_audit_unchanged",
    "DROP TRIGGER IF EXISTS articles_audit_undeleted",
]


def guard(apps, schema_editor):
    for statement in {"postgresql": [POSTGRESQL], "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def leave_open(apps, schema_editor):
    for statement in {"postgresql": [POSTGRESQL_UNDO], "sqlite": SQLITE_UNDO}[
        schema_editor.connection.vendor
    ]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_audit_entries")]

    operations = [migrations.RunPython(guard, leave_open)]
