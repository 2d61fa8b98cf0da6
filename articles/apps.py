from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save

# Rows every reader may see at once. Not among them: articles, whose verbs announce what becomes public, and
# pictures, which concern readers only where a live page shows them.
PUBLIC_MODELS = (
    "Disclosure",
    "Merchant",
    "Page",
    "Person",
    "Publication",
    "Redirect",
    "Section",
    "Series",
    "SocialLink",
    "Tag",
    "Work",
)

# Things whose address an editor may change. (An article's changes by its own verbs.)
ADDRESSED_MODELS = (
    "authors.Author", "articles.Page", "articles.Person", "articles.Section", "articles.Tag", "articles.Work",
)  # fmt: skip


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from articles import renditions, tasks, works  # noqa: F401 - tasks for its receivers; need the registry of models
        from articles.groups import make_groups
        from articles.redirects import keep_old_address
        from authors.signals import announce_saved

        for model_name in PUBLIC_MODELS:
            model = self.get_model(model_name)
            post_save.connect(announce_saved, sender=model, dispatch_uid=f"{model_name}-saved")
            post_delete.connect(announce_saved, sender=model, dispatch_uid=f"{model_name}-deleted")
        image = self.get_model("Image")
        post_save.connect(renditions.announce_saved_picture, sender=image, dispatch_uid="Image-saved")
        post_delete.connect(renditions.remove_files_after_commit, sender=image, dispatch_uid="Image-files")
        post_delete.connect(
            works.refresh_public_after_deletion, sender=self.get_model("Subject"), dispatch_uid="Subject-gone"
        )
        for label in ADDRESSED_MODELS:
            pre_save.connect(keep_old_address, sender=label, dispatch_uid=f"{label}-address")
        post_migrate.connect(make_groups, sender=self, dispatch_uid="articles-groups")
