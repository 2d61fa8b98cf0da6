"""Links to a working copy for people without a login: made, ended, and shown to nobody after that.

What such a link shows is the view's (`articles.views.shared_preview`). Permissions are the callers' to check.
"""

import re
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import Article, SharedPreview, Status, Verb
from articles.refusals import PublishingError

User = AbstractBaseUser
PREVIEW_DAYS = 7
MOST_PREVIEW_DAYS = 90
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@transaction.atomic
def share(article: Article, *, by: User | None, days: int = PREVIEW_DAYS) -> SharedPreview:
    """A new link that ends after `days`. Raises PublishingError for an article in the trash, or days out of range."""
    if not 1 <= days <= MOST_PREVIEW_DAYS:
        raise PublishingError({"days": [f"A preview link lasts from 1 to {MOST_PREVIEW_DAYS} days."]})
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.status == Status.TRASHED:
        raise PublishingError({"": [f"“{article}” is in the trash. Take it out before sharing it."]})
    now = timezone.now()
    shared = SharedPreview.objects.create(
        article=article, made_by=by, made_at=now, expires_at=now + timedelta(days=days)
    )
    audit.record(Verb.PREVIEW_SHARED, article, by=by, detail=f"until {audit.moment(shared.expires_at)}")
    return shared


@transaction.atomic
def revoke(shared: SharedPreview, *, by: User | None) -> None:
    """End a link at once. Ending it twice changes nothing."""
    if SharedPreview.objects.filter(pk=shared.pk, revoked_at=None).update(revoked_at=timezone.now()):
        detail = f"it would have lasted until {audit.moment(shared.expires_at)}"
        audit.record(Verb.PREVIEW_ENDED, shared.article, by=by, detail=detail)


def revoke_all(article: Article, *, by: User | None) -> int:
    """End every link of an article that is taken away: none comes back with the article. How many were ended;
    the log is the calling verb's to write."""
    return SharedPreview.objects.filter(article=article, revoked_at=None).update(revoked_at=timezone.now())


def find(token: str) -> SharedPreview | None:
    """The valid link with this token, or None. What cannot be a token is not looked up: no database takes NUL."""
    if not _TOKEN.fullmatch(token):
        return None
    return SharedPreview.objects.valid().filter(token=token).select_related("article", "made_by").first()
