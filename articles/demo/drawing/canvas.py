"""A supersampled sheet to draw on. Coordinates are those of the finished picture, in pixels."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Colour]]

SCALE = 2
LARGEST_FILE = 156_000


def rgb(code: str) -> Colour:
    """`"e8d5a9"` -> `(232, 213, 169)`."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def stops(*codes: str) -> list[tuple[float, Colour]]:
    """Evenly spread gradient stops from hex codes."""
    return [(n / max(1, len(codes) - 1), rgb(code)) for n, code in enumerate(codes)]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` at share 0, `second` at share 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def colour_at(place: float, gradient: Stops) -> Colour:
    """The colour of a gradient at `place`, 0 to 1."""
    for (start, first), (end, second) in zip(gradient, gradient[1:], strict=False):
        if place <= end:
            return mix(first, second, max(0.0, place - start) / max(end - start, 1e-6))
    return gradient[-1][1]


def smooth(points: Sequence[Point], *, is_closed: bool = True, steps: int = 14) -> list[Point]:
    """A Catmull-Rom curve through `points`."""
    count = len(points)
    spans = range(count if is_closed else count - 1)

    def pick(n: int) -> Point:
        return points[n % count] if is_closed else points[min(max(n, 0), count - 1)]

    curve: list[Point] = []
    for span in spans:
        before, start, end, after = (pick(span + k) for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append(
                (
                    _spline(t, before[0], start[0], end[0], after[0]),
                    _spline(t, before[1], start[1], end[1], after[1]),
                )
            )
    return curve if is_closed else [*curve, points[-1]]


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def arc(x: float, y: float, radius: float, start: float, end: float, *, tall: float = 1.0) -> list[Point]:
    """Points along an arc, degrees clockwise from three o'clock."""
    steps = max(8, int(abs(end - start) / 2))
    angles = (math.radians(start + (end - start) * n / steps) for n in range(steps + 1))
    return [(x + radius * math.cos(a), y + radius * tall * math.sin(a)) for a in angles]


def turned(points: Sequence[Point], x: float, y: float, degrees: float) -> list[Point]:
    """`points` turned clockwise around (x, y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos) for px, py in points]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Canvas:
    """One picture in the making."""

    def __init__(self, width: int, height: int, background: Stops) -> None:
        self.width, self.height = width, height
        self.image = self._gradient(background)

    @property
    def _size(self) -> tuple[int, int]:
        return self.width * SCALE, self.height * SCALE

    def _gradient(self, gradient: Stops, top: float = 0, bottom: float | None = None) -> Image.Image:
        bottom = self.height if bottom is None else bottom
        column = Image.new("RGB", (1, self.height))
        for y in range(self.height):
            place = min(1.0, max(0.0, (y - top) / max(1.0, bottom - top)))
            column.putpixel((0, y), colour_at(place, gradient))
        return column.resize(self._size, Image.Resampling.BICUBIC)

    def mask(self) -> Image.Image:
        return Image.new("L", self._size, 0)

    def polygon_mask(self, *shapes: Sequence[Point], opacity: float = 1.0, blur: float = 0) -> Image.Image:
        mask = self.mask()
        pen = ImageDraw.Draw(mask)
        for shape in shapes:
            pen.polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=round(255 * opacity))
        return mask.filter(ImageFilter.GaussianBlur(blur * SCALE)) if blur else mask

    def disc_mask(self, x: float, y: float, radius: float, *, tall: float = 1.0) -> Image.Image:
        return self.polygon_mask(arc(x, y, radius, 0, 360, tall=tall))

    def fill(self, mask: Image.Image, colour: Colour, *, inside: Image.Image | None = None) -> None:
        """Lay a colour through a mask, kept inside a second mask if one is given."""
        self.image.paste(colour, (0, 0), ImageChops.multiply(mask, inside) if inside else mask)

    def shade(self, mask: Image.Image, gradient: Stops, top: float, bottom: float) -> None:
        """Lay a vertical gradient through a mask."""
        self.image.paste(self._gradient(gradient, top, bottom), (0, 0), mask)

    def polygon(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        opacity: float = 1.0,
        blur: float = 0,
        inside: Image.Image | None = None,
    ) -> None:
        if opacity == 1.0 and not blur and inside is None:
            ImageDraw.Draw(self.image).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)
        else:
            self.fill(self.polygon_mask(points, opacity=opacity, blur=blur), colour, inside=inside)

    def blob(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        opacity: float = 1.0,
        blur: float = 0,
        inside: Image.Image | None = None,
    ) -> None:
        """A closed smooth shape through `points`."""
        self.polygon(smooth(points), colour, opacity=opacity, blur=blur, inside=inside)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour,
        *,
        tall: float = 1.0,
        opacity: float = 1.0,
        blur: float = 0,
        inside: Image.Image | None = None,
    ) -> None:
        self.polygon(arc(x, y, radius, 0, 360, tall=tall), colour, opacity=opacity, blur=blur, inside=inside)

    def ring(
        self, x: float, y: float, radius: float, width: float, colour: Colour, *, opacity: float = 1.0
    ) -> None:
        outer = self.disc_mask(x, y, radius + width / 2)
        hole = self.disc_mask(x, y, radius - width / 2)
        mask = ImageChops.subtract(outer, hole)
        self.fill(mask.point(lambda v: round(v * opacity)), colour)

    def line(
        self,
        points: Sequence[Point],
        colour: Colour,
        width: float,
        *,
        opacity: float = 1.0,
        blur: float = 0,
        inside: Image.Image | None = None,
    ) -> None:
        mask = self.mask()
        pen = ImageDraw.Draw(mask)
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        pen.line(scaled, fill=round(255 * opacity), width=max(1, round(width * SCALE)), joint="curve")
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.fill(mask, colour, inside=inside)

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour,
        *,
        strength: float = 1.0,
        inside: Image.Image | None = None,
    ) -> None:
        """Light that falls off from (x, y)."""
        side = max(2, round(radius * 2 * SCALE))
        light = ImageChops.invert(Image.radial_gradient("L").resize((side, side), Image.Resampling.BICUBIC))
        light = light.point(lambda v: round(255 * strength * max(0.0, (v - 75) / 180) ** 1.6))
        mask = self.mask()
        mask.paste(light, (round((x - radius) * SCALE), round((y - radius) * SCALE)))
        self.fill(mask, colour, inside=inside)

    def stars(
        self, count: int, colour: Colour, *, seed: int, bottom: float | None = None, largest: float = 2.0
    ) -> None:
        dice = random.Random(seed)
        for _ in range(count):
            x, y = dice.uniform(0, self.width), dice.uniform(0, bottom or self.height)
            self._star(
                x, y, dice.uniform(0.5, largest), mix(self._pixel(x, y), colour, dice.uniform(0.25, 1))
            )

    def _star(self, x: float, y: float, radius: float, colour: Colour) -> None:
        edges = [(n * SCALE) for n in (x - radius, y - radius, x + radius, y + radius)]
        ImageDraw.Draw(self.image).ellipse(edges, fill=colour)

    def _pixel(self, x: float, y: float) -> Colour:
        spot = (min(int(x * SCALE), self._size[0] - 1), min(int(y * SCALE), self._size[1] - 1))
        return self.image.getpixel(spot)  # type: ignore[return-value]

    def save(self, path: Path, *, seed: int, grain: float = 0.09, vignette: float = 0.35) -> None:
        """Bring to size, add vignette and grain, and write a JPEG below `LARGEST_FILE`."""
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        picture = _grained(_vignetted(picture, vignette), grain, seed)
        for quality in range(90, 40, -4):
            picture.save(path, "JPEG", quality=quality, optimize=True, progressive=True)
            if path.stat().st_size <= LARGEST_FILE:
                return


def _vignetted(picture: Image.Image, strength: float) -> Image.Image:
    falloff = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
    mask = falloff.point(lambda v: round(255 * strength * max(0.0, (v - 90) / 165) ** 1.5))
    picture.paste((6, 6, 12), (0, 0), mask)
    return picture


def _grained(picture: Image.Image, strength: float, seed: int) -> Image.Image:
    width, height = picture.size[0] * 2 // 3, picture.size[1] * 2 // 3
    noise = Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))
    noise = noise.resize(picture.size, Image.Resampling.BICUBIC)
    noise = noise.point(lambda v: round(128 + (v - 128) * strength * 2))
    return ImageChops.overlay(picture, Image.merge("RGB", (noise, noise, noise)))
