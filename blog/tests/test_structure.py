"""The floors of the house: no arrow upwards, in migrations either (import-linter holds the rest)."""

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from blog.tests.environments import python

FLOORS = ("authors", "articles", "press", "blog")  # from the ground up


def test_no_migration_depends_on_a_higher_app():
    graph = MigrationLoader(None).graph
    upwards = [
        (key, parent)
        for key in graph.nodes
        for parent, _name in (node.key for node in graph.node_map[key].parents)
        if key[0] in FLOORS and parent in FLOORS and FLOORS.index(parent) > FLOORS.index(key[0])
    ]
    assert upwards == []


def test_no_table_points_at_a_higher_app():
    upwards = [
        str(field)
        for floor, label in enumerate(FLOORS)
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        and field.related_model._meta.app_label in FLOORS[floor + 1 :]
    ]  # fmt: skip
    assert upwards == []


def test_bodies_are_pure():
    """Text in, text out: what renders a body can be used, and tested, without a database."""
    modules = [
        f"articles.body.{path.stem}" for path in (settings.BASE_DIR / "articles/body").glob("[a-z]*.py")
    ]
    result = python("-c", f"import sys, {', '.join(modules)}; sys.exit('django.db.models' in sys.modules)")
    assert result.returncode == 0, result.stderr


def test_the_readme_fits_on_two_screens():
    lines = (settings.BASE_DIR / "README.md").read_text().splitlines()
    assert len(lines) <= 150
