"""Notices about money: computed from the links, on every surface, whoever edits the list of merchants."""

import pytest

from articles import merchants, publishing, tasks
from articles.models import Article, Disclosure, LinkUse, Merchant, Publication
from articles.tests.factories import (
    SHOP_LINK,
    make_article,
    make_image,
    make_publication,
    picture_html,
    revise,
)

pytestmark = pytest.mark.django_db

NOTICE = "Links may pay us."
OTHER_LINK = '<p>At <a href="https://books.other.example/x?y=1">another shop</a>.</p>'


@pytest.fixture
def publication():
    return make_publication()


def surfaces(client, article: Article) -> dict[str, str]:
    return {
        path: client.get(path).content.decode()
        for path in (article.get_absolute_url(), "/feed/", "/feed/atom/", "/feed/json/")
    }


def shows_notice(client, article: Article, text: str = NOTICE) -> bool:
    """Whether the page and every feed show it; they must agree."""
    found = {path: text in content for path, content in surfaces(client, article).items()}
    assert len(set(found.values())) == 1, found
    return next(iter(found.values()))


AFFILIATE_BODIES = {
    "a link": SHOP_LINK,
    "a subdomain": '<p><a href="https://www.shop.example/">x</a></p>',
    "capitals and a port": '<p><a href="HTTPS://SHOP.Example:443/">x</a></p>',
    "no scheme": '<p><a href="//shop.example/x">x</a></p>',
    "a dot at the end": '<p><a href="https://shop.example./x">x</a></p>',
    "a user name": '<p><a href="https://site.test@shop.example/">x</a></p>',
    "in a list": '<ul><li><a href="https://shop.example/">x</a></li></ul>',
    "in a quote": '<blockquote><p><a href="https://shop.example/">x</a></p></blockquote>',
    "in a heading": '<h2><a href="https://shop.example/">x</a></h2>',
    "in an editor's note": '<aside class="editors-note"><p><a href="https://shop.example/">x</a></p></aside>',
    "a linked poster": '<div class="video" data-url="https://shop.example/trailer"><a href="https://shop.example/trailer">Trailer</a></div>',
}  # fmt: skip
OTHER_BODIES = {
    "no link": "<p>shop.example is a fine shop.</p>",
    "an internal link": '<p><a href="/articles/shop.example/">x</a></p>',
    "a lookalike": '<p><a href="https://notshop.example/">x</a></p>',
    "a longer host": '<p><a href="https://shop.example.evil.test/">x</a></p>',
    "in the query": '<p><a href="https://other.test/?u=https://shop.example/">x</a></p>',
    "as a user name": '<p><a href="https://shop.example@other.test/">x</a></p>',
    "a mailbox": '<p><a href="mailto:a@shop.example">x</a></p>',
}


@pytest.mark.parametrize("name", AFFILIATE_BODIES)
def test_a_link_to_a_merchant_brings_the_notice_before_it(client, publication, name):
    article = make_article(body="<p>First words.</p>" + AFFILIATE_BODIES[name])
    assert article.has_affiliate_link
    assert shows_notice(client, article)
    page = client.get(article.get_absolute_url()).content.decode()
    prose = page[page.index("First words.") :]
    assert prose.index(NOTICE) < prose.lower().index("shop.example")


@pytest.mark.parametrize("name", OTHER_BODIES)
def test_other_links_bring_none(client, publication, name):
    article = make_article(body=OTHER_BODIES[name])
    assert not article.has_affiliate_link
    assert not shows_notice(client, article)


def test_a_link_in_a_caption_counts(client, publication):
    picture = picture_html(make_image(), caption='From <a href="https://shop.example/">the shop</a>')
    assert shows_notice(client, make_article(body=f"<p>Text.</p>{picture}"))


def test_also_show_stands_at_the_end_and_once(client, publication):
    notice = publication.default_disclosure
    for body in ("<p>Nothing to buy.</p>", SHOP_LINK):
        article = make_article(body=body, also_show=[notice])
        assert client.get(article.get_absolute_url()).content.decode().count(NOTICE) == 1
        assert article.disclosures_before(publication) + article.disclosures_after(publication) == [notice]
    quiet = make_article(body="<p>Last words.</p>", also_show=[notice])
    page = client.get(quiet.get_absolute_url()).content.decode()
    assert page.index("Last words.") < page.index(NOTICE)


def test_nobody_can_switch_the_notice_off(client, publication):
    article = make_article(body=SHOP_LINK)
    Publication.objects.update(default_disclosure=None)
    assert shows_notice(client, article, "commission")
    Disclosure.objects.all().delete()
    assert shows_notice(client, article, "commission")


def test_a_site_nobody_has_set_up_yet_has_a_notice(client):
    article = make_article(body='<p><a href="https://www.amazon.com/dp/1">x</a></p>')
    assert article.has_affiliate_link
    assert shows_notice(client, article, "commission")


# --- the list of merchants changes


def test_a_new_merchant_reaches_articles_that_link_there_already(client, publication):
    article, other = make_article(body=OTHER_LINK), make_article(body="<p>No link.</p>")
    merchant = Merchant.objects.create(name="Other", hosts="other.example")
    assert merchants.reclassify(merchant) == 1
    assert shows_notice(client, article)
    assert NOTICE not in client.get(other.get_absolute_url()).content.decode()
    assert LinkUse.objects.get(article=article).merchant == merchant


@pytest.mark.parametrize(
    "change",
    [
        lambda merchant: Merchant.objects.filter(pk=merchant.pk).update(is_active=False),
        lambda merchant: Merchant.objects.filter(pk=merchant.pk).update(hosts="elsewhere.example"),
    ],
)
def test_a_merchant_that_pays_no_more_takes_its_notice_along(client, publication, change):
    article = make_article(body=SHOP_LINK)
    merchant = Merchant.objects.get(name="The Shop")
    change(merchant)
    merchant.refresh_from_db()
    assert merchants.reclassify(merchant) == 1
    assert not shows_notice(client, article)
    assert (LinkUse.objects.get().kind, LinkUse.objects.get().merchant) == ("external", None)


def test_reclassifying_leaves_unpublished_changes_and_dates_alone(publication):
    article = revise(make_article(body=OTHER_LINK), headline="Not yet")
    before = Article.objects.get(pk=article.pk)
    merchants.reclassify(Merchant.objects.create(name="Other", hosts="OTHER.example."))
    after = Article.objects.get(pk=article.pk)
    assert after.has_affiliate_link
    assert (after.headline, after.updated_at, after.modified_at) == (
        before.headline,
        None,
        before.modified_at,
    )


def test_reclassifying_twice_changes_nothing(publication):
    make_article(body=SHOP_LINK)
    assert merchants.reclassify(Merchant.objects.get(name="The Shop")) == 0


def test_reclassifying_costs_the_same_queries_but_for_what_it_writes(
    publication, django_assert_max_num_queries
):
    for _ in range(3):
        make_article(body=OTHER_LINK)
    merchant = Merchant.objects.create(name="Other", hosts="other.example")
    with django_assert_max_num_queries(25):
        assert merchants.reclassify(merchant) == 3


def test_the_jobs_do_it(publication):
    article = make_article(body=OTHER_LINK)
    merchant = Merchant.objects.create(name="Other", hosts="other.example")
    tasks.reclassify_merchant.enqueue(merchant.pk)
    assert Article.objects.get(pk=article.pk).has_affiliate_link
    tasks.reclassify_merchant.enqueue(10**9)


def test_a_host_list_forgives_how_it_was_typed():
    merchant = Merchant(hosts=" Shop.Example.\n\n  b.example c.example\r\n")
    assert merchant.host_list() == ["shop.example", "b.example", "c.example"]


def test_publishing_classifies_by_todays_merchants(publication):
    article = make_article(body=OTHER_LINK)
    Merchant.objects.create(name="Other", hosts="other.example")
    assert not article.has_affiliate_link
    assert publishing.publish(article, by=None).has_affiliate_link
