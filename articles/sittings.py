"""Who sits at which article, and the autosaves: what somebody typed and has not saved yet.

An autosave belongs to one person at one open form and is merged into the working copy by saving alone. Being present
is a courtesy: it says who is shown as editing and keeps nobody from saving, since what two save goes together anyway.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, Sitting

User = AbstractBaseUser
Fields = dict[str, list[str]]  # as a form posts them
AUTOSAVE_LIMIT = (
    4 * 1024 * 1024
)  # characters: a body of the largest size, every sign of it escaped, and the rest
AUTOSAVES_KEPT = timedelta(days=30)
TRACES_KEPT = timedelta(days=1)  # of a form that holds nothing unsaved


@dataclass(frozen=True)
class OpenForm:
    """What a form says of itself when it is sent: its uid, its last autosave's number, and whose autosave it continued."""

    uid: UUID
    sequence: int = 0
    continues: UUID | None = None


@dataclass(frozen=True)
class Company:
    """A sitting, the other people at the same article, and who of them is shown as editing (None: she is)."""

    sitting: Sitting
    people: list[Sitting]
    editor: Sitting | None


class AutosaveRefused(Exception):
    """Why an autosave could not be kept: a sentence for the editor."""


@transaction.atomic
def come(uid: UUID, *, user: User, article: Article | None, takes_over: bool = False) -> Company:
    """The form is open, now. It edits if nobody else does, or if she takes over."""
    now = timezone.now()
    sitting, _is_new = Sitting.objects.get_or_create(uid=uid, user=user, defaults={"article": article})
    people = _people_besides(sitting)
    sitting.seen_at, sitting.left_at = now, None
    if takes_over or (sitting.editing_since is None and not any(other.editing_since for other in people)):
        sitting.editing_since = now
    sitting.save(update_fields=["seen_at", "left_at", "editing_since"])
    return Company(sitting, people, _editor_besides(sitting, people))


def leave(uid: UUID, *, user: User) -> None:
    """The form was closed."""
    Sitting.objects.filter(uid=uid, user=user).update(left_at=timezone.now(), editing_since=None)


def _people_besides(sitting: Sitting) -> list[Sitting]:
    """One form of each other person who has the article open. Nobody is told of her own other tabs."""
    if sitting.article_id is None:
        return []
    others = Sitting.objects.present().filter(article=sitting.article_id).exclude(user=sitting.user_id)
    others = others.select_related("user").defer("fields")
    latest_last = sorted(
        others, key=lambda other: (other.editing_since is not None, other.editing_since or other.began_at)
    )
    return list({other.user_id: other for other in latest_last}.values())


def _editor_besides(sitting: Sitting, people: list[Sitting]) -> Sitting | None:
    """Who else is shown as editing: the last who began or took over, unless that is she herself."""
    editing = [other for other in people if other.editing_since]
    editor = max(editing, key=lambda other: other.editing_since, default=None)
    if editor and sitting.editing_since and sitting.editing_since > editor.editing_since:
        return None
    return editor


# --- autosaves


@transaction.atomic
def autosave(
    uid: UUID, *, user: User, article: Article | None, fields: Fields, base_number: int, sequence: int,
    continues: UUID | None = None,
) -> Sitting:  # fmt: skip
    """Keep what the form holds; the returned sitting's `sequence` is higher than `sequence` if a later one was kept.

    `continues` names the sitting whose autosave was brought into this form: it goes into this one.
    Raises AutosaveRefused for more than AUTOSAVE_LIMIT characters.
    """
    _refuse_too_much(fields)
    now = timezone.now()
    kept = {"fields": fields, "base_number": base_number, "sequence": sequence, "autosaved_at": now,
            "seen_at": now}  # fmt: skip
    rows = Sitting.objects.filter(uid=uid, user=user)
    if not rows.filter(sequence__lt=sequence).update(**kept):
        sitting, is_new = Sitting.objects.get_or_create(
            uid=uid, user=user, defaults=kept | {"article": article}
        )
        if not is_new:
            return sitting
    if continues:
        forget_autosave(continues, user=user, unless_present=True)
    return Sitting(uid=uid, user=user, article=article, **kept)


def _refuse_too_much(fields: Fields) -> None:
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if size > AUTOSAVE_LIMIT:
        raise AutosaveRefused(
            f"This is too long to keep: {size:,} characters, and at most {AUTOSAVE_LIMIT:,} can be. "
            "Take a part of the text into an article of its own."
        )


def forget_autosave(uid: UUID, *, user: User, sequence: int = 0, unless_present: bool = False) -> None:
    """What was unsaved is saved, or shall go. One with up to `sequence` that is still on its way comes too late."""
    rows = Sitting.objects.filter(uid=uid, user=user)
    if unless_present:
        rows = rows.exclude(pk__in=Sitting.objects.present())
    rows.update(fields=None)
    rows.filter(sequence__lt=sequence).update(sequence=sequence)


def unsaved(user: User, *, article: Article | None) -> list[Sitting]:
    """Her autosaves of the article (None: of new ones), the latest first."""
    return list(_autosaves(user).filter(article=article))


def unsaved_anywhere(user: User, *, limit: int) -> list[Sitting]:
    """Her latest autosaves of any article, for the first page."""
    return list(_autosaves(user).select_related("article")[:limit])


def _autosaves(user: User) -> QuerySet[Sitting]:
    return Sitting.objects.with_autosave().filter(user=user).order_by("-autosaved_at")


def find(uid: UUID, *, user: User) -> Sitting | None:
    return Sitting.objects.filter(uid=uid, user=user).first()


# --- saving


def begin_saving(form: OpenForm, *, user: User) -> Sitting:
    """The sitting that saves, its row locked: a form sent twice makes one article, not two."""
    Sitting.objects.get_or_create(uid=form.uid, user=user)
    return Sitting.objects.select_for_update(of=("self",)).get(uid=form.uid, user=user)


def finish_saving(sitting: Sitting, article: Article, form: OpenForm, *, sent: dict[str, Any]) -> None:
    """What the form held (`sent`, a snapshot) is in the working copy now: neither its autosave nor the one it continued
    is offered again."""
    Sitting.objects.filter(pk=sitting.pk).update(article=article, sent=sent)
    forget_autosave(form.uid, user=sitting.user, sequence=form.sequence)
    if form.continues:
        forget_autosave(form.continues, user=sitting.user, unless_present=True)


def prunable(at: datetime) -> QuerySet[Sitting]:
    """Autosaves older than AUTOSAVES_KEPT, and traces of forms long closed."""
    old = Q(fields__isnull=True, seen_at__lt=at - TRACES_KEPT) | Q(seen_at__lt=at - AUTOSAVES_KEPT)
    return Sitting.objects.filter(old)


def prune(at: datetime) -> int:
    """Delete what is prunable; how many forms went."""
    return prunable(at).delete()[0]
