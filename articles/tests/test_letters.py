"""Letters: who is written to of which step, what stands in them, how they are sent and switched off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail, signing
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import letters, review, tasks
from articles.letters import Step
from articles.models import Article, DeskSettings
from articles.tests import factories
from articles.tests.factories import make_author, make_draft, make_user
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
TO_WRITERS = [step for step in Step if step not in letters.FOR_EDITORS]


def person(group: str, name: str, **fields):
    return make_user(group, **{"email": f"{name}@news.test", "first_name": name.title(), **fields})


def article_by(user, **changes) -> Article:
    """A draft begun by `user`."""
    article = make_draft(**changes)
    Article.objects.filter(pk=article.pk).update(created_by=user)
    article.refresh_from_db()
    return article


def addressees() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.to)


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Tell of a step as if the transaction had been committed."""

    def tell_now(step, article, *, by, **more):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            letters.tell(step, article, by=by, **more)
        return addressees()

    return tell_now


@pytest.fixture
def queue(settings):
    """Jobs wait in the database, as in life."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return DBTaskResult.objects.order_by("run_after", "enqueued_at")


def work_off(queue, *, now: datetime) -> None:
    """What the worker does with everything due at `now`, failures included."""
    while (
        job := queue.filter(status="READY").exclude(run_after__range=(now, now + timedelta(days=9))).first()
    ):
        job.claim("worker")
        try:
            job.set_successful(job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"]))
        except Exception as error:
            job.set_failed(error)


class DeadServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody there")


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"


# --- who is concerned


@pytest.mark.parametrize("step", letters.FOR_EDITORS)
def test_what_waits_for_a_decision_concerns_everybody_who_may_publish(step, tell, django_user_model):
    writer = person("Writers", "wanda")
    person("Editors", "edith")
    person("Administrators", "ada")
    django_user_model.objects.create_superuser("root", "root@news.test", "x")
    direct = person("", "dora")
    direct.user_permissions.add(permission())
    person("", "nora")  # on staff, without any permission
    assert tell(step, article_by(writer), by=writer) == [
        "ada@news.test", "dora@news.test", "edith@news.test", "root@news.test",
    ]  # fmt: skip


def permission():
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - beside its one use

    return Permission.objects.get(codename="publish_article")


@pytest.mark.parametrize("step", TO_WRITERS)
def test_what_becomes_of_it_concerns_its_writers(step, tell):
    editor, wanda, bea, sue = (
        person("Editors", "edith"),
        *(person("Writers", name) for name in ("wanda", "bea", "sue")),
    )
    article = article_by(
        wanda, bylines=[(make_author(user=bea), "words"), (make_author(user=wanda), "reporting")]
    )
    person("Writers", "other")
    review.submit(article, by=person("Writers", "earlier"))
    review.submit(article, by=sue)
    assert tell(step, article, by=editor) == ["bea@news.test", "sue@news.test", "wanda@news.test"]


@pytest.mark.parametrize("step", Step)
def test_nobody_is_told_what_she_did_herself(step, tell):
    editor = person("Editors", "edith")
    assert tell(step, article_by(editor, bylines=[(make_author(user=editor), "words")]), by=editor) == []


def test_what_the_site_did_by_itself_is_told_to_everybody_concerned(tell):
    editor = person("Editors", "edith")
    assert tell(Step.PUBLISHED, article_by(editor), by=None) == ["edith@news.test"]
    assert tell(Step.PUBLISHED, make_draft(), by=None) == []


@pytest.mark.parametrize(
    "fields",
    [{"email": ""}, {"is_active": False}, {"is_staff": False}],
    ids=["no address", "inactive", "not on staff"],
)
def test_who_cannot_be_written_to_is_not(fields, tell):
    editor, writer = person("Editors", "edith"), person("Writers", "wanda")
    for user in (editor, writer):
        type(user).objects.filter(pk=user.pk).update(**fields)
    article = article_by(writer)
    assert (tell(Step.SUBMITTED, article, by=None), tell(Step.PUBLISHED, article, by=None)) == ([], [])


def test_who_switched_letters_off_is_not_written_to_and_who_looked_is(tell):
    edith, ada = person("Editors", "edith"), person("Editors", "ada")
    letters.set_wanted(edith, wants_letters=False)
    letters.set_wanted(ada, wants_letters=True)
    assert tell(Step.SUBMITTED, make_draft(), by=None) == ["ada@news.test"]
    letters.set_wanted(edith, wants_letters=True)
    assert tell(Step.SUBMITTED, make_draft(), by=None) == ["ada@news.test", "edith@news.test"]


def test_one_editor_alone_gets_no_letters(django_capture_on_commit_callbacks, queue):
    editor = person("Editors", "edith")
    article = article_by(editor)
    with django_capture_on_commit_callbacks(execute=True):
        review.submit(article, by=editor)
        review.send_back(article, by=editor)
    assert not queue.filter(task_path__contains="letter").exists()


def test_switched_off_between_the_act_and_the_letter(queue, tell):
    editor = person("Editors", "edith")
    tell(Step.SUBMITTED, make_draft(), by=None)
    letters.set_wanted(editor, wants_letters=False)
    work_off(queue, now=timezone.now())
    assert mail.outbox == []


# --- when


def test_submitting_and_sending_back_tell(django_capture_on_commit_callbacks):
    editor, writer = person("Editors", "edith"), person("Writers", "wanda")
    article = article_by(writer, headline="Cats")
    with django_capture_on_commit_callbacks(execute=True):
        review.submit(article, by=writer)
    with django_capture_on_commit_callbacks(execute=True):
        review.send_back(article, by=editor)
        with pytest.raises(review.PublishingError):
            review.send_back(article, by=editor)  # nothing to send back any more
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["edith@news.test"], "“Cats” was submitted for review"),
        (["wanda@news.test"], "“Cats” was sent back to you"),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_told():
    person("Editors", "edith")
    article = make_draft()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        review.submit(article, by=None)
        raise ZeroDivisionError
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_queue_out_of_reach_keeps_nobody_from_saving(monkeypatch, caplog):
    person("Editors", "edith")
    article = make_draft()

    def fail(*args, **kwargs):
        raise OSError("no queue")

    monkeypatch.setattr(tasks.write_letters.__class__, "enqueue", fail)
    review.submit(article, by=None)
    assert Article.objects.get(pk=article.pk).working_copy.state == "submitted"
    assert "no queue" in caplog.text


def test_costs_the_same_for_three_and_for_thirty(queue, django_capture_on_commit_callbacks):
    article = make_draft()

    def cost(people: int) -> tuple[int, int]:
        for _ in range(people):
            name = f"user{next(factories._numbers)}"
            person("Editors", name)
        queue.all().delete()
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
            letters.tell(Step.SUBMITTED, article, by=None)
        rows = queue.count()
        work_off(queue, now=timezone.now())
        return len(captured), rows

    assert cost(3) == cost(27) == (2, 1)
    assert len(mail.outbox) == 3 + 30


# --- what stands in it


@pytest.mark.parametrize(
    ("step", "subject", "sentence"),
    [
        (Step.SUBMITTED, "“Cats” was submitted for review", "Edith has submitted “Cats” for review."),
        (Step.SENT_BACK, "“Cats” was sent back to you", "Edith has sent “Cats” back to you."),
        (Step.APPROVED, "“Cats” was approved", "Edith has approved “Cats”."),
        (Step.PUBLISHED, "“Cats” was published", "Edith has published “Cats”."),
        (Step.SCHEDULED, "“Cats” was scheduled", "Edith has scheduled “Cats”: readers see it from Tuesday 1 December 2026, 09"),
        (Step.CHANGES_SCHEDULED, "“Cats” has changes that were scheduled", "readers see them from Tuesday 1 December 2026, 09"),
        (Step.WITHDRAWN, "“Cats” was withdrawn", "Edith has withdrawn “Cats”."),
        (Step.FAILED, "“Cats” needs attention", "Something that should have happened to “Cats” did not"),
    ],
)  # fmt: skip
def test_who_did_what_the_note_the_way_there_and_the_way_out(step, subject, sentence, tell):
    wanda, edith, ada = person("Writers", "wanda"), person("Editors", "edith"), person("Editors", "ada")
    article = article_by(wanda, headline="*Cats*")
    tell(step, article, by=edith, note="Mind the <ending> & the “title”.\r\nThanks!", at=AT)
    (letter,) = mail.outbox
    to = ada if step in letters.FOR_EDITORS else wanda
    assert (letter.subject, letter.to) == (subject, [to.email])
    assert letter.body.startswith(f"Hello {to.first_name},\n\n")
    lines = letter.body.splitlines()
    assert any(sentence in line for line in lines)
    assert {"Mind the <ending> & the “title”.", "Thanks!"} < set(lines)
    assert f"http://site.test/admin/articles/article/{article.pk}/change/" in lines
    assert f"No more letters: http://site.test{letters.off_path(to)}"[:60] in letter.body
    assert "\n\n\n" not in letter.body


@pytest.mark.parametrize("step", Step)
def test_a_letter_without_note_moment_or_person(step, tell):
    person("Editors", "edith")
    tell(step, article_by(person("Writers", "wanda")), by=None)
    assert len(mail.outbox) == 1
    assert "None" not in mail.outbox[0].body
    assert "\n\n\n" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "headline",
    ["Cats\r\nBcc: all@news.test", "Cats\nBcc: all@news.test", "Cats\u2028Bcc: all@news.test", "Cats\x0bBcc: all@news.test"],
)  # fmt: skip
def test_a_headline_adds_no_line_to_the_head(headline, tell):
    person("Editors", "edith")
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(headline=headline)  # past every form
    article.refresh_from_db()
    tell(Step.SUBMITTED, article, by=None)
    (letter,) = mail.outbox
    assert letter.subject == "“Cats Bcc: all@news.test” was submitted for review"
    assert letter.message()["Bcc"] is None


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("length", [1, 110, 150, 200])
def test_a_subject_is_at_most_150_characters(step, length, tell):
    person("Editors", "edith")
    tell(step, article_by(person("Writers", "wanda"), headline="x" * length), by=None)
    subject = mail.outbox[0].subject
    assert len(subject) <= 150
    assert subject.endswith(step.label)
    assert ("…" in subject) == (length + len(f"“” {step.label}") > 150)


def test_mail_programs_are_told_how_to_stop_and_that_nobody_answers(tell):
    edith = person("Editors", "edith")
    tell(Step.SUBMITTED, make_draft(), by=None)
    head = mail.outbox[0].message()
    assert head["List-Unsubscribe"].startswith(f"<http://site.test/letters/off/{edith.pk}:")
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert head["Auto-Submitted"] == "auto-generated"


# --- a mail server that is down


def test_a_dead_mail_server_holds_up_nothing_and_is_tried_again(
    queue, dead_server, django_capture_on_commit_callbacks, caplog, settings
):
    person("Editors", "edith")
    article = make_draft()
    with django_capture_on_commit_callbacks(execute=True):
        review.submit(article, by=None)
    assert Article.objects.get(pk=article.pk).working_copy.state == "submitted"
    now = timezone.now()
    waits = []
    for _ in range(len(tasks.LETTERS_PAUSES)):
        work_off(queue, now=now)
        (again,) = queue.filter(status="READY")
        waits.append(round((again.run_after - timezone.now()).total_seconds() / 60))
        DBTaskResult.objects.filter(pk=again.pk).update(run_after=now)
        now = timezone.now() + timedelta(seconds=1)
    assert waits == [1, 10, 60, 360]
    assert not queue.filter(status="FAILED").exists()
    work_off(queue, now=now)
    assert [job.task_path for job in queue.filter(status="FAILED")] == ["articles.tasks.send_letter"]
    assert not queue.filter(status="READY").exists()
    assert "given up" in caplog.text


def test_a_mail_server_that_comes_back_gets_each_letter_once(queue, dead_server, settings, tell):
    person("Editors", "edith")
    person("Editors", "ada")
    tell(Step.SUBMITTED, make_draft(), by=None)
    work_off(queue, now=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_off(queue, now=timezone.now() + timedelta(days=10))
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work_off(queue, now=timezone.now() + timedelta(seconds=1))
    assert addressees() == ["ada@news.test", "edith@news.test"]


# --- switching off


def wants_letters(user) -> bool:
    return not DeskSettings.objects.filter(user=user, wants_letters=False).exists()


@pytest.fixture
def stranger() -> Client:
    """A mail program: no login, no cookie, no token of a form."""
    return Client(enforce_csrf_checks=True)


def test_opening_the_link_changes_nothing_one_click_does(stranger):
    edith, ada = person("Editors", "edith"), person("Editors", "ada")
    path = letters.off_path(edith)
    for ask in (stranger.get, stranger.head):
        response = ask(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert wants_letters(edith)
    assert len(select(parse(stranger.get(path).content), "main form")) == 1
    for _ in range(2):  # twice is once
        response = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, bool(response.cookies)) == (200, False)
        assert texts(parse(response.content), "main h1") == ["No more letters"]
    assert (wants_letters(edith), wants_letters(ada)) == (False, True)


def sign(value: str, *, salt: str = "articles.letters.off") -> str:
    return signing.TimestampSigner(salt=salt).sign(value)


@pytest.mark.parametrize(
    ("link", "status"),
    [
        (lambda user: str(user.pk), 404),
        (lambda user: f"{user.pk}:abc:def", 404),
        (lambda user: letters.off_path(user).split("/")[3][:-1] + "!", 404),
        (lambda user: sign(str(user.pk), salt="another.purpose"), 404),
        (lambda user: sign("0" + str(user.pk)).replace("0", "", 1), 404),
        (lambda user: sign("999999999"), 404),
        (lambda user: signed_long_ago(user), 410),
    ],
    ids=["bare", "invented", "changed", "of another purpose", "of another person", "of nobody", "expired"],
)
def test_a_link_we_did_not_make_or_made_long_ago_changes_nothing(stranger, link, status):
    edith = person("Editors", "edith")
    path = f"/letters/off/{link(edith)}/"
    for ask in (stranger.get, stranger.post):
        response = ask(path)
        assert response.status_code == status
        if status == 410:
            assert "no-store" in response.headers["Cache-Control"]
    assert wants_letters(edith)


def signed_long_ago(user) -> str:
    signer = signing.TimestampSigner(salt="articles.letters.off")
    signer.timestamp = lambda: signing.b62_encode(int((timezone.now() - timedelta(days=366)).timestamp()))
    return signer.sign(str(user.pk))


def test_everybody_on_staff_has_settings_of_her_own(client):
    nobody, other = person("", "nora"), person("Editors", "edith")
    client.force_login(nobody)
    page = parse(client.get("/admin/").content)
    assert "/admin/my-settings/" in [link.get("href") for link in select(page, "#user-tools a")]
    page = parse(client.get("/admin/my-settings/").content)
    assert "nora@news.test" in page.text_content()
    assert not DeskSettings.objects.exists()  # looking makes no row
    for ticked, wanted in (({}, False), ({}, False), ({"wants_letters": "on"}, True)):
        assert client.post("/admin/my-settings/", ticked).status_code == 302
        assert (wants_letters(nobody), wants_letters(other)) == (wanted, True)


def test_settings_are_for_staff_alone(client):
    assert client.get("/admin/my-settings/").status_code == 302
    client.force_login(person("", "reader", is_superuser=False))
    person_out = make_user(email="x@news.test")
    type(person_out).objects.filter(pk=person_out.pk).update(is_staff=False)
    client.force_login(person_out)
    assert client.post("/admin/my-settings/").status_code == 302
    assert not DeskSettings.objects.exists()
