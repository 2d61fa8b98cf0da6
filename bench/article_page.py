"""`make bench`: how quickly an article is served, as a share of what a bare Django view reaches.

Both run on the same server with the same options in the same run, turn by turn, so that what the machine
does besides falls on both. The ratios are the figures; the rest only shows where they come from.
"""

import json
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench import bodies, site
from bench.load import Count
from bench.site import BenchFailed, Server

ARTICLE = "/articles/iss-preview-cast-plot-release-date/"
ARCHIVE_LENGTH = 300
ROUNDS = 5
SECONDS = 2.5
WARM_UP_SECONDS = 0.5
# Of a core. Busier than this, it is the load generator that is measured.
MOST_BUSY = 0.95


@dataclass(frozen=True)
class Target:
    """One row of the table."""

    name: str
    server: Server
    path: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What one target did in one round."""

    per_second: float
    processor_ms: float
    bytes_each: int
    load_busy: float


def take_turn(target: Target, *, seconds: float = SECONDS) -> Turn:
    before = target.server.busy_seconds()
    count = _load(target, seconds)
    spent = target.server.busy_seconds() - before
    return Turn(
        per_second=count.answers / count.seconds,
        processor_ms=1000 * spent / max(1, count.answers),
        bytes_each=count.bytes_each,
        load_busy=count.busy_seconds / count.seconds,
    )


def _load(target: Target, seconds: float) -> Count:
    command = [
        *(sys.executable, "-m", "bench.load"),
        *(str(target.server.port), target.path, str(seconds), *target.options),
    ]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=site.ROOT, capture_output=True, text=True, timeout=seconds + 60, check=False
    )
    if done.returncode:
        raise BenchFailed(f"{target.name}: {done.stderr.strip().splitlines()[-1]}")
    return Count(**json.loads(done.stdout))


def measure(targets: Sequence[Target], say: Callable[[str], None]) -> dict[str, list[Turn]]:
    """Every target's turns, one in each round; the order turns round from one round to the next."""
    for target in targets:
        take_turn(target, seconds=WARM_UP_SECONDS)
    turns = defaultdict(list)
    for number in range(ROUNDS):
        say(f"round {number + 1} of {ROUNDS} …")
        for target in targets if number % 2 else reversed(targets):
            turns[target.name].append(take_turn(target))
    return turns


def table(targets: Sequence[Target], turns: dict[str, list[Turn]]) -> str:
    """Medians of all rounds. The first target is what the others are compared with, round by round."""
    yardstick = turns[targets[0].name]
    lines = [
        f"{'':28}{'requests/s':>12}{'processor':>14}{'answer':>12}{'requests/s':>14}{'processor':>12}",
        f"{'median of ' + str(ROUNDS) + ' rounds':28}{'':>12}{'per request':>14}{'':>12}{'of bare':>14}{'of bare':>12}",
    ]
    for target in targets:
        own = turns[target.name]
        speed = median(turn.per_second / bare.per_second for turn, bare in zip(own, yardstick, strict=True))
        cost = median(
            bare.processor_ms / turn.processor_ms for turn, bare in zip(own, yardstick, strict=True)
        )
        lines.append(
            f"{target.name:28}{median(turn.per_second for turn in own):12,.0f}"
            f"{median(turn.processor_ms for turn in own):11.3f} ms"
            f"{own[-1].bytes_each / 1000:9.1f} kB{speed:14.4f}{cost:12.4f}"
        )
    return "\n".join(lines)


def remarks(turns: dict[str, list[Turn]]) -> list[str]:
    """What makes a figure less than it seems."""
    return [
        f"The load generator was the limit for “{name}”: believe its processor time, not its requests/s."
        for name, own in turns.items()
        if median(turn.load_busy for turn in own) > MOST_BUSY
    ]


def run(say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        say(f"preparing a site with the sample article and {ARCHIVE_LENGTH} more …")
        site.prepare(folder, articles=ARCHIVE_LENGTH)
        with (
            site.serving("bench.bare:application", folder, path="/", shows="Bare") as bare,
            site.serving("blog.wsgi:application", folder, path=ARTICLE, shows="I.S.S.") as blog,
        ):
            targets = [
                Target("bare Django view", bare, "/", ("gzip",)),
                Target("article page", blog, ARTICLE),
                Target("article page, gzip asked", blog, ARTICLE, ("gzip",)),
            ]
            turns = measure(targets, say)
        say("\n".join(["", table(targets, turns), *remarks(turns), ""]))
        say(bodies.one_body())
        say(bodies.all_bodies(folder))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and folder go, as with Ctrl-C
    try:
        run(say)
    except BenchFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
