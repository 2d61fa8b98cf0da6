"""Author portraits: drawn figures for invented people, a neutral mark for a real one."""

# An outline reads as rows of points, not as one point a line.
# fmt: off

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from drawing.canvas import SCALE, Canvas, Colour, arc, box, rgb, smooth, stops

SIDE = 640


def initials_mark() -> Canvas:
    """Two letters in a ring; no likeness of anybody."""
    sheet = Canvas(SIDE, SIDE, stops("3f5a52", "2c433d"))
    sheet.disc(320, 320, 222, rgb("e9dfc8"))
    sheet.ring(320, 320, 246, 6, rgb("e9dfc8"))
    _letters(sheet, "JG", rgb("2c433d"))
    return sheet


def _letters(sheet: Canvas, text: str, colour: Colour) -> None:
    mask = Image.new("L", (SIDE * SCALE, SIDE * SCALE), 0)
    middle = (SIDE * SCALE / 2, SIDE * SCALE / 2)
    ImageDraw.Draw(mask).text(middle, text, fill=255, font=ImageFont.load_default(size=205 * SCALE),
                              anchor="mm")
    sheet.fill(mask, colour)


def _bust(sheet: Canvas, skin: Colour, clothes: Colour, shade: Colour) -> Image.Image:
    """Shoulders, neck and a faceless head, half in shadow. Gives the mask of the head."""
    body = sheet.polygon_mask(smooth([(70, 700), (96, 560), (210, 492), (320, 480), (430, 492), (544, 560),
                                      (570, 700)]))
    sheet.fill(body, clothes)
    sheet.polygon(box(336, 380, 700, 700), shade, opacity=0.35, blur=4, inside=body)
    neck = smooth([(270, 380), (264, 500), (320, 532), (376, 500), (370, 380)])
    sheet.polygon(neck, skin)
    sheet.polygon(box(250, 420, 390, 462), shade, opacity=0.45, blur=8, inside=sheet.polygon_mask(neck))
    head = sheet.polygon_mask(smooth([(320, 168), (402, 196), (432, 290), (408, 386), (350, 446),
                                      (320, 452),
                                      (290, 446), (232, 386), (208, 290), (238, 196)]))
    sheet.fill(head, skin)
    sheet.polygon(smooth([(330, 150), (322, 280), (352, 330), (324, 360), (334, 470), (520, 470),
                          (520, 150)]),
                  shade, opacity=0.55, inside=head)
    return head


def house() -> Canvas:
    """A lantern-headed figure in a coat: the house byline is nobody in particular."""
    sheet = Canvas(SIDE, SIDE, stops("1b2547", "131a33"))
    sheet.glow(320, 290, 420, rgb("ffc45a"), strength=0.75)
    sheet.polygon(smooth([(60, 700), (100, 560), (220, 500), (320, 520), (420, 500), (540, 560),
                          (580, 700)]),
                  rgb("0b1022"))
    sheet.polygon([(250, 506), (320, 640), (390, 506)], rgb("e8dcc0"))
    sheet.polygon([(304, 540), (336, 540), (346, 640), (294, 640)], rgb("c43d2a"))
    sheet.polygon([(226, 214), (414, 214), (440, 470), (200, 470)], rgb("ffd98a"))
    sheet.glow(320, 380, 190, rgb("fff8e0"), strength=1.0)
    sheet.blob([(320, 276), (358, 356), (346, 424), (320, 440), (294, 424), (282, 356)], rgb("f08a2c"))
    sheet.blob([(320, 346), (340, 394), (320, 430), (300, 394)], rgb("fff3c8"))
    for points in (box(188, 464, 452, 496), box(216, 196, 424, 222), [(250, 196), (390, 196), (352, 132),
                                                                      (288, 132)]):
        sheet.polygon(points, rgb("0b1022"))
    for left, right in (((226, 214), (200, 470)), ((414, 214), (440, 470))):
        sheet.line([left, right], rgb("0b1022"), 12)
    sheet.line(arc(320, 110, 44, 150, 390), rgb("0b1022"), 10)
    return sheet


def ottoline() -> Canvas:
    """A bobbed head against a red disc."""
    sheet = Canvas(SIDE, SIDE, stops("efe2c6", "e2cfa8"))
    sheet.disc(320, 300, 236, rgb("c8412d"))
    sheet.blob([(320, 110), (440, 140), (488, 260), (478, 400), (430, 424), (320, 420), (210, 424),
                (162, 400),
                (152, 260), (200, 140)], rgb("1b1414"))
    head = _bust(sheet, rgb("efc7a2"), rgb("22343f"), rgb("7b3b2c"))
    fringe = [(196, 150), (444, 150), (452, 262), (380, 250), (320, 256), (260, 250), (188, 262)]
    sheet.polygon(fringe, rgb("1b1414"), inside=head)
    for side in (-1, 1):
        sheet.blob([(320 + side * 104, 170), (320 + side * 150, 300), (320 + side * 132, 412),
                    (320 + side * 84, 400),
                    (320 + side * 108, 330)], rgb("1b1414"))
    sheet.polygon([(250, 498), (320, 590), (390, 498), (414, 510), (322, 640), (226, 510)], rgb("efe2c6"))
    return sheet


def teodoro() -> Canvas:
    """A bearded head with round spectacles against a yellow disc."""
    sheet = Canvas(SIDE, SIDE, stops("1f6f78", "15525c"))
    sheet.disc(320, 300, 236, rgb("f2b632"))
    _bust(sheet, rgb("b9794e"), rgb("e9dcc2"), rgb("4b2a24"))
    sheet.blob([(206, 300), (236, 330), (320, 356), (404, 330), (434, 300), (424, 410), (366, 490),
                (320, 502),
                (274, 490), (216, 410)], rgb("241a1c"))
    sheet.blob([(200, 270), (190, 180), (260, 128), (360, 120), (444, 166), (442, 270), (408, 214),
                (320, 206),
                (236, 220)], rgb("241a1c"))
    sheet.line(smooth([(286, 398), (320, 408), (354, 398)], is_closed=False), rgb("b9794e"), 7)
    for x in (266, 374):
        sheet.disc(x, 288, 44, rgb("f7e7c2"), opacity=0.9)
        sheet.ring(x, 288, 44, 9, rgb("15161c"))
    sheet.line([(310, 284), (330, 284)], rgb("15161c"), 8)
    return sheet


def noor() -> Canvas:
    """A head with a high bun and headphones against a violet disc."""
    sheet = Canvas(SIDE, SIDE, stops("f3c9b4", "e9a98f"))
    sheet.disc(320, 300, 236, rgb("5a3d8c"))
    sheet.disc(320, 110, 66, rgb("1a1220"))
    sheet.blob([(320, 132), (420, 160), (454, 270), (440, 390), (320, 400), (200, 390), (186, 270),
                (220, 160)],
               rgb("1a1220"))
    head = _bust(sheet, rgb("8d5a3c"), rgb("2a8f87"), rgb("2b1526"))
    sheet.polygon(smooth([(190, 150), (320, 130), (450, 150), (448, 260), (400, 218), (320, 214),
                          (250, 236),
                          (194, 300)]), rgb("1a1220"), inside=head)
    sheet.line(arc(320, 282, 142, 180, 360), rgb("f4ead8"), 20)
    for x in (182, 458):
        sheet.blob([(x - 34, 290), (x - 20, 236), (x + 20, 236), (x + 34, 290), (x + 20, 346),
                    (x - 20, 346)],
                   rgb("e5562f"))
    return sheet
