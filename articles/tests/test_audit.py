"""The audit log: one entry for each act and none for a refused one, and nobody takes an entry back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import audit, publishing, review, scheduling, sharing, snapshots
from articles.models import AppendOnly, Article, AuditEntry, Change, Tag, Verb, WorkingCopy
from articles.publishing import PublishingError
from articles.tests.factories import HIDDEN_STATES, make_article, make_draft, make_user, revise

pytestmark = pytest.mark.django_db

SOON = datetime(2099, 12, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2099, 12, 2, 9, 0, tzinfo=UTC)
SCHEDULED = "scheduled for 2099-12-01 09:00 UTC"
CHANGED = "live, with unpublished changes"


def entries_since(pk: int) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(pk__gt=pk).order_by("pk"))


def newest() -> int:
    return AuditEntry.objects.aggregate(pk=models.Max("pk"))["pk"] or 0


def scheduled(**changes) -> Article:
    return make_article(at=SOON, **changes)


def submitted_changes() -> Article:
    article = revise(make_article(), dek="New.")
    review.submit(article, by=None)
    return article


def shared_live() -> Article:
    article = make_article()
    for days in (1, 2):
        sharing.share(article, by=None, days=days)
    return article


def keep(article: Article, *, by) -> None:
    publishing.save(article, snapshots.current(article), by=by)


def reslug(article: Article, *, by) -> None:
    publishing.change_slug(article, "new", by=by)


def withdraw_with_note(article: Article, *, by) -> None:
    publishing.withdraw(article, by=by, public_note="It was wrong.")


def publish_update(article: Article, *, by) -> None:
    publishing.publish(article, by=by, change=Change.UPDATE)


# What there is, what is done to it, and what the log then says: verb, from, to, detail.
ACTS = {
    "save a draft": (make_draft, keep, "saved", "draft", "draft", ""),
    "save a live one": (make_article, keep, "saved", "live", CHANGED, ""),
    "save what is in review": (HIDDEN_STATES["submitted"], keep, "saved", "in review", "in review", ""),
    "save a withdrawn one": (HIDDEN_STATES["withdrawn"], keep, "saved", "withdrawn", "withdrawn", ""),
    "submit": (make_draft, review.submit, "submitted", "draft", "in review", ""),
    "submit changes": (make_article, review.submit, "submitted", "live", "live, with changes in review", ""),
    "send back": (HIDDEN_STATES["submitted"], review.send_back, "sent-back", "in review", "draft", ""),
    "send changes back": (
        submitted_changes, review.send_back, "sent-back", "live, with changes in review", CHANGED, "",
    ),
    "publish": (make_draft, publishing.publish, "published", "draft", "live", ""),
    "publish from review": (
        HIDDEN_STATES["submitted"], publishing.publish, "published", "in review", "live", "",
    ),
    "publish changes": (
        lambda: revise(make_article(), dek="New."), publishing.publish, "published", CHANGED, "live", "",
    ),
    "publish an update": (
        lambda: revise(make_article(), dek="New."), publish_update, "published", CHANGED, "live",
        "readers are told that it was updated",
    ),
    "publish at another address": (
        lambda: revise(make_article(slug="old"), slug="new"), publishing.publish, "published", CHANGED, "live",
        "address: /articles/old/ → /articles/new/",
    ),
    "publish a scheduled one now": (scheduled, publishing.publish, "published", SCHEDULED, "live", ""),
    "schedule": (
        make_draft, lambda article, by: scheduling.schedule(article, by=by, at=SOON), "scheduled", "draft", SCHEDULED, "",
    ),
    "schedule anew": (
        scheduled, lambda article, by: scheduling.schedule(article, by=by, at=LATER), "scheduled", SCHEDULED,
        "scheduled for 2099-12-02 09:00 UTC", "",
    ),
    "unschedule": (scheduled, publishing.withdraw, "unscheduled", SCHEDULED, "draft", ""),
    "withdraw": (make_article, publishing.withdraw, "withdrawn", "live", "withdrawn", ""),
    "withdraw with a note": (
        shared_live, withdraw_with_note, "withdrawn", "live", "withdrawn", "It was wrong.; 2 preview links ended",
    ),
    "restore": (HIDDEN_STATES["withdrawn"], publishing.restore, "restored", "withdrawn", "live", ""),
    "restore from the trash": (
        HIDDEN_STATES["trashed draft"], publishing.restore, "restored", "in the trash", "draft", "",
    ),
    "trash": (make_article, publishing.trash, "trashed", "live", "in the trash", ""),
    "trash a scheduled one": (scheduled, publishing.trash, "trashed", SCHEDULED, "in the trash", ""),
    "trash a shared one": (
        shared_live, publishing.trash, "trashed", "live", "in the trash", "2 preview links ended",
    ),
    "discard": (
        lambda: revise(make_article(), dek="New."), publishing.discard_changes, "changes-discarded", CHANGED, "live", "",
    ),
    "change the slug": (lambda: make_article(slug="old"), reslug, "slug-changed", "live", "live", "old → new"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_each_act_makes_one_entry(name):
    make, act, verb, before, after, detail = ACTS[name]
    article, person, last = make(), make_user(first_name="Ann", last_name="Lee"), newest()
    moment = timezone.now()
    act(article, by=person)
    (entry,) = entries_since(last)
    assert (entry.verb, entry.state_before, entry.state_after, entry.detail) == (verb, before, after, detail)
    assert (entry.by, entry.by_name) == (person, f"Ann Lee ({person.username})")
    assert (entry.article, entry.article_headline) == (article, article.headline)
    assert moment <= entry.at <= timezone.now()
    assert entry.address is None


def test_a_new_article_is_created_once():
    last, person = newest(), make_user()
    publishing.save(Article(), snapshots.empty() | {"headline": "See *Nosferatu*"}, by=person)
    (entry,) = entries_since(last)
    assert (entry.verb, entry.state_before, entry.state_after) == ("created", "", "draft")
    assert (entry.article_headline, entry.by_name) == ("See Nosferatu", person.username)


def test_preview_links_are_made_and_ended():
    article, person, last = make_draft(), make_user(), newest()
    shared = sharing.share(article, by=person, days=3)
    sharing.revoke(shared, by=person)
    sharing.revoke(shared, by=person)
    made, ended = entries_since(last)
    until = audit.moment(shared.expires_at)
    assert (made.verb, made.detail) == ("preview-shared", f"until {until}")
    assert (ended.verb, ended.detail) == ("preview-ended", f"it would have lasted until {until}")
    assert {made.article, ended.article} == {article}
    assert shared.token not in made.detail + ended.detail


def test_merging_tags_names_both_and_no_article():
    make_article(tags=["Films"])
    make_article(tags=["Film"])
    last = newest()
    publishing.merge_tags([Tag.objects.get(name="Films")], into=Tag.objects.get(name="Film"), by=None)
    (entry,) = entries_since(last)
    assert (entry.verb, entry.detail) == ("tags-merged", "“Films” → “Film”; 1 article")
    assert (entry.article, entry.by, entry.by_name) == (None, None, "")


# What is refused, or changes nothing.
REFUSED = {
    "publish without text": (lambda: make_draft(body=""), lambda article: publishing.publish(article, by=None)),
    "schedule into the past": (
        make_draft, lambda article: scheduling.schedule(article, by=None, at=SOON - timedelta(days=40_000)),
    ),
    "publish what is in the trash": (
        HIDDEN_STATES["trashed"], lambda article: publishing.publish(article, by=None),
    ),
    "withdraw a draft": (make_draft, lambda article: publishing.withdraw(article, by=None)),
    "restore a live one": (make_article, lambda article: publishing.restore(article, by=None)),
    "discard a draft": (make_draft, lambda article: publishing.discard_changes(article, by=None)),
    "take another's slug": (
        lambda: (make_article(slug="taken"), make_article())[1],
        lambda article: publishing.change_slug(article, "taken", by=None),
    ),
    "share what is in the trash": (HIDDEN_STATES["trashed"], lambda article: sharing.share(article, by=None)),
    "share for too long": (make_draft, lambda article: sharing.share(article, by=None, days=91)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_makes_none(name):
    make, act = REFUSED[name]
    article = make()
    last = newest()
    with pytest.raises(PublishingError):
        act(article)
    assert entries_since(last) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda article: publishing.change_slug(article, article.slug, by=None),
    ],
)
def test_what_changes_nothing_makes_none(act):
    article = make_draft(slug="same")
    last = newest()
    act(article)
    assert entries_since(last) == []


def test_what_fails_after_the_act_takes_its_entry_along():
    article = make_article()
    last = newest()
    with pytest.raises(RuntimeError), transaction.atomic():
        publishing.withdraw(article, by=None)
        raise RuntimeError
    assert Article.objects.get(pk=article.pk).is_live
    assert entries_since(last) == []


# --- one sitting


def saved(article: Article, person, *, minutes_ago: int, verb: Verb = Verb.SAVED) -> None:
    AuditEntry.objects.create(
        at=timezone.now() - timedelta(minutes=minutes_ago), verb=verb, article=article, by=person,
        state_before="draft", state_after="draft",
    )  # fmt: skip


def test_saving_often_in_one_sitting_is_one_entry():
    article, person, last = make_draft(), make_user(), newest()
    for _ in range(5):
        keep(article, by=person)
    assert [entry.verb for entry in entries_since(last)] == ["saved"]


def test_writing_on_after_creating_is_no_other_entry():
    article, person, last = Article(), make_user(), newest()
    publishing.save(article, snapshots.empty() | {"headline": "New"}, by=person)
    keep(article, by=person)
    assert [entry.verb for entry in entries_since(last)] == ["created"]


@pytest.mark.parametrize(("minutes_ago", "count"), [(29, 0), (31, 1)])
def test_a_sitting_lasts_half_an_hour(minutes_ago, count):
    """Written as if made back then: an entry that is there cannot be dated back."""
    person = make_user()
    article = Article.objects.create(headline="Old", slug="old")
    WorkingCopy.objects.create(article=article, snapshot=snapshots.of_live(article))
    saved(article, person, minutes_ago=minutes_ago)
    last = newest()
    keep(article, by=person)
    assert len(entries_since(last)) == count


def test_another_person_or_another_act_between_makes_an_entry():
    article, ann, ben = make_draft(), make_user(), make_user()
    last = newest()
    keep(article, by=ann)
    keep(article, by=ben)
    keep(article, by=ann)
    sharing.share(article, by=ann)
    keep(article, by=ann)
    names = [(entry.verb, entry.by) for entry in entries_since(last)]
    assert names == [
        ("saved", ann), ("saved", ben), ("saved", ann), ("preview-shared", ann), ("saved", ann),
    ]  # fmt: skip


def test_another_article_is_another_matter():
    one, other, person = make_draft(), make_draft(), make_user()
    last = newest()
    for article in (one, other, one):
        keep(article, by=person)
    assert [entry.article for entry in entries_since(last)] == [one, other]


def test_a_job_has_no_sittings():
    article, last = make_draft(), newest()
    keep(article, by=None)
    keep(article, by=None)
    assert len(entries_since(last)) == 2


# --- what it costs


@pytest.mark.parametrize(
    ("act", "extra"),
    # Publishing also asks it who handed the article in: they get a letter.
    [(keep, 2), (publishing.publish, 2), (review.submit, 1), (publishing.trash, 1)],
)
def test_the_log_costs_one_statement_and_saving_two(act, extra):
    article, person = make_draft(), make_user()
    with CaptureQueriesContext(connection) as captured:
        act(article, by=person)
    assert sum("articles_auditentry" in query["sql"] for query in captured) == extra


# --- from where


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:DB8::0005", "2001:db8::5"),
        ("fe80::1%eth0", "fe80::1"),
        ("", None),
        ("unknown", None),
        ("203.0.113.5:8080", None),
        ("\x00", None),
        ("'; DROP TABLE", None),
    ],
)
def test_an_address_is_kept_where_it_is_one(address, kept):
    with audit.acting_from(address):
        entry = audit.record(Verb.SAVED, make_draft(), by=None)
    assert AuditEntry.objects.get(pk=entry.pk).address == kept


def test_an_address_holds_for_its_request_only():
    with audit.acting_from("203.0.113.5"), audit.acting_from("203.0.113.6"):
        pass
    assert audit.record(Verb.SAVED, make_draft(), by=None).address is None


# --- append-only


def an_entry() -> AuditEntry:
    return audit.record(Verb.CREATED, make_draft(headline="Kept"), by=make_user())


TAMPERING = {
    "save": lambda entry: entry.save(),
    "update_fields": lambda entry: entry.save(update_fields=["detail"]),
    "delete": lambda entry: entry.delete(),
    "update": lambda entry: AuditEntry.objects.update(detail="Another."),
    "filtered update": lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(at=timezone.now()),
    "delete all": lambda entry: AuditEntry.objects.all().delete(),
    "bulk_update": lambda entry: AuditEntry.objects.bulk_update([entry], ["detail"]),
    "update_or_create": lambda entry: AuditEntry.objects.update_or_create(
        pk=entry.pk, defaults={"detail": "Another."}
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_django_refuses_to_change_or_delete(name):
    entry = an_entry()
    count = AuditEntry.objects.count()
    with pytest.raises(AppendOnly), transaction.atomic():
        TAMPERING[name](AuditEntry.objects.get(pk=entry.pk))
    assert AuditEntry.objects.count() == count
    assert AuditEntry.objects.get(pk=entry.pk).detail == ""


STATEMENTS = [
    "UPDATE articles_auditentry SET detail = 'Another.' WHERE id = %s",
    "UPDATE articles_auditentry SET by_name = '' WHERE id = %s",
    "UPDATE articles_auditentry SET by_id = NULL, by_name = '' WHERE id = %s",
    "UPDATE articles_auditentry SET by_id = {other} WHERE id = %s",
    "UPDATE articles_auditentry SET article_id = {article} WHERE id = %s",
    "UPDATE articles_auditentry SET address = '203.0.113.5' WHERE id = %s",
    "UPDATE articles_auditentry SET id = id + 1000 WHERE id = %s",
    "DELETE FROM articles_auditentry WHERE id = %s",
]


def columns() -> set[str]:
    return {field.column for field in AuditEntry._meta.concrete_fields}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_it_too(statement):
    entry = an_entry()
    statement = statement.format(other=make_user().pk, article=make_draft().pk)
    before = AuditEntry.objects.filter(pk=entry.pk).values().get()
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, [entry.pk])
    assert AuditEntry.objects.filter(pk=entry.pk).values().get() == before


@pytest.mark.parametrize("column", sorted(columns() - {"by_id", "article_id"}))
def test_no_column_is_left_open(column):
    """On SQLite the trigger names the columns: one that a migration adds has to be added there too."""
    entry = an_entry()
    # Another value than any of them has, of a type that every column takes or refuses by itself.
    value = "'2001-01-01 00:00'" if column == "at" else "'203.0.113.9'" if column == "address" else "'77'"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE articles_auditentry SET {column} = {value} WHERE id = %s", [entry.pk])  # noqa: S608 - our own columns


def test_what_goes_round_the_manager_is_refused_by_the_database():
    entry = an_entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry._base_manager.filter(pk=entry.pk)._raw_delete("default")
    entry.detail = "Another."
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Model.save(entry)


def test_an_entry_outlives_account_and_article():
    person, article = make_user(first_name="Ann", last_name="Lee"), make_draft(headline="Kept")
    keep(article, by=person)
    entry = AuditEntry.objects.get(by=person)
    get_user_model().objects.filter(pk=person.pk).delete()
    Article.objects.filter(pk=article.pk).delete()
    kept = AuditEntry.objects.get(pk=entry.pk)
    assert (kept.by, kept.article) == (None, None)
    assert (kept.by_name, kept.article_headline) == (f"Ann Lee ({person.username})", "Kept")


def test_the_longest_names_fit():
    person = make_user(first_name="A" * 150, last_name="B" * 150)
    get_user_model().objects.filter(pk=person.pk).update(username="C" * 150)
    person.refresh_from_db()
    entry = audit.record(Verb.SAVED, make_draft(headline="H" * 200), by=person)
    assert (len(entry.by_name), len(entry.article_headline)) == (454, 200)


@pytest.mark.django_db(transaction=True)
def test_tests_with_real_transactions_leave_an_empty_log_behind():
    an_entry()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_auditentry")
    statements = connection.ops.sql_flush(no_style(), ["articles_auditentry"])
    connection.ops.execute_sql_flush(statements)
    assert not AuditEntry.objects.exists()
    an_entry()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_auditentry")
