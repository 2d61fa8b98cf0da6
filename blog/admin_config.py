"""Makes our admin site the one that `admin.site` means, for every app."""

from django.contrib.admin.apps import AdminConfig


class EditorialAdminConfig(AdminConfig):
    default_site = "blog.admin_site.EditorialAdminSite"
