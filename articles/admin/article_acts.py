"""What the buttons of an article's form do once it is saved, and what they say afterwards."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from articles import checklist, embargo, publishing, review, scheduling, snapshots
from articles.admin.article_form import ArticleForm
from articles.admin.article_list import moment_in_its_zone
from articles.models import Article, WorkingCopy
from articles.refusals import PublishingError

NOT_AN_EDITOR = "Saved. Only an editor can publish: submit it for review."
MAY_NOT_LIFT = "You may not end an embargo before its time. Ask somebody who may."
APPROVAL_LOST = "It had been approved as it was before: now it is in review again."


def carry_out(
    request: HttpRequest,
    article: Article,
    form: ArticleForm,
    working_copy: WorkingCopy,
    *,
    was_approved: bool,
) -> None:
    """The act whose button was pressed. Raises PublishingError: then nothing of it, nor the save before, is kept."""
    set_timing(request, article, form)
    may_publish = publishing.may_publish(request.user)
    note = form.cleaned_data.get("note") or ""
    if "_publish" in request.POST and may_publish:
        _publish(request, article, form, working_copy)
        review.say(article, note, by=request.user)
    elif "_submit_for_review" in request.POST:
        review.submit(article, by=request.user, note=note)
        _warn(request, article)
        _say(request, "Submitted for review. An editor takes it from here.")
    elif "_send_back" in request.POST and may_publish:
        review.send_back(article, by=request.user, note=note)
        _say(request, "Sent back to the writer.")
    elif "_approve" in request.POST and may_publish:
        review.approve(article, by=request.user, note=note)
        _say(request, "Approved: it can be published as it stands.")
    else:
        review.say(article, note, by=request.user)
        _say_saved(request, article, was_approved=was_approved, wanted_more="_publish" in request.POST)


def set_timing(request: HttpRequest, article: Article, form: ArticleForm) -> None:
    """Embargo and withdrawal, where they were changed in this form."""
    if form.is_embargo_changed():
        until, zone = form.embargo_wish()
        _set_embargo(request, article, until, zone, form.cleaned_data.get("embargo_reason") or "")
    if form.is_withdrawal_changed() and publishing.may_publish(request.user):
        scheduling.set_withdrawal(article, by=request.user, at=form.cleaned_data.get("withdraw_at"))


def _set_embargo(request: HttpRequest, article: Article, until, zone: str, reason: str) -> None:
    article.refresh_from_db(fields=["embargo_until", "embargo_zone"])
    ends_earlier = article.is_embargoed and (until is None or until < article.embargo_until)
    if ends_earlier and not request.user.has_perm("articles.lift_embargo"):
        raise PublishingError({"embargo_until": [MAY_NOT_LIFT]})
    if article.embargo_until is not None and (until is None or ends_earlier):
        embargo.lift(article, by=request.user, reason=reason)
    if until is not None:
        embargo.impose(article, by=request.user, until=until, zone=zone)


def _publish(request: HttpRequest, article: Article, form: ArticleForm, working_copy: WorkingCopy) -> None:
    changes_at = form.cleaned_data.get("changes_at")
    if changes_at and changes_at > timezone.now() and Article.objects.get(pk=article.pk).is_live:
        row = scheduling.schedule_changes(article, by=request.user, at=changes_at)
        _say(
            request,
            f"The changes go out on {moment_in_its_zone(row.at)}. Until then readers see it as it was.",
        )
        return
    moment = snapshots.wished_date(working_copy.snapshot)  # it may have been moved meanwhile
    article = publishing.publish(article, by=request.user, at=moment)
    _warn(request, article)
    _say_published(request, article)


def _say_published(request: HttpRequest, article: Article) -> None:
    if article.is_scheduled:
        words = format_html(
            "“{}” is scheduled for {}.", article.headline_html, moment_in_its_zone(article.published_at)
        )
    else:
        link = article.get_absolute_url()
        words = format_html('“{}” is live. <a href="{}">View on site</a>', article.headline_html, link)
    _say(request, words)


def _say_saved(request: HttpRequest, article: Article, *, was_approved: bool, wanted_more: bool) -> None:
    if wanted_more:
        messages.warning(request, NOT_AN_EDITOR)
        return
    now = Article.objects.select_related("working_copy").get(pk=article.pk)
    if was_approved and now.working_copy.state == WorkingCopy.State.SUBMITTED:
        messages.warning(request, APPROVAL_LOST)
    is_seen = now.is_live or now.is_scheduled
    kept = "Kept. Readers go on seeing the article as it was, until you publish the changes."
    _say(request, kept if is_seen else "Saved. Readers see nothing of it yet.")


def _warn(request: HttpRequest, article: Article) -> None:
    for problem in checklist.shoulds(publishing.snapshot_of(article), article):
        messages.warning(request, problem.sentence)


def _say(request: HttpRequest, words: str) -> None:
    messages.success(request, words)
