"""Letters: e-mail to the people whom a step of an article concerns. Each of them can switch them off.

A verb calls `tell`, in its own transaction; what is written is put into the queue after commit, and a job sends it
(`articles.tasks.send_letter`): neither many readers of a letter nor a slow mail server hold up a save. Not for readers.
"""

from datetime import datetime, timedelta
from typing import TypedDict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.core.signing import TimestampSigner
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from articles.addresses import absolute
from articles.body.characters import clean, clean_line
from articles.models import Article, AuditEntry, DeskSettings, Publication, Verb

User = AbstractBaseUser
SUBJECT_LENGTH = 150
NOTE_LENGTH = 4000
# A letter may be read again long after it came; a link that never ends could not be told from a stolen one.
OFF_LINK_LASTS = timedelta(days=365)
_signer = TimestampSigner(salt="articles.letters.off")
# `with_perm` wants to know whose permissions are meant where there are several backends: those of users and groups.
_PERMISSIONS = "django.contrib.auth.backends.ModelBackend"

letters_wanted = Signal()  # sent after commit with `matter` and `people` (their keys); jobs listen


class Step(models.TextChoices):
    """What has happened. The label goes on with a subject that begins with the headline."""

    SUBMITTED = "submitted", "was submitted for review"
    SENT_BACK = "sent-back", "was sent back to you"
    APPROVED = "approved", "was approved"
    PUBLISHED = "published", "was published"
    SCHEDULED = "scheduled", "was scheduled"
    CHANGES_SCHEDULED = "changes-scheduled", "has changes that were scheduled"
    WITHDRAWN = "withdrawn", "was withdrawn"
    FAILED = "failed", "needs attention"


FOR_EDITORS = (Step.SUBMITTED, Step.FAILED)


class Matter(TypedDict):
    """What a letter is about, as a job keeps it. `headline` is empty where it is about the site; `at` is ISO or ""."""

    step: str
    headline: str
    url: str
    by: str
    note: str
    at: str


# --- who is concerned


def willing() -> QuerySet[User]:
    """Everybody who works here, can be written to and wants to be."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return staff.exclude(email="").exclude(desk_settings__wants_letters=False)


def editors() -> QuerySet[User]:
    """Of these, everybody who may publish, by herself, by a group or as a superuser."""
    may_publish = get_user_model().objects.with_perm("articles.publish_article", backend=_PERMISSIONS)
    return willing().filter(pk__in=may_publish.values("pk"))


def writers(article: Article) -> QuerySet[User]:
    """Of these, whoever began the article, stands in its byline, or submitted it last."""
    bylines = article.authors.filter(user=OuterRef("pk"))
    submitted = AuditEntry.objects.filter(article=article, verb=Verb.SUBMITTED)
    last = submitted.order_by("-at", "-pk").values("by")[:1]
    return willing().filter(Q(pk=article.created_by_id) | Exists(bylines) | Q(pk=Subquery(last)))


def concerned(step: Step, article: Article, *, by: User | None) -> QuerySet[User]:
    """Whom a letter goes to: never whoever did it herself."""
    people = editors() if step in FOR_EDITORS else writers(article)
    return people.exclude(pk=by.pk) if by else people


# --- asking for letters


def tell(
    step: Step, article: Article, *, by: User | None, note: str = "", at: datetime | None = None
) -> None:
    """Write to whom `step` concerns, once the transaction is committed; one query now and one row then, however
    many they are.

    `note` is what `by` says of it, or why something failed; `at` the moment for which it is scheduled. A queue that
    cannot be reached is logged: what was saved is saved.
    """
    people = list(concerned(step, article, by=by).order_by("pk").values_list("pk", flat=True))
    if people:
        matter = matter_of(step, article, by=by, note=note, at=at)

        def ask_for_letters() -> None:  # no partial: Django's log of a robust hook wants a name
            letters_wanted.send(sender=Article, matter=matter, people=people)

        transaction.on_commit(ask_for_letters, robust=True)


def matter_of(step: Step, article: Article, *, by: User | None, note: str, at: datetime | None) -> Matter:
    return Matter(
        step=step.value,
        headline=clean_line(str(article)),
        url=reverse("admin:articles_article_change", args=[article.pk]),
        by=name_of(by) if by else "",
        note=clean(note).strip()[:NOTE_LENGTH],
        at=at.isoformat() if at else "",
    )


def name_of(person: User) -> str:
    return clean_line(person.get_full_name() or person.get_username())


# --- writing and sending


def send(matter: Matter, person_pk: int) -> bool:
    """Send one letter now, if she still can and wants to be written to; whether it was sent.

    Raises whatever the mail server's connection raises. Each call opens a connection of its own.
    """
    person = willing().filter(pk=person_pk).first()
    return person is not None and bool(compose(matter, person).send())


def compose(matter: Matter, person: User) -> EmailMessage:
    """The letter, with the head by which mail programs offer one click to be written to no more (RFC 8058)."""
    off = absolute(off_path(person))
    return EmailMessage(
        subject=subject_of(matter),
        body=_text(matter, person, off=off),
        to=[person.email],
        headers={
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",  # RFC 3834: an absence notice is not sent to us
        },
    )


def subject_of(matter: Matter) -> str:
    """One line of at most SUBJECT_LENGTH characters; a long headline is cut, what happened to it is not."""
    happened = Step(matter["step"]).label
    headline = clean_line(matter["headline"])
    if not headline:
        return f"The site {happened}"
    room = SUBJECT_LENGTH - len(f"“” {happened}")
    if len(headline) > room:
        headline = headline[: room - 1].rstrip() + "…"
    return f"“{headline}” {happened}"


def _text(matter: Matter, person: User, *, off: str) -> str:
    context = {
        **matter,
        "at": parse_datetime(matter["at"]),
        "name": name_of(person),
        "address": absolute(matter["url"]) if matter["url"] else "",
        "off": off,
        "my_settings": absolute(reverse("admin:my_settings")),
        "site_name": Publication.current().site_name,
        "time_zone": settings.TIME_ZONE,
    }
    return render_to_string(f"letters/{Step(matter['step']).name.lower()}.txt", context).strip() + "\n"


# --- switching them off


def off_path(person: User) -> str:
    return reverse("articles:letters_off", args=[_signer.sign(str(person.pk))])


def owner_of(signed: str) -> User | None:
    """Whose link this is. Raises SignatureExpired for an old one, BadSignature for what we never signed."""
    return get_user_model().objects.filter(pk=_signer.unsign(signed, max_age=OFF_LINK_LASTS)).first()


def set_wanted(person: User, *, wants_letters: bool) -> None:
    DeskSettings.objects.update_or_create(user=person, defaults={"wants_letters": wants_letters})
