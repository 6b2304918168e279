"""How is a picture shown so that everybody learns what it says? Its title is the finding, and words stand for it."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .refused import CourseError

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

__all__ = ["Figure", "figure"]

_WORDS = 4  # fewer are a name, not a finding; tools.lint asks for as many
_MOST = 300_000  # bytes that one picture may add to a notebook
_SMALLEST = 2 / 3  # of an SVG's own size: narrower pages scroll, or its letters could no longer be read
_PHONE = "(max-width: 640px)"  # pages for which matplotlib draws once more, with the same letters
_NARROW, _LOWEST = 3.4, 2.6  # inches: how wide that is, and how low at least
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_NUMBERS = re.compile(r"(?<![^\s,])-?\d+(?:\.\d*)?(?![^\s,])")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?)\s*([a-z]*)\s*")


@dataclass(frozen=True)
class Figure:
    """A picture as a cell shows it.

    Attributes
    ----------
    finding
        What one sees in it; stands above.
    says
        What stands for it where it is not seen.
    svg
        The picture itself.
    width
        CSS pixels at which its letters have their own size.
    narrow
        The same for a phone; empty where there is no other.
    """

    finding: str
    says: str
    svg: str
    width: float
    narrow: str = ""

    def __repr__(self) -> str:
        return f"{self.finding.rstrip('.')}. {self.says}"

    def _repr_html_(self) -> str:
        other = f'<source media="{_PHONE}" srcset="{_held(self.narrow)}">' if self.narrow else ""
        least, drawn = (0, " drawn") if self.narrow else (_SMALLEST * self.width, "")
        return (
            f'<figure class="mlops-figure{drawn}" style="max-width: {self.width:.0f}px; margin: 8px 2px 12px">'
            '<figcaption style="margin: 0 0 8px; font: 600 15px/1.4 var(--jp-ui-font-family, sans-serif); '
            f'color: var(--jp-content-font-color0, #1b1f24)">{escape(self.finding)}</figcaption>'
            f'<div tabindex="0" role="group" aria-label="Picture" data-lm-suppress-shortcuts="true" '
            f'style="overflow-x: auto; background: #fff; border-radius: 4px">'
            f'<picture>{other}<img alt="{escape(self.says)}" src="{_held(self.svg)}" '
            f'style="display: block; width: 100%; min-width: {least:.0f}px"></picture></div></figure>'
        )


def figure(picture: Drawing | str, finding: str, says: str) -> Figure:
    """Show a picture under its finding, with words for who cannot see it; legible in both themes and on a phone.

    Parameters
    ----------
    picture
        A matplotlib ``Figure`` (``axes.figure`` of what pandas plots), or the text of an SVG with a viewBox. An SVG
        keeps its own background, white where it has none; what matplotlib drew is dark where JupyterLab is. Axes name
        quantity and unit; it needs no title of its own.
    finding
        What one sees, four words or more; a name such as "Accuracy by depth" leaves the work to the reader.
    says
        What stands for the picture, with its numbers: formatted from the cell's own variables, never typed.

    Returns
    -------
    Figure
        Shown when it is the last line of a cell, or the ``reveal`` of a prediction.

    Raises
    ------
    CourseError
        For words that are too few, a text that is no SVG, and a picture of more than 300 kB.

    Examples
    --------
    >>> line = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 90L300 10"/></svg>'
    >>> figure(line, "It rises all the way", f"A straight line from {90} up to {10}.")
    It rises all the way. A straight line from 90 up to 10.
    """
    for name, words in (("finding", finding), ("says", says)):
        if not isinstance(words, str) or len(words.split()) < _WORDS:
            raise CourseError(f"{name} must be {_WORDS} words or more, got {words!r}: say what one sees.")
    svg, narrow = (picture, "") if isinstance(picture, str) else _drawn(picture)
    width = _width(svg)
    if (size := len((svg + narrow).encode())) > _MOST:
        raise CourseError(
            f"picture must have at most {_MOST // 1000} kB, got {size // 1000} kB: draw fewer points, or pass "
            "rasterized=True to what draws so many."
        )
    return Figure(" ".join(finding.split()), " ".join(says.split()), svg, width, narrow)


def _held(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _drawn(picture: Drawing) -> tuple[str, str]:
    """A matplotlib figure as SVG, and drawn again for a phone; it is closed, or the notebook would show it twice."""
    if not hasattr(picture, "savefig"):
        raise CourseError(
            f"picture must be a matplotlib Figure or the text of an SVG, got {type(picture).__name__}: "
            "of axes hand over axes.figure."
        )
    width, height = picture.get_size_inches()
    drawn = _written(picture)
    picture.set_size_inches(_NARROW, max(_LOWEST, _NARROW * height / width))
    narrow = _written(picture)
    picture.set_size_inches(width, height)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(picture)
    return drawn, narrow


def _written(picture: Drawing) -> str:
    """The same bytes every time."""
    from matplotlib import rc_context

    text = StringIO()
    with rc_context({"svg.hashsalt": "mlops-widgets", "svg.fonttype": "path"}):
        picture.savefig(text, format="svg", bbox_inches="tight", metadata={"Date": None})
    return text.getvalue()


def _width(svg: str) -> float:
    """The width in CSS pixels, of a text that is looked at first."""
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise CourseError(f"picture must be the text of an SVG, got {svg[:40]!r} ({error}): mend it there.") from None
    box = [float(each) for each in _NUMBERS.findall(root.get("viewBox", ""))]
    if root.tag != "{http://www.w3.org/2000/svg}svg" or len(box) != 4:
        raise CourseError(
            f"picture must be an SVG that says its size, got {svg[:40]!r}: begin it with "
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300">.'
        )
    said = _LENGTH.fullmatch(root.get("width", ""))
    return float(said[1]) * _PIXELS[said[2]] if said and said[2] in _PIXELS else box[2]
