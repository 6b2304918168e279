"""Can a picture be read in real JupyterLab: in both themes, on a phone, by who sees it and who does not?"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path("build/browser")
SHOW = """
import pandas as pd
from mlops_widgets import course
axes = pd.DataFrame({"seen": [0.8, 0.9, 1.0], "unseen": [0.8, 0.8, 0.7]}).plot(xlabel="depth", ylabel="share right")
course.figure(axes.figure, "It remembers more and knows less", "Seen rises to 100 %, unseen falls to 70 %.")
"""
WIDE = """
from mlops_widgets import course
svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 100"><path d="M0 90L900 10" stroke="black"/></svg>'
course.figure(svg, "It rises all the way", "A line from the lower left to the upper right.")
"""


def figure(opened):
    return opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .mlops-figure")


def brightness(seen):
    """The mean of a picture's pixels, from 0 (black) to 1 (white)."""
    with Image.open(BytesIO(seen.locator("[role=group]").screenshot())) as picture:
        return float(np.asarray(picture.convert("L")).mean() / 255)


def test_it_is_shown_once_and_named_by_its_words(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    opened.page.get_by_role("img", name="Seen rises to 100 %, unseen falls to 70 %.").wait_for()
    outputs = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-child")
    assert (figure(opened).count(), outputs.count()) == (1, 1)


@pytest.mark.parametrize("theme", [pytest.param("JupyterLab Light", marks=pytest.mark.slow), "JupyterLab Dark"])
def test_it_has_contrast_in_both_themes_and_on_a_phone(notebook, theme):
    opened = notebook(SHOW)
    opened.theme(theme)
    opened.run(0)
    before = opened.page.viewport_size
    opened.page.add_script_tag(path=AXE)
    opened.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (1400, 390):
        opened.page.set_viewport_size({"width": width, "height": 900})
        figure(opened).locator("img").wait_for()
        opened.page.wait_for_function("() => document.querySelector('.mlops-figure img').naturalWidth > 0")
        figure(opened).scroll_into_view_if_needed()
        opened.page.screenshot(path=PICTURES / f"figure-{theme.rpartition(' ')[2].lower()}-{width}.png")
        found = figure(opened).evaluate("async node => (await axe.run(node)).violations.map(({id}) => id)")
        assert found == []
        assert brightness(figure(opened)) == pytest.approx(0.95 if theme.endswith("Light") else 0.2, abs=0.1)
        painted, natural = figure(opened).locator("img").evaluate("node => [node.clientWidth, node.naturalWidth]")
        assert painted / natural > 0.7  # so the letters, 13 px by themselves, are no smaller than 9 px
        assert figure(opened).locator("div").evaluate("node => node.scrollWidth <= node.clientWidth")
    opened.page.set_viewport_size(before)
    opened.page.evaluate("() => jupyterapp.shell.expandLeft()")
    opened.theme("JupyterLab Light")


def test_a_wide_svg_is_scrolled_by_keys_where_it_would_become_too_small(notebook):
    opened = notebook(WIDE, "'another cell'")
    opened.run(0)
    before = opened.page.viewport_size
    opened.page.set_viewport_size({"width": 390, "height": 900})
    frame = figure(opened).locator("div")
    frame.focus()
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_function("node => node.scrollLeft > 0", arg=frame.element_handle())
    assert frame.locator("img").evaluate("node => node.clientWidth") == 600
    opened.page.set_viewport_size(before)
