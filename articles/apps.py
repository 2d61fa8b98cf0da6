from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save

# Rows every reader may see at once. Articles are not among them: their verbs announce what becomes public.
PUBLIC_MODELS = (
    "Disclosure",
    "Image",
    "Merchant",
    "Page",
    "Publication",
    "Redirect",
    "Section",
    "Series",
    "SocialLink",
    "Tag",
)

# Things whose address an editor may change. (An article's changes by its own verbs.)
ADDRESSED_MODELS = ("authors.Author", "articles.Page", "articles.Section", "articles.Tag")


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from articles.groups import make_groups  # needs the registry of models
        from articles.redirects import keep_old_address
        from authors.signals import announce_saved

        for model_name in PUBLIC_MODELS:
            model = self.get_model(model_name)
            post_save.connect(announce_saved, sender=model, dispatch_uid=f"{model_name}-saved")
            post_delete.connect(announce_saved, sender=model, dispatch_uid=f"{model_name}-deleted")
        for label in ADDRESSED_MODELS:
            pre_save.connect(keep_old_address, sender=label, dispatch_uid=f"{label}-address")
        post_migrate.connect(make_groups, sender=self, dispatch_uid="articles-groups")
