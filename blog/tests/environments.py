"""Asks a fresh Python what the settings become in a given environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "k3Vv0-pT9zQx7LmN2bWc8RyJ5hGf1DsAqEuIoZnXtYwPrMvBl64"
PRODUCTION = {
    "PROFILE": "production",
    "SECRET_KEY": GOOD_KEY,
    "ALLOWED_HOSTS": "www.example.com",
    "PUBLIC_URL": "https://www.example.com",
}


def fresh(**variables: str) -> dict[str, str]:
    """An environment with nothing in it but what a process needs, and these variables."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Runs Python at the root of the site, and waits for it."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=fresh(**variables), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def settings_of(*names: str, **variables: str) -> dict:
    """The named settings as this environment makes them."""
    program = (
        "import json; from blog import settings;"
        f"print(json.dumps({{n: getattr(settings, n) for n in {names!r}}}, default=str))"
    )
    result = python("-c", program, **variables)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def refusal_of(**variables: str) -> str:
    """The last line that is printed when these settings are refused."""
    result = python("-c", "from blog import settings", **variables)
    assert result.returncode != 0, "these settings were accepted"
    return result.stderr.strip().splitlines()[-1]
