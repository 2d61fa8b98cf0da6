"""What readers are told about money, and the merchants whose links make it due."""

from django.core.exceptions import ValidationError
from django.db import models

from articles.models.natural_keys import NameManager, PerArticle


class Disclosure(models.Model):
    class Kind(models.TextChoices):
        AFFILIATE = "affiliate", "affiliate links"
        SPONSORED = "sponsored", "sponsored"
        GIFTED = "gifted", "gifted copy or ticket"
        TRAVEL = "travel", "press trip"
        OWNERSHIP = "ownership", "ownership tie"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.AFFILIATE)
    name = models.CharField(max_length=80, unique=True, help_text="For editors; readers see the wording.")
    wording = models.TextField(max_length=600, help_text="What readers are told, in plain words.")
    policy_page = models.ForeignKey(
        "articles.Page",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosures",
        help_text="The page the notice links to.",
    )

    objects = NameManager()

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


def built_in_notice() -> Disclosure:
    """The notice of a site that has not chosen one (not saved): what must be said is said all the same."""
    return Disclosure(
        name="Built-in notice",
        wording="If you buy something through a link in this article, we may earn a commission.",
    )


class MerchantManager(NameManager):
    def hosts(self) -> dict[str, "Merchant"]:
        """Every host of every active merchant, lower case, with its merchant. One query."""
        return {host: merchant for merchant in self.filter(is_active=True) for host in merchant.host_list()}


class Merchant(models.Model):
    name = models.CharField(max_length=80, unique=True)
    hosts = models.TextField(
        help_text="One host a line, for example bookshop.org. Subdomains belong to it. "
        "Articles that link there carry the notice."
    )
    is_active = models.BooleanField(default=True, help_text="Links to it may earn us a commission.")

    objects = MerchantManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)

    def host_list(self) -> list[str]:
        return [host.strip().lower().rstrip(".") for host in self.hosts.split() if host.strip()]

    def clean(self):
        for host in self.host_list():
            if "/" in host or ":" in host or "." not in host:
                raise ValidationError(
                    {
                        "hosts": f"“{host}” is not a host. Write only the name, for example bookshop.org, one a line."
                    }
                )


class LinkUse(PerArticle):
    """A link in an article's body and what it was classified as; derived on save, never edited."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="link_uses")
    copy = models.CharField(max_length=10)
    url = models.TextField()
    kind = models.CharField(max_length=12)
    merchant = models.ForeignKey(Merchant, models.SET_NULL, null=True, related_name="link_uses")

    natural_fields = ("copy", "url")

    def __str__(self):
        return self.url
