"""Whatever a reader, a scanner or a broken link asks for: an answer, never a server error."""

from urllib.parse import quote

import pytest
from django.test import override_settings

from articles.tests.factories import make_article, make_author, make_publication, make_section

pytestmark = pytest.mark.django_db

NASTY = {
    "a NUL byte": "%00",
    "NUL in words": "a%00b",
    "broken UTF-8": "%ff%fe",
    "a lone surrogate": "%ed%a0%80",
    "an overlong slash": "%c0%af",
    "a broken escape": "%zz%",
    "a line break": "%0d%0aSet-Cookie:%20a=b",
    "a direction mark": "%e2%80%ae",
    "markup": quote("<script>alert(1)</script>"),
    "a quote": quote("' OR 1=1 --"),
    "a pattern": quote("%_\\"),
    "a template": quote("{{ 7*7 }}{% debug %}"),
    "a format": quote("%s%n%(x)s"),
    "an emoji": quote("🚀"),
    "dots": "../../../etc/passwd",
    "hidden dots": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "10 KB": "x" * 10_000,
    "10 KB of words": "+".join(["word"] * 2_000),
    "many marks": quote("e" + "\u0301" * 500),
    "nothing": "",
}
LISTS = [
    "/",
    "/sections/film/",
    "/tags/tag/",
    "/authors/ada/",
    "/tags/",
    "/authors/",
    "/search/?q=live",
    "/archive/2024/",
]
NO_PAGES = [
    "999999",
    "0",
    "-1",
    "x",
    "1.5",
    "1e3",
    "",
    "%00",
    "２",
    "٣",
    "9" * 400,
    "1%00",
    "+1",
    "last",
    "0x1",
    "1;2",
]


@pytest.fixture(autouse=True)
def site():
    make_publication()
    make_article(
        headline="Live",
        slug="live",
        section=make_section("Film"),
        tags=["Tag"],
        bylines=[(make_author("Ada"), "words")],
    )


@pytest.mark.parametrize("address", LISTS)
def test_a_page_that_is_not_there_is_a_clean_404(client, address):
    joint = "&" if "?" in address else "?"
    assert client.get(f"{address}{joint}page=1").status_code == 200
    found = {number: client.get(f"{address}{joint}page={number}").status_code for number in NO_PAGES}
    assert {number: status for number, status in found.items() if status != 404} == {}


@pytest.mark.parametrize("name", NASTY)
def test_any_query_finds_something_nothing_or_a_sentence(client, name):
    response = client.get(f"/search/?q={NASTY[name]}")
    assert response.status_code == (400 if name.startswith("10 KB") or name == "many marks" else 200)
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "\x00" not in content
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", NASTY)
def test_any_parameter_of_any_page_changes_nothing(client, name):
    for address in ("/", "/articles/live/", "/tags/", "/archive/", "/feed/", "/feeds/", "/sitemap.xml"):
        plain, odd = client.get(address), client.get(f"{address}?{NASTY[name]}=1&utm={NASTY[name]}")
        assert odd.status_code == 200
        assert odd.content == plain.content


FOLDERS = [
    "/",
    "/articles/",
    "/sections/",
    "/tags/",
    "/authors/",
    "/archive/",
    "/archive/2024/",
    "/media/pictures/",
]


@pytest.mark.parametrize("name", [name for name in NASTY if name != "nothing"])
def test_any_address_is_a_clean_404(client, name):
    found = {}
    for address in [
        *(f"{folder}{NASTY[name]}/" for folder in FOLDERS),
        f"/tags/{NASTY[name]}/feed/",
        f"/media/{NASTY[name]}.jpg",
    ]:
        response = client.get(address)
        found[address] = response.status_code
        assert "Set-Cookie" not in response.headers
    assert {address: status for address, status in found.items() if status not in (404, 301)} == {}


PERIODS = ["0000", "0001", "0001/01", "9999", "9999/12", "9999/11", "2024/00", "2024/13", "99999"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_time_no_calendar_has_is_a_clean_404(client, zone):
    with override_settings(TIME_ZONE=zone):
        found = {period: client.get(f"/archive/{period}/").status_code for period in PERIODS}
    assert set(found.values()) == {404}


@pytest.mark.parametrize("address", ["/", "/articles/live/", "/search/", "/feed/", "/sitemap.xml", "/tags/"])
def test_readers_pages_only_answer_to_reading(client, address):
    methods = ("post", "put", "patch", "delete", "trace")
    assert {getattr(client, method)(address).status_code for method in methods} == {405}


def test_odd_conditions_are_ignored(client):
    for header in (
        "If-None-Match",
        "If-Modified-Since",
        "Accept-Encoding",
        "Range",
        "Accept-Language",
        "Cookie",
        "Referer",
    ):
        for value in ("\x7f", "x" * 8_000, "Thu, 99 Foo 2024 99:99:99 GMT", 'W/"', "*;q=x"):
            for address in ("/articles/live/", "/feed/"):
                assert client.get(address, headers={header: value}).status_code in (200, 304)


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
