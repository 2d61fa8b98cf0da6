import pytest
from django.utils.safestring import SafeString

from articles.body.pictures import Picture, Rendition, figure, for_use, img, plain_img
from articles.body.slots import MEDIA_URL_MARK
from articles.tests.body.fragments import UID


def rendition(width: int, mime: str = "image/jpeg", name: str = "p") -> Rendition:
    extension = mime.removeprefix("image/")
    return Rendition(f"{MEDIA_URL_MARK}{name}/{width}.{extension}", width, width // 2, mime)


def picture(**changes) -> Picture:
    values = {
        "uid": UID,
        "alt": 'Kira & "the suit"',
        "is_decorative": False,
        "caption": "On <board>",
        "credit": "Ada",
        "credit_url": "https://ada.example/",
        "renditions": tuple(rendition(w, m) for m in ("image/webp", "image/jpeg") for w in (400, 800, 1200, 1600)),
    }  # fmt: skip
    return Picture(**values | changes)


def test_img_offers_webp_and_falls_back():
    small = picture(renditions=(rendition(400, "image/webp"), rendition(800), rendition(400)))
    m = MEDIA_URL_MARK
    assert img(small, sizes="100vw") == (
        f'<picture><source type="image/webp" srcset="{m}p/400.webp 400w" sizes="100vw">'
        f'<img src="{m}p/800.jpeg" srcset="{m}p/400.jpeg 400w, {m}p/800.jpeg 800w" sizes="100vw" width="800" height="400"'
        ' alt="Kira &amp; &quot;the suit&quot;" loading="lazy" decoding="async"></picture>'
    )


def test_the_lead_image_is_fetched_first():
    html = img(picture(), sizes="100vw", is_lazy=False, css_class="lead")
    assert ' fetchpriority="high"' in html
    assert "loading=" not in html
    assert '<img class="lead" ' in html


@pytest.mark.parametrize(
    ("widths", "chosen"),
    [((400, 800, 1200, 1600), 1200), ((1600, 2400), 1600), ((320,), 320), ((1600, 800), 800)],
)
def test_feeds_get_the_widest_file_up_to_1200(widths, chosen):
    html = plain_img(picture(renditions=tuple(map(rendition, widths))))
    assert f'src="{MEDIA_URL_MARK}p/{chosen}.jpeg" width="{chosen}"' in html


def test_png_is_the_fallback_of_a_transparent_picture():
    html = img(picture(renditions=(rendition(400, "image/webp"), rendition(400, "image/png"))), sizes="1px")
    assert f'<img src="{MEDIA_URL_MARK}p/400.png"' in html


def test_a_picture_without_files_is_nothing():
    assert img(picture(renditions=()), sizes="1px") == figure(picture(renditions=())) == ""


def test_figure_shows_caption_and_credit():
    html = figure(picture())
    assert html.startswith('<figure class="picture"><picture>')
    assert html.endswith(
        '<figcaption>On &lt;board&gt; <span class="credit"><a href="https://ada.example/" rel="noopener">Ada</a></span>'
        "</figcaption></figure>"
    )


@pytest.mark.parametrize(
    ("changes", "caption", "figcaption"),
    [
        ({"credit": "", "caption": ""}, None, ""),
        ({"credit": ""}, None, "<figcaption>On &lt;board&gt;</figcaption>"),
        ({"caption": "", "credit_url": ""}, None, '<figcaption><span class="credit">Ada</span></figcaption>'),
        ({"credit_url": "javascript:x", "caption": ""}, None, '<figcaption><span class="credit">Ada</span></figcaption>'),
        ({"credit": ""}, SafeString("<em>a</em>"), "<figcaption><em>a</em></figcaption>"),
        ({"credit": "", "caption": SafeString("<em>b</em>")}, None, "<figcaption><em>b</em></figcaption>"),
        ({"credit": "&", "credit_url": "", "caption": ""}, None, '<figcaption><span class="credit">&amp;</span></figcaption>'),
    ],
)  # fmt: skip
def test_captions(changes, caption, figcaption):
    html = figure(picture(**changes), caption=caption)
    assert html.partition("</picture>")[2] == f"{figcaption}</figure>"


@pytest.mark.parametrize(
    ("library_is_decorative", "alt", "is_decorative", "shown"),
    [
        (False, None, False, 'alt="Kira &amp; &quot;the suit&quot;"'),
        (False, "Own", False, 'alt="Own"'),
        (False, "Own", True, 'alt=""'),
        (True, None, False, 'alt=""'),
        (True, "Own", False, 'alt="Own"'),
    ],
)
def test_alt_text_per_use(library_is_decorative, alt, is_decorative, shown):
    used = for_use(picture(is_decorative=library_is_decorative), alt=alt, is_decorative=is_decorative)
    assert f" {shown}" in plain_img(used)


def test_no_field_of_a_picture_can_forge_marks_or_candidates():
    html = figure(
        picture(
            alt=f"{MEDIA_URL_MARK}<!--slot:disclosure-->",
            caption=MEDIA_URL_MARK,
            credit=MEDIA_URL_MARK,
            renditions=(Rendition(f"{MEDIA_URL_MARK}a, b 9w\ue000x\ue001.jpg", 1, 1, "image/jpeg"),),
        )
    )
    assert html.count("\ue000") == 2  # src and srcset
    assert f'src="{MEDIA_URL_MARK}a%2C%20b%209wx.jpg"' in html
    assert "<!--" not in html
