"""What allows us to show a picture, and the licences that can be named."""

from django.db import models


class Rights(models.TextChoices):
    OWN = "own", "our own"
    LICENSED = "licensed", "licensed"
    PRESS = "press", "press still"
    PUBLIC_DOMAIN = "public", "public domain"
    CREATIVE_COMMONS = "cc", "Creative Commons"


class Licence(models.TextChoices):
    """Creative Commons licences; the value is the path of the licence on creativecommons.org."""

    BY_4 = "by/4.0", "CC BY 4.0"
    BY_SA_4 = "by-sa/4.0", "CC BY-SA 4.0"
    BY_ND_4 = "by-nd/4.0", "CC BY-ND 4.0"
    BY_NC_4 = "by-nc/4.0", "CC BY-NC 4.0"
    BY_NC_SA_4 = "by-nc-sa/4.0", "CC BY-NC-SA 4.0"
    BY_NC_ND_4 = "by-nc-nd/4.0", "CC BY-NC-ND 4.0"
    BY_3 = "by/3.0", "CC BY 3.0"
    BY_SA_3 = "by-sa/3.0", "CC BY-SA 3.0"
    BY_2 = "by/2.0", "CC BY 2.0"
    BY_SA_2 = "by-sa/2.0", "CC BY-SA 2.0"


COMMONS = "https://creativecommons.org"
PUBLIC_DOMAIN_MARK = f"{COMMONS}/publicdomain/mark/1.0/"


def licence_url(rights: str, licence: str) -> str:
    """The address of the licence; empty where the rights name none that is public."""
    if rights == Rights.PUBLIC_DOMAIN:
        return PUBLIC_DOMAIN_MARK
    return f"{COMMONS}/licenses/{licence}/" if rights == Rights.CREATIVE_COMMONS and licence else ""


def licence_of(url: str) -> str:
    """The licence an address on creativecommons.org names, as far as it is one of ours; else ""."""
    path = url.partition("creativecommons.org/licenses/")[2].strip("/").lower()
    path = "/".join(path.split("/")[:2])
    return path if path in Licence.values else ""
