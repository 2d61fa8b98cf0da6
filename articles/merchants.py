"""A merchant changed: which articles link there, and what their pages must now say."""

from django.db import transaction
from django.db.models import Q

from articles import rendering
from articles.models import Article, Copy, LinkUse, Merchant
from authors.signals import public_state_changed


@transaction.atomic
def reclassify(merchant: Merchant) -> int:
    """Classify anew every link to `merchant`'s hosts, then and now, and render those articles; how many changed."""
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
    if changed:
        public_state_changed.send(sender=Merchant, reason="merchant")
    return changed
