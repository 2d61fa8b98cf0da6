"""Whether pages about works cost the same on a large site as on a small one: part of `make bench`.

Processor time in the same process without a server, so that what the machine does besides does not count. The
figure is the ratio, large to small; 1 means that the archive costs nothing.
"""

import sys

from bench.site import BenchFailed, measured_by


def main() -> int:
    try:
        (few, small), (many, large) = measured_by("bench.hub_pages").items()
    except BenchFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    heads = "".join(f"{int(count):,} works".rjust(14) for count in (few, many))
    sys.stdout.write(f"{'processor time of a page':34}{heads}{'large/small':>14}\n")
    for address, milliseconds in small.items():
        ratio = large[address] / milliseconds
        sys.stdout.write(f"{address:34}{milliseconds:11.1f} ms{large[address]:11.1f} ms{ratio:14.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
