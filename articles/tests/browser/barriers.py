"""What axe finds on a page: rules for WCAG 2.2 A and AA, and its best practices."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page: Page) -> dict[str, list[str]]:
    """The rules that are broken, and where. The page's policy lets no inline script in: it comes by evaluation."""
    [script] = Path(settings.BASE_DIR, ".venv").glob("axe-core-*.js")
    page.evaluate(script.read_text())
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", TAGS)
    return {rule["id"]: [str(node["target"]) for node in rule["nodes"]] for rule in found["violations"]}
