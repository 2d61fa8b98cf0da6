"""Posters for the first television: a spinning disc, a dummy in thirty lines."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from drawing.canvas import Canvas, arc, box, mix, rgb, smooth, stops


def scanning_disc() -> Canvas:
    """A perforated wheel cuts a small orange window into a play."""
    sheet = Canvas(1600, 900, stops("1a1210", "2a1a14", "120c0a"))
    sheet.polygon([(1600, 250), (1600, 620), (560, 470), (560, 430)], rgb("ff8a3c"), opacity=0.22, blur=14)
    x, y, radius = 560.0, 450.0, 400.0
    sheet.disc(x + 18, y + 22, radius, rgb("050303"), opacity=0.7, blur=18)
    wheel = sheet.disc_mask(x, y, radius)
    sheet.shade(wheel, stops("c98a5a", "8f5330", "4a2618"), 50, 850)
    for n in range(40):
        sheet.polygon([(x, y), *arc(x, y, radius, n * 9, n * 9 + 4)], rgb("f2c08a"),
                      opacity=0.05 + 0.03 * (n % 5))
    for n in range(36):
        angle, reach = math.radians(n * 10 - 60), 360 - n * 4.6
        hole = (x + reach * math.cos(angle), y + reach * math.sin(angle))
        sheet.glow(*hole, 46, rgb("ff9a3c"), strength=0.8)
        sheet.disc(*hole, 9, rgb("fff3d2"))
    sheet.disc(x, y, 120, rgb("2a1610"))
    sheet.ring(x, y, 96, 8, rgb("c98a5a"))
    sheet.disc(x, y, 30, rgb("e8b882"))
    _tiny_stage(sheet)
    return sheet


def _tiny_stage(sheet: Canvas) -> None:
    sheet.polygon(box(1120, 170, 1500, 720), rgb("0c0706"))
    window = sheet.polygon_mask(box(1160, 210, 1460, 600))
    sheet.shade(window, stops("ffb45e", "f0672c", "a83218"), 210, 600)
    ink = rgb("3a0f0a")
    sheet.blob([(1180, 640), (1200, 500), (1280, 460), (1300, 440), (1270, 380), (1280, 300), (1330, 270),
                (1384, 296),
                (1392, 350), (1412, 386), (1392, 400), (1388, 440), (1350, 452), (1356, 480), (1440, 510),
                (1470, 640)],
               ink, inside=window)
    sheet.blob([(1262, 420), (1246, 320), (1300, 250), (1380, 262), (1396, 300), (1330, 316), (1316, 400)],
               rgb("1f0806"), inside=window)
    for n in range(24):
        sheet.line([(1160, 214 + n * 16.4), (1460, 214 + n * 16.4)], rgb("120403"), 3, opacity=0.4)
    for place in (1210, 1310, 1410):
        sheet.disc(place, 662, 20, rgb("c98a5a"))
        sheet.line([(place, 662), (place + 10, 648)], rgb("2a1610"), 5)


def thirty_lines() -> Canvas:
    """A ventriloquist's dummy stares out of thirty upright lines of orange light."""
    sheet = Canvas(1600, 900, stops("140706", "1f0a08", "0d0504"))
    sheet.glow(800, 450, 760, rgb("c23a18"), strength=0.5)
    light = _dummy_face().resize((30, 90), Image.Resampling.BOX)
    dark, bright = rgb("2a0c08"), rgb("ffdc9c")
    for column in range(30):
        for row in range(90):
            level = light.getpixel((column, row)) / 255  # type: ignore[operator]
            left, top = 425 + column * 25, row * 10
            width = 5 + 18 * level
            tone = mix(mix(dark, rgb("f2602a"), min(1.0, level * 1.6)), bright, max(0.0, level * 1.8 - 0.9))
            sheet.polygon(box(left + (25 - width) / 2, top, left + (25 + width) / 2, top + 10.5), tone)
    return sheet


def _dummy_face() -> Image.Image:
    """Light and dark of a carved face, 300 by 360."""
    face = Image.new("L", (300, 360), 14)
    pen = ImageDraw.Draw(face)
    pen.rectangle((60, 316, 240, 360), fill=60)
    pen.polygon([(110, 312), (190, 312), (150, 350)], fill=230)
    pen.ellipse((52, 30, 248, 326), fill=196)
    pen.polygon(smooth([(150, 20), (250, 60), (262, 180), (236, 300), (168, 330), (196, 180)]), fill=96)
    pen.polygon(smooth([(44, 150), (52, 60), (150, 8), (248, 60), (256, 150), (222, 84), (150, 66),
                        (78, 84)]), fill=30)
    for x, shade in ((104, 255), (196, 200)):
        pen.ellipse((x - 34, 128, x + 34, 186), fill=24)
        pen.ellipse((x - 26, 134, x + 26, 182), fill=shade)
        pen.ellipse((x - 10, 146, x + 14, 172), fill=6)
        pen.arc((x - 40, 100, x + 40, 160), 200, 340, fill=20, width=10)
    pen.polygon([(146, 160), (128, 226), (166, 226)], fill=240)
    pen.ellipse((78, 212, 112, 240), fill=236)
    pen.rectangle((98, 250, 202, 290), fill=16)
    pen.rectangle((106, 252, 194, 264), fill=250)
    pen.line((98, 250, 98, 326), fill=20, width=7)
    pen.line((202, 250, 202, 326), fill=20, width=7)
    return face
