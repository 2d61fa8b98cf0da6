"""Pictures in orbit: the astronaut, the station, the Moon with the shell."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import random

from PIL import Image

from drawing.canvas import Canvas, Colour, arc, box, mix, rgb, smooth, stops, turned

HELMET = (1010.0, 470.0)


def kira() -> Canvas:
    """A woman in a pressure suit, wide-eyed, the fire below mirrored in her visor."""
    sheet = Canvas(1600, 900, stops("050a16", "0a1526", "12202f"))
    sheet.stars(240, rgb("cfe4f2"), seed=3)
    _burning_limb(sheet)
    _suit(sheet)
    _helmet(sheet)
    _face(sheet)
    _visor_light(sheet)
    return sheet


def _burning_limb(sheet: Canvas) -> None:
    sheet.glow(120, 1080, 900, rgb("ff6a2b"), strength=0.75)
    sheet.disc(40, 1560, 940, rgb("ffb46b"), blur=5)
    sheet.disc(30, 1572, 940, rgb("b3321c"))
    sheet.disc(10, 1600, 940, rgb("34101a"), blur=14)
    dice = random.Random(8)
    earth = sheet.disc_mask(30, 1572, 938)
    for _ in range(20):
        x, y = dice.uniform(0, 620), dice.uniform(680, 890)
        sheet.glow(x, y, dice.uniform(40, 110), rgb("ff7a2e"), strength=0.8, inside=earth)
        sheet.disc(x, y, dice.uniform(2, 5), rgb("fff3cf"), blur=1, inside=earth)


def _suit(sheet: Canvas) -> None:
    x = HELMET[0]
    body = sheet.polygon_mask(smooth([(x - 470, 960), (x - 400, 800), (x - 210, 715), (x, 740),
                                      (x + 210, 715),
                                      (x + 400, 800), (x + 470, 960)]))
    sheet.shade(body, stops("b9c3c9", "6d7a86", "3b4653"), 720, 900)
    sheet.polygon(smooth([(x + 60, 700), (x + 240, 715), (x + 420, 790), (x + 520, 960), (x + 120, 960)]),
                  rgb("0e1826"), opacity=0.7, blur=40, inside=body)
    sheet.glow(x - 430, 900, 360, rgb("ff7a33"), strength=0.8, inside=body)
    sheet.line(smooth([(x - 230, 720), (x - 180, 830), (x - 170, 960)], is_closed=False), rgb("2b3642"), 7)
    sheet.line(smooth([(x + 230, 720), (x + 180, 830), (x + 170, 960)], is_closed=False), rgb("18222e"), 7)
    sheet.polygon(box(x - 380, 838, x - 300, 886), rgb("c8431f"))


def _helmet(sheet: Canvas) -> None:
    x, y = HELMET
    sheet.disc(x, y + 290, 250, rgb("222c38"), tall=0.3)
    shell = sheet.disc_mask(x, y, 372)
    sheet.shade(shell, stops("f2efe6", "c3c8ca", "6f7b86"), y - 372, y + 372)
    sheet.polygon(arc(x + 150, y + 30, 372, 0, 360), rgb("101b2a"), opacity=0.75, blur=46, inside=shell)
    sheet.glow(x - 330, y + 250, 330, rgb("ff8a3d"), strength=0.95, inside=shell)
    sheet.disc(x - 6, y + 8, 322, rgb("1a2430"))
    sheet.disc(x - 8, y + 10, 308, rgb("070d18"))


def _face(sheet: Canvas) -> None:
    x, y = HELMET[0] - 10, HELMET[1] + 34
    visor = sheet.disc_mask(HELMET[0] - 8, HELMET[1] + 10, 308)
    sheet.glow(x - 40, y, 330, rgb("1d3a52"), strength=0.9, inside=visor)
    _hair(sheet, x, y, visor)
    sheet.polygon(smooth([(x - 74, y + 120), (x - 84, y + 330), (x + 84, y + 330), (x + 74, y + 120)]),
                  rgb("5d3022"), inside=visor)
    face_shape = smooth([(x, y - 190), (x + 96, y - 168), (x + 146, y - 80), (x + 146, y + 30),
                         (x + 112, y + 128),
                         (x + 50, y + 196), (x, y + 208), (x - 50, y + 196), (x - 112, y + 128),
                         (x - 146, y + 30), (x - 146, y - 80), (x - 96, y - 168)])
    face = sheet.polygon_mask(face_shape)
    sheet.shade(face, stops("8a4c33", "a65f3e", "b96a41"), y - 190, y + 208)
    sheet.polygon(smooth([(x + 26, y - 230), (x + 6, y - 60), (x + 30, y + 40), (x + 10, y + 110),
                          (x + 22, y + 240),
                          (x + 220, y + 240), (x + 220, y - 230)]), rgb("3a1b1c"), opacity=0.92, blur=3,
                          inside=face)
    sheet.glow(x - 170, y + 190, 280, rgb("ff9a52"), strength=0.95, inside=face)
    for side in (-1, 1):
        _eye(sheet, x + side * 64, y - 30, side)
    _nose_and_mouth(sheet, x, y)


def _hair(sheet: Canvas, x: float, y: float, visor: Image.Image) -> None:
    dice = random.Random(21)
    curls = [(px + dice.uniform(-12, 12), py + dice.uniform(-12, 12), dice.uniform(34, 58))
             for px, py in arc(x, y - 70, 172, 150, 390)[::4]]
    for px, py, radius in curls:
        sheet.disc(px - 9, py + 3, radius, rgb("5a2d22"), blur=2, inside=visor)
    for px, py, radius in curls:
        sheet.disc(px, py, radius, rgb("120c14"), inside=visor)


def _eye(sheet: Canvas, x: float, y: float, side: int) -> None:
    white, iris = (rgb("fff3df"), rgb("4a2413")) if side < 0 else (rgb("d8c6bb"), rgb("2a130e"))
    opening = smooth([(x - 44, y + 4), (x - 20, y - 27), (x + 16, y - 28), (x + 44, y + 2),
                      (x + 16, y + 25),
                      (x - 18, y + 25)])
    mask = sheet.polygon_mask(opening)
    sheet.fill(mask, white)
    sheet.disc(x + 3, y - 2, 19, iris, inside=mask)
    sheet.disc(x + 3, y - 2, 10, rgb("0a0506"))
    sheet.disc(x - 5, y + 6, 5, rgb("ffb266"))
    sheet.disc(x + 9, y - 9, 4, rgb("ffffff"))
    sheet.line(smooth([(x - 46, y + 4), (x - 20, y - 29), (x + 16, y - 30), (x + 46, y + 2)],
                      is_closed=False),
               rgb("1a0c0e"), 7)
    inner, outer = x - side * 42, x + side * 50
    sheet.line(smooth([(inner, y - 76), (x, y - 74), (outer, y - 50)], is_closed=False), rgb("1c0e10"), 13)


def _nose_and_mouth(sheet: Canvas, x: float, y: float) -> None:
    sheet.line(smooth([(x + 8, y - 20), (x - 4, y + 40), (x - 22, y + 66), (x - 4, y + 76)],
                      is_closed=False),
               rgb("5f2c1e"), 6, opacity=0.9)
    sheet.line(smooth([(x + 4, y + 76), (x + 22, y + 72), (x + 26, y + 62)], is_closed=False),
               rgb("1f0d0f"), 5)
    lips = smooth([(x - 46, y + 132), (x - 14, y + 114), (x, y + 119), (x + 14, y + 114), (x + 46, y + 132),
                   (x + 24, y + 160), (x, y + 166), (x - 24, y + 160)])
    sheet.polygon(lips, rgb("7c2f2a"))
    sheet.polygon(smooth([(x - 32, y + 134), (x, y + 126), (x + 32, y + 134), (x + 16, y + 149),
                          (x - 16, y + 149)]),
                  rgb("1a0709"))
    sheet.polygon(smooth([(x - 18, y + 130), (x, y + 127), (x + 18, y + 130), (x, y + 135)]), rgb("e9d5c4"))


def _visor_light(sheet: Canvas) -> None:
    x, y = HELMET[0] - 8, HELMET[1] + 10
    visor = sheet.disc_mask(x, y, 308)
    sheet.glow(x - 260, y + 250, 330, rgb("ff7e36"), strength=0.6, inside=visor)
    sheet.line(arc(x, y, 284, 172, 238), rgb("ffffff"), 12, opacity=0.8, blur=1.2)
    sheet.line(arc(x, y, 284, 246, 254), rgb("ffffff"), 12, opacity=0.7, blur=1.2)
    sheet.line(arc(x, y, 294, 80, 165), rgb("ffb26a"), 9, opacity=0.9, blur=2)
    sheet.line(arc(x, y, 312, 0, 360), rgb("c9cdcb"), 3, opacity=0.5)


def station() -> Canvas:
    """A space station, small, in front of a planet on fire; two red lines pull it apart."""
    sheet = Canvas(1600, 900, stops("06070f", "170b16", "3a0f14"))
    sheet.stars(200, rgb("ffe6cf"), seed=12, bottom=520)
    sheet.glow(800, 1150, 1150, rgb("ff4b1f"), strength=0.9)
    sheet.disc(800, 1500, 930, rgb("ffd9a0"), blur=4)
    earth = sheet.disc_mask(800, 1508, 930)
    sheet.shade(earth, stops("ff8a3c", "a5241a", "2c0a14"), 575, 830)
    dice = random.Random(5)
    for _ in range(34):
        x, y = dice.gauss(800, 420), dice.uniform(640, 900)
        sheet.glow(x, y, dice.uniform(40, 120), rgb("ff7a2e"), strength=0.7, inside=earth)
        sheet.disc(x, y, dice.uniform(1.5, 5), rgb("fff3cf"), blur=1, inside=earth)
    sheet.disc(800, 330, 232, rgb("f4e3c3"))
    _truss(sheet, 800, 330)
    return sheet


def _truss(sheet: Canvas, x: float, y: float) -> None:
    ink, tilt = rgb("14090f"), -9.0

    def part(left: float, top: float, right: float, bottom: float, colour: Colour = ink) -> None:
        sheet.polygon(turned(box(x + left, y + top, x + right, y + bottom), x, y, tilt), colour)

    part(-500, -7, -230, 7, rgb("d9a66a"))
    part(230, -7, 500, 7, rgb("d9a66a"))
    part(-232, -7, 232, 7)
    for start in (-480, -360, 270, 390):
        for edge in (0, 48):
            for top, bottom in ((-160, -18), (18, 160)):
                part(start + edge, top, start + edge + 40, bottom, rgb("c4602c"))
                part(start + edge + 18, top, start + edge + 22, bottom, rgb("5a1a16"))
    part(-150, -34, 150, 34)
    part(-118, -58, -46, 58)
    part(34, -110, 78, 128)
    part(-30, -82, 16, 84)
    part(-4, -330, 4, 330, rgb("c4261c"))


def moon() -> Canvas:
    """A capsule sunk into a great cream Moon, the wound running down its cheek."""
    sheet = Canvas(1600, 900, stops("0c2c3a", "134452", "1d5a60"))
    sheet.stars(150, rgb("fff4d2"), seed=31)
    sheet.glow(640, 480, 780, rgb("e9d9a0"), strength=0.45)
    face = sheet.disc_mask(640, 490, 352)
    sheet.shade(face, stops("fbf1cf", "efdca4", "d3ae6a"), 140, 840)
    for x, y, radius in ((450, 330, 44), (400, 560, 62), (560, 720, 40), (800, 680, 54), (620, 250, 26)):
        sheet.disc(x + 5, y + 6, radius, rgb("b98f51"), opacity=0.45, inside=face)
        sheet.disc(x, y, radius, rgb("e3c789"), inside=face)
    _moon_features(sheet)
    sheet.disc(900, 640, 420, rgb("5d3f35"), opacity=0.22, blur=60, inside=face)
    _shell(sheet)
    return sheet


def _moon_features(sheet: Canvas) -> None:
    ink = rgb("4d2f25")
    sheet.disc(500, 470, 74, rgb("b98f51"), opacity=0.6, blur=16)
    sheet.blob([(430, 436), (500, 398), (574, 430), (574, 446), (500, 420), (436, 452)], ink)
    sheet.blob([(458, 478), (504, 450), (548, 480), (504, 500)], rgb("fbf1cf"))
    sheet.disc(514, 476, 20, ink)
    sheet.blob([(622, 440), (600, 540), (580, 590), (636, 606), (668, 590), (640, 540)], rgb("b98f51"),
               opacity=0.7,
               blur=3)
    sheet.blob([(536, 700), (590, 664), (650, 668), (700, 706), (660, 746), (580, 744)], ink)
    sheet.blob([(560, 694), (594, 678), (646, 680), (676, 700), (620, 706)], rgb("fbf1cf"))
    drip = [(752, 430), (770, 520), (756, 600), (774, 640), (742, 650), (730, 560), (722, 470)]
    sheet.blob(drip, rgb("a3262a"))
    sheet.disc(742, 420, 66, rgb("7a1d24"), tall=0.8)


def _shell(sheet: Canvas) -> None:
    x, y, tilt = 742.0, 412.0, -38.0
    body = turned(smooth([(x - 20, y - 54), (x + 120, y - 60), (x + 300, y - 60), (x + 300, y + 60),
                          (x + 120, y + 60), (x - 20, y + 54)], steps=6), x, y, tilt)
    sheet.polygon(body, rgb("22333b"))
    sheet.polygon(turned(box(x + 60, y - 58, x + 286, y - 26), x, y, tilt), rgb("6f8b8e"))
    for place in (70, 170, 270):
        sheet.polygon(turned(box(x + place, y - 62, x + place + 14, y + 62), x, y, tilt), rgb("c98b3d"))
    sheet.polygon(turned(box(x + 300, y - 70, x + 324, y + 70), x, y, tilt), rgb("c98b3d"))
    for n, length in enumerate((250, 420, 180)):
        start = turned([(x + 360, y - 44 + 44 * n), (x + 360 + length, y - 44 + 44 * n)], x, y, tilt)
        sheet.line(start, mix(rgb("fff4d2"), rgb("1d5a60"), 0.35), 6)
