"""Uploads of every kind, made in memory: what is taken, what is refused and with which words."""

import io
import random
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from authors.decoding import PictureRefused, open_upload
from authors.tests.drawing import GREEN, SRGB, exif, file_of, picture_file

pytestmark = [  # Pillow's own words about damage; the picture is read or refused all the same
    pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning"),
    pytest.mark.filterwarnings("ignore:Tag data larger than file:UserWarning"),
    pytest.mark.filterwarnings("ignore:Truncated File Read:UserWarning"),
    pytest.mark.filterwarnings("ignore:Metadata Warning:UserWarning"),
]


def read_upload(file: io.BytesIO) -> Image.Image:
    return open_upload(file.read()).picture


def png_header(width: int, height: int) -> io.BytesIO:
    """A PNG that claims a size and holds no more than it must."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"")),
        (b"IEND", b""),
    ]
    data = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + data)


def frames(file_format: str, count: int = 3) -> io.BytesIO:
    first, *others = (Image.new("RGB", (40, 30), (shade * 40, 0, 0)) for shade in range(count))
    return file_of(first, file_format=file_format, save_all=True, append_images=others)


def followed_by(file_format: str, data: bytes) -> io.BytesIO:
    return io.BytesIO(picture_file(file_format=file_format).read() + data)


def with_archive(file_format: str) -> io.BytesIO:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as found:
        found.writestr("run.class", "x")
    return followed_by(file_format, archive.getvalue())


def lying_png() -> io.BytesIO:
    """A small picture whose header claims another size, with a checksum to match."""
    data = bytearray(picture_file((40, 30), file_format="PNG").read())
    data[16:24] = struct.pack(">II", 4000, 3000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return io.BytesIO(bytes(data))


# --- refused, each with its own sentence

REFUSED = {
    "a text file": (lambda: io.BytesIO(b"Dear editor, here is the picture."), "not a JPEG, PNG or WebP"),
    "a web page": (lambda: io.BytesIO(b"<html><script>alert(1)</script></html>"), "not a JPEG, PNG or WebP"),
    "an SVG": (lambda: io.BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "SVG"),
    "an SVG with a prologue": (lambda: io.BytesIO(b'\xef\xbb\xbf<?xml version="1.0"?><svg/>'), "SVG"),
    "a GIF": (lambda: picture_file(mode="P", color=1, file_format="GIF"), "not a JPEG, PNG or WebP"),
    "a moving GIF": (lambda: frames("GIF"), "Moving pictures"),
    "an iPhone's HEIC": (lambda: io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "HEIC"),
    "an AVIF": (lambda: picture_file(file_format="AVIF"), "AVIF"),
    "a TIFF": (lambda: picture_file(file_format="TIFF"), "not a JPEG, PNG or WebP"),
    "a PDF": (lambda: io.BytesIO(b"%PDF-1.7\n"), "not a JPEG, PNG or WebP"),
    "nothing": (io.BytesIO, "empty"),
    "26 MB": (lambda: io.BytesIO(b"\xff\xd8" + bytes(26 * 1024 * 1024)), "larger than 25 MB"),
    "a side too long": (lambda: png_header(30_000, 20), "30,000 by 20 pixels"),
    "a little bomb": (lambda: png_header(15_000, 7_000), "40 megapixels"),
    "a large bomb": (lambda: png_header(30_000, 30_000), "40 megapixels"),
    "an absurd bomb": (lambda: png_header(2**31 - 1, 2**31 - 1), "40 megapixels"),
    "just over": (lambda: png_header(8_000, 5_001), "40 megapixels"),
    "a moving WebP": (lambda: frames("WEBP"), "Moving pictures"),
    "a moving PNG": (lambda: frames("PNG"), "Moving pictures"),
    "a JPEG with an archive": (lambda: with_archive("JPEG"), "something else"),
    "a PNG with an archive": (lambda: with_archive("PNG"), "something else"),
    "a JPEG with a page": (lambda: followed_by("JPEG", b"<HTML><script>alert(1)</script>"), "something else"),
    "a PNG with a page": (lambda: followed_by("PNG", b"<svg onload=alert(1)>"), "something else"),
    "a WebP with a page": (lambda: followed_by("WEBP", b"<?php echo 1;"), "something else"),
    "a JPEG with a script in a comment": (lambda: picture_file(comment="<script>alert(1)</script>"), "something else"),
    "a page with a JPEG": (lambda: io.BytesIO(b"%PDF-1.4 " + picture_file().read()), "not a JPEG, PNG or WebP"),
    "a PNG that lies about its size": (lambda: lying_png(), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_in_plain_words(name):
    make, words = REFUSED[name]
    with pytest.raises(PictureRefused) as raised:
        read_upload(make())
    assert words in str(raised.value)
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_picture_is_refused(file_format, kept):
    noise = Image.effect_noise((200, 150), 80).convert("RGB")
    data = file_of(noise, file_format=file_format).getvalue()
    with pytest.raises(PictureRefused):
        read_upload(io.BytesIO(data[: int(len(data) * kept)]))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_damage_anywhere_is_a_picture_or_a_refusal(file_format):
    noise = Image.effect_noise((64, 48), 80).convert("RGB")
    good = file_of(noise, file_format=file_format, exif=exif(orientation=6), icc_profile=SRGB).getvalue()
    dice = random.Random(20240119)
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(dice.randint(1, 12)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        try:
            picture = read_upload(io.BytesIO(bytes(bad)))
        except PictureRefused:
            continue
        assert picture.mode in ("RGB", "RGBA")


@pytest.mark.parametrize(
    "damage",
    [
        b"Exif\x00\x00",
        b"Exif\x00\x00MM\x00*\xff\xff\xff\xff",
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff",
        b"junk",
    ],
)
def test_damaged_metadata_costs_nobody_a_picture(damage):
    assert read_upload(picture_file(exif=damage)).size == (640, 480)


@pytest.mark.parametrize("value", [0, 1, 2, 7, 255])
def test_one_wrong_byte_in_the_metadata_costs_nobody_a_picture(value):
    metadata = exif(orientation=6, gps={1: "N", 2: (52.0, 31.0, 12.0)}).tobytes()
    good = picture_file((16, 12), exif=metadata).getvalue()
    start = good.index(metadata)
    for at in range(start, start + len(metadata)):
        assert set(read_upload(io.BytesIO(good[:at] + bytes([value]) + good[at + 1 :])).size) == {12, 16}


# --- taken, upright and in one colour space


@pytest.mark.parametrize(
    ("mode", "color", "file_format", "expected"),
    [
        ("RGB", GREEN, "JPEG", (20, 140, 60)),
        ("RGB", GREEN, "PNG", (20, 140, 60)),
        ("RGB", GREEN, "WEBP", (20, 140, 60)),
        ("L", 100, "JPEG", (100, 100, 100)),
        ("L", 100, "PNG", (100, 100, 100)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("I;16", 100 * 257, "PNG", (100, 100, 100)),
        ("I;16", 65535, "PNG", (255, 255, 255)),
        ("I;16", 0, "PNG", (0, 0, 0)),
        ("LA", (100, 128), "PNG", (100, 100, 100, 128)),
        ("RGBA", (20, 140, 60, 0), "PNG", (20, 140, 60, 0)),
        ("RGBA", (20, 140, 60, 128), "WEBP", (20, 140, 60, 128)),
        ("CMYK", (0, 0, 0, 0), "JPEG", (255, 255, 255)),
        ("CMYK", (255, 255, 255, 255), "JPEG", (0, 0, 0)),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(mode, color, file_format, expected):
    picture = read_upload(picture_file((60, 40), mode=mode, color=color, file_format=file_format))
    assert (picture.size, picture.mode) == ((60, 40), "RGBA" if len(expected) == 4 else "RGB")
    found = picture.getpixel((30, 20))
    assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 3


@pytest.mark.parametrize("is_transparent", [False, True])
def test_a_palette_keeps_its_colours_and_its_hole(is_transparent):
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([0, 0, 0, *GREEN])
    options = {"transparency": 1} if is_transparent else {}
    found = read_upload(file_of(picture, **options))
    assert found.getpixel((5, 5)) == ((*GREEN, 0) if is_transparent else GREEN)


def test_an_alpha_channel_that_hides_nothing_is_none():
    assert read_upload(picture_file(mode="RGBA", color=(*GREEN, 255), file_format="PNG")).mode == "RGB"


def test_a_transparent_colour_is_transparency():
    found = read_upload(picture_file(file_format="PNG", transparency=GREEN))
    assert found.mode == "RGBA"
    assert found.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright(orientation):
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste((200, 0, 0), (0, 0, 16, 16))  # top left
    back = {
        1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270],
    }[orientation]  # fmt: skip
    stored = upright
    for step in back:
        stored = stored.transpose(step)
    found = read_upload(file_of(stored, file_format="JPEG", exif=exif(orientation=orientation), quality=95))
    assert found.size == (64, 32)
    assert found.getpixel((6, 6))[1] < 60 < 200 < found.getpixel((50, 25))[1]


def swapped_profile() -> bytes:
    """A profile in which the red and the green primary have changed places."""
    profile = bytearray(SRGB)
    entries = {
        SRGB[at : at + 4]: at for at in range(132, 132 + 12 * struct.unpack(">I", SRGB[128:132])[0], 12)
    }
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


WIDE_RED = [
    ("RGB", (255, 0, 0), "JPEG"),
    ("RGB", (255, 0, 0), "PNG"),
    ("RGBA", (255, 0, 0, 128), "PNG"),
    ("P", 1, "PNG"),
]


@pytest.mark.parametrize(("mode", "color", "file_format"), WIDE_RED)
def test_colours_of_another_space_become_srgb(mode, color, file_format):
    picture = Image.new(mode, (20, 20), color)
    if mode == "P":
        picture.putpalette([0, 0, 0, 255, 0, 0])
    found = read_upload(file_of(picture, file_format=file_format, icc_profile=swapped_profile()))
    assert found.getpixel((5, 5))[0] < 30 < 220 < found.getpixel((5, 5))[1]
    assert found.mode == ("RGBA" if mode == "RGBA" else "RGB")


@pytest.mark.parametrize("profile", [b"no profile at all", SRGB[:200], b""])
def test_a_broken_profile_is_ignored(profile):
    found = read_upload(picture_file(icc_profile=profile))
    assert abs(found.getpixel((5, 5))[1] - GREEN[1]) <= 3


def test_a_profile_for_other_pixels_is_ignored():
    assert read_upload(picture_file(mode="L", color=90, icc_profile=SRGB)).getpixel((5, 5)) == (90, 90, 90)


def test_a_phones_second_picture_is_no_movement():
    """Phones append a gain map or a second view to a JPEG; Pillow calls that MPO."""
    first = Image.new("RGB", (80, 60), GREEN)
    file = file_of(first, file_format="MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert read_upload(file).size == (80, 60)


@pytest.mark.parametrize("name", ["holiday.txt", "picture.png", "x"])
def test_only_the_bytes_decide(name):
    file = picture_file(file_format="WEBP")
    file.name = name
    assert read_upload(file).size == (640, 480)


def test_the_limits_themselves_are_within_them():
    for size in ((16_000, 2), (8_000, 5_000)):
        assert open_upload(picture_file(size, mode="L", color=9, file_format="PNG").read()).size == size
