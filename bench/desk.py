"""Whether writing costs the same on a large site as on a small one: part of `make bench`.

Processor time in the same process without a server, as a ratio to a page of the admin with nothing to do, measured in
the same run; beside it the time by the clock, which other work on the machine disturbs.
"""

import json
import subprocess
import sys
import tempfile

from bench import site
from bench.desk_acts import FLOOR
from bench.site import BenchFailed


def measured() -> dict[str, dict[str, tuple[float, float]]]:
    """By number of articles: milliseconds of processor time and by the clock, by act."""
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        site.prepare(folder, articles=1)
        done = subprocess.run(
            [sys.executable, "-m", "bench.desk_acts"],
            cwd=site.ROOT, env=site.environment(folder), capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise BenchFailed(f"The desk could not be measured:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def main() -> int:
    try:
        sizes = measured()
    except BenchFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for articles, acts in sizes.items():
        floor, _ = acts[FLOOR]
        sys.stdout.write(
            f"{int(articles):,} articles\n{'':50}{'processor':>12}{'clock':>10}{'of floor':>10}\n"
        )
        for name, (processor, clock) in acts.items():
            sys.stdout.write(f"{name:50}{processor:9.1f} ms{clock:7.0f} ms{processor / floor:10.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
