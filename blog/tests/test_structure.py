"""The floors of the house: no arrow upwards, in migrations either (import-linter holds the rest)."""

import tomllib

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

FLOORS = ("authors", "articles", "press", "blog")  # from the ground up


def test_no_migration_depends_on_a_higher_app():
    graph = MigrationLoader(None, ignore_no_initial=True).graph
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


def test_every_module_of_the_newsroom_has_its_floor():
    """A new module has to be given a place in the import contract, or it is held by nothing."""
    contract = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
    newsroom = next(c for c in contract["contracts"] if c.get("containers") == ["articles"])
    placed = {
        name.strip(" ()") for layer in newsroom["layers"] for name in layer.replace(":", "|").split("|")
    }
    folder = settings.BASE_DIR / "articles"
    modules = {p.stem for p in folder.glob("*.py")} | {p.parent.name for p in folder.glob("*/__init__.py")}
    unplaced = modules - placed - {"__init__", "apps", "migrations", "tests"}
    assert unplaced == set(newsroom.get("exhaustive_ignores", [])) - {"apps", "migrations", "tests"}


def test_the_readme_fits_on_two_screens():
    lines = (settings.BASE_DIR / "README.md").read_text().splitlines()
    assert len(lines) <= 150
