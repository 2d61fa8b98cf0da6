"""The groups of a site that is there already get what they need for works; new sites get it with the groups."""

from django.db import migrations

ACTS = {
    "Writers": ("add", "change", "view"),
    "Editors": ("add", "change", "delete", "view"),
    "Administrators": ("add", "change", "delete", "view"),
}
MODELS = ("work", "person", "credit", "release")
ROWS = ("credit", "release")  # lines of a work's form: whoever may change the work may take one out


def wanted(group_name):
    codenames = [f"{act}_{model}" for model in MODELS for act in ACTS[group_name]]
    codenames += [f"delete_{model}" for model in ROWS]
    if group_name != "Writers":
        codenames += ["view_movedfact", "change_movedfact"]
    return dict.fromkeys(codenames)


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for group in groups.filter(name__in=ACTS):
        for codename in wanted(group.name):
            act, model = codename.split("_")
            content_type, _ = types.get_or_create(app_label="articles", model=model)
            # Named as Django's own receiver of post_migrate names it, which then finds it there.
            verbose = "fact that moved" if model == "movedfact" else model
            permission, _ = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {act} {verbose}"}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_works"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
