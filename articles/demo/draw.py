"""Draws every picture of the sample site into `pictures/`: `python articles/demo/draw.py [name …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from drawing import comics, games, orbit, portraits, rails, silents, television
from drawing.canvas import Canvas

TARGET = Path(__file__).parent / "pictures"

DRAWINGS: dict[str, Callable[[], Canvas]] = {
    "iss-kira": orbit.kira,
    "iss-station": orbit.station,
    "moon-shell": orbit.moon,
    "nosferatu-stairs": silents.nosferatu,
    "caligari-street": silents.caligari,
    "metropolis-tower": silents.metropolis,
    "general-trestle": rails.general,
    "sherlock-screen": rails.sherlock,
    "outlaw-fires": rails.train_robbery,
    "five-beams": silents.projector,
    "open-archive": silents.open_door,
    "clock-hand": silents.clock,
    "gertie-lake": comics.gertie,
    "nemo-bed": comics.nemo,
    "krazy-brick": comics.krazy,
    "spacewar-tube": games.spacewar,
    "tennis-oscilloscope": games.tennis,
    "pong-coin": games.pong,
    "nim-lamps": games.nim,
    "scanning-disc": television.scanning_disc,
    "thirty-lines": television.thirty_lines,
    "portrait-julia-glassman": portraits.initials_mark,
    "portrait-bea-lampwright": portraits.house,
    "portrait-ottoline-brisk": portraits.ottoline,
    "portrait-teodoro-vane": portraits.teodoro,
    "portrait-noor-halloway": portraits.noor,
}


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them. A picture's grain is seeded by its name."""
    for name in names or list(DRAWINGS):
        seed = sum(ord(letter) * place for place, letter in enumerate(name, start=1))
        DRAWINGS[name]().save(TARGET / f"{name}.jpg", seed=seed)


if __name__ == "__main__":
    main(sys.argv[1:])
