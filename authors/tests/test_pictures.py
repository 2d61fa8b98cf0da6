"""Uploads of every kind, made in memory: what is taken, what is refused with which words, what readers get."""

import io
import random
import resource
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from authors import encoding, pictures, renditions
from authors.decoding import Opened, PictureRefused, open_upload
from authors.tests.drawing import GREEN, file_of, picture_file

pytestmark = [  # Pillow's own words about damage; the picture is read or refused all the same
    pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning"),
    pytest.mark.filterwarnings("ignore:Tag data larger than file:UserWarning"),
    pytest.mark.filterwarnings("ignore:Truncated File Read:UserWarning"),
    pytest.mark.filterwarnings("ignore:Metadata Warning:UserWarning"),
]

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


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


def exif(**values: object) -> Image.Exif:
    found = Image.Exif()
    for tag, value in {ORIENTATION: values.get("orientation", 1), MAKE: "Camera"}.items():
        found[tag] = value
    if "gps" in values:
        found.get_ifd(GPS).update(values["gps"])
    return found


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


# --- what readers get


@pytest.fixture
def storage() -> InMemoryStorage:
    return InMemoryStorage()


def all_files(opened: Opened, *, focal: tuple[float, float] = (0.5, 0.5)) -> dict[str, bytes]:
    return dict(encoding.files(opened, make="all", focal=focal))


def made(picture: Image.Image, **options) -> dict[str, Image.Image]:
    opened = Opened(picture, picture.size, "PNG", {})
    return {name: Image.open(io.BytesIO(data)) for name, data in all_files(opened, **options).items()}


def promised(size: tuple[int, int], *, has_transparency: bool = False) -> dict[str, tuple[int, int]]:
    """File names and sizes as templates are told."""
    named = {"key": "k", "size": size, "has_transparency": has_transparency, "base": ""}
    files = [*renditions.full(**named)]
    for crop in renditions.CROPS.values():
        files += renditions.cropped(crop, **named)
    return {file.url.rsplit("/", 1)[1]: (file.width, file.height) for file in files}


MIMES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}


@pytest.mark.parametrize(
    "size",
    [
        (1000, 750),
        (1, 1),
        (1, 3000),
        (3000, 1),
        (2, 2),
        (97, 95),
        (320, 320),
        (2400, 10),
        (2401, 10),
        (900, 7000),
    ],
)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_files_are_those_the_arithmetic_promises(size, mode):
    colour = GREEN if mode == "RGB" else (*GREEN, 90)
    files = made(Image.new(mode, size, colour))
    assert {name: picture.size for name, picture in files.items()} == promised(
        size, has_transparency=mode == "RGBA"
    )
    assert all(picture.format == MIMES[name.rsplit(".", 1)[1]] for name, picture in files.items())


@pytest.mark.parametrize("size", [(1, 1), (31, 17), (300, 2000), (1000, 750), (6000, 4000), (16_000, 2_500)])
def test_no_file_is_larger_than_the_original(size):
    for width, height in promised(size).values():
        assert 0 < width <= size[0]
        assert 0 < height <= size[1]
        assert width * height <= renditions.MAX_PIXELS


def test_transparency_survives_in_every_format():
    files = made(Image.new("RGBA", (400, 300), (20, 140, 60, 0)))
    assert {name.rsplit(".", 1)[1] for name in files} == {"avif", "webp", "png", "jpg"}
    assert [name for name in files if name.endswith("jpg")] == ["sharing.jpg"]
    for name, picture in files.items():
        pixel = picture.convert("RGBA").getpixel((10, 10))
        assert pixel == (255, 255, 255, 255) if name == "sharing.jpg" else pixel[3] == 0


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_no_metadata_survives(file_format):
    place = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 17.0)}
    options = {"exif": exif(orientation=6, gps=place), "icc_profile": SRGB}
    if file_format == "PNG":
        options["pnginfo"] = words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "secret place")
    if file_format != "PNG":
        options["xmp"] = b"<x:xmpmeta>secret place</x:xmpmeta>"
    if file_format == "JPEG":
        options["comment"] = "secret place"
    upload = picture_file(file_format=file_format, **options)
    assert b"secret place" in upload.getvalue()
    assert Image.open(upload).getexif().get_ifd(GPS)
    for data in all_files(open_upload(upload.getvalue())).values():
        picture = Image.open(io.BytesIO(data))
        assert b"secret place" not in data
        assert b"Camera" not in data
        assert not dict(picture.getexif())
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                                     "loop", "background", "timestamp", "duration"}  # fmt: skip


@pytest.mark.parametrize(
    ("focal", "color"), [((0.0, 0.5), "red"), ((1.0, 0.5), "blue"), ((0.5, 0.5), "lime")]
)
def test_a_crop_stands_around_the_focal_point(focal, color):
    picture = Image.new("RGB", (1800, 600), "lime")
    picture.paste("red", (0, 0, 600, 600))
    picture.paste("blue", (1200, 0, 1800, 600))
    found = made(picture, focal=focal)["square-192.jpg"].convert("RGB").getpixel((96, 96))
    wanted = Image.new("RGB", (1, 1), color).getpixel((0, 0))
    assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 12


def test_a_crop_of_a_picture_that_was_scaled_first_stands_in_the_same_place():
    picture = Image.new("RGB", (6000, 4000), "lime")
    picture.paste("blue", (5000, 0, 6000, 4000))
    opened = open_upload(file_of(picture, file_format="JPEG").read())
    assert opened.picture.width < opened.size[0] == 6000
    square = Image.open(io.BytesIO(all_files(opened, focal=(1, 0.5))["square-384.webp"])).convert("RGB")
    assert square.getpixel((370, 190))[2] > 200 > 60 > square.getpixel((10, 190))[2]


def test_storing_twice_changes_nothing_and_damage_is_mended(storage):
    developed = pictures.develop(picture_file().read(), make="squares")
    pictures.store(developed, key="k", storage=storage)
    before = {name: storage.get_modified_time(f"pictures/k/{name}") for name in developed.files}
    storage.delete("pictures/k/square-96.jpg")
    storage.save("pictures/k/square-96.jpg", io.BytesIO(b"half a fi"))
    pictures.store(developed, key="k", storage=storage)
    names = storage.listdir("pictures/k")[1]
    assert sorted(names) == sorted(developed.files)
    for name in names:
        assert storage.open(f"pictures/k/{name}").read() == developed.files[name]
        if name != "square-96.jpg":
            assert storage.get_modified_time(f"pictures/k/{name}") == before[name]


def test_removing_takes_every_file_and_nothing_else(storage):
    developed = pictures.develop(picture_file().read(), make="squares")
    for key in ("gone", "kept"):
        pictures.store(developed, key=key, storage=storage)
    pictures.remove("gone", storage=storage)
    pictures.remove("never-there", storage=storage)
    pictures.remove("", storage=storage)
    assert storage.listdir("pictures/gone")[1] == []
    assert len(storage.listdir("pictures/kept")[1]) == len(developed.files) > 0


# --- the colour that stands in


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("RGB", (300, 200), (200, 30, 40)), "tone-300"),
        (Image.new("RGB", (300, 200), "black"), "tone-000"),
        (Image.new("RGB", (300, 200), "white"), "tone-333"),
        (Image.new("RGBA", (300, 200), (200, 30, 40, 90)), ""),
    ],
)
def test_a_picture_has_a_tone(picture, expected):
    assert renditions.tone(encoding.colour(picture)) == expected


def test_black_bars_do_not_give_a_picture_its_tone():
    picture = Image.new("RGB", (300, 200), "black")
    picture.paste((90, 140, 200), (0, 70, 300, 130))
    assert renditions.tone(encoding.colour(picture)) == "tone-123"


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#1234567", '"><script>'])
def test_a_colour_that_is_none_has_no_tone(colour):
    assert renditions.tone(colour) == ""


# --- the child process


def test_it_is_refused_by_the_child_as_it_is_here():
    with pytest.raises(PictureRefused, match="damaged"):
        pictures.develop(lying_png().read(), make="master")


@pytest.mark.parametrize("kind", ["webp", "transparent", "palette", "deep"])
def test_the_largest_pictures_stay_within_their_memory(kind):
    """Or are refused in plain words; the process that asked has not grown."""
    size = (7300, 5450)
    colours = {
        "webp": ("RGB", GREEN),
        "transparent": ("RGBA", (*GREEN, 9)),
        "palette": ("P", 3),
        "deep": ("I;16", 9),
    }
    mode, colour = colours[kind]
    options = {"method": 0, "quality": 10} if kind == "webp" else {"compress_level": 1}
    options |= {"transparency": 3} if kind == "palette" else {}
    data = picture_file(
        size, mode=mode, color=colour, file_format="WEBP" if kind == "webp" else "PNG", **options
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        assert pictures.develop(data.read(), make="nothing").size == size
    except PictureRefused as refusal:
        assert kind == "webp"
        assert "memory" in str(refusal)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600_000_000 / 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


# --- what a picture says of itself

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmpRights:WebStatement="{web}">
<dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li></rdf:Seq></dc:creator><photoshop:Credit>The Agency</photoshop:Credit>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A moon &amp; a dog</rdf:li><rdf:li xml:lang="de">Mond</rdf:li></rdf:Alt>
</dc:description><photoshop:Source>https://press.example/kit</photoshop:Source></rdf:Description></rdf:RDF></x:xmpmeta>"""


def iptc_jpeg(**datasets: bytes) -> io.BytesIO:
    numbers = {"creator": 80, "credit": 110, "copyright": 116, "caption": 120}
    block = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(text)) + text
        for name, text in datasets.items()
    )
    resource_block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    body = b"Photoshop 3.0\0" + resource_block
    data = picture_file().read()
    return io.BytesIO(data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:])


def words_of(file: io.BytesIO) -> dict[str, str]:
    return open_upload(file.read()).words


def test_exif_names_maker_and_caption():
    tags = Image.Exif()
    tags[ExifTags.Base.Artist], tags[ExifTags.Base.ImageDescription] = "Zoë Étoile".encode(), " A  moon\n"
    assert words_of(picture_file(exif=tags)) == {"credit": "Zoë Étoile", "caption": "A moon"}


@pytest.mark.parametrize("text", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DSC_0042", "Untitled", "\x00\x01 "])
def test_what_cameras_write_by_themselves_is_no_caption(text):
    tags = Image.Exif()
    tags[ExifTags.Base.ImageDescription] = text
    assert words_of(picture_file(exif=tags)) == {}


def test_iptc_names_maker_agency_and_caption():
    file = iptc_jpeg(
        creator="Zoë".encode(), credit=b"The Agency", caption=b"A moon", copyright=b"(c) Somebody"
    )
    assert words_of(file) == {"credit": "Zoë / The Agency", "caption": "A moon"}


def test_a_copyright_notice_stands_in_for_a_maker():
    assert words_of(iptc_jpeg(copyright=b"\xa9 Ada")) == {"credit": "© Ada"}


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "PNG"])
def test_xmp_names_everything(file_format):
    packet = XMP.format(web="https://creativecommons.org/licenses/by/4.0/").encode()
    options = {"xmp": packet}
    if file_format == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", packet.decode())
    assert words_of(picture_file(file_format=file_format, **options)) == {
        "credit": "Ada Lovelace / The Agency",
        "caption": "A moon & a dog",
        "source": "https://press.example/kit",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_words_are_cut_and_cannot_forge_marks():
    tags = Image.Exif()
    tags[ExifTags.Base.Artist] = "\ue000media\ue001 \u202egnirts" + "x" * 999
    credit = words_of(picture_file(exif=tags.tobytes()))["credit"]
    assert len(credit) <= 200
    assert not set(credit) & set("\ue000\ue001\u202e")


# --- the arithmetic


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (1,)), (319, (319,)), (320, (320,)), (321, (320, 321)), (800, (320, 480, 640, 800)),
        (1920, renditions.WIDTHS), (9000, renditions.WIDTHS),
    ],
)  # fmt: skip
def test_widths_never_exceed_the_picture(width, widths):
    assert renditions.widths_for(width) == widths


def test_a_crop_stays_inside_whatever_the_focal_point():
    for size in ((1, 1), (400, 300), (300, 400), (16_000, 3)):
        for ratio in (1, 1200 / 630):
            for focal in ((0, 0), (1, 1), (0.5, 0.5), (0.1, 0.9)):
                left, top, right, bottom = renditions.crop_box(size, ratio, focal=focal)
                assert 0 <= left < right <= size[0]
                assert 0 <= top < bottom <= size[1]


def test_a_key_cannot_be_guessed():
    keys = {renditions.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_the_stylesheet_has_every_tone():
    stylesheet = (Path(__file__).parents[2] / "articles/static/articles/site/site.css").read_text()
    assert renditions.tone_rules() in stylesheet
