from django.core.management import call_command
from django.test import override_settings

from blog import checks


def test_this_machine_and_these_settings_are_in_order():
    call_command("check")


@override_settings(PUBLIC_URL="site.test")
def test_an_address_without_scheme_is_an_error():
    assert [problem.id for problem in checks.public_url_is_an_address(None)] == ["blog.E002"]


def test_pillow_without_webp_is_an_error(monkeypatch):
    monkeypatch.setattr(checks.features, "check", lambda name: name != "webp")
    assert [problem.id for problem in checks.pictures_can_be_made(None)] == ["blog.E001"]


@override_settings(IS_PRODUCTION=False)
def test_deploying_another_profile_is_a_warning():
    assert [problem.id for problem in checks.deployed_as_production(None)] == ["blog.W001"]
