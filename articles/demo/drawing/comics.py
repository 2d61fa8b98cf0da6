"""Posters after the Sunday pages: a dinosaur, a walking bed, a brick."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import random

from drawing.canvas import Canvas, Point, arc, box, mix, rgb, smooth, stops, turned


def gertie() -> Canvas:
    """A long-necked dinosaur bends across the sun to greet a man with a whip."""
    sheet = Canvas(1600, 900, stops("f3e0b6", "f2c49a", "e58b72"))
    sheet.disc(760, 400, 290, rgb("fff2d0"))
    sheet.polygon(smooth([(-60, 560), (200, 470), (420, 540), (640, 500), (1000, 560), (1300, 470),
                          (1700, 560),
                          (1700, 700), (-60, 700)]), rgb("8fa58a"))
    sheet.polygon(box(0, 640, 1600, 900), rgb("3f7470"))
    for n in range(9):
        width = 250 - n * 14
        sheet.polygon(arc(760 + (n % 3 - 1) * 16, 676 + n * 22, width, 0, 360, tall=0.022), rgb("fff2d0"),
                      opacity=0.8)
    _dinosaur(sheet)
    sheet.polygon(smooth([(-60, 820), (300, 790), (700, 830), (1100, 790), (1400, 760), (1700, 780),
                          (1700, 960),
                          (-60, 960)]), rgb("1c3a3a"))
    _trainer(sheet, 1240, 782)
    return sheet


def _dinosaur(sheet: Canvas) -> None:
    hide = rgb("24474a")
    sheet.blob([(120, 860), (60, 790), (96, 720), (180, 690), (250, 580), (360, 480), (500, 440),
                (620, 470),
                (690, 450), (740, 340), (800, 220), (900, 150), (1000, 160), (1066, 210), (1112, 246),
                (1106, 282),
                (1050, 290), (990, 268), (940, 262), (900, 310), (868, 420), (836, 560), (760, 660), (742,
                                                                                                      870),
                (640, 876), (632, 740), (500, 730), (420, 740), (410, 876), (300, 876), (290, 760), (210,
                                                                                                     770),
                (150, 800), (180, 850)], hide)
    sheet.blob([(500, 452), (610, 476), (700, 460), (760, 340), (820, 226), (900, 164), (960, 160),
                (880, 210),
                (820, 330), (780, 470), (680, 540), (560, 520)], rgb("4f7d74"), opacity=0.55, blur=8)
    sheet.disc(992, 204, 11, rgb("fff2d0"))
    sheet.disc(995, 206, 6, rgb("0f2224"))
    sheet.line(smooth([(1040, 272), (1074, 274), (1100, 262)], is_closed=False), rgb("0f2224"), 5)


def _trainer(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("0f2224")
    sheet.disc(x, y - 150, 17, ink)
    sheet.blob([(x - 20, y - 126), (x + 20, y - 126), (x + 30, y - 46), (x - 26, y - 46)], ink)
    sheet.polygon([(x - 20, y - 60), (x + 20, y - 60), (x + 24, y + 6), (x + 8, y + 6), (x, y - 30),
                   (x - 10, y + 6),
                   (x - 26, y + 6)], ink)
    sheet.line([(x - 14, y - 118), (x - 62, y - 150), (x - 86, y - 190)], ink, 11)
    sheet.line(smooth([(x - 86, y - 190), (x - 130, y - 290), (x - 60, y - 330), (x - 30, y - 270)],
                      is_closed=False),
               ink, 4)
    sheet.line([(x + 14, y - 116), (x + 44, y - 76)], ink, 11)


def nemo() -> Canvas:
    """A bed on stilt legs steps over the rooftops by moonlight, a boy holding on."""
    sheet = Canvas(1600, 900, stops("1f1f52", "4a3b86", "c6789a", "f3b79a"))
    sheet.stars(170, rgb("fff3d6"), seed=7, bottom=480)
    sheet.disc(1040, 300, 226, rgb("fbe8b8"))
    sheet.disc(1100, 262, 30, rgb("ecd09a"))
    sheet.disc(980, 390, 44, rgb("ecd09a"))
    _rooftops(sheet, 3, 660, "6a3f74", 150)
    _bed(sheet)
    _rooftops(sheet, 9, 770, "2c1d4a", 210)
    return sheet


def _rooftops(sheet: Canvas, seed: int, top: float, code: str, spacing: float) -> None:
    dice = random.Random(seed)
    x = -60.0
    while x < 1640:
        width, peak = spacing * dice.uniform(0.8, 1.2), top + dice.uniform(-70, 50)
        sheet.polygon([(x, 900), (x, peak + 50), (x + width / 2, peak - 30), (x + width, peak + 50),
                       (x + width, 900)],
                      rgb(code))
        sheet.polygon(box(x + width * 0.68, peak - 56, x + width * 0.8, peak + 30), rgb(code))
        for column in (0.28, 0.58):
            if dice.random() < 0.6:
                left = x + width * column
                sheet.polygon(box(left, peak + 70, left + 22, peak + 104), rgb("ffd58a"))
        x += width


def _leg(sheet: Canvas, points: list[Point], colour: str) -> None:
    sheet.line(smooth(points, is_closed=False), rgb(colour), 20)
    end = points[-1]
    sheet.disc(end[0] - 8, end[1], 22, rgb(colour), tall=0.6)


def _bed(sheet: Canvas) -> None:
    wood, dark = "b5532f", "7d3226"
    _leg(sheet, [(470, 420), (380, 560), (420, 690), (330, 840)], dark)
    _leg(sheet, [(930, 420), (1010, 560), (950, 690), (1060, 860)], dark)
    _leg(sheet, [(520, 430), (560, 580), (500, 700), (580, 870)], wood)
    _leg(sheet, [(880, 430), (800, 570), (880, 700), (760, 850)], wood)
    tilt = -7.0

    def part(points: list[Point], code: str, *, is_round: bool = False) -> None:
        shape = turned(smooth(points) if is_round else points, 700, 400, tilt)
        sheet.polygon(shape, rgb(code))

    part(box(440, 180, 484, 450), wood)
    part(box(428, 176, 496, 196), dark)
    part(arc(462, 156, 22, 0, 360), "e8b04a")
    part(box(920, 270, 962, 450), wood)
    part(box(908, 262, 974, 280), dark)
    part(arc(941, 242, 20, 0, 360), "e8b04a")
    part(box(470, 390, 940, 440), dark)
    part([(480, 330), (560, 318), (700, 330), (860, 316), (930, 340), (944, 470), (860, 452), (760, 492),
          (640, 456),
          (540, 486), (470, 452)], "f6ead0", is_round=True)
    part([(490, 300), (560, 276), (620, 300), (612, 350), (500, 356)], "ffffff", is_round=True)
    part([(640, 330), (730, 306), (850, 306), (926, 336), (938, 440), (800, 426), (690, 440)], "4a7fb0",
         is_round=True)
    part([(600, 340), (596, 250), (634, 226), (676, 250), (690, 340)], "fdf6e4", is_round=True)
    part([(600, 212), (606, 170), (640, 154), (672, 172), (676, 212), (640, 240)], "f2c9a2", is_round=True)
    part([(596, 204), (592, 160), (636, 132), (684, 160), (676, 180), (636, 168)], "3a2030", is_round=True)
    part([(670, 262), (742, 228), (752, 246), (690, 300)], "fdf6e4", is_round=True)
    for x in (650, 662):
        part(arc(x + 2, 196, 4, 0, 360), "3a2030")
    part(arc(660, 216, 7, 0, 360, tall=1.2), "3a2030")


def krazy() -> Canvas:
    """A brick in flight under a huge moon; the cat who hopes it will land."""
    sheet = Canvas(1600, 900, stops("3a1d4f", "8a2f5c", "e2603f", "f5a44a"))
    sheet.disc(620, 360, 250, rgb("fbe3a0"))
    for points, code in (([(930, 700), (980, 330), (1010, 300), (1120, 300), (1150, 340), (1210, 700)],
                          "6b2545"),
                         ([(1260, 720), (1300, 440), (1420, 430), (1470, 720)], "7d2c48"),
                         ([(60, 720), (110, 500), (150, 480), (250, 490), (300, 720)], "7d2c48")):
        sheet.polygon(points, rgb(code))
        right = points[-1][0]
        sheet.polygon([(p[0] * 0.35 + right * 0.65, p[1]) for p in points], rgb("4a1a3a"), opacity=0.6)
    ground = sheet.polygon_mask(smooth([(-60, 700), (300, 680), (800, 716), (1200, 690), (1700, 720),
                                        (1700, 960),
                                        (-60, 960)]))
    sheet.shade(ground, stops("d9582f", "7a2030"), 690, 900)
    for x, width in ((200, 120), (640, 260), (1180, 190)):
        sheet.polygon(arc(x, 800 + width * 0.16, width, 0, 360, tall=0.05), rgb("5c1a30"), opacity=0.6)
    _cat(sheet, 1080, 760)
    _mouse(sheet, 250, 752)
    _brick(sheet)
    return sheet


def _cat(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("150b16")
    sheet.blob([(x - 84, y + 4), (x - 74, y - 120), (x - 34, y - 190), (x + 30, y - 190), (x + 72, y - 110),
                (x + 86, y + 4)], ink)
    sheet.blob([(x - 96, y - 230), (x - 76, y - 290), (x, y - 310), (x + 76, y - 290), (x + 90, y - 230),
                (x + 44, y - 180), (x - 50, y - 180)], ink)
    sheet.polygon([(x - 84, y - 260), (x - 92, y - 364), (x - 20, y - 300)], ink)
    sheet.polygon([(x + 84, y - 260), (x + 88, y - 364), (x + 18, y - 300)], ink)
    sheet.line(smooth([(x + 70, y - 20), (x + 170, y - 10), (x + 200, y - 110), (x + 150, y - 170),
                       (x + 190, y - 230)],
                      is_closed=False), ink, 22)
    for eye in (-44, 6):
        sheet.disc(x + eye, y - 246, 21, rgb("fbe3a0"), tall=1.2)
        sheet.disc(x + eye - 8, y - 250, 8, ink)
    sheet.line(smooth([(x - 62, y - 206), (x - 24, y - 196), (x + 14, y - 206)], is_closed=False),
               rgb("fbe3a0"), 5)
    sheet.line(smooth([(x - 60, y - 184), (x, y - 172), (x + 56, y - 184)], is_closed=False),
               rgb("d9302f"), 15)


def _mouse(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("150b16")
    sheet.blob([(x - 22, y), (x - 20, y - 66), (x, y - 84), (x + 22, y - 66), (x + 24, y)], ink)
    sheet.disc(x + 4, y - 98, 24, ink)
    for ear in (-20, 24):
        sheet.disc(x + ear, y - 124, 16, ink)
    sheet.disc(x + 12, y - 102, 5, rgb("fbe3a0"))
    sheet.line([(x + 16, y - 66), (x + 64, y - 100), (x + 84, y - 136)], ink, 9)
    sheet.line([(x - 20, y - 20), (x - 66, y - 10), (x - 86, y - 44)], ink, 5)


def _brick(sheet: Canvas) -> None:
    path = smooth([(346, 600), (440, 470), (560, 384), (690, 344), (770, 350)], is_closed=False)
    for n in range(0, len(path) - 6, 6):
        sheet.disc(*path[n], 5 + n / 14, mix(rgb("8a2f5c"), rgb("c23a22"), n / len(path)))
    x, y, tilt = 826.0, 366.0, 24.0
    sheet.polygon(turned([(x - 84, y - 40), (x + 84, y - 40), (x + 84, y + 40), (x - 84, y + 40)], x, y,
                         tilt),
                  rgb("c23a22"))
    sheet.polygon(turned([(x - 84, y - 40), (x - 62, y - 66), (x + 106, y - 66), (x + 84, y - 40)], x, y,
                         tilt),
                  rgb("e86b45"))
    sheet.polygon(turned([(x + 84, y - 40), (x + 106, y - 66), (x + 106, y + 14), (x + 84, y + 40)], x, y,
                         tilt),
                  rgb("8a2318"))
