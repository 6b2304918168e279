"""Can everybody use it? By machine: axe-core, computed contrast, zoom, keyboard, and words that read as sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlops_widgets import stage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIMULATIONS = sorted(stage.simulations())
every_simulation = pytest.mark.parametrize("name", SIMULATIONS)
THEMES = {"true": "light", "false": "dark"}
SENTENCE = re.compile(r"^[A-Z0-9“].*[.!?]$", re.DOTALL)


def shine(page, light):
    page.emulate_media(color_scheme=THEMES[light])
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)


def opened(page, show, name):
    """A simulation with all that opens open: settings, an action's own, the link, the table, a pin."""
    widget = show(lambda: stage.simulations()[name].widget(play=False))
    page.click("button.pin")
    page.wait_for_function("() => document.querySelectorAll('.pins li').length === 1")
    page.click("button:has-text('Link')")
    page.click("button:has-text('Table')")
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(
        "() => { const s = document.querySelector('.scrub'); s.value = s.max; s.dispatchEvent(new Event('input')); }"
    )
    page.wait_for_function("() => document.querySelector('canvas').getAttribute('aria-label')")
    return widget


@every_simulation
def test_everybody_can_use_it(page, show, name):
    widget = opened(page, show, name)  # once for all: to open it takes longer than to look
    _what_is_read_aloud_reads_as_sentences(page, widget)
    _the_tab_key_reaches_every_control_in_order_and_leaves(page)
    _axe_finds_nothing_serious_in_either_theme(page)
    _at_twice_the_size_nothing_is_cut_and_everything_can_be_reached(page)


def _what_is_read_aloud_reads_as_sentences(page, widget):
    said = [widget.answer["text"], page.inner_text(".aloud"), page.get_attribute("canvas", "aria-label")]
    for words in said:
        assert SENTENCE.match(words), words
        assert not re.search(r"\bnan\b|undefined|null|  |\.\.|\s[.,;]", words, re.IGNORECASE), words
    assert page.get_attribute("canvas", "role") == "img"
    assert page.get_attribute(".aloud", "aria-live") == "polite"
    assert page.locator("table caption").inner_text()
    for slider in page.locator("input[type=range]:visible").all():
        assert re.search(r"\d", slider.get_attribute("aria-valuetext"))


def _the_tab_key_reaches_every_control_in_order_and_leaves(page):
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const all = [...document.querySelectorAll('.mlops-player *')]; const n = document.activeElement;
                return [all.indexOf(n), n.closest('.mlops-player') ? (n.getAttribute('aria-label') || n.closest('label')?.innerText || n.innerText || '') : null,
                  getComputedStyle(n).outlineStyle, n.dataset.lmSuppressShortcuts]; }"""
        )
        if here[1] is None:
            break
        reached.append(here)
    focusable = page.evaluate(
        """() => [...document.querySelectorAll('.mlops-player :is(button, input, select, summary, [tabindex="0"])')]
            .filter(n => n.checkVisibility() && !n.closest('.ticker li')).length"""
    )  # a list is one stop: arrows walk it
    assert len(reached) == focusable
    assert [index for index, *_ in reached] == sorted(index for index, *_ in reached)
    for _, label, outline, keeps in reached:
        assert label.strip(), "what takes the focus has a name"
        assert (outline, keeps) == ("solid", "true"), label


def _axe_finds_nothing_serious_in_either_theme(page):
    page.add_script_tag(path=AXE)
    for light in THEMES:
        shine(page, light)
        assert grave(page) == [], THEMES[light]


def _at_twice_the_size_nothing_is_cut_and_everything_can_be_reached(page):
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 × 900 at 200 %
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        """() => { const box = document.querySelector('.mlops-player').getBoundingClientRect();
            return [...document.querySelectorAll('.mlops-player :is(button, input, select, summary, h3, .verdict, b)')]
              .filter(n => n.checkVisibility() && !n.closest('.table')).filter(n => { const r = n.getBoundingClientRect();
                return r.left < box.left - 1 || r.right > box.right + 1 || n.scrollWidth > n.clientWidth + 1 && n.tagName === 'BUTTON'; })
              .map(n => n.outerHTML.slice(0, 80)); }"""
    )
    assert cut == []
    targets = page.evaluate(
        """() => [...document.querySelectorAll('.mlops-player :is(button, select, input[type=range])')].filter(n => n.checkVisibility())
            .map(n => [Math.min(n.offsetHeight, n.offsetWidth), n.outerHTML.slice(0, 300)]).filter(([size]) => size < 20)"""
    )
    assert targets == []


@pytest.mark.parametrize("name", sorted(stage.boards()))
def test_axe_finds_nothing_serious_on_a_board(page, show, name, monkeypatch, tmp_path):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    board = stage.boards()[name]
    widget = show(lambda: board.widget("accessible"))
    page.add_script_tag(path=AXE)
    for sample in ({}, *board.samples[:6]):
        if sample:
            widget.act(sample)
            page.evaluate("async () => { await model.save_changes(); }")  # fetch what the kernel has to say
        for light in THEMES:
            shine(page, light)
            assert grave(page) == [], (sample, THEMES[light])


def grave(page):
    """What axe-core calls serious or critical in the widget on the page."""
    found = page.evaluate("async () => (await axe.run(document.querySelector('.mlops-player'))).violations")
    return [
        f"{each['id']}: {each['help']} — {[node['html'][:120] for node in each['nodes']][:3]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def test_axe_itself_would_find_something(page, show):
    show(stage.simulations()[SIMULATIONS[0]].widget)
    page.evaluate("() => document.querySelector('.scrub').removeAttribute('aria-label')")
    page.add_script_tag(path=AXE)
    assert [each for each in grave(page) if each.startswith("label: ")]


@every_simulation
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
