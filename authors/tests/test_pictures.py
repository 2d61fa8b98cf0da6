"""The files readers get: which there are, what is in them, and the child process that makes them."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage
from PIL import Image, PngImagePlugin

from authors import encoding, pictures, renditions
from authors.decoding import Opened, PictureRefused, open_upload
from authors.tests.drawing import GPS, GREEN, SRGB, exif, file_of, picture_file


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
        pictures.develop(picture_file().read()[:900], make="master")


# In a small process of its own: what is known of a child's memory begins with that of who started it, and a process
# that has run a thousand tests is large itself.
ASK_FOR_ONE = """
import json, sys
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from authors import pictures
data, size, refused = sys.stdin.buffer.read(), None, ""
before = getrusage(RUSAGE_SELF).ru_maxrss
try:
    size = pictures.develop(data, make="nothing").size
except pictures.PictureRefused as refusal:
    refused = str(refusal)
growth = getrusage(RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"size": size, "refused": refused, "child": getrusage(RUSAGE_CHILDREN).ru_maxrss, "growth": growth}))
"""


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
    asked = subprocess.run(
        [sys.executable, "-c", ASK_FOR_ONE],
        input=data.read(),
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    told = json.loads(asked.stdout)
    if told["refused"]:
        assert kind == "webp"
        assert "memory" in told["refused"]
    else:
        assert tuple(told["size"]) == size
    assert told["child"] < 600_000_000 / 1024
    assert told["growth"] < 60_000


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
