"""The audit log as it is read: who may, what is found, what the CSV file holds, and what it costs."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import audit, publishing, review, sharing
from articles.admin.audit import CSV_HEAD, harmless
from articles.models import AuditEntry, Verb
from articles.tests import factories
from articles.tests.admin.forms import change_url, filled
from articles.tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/auditentry/"
EXPORT = f"{LIST}export/"


def entry(headline: str = "", **fields) -> AuditEntry:
    return AuditEntry.objects.create(**{"verb": Verb.SAVED, "article_headline": headline, **fields})


def listed(client, query: str = "") -> list[str]:
    response = client.get(LIST + query)
    assert response.status_code == 200, response.status_code
    return texts(parse(response.content), ".field-article_column")


def exported(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(EXPORT + query)
    assert response.status_code == 200, response.status_code
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


# --- who may


@pytest.mark.parametrize(
    ("group", "status"), [("Administrators", 200), ("Editors", 200), ("Writers", 403), ("", 403)]
)
def test_who_may_read_it(client, group, status):
    client.force_login(factories.make_user(group))
    assert [client.get(address).status_code for address in (LIST, EXPORT)] == [status, status]


def test_somebody_without_a_login_is_asked_to_sign_in(client):
    assert [client.get(address).status_code for address in (LIST, EXPORT)] == [302, 302]


def test_nobody_adds_changes_or_deletes_not_even_a_superuser(admin_client):
    row = entry("Kept")
    addresses = [f"{LIST}add/", f"{LIST}{row.pk}/delete/"]
    assert [admin_client.post(address, {"post": "yes"}).status_code for address in addresses] == [403, 403]
    assert admin_client.post(f"{LIST}{row.pk}/change/", {"detail": "Another."}).status_code == 403
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert AuditEntry.objects.get(pk=row.pk).detail == ""


def test_it_is_a_setting_and_no_daily_entry(desk, writers_desk):
    groups = {group["name"]: group["models"] for group in desk.get("/admin/").context["app_list"]}
    names = {name: [model["object_name"] for model in models] for name, models in groups.items()}
    assert "AuditEntry" in names["Settings"]
    assert "AuditEntry" not in names["Newsroom"]
    assert LIST not in writers_desk.get("/admin/").content.decode()


# --- reading


def test_an_entry_says_who_did_what_to_what(desk, editor):
    article = factories.make_article(headline="Withdrawn")
    publishing.withdraw(article, by=editor, public_note="It was wrong.")
    page = parse(desk.get(f"{LIST}?verb=withdrawn").content)
    cells = {
        name: texts(page, f".field-{name}")
        for name in ("by_name", "verb", "state_column", "detail", "address")
    }
    assert cells == {
        "by_name": [editor.username], "verb": ["withdrawn"], "state_column": ["live → withdrawn"],
        "detail": ["It was wrong."], "address": ["–"],
    }  # fmt: skip
    (link,) = select(page, ".field-article_column a")
    assert link.get("href") == change_url(article)


def test_the_newest_stands_first(desk):
    now = timezone.now()
    entry("Old", at=now - timedelta(days=2))
    entry("New", at=now)
    entry("Middle", at=now - timedelta(days=1))
    assert listed(desk) == ["New", "Middle", "Old"]


def test_what_is_done_in_the_desk_is_recorded_with_the_address_in_front_of_the_proxy(desk, editor):
    article = factories.make_draft()
    values = filled(desk, change_url(article), _publish="1")
    with override_settings(PROXY_COUNT=1):
        desk.post(change_url(article), values, headers={"x-forwarded-for": "198.51.100.1, 203.0.113.5"})
    entries = AuditEntry.objects.filter(by=editor).order_by("pk")
    assert [(row.verb, row.address) for row in entries] == [
        ("saved", "203.0.113.5"), ("published", "203.0.113.5"),
    ]  # fmt: skip


def test_without_a_proxy_the_header_is_anyones_invention(desk, editor):
    article = factories.make_draft()
    desk.post(
        change_url(article),
        {"_trash": "1"},
        headers={"x-forwarded-for": "203.0.113.5"},
        REMOTE_ADDR="192.0.2.1",
    )
    assert AuditEntry.objects.get(by=editor).address == "192.0.2.1"


def test_sending_back_says_from_where(desk, editor):
    article = factories.make_draft()
    review.submit(article, by=None)
    desk.post(change_url(article), filled(desk, change_url(article), _send_back="1"))
    entries = AuditEntry.objects.filter(by=editor).order_by("pk")
    assert [(row.verb, row.state_before, row.state_after) for row in entries] == [
        ("saved", "in review", "in review"), ("sent-back", "in review", "draft"),
    ]  # fmt: skip


def test_a_link_ended_in_the_desk_is_recorded(desk, editor):
    article = factories.make_draft()
    shared = sharing.share(article, by=None)
    desk.post(reverse("admin:articles_article_share_end", args=[article.pk, shared.pk]))
    assert [row.verb for row in AuditEntry.objects.filter(by=editor)] == ["preview-ended"]


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleting_for_good_leaves_an_entry(admin_client, admin_user, way):
    article = factories.make_article(headline="Gone")
    if way == "page":
        admin_client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        admin_client.post("/admin/articles/article/", chosen)
    row = AuditEntry.objects.get(by=admin_user)
    assert (row.verb, row.article_headline, row.article, row.state_before) == (
        "deleted",
        "Gone",
        None,
        "live",
    )


def test_an_articles_page_leads_to_its_entries(desk, writers_desk, writer):
    article = factories.make_draft(headline="One", bylines=[(factories.make_author(user=writer), "words")])
    factories.make_draft(headline="Other")
    (link,) = [
        link.get("href") for link in select(parse(desk.get(change_url(article)).content), "a")
        if "auditentry" in link.get("href", "")
    ]  # fmt: skip
    assert link == f"{LIST}?article={article.pk}"
    assert listed(desk, f"?article={article.pk}") == ["One"]
    assert "auditentry" not in writers_desk.get(change_url(article)).content.decode()


# --- filters and search


@pytest.fixture
def log(editor) -> None:
    """Three entries that have nothing in common."""
    now = timezone.now()
    article = factories.make_draft()
    entry("Alpha", at=now - timedelta(days=400), verb=Verb.PUBLISHED, by=editor, by_name="Ann Lee (ann)",
          address="203.0.113.5", article=article)  # fmt: skip
    entry("Beta", at=now, detail="old → new", by_name="Ben (ben)", address="2001:db8::5")
    entry("Gamma", at=now - timedelta(days=3), verb=Verb.TRASHED, by_name="Eve (eve)")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verb=published", ["Alpha"]),
        ("verb=trashed", ["Gamma"]),
        ("verb=nonsense", ["Beta", "Gamma", "Alpha"]),
        ("person={editor}", ["Alpha"]),
        ("person=0", []),
        ("person=x", []),
        ("person=" + "9" * 30, []),
        ("when=day", ["Beta"]),
        ("when=nonsense", ["Beta", "Gamma", "Alpha"]),
        ("article={article}", ["Alpha"]),
        ("article=x", []),
        ("article=", []),
        ("article=" + "9" * 30, []),
        ("q=alph", ["Alpha"]),
        ("q=ben", ["Beta"]),
        ("q=ann+lee", ["Alpha"]),
        ("q=old+%E2%86%92", ["Beta"]),
        ("q=203.0.113", ["Alpha"]),
        ("q=2001:db8::5", ["Beta"]),
        ("q=nobody", []),
        ("q=%00", ["Beta", "Gamma", "Alpha"]),
        ("verb=published&q=beta", []),
    ],
)
def test_filters_and_search(desk, editor, log, query, found):
    alpha = AuditEntry.objects.get(article_headline="Alpha")
    query = "?" + query.format(editor=editor.pk, article=alpha.article_id)
    ours = {"Alpha", "Beta", "Gamma"}
    assert [name for name in listed(desk, query) if name in ours] == found
    assert [row["article"] for row in exported(desk, query) if row["article"] in ours] == found


# --- the file


def test_the_file_holds_everything_of_an_entry(desk, editor):
    article = factories.make_article(headline="Café, “quoted”")
    with audit.acting_from("203.0.113.5"):
        publishing.withdraw(article, by=editor, public_note="Line one.\nLine two, with a comma.")
    (row,) = exported(desk, "?verb=withdrawn")
    kept = AuditEntry.objects.get(verb="withdrawn")
    assert row == dict(zip(CSV_HEAD, (
        f"{kept.at:%Y-%m-%d %H:%M:%S}", editor.username, "withdrawn", "Café, “quoted”", str(article.pk), "live",
        "withdrawn", "Line one.\nLine two, with a comma.", "203.0.113.5",
    ), strict=True))  # fmt: skip


def test_the_file_is_streamed_named_and_kept_by_nobody(desk):
    response = desk.get(EXPORT)
    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="audit-log-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbfwhen (UTC),who,what,")


def test_the_file_goes_beyond_the_page(desk):
    for number in range(60):
        entry(f"Row {number}")
    assert len(listed(desk)) == 50
    assert len(exported(desk)) == len(exported(desk, "?p=2")) == 60


def test_the_button_takes_the_filter_along(desk):
    page = parse(desk.get(f"{LIST}?verb=saved&q=a%26b").content)
    (button,) = select(page, ".object-tools a")
    assert button.get("href") == f"{EXPORT}?verb=saved&q=a%26b"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
        ("  =1", "'  =1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""), ("'=1", "'=1"), (7, 7), (None, None),
    ],
)  # fmt: skip
def test_a_formula_is_made_harmless(cell, kept):
    assert harmless(cell) == kept


def test_no_column_of_the_file_is_a_formula(desk):
    formula = '=HYPERLINK("http://x.example")'
    entry(formula, by_name=formula, detail=formula, state_before=formula, state_after=formula)
    (row,) = exported(desk)
    assert [row[name] for name in ("article", "who", "detail", "before", "after")] == [f"'{formula}"] * 5


# --- what it costs


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return len(captured)


@pytest.mark.parametrize(("address", "expected"), [(LIST, 9), (EXPORT, 7)])
def test_three_entries_cost_what_one_costs(desk, address, expected):
    def dressed() -> None:
        article = factories.make_article()
        publishing.trash(article, by=factories.make_user("Editors"))

    dressed()
    one = cost(desk, address)
    dressed()
    dressed()
    assert one == cost(desk, address) == expected


def test_nothing_counts_the_whole_log(desk):
    entry("One")
    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST)
    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "auditentry" in query["sql"]]
    assert counts
    assert all("LIMIT" in statement for statement in counts)
