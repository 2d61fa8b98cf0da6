import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from articles.tests import factories


@pytest.fixture
def editor(db) -> AbstractUser:
    return factories.make_user("Editors")


@pytest.fixture
def writer(db) -> AbstractUser:
    return factories.make_user("Writers")


@pytest.fixture
def desk(editor) -> Client:
    """A browser in which an editor is signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def writers_desk(writer) -> Client:
    client = Client()
    client.force_login(writer)
    return client
