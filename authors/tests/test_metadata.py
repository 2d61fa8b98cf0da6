"""What a picture says of its maker, in the three vocabularies there are for it."""

import io
import struct

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from authors.decoding import open_upload
from authors.tests.drawing import picture_file

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
