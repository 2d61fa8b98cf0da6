"""The sample article: `loaddata iss` on an empty database brings it complete, to page, feeds and search.

The facts and the letters of the shape are those of the list the article was written from.
"""

import json
import re
from contextlib import closing
from datetime import date

import feedparser
import pytest
from django.conf import settings
from django.core.management import call_command
from icalendar import Calendar
from lxml import html

from articles import checklist, facts, publishing, rendering, snapshots, works
from articles.models import (
    Article,
    Credit,
    Image,
    ImageUse,
    LinkUse,
    Page,
    Person,
    Publication,
    Release,
    SearchDocument,
    Section,
    Subject,
    Work,
    WorkUse,
)
from articles.structured_data import article_json_ld
from articles.tests.factories import make_article
from articles.tests.pages import read, select, texts
from authors.models import Author

pytestmark = pytest.mark.django_db

PATH = "/articles/iss-preview-cast-plot-release-date/"
TRAILER = "https://www.thewrap.com/iss-trailer-ariana-de-bose-space-thriller/"
FEEDS = ("/feed/", "/feed/atom/", "/feed/json/")
# By number: the words that carry the fact, in the order of the text.
FACTS = {
    1: ["survival thriller", "International Space Station"],
    2: ["Tribeca Film Festival", "June 2023", "US theaters", "January 19, 2024"],
    3: ["screenplay", "Nick Shafir", "2020 Black List"],
    4: ["director", "Gabriela Cowperthwaite", "Blackfish"],
    5: ["Bleecker Street"],
    6: ["American", "Russian", "colleagues", "friends", "war", "catastrophic", "orders", "take the station"],
    7: ["prize", "nuclear wasteland", "whoever wins"],
    8: ["trailer", "fear", "paranoia"],
    9: ["Ariana DeBose", "Dr. Kira Foster", "Chris Messina", "Gordon Barrett", "John Gallagher Jr.", "Christian"],
    10: ["Pilou Asbæk", "Alexey Pulov", "Costa Ronin", "Nicholai", "Masha Mashkova", "Weronika", "Pilou Asbaek"],
    11: ["excited", "while we wait"],
}  # fmt: skip


@pytest.fixture
def article() -> Article:
    call_command("loaddata", "iss", verbosity=0)
    return Article.objects.get()


def feed_contents(client) -> dict[str, str]:
    """The HTML of the item in each of the three formats."""
    found = {
        address: feedparser.parse(client.get(address).content).entries[0].content[0].value
        for address in FEEDS[:2]
    }
    return found | {FEEDS[2]: json.loads(client.get(FEEDS[2]).content)["items"][0]["content_html"]}


def plain(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


def in_order(text: str, words: list[str]) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


# --- the fixture


def test_it_loads_complete_on_an_empty_database(article):
    assert article.is_live
    assert article.published_at.isoformat() == "2024-01-04T15:00:00+00:00"
    assert article.status == "published"
    assert {author.name for author in Author.objects.all()} == {"Bea Lampwright", "Julia Glassman"}
    assert Image.objects.count() == 2
    assert [str(row) for row in article.byline_list] == [
        "Words by Bea Lampwright",
        "Reporting by Julia Glassman",
    ]
    assert [tag.name for tag in article.tags.all()] == [
        "Film",
        "Science fiction",
        "Thriller",
        "Space",
        "I.S.S.",
    ]
    assert article.section.name == "Film"
    assert Page.objects.get().get_absolute_url() == "/affiliate-policy/"
    assert (article.updated_at, article.has_affiliate_link) == (None, False)


def test_loading_it_twice_changes_nothing(article):
    before = snapshots.of_live(article)
    call_command("loaddata", "iss", verbosity=0)
    assert snapshots.of_live(Article.objects.get()) == before
    assert (Image.objects.count(), Section.objects.count(), LinkUse.objects.count()) == (2, 4, 1)
    rows = (Work, Person, Credit, Release, Subject)
    assert [model.objects.count() for model in rows] == [1, 8, 8, 2, 1]


def test_it_loads_beside_what_a_site_already_has():
    others = [make_article() for _ in range(3)]
    call_command("loaddata", "iss", verbosity=0)
    assert Article.objects.published().count() == 4
    assert set(Article.objects.filter(pk__in=[other.pk for other in others])) == set(others)


def test_the_stored_forms_are_what_the_renderer_makes_today(article):
    stored = {name: getattr(article, name) for name in rendering.DERIVED}
    rendering.render_article(article)
    assert {name: getattr(article, name) for name in rendering.DERIVED} == stored
    work = Work.objects.told().get()
    assert rendering.render_works([work]) == 0
    page = Page.objects.get()
    stored_page = page.rendered_web
    rendering.render_page(page)
    assert page.rendered_web == stored_page


def test_derived_rows_are_what_publishing_would_write(article):
    tables = (ImageUse, LinkUse, SearchDocument, Subject, WorkUse)
    columns = {
        model: [field.attname for field in model._meta.fields if not field.primary_key] for model in tables
    }
    before = {model: list(model.objects.values_list(*columns[model])) for model in tables}
    publishing.publish(article, by=None)
    assert {model: list(model.objects.values_list(*columns[model])) for model in tables} == before


def test_it_could_be_published_today(article):
    snapshot = snapshots.current(article)
    assert checklist.musts(snapshot, article) == []
    assert checklist.shoulds(snapshot, article) == []


def test_every_picture_it_shows_is_there(client, article, sample_media):
    asked = {
        address
        for path in ("/", PATH, "/authors/julia-glassman/", "/authors/bea-lampwright/")
        for address in re.findall(r"/media/[^\s\"',]+", client.get(path).content.decode())
    }
    asked |= {address.removeprefix(settings.PUBLIC_URL) for address in re.findall(
        r"http://site\.test/media/[^\s\"'<,]+", client.get("/feed/").content.decode()
    )}  # fmt: skip
    assert len(asked) > 20
    assert [address for address in asked if not is_picture(client, address)] == []


def is_picture(client, address: str) -> bool:
    with closing(client.get(address)) as response:
        return response.status_code == 200 and response.headers["Content-Type"].startswith("image/")


def test_git_keeps_the_files_of_every_picture(article):
    for image in Image.objects.all():
        assert (settings.BASE_DIR / "media" / "originals" / image.original.name).is_file()
    for author in Author.objects.all():
        assert (settings.BASE_DIR / "media" / "originals" / author.photo_original.name).is_file()


# --- facts


def test_every_fact_is_on_the_page_and_in_every_feed(client, article):
    surfaces = {"page": plain(client.get(PATH).content.decode()), **{
        address: plain(content) for address, content in feed_contents(client).items()
    }}  # fmt: skip
    missing = [
        (name, number, word)
        for name, text in surfaces.items()
        for number, words in FACTS.items()
        for word in words
        if word.lower() not in text.lower()
    ]
    assert missing == []


def test_the_film_is_in_italics_and_the_station_is_not(article):
    cites = re.findall(r"<cite>(.*?)</cite>", article.rendered_web)
    assert set(cites) == {"I.S.S.", "Blackfish"}
    assert "aboard the I.S.S., including" in article.rendered_web
    assert "<cite>I.S.S.</cite>" in article.headline_html
    assert "*" not in article.headline_plain + article.dek_plain


def test_the_cast_stands_by_side(client, article):
    page = read(client, PATH)
    groups = {
        texts(group, ".box-title")[0]: list(zip(texts(group, "dt"), texts(group, "dd"), strict=True))
        for group in select(page, ".prose .cast")
    }
    assert groups == {
        "American crew": [
            ("Ariana DeBose", "Dr. Kira Foster"), ("Chris Messina", "Gordon Barrett"),
            ("John Gallagher Jr.", "Christian"),
        ],
        "Russian crew": [
            ("Pilou Asbæk", "Alexey Pulov"), ("Costa Ronin", "Nicholai"), ("Masha Mashkova", "Weronika"),
        ],
    }  # fmt: skip


# --- the work it is about


def test_the_work_holds_the_facts(client, article):
    work = Work.objects.get()
    assert [subject.work for subject in article.subject_list] == [work]
    assert (work.name, work.kind, work.company, work.get_absolute_url()) == (
        "I.S.S.", "film", "Bleecker Street", "/works/iss/",  # 1, 5
    )  # fmt: skip
    assert [
        (release.get_medium_display(), release.territory, facts.date_words(release), release.where)
        for release in work.releases.order_by("date")
    ] == [
        ("festival premiere", "US", "June 2023", "Tribeca Film Festival"),  # 2
        ("theaters", "US", "January 19, 2024", ""),
    ]
    makers = work.credits.exclude(role="cast").values_list("role", "person__name")
    assert dict(makers) == {"director": "Gabriela Cowperthwaite", "writer": "Nick Shafir"}  # 3, 4
    assert texts(read(client, "/works/iss/"), "h1") == ["I.S.S."]
    assert client.get("/people/ariana-debose/").status_code == 200


def test_a_moved_date_moves_everything_but_the_prose(client, article):
    """What the whole of works is for: one change, and every place tells the new date, but for a typed sentence."""
    feeds = {address: feedparser.parse(client.get(address).content).entries[0] for address in FEEDS[:2]}
    work = Work.objects.get()
    before = works.told(work)
    release = work.releases.get(medium="theaters")
    release.date = date(2024, 2, 2)
    release.save()
    works.settle(work, before=before)
    page = read(client, PATH)
    assert "February 2, 2024 (US theaters)" in texts(page, ".factbox dd")
    [about] = json.loads(select(page, "script[type=application/ld+json]")[0].text)["about"]
    assert about["datePublished"] == "2024-02-02"
    assert "February 2, 2024" in texts(read(client, "/works/iss/"), ".factbox dd")
    assert "I.S.S." in texts(read(client, "/releases/2024/02/"), ".work-name")
    [event] = [
        event for event in Calendar.from_ical(client.get("/works/iss/releases.ics").content).walk("VEVENT")
        if "theaters" in event["summary"]
    ]  # fmt: skip
    assert (event.decoded("dtstart"), event["sequence"]) == (date(2024, 2, 2), 1)
    for address, entry in feeds.items():
        again = feedparser.parse(client.get(address).content).entries[0]
        # Not .get(): feedparser reads a date that is not there from another one, and warns of it.
        for name in ("id", "published", "updated"):
            assert dict.get(again, name) == dict.get(entry, name)
    assert "opens in US theaters on January 19, 2024" in plain(client.get(PATH).content.decode())


# --- shape


SHAPE = [
    "particular kind of film",  # c: first opening paragraph
    "Recommended videos",
    "survival thriller in which",  # c: second opening paragraph
    "plot and trailer: what goes wrong",  # d, first section
    "Watch the I.S.S. trailer",  # e
    "cast: who is trapped",  # d, second section
    "Ariana DeBose",  # f
    "Pilou Asbæk",
    "release date: when can you see",  # d, third section
    "sample text written for this software",
    "Picture credit",  # g
    "supported by its audience",  # h
]
ON_PAGE_ONLY = ["Staff writer, The Mary Sue", "Tags"]  # i, j


def test_the_page_has_the_shape_in_its_order(client, article):
    make_article(
        headline="Another clip",
        body=f'<div class="video" data-url="{TRAILER}x"><a href="{TRAILER}x">x</a></div>',
    )
    page = read(client, PATH)
    [main] = select(page, "main > article")
    text = " ".join(main.text_content().split())
    assert [element.tag for element in main.iter("img", "h1")][:2] == ["img", "h1"]  # a before b
    assert in_order(text, ["The World Ends", "Six people", "Words by Bea Lampwright", *SHAPE, *ON_PAGE_ONLY])
    assert text.index("Recommended videos") < text.index("Another clip") < text.index(SHAPE[2])
    assert texts(page, ".author-name") == ["Bea Lampwright (they/them)", "Julia Glassman (she/her)"]
    assert texts(page, ".article-tags a") == ["Film", "Science fiction", "Thriller", "Space", "I.S.S."]


def test_the_slot_vanishes_when_nothing_else_has_a_video(client, article):
    assert "Recommended videos" not in client.get(PATH).content.decode()


def test_every_feed_has_the_shape_in_its_order(client, article):
    shape = [words for words in SHAPE if words != "Recommended videos"]
    for content in feed_contents(client).values():
        assert content.startswith("<figure><img ")
        assert in_order(plain(content), ["Six people", "Words by Bea Lampwright", *shape])
        assert "Recommended videos" not in content
        assert "<script" not in content
        assert "<iframe" not in content


def test_the_featured_picture_says_what_it_shows_and_whose_it_is(client, article):
    [image] = select(read(client, PATH), ".featured img")
    assert "pressure suit" in image.get("alt")
    assert "standing in for a film still" in image.get("alt")
    assert article.featured.credit == "Drawing by the Lanternjaw art desk"
    for content in feed_contents(client).values():
        assert image.get("alt") in content
        assert article.featured.credit in content


def test_headings_ask_a_question_that_names_the_film(client, article):
    headings = texts(read(client, PATH), ".prose h2")
    assert len(headings) == 3
    for heading in headings:
        topic, question = heading.split(": ", 1)
        assert topic.startswith("The I.S.S. ")
        assert "I.S.S." in question
        assert question.endswith("?")


def test_the_trailer_is_a_linked_poster(client, article):
    page = read(client, PATH)
    [link] = select(page, ".prose a.video-link")
    assert link.get("href") == TRAILER
    assert select(link, "img")[0].get("alt").startswith("Drawing of a space station")
    assert select(page, "iframe, [data-player]") == []
    for content in feed_contents(client).values():
        links = html.fromstring(f"<div>{content}</div>").xpath(f"//a[@href='{TRAILER}']")
        assert any(link.xpath(".//img") for link in links)


def test_the_notice_stands_at_the_end_and_links_to_the_policy(client, article):
    assert 'href="/affiliate-policy/"' in client.get(PATH).content.decode()
    assert client.get("/affiliate-policy/").status_code == 200
    assert article.disclosures_before(Publication.current()) == []
    for content in feed_contents(client).values():
        assert content.count("supported by its audience") == 1
        assert 'href="http://site.test/affiliate-policy/"' in content


def test_both_authors_stand_in_every_feed_in_order(client, article):
    names = ["Bea Lampwright", "Julia Glassman"]
    for address in FEEDS[:2]:
        content = client.get(address).content.decode()
        assert in_order(content, names)
    assert [who["name"] for who in json.loads(client.get(FEEDS[2]).content)["items"][0]["authors"]] == names
    json_ld = article_json_ld(article, publication=Publication.current(), public_url=settings.PUBLIC_URL)
    assert [who["name"] for who in json.loads(json_ld)["author"]] == names


def test_julias_bio_keeps_the_facts_and_leaves_no_loose_end(client, article):
    julia = Author.objects.get(slug="julia-glassman")
    text = plain(julia.bio_html)
    facts = ["The Mary Sue", "Iowa Writers’ Workshop", "MFA", "feminism and media", "2007", "Marvel", "folk horror",
             "science fiction", "fantasy", "film", "television", "comics", "witchcraft", "Asa West",
             "Five Principles of Green Witchcraft", "Gods & Radicals Press"]  # fmt: skip
    assert [fact for fact in facts if fact not in text] == []
    assert (julia.pronouns, julia.pen_names) == ("she/her", "Asa West")
    assert "The Mary Sue" in julia.job_title
    assert julia.links_without_address() == []
    assert text.endswith(".")
    assert "initials JG" in julia.photo_alt


# --- front page and search


def test_it_leads_the_front_page(client, article):
    make_article()
    assert texts(read(client, "/"), ".lead-headline") == [article.headline_plain]


@pytest.mark.parametrize(
    "query",
    ["ISS", "I.S.S.", "i.s.s", "iss", "Asbaek", "Asbæk", "ASBÆK", "Pilou Asbaek", "Glassman", "Asa West",
     "Lampwright", "thriller", "cowperth"],
)  # fmt: skip
def test_search_finds_it(client, article, query):
    page = client.get("/search/", {"q": query})
    assert [found.pk for found in page.context["page_obj"].object_list] == [article.pk]


def test_search_does_not_find_what_is_not_there(client, article):
    assert list(client.get("/search/", {"q": "zeppelin"}).context["page_obj"].object_list) == []
