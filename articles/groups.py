"""The three groups a newsroom starts with. They arrive with `migrate`; afterwards they are the administrators' own."""

from django.apps import apps
from django.contrib.auth.management import create_permissions

# Facts are everybody's: whoever writes about a work may mend them. Taking away is the editors'.
WORKS = [
    f"{act}_{model}" for model in ("work", "person", "credit", "release") for act in ("add", "change", "view")
] + ["delete_credit", "delete_release"]
WRITER = {
    "articles": ["add_article", "change_article", "view_article", "add_image", "change_image", "view_image",
                 "view_section", "view_tag", "view_series", "view_disclosure", *WORKS],
    "authors": ["view_author"],
}  # fmt: skip
EDITOR = {
    "articles": [
        "publish_article", "lift_embargo", "delete_article",
        *WRITER["articles"],
        *(f"{act}_{model}" for act in ("add", "change", "delete", "view")
          for model in ("image", "section", "tag", "series", "page", "redirect", "disclosure", "merchant")),
        "change_publication", "view_publication", "delete_work", "delete_person", "view_movedfact", "change_movedfact",
        "view_auditentry", "view_correction", "change_correction", "delete_correction",
    ],
    "authors": [f"{act}_{model}" for act in ("add", "change", "delete", "view") for model in ("author", "authorlink")],
}  # fmt: skip
ADMINISTRATOR = {
    **EDITOR,
    "articles": [*EDITOR["articles"], *(f"{act}_sociallink" for act in ("add", "change", "delete", "view"))],
    "auth": [f"{act}_{model}" for act in ("add", "change", "delete", "view") for model in ("user", "group")],
    "axes": ["view_accessattempt", "delete_accessattempt", "view_accesslog", "view_accessfailurelog"],
}
GROUPS = {"Writers": WRITER, "Editors": EDITOR, "Administrators": ADMINISTRATOR}


def make_groups(using: str, **_kwargs) -> None:
    """Receiver of post_migrate: create the groups that are missing, with their permissions.

    Permissions are themselves made after migrate, app by app; they are made here first, so that the
    first run already finds them all. An existing group is left as the administrators have it.
    """
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415 - this module loads before the models

    for label in ("authors", "articles", "auth", "axes"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for group_name, wanted in GROUPS.items():
        group, is_new = Group.objects.using(using).get_or_create(name=group_name)
        if is_new:
            permissions = Permission.objects.using(using)
            for label, codenames in wanted.items():
                group.permissions.add(
                    *permissions.filter(content_type__app_label=label, codename__in=codenames)
                )
