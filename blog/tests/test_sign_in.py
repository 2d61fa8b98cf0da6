import pytest
from django.test import RequestFactory, override_settings

from blog.visitors import client_ip

PASSWORD = "correct horse battery"


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("editor", password=PASSWORD)


def sign_in(client, password: str, address: str = "192.0.2.1"):
    return client.post("/admin/login/", {"username": "editor", "password": password}, REMOTE_ADDR=address)


@pytest.mark.django_db
@override_settings(AXES_ENABLED=True)
def test_guessing_is_throttled_for_the_guesser_only(client, editor, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, "wrong")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
    assert sign_in(client, PASSWORD).status_code == 429
    assert sign_in(client, PASSWORD, address="192.0.2.2").status_code == 302


@pytest.mark.django_db
@override_settings(AXES_ENABLED=True)
def test_a_success_forgets_the_failures(client, editor, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(client, "wrong")
    assert sign_in(client, PASSWORD).status_code == 302
    client.logout()
    assert sign_in(client, "wrong").status_code == 200


def test_the_hasher_of_real_life_is_argon2():
    from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: PLC0415 - only this test needs it

    from blog.tests.environments import settings_of  # noqa: PLC0415 - only this test needs it

    first = settings_of("PASSWORD_HASHERS")["PASSWORD_HASHERS"][0]
    assert first.endswith(Argon2PasswordHasher.__name__)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "198.51.100.9", "192.0.2.1"),  # nobody in front: the header is anyone's invention
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (2, "198.51.100.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_where_a_visitor_comes_from(proxies, forwarded, found):
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="192.0.2.1")
    with override_settings(PROXY_COUNT=proxies):
        assert client_ip(request) == found
