"""A picture is shown under its finding, with words for who cannot see it, and once only."""

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from mlops_widgets.course import CourseError, figure

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 90L300 10"/></svg>'
FINDING, SAYS = "It rises all the way", "A line from 90 up to 10."


def drawn(many=2, **style):
    picture = Figure()
    picture.add_subplot().plot(range(many), [(7 * each) % 11 for each in range(many)], **style)
    return picture


def pictures(shown):
    """Every picture in what a cell shows, as text."""
    return [b64decode(each).decode() for each in re.findall(r"svg\+xml;base64,([\w+/=]+)", shown._repr_html_())]


def test_html_has_the_finding_above_the_picture_and_words_in_its_place():
    html = figure(SVG, FINDING, SAYS)._repr_html_()
    root = ET.fromstring(html.replace('px"></picture>', 'px"/></picture>'))
    assert [each.tag for each in root] == ["figcaption", "div"]
    assert root.find("figcaption").text == FINDING
    assert root.find(".//img").get("alt") == SAYS
    assert pictures(figure(SVG, FINDING, SAYS)) == [SVG]


def test_plain_text_says_finding_and_words():
    assert repr(figure(SVG, f"{FINDING}.", f"{SAYS}\n")) == f"{FINDING}. {SAYS}"


def test_words_that_look_like_markup_stay_words():
    html = figure(SVG, 'a < b & "c" in it', 'at "7" <b>or</b> more')._repr_html_()
    assert "<b>" not in html
    assert 'alt="at &quot;7&quot; &lt;b&gt;or&lt;/b&gt; more"' in html


def test_a_matplotlib_figure_is_drawn_for_a_page_and_for_a_phone_and_keeps_its_size():
    picture = drawn()
    shown = figure(picture, FINDING, SAYS)
    wide, phone = (float(ET.fromstring(each).get("width").removesuffix("pt")) for each in (shown.svg, shown.narrow))
    assert phone < 260 < wide
    assert shown.width == pytest.approx(wide * 4 / 3)
    assert pictures(shown) == [shown.narrow, shown.svg]
    assert tuple(picture.get_size_inches()) == tuple(mpl.rcParams["figure.figsize"])


def test_the_same_drawing_gives_the_same_bytes():
    assert figure(drawn(), FINDING, SAYS) == figure(drawn(), FINDING, SAYS)


def test_a_figure_of_pyplot_is_closed_so_that_the_notebook_shows_it_once():
    mpl.use("agg")
    from matplotlib import pyplot as plt

    picture = plt.figure()
    figure(picture, FINDING, SAYS)
    assert not plt.fignum_exists(picture.number)


@pytest.mark.parametrize(
    ("width", "pixels"), [("", 300), (' width="400"', 400), (' width="300pt"', 400), (' width="100%"', 300)]
)
def test_an_svg_keeps_its_own_width(width, pixels):
    assert figure(SVG.replace(" viewBox", f"{width} viewBox"), FINDING, SAYS).width == pixels


@pytest.mark.parametrize(
    ("picture", "finding", "says", "sentence"),
    [
        (SVG, "Accuracy by depth", SAYS, "finding must be 4 words or more, got 'Accuracy by depth'"),
        (SVG, FINDING, "", "says must be 4 words or more, got ''"),
        (SVG, FINDING, None, "says must be 4 words or more, got None"),
        ("<svg", FINDING, SAYS, "must be the text of an SVG, got '<svg'"),
        ("<p>no</p>", FINDING, SAYS, "begin it with <svg xmlns="),
        (SVG.replace('viewBox="0 0 300 100"', ""), FINDING, SAYS, "must be an SVG that says its size"),
        (SVG.replace("0 0 300 100", "0 0 - 1.2.3"), FINDING, SAYS, "must be an SVG that says its size"),
        (drawn().axes[0], FINDING, SAYS, "got Axes: of axes hand over axes.figure"),
        (None, FINDING, SAYS, "got NoneType"),
        (drawn(40_000, marker="o"), FINDING, SAYS, "picture must have at most 300 kB, got"),
    ],
)
def test_what_cannot_be_shown_is_told_with_the_way_out(picture, finding, says, sentence):
    with pytest.raises(CourseError, match=re.escape(sentence)):
        figure(picture, finding, says)
