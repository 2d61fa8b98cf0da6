"""What a body costs: one with every node, rendered for all readers; and many, rendered again in the database.

Processor time, so that what the machine does besides does not count.
"""

import re
import subprocess
import sys
import time
from functools import partial
from statistics import median

from articles.body import links
from articles.body.render import MEDIA_URL_MARK, Rendered, render
from articles.body.vocabulary import sanitise
from authors.renditions import Picture, Rendition
from bench import site
from bench.site import BenchFailed

EVERY_NODE = site.ROOT / "articles" / "tests" / "body" / "every_node.html"
ROUNDS = 200
WIDTHS = (320, 640, 960, 1280, 1920)
MERCHANTS = 200
_UID = re.compile(r'data-image="([0-9a-f]{32})"')
_COUNT = re.compile(r"(\d+) of \d+ bodies, ([\d.]+) ms each")


def one_body() -> str:
    """A sentence about sanitising and rendering the body with every node."""
    body = EVERY_NODE.read_text()
    pictures = {uid: _picture(uid) for uid in _UID.findall(body)}
    merchants = {f"shop{number}.example": number for number in range(MERCHANTS)}
    classify = partial(links.classify, own_hosts={"www.example.com"}, merchant_hosts=merchants)
    rendering = partial(render, body, pictures=pictures, classify=classify)
    rendered: Rendered = rendering()
    return (
        f"{'body with every node':28}{rendered.word_count:12,} words"
        f"{_milliseconds(rendering):14.2f} ms to web, feed and text"
        f"{_milliseconds(partial(sanitise, body)):10.2f} ms to sanitise"
    )


def _milliseconds(work) -> float:
    """Median of ROUNDS."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return 1000 * median(spent)


def _picture(uid: str) -> Picture:
    files = tuple(
        Rendition(f"{MEDIA_URL_MARK}{uid}/{width}.{kind}", width, width * 2 // 3, f"image/{kind}")
        for kind in ("webp", "jpeg")
        for width in WIDTHS
    )
    return Picture(
        uid=uid, alt="A picture", is_decorative=False, caption="A caption", credit="Ada", credit_url="", renditions=files
    )  # fmt: skip


def all_bodies(folder: str) -> str:
    """A sentence about rendering again every article of a prepared site, with reading and writing them."""
    command = [sys.executable, "manage.py", "rerender_bodies", "--all"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=site.ROOT, env=site.environment(folder), capture_output=True, text=True, check=False
    )
    counts = _COUNT.findall(done.stdout)
    if done.returncode or not counts:
        raise BenchFailed(f"rerender_bodies failed:\n{done.stdout}{done.stderr}")
    count, each = int(counts[-1][0]), float(counts[-1][1])
    return (
        f"{'bodies rendered again':28}{count:12,} bodies{each:13.2f} ms each with the database:"
        f" 10,000 in {10_000 * each / 1000:.0f} s"
    )
