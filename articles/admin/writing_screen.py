"""What the writing screen around an article's form shows: buttons and what they say, where its scripts ask."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, JsonResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import checklist, embargo, publishing, snapshots
from articles.admin.article_list import status_words
from articles.models import Article, ScheduledChange, Status, WorkingCopy
from articles.models.article import WORDS_PER_MINUTE
from articles.refusals import moment_words, name_of
from articles.snapshots import Snapshot

DESK_VIEWS = ("seen", "autosave", "leave", "drop")  # what an open form asks for: articles.desk.sittings


def desk_context(request: HttpRequest, article: Article | None) -> dict:
    """What the buttons of the form say and which of them there are."""
    may_publish = publishing.may_publish(request.user)
    is_public = article is not None and (article.is_live or article.is_scheduled)
    working_copy = getattr(article, "working_copy", None)
    state = working_copy.state if working_copy is not None else ""
    is_asked = may_publish and is_team()
    return {
        "addresses": desk_addresses(article),
        "words_per_minute": WORDS_PER_MINUTE,
        "public_url": settings.PUBLIC_URL,
        "save_label": "Keep changes unpublished" if is_public else "Save",
        "publish_label": ("Publish changes" if is_public else "Publish") if may_publish else "",
        "schedule_label": "" if article is not None and article.was_public else "Schedule",
        "can_submit": not may_publish
        or (is_asked and not is_public and state in ("", WorkingCopy.State.EDITING)),
        "can_send_back": may_publish and state in (WorkingCopy.State.SUBMITTED, WorkingCopy.State.APPROVED),
        "can_approve": is_asked and state == WorkingCopy.State.SUBMITTED,
        "notices": standing(article),
        "status_buttons": status_buttons(article) if may_publish and article is not None else [],
        "status": status_words(article) if article else "",
        "share_url": share_url(article),
        "audit_url": audit_url(request, article),
        "live_url": article.get_absolute_url() if article is not None and article.is_live else "",
    }


def standing(article: Article | None) -> list[str]:
    """What one has to know of an article before one works on it, beyond its state."""
    if article is None:
        return []
    said = []
    if article.is_embargoed:
        said.append(f"Under embargo until {embargo.words(article)}.")
    if article.withdraw_at and article.status == Status.PUBLISHED:
        said.append(f"It is taken back on {moment_words(article.withdraw_at)}.")
    row = ScheduledChange.objects.filter(article=article).first()
    if row and row.refused:
        said.append(
            f"Its changes did not go out on {moment_words(row.at)}: {row.refused} Readers see it as it was."
        )
    elif row:
        said.append(f"Changes as of {moment_words(row.made_at)} go out on {moment_words(row.at)}.")
    return said


def note_thread(article: Article | None) -> SafeString:
    """What was said about it, the oldest first; empty where nothing was."""
    notes = article.notes.select_related("made_by") if article is not None else ()
    rows = [(name_of(note.made_by), note.get_step_display(), note.made_at.isoformat(), moment_words(note.made_at),
             linebreaksbr(note.text, autoescape=True)) for note in notes]  # fmt: skip
    line = '<li><strong>{}</strong> {}, <time datetime="{}">{}</time><br>{}</li>'
    return (
        format_html('<ol class="desk-notes__thread">{}</ol>', format_html_join("", line, rows))
        if rows
        else ""
    )


def what_is_left(request: HttpRequest, article: Article, snapshot: Snapshot) -> JsonResponse:
    """What has to be mended before the form's content may be published, and what is worth a second look."""
    held = embargo.problems(article, at=snapshots.wished_date(snapshot) or timezone.now())
    return JsonResponse({
        "musts": [_shown(problem) for problem in (*checklist.musts(snapshot, article), *held)],
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
    if ScheduledChange.objects.filter(article=article).exists():
        offered.append(("_cancel_changes", "Do not publish the scheduled changes"))
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
