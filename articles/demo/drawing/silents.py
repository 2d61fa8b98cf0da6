"""Posters for silent films with shadows in them."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import math
import random

from drawing.canvas import Canvas, Point, box, mix, rgb, smooth, stops


def nosferatu() -> Canvas:
    """A clawed shadow climbs a staircase towards nobody who is expecting it."""
    sheet = Canvas(1600, 900, stops("0a1614", "10241f", "07100f"))
    sheet.glow(900, 380, 900, rgb("6f8f5e"), strength=0.55)
    wall = sheet.disc_mask(900, 420, 372)
    sheet.shade(wall, stops("e4e6b4", "c3cc8f", "7f9563"), 50, 790)
    shadow = rgb("0b1512")
    sheet.blob([(420, 920), (470, 640), (548, 470), (640, 392), (730, 372), (800, 420), (830, 520),
                (836, 700),
                (850, 920)], shadow)
    sheet.blob([(660, 400), (646, 300), (676, 214), (742, 186), (806, 214), (826, 276), (846, 316),
                (826, 334),
                (822, 372), (774, 398), (780, 450), (690, 470)], shadow)
    sheet.polygon([(664, 300), (624, 222), (690, 224)], shadow)
    sheet.polygon(smooth([(740, 470), (880, 420), (990, 372), (1066, 352), (1076, 384), (1000, 420),
                          (900, 480),
                          (800, 560)]), shadow)
    for reach, droop in (((1236, 250), -14), ((1276, 306), -8), ((1290, 368), 4), ((1262, 432), 14),
                         ((1150, 470), 26)):
        _claw(sheet, (1040, 374), reach, droop)
    _staircase(sheet)
    return sheet


def _claw(sheet: Canvas, start: Point, end: Point, bend: float) -> None:
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 22 + bend / 2)
    sheet.polygon(smooth([(start[0], start[1] - 14), (middle[0], middle[1] - 11), end,
                          (middle[0], middle[1] + 11),
                          (start[0], start[1] + 14)]), rgb("0b1512"))


def _staircase(sheet: Canvas) -> None:
    ink, edge = rgb("050b0a"), rgb("3f5a45")
    steps: list[Point] = [(0, 900)]
    for n in range(11):
        x, y = n * 150.0, 880.0 - n * 34
        steps += [(x, y), (x + 150, y)]
    sheet.polygon([*steps, (1650, 900)], ink)
    for n in range(11):
        x, y = n * 150.0, 880.0 - n * 34
        sheet.line([(x, y), (x + 150, y)], edge, 3, opacity=0.7)
        for spare in (30, 105):
            sheet.polygon(box(x + spare, y - 116 - spare * 0.22, x + spare + 11, y), ink)
    sheet.line([(0, 770), (1600, 407)], ink, 24)
    sheet.polygon(box(1450, 330, 1500, 620), ink)
    sheet.disc(1475, 318, 38, ink)


def caligari() -> Canvas:
    """A street that leans, and a thin man in black who does not."""
    sheet = Canvas(1600, 900, stops("d9b98a", "e8d7b2", "d8b37c"))
    sheet.disc(890, 300, 190, rgb("f6edd2"))
    sheet.disc(890, 300, 190, rgb("c2482c"), opacity=0.95)
    ink, rust, bone = rgb("17110f"), rgb("8f3322"), rgb("f1e6c8")
    sheet.polygon([(0, 0), (520, 0), (390, 190), (610, 420), (500, 640), (660, 900), (0, 900)], ink)
    sheet.polygon([(1600, 0), (1180, 0), (1340, 260), (1090, 430), (1230, 640), (1010, 900), (1600, 900)],
                  ink)
    sheet.polygon([(520, 0), (600, 0), (450, 196), (660, 424), (556, 640), (720, 900), (660, 900),
                   (500, 640),
                   (610, 420), (390, 190)], rust)
    sheet.polygon([(1180, 0), (1110, 0), (1280, 262), (1040, 432), (1170, 640), (950, 900), (1010, 900),
                   (1230, 640),
                   (1090, 430), (1340, 260)], rust)
    for shape in ([(120, 110), (250, 80), (220, 260), (90, 240)], [(280, 330), (420, 380), (380, 530),
                                                                   (300, 500)],
                  [(70, 470), (190, 440), (220, 640), (100, 660)], [(1420, 120), (1530, 90), (1510, 280),
                                                                    (1440, 260)],
                  [(1290, 470), (1400, 430), (1420, 600), (1330, 610)]):
        _crooked_window(sheet, shape)
    sheet.polygon([(690, 640), (1030, 610), (1300, 900), (420, 900)], bone)
    for shape in ([(690, 640), (760, 634), (560, 900), (420, 900)], [(860, 625), (900, 622), (980, 900),
                                                                     (820, 900)],
                  [(980, 614), (1030, 610), (1300, 900), (1180, 900)]):
        sheet.polygon(shape, ink)
    _sleepwalker(sheet, 880, 470)
    return sheet


def _crooked_window(sheet: Canvas, shape: list[Point]) -> None:
    sheet.polygon(shape, rgb("f0cf7a"))
    tops = ((shape[0][0] + shape[1][0]) / 2, (shape[0][1] + shape[1][1]) / 2)
    feet = ((shape[2][0] + shape[3][0]) / 2, (shape[2][1] + shape[3][1]) / 2)
    sheet.line([tops, feet], rgb("17110f"), 9)
    sheet.line([((shape[0][0] + shape[3][0]) / 2, (shape[0][1] + shape[3][1]) / 2),
                ((shape[1][0] + shape[2][0]) / 2, (shape[1][1] + shape[2][1]) / 2)], rgb("17110f"), 9)


def _sleepwalker(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("0d0a0a")
    sheet.polygon([(x - 48, y - 130), (x + 48, y - 130), (x + 30, y + 40), (x + 62, y + 262),
                   (x + 24, y + 262),
                   (x, y + 70), (x - 24, y + 262), (x - 62, y + 262), (x - 30, y + 40)], ink)
    sheet.polygon(smooth([(x + 40, y - 126), (x + 120, y - 190), (x + 176, y - 292), (x + 190, y - 286),
                          (x + 140, y - 166), (x + 50, y - 82)]), ink)
    sheet.polygon(smooth([(x - 44, y - 124), (x - 92, y - 20), (x - 132, y + 62), (x - 112, y + 66),
                          (x - 60, y - 10),
                          (x - 30, y - 80)]), ink)
    sheet.blob([(x, y - 226), (x + 34, y - 206), (x + 32, y - 158), (x, y - 126), (x - 32, y - 158),
                (x - 34, y - 206)],
               rgb("f6edd2"))
    sheet.blob([(x - 40, y - 160), (x - 46, y - 214), (x, y - 246), (x + 46, y - 214), (x + 40, y - 160),
                (x + 28, y - 202), (x, y - 212), (x - 28, y - 202)], ink)
    for side in (-1, 1):
        sheet.blob([(x + side * 5, y - 184), (x + side * 14, y - 192), (x + side * 24, y - 182),
                    (x + side * 15, y - 160)],
                   ink)


def metropolis() -> Canvas:
    """A tower of towers under rings of light."""
    sheet = Canvas(1600, 900, stops("0b1020", "1b1a2a", "5b3a1c"))
    sheet.glow(800, 330, 760, rgb("e0a64a"), strength=0.7)
    for n in range(28):
        angle = math.radians(n * 360 / 28 + 4)
        spread = 0.05
        sheet.polygon([(800, 300), (800 + 1500 * math.cos(angle - spread),
                                    300 + 1500 * math.sin(angle - spread)),
                       (800 + 1500 * math.cos(angle + spread), 300 + 1500 * math.sin(angle + spread))],
                      rgb("f2c46a"), opacity=0.10)
    sheet.disc(800, 300, 190, rgb("f8e2a6"))
    for radius in (232, 286, 352):
        sheet.ring(800, 300, radius, 7, rgb("f8e2a6"), opacity=0.9 - radius / 600)
    _skyline(sheet, 42, 420, "6b4521", "2a1b1c", spacing=74)
    _skyline(sheet, 17, 560, "3d2a22", "130f18", spacing=112)
    _great_tower(sheet)
    _skyways(sheet)
    return sheet


def _skyline(sheet: Canvas, seed: int, top: float, high: str, low: str, *, spacing: float) -> None:
    dice = random.Random(seed)
    x = -20.0
    while x < 1620:
        dip = 1 - abs(x - 800) / 1100
        peak = top + dice.uniform(-90, 120) + 90 * (1 - dip)
        tower = sheet.polygon_mask(box(x, peak, x + spacing * 0.92, 900),
                                   box(x + spacing * 0.26, peak - 46, x + spacing * 0.66, peak))
        sheet.shade(tower, stops(high, low), peak - 40, 900)
        for row in range(int((900 - peak) / 30)):
            if dice.random() < 0.5:
                left = x + dice.choice((0.16, 0.42, 0.66)) * spacing
                sheet.polygon(box(left, peak + 18 + row * 30, left + 9, peak + 32 + row * 30),
                              rgb("ffd98a"))
        x += spacing


def _great_tower(sheet: Canvas) -> None:
    for width, top in ((330, 620), (250, 470), (172, 340), (96, 236), (36, 150)):
        left = sheet.polygon_mask(box(800 - width / 2, top, 800, 900))
        right = sheet.polygon_mask(box(800, top, 800 + width / 2, 900))
        sheet.shade(left, stops("8a5a26", "20151a"), top, 900)
        sheet.shade(right, stops("2b1b1d", "0c0a12"), top, 900)
        for place in range(-int(width / 2) + 14, int(width / 2) - 8, 26):
            sheet.polygon(box(800 + place, top + 16, 800 + place + 5, 900), rgb("f2c46a"), opacity=0.28)


def _skyways(sheet: Canvas) -> None:
    for left, right, y in ((0, 720, 690), (880, 1600, 650), (0, 1600, 800)):
        sheet.polygon(smooth([(left, y), ((left + right) / 2, y - 26), (right, y), (right, y + 20),
                              ((left + right) / 2, y - 2), (left, y + 20)]), rgb("0c0a12"))
        for n in range(int((right - left) / 64)):
            x = left + 30 + n * 64
            sheet.disc(x, y - 26 * math.sin(math.pi * (x - left) / (right - left)) + 3, 5, rgb("ffd98a"))


def projector() -> Canvas:
    """Five coloured beams out of one lamp."""
    sheet = Canvas(1600, 900, stops("141018", "1d1622", "120e16"))
    lens = (520.0, 470.0)
    colours = ("e8c15a", "d9532f", "f1e6cc", "3f8f8a", "5b4a8f")
    for n, code in enumerate(colours):
        top, bottom = -60 + n * 204, -60 + (n + 1) * 204
        sheet.polygon([(lens[0], lens[1] - 20 + n * 8), (1640, top), (1640, bottom - 14),
                       (lens[0], lens[1] - 12 + n * 8)],
                      rgb(code), opacity=0.92)
    sheet.glow(lens[0], lens[1], 300, rgb("fff6d8"), strength=1.0)
    ink = rgb("0a070c")
    for x, y, radius in ((180, 250, 168), (400, 210, 122)):
        _reel(sheet, x, y, radius)
    sheet.polygon([(110, 390), (470, 372), (470, 600), (110, 600)], rgb("2c2433"))
    sheet.polygon([(470, 420), (548, 404), (548, 536), (470, 520)], rgb("4a3d52"))
    sheet.disc(548, 470, 66, rgb("fff6d8"), tall=1.0)
    sheet.polygon([(230, 600), (350, 600), (450, 930), (130, 930)], rgb("2c2433"))
    sheet.polygon(box(140, 430, 440, 446), ink)
    return sheet


def _reel(sheet: Canvas, x: float, y: float, radius: float) -> None:
    sheet.disc(x, y, radius, rgb("2c2433"))
    sheet.ring(x, y, radius - 12, 10, rgb("d9532f"))
    for n in range(5):
        angle = math.radians(72 * n - 90)
        sheet.disc(x + radius * 0.52 * math.cos(angle), y + radius * 0.52 * math.sin(angle),
                   radius * 0.22, rgb("141018"))
    sheet.disc(x, y, radius * 0.14, rgb("e8c15a"))


def open_door() -> Canvas:
    """A tall door ajar in a dark archive, the first sun of January behind it."""
    sheet = Canvas(1600, 900, stops("0c2226", "12353a", "0a1b1f"))
    door = sheet.polygon_mask(box(940, 130, 1220, 690))
    sheet.shade(door, stops("f7c65b", "f49a43", "e2603a"), 130, 690)
    sheet.disc(1080, 560, 104, rgb("fff2c9"), inside=door)
    floor = sheet.polygon_mask([(940, 690), (1220, 690), (980, 900), (300, 900)], blur=2)
    sheet.shade(floor, stops("f6b04e", "8f5a37"), 690, 900)
    _shelves(sheet)
    sheet.polygon([(1220, 130), (1330, 60), (1330, 800), (1220, 690)], rgb("07161a"))
    sheet.disc(1246, 420, 9, rgb("f7c65b"))
    walkers = ((1010, 700, 1.0), (900, 742, 1.25), (748, 800, 1.6))
    for x, y, size in walkers:
        _walker(sheet, x, y, size)
    return sheet


def _shelves(sheet: Canvas) -> None:
    dice = random.Random(4)
    for row in range(5):
        base = 180 + row * 130
        sheet.polygon(box(0, base, 860, base + 10), rgb("07161a"))
        x = 20.0
        while x < 820:
            width = dice.uniform(14, 54)
            tone = mix(rgb("12353a"), rgb("d9824a"), dice.uniform(0.04, 0.12) + x / 4200)
            sheet.polygon(box(x, base - dice.uniform(56, 104), x + width, base), tone)
            x += width + dice.choice((3, 3, 3, 26))


def _walker(sheet: Canvas, x: float, y: float, size: float) -> None:
    ink = rgb("0a1416")
    sheet.disc(x, y - 132 * size, 17 * size, ink)
    sheet.polygon(box(x - 14 * size, y - 168 * size, x + 14 * size, y - 142 * size), ink)
    sheet.polygon(box(x - 24 * size, y - 146 * size, x + 24 * size, y - 140 * size), ink)
    sheet.blob([(x - 20 * size, y - 112 * size), (x + 20 * size, y - 112 * size),
                (x + 26 * size, y - 50 * size),
                (x - 24 * size, y - 50 * size)], ink)
    for foot in (-30, 24):
        sheet.polygon([(x - 12 * size, y - 64 * size), (x + 12 * size, y - 64 * size),
                       (x + (foot + 9) * size, y),
                       (x + (foot - 9) * size, y)], ink)


def clock() -> Canvas:
    """A man in a straw hat hangs from the long hand of a clock, far above a street."""
    sheet = Canvas(1600, 900, stops("f3d9a4", "efb777", "d9774f"))
    street = [(0, 900), (0, 760), (180, 760), (180, 690), (330, 690), (330, 790), (500, 790), (500, 900)]
    sheet.polygon(street, rgb("b0553f"))
    sheet.polygon([(500, 900), (500, 820), (610, 820), (610, 740), (700, 740), (700, 900)], rgb("9a4638"))
    sheet.polygon([(840, 0), (1600, 0), (1600, 900), (700, 900)], rgb("23303a"))
    sheet.polygon([(840, 0), (900, 0), (764, 900), (700, 900)], rgb("3c4f5a"))
    x, y, radius = 1010.0, 390.0, 330.0
    sheet.disc(x + 14, y + 16, radius + 22, rgb("10181e"), opacity=0.6, blur=12)
    sheet.disc(x, y, radius + 22, rgb("c2482c"))
    sheet.disc(x, y, radius, rgb("f8eccb"))
    for hour in range(12):
        angle = math.radians(hour * 30)
        near, far = (0.78, 0.93) if hour % 3 == 0 else (0.85, 0.93)
        sheet.line([(x + radius * near * math.cos(angle), y + radius * near * math.sin(angle)),
                    (x + radius * far * math.cos(angle), y + radius * far * math.sin(angle))],
                    rgb("1a1f26"), 18)
    sheet.line([(x, y), (x + 96, y - 150)], rgb("1a1f26"), 26)
    sheet.line([(x, y), (x - 262, y + 52)], rgb("1a1f26"), 20)
    sheet.disc(x, y, 28, rgb("1a1f26"))
    _hanging_man(sheet, x - 252, y + 50)
    return sheet


def _hanging_man(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("15181d")
    for hand in (-26, 30):
        sheet.line([(x + hand, y - 8), (x + hand * 1.1, y + 86), (x + hand * 0.6, y + 150)], ink, 19)
    sheet.disc(x + 2, y + 104, 31, rgb("f2cfa6"))
    sheet.disc(x + 2, y + 82, 50, rgb("e9c35f"), tall=0.26)
    sheet.polygon(box(x - 28, y + 54, x + 32, y + 82), rgb("e9c35f"))
    sheet.polygon(box(x - 28, y + 70, x + 32, y + 80), ink)
    for eye in (-11, 15):
        sheet.ring(x + eye, y + 110, 10, 4, ink)
    sheet.blob([(x - 44, y + 148), (x, y + 136), (x + 46, y + 148), (x + 36, y + 280), (x - 34, y + 280)],
               ink)
    sheet.line([(x - 16, y + 270), (x - 40, y + 360), (x - 96, y + 404)], ink, 27)
    sheet.line([(x + 18, y + 270), (x + 32, y + 372), (x + 6, y + 450)], ink, 27)
    sheet.polygon([(x - 122, y + 396), (x - 88, y + 384), (x - 78, y + 420), (x - 112, y + 430)], ink)
    sheet.polygon(box(x - 18, y + 440, x + 34, y + 464), ink)
