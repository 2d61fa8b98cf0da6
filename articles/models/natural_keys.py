"""How fixtures name rows, so that they load beside whatever a database already holds."""

from django.db import models


class SlugManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class UidManager(models.Manager):
    def get_by_natural_key(self, uid):
        return self.get(uid=uid)


class NameManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class PerArticleManager(models.Manager):
    """Finds a row that belongs to an article by the article's uid and the row's own `natural_fields`."""

    def get_by_natural_key(self, uid, *values):
        own = dict(zip(self.model.natural_fields, values, strict=True))
        return self.get(article__uid=uid, **own)


class PerArticle(models.Model):
    """A row that belongs to an article and has no name of its own."""

    natural_fields: tuple[str, ...] = ()
    objects = PerArticleManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.article.uid, *(getattr(self, name) for name in self.natural_fields))

    natural_key.dependencies = ["articles.article"]
