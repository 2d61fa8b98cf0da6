"""The history of an article and two of its milestones compared, in the admin without script."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import history, publishing, review, snapshots
from articles.models import Article, Disclosure, Revision, Series, WorkingCopy
from articles.tests.admin.forms import change_url, messages
from articles.tests.factories import (
    PUBLISHED_AT,
    make_article,
    make_author,
    make_draft,
    make_image,
    make_image_with_files,
    make_section,
    make_user,
    make_work,
    picture_html,
    revise,
)
from articles.tests.live_copy import live_copy
from articles.tests.pages import parse, read, select, texts

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def address(article: Article, rest: str = "") -> str:
    return f"/admin/articles/article/{article.pk}/history/{rest}"


def next_day(article: Article) -> Revision:
    """As if everything so far had happened a day earlier; the newest milestone."""
    for revision in article.revisions.all():
        Revision.objects.filter(pk=revision.pk).update(made_at=revision.made_at - DAY)
    return article.revisions.first()


def rows(page) -> list[list[str]]:
    """What, when, who and headline of each row."""
    return [texts(row, "th, td")[2:6] for row in select(page, ".history__table tbody tr")]


def article_of(user: AbstractUser, **changes) -> Article:
    return make_draft(bylines=[(make_author(user=user), "words")], **changes)


# --- the list


def test_milestones_in_plain_words_newest_first(desk, editor):
    article = make_draft(headline="*One*")
    article.revisions.update(made_by=editor)
    next_day(article)
    review.submit(article, by=editor)
    next_day(article)
    publishing.save(article, snapshots.current(article) | {"headline": "Two"}, by=editor)
    history.name(article.revisions.first(), "Before the cut")
    next_day(article)
    publishing.publish(article, by=editor, at=PUBLISHED_AT)
    next_day(article)
    publishing.withdraw(article, by=None)
    next_day(article)
    publishing.restore_revision(article, article.revisions.last(), by=editor)
    page = read(desk, address(article))
    moments = [moment_of(row.made_at) for row in article.revisions.all()]
    who = editor.get_username()
    assert rows(page) == [
        ["Now", moment_of(WorkingCopy.objects.get().saved_at), who, ""],
        [f"Restored from {moments[5]}", moments[0], who, "One"],
        ["Withdrawn", moments[1], "", ""],
        ["Published", moments[2], who, ""],
        ["Before the cut Saved", moments[3], who, "Two"],
        ["Submitted for review", moments[4], who, ""],
        ["Saved", moments[5], who, "One"],
    ]
    assert texts(page, "caption") == ["Milestones of “Two”, the newest first"]
    assert {heading.get("scope") for heading in select(page, "thead th")} == {"col"}
    assert {heading.get("scope") for heading in select(page, "tbody th")} == {"row"}
    newest = article.revisions.first()
    assert select(page, "tbody td time")[1].get("datetime") == newest.made_at.isoformat()


def moment_of(moment) -> str:
    return f"{timezone.localtime(moment):%-d %b %Y, %H:%M}"


def test_what_is_scheduled_is_not_called_published(desk):
    article = make_article(at=timezone.now() + DAY)
    assert [row[0] for row in rows(read(desk, address(article)))] == ["Now", "Scheduled"]


def test_times_are_in_the_sites_time_zone(desk, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    article = make_draft()
    article.revisions.update(made_at="2026-11-14T20:31:00Z")
    assert rows(read(desk, address(article)))[1][1] == "15 Nov 2026, 05:31"


def test_at_first_the_one_before_the_newest_stands_against_now(desk):
    article = make_draft()
    next_day(article)
    revise(article, dek="New")
    page = read(desk, address(article))
    assert chosen(page) == {"from": str(article.revisions.last().pk), "to": "now"}
    [form] = select(page, "#history-compare")
    assert (form.get("method"), form.get("action")) == ("get", address(article, "compare/"))
    labels = {choice.get("aria-label") for choice in select(page, ".history__choice input")}
    assert len(labels) == 6


def chosen(page) -> dict[str, str]:
    choices = select(page, "input[type=radio][checked]")
    assert {choice.get("form") for choice in choices} == {"history-compare"}
    return {choice.get("name"): choice.get("value") for choice in choices}


def test_an_article_without_history_says_so(desk):
    article = make_article()
    article.revisions.all().delete()
    page = read(desk, address(article))
    assert [row[0] for row in rows(page)] == ["Now"]
    assert "No milestones yet: the first comes with the next save." in texts(page, ".history p")
    assert chosen(page) == {"from": "now", "to": "now"}
    page = read(desk, address(article, "compare/"))
    assert texts(page, ".comparison strong") == ["Nothing is different."]


def test_a_long_history_has_pages(desk):
    article = make_draft()
    snapshot = snapshots.current(article)
    article.revisions.all().delete()
    for number in range(51):
        history.keep(article, snapshot | {"headline": f"No. {number // 2}"}, kind="published", by=None)
    first = read(desk, address(article))
    assert len(rows(first)) == 51
    assert rows(first)[50][3] == ""  # the one before it, on the next page, has the same
    assert [link.get("href") for link in select(first, ".history__pages a")] == ["?page=2"]
    second = read(desk, address(article, "?page=2"))
    assert [row[3] for row in rows(second)] == ["No. 0"]
    assert chosen(second)["to"] == "now"
    assert len(rows(read(desk, address(article, "?page=nonsense")))) == 51


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_whatever_it_shows(desk, editor, count):
    article = make_draft()
    for _number in range(count - 1):
        next_day(article)
        publishing.save(article, snapshots.current(article), by=make_user())
    article.revisions.filter(made_by=None).update(made_by=editor)
    desk.get(address(article))
    with CaptureQueriesContext(connection) as captured:
        page = read(desk, address(article))
    assert len(rows(page)) == count + 1
    assert len(captured) == 10


@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_asks_as_often_whatever_it_shows(desk, count):
    article = make_draft(**dressed(count))
    next_day(article)
    revise(article, **dressed(count))
    desk.get(address(article))
    with CaptureQueriesContext(connection) as captured:
        read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    assert len(captured) == 22


def dressed(count: int) -> dict:
    """Everything that is named by number, so many of each."""
    images = [make_image() for _ in range(count)]
    number = images[0].pk
    series = Series.objects.create(name=f"Series {number}", slug=f"series-{number}")
    notices = [Disclosure.objects.create(name=f"{number}/{one}", wording="Paid.") for one in range(count)]
    return {
        "section": make_section(), "series": series, "bylines": [(make_author(), "words") for _ in range(count)],
        "works": [make_work() for _ in range(count)], "also_show": notices, "featured_image": images[0],
        "body": "".join(map(picture_html, images)), "tags": [f"{number} {one}" for one in range(count)],
    }  # fmt: skip


# --- the comparison


def compared(desk: Client, article: Article, **changes) -> dict[str, str]:
    """Each field that differs, as its first milestone and what `changes` made of it are shown beside each other:
    {-taken out-}, {+added+}."""
    next_day(article)
    revise(article, **changes)
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    return shown(page)


def shown(page) -> dict[str, str]:
    for hidden in select(page, ".visually-hidden"):
        hidden.text = ""
    for tag, mark in (("del", "-"), ("ins", "+")):
        for element in select(page, tag):
            inner = " ".join(element.text_content().split())
            for child in list(element):
                element.remove(child)
            element.text = f"{{{mark}{inner}{mark}}} "
    fields = select(page, ".comparison__field")
    return {texts(field, "h2")[0]: " / ".join(texts(field, "p")) for field in fields}


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ({"headline": "The old headline"}, {"headline": "The new headline"},
         {"Headline": "The {-old-} {+new+} headline"}),
        ({"dek": ""}, {"dek": "Now there is one."}, {"Dek": "{+Now there is one.+}"}),
        ({"kicker": "Gone"}, {"kicker": ""}, {"Kicker": "{-Gone-}"}),
        ({"format": "news"}, {"format": "review"}, {"Format": "{-News-} {+Review+}"}),
        ({"rating": 3.0, "rating_scale": 5}, {"rating": 3.5, "rating_scale": 10},
         {"Rating": "{-3-} {+3.5+}", "Out of": "{-5-} {+10+}"}),
        ({"featured_is_decorative": False}, {"featured_is_decorative": True}, {"Decorative here": "{-no-} {+yes+}"}),
        ({"featured_caption": None}, {"featured_caption": ""}, {}),
        ({"tags": ["One", "Two"]}, {"tags": ["One", "Three"]}, {"Tags": "One / {-Two-} {+Three+}"}),
        ({"published_at": None}, {"published_at": "2030-01-02T03:04:00+00:00"}, {"Date": "{+2 Jan 2030 03:04+}"}),
        ({"published_at": "2030-01-02T03:04:00Z"}, {"published_at": "2030-01-02T04:04:00+01:00"}, {}),
        ({"verdict": "Good.", "headline": "One"}, {"verdict": "Bad.", "headline": "Two"},
         {"Headline": "{-One-} {+Two+}", "Verdict": "{-Good.-} {+Bad.+}"}),
    ],
)  # fmt: skip
def test_only_what_differs_word_by_word_in_the_order_of_the_form(desk, old, new, seen):
    found = compared(desk, make_draft(**old), **new)
    assert found == seen
    assert list(found) == list(seen)


def test_rows_are_compared_by_name(desk):
    ada, bob = make_author("Ada"), make_author("Bob")
    fields = {
        "section": (make_section("Film"), make_section("Books")),
        "series": (None, Series.objects.create(name="Reels", slug="reels")),
        "bylines": ([(ada, "words")], [(ada, "editing"), (bob, "words")]),
        "works": ([make_work("Metropolis")], [make_work("Metropolis")]),
        "also_show": ([Disclosure.objects.create(name="Trip", wording="Paid.")], []),
    }
    article = make_draft(**{name: old for name, (old, _) in fields.items()})
    assert compared(desk, article, **{name: new for name, (_, new) in fields.items()}) == {
        "About": "{-Metropolis-} {+Metropolis+}",
        "Section": "{-Film-} {+Books+}",
        "Notices": "{-Trip-}",
        "Series": "{+Reels+}",
        "Bylines": "{-Words by Ada-} / {+Editing by Ada+} / {+Words by Bob+}",
    }


def test_what_is_gone_meanwhile_is_said(desk):
    section = make_section("Film")
    article = make_draft(section=section)
    next_day(article)
    revise(article, section=make_section("Books"))
    section.delete()
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    assert shown(page) == {"Section": "{-(no longer there)-} {+Books+}"}


def test_the_featured_picture_is_seen(desk):
    old, new = make_image_with_files(), make_image_with_files()
    article = make_draft(featured_image=old)
    next_day(article)
    revise(article, featured_image=new)
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    pictures = [(one.get("src"), one.get("alt")) for one in select(page, ".comparison__pictures img")]
    assert pictures == [(old.thumbnail_url, f"Before: {old}"), (new.thumbnail_url, f"After: {new}")]


def test_del_and_ins_are_said_in_words_too(desk):
    article = make_draft(headline="Old one")
    next_day(article)
    revise(article, headline="New one")
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    assert texts(page, ".comparison__field p") == ["(taken out: Old) (added: New) one"]


def test_any_two_can_be_compared_either_way(desk):
    article = make_draft(headline="One")
    first = next_day(article)
    revise(article, headline="Two")
    second = next_day(article)
    revise(article, headline="Three")
    for asked, seen in [
        (f"from={first.pk}&to={second.pk}", "{-One-} {+Two+}"),
        (f"from={second.pk}&to={first.pk}", "{-Two-} {+One+}"),
        (f"from={second.pk}", "{-Two-} {+Three+}"),
        (f"from=now&to={first.pk}", "{-Three-} {+One+}"),
    ]:
        assert shown(read(desk, address(article, f"compare/?{asked}"))) == {"Headline": seen}
    assert shown(read(desk, address(article, "compare/"))) == {"Headline": "{-Two-} {+Three+}"}


@pytest.mark.parametrize(
    "asked", ["from=0", "to=999999999", "from=-1", "from=x", "to=" + "9" * 5000, "from=²", "to=%00"]
)
def test_what_is_not_there_is_a_sentence(desk, asked):
    article = make_draft()
    response = desk.get(address(article, f"compare/?{asked}"), follow=True)
    assert response.redirect_chain == [(address(article), 302)]
    assert messages(response) == [
        "This milestone is not kept any more, or never was. Choose from those below."
    ]


def test_a_milestone_of_another_article_is_not_there(desk):
    article, other = make_draft(), make_draft(headline="Secret")
    pk = other.revisions.get().pk
    assert desk.get(address(article, f"compare/?from={pk}")).status_code == 302
    for verb in ("restore", "name"):
        assert desk.post(address(article, f"{pk}/{verb}/"), {"name": "x"}).status_code == 302
    assert snapshots.current(article)["headline"] != "Secret"
    assert other.revisions.get().name == ""


def test_two_long_texts_are_compared_quickly(desk):
    def text(seed: int) -> str:
        words = [f"w{(place * seed) % 1009}" for place in range(5000)]
        return "".join(f"<p>{' '.join(words[at : at + 50])}</p>" for at in range(0, 5000, 50))

    article = make_draft(body=text(7))
    next_day(article)
    revise(article, body=text(11))
    start = time.monotonic()
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}&to=now"))
    assert time.monotonic() - start < 2  # a busy machine's; 0.2 s of one at rest
    assert len(select(page, "ins")) >= 100


# --- restoring and naming


def test_restoring_says_what_happened_and_leads_to_the_form(desk, editor):
    article = make_article(headline="Old")
    old = next_day(article)
    publishing.publish(revise(article, headline="New"), by=None)
    before = live_copy(article)
    response = desk.post(address(article, f"{old.pk}/restore/"), follow=True)
    assert response.redirect_chain == [(change_url(article), 302)]
    assert messages(response) == ["Restored into the working copy. Readers see nothing of it yet."]
    assert texts(parse(response.content), "#id_headline") == ["Old"]
    assert WorkingCopy.objects.get().saved_by == editor
    assert live_copy(article) == before


def test_restoring_names_what_was_lost(desk):
    series, author = Series.objects.create(name="Gone", slug="gone"), make_author()
    article = make_draft(series=series, bylines=[(author, "words"), (make_author(), "editing")])
    old = next_day(article)
    revise(article, series=None, bylines=[(make_author(), "words")])
    series.delete()
    author.delete()
    response = desk.post(address(article, f"{old.pk}/restore/"), follow=True)
    assert messages(response) == [
        "Restored into the working copy. Readers see nothing of it yet.",
        "Something is not there any more and was left out. Look at: Series, Bylines.",
    ]


def test_a_name_is_kept_and_shown(desk):
    article = make_draft()
    pk = article.revisions.get().pk
    response = desk.post(address(article, f"{pk}/name/"), {"name": " Before the *cut* "}, follow=True)
    assert messages(response) == ["“Before the *cut*” is kept for ever."]
    assert rows(parse(response.content))[1][0] == "Before the *cut* Saved"
    assert article.revisions.get().kind == Revision.Kind.NAMED
    response = desk.post(address(article, f"{pk}/name/"), {"name": "x" * 81}, follow=True)
    assert messages(response) == ["Ensure this value has at most 80 characters (it has 81)."]
    response = desk.post(address(article, f"{pk}/name/"), {"name": ""}, follow=True)
    assert messages(response) == ["The name is taken away."]
    assert rows(parse(response.content))[1][0] == "Saved"


def test_what_is_typed_is_escaped(desk):
    article = make_draft(headline="<b>Old</b>", body="<p>&lt;script&gt;old</p>")
    history.name(article.revisions.get(), '"><script>')
    next_day(article)
    revise(article, headline="<b>New</b>", body="<p>&lt;script&gt;new</p>")
    page = read(desk, address(article))
    assert select(page, ".history__table b, .history__table script") == []
    page = read(desk, address(article, f"compare/?from={article.revisions.last().pk}"))
    assert select(page, "main b, main p script") == []


# --- who may do what


def doors(article: Article) -> list[tuple[str, str]]:
    pk = article.revisions.first().pk
    return [("get", ""), ("get", "compare/"), ("post", f"{pk}/restore/"), ("post", f"{pk}/name/")]


def test_a_writer_reaches_the_history_of_her_own_only(writers_desk, writer):
    own, other = article_of(writer), make_draft()
    assert [getattr(writers_desk, verb)(address(own, rest)).status_code for verb, rest in doors(own)] == [
        200, 200, 302, 302,
    ]  # fmt: skip
    for verb, rest in doors(other):
        assert getattr(writers_desk, verb)(address(other, rest)).status_code == 404
    assert other.revisions.count() == 1


@pytest.mark.parametrize("pk", ["0", "999999999", "9" * 40, "nonsense"])
def test_an_article_that_is_not_there_has_no_history(desk, pk):
    assert desk.get(f"/admin/articles/article/{pk}/history/").status_code == 404
    if pk.isdecimal():
        assert desk.get(f"/admin/articles/article/{pk}/history/compare/").status_code == 404


def test_who_may_only_look_is_shown_no_buttons():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client = Client()
    client.force_login(user)
    article = article_of(user)
    page = read(client, address(article))
    assert select(page, ".history form[method=post], .history details") == []
    assert texts(page, "thead th")[-1] == "Headline, if it changed"
    assert [getattr(client, verb)(address(article, rest)).status_code for verb, rest in doors(article)] == [
        200, 200, 403, 403,
    ]  # fmt: skip
    assert [row.name for row in article.revisions.all()] == [""]


def test_strangers_are_asked_to_sign_in(client):
    article = make_draft()
    for verb, rest in doors(article):
        response = getattr(client, verb)(address(article, rest))
        assert response.headers["Location"].startswith("/admin/login/")


def test_restoring_and_naming_need_a_post_and_a_token(editor):
    article = make_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    for verb, rest in doors(article)[2:]:
        assert client.get(address(article, rest)).status_code == 405
        assert getattr(client, verb)(address(article, rest)).status_code == 403
    assert article.revisions.count() == 1


@pytest.mark.parametrize("rest", ["", "compare/"])
def test_the_pages_need_no_inline_style(desk, rest):
    page = read(desk, address(make_draft(), rest))
    assert select(page, "[style], style") == []
