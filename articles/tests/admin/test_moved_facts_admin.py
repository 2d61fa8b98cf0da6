"""The list of facts that moved, as editors and others meet it."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_deleted_objects
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from articles import findings, works
from articles.models import Article, MovedFact, Work
from articles.tests.admin.forms import change_url
from articles.tests.factories import make_article, make_user, make_work
from articles.tests.pages import parse

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/movedfact/"
STILL_RIGHT = f"{LIST}still-right/"
SENTENCE = "It opens on January 19 – at last; 100% & “more”."


def moved(body: str = f"<p>First. {SENTENCE}</p>".replace("&", "&amp;"), **fields) -> Article:
    """A live article with a sentence that is no longer so."""
    work = make_work("I.S.S.", opens=date(2024, 1, 19))
    article = make_article(body=body, works=[work], **fields)
    before = works.told(work)
    release = work.releases.get()
    release.date = date(2024, 2, 2)
    release.save()
    works.settle(work, before=before)
    return article


def without_trailer() -> Article:
    work = make_work(trailer_url="https://v.example/1")
    Work.objects.filter(pk=work.pk).update(trailer_failed_at=work.created_at)
    return make_article(works=[work])


def rows(client: Client) -> list:
    page = parse(client.get(LIST).content)
    return page.xpath("//li[contains(@class, 'moved__finding')]")


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def link(row, name: str) -> str:
    return row.xpath(f".//a[normalize-space()='{name}']/@href")[0]


def answer(client: Client, row):
    [key] = row.xpath(".//button[normalize-space()='Still right']/@value")
    return client.post(STILL_RIGHT, {"finding": key}, follow=True)


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_finding_shows_the_sentence_what_is_so_now_and_where(desk):
    article = moved()
    [row] = rows(desk)
    assert row.xpath(".//blockquote//mark/text()") == ["January 19"]
    assert text_of(row.xpath(".//blockquote")[0]) == SENTENCE
    assert (
        text_of(row.xpath(".//p[@class='moved__now']")[0]) == "Now: February 2, 2024 (was January 19, 2024)"
    )
    assert link(row, "I.S.S.") == Work.objects.get().get_absolute_url()
    path, _, fragment = link(row, "See it on the page").partition("#:~:text=")
    assert path == article.get_absolute_url()
    assert fragment == (
        "It%20opens%20on%20January%2019%20%E2%80%93%20at%20last%3B%20100%25%20%26%20%E2%80%9Cmore%E2%80%9D."
    )


def test_update_leads_into_the_form_at_the_sentence(desk):
    article = moved()
    [row] = rows(desk)
    address = urlsplit(link(row, "Update"))
    assert address.path == change_url(article)
    assert parse_qs(address.fragment) == {"sentence": [SENTENCE], "phrase": ["January 19"]}
    assert desk.get(address.path).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "*I.S.S.*: January 19"), ("dek", "Out 1/19."), ("kicker", "January 19"), ("seo_title", "January 19"),
        ("meta_description", "January 19"), ("featured_caption", "1/19"), ("featured_alt", "1/19"), ("verdict", "1/19"),
    ],
)  # fmt: skip
def test_update_leads_to_the_field_that_holds_the_sentence(desk, field, value):
    article = moved("<p>Text.</p>", format="review", rating=4.0, **{field: value})
    [row] = rows(desk)
    address, _, place = link(row, "Update").partition("#")
    assert address == change_url(article)
    assert parse(desk.get(address).content).get_element_by_id(place).get("name") == field


def test_update_of_a_cell_leads_to_its_own_words(desk):
    moved('<aside class="factbox"><dl><div><dt>Opens</dt><dd>On January 19.</dd></div></dl></aside>')
    [row] = rows(desk)
    assert text_of(row.xpath(".//blockquote")[0]) == "Opens: On January 19."
    assert parse_qs(urlsplit(link(row, "Update")).fragment)["sentence"] == ["On January 19."]
    assert link(row, "See it on the page").endswith("#:~:text=Opens,On%20January%2019.")


def test_update_of_a_trailer_leads_to_the_works_form(desk):
    without_trailer()
    [row] = rows(desk)
    address, _, place = link(row, "Update").partition("#")
    assert address == reverse("admin:articles_work_change", args=[Work.objects.get().pk])
    assert parse(desk.get(address).content).get_element_by_id(place).get("name") == "trailer_url"


def test_the_headline_leads_to_the_page_and_the_place_is_named(desk):
    article = moved("<p>Text.</p>", headline="Why *I.S.S.* lasts", seo_title="Out on 1/19")
    page = parse(desk.get(LIST).content)
    [headline] = page.xpath("//h2/a[cite]")
    assert (headline.get("href"), text_of(headline)) == (article.get_absolute_url(), "Why I.S.S. lasts")
    assert "(was January 19, 2024; it stands in the title for search engines)" in text_of(page)


def test_still_right_takes_it_off_the_list(desk, editor):
    article = moved()
    response = answer(desk, rows(desk)[0])
    assert messages(response) == [f"Noted: “{article}” is right as it stands."]
    assert "All is well." in text_of(parse(response.content))
    row = MovedFact.objects.get()
    assert row.settled_by == editor
    assert row.settled_at is not None


def test_after_an_answer_the_next_one_is_under_the_hand(desk):
    moved("<p>On 1/19.</p><p>On January 19.</p><p>On Jan. 19.</p>")
    first, second, third = rows(desk)
    assert answer(desk, second).redirect_chain == [(f"{LIST}#{third.get('id')}", 302)]
    assert answer(desk, third).redirect_chain == [(f"{LIST}#{first.get('id')}", 302)]
    assert answer(desk, first).redirect_chain == [(LIST, 302)]


def test_a_trailer_is_answered_for_that_address(desk, editor):
    without_trailer()
    [row] = rows(desk)
    assert row.xpath(".//a[@rel='noreferrer']/@href") == ["https://v.example/1"]
    answer(desk, row)
    assert rows(desk) == []
    settled = MovedFact.objects.get()
    assert (settled.kind, settled.old, settled.settled_by) == ("trailer", "https://v.example/1", editor)


def test_an_answer_to_what_is_gone_settles_nothing(desk):
    moved()
    [row] = rows(desk)
    MovedFact.objects.all().delete()
    moved()
    words = ["This is not on the list any more: somebody answered it, or it has changed meanwhile."]
    assert messages(answer(desk, row)) == words
    assert messages(desk.post(STILL_RIGHT, {"finding": "\x00" * 5000}, follow=True)) == words
    assert messages(desk.post(STILL_RIGHT, follow=True)) == words
    assert len(rows(desk)) == 1


def test_an_empty_list_says_so(desk):
    make_article()
    assert "All is well. No live article says what is no longer so." in text_of(
        parse(desk.get(LIST).content).get_element_by_id("content-main")
    )


def test_articles_with_several_findings_stand_together(desk):
    first = moved("<p>On 1/19.</p><p>On January 19.</p>")
    second = moved("<p>On January 19.</p>")
    page = parse(desk.get(LIST).content)
    sections = page.xpath("//section[@class='moved__article']")
    assert [(text_of(section.xpath(".//h2")[0]), len(section.xpath(".//li"))) for section in sections] == [
        (str(second), 1),
        (str(first), 2),
    ]


def test_what_is_typed_is_escaped(desk):
    moved("<p>&lt;script&gt; on January 19 &lt;b&gt;</p>", headline="<i>January</i>")
    [row] = rows(desk)
    assert text_of(row.xpath(".//blockquote")[0]) == "<script> on January 19 <b>"
    assert not row.xpath(".//script|.//b|.//i")


def test_a_long_list_is_shown_in_part(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.moved_facts.PAGE_LENGTH", 2)
    moved("<p>On 1/19.</p><p>On January 19.</p><p>On Jan. 19.</p>")
    assert len(rows(desk)) == 2
    assert "1 more is waiting: it follows when some of these are done." in text_of(
        parse(desk.get(LIST).content)
    )


# --- who may do what


def test_writers_see_neither_list_nor_count(writers_desk):
    moved()
    assert writers_desk.get(LIST).status_code == 403
    assert writers_desk.post(STILL_RIGHT, {"finding": findings.open_facts()[0].key}).status_code == 403
    assert findings.open_count() == 1
    assert "fact moved" not in writers_desk.get("/admin/").content.decode()


def test_who_may_only_look_gets_no_buttons():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="view_movedfact"))
    client = Client()
    client.force_login(user)
    moved()
    [row] = rows(client)
    assert row.xpath(".//button|.//a[normalize-space()='Update']") == []
    assert client.post(STILL_RIGHT, {"finding": row.get("id")}).status_code == 403


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(LIST).headers["Location"].startswith("/admin/login/")
    assert client.post(STILL_RIGHT).headers["Location"].startswith("/admin/login/")


def test_an_answer_needs_a_post_and_a_token(editor):
    moved()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.get(STILL_RIGHT).status_code == 405
    assert client.post(STILL_RIGHT, {"finding": findings.open_facts()[0].key}).status_code == 403
    assert findings.open_count() == 1


def test_nobody_adds_or_edits_a_row_by_hand(desk):
    moved()
    pk = MovedFact.objects.get().pk
    for path in ("add/", f"{pk}/", f"{pk}/change/", f"{pk}/delete/"):
        assert desk.get(LIST + path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:articles_movedfact_add")


def test_rows_do_not_hinder_who_deletes_their_work(rf: RequestFactory, editor):
    moved()
    request = rf.get("/admin/")
    request.user = editor
    *_, needed, _ = get_deleted_objects(list(MovedFact.objects.all()), request, admin.site)
    assert needed == set()


# --- the first page


def test_the_first_page_counts_them(desk):
    assert "desk-notice" not in desk.get("/admin/").content.decode()
    moved()
    [notice] = parse(desk.get("/admin/").content).xpath("//p[@class='desk-notice']")
    assert text_of(notice) == "1 fact moved: what live articles still say although it is no longer so."
    assert notice.xpath("a/@href") == [LIST]
    without_trailer()
    assert "2 facts moved" in desk.get("/admin/").content.decode()


@pytest.mark.parametrize("address", ["/admin/", LIST])
def test_three_cost_what_one_costs(desk, address):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    moved()
    without_trailer()
    one = asked()
    for _ in range(2):
        moved()
        without_trailer()
    assert asked() == one
