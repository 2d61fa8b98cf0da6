"""Whether writing costs the same on a large site as on a small one: part of `make bench`.

Processor time in the same process without a server, as a ratio to a page of the admin with nothing to do, measured in
the same run; beside it the time by the clock, which other work on the machine disturbs.
"""

import sys

from bench.desk_acts import FLOOR
from bench.site import BenchFailed, measured_by


def main() -> int:
    try:
        sizes = measured_by("bench.desk_acts")
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
