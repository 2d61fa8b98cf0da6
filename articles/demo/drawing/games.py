"""Posters for games on round screens and square ones."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import math

from drawing.canvas import Canvas, arc, box, mix, rgb, stops, turned


def spacewar() -> Canvas:
    """Two needles of light circle a star on a round tube."""
    sheet = Canvas(1600, 900, stops("16181f", "1d2029", "101217"))
    for n in range(14):
        sheet.polygon(box(60, 90 + n * 54, 300, 94 + n * 54), rgb("2b2f3a"))
        for lamp in range(6):
            is_lit = (n * 7 + lamp * 5) % 4 == 0
            sheet.disc(90 + lamp * 36, 70 + n * 54, 7, rgb("ff9a3c" if is_lit else "2b2f3a"))
    hexagon = arc(920, 450, 470, 22.5, 382.5)
    sheet.polygon([hexagon[n * (len(hexagon) - 1) // 8] for n in range(8)], rgb("2c3038"))
    sheet.disc(920, 450, 400, rgb("0a0c10"))
    tube = sheet.disc_mask(920, 450, 384)
    sheet.shade(tube, stops("062029", "0a3440", "04141b"), 66, 834)
    sheet.glow(920, 450, 420, rgb("1f8c94"), strength=0.55, inside=tube)
    for x, y, size in ((700, 250, 3), (760, 640, 4), (1130, 240, 3), (1180, 600, 3), (640, 470, 3),
                       (1010, 720, 4),
                       (860, 180, 3), (1220, 420, 3), (1060, 330, 2), (770, 380, 2), (880, 790, 3), (960,
                                                                                                     120,
                                                                                                     3)):
        sheet.disc(x, y, size, rgb("bff6ee"))
    _central_star(sheet)
    _ship(sheet, 706, 330, -36, (150, 246))
    _ship(sheet, 1140, 590, 146, (-30, 66))
    for n in range(5):
        sheet.disc(770 + n * 38, 300 - n * 13, 4, rgb("e8fffb"))
    sheet.line(arc(920, 450, 360, 205, 250), rgb("ffffff"), 10, opacity=0.18, blur=5)
    return sheet


def _central_star(sheet: Canvas) -> None:
    sheet.glow(920, 450, 150, rgb("9ff5ea"), strength=0.9)
    for n in range(8):
        angle = math.radians(n * 45 + 12)
        reach = 62 if n % 2 else 36
        sheet.line([(920 - reach * math.cos(angle), 450 - reach * math.sin(angle)),
                    (920 + reach * math.cos(angle), 450 + reach * math.sin(angle))], rgb("e8fffb"), 4)
    sheet.disc(920, 450, 12, rgb("ffffff"))


def _ship(sheet: Canvas, x: float, y: float, tilt: float, trail: tuple[float, float]) -> None:
    path = arc(920, 450, math.hypot(x - 920, y - 450), trail[0], trail[1])
    for n, place in enumerate(path):
        sheet.disc(*place, 1.5 + 2.5 * n / len(path), mix(rgb("0a3440"), rgb("6fe6da"), n / len(path)))
    sheet.glow(x, y, 90, rgb("6fe6da"), strength=0.6)
    hull = turned([(x, y - 52), (x + 14, y - 6), (x + 24, y + 44), (x, y + 30), (x - 24, y + 44),
                   (x - 14, y - 6)],
                  x, y, tilt)
    sheet.polygon(hull, rgb("e8fffb"))


def tennis() -> Canvas:
    """An oscilloscope plays a rally with itself."""
    sheet = Canvas(1600, 900, stops("c9b48c", "b3986c", "8f7450"))
    sheet.polygon(box(0, 0, 1600, 24), rgb("6d5438"))
    sheet.disc(640, 456, 416, rgb("5b4630"), opacity=0.6, blur=16)
    sheet.disc(640, 440, 410, rgb("2a2a28"))
    sheet.ring(640, 440, 392, 12, rgb("5f5d55"))
    tube = sheet.disc_mask(640, 440, 372)
    sheet.shade(tube, stops("0c3a2a", "0f4a34", "06231a"), 70, 810)
    for n in range(-5, 6):
        sheet.line([(640 + n * 72, 60), (640 + n * 72, 820)], rgb("2c7a58"), 2, opacity=0.6, inside=tube)
        sheet.line([(260, 440 + n * 72), (1020, 440 + n * 72)], rgb("2c7a58"), 2, opacity=0.6, inside=tube)
    light = rgb("b8ffcf")
    for width, strength in ((22, 0.22), (7, 1.0)):
        sheet.line([(330, 590), (950, 590)], light, width, opacity=strength, blur=2, inside=tube)
        sheet.line([(640, 590), (640, 500)], light, width, opacity=strength, blur=2, inside=tube)
    for n in range(25):
        t = n / 24
        x, y = 380 + 470 * t, 560 - 1240 * t * (1 - t) * 0.92
        sheet.disc(x, y, 4 + 7 * t, mix(rgb("2c7a58"), light, t), inside=tube)
    sheet.glow(850, 560, 120, light, strength=0.9, inside=tube)
    sheet.disc(850, 560, 19, rgb("f2fff6"))
    sheet.line(arc(640, 440, 340, 200, 245), rgb("ffffff"), 14, opacity=0.2, blur=6)
    _knobs(sheet)
    return sheet


def _knobs(sheet: Canvas) -> None:
    for x, y, radius, turn in ((1210, 230, 84, -50), (1430, 230, 54, 30), (1210, 480, 54, 140),
                               (1430, 480, 84, 80)):
        sheet.disc(x + 6, y + 12, radius, rgb("4a3826"), opacity=0.7, blur=8)
        sheet.disc(x, y, radius, rgb("2a2a28"))
        sheet.disc(x, y, radius * 0.72, rgb("43423c"))
        end = arc(x, y, radius * 0.66, turn, turn + 2)[0]
        sheet.line([(x, y), end], rgb("efe2c6"), 9)
        for n in range(9):
            mark = arc(x, y, radius + 18, 150 + n * 30, 151 + n * 30)[0]
            sheet.disc(*mark, 4, rgb("4a3826"))
    sheet.polygon(box(1150, 660, 1490, 780), rgb("4a3826"))
    sheet.disc(1230, 720, 30, rgb("d9402f"))
    sheet.polygon(box(1320, 700, 1450, 740), rgb("2a2a28"))


def pong() -> Canvas:
    """Two bars, a dotted line, and a coin where the ball should be."""
    sheet = Canvas(1600, 900, stops("0b0b0d", "0e0e11"))
    right = sheet.polygon_mask(box(800, 0, 1600, 900))
    sheet.shade(right, stops("f2683a", "e2502c"), 0, 900)
    for n in range(13):
        sheet.polygon(box(788, 18 + n * 70, 812, 58 + n * 70), rgb("f4ead2"))
    sheet.polygon(box(120, 300, 176, 620), rgb("f4ead2"))
    sheet.polygon(box(1424, 160, 1480, 480), rgb("0b0b0d"))
    for n in range(9):
        t = n / 9
        x, y = 230 + t * 690, 560 - t * 190
        radius = 40 + 90 * t
        sheet.disc(x, y, radius,
                   mix(rgb("0e0e11"), rgb("d9a23a"), 0.06 + 0.3 * t) if x < 760 else rgb("c98a2e"),
                   opacity=0.9)
    _coin(sheet, 960, 360, 176)
    return sheet


def _coin(sheet: Canvas, x: float, y: float, radius: float) -> None:
    sheet.disc(x + 12, y + 16, radius, rgb("1a0f0a"), opacity=0.5, blur=12)
    sheet.disc(x, y, radius, rgb("b9b7ae"))
    face = sheet.disc_mask(x, y, radius)
    sheet.shade(face, stops("fbf8ec", "cfccc0", "8f8c82"), y - radius, y + radius)
    for n in range(72):
        angle = math.radians(n * 5)
        sheet.line([(x + (radius - 10) * math.cos(angle), y + (radius - 10) * math.sin(angle)),
                    (x + radius * math.cos(angle), y + radius * math.sin(angle))], rgb("77746b"), 3)
    sheet.ring(x, y, radius - 18, 5, rgb("8f8c82"))
    for left in (-70, 46):
        sheet.polygon(box(x + left, y - 56, x + left + 24, y + 56), rgb("6d6a62"))
    sheet.polygon(box(x - 12, y - 12, x + 12, y + 12), rgb("6d6a62"))


def nim() -> Canvas:
    """Four columns of lamps; somebody has already taken the ones that mattered."""
    sheet = Canvas(1600, 900, stops("0f1a3c", "14224d", "0a1128"))
    sheet.polygon([(320, 900), (370, 60), (1230, 60), (1280, 900)], rgb("0a1128"))
    sheet.ring(800, 130, 46, 8, rgb("e8b04a"))
    sheet.disc(800, 130, 22, rgb("e2502c"))
    for column, lit in enumerate((7, 4, 2, 1)):
        for row in range(7):
            x, y = 500 + column * 200, 790 - row * 88
            if row < lit:
                sheet.glow(x, y, 108, rgb("ffb84a"), strength=0.75)
                sheet.disc(x, y, 36, rgb("ffe6a6"))
                sheet.disc(x, y, 24, rgb("fff8e2"))
            else:
                sheet.disc(x, y, 36, rgb("1a2a5c"))
                sheet.disc(x, y, 30, rgb("0f1a3c"))
    for side in (0, 1):
        for n in range(9):
            left = 60 + n * 28 if not side else 1300 + n * 28
            top = 300 + (n if side else 8 - n) * 46
            sheet.polygon(box(left, top, left + 14, 900), rgb("e8b04a"), opacity=0.25 + 0.05 * n)
    return sheet
