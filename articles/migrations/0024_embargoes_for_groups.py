"""The editors of a site that is there already may lift an embargo early; new sites get it with the groups."""

from django.db import migrations

GROUPS = ("Editors", "Administrators")


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS)
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for group in groups:
        content_type, _ = types.get_or_create(app_label="articles", model="article")
        # Named as Django's own receiver of post_migrate names it, which then finds it there.
        permission, _ = permissions.get_or_create(
            content_type=content_type,
            codename="lift_embargo",
            defaults={"name": "Can lift an embargo before its time"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_newsroom"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
