"""The three groups arrive with migrate, with exactly their permissions; afterwards they are the administrators'."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from articles import groups, publishing
from articles.models import Article
from articles.tests.factories import make_article, make_author, make_draft, make_user

pytestmark = pytest.mark.django_db


def permissions_of(name: str) -> set[str]:
    rows = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in rows}


@pytest.mark.parametrize("name", groups.GROUPS)
def test_a_group_has_every_permission_it_is_promised(name):
    """A misspelt permission would be missing here: the database knows only real ones."""
    wanted = {f"{label}.{code}" for label, codes in groups.GROUPS[name].items() for code in codes}
    assert permissions_of(name) == wanted


def test_each_group_may_all_that_the_one_before_may():
    writers, editors, administrators = map(permissions_of, ("Writers", "Editors", "Administrators"))
    assert writers < editors < administrators


def test_publishing_is_a_permission_of_its_own():
    assert not publishing.may_publish(make_user("Writers"))
    assert publishing.may_publish(make_user("Editors"))
    assert publishing.may_publish(make_user("Administrators"))
    assert not publishing.may_publish(make_user())
    assert not publishing.may_publish(make_user("Editors", is_active=False))


@pytest.mark.parametrize(
    "codename",
    ["articles.publish_article", "articles.delete_article", "articles.change_section", "articles.change_tag",
     "articles.change_publication", "articles.change_redirect", "authors.change_author", "auth.change_user"],
)  # fmt: skip
def test_a_writer_may_not(codename):
    assert not make_user("Writers").has_perm(codename)


def test_only_administrators_manage_accounts():
    allowed = {
        name for name in groups.GROUPS if any(code.startswith("auth.") for code in permissions_of(name))
    }
    assert allowed == {"Administrators"}


def migrate_again() -> None:
    groups.make_groups(using="default", sender=apps.get_app_config("articles"))


def test_migrating_again_leaves_groups_as_administrators_have_them():
    writers = Group.objects.get(name="Writers")
    writers.permissions.clear()
    migrate_again()
    assert permissions_of("Writers") == set()
    assert Group.objects.count() == 3


def test_a_missing_group_comes_back():
    Group.objects.get(name="Editors").delete()
    migrate_again()
    assert "articles.publish_article" in permissions_of("Editors")


# --- whose articles


def test_a_writer_sees_what_she_made_and_what_names_her():
    writer, other = make_user("Writers"), make_user("Writers")
    herself = make_author(user=writer)
    made = make_draft()
    Article.objects.filter(pk=made.pk).update(created_by=writer)
    credited = make_article(bylines=[(make_author(), "words"), (herself, "editing")])
    twice = make_draft(bylines=[(herself, "words"), (herself, "photography")])
    make_article()
    make_draft()
    assert list(Article.objects.visible_to(writer).order_by("pk")) == [made, credited, twice]
    assert not Article.objects.visible_to(other).exists()


def test_an_editor_sees_everything():
    make_draft()
    make_article()
    assert Article.objects.visible_to(make_user("Editors")).count() == 2
