"""Posters for silent films that move: engines, screens, six-shooters."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import math

from drawing.canvas import Canvas, arc, box, mix, rgb, smooth, stops


def general() -> Canvas:
    """A locomotive on a trestle before a setting sun, a small man riding its rod."""
    sheet = Canvas(1600, 900, stops("f4d8a0", "f0a65e", "d8633c"))
    sheet.disc(980, 430, 300, rgb("fdf0cf"))
    sheet.polygon(smooth([(-50, 640), (240, 520), (470, 610), (760, 540), (1100, 620), (1400, 500),
                          (1700, 620),
                          (1700, 960), (-50, 960)]), rgb("b4512f"))
    sheet.polygon(smooth([(-50, 760), (260, 690), (640, 780), (1000, 720), (1700, 800), (1700, 960),
                          (-50, 960)]),
                  rgb("7c3424"))
    _smoke(sheet)
    _trestle(sheet)
    _engine(sheet)
    return sheet


def _smoke(sheet: Canvas) -> None:
    puffs = ((566, 250, 52), (620, 190, 70), (716, 140, 88), (840, 104, 104), (990, 84, 116),
             (1150, 88, 122),
             (1320, 76, 130), (1490, 92, 140), (1620, 70, 150))
    for x, y, radius in puffs:
        sheet.disc(x + 10, y + 16, radius, rgb("a8583c"))
    for x, y, radius in puffs:
        sheet.disc(x, y, radius, rgb("fff3d8"))
    for x, y, radius in puffs:
        sheet.disc(x - radius * 0.1, y - radius * 0.16, radius * 0.78, rgb("ffffff"), opacity=0.5, blur=10)


def _trestle(sheet: Canvas) -> None:
    ink = rgb("24120f")
    sheet.polygon(box(0, 596, 1600, 622), ink)
    for n in range(17):
        x = n * 104 - 20
        sheet.polygon(box(x, 620, x + 15, 900), ink)
        sheet.line([(x, 640), (x + 110, 760)], ink, 7)
        sheet.line([(x + 110, 640), (x, 760)], ink, 7)
    for y in (640, 760, 874):
        sheet.polygon(box(0, y - 5, 1600, y + 6), ink)


def _engine(sheet: Canvas) -> None:
    ink, brass = rgb("1c1012"), rgb("d99a3a")
    sheet.polygon(box(470, 400, 900, 506), ink)
    sheet.disc(470, 453, 54, ink)
    sheet.polygon([(900, 330), (1080, 330), (1080, 560), (880, 560), (880, 400)], ink)
    sheet.polygon(box(868, 312, 1100, 338), rgb("8f2a22"))
    for left in (916, 1002):
        sheet.polygon(box(left, 366, left + 56, 440), rgb("f7cf7c"))
    sheet.polygon([(536, 402), (596, 402), (590, 330), (634, 258), (500, 258), (544, 330)], ink)
    sheet.polygon(box(492, 246, 642, 264), brass)
    sheet.blob([(690, 402), (694, 352), (724, 338), (754, 352), (758, 402)], brass)
    sheet.blob([(806, 402), (808, 364), (830, 352), (852, 364), (854, 402)], brass)
    for x in (660, 780, 876):
        sheet.polygon(box(x, 398, x + 8, 508), brass)
    sheet.polygon(box(404, 500, 1080, 532), rgb("8f2a22"))
    sheet.polygon([(410, 532), (470, 532), (470, 594), (330, 594)], ink)
    sheet.polygon(box(430, 396, 474, 436), brass)
    sheet.polygon(box(1120, 410, 1450, 560), ink)
    sheet.polygon([(1140, 412), (1190, 372), (1280, 390), (1370, 366), (1430, 412)], rgb("3a1c16"))
    sheet.polygon(box(1078, 528, 1130, 544), ink)
    for x, radius in ((520, 34), (604, 34), (730, 74), (896, 74), (1190, 36), (1270, 36), (1370, 36)):
        _wheel(sheet, x, 598 - radius, radius)
    sheet.line([(560, 548), (730, 548), (896, 548)], rgb("e9dcc0"), 13)
    _rod_rider(sheet, 812, 540)


def _wheel(sheet: Canvas, x: float, y: float, radius: float) -> None:
    sheet.disc(x, y, radius, rgb("1c1012"))
    sheet.ring(x, y, radius - 7, 6, rgb("c4472e"))
    for n in range(6):
        angle = math.radians(30 + n * 30)
        dx, dy = (radius - 8) * math.cos(angle), (radius - 8) * math.sin(angle)
        sheet.line([(x - dx, y - dy), (x + dx, y + dy)], rgb("c4472e"), 4)


def _rod_rider(sheet: Canvas, x: float, y: float) -> None:
    coat, skin = rgb("f3ead2"), rgb("f2cfa6")
    sheet.blob([(x - 24, y), (x - 20, y - 72), (x, y - 84), (x + 22, y - 72), (x + 26, y)], coat)
    sheet.line([(x - 4, y - 6), (x - 42, y - 8), (x - 46, y + 44)], coat, 18)
    sheet.disc(x - 2, y - 104, 22, skin)
    sheet.polygon(box(x - 24, y - 130, x + 22, y - 116), rgb("23303a"))
    sheet.polygon(box(x - 36, y - 119, x + 22, y - 112), rgb("23303a"))


def sherlock() -> Canvas:
    """A man in a flat hat climbs out of the dark into a lit screen."""
    sheet = Canvas(1600, 900, stops("1d0f1c", "2a1324", "140a14"))
    sheet.polygon([(60, 110), (1420, 60), (1420, 690), (60, 150)], rgb("f6e3b4"), opacity=0.16, blur=8)
    screen = sheet.polygon_mask(box(760, 90, 1440, 640))
    sheet.shade(screen, stops("fdf3d6", "f3dca6"), 90, 640)
    sheet.disc(1180, 340, 170, rgb("e05a36"), inside=screen)
    sheet.polygon(smooth([(700, 620), (900, 520), (1100, 580), (1300, 500), (1500, 560), (1500, 700),
                          (700, 700)]),
                  rgb("2f6f73"), inside=screen)
    _curtains(sheet)
    _climber(sheet, 800, 640)
    for row in range(3):
        for n in range(14):
            x, y = n * 132 - 60 + row * 60, 790 + row * 54
            sheet.disc(x, y, 46, mix(rgb("241022"), rgb("0a050a"), row / 2))
            sheet.blob([(x - 86, y + 130), (x - 62, y + 44), (x, y + 26), (x + 62, y + 44),
                        (x + 86, y + 130)],
                       mix(rgb("241022"), rgb("0a050a"), row / 2))
    sheet.glow(60, 130, 190, rgb("fff2c8"), strength=1.0)
    sheet.disc(60, 130, 34, rgb("fff8e2"))
    return sheet


def _curtains(sheet: Canvas) -> None:
    for start, end in ((640, 760), (1440, 1600)):
        width = (end - start) / 4
        for n in range(4):
            fold = sheet.polygon_mask(box(start + n * width, 0, start + (n + 1) * width, 700))
            sheet.shade(fold, stops("b02a30", "5c1524") if n % 2 else stops("8a1f2a", "3d0f1c"), 0, 700)
    for n in range(8):
        x = 640 + n * 120
        sheet.disc(x + 60, 44, 74, rgb("b02a30" if n % 2 else "8a1f2a"), tall=0.9)
    sheet.polygon(box(640, 0, 1600, 46), rgb("5c1524"))
    sheet.polygon(box(620, 640, 1600, 700), rgb("3d0f1c"))


def _climber(sheet: Canvas, x: float, y: float) -> None:
    ink = rgb("120a12")
    sheet.line([(x - 30, y - 150), (x - 110, y - 30), (x - 120, y + 120)], ink, 46)
    sheet.line([(x + 10, y - 150), (x + 96, y - 84), (x + 76, y + 2)], ink, 44)
    sheet.polygon(box(x - 160, y + 104, x - 92, y + 132), ink)
    sheet.polygon(box(x + 56, y - 18, x + 134, y + 6), ink)
    sheet.blob([(x - 70, y - 140), (x - 30, y - 290), (x + 40, y - 330), (x + 86, y - 290),
                (x + 60, y - 150),
                (x, y - 116)], ink)
    sheet.line([(x + 56, y - 292), (x + 140, y - 250), (x + 214, y - 290)], ink, 30)
    sheet.line([(x + 10, y - 290), (x - 70, y - 220), (x - 60, y - 140)], ink, 28)
    sheet.disc(x + 74, y - 366, 44, ink)
    sheet.polygon([(x + 28, y - 400), (x + 122, y - 392), (x + 118, y - 430), (x + 34, y - 436)], ink)
    sheet.polygon([(x + 4, y - 402), (x + 154, y - 388), (x + 154, y - 378), (x + 4, y - 390)], ink)


def train_robbery() -> Canvas:
    """An outlaw fires straight at whoever is looking."""
    sheet = Canvas(1600, 900, stops("ecd9ab", "e3bf85", "c98d57"))
    sheet.disc(800, 400, 350, rgb("c4321f"))
    ink, skin = rgb("17100f"), rgb("d9a679")
    sheet.blob([(260, 960), (330, 740), (520, 640), (680, 600), (920, 600), (1080, 640), (1270, 740),
                (1340, 960)], ink)
    sheet.blob([(680, 300), (700, 520), (760, 620), (800, 632), (840, 620), (900, 520), (920, 300)], skin)
    sheet.polygon(smooth([(810, 280), (800, 400), (830, 470), (806, 520), (812, 640), (960, 640),
                          (960, 280)]),
                  rgb("5f2f25"), inside=sheet.polygon_mask(smooth([(680, 300), (700, 520), (760, 620),
                                                                   (800, 632),
                                                                    (840, 620), (900, 520), (920, 300)])))
    sheet.blob([(690, 506), (740, 478), (800, 492), (860, 478), (910, 506), (900, 540), (850, 518),
                (800, 522),
                (750, 518), (700, 540)], ink)
    for side in (-1, 1):
        sheet.polygon(smooth([(800 + side * 26, 392), (800 + side * 62, 376), (800 + side * 96, 386),
                              (800 + side * 62, 402)]), ink)
    sheet.blob([(640, 330), (660, 190), (720, 110), (800, 138), (880, 110), (940, 190), (960, 330)],
               rgb("2b1a17"))
    sheet.blob([(440, 330), (600, 306), (800, 336), (1000, 306), (1160, 330), (1000, 376), (800, 366),
                (600, 376)],
               rgb("2b1a17"))
    sheet.polygon(box(650, 286, 950, 322), rgb("c98d57"))
    sheet.polygon([(640, 620), (800, 700), (960, 620), (900, 780), (800, 830), (700, 780)], rgb("c4321f"))
    _revolver(sheet, 1060, 640)
    return sheet


def _revolver(sheet: Canvas, x: float, y: float) -> None:
    sheet.glow(x, y, 380, rgb("ffdf8e"), strength=0.9)
    burst = []
    for n in range(32):
        radius = 250 if n % 2 else 168
        angle = math.radians(n * 360 / 32)
        burst.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    sheet.polygon(burst, rgb("f2a33a"))
    sheet.disc(x, y, 158, rgb("ffe9b0"))
    sheet.blob([(x - 70, y + 90), (x + 70, y + 90), (x + 104, y + 270), (x - 60, y + 280)], rgb("b9794e"))
    for n in range(6):
        angle = math.radians(60 * n + 30)
        sheet.disc(x + 66 * math.cos(angle), y + 66 * math.sin(angle), 48, rgb("2b2a31"))
    sheet.disc(x, y, 94, rgb("3b3a44"))
    sheet.disc(x, y, 70, rgb("17161c"))
    sheet.disc(x, y, 70, rgb("55545f"))
    sheet.disc(x, y, 50, rgb("08070a"))
    sheet.line(arc(x, y, 82, 190, 280), rgb("c9c7d0"), 7, opacity=0.8)
    sheet.polygon(box(x - 9, y - 124, x + 9, y - 88), rgb("2b2a31"))
