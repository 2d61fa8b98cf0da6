"""The merchants a newcomer is likely to link to; each can be edited or switched off in the admin."""

from django.db import migrations

MERCHANTS = {
    "Amazon": "amazon.com amazon.ca amazon.co.uk amazon.com.au amazon.de amazon.es amazon.fr amazon.it amazon.co.jp amzn.to amzn.eu",
    "Apple": "apple.co tv.apple.com books.apple.com itunes.apple.com",
    "Barnes & Noble": "barnesandnoble.com",
    "Best Buy": "bestbuy.com",
    "Bookshop.org": "bookshop.org",
    "eBay": "ebay.com ebay.co.uk ebay.de ebay.us",
    "Etsy": "etsy.com",
    "Fandango": "fandango.com",
    "GameStop": "gamestop.com",
    "Green Man Gaming": "greenmangaming.com",
    "Humble Bundle": "humblebundle.com",
    "Target": "target.com goto.target.com",
    "Walmart": "walmart.com",
    "Waterstones": "waterstones.com",
}


def add_merchants(apps, schema_editor):
    Merchant = apps.get_model("articles", "Merchant")
    for name, hosts in MERCHANTS.items():
        Merchant.objects.get_or_create(name=name, defaults={"hosts": "\n".join(hosts.split())})


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(add_merchants, migrations.RunPython.noop)]
