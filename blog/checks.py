"""What `manage.py check` says about this machine and these settings before anyone notices the hard way."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from PIL import features

from blog import environment


@register()
def pictures_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    missing = [name for name in ("webp", "jpg", "zlib") if not features.check(name)]
    if not missing:
        return []
    return [
        Error(
            f"Pillow was built without {', '.join(missing)}, so pictures cannot be resized.",
            hint="Install Pillow from its wheel: pip install --only-binary :all: pillow",
            id="blog.E001",
        )
    ]


@register()
def public_url_is_an_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        environment.public_address(settings.PUBLIC_URL)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="blog.E002")]
    return []


@register(Tags.security, deploy=True)
def deployed_as_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.IS_PRODUCTION:
        return []
    return [
        Warning(
            f"PROFILE is {settings.PROFILE}: nothing has refused a borrowed key or missing hosts.",
            hint="Set PROFILE=production.",
            id="blog.W001",
        )
    ]
