"""What the writing screen around an article's form shows: buttons and what they say, where its scripts ask."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from articles import checklist, publishing
from articles.admin.article_list import status_words
from articles.admin.widgets import now_for_input
from articles.models import Article, Status, WorkingCopy
from articles.models.article import WORDS_PER_MINUTE
from articles.snapshots import Snapshot

DESK_VIEWS = ("seen", "autosave", "leave", "drop")  # what an open form asks for: articles.desk.sittings


def desk_context(request: HttpRequest, article: Article | None) -> dict:
    """What the buttons of the form say and which of them there are."""
    may_publish = publishing.may_publish(request.user)
    is_public = article is not None and (article.is_live or article.is_scheduled)
    working_copy = getattr(article, "working_copy", None)
    is_in_review = working_copy is not None and working_copy.state == WorkingCopy.State.SUBMITTED
    return {
        "now": now_for_input(),
        "addresses": desk_addresses(article),
        "words_per_minute": WORDS_PER_MINUTE,
        "public_url": settings.PUBLIC_URL,
        "save_label": "Keep changes unpublished" if is_public else "Save",
        "publish_label": ("Publish changes" if is_public else "Publish") if may_publish else "",
        "schedule_label": "" if article is not None and article.was_public else "Schedule",
        "can_submit": not may_publish or (is_team() and not is_public),
        "can_send_back": may_publish and is_in_review,
        "status_buttons": status_buttons(article) if may_publish and article is not None else [],
        "status": status_words(article) if article else "",
        "share_url": share_url(article),
        "audit_url": audit_url(request, article),
        "live_url": article.get_absolute_url() if article is not None and article.is_live else "",
    }


def what_is_left(request: HttpRequest, article: Article, snapshot: Snapshot) -> JsonResponse:
    """What has to be mended before the form's content may be published, and what is worth a second look."""
    return JsonResponse({
        "musts": [_shown(problem) for problem in checklist.musts(snapshot, article)],
        "shoulds": [_shown(problem) for problem in checklist.shoulds(snapshot, article)],
    })  # fmt: skip


def _shown(problem: checklist.Problem) -> dict:
    places = list(dict.fromkeys(problem.places)) or ([f"#id_{problem.field}"] if problem.field else [])
    return {"sentence": problem.sentence, "places": places}


def desk_addresses(article: Article | None) -> dict[str, str]:
    """What the scripts of the form ask, by name."""
    addresses = {name: reverse(f"admin:articles_article_{name}") for name in DESK_VIEWS}
    addresses["login"] = reverse("admin:login")
    if article is not None:
        addresses["preview"] = reverse("admin:articles_article_preview", args=[article.pk])
    return addresses


def share_url(article: Article | None) -> str:
    """Where links to it are made, or "" where there can be none."""
    if article is None or article.status == Status.TRASHED:
        return ""
    return reverse("admin:articles_article_share", args=[article.pk])


def audit_url(request: HttpRequest, article: Article | None) -> str:
    """What the audit log says of it, or "" for who may not read that."""
    if article is None or not request.user.has_perm("articles.view_auditentry"):
        return ""
    return f"{reverse('admin:articles_auditentry_changelist')}?article={article.pk}"


def status_buttons(article: Article) -> list[tuple[str, str]]:
    """Names and labels of the buttons folded away under More."""
    if article.status == Status.TRASHED:
        return [("_restore", "Restore")]
    offered = []
    if article.status == Status.PUBLISHED and getattr(article, "working_copy", None) is not None:
        offered.append(("_discard", "Discard unpublished changes"))
    if article.status == Status.PUBLISHED:
        offered.append(("_withdraw", "Unschedule" if article.is_scheduled else "Withdraw"))
    if article.status == Status.WITHDRAWN:
        offered.append(("_restore", "Restore"))
    return [*offered, ("_trash", "Put into the trash")]


def is_team() -> bool:
    """Whether more than one person works here: review and other teamwork appear only then."""
    return len(get_user_model().objects.filter(is_active=True, is_staff=True).values_list("pk")[:2]) > 1
