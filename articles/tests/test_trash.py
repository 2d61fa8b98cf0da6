"""The trash keeps for 30 days; then everything goes but the address."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import publishing, redirects, sharing, tasks, trash
from articles.models import (
    Article,
    AuditEntry,
    Correction,
    Image,
    ImageUse,
    LinkUse,
    Publication,
    Redirect,
    Revision,
    SavedState,
    SharedPreview,
    Status,
    Tag,
    Tombstone,
    Work,
    WorkUse,
)
from articles.refusals import PublishingError
from articles.tests.factories import (
    HIDDEN_STATES,
    SHOP_LINK,
    correct,
    make_article,
    make_draft,
    make_image,
    make_publication,
    make_user,
    make_work,
    picture_html,
    revise,
    work_html,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def trashed(*, ago: timedelta, make=make_article, **changes) -> Article:
    """An article put into the trash so long before NOW."""
    article = publishing.trash(make(**changes), by=None)
    Article.objects.filter(pk=article.pk).update(trashed_at=NOW - ago)
    return article


class TestSince:
    def test_it_is_noted_and_forgotten(self):
        article = make_article()
        assert publishing.trash(article, by=None).trashed_at >= NOW
        assert publishing.restore(article, by=None).trashed_at is None
        assert make_draft().trashed_at is None

    def test_putting_it_there_twice_gives_it_no_more_time(self):
        article = trashed(ago=5 * DAY)
        assert publishing.trash(article, by=None).trashed_at == NOW - 5 * DAY

    def test_the_day_it_goes_is_the_sites(self):
        article = Article(trashed_at=datetime(2026, 11, 30, 3, tzinfo=UTC))
        assert f"{trash.gone_on(article):%d %b}" == "30 Dec"
        with timezone.override("America/New_York"):
            assert f"{trash.gone_on(article):%d %b}" == "29 Dec"
        assert trash.gone_on(Article()) is None

    def test_of_what_was_there_before_the_last_save_tells(self):
        article, draft = publishing.trash(make_article(), by=None), make_draft()
        Article.objects.filter(pk=article.pk).update(trashed_at=None, modified_at=NOW - 9 * DAY)
        migration = import_module("articles.migrations.0026_trashed_since")
        with connection.schema_editor(atomic=False) if connection.vendor != "sqlite" else _Editor() as editor:
            migration.note_since_when(apps, editor)
        found = dict(Article.objects.values_list("pk", "trashed_at"))
        assert found == {article.pk: NOW - 9 * DAY, draft.pk: None}


class _Editor:
    """SQLite's own schema editor refuses to begin inside a test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None


class TestEmptying:
    def test_takes_what_has_been_there_for_30_days_and_nothing_else(self):
        trashed(ago=30 * DAY), trashed(ago=300 * DAY, make=make_draft)
        kept = [trashed(ago=30 * DAY - timedelta(seconds=1))]
        kept += [make() for state, make in HIDDEN_STATES.items() if not state.startswith("trashed")]
        old = Article.objects.filter(pk=kept[-1].pk)
        old.update(modified_at=NOW - 300 * DAY)
        assert trash.empty_trash(NOW) == 2
        assert list(Article.objects.order_by("pk")) == sorted(kept, key=lambda article: article.pk)
        assert trash.empty_trash(NOW) == 0

    def test_goes_in_batches_and_each_is_recorded(self, monkeypatch):
        monkeypatch.setattr(trash, "BATCH", 2)
        for number in range(5):
            trashed(ago=31 * DAY, headline=f"A{number}")
        assert trash.empty_trash(NOW) == 5
        entries = AuditEntry.objects.filter(verb="deleted").order_by("pk")
        assert [(one.article_headline, one.state_before, one.by, one.article) for one in entries] == [
            (f"A{number}", "in the trash", None, None) for number in range(5)
        ]

    def test_what_one_batch_did_stays_done(self, monkeypatch):
        monkeypatch.setattr(trash, "BATCH", 1)
        for number in range(3):
            trashed(ago=(40 - number) * DAY, headline=f"A{number}")
        delete = trash.delete_for_good

        def fail_at_the_second(article, *, by):
            delete(article, by=by)
            if Tombstone.objects.count() == 2:
                raise RuntimeError("the power went")

        monkeypatch.setattr(trash, "delete_for_good", fail_at_the_second)
        with pytest.raises(RuntimeError):
            trash.empty_trash(NOW)
        assert list(Article.objects.order_by("headline").values_list("headline", flat=True)) == ["A1", "A2"]
        assert Tombstone.objects.count() == AuditEntry.objects.filter(verb="deleted").count() == 1

    def test_a_tombstone_keeps_the_address_and_no_word(self):
        public, draft = (
            trashed(ago=31 * DAY, slug="xyzzy"),
            trashed(ago=31 * DAY, make=make_draft, slug="draft"),
        )
        trash.empty_trash(NOW)
        rows = Tombstone.objects.order_by("-slug").values_list("slug", "was_public", "feed_id")
        assert list(rows) == [("xyzzy", True, public.feed_id), ("draft", False, draft.feed_id)]
        assert {field.name for field in Tombstone._meta.fields} == {
            "id",
            "slug",
            "was_public",
            "feed_id",
            "gone_at",
        }

    def test_everything_that_hung_on_it_goes_and_nothing_else(self):
        make_publication()
        image, work = make_image(), make_work()
        body = f"<p>Words.</p>{picture_html(image)}{work_html(work)}{SHOP_LINK}"
        article = make_article(body=body, featured_image=image, works=[work], tags=["Moon"])
        correct(article, "It was wrong.")
        revise(article, dek="Another.")
        sharing.share(article, by=make_user("Editors"))
        Publication.objects.update(lead=article)
        publishing.trash(article, by=None)
        trash.delete_for_good(article, by=None)
        for model in (Article, Correction, ImageUse, LinkUse, WorkUse, Revision, SavedState, SharedPreview):
            assert not model.objects.exists(), model
        for model in (Image, Work, Tag):
            assert model.objects.exists(), model
        assert Publication.objects.get().lead is None
        image.delete()  # nothing uses it any more

    def test_a_work_is_no_longer_public_through_it(self):
        work = make_work()
        article = make_article(works=[work])
        trash.delete_for_good(article, by=None)
        assert not Work.objects.public().exists()

    def test_readers_caches_hear_of_what_was_public(self, announcements):
        article, draft = make_article(), make_draft()
        announcements.clear()
        trash.delete_for_good(draft, by=None)
        assert announcements == []
        trash.delete_for_good(article, by=None)
        assert announcements == ["delete"]

    @pytest.mark.parametrize("is_public", [True, False])
    def test_a_restored_one_stays(self, is_public):
        article = trashed(ago=31 * DAY, make=make_article if is_public else make_draft)
        publishing.restore(article, by=None)
        assert trash.empty_trash(NOW) == 0
        assert Article.objects.get().status == (Status.WITHDRAWN if is_public else Status.DRAFT)


class TestItsAddress:
    @pytest.fixture
    def moved(self):
        """An article that had two addresses before, and one from before this site."""
        article = make_article(slug="first")
        publishing.change_slug(article, "second", by=None)
        article = publishing.change_slug(article, "third", by=None)
        redirects.remember("/2019/old.html", target=article)
        return article

    ADDRESSES = ("/articles/first/", "/articles/second/", "/articles/third/", "/2019/old.html/")

    def test_says_that_it_is_gone_and_so_do_its_former_ones(self, client, moved):
        trash.delete_for_good(moved, by=None)
        assert [client.get(address).status_code for address in self.ADDRESSES] == [410] * 4
        assert client.head("/articles/first/").status_code == 410
        assert client.get("/articles/first/feed/").status_code == 404

    def test_is_not_found_where_no_reader_ever_was(self, client):
        trash.delete_for_good(make_draft(slug="secret"), by=None)
        scheduled = make_article(slug="later", at=NOW + DAY)
        redirects.remember("/articles/earlier/", target=scheduled)
        trash.delete_for_good(scheduled, by=None)
        addresses = ("/articles/secret/", "/articles/later/", "/articles/earlier/")
        assert [client.get(address).status_code for address in addresses] == [404] * 3

    @pytest.mark.parametrize("slug", ["first", "second", "third"])
    def test_is_never_handed_on(self, client, moved, slug):
        trash.delete_for_good(moved, by=None)
        assert make_draft(headline=slug.capitalize()).slug == f"{slug}-2"
        with pytest.raises(PublishingError, match=f"The address “{slug}” belongs to another article"):
            make_draft(slug=slug)
        with pytest.raises(PublishingError, match="belongs to another article"):
            publishing.change_slug(make_article(), slug, by=None)
        assert client.get(f"/articles/{slug}/").status_code == 410

    def test_neither_is_a_drafts(self):
        trash.delete_for_good(make_draft(slug="secret"), by=None)
        assert make_draft(headline="Secret").slug == "secret-2"

    def test_the_list_of_redirects_still_shows(self, admin_client, moved):
        trash.delete_for_good(moved, by=None)
        assert Redirect.objects.count() == 3
        assert admin_client.get("/admin/articles/redirect/").status_code == 200
        row = Redirect.objects.first()
        assert admin_client.get(f"/admin/articles/redirect/{row.pk}/change/").status_code == 200

    @pytest.mark.parametrize("path", ["/articles/nothing/", "/nul%00/", "/nul%2500/", "/" + "x" * 500 + "/"])
    def test_others_are_not_found_as_before(self, client, path):
        assert client.get(path).status_code == 404


def test_a_superuser_who_deletes_leaves_an_address_too(admin_client):
    one, *others = (make_article(slug=slug) for slug in ("one", "two", "three"))
    admin_client.post(f"/admin/articles/article/{one.pk}/delete/", {"post": "yes"})
    chosen = [article.pk for article in others]
    fields = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin_client.post("/admin/articles/article/", fields)
    assert set(Tombstone.objects.values_list("slug", flat=True)) == {"one", "two", "three"}
    assert {entry.by_name for entry in AuditEntry.objects.filter(verb="deleted")} == {"admin"}


def test_the_command_says_first_what_would_go():
    trashed(ago=31 * DAY, headline="One", slug="one")
    trashed(ago=DAY)
    since = f"{NOW - 31 * DAY:%Y-%m-%d}"
    said = StringIO()
    call_command("empty_trash", "--dry-run", stdout=said)
    assert said.getvalue() == f"One (one), in the trash since {since}\n1 article would go.\n"
    assert Article.objects.count() == 2
    said = StringIO()
    call_command("empty_trash", stdout=said)
    assert said.getvalue() == "1 article deleted for good.\n"
    said = StringIO()
    call_command("empty_trash", stdout=said)
    assert said.getvalue() == "0 articles deleted for good.\n"


class TestDailyJob:
    @pytest.fixture
    def queue(self, settings):
        """Jobs wait in the database, as in life."""
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
        settings.EMPTY_TRASH = True
        return DBTaskResult.objects.filter(task_path="articles.tasks.empty_trash").order_by("run_after")

    def test_is_asked_for_once(self, queue):
        for _ in range(3):
            tasks.ask_to_empty_trash()
        (job,) = queue
        assert round((job.run_after - timezone.now()).total_seconds() / 3600, 1) == 24.0

    def test_empties_and_asks_for_the_next(self, queue):
        trashed(ago=31 * DAY)
        tasks.ask_to_empty_trash()
        job = queue.get()
        job.claim("worker")
        assert job.task.call() == 1
        assert queue.filter(status="READY").count() == 1

    def test_can_be_switched_off(self, queue, settings):
        settings.EMPTY_TRASH = False
        trashed(ago=31 * DAY)
        tasks.ask_to_empty_trash()
        assert tasks.empty_trash.call() == 0
        assert not queue.exists()
        assert Article.objects.exists()
