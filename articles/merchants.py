"""A merchant changed: which articles link there, and what their pages must now say."""

from django.db import transaction
from django.db.models import Q

from articles import rendering
from articles.models import Article, Copy, LinkUse, Merchant, Work
from authors.signals import public_state_changed


@transaction.atomic
def reclassify(merchant: Merchant) -> int:
    """Classify anew every link to `merchant`'s hosts, then and now, and render those articles and the works'
    pages; how many changed."""
    wanted = Q(merchant=merchant)
    for host in merchant.host_list():
        wanted |= Q(url__icontains=host)
    uses = list(LinkUse.objects.filter(wanted, copy=Copy.LIVE))
    classify = rendering.classifier()
    for use in uses:
        link = classify(use.url)
        use.kind, use.merchant = link.kind, link.merchant
    LinkUse.objects.bulk_update(uses, ["kind", "merchant"], batch_size=500)
    changed = rendering.rerender(Article.objects.filter(pk__in={use.article_id for use in uses}).iterator())
    changed += rendering.render_works(_works_linking_to(merchant))
    if changed:
        public_state_changed.send(sender=Merchant, reason="merchant")
    return changed


def _works_linking_to(merchant: Merchant):
    """Works whose page links there, then or now: those that carry a notice, and those that name a host of its."""
    wanted = Q(has_affiliate_link=True)
    for host in merchant.host_list():
        for field in ("releases__where_url", "trailer_url", "official_site"):
            wanted |= Q(**{f"{field}__icontains": host})
    return Work.objects.told().filter(wanted).distinct()
