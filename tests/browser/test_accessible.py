"""Can everybody use it? By machine: axe-core, computed contrast, zoom, keyboard, and words that read as sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlops_widgets import stage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIMULATIONS = sorted(stage.simulations())
THEMES = {"true": "light", "false": "dark"}
SENTENCE = re.compile(r"^[A-Z0-9“].*[.!?]$", re.DOTALL)


def shine(page, light):
    page.emulate_media(color_scheme=THEMES[light])
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)


@pytest.mark.parametrize("name", sorted(stage.boards()))
def test_axe_finds_nothing_serious_on_a_board(page, show, name, monkeypatch, tmp_path):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    board = stage.boards()[name]
    widget = show(lambda: board.widget("accessible"))
    page.add_script_tag(path=AXE)
    assert grave_in_either_theme(page) == []
    samples = board.samples[:6]
    for at, sample in enumerate(samples, start=1):
        widget.act(sample)
        page.evaluate("async () => { await model.save_changes(); }")  # fetch what the kernel has to say
        if at % 2 == 0 or at == len(samples):  # each second state, and the last
            assert grave(page) == [], sample


def grave(page, *rules):
    """What axe-core calls serious or critical in the widget on the page; by all its rules when none is named."""
    found = page.evaluate(
        "async only => (await axe.run(document.querySelector('.mlops-player'), only)).violations",
        {"runOnly": list(rules)} if rules else {},
    )
    return [
        f"{each['id']}: {each['help']} — {[node['html'][:120] for node in each['nodes']][:3]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def grave_in_either_theme(page):
    """The same in both themes: the second changes nothing but colours."""
    found = []
    for light, rules in zip(THEMES, ((), ("color-contrast",)), strict=True):
        shine(page, light)
        found += [f"{THEMES[light]}: {each}" for each in grave(page, *rules)]
    return found


def test_axe_itself_would_find_something(page, show):
    show(stage.simulations()[SIMULATIONS[0]].widget)
    page.evaluate("() => document.querySelector('.scrub').removeAttribute('aria-label')")
    page.add_script_tag(path=AXE)
    assert [each for each in grave(page) if each.startswith("label: ")]


@pytest.mark.parametrize(
    "name", [SIMULATIONS[0], *(pytest.param(name, marks=pytest.mark.slow) for name in SIMULATIONS[1:])]
)
def test_the_snapshot_brings_its_own_ground(page, show, name):
    simulation = stage.simulations()[name]
    html = simulation.widget()._repr_mimebundle_()[0]["text/html"]
    page.set_content(f"<body style='background: #000'>{html}</body>")
    page.wait_for_function("() => document.images[0].naturalWidth > 0")
    corners = page.evaluate(
        """() => { const i = document.images[0], [w, h] = [i.naturalWidth, i.naturalHeight];
            const g = Object.assign(document.createElement('canvas'), {width: w, height: h}).getContext('2d');
            g.drawImage(i, 0, 0);
            return [[2, 2], [w - 3, 2], [2, h - 3], [w - 3, h - 3]].map(([x, y]) => [...g.getImageData(x, y, 1, 1).data]); }"""
    )
    assert corners == [[255, 255, 255, 255]] * 4
    assert SENTENCE.match(page.get_attribute("img", "alt"))
