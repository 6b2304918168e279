"""Is a widget accessible where it is used: in JupyterLab's own colours, both themes, and at twice the size?"""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOW = "from mlops_widgets.drift import stream\nstream.simulation.widget(controls=('window',), play=False)"


def test_axe_finds_nothing_serious_in_either_theme_of_jupyterlab(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("button.pin").click()
    player.locator(".pins li").wait_for()
    player.locator("button:has-text('Table')").click()
    player.locator("tbody tr").first.wait_for()
    opened.page.add_script_tag(path=AXE)
    grave = {}
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        player.locator("tbody tr").first.wait_for()
        grave[theme] = player.evaluate(
            """async node => (await axe.run(node)).violations
                .filter(({impact}) => ['serious', 'critical'].includes(impact)).map(({id}) => id)"""
        )
    assert grave == {"JupyterLab Dark": [], "JupyterLab Light": []}


def test_at_twice_the_size_a_player_stays_inside_its_cell(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("canvas").wait_for()
    before = opened.page.viewport_size
    opened.page.set_viewport_size({"width": before["width"] // 2, "height": before["height"] // 2})
    opened.page.wait_for_function(
        "node => node.getBoundingClientRect().right <= innerWidth && node.scrollWidth <= node.clientWidth + 1",
        arg=player.element_handle(),
    )
    knob = player.locator(".knob input[type=range]").first
    knob.scroll_into_view_if_needed()
    knob.press("ArrowRight")
    player.locator(".value:has-text('108 values')").wait_for()
    opened.page.set_viewport_size(before)
