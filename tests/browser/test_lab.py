"""Does the player live in a real JupyterLab: painted, played, driven by keys, and never frozen?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from playing import drawn, play, plays, scrubbed, still

pytestmark = pytest.mark.browser

SHOW = "from mlops_widgets.drift import stream\nstream.simulation.widget(controls=('window', 'threshold'))"
HANGS = """
from mlops_widgets.drift import stream

class Mine:
    drift_detected = False

    def update(self, x):
        while True:
            pass

widget = stream.simulation.widget(stream.Scenario(detector="yours"), detector=Mine)
widget
"""


def test_it_paints_in_the_pages_colours_and_plays(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("canvas").wait_for()
    before = scrubbed(player)
    plays(player)
    assert scrubbed(player) > before
    still(player)
    blue = player.locator("canvas").evaluate(
        """c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
                  for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 60 && d[i + 2] > d[i] + 60) n++; return n; }"""
    )
    assert blue > 100


def test_arrow_keys_turn_a_knob_and_not_the_page(notebook):
    opened = notebook(SHOW, "'another cell'")
    opened.run(0)
    player = opened.player(0)
    player.locator(".knob input[type=range]").first.focus()
    for _ in range(2):
        opened.page.keyboard.press("ArrowRight")
    player.locator(".value:has-text('120 values')").wait_for()
    drawn(opened.page)
    assert opened.page.evaluate("() => document.activeElement.type") == "range"
    assert opened.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex") == 0


def test_the_keyboard_alone_plays_steps_and_scrubs(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("button.primary").focus()
    opened.page.keyboard.press("Space")
    player.locator("button[aria-label='Play']").wait_for()
    player.locator(".scrub").focus()
    opened.page.keyboard.press("Home")
    drawn(opened.page)
    start = scrubbed(player)
    for _ in range(5):
        opened.page.keyboard.press("ArrowRight")
    drawn(opened.page)
    assert scrubbed(player) > start
    assert opened.python("print(len(stream.simulation.run()))").strip().isdigit()  # the kernel was never disturbed


def test_an_intervention_reaches_the_kernel_and_comes_back(notebook):
    opened = notebook("from mlops_widgets.drift import stream\nw = stream.simulation.widget()\nw")
    opened.run(0)
    player = opened.player(0)
    player.locator("button:has-text('Reset the detector')").click()
    player.locator("button:has-text('Undo the last one')").wait_for()
    assert opened.python("print(w.scenario.interventions[0].kind)").strip() == "reset"


def test_an_order_at_the_end_of_a_run_is_seen(notebook):
    opened = notebook("from mlops_widgets.drift import gauges\nw = gauges.simulation.widget()\nw")
    opened.run(0)
    player = opened.player(0)
    still(player, 1)
    player.locator("button:has-text('Flip the dependence now')").click()
    player.locator("button:has-text('Undo the last one')").wait_for()
    assert opened.python("print(w.scenario.interventions[0].tick)").strip() == "39"  # a third of days 0 to 119
    plays(player)


def test_a_change_of_theme_leaves_every_name_at_its_lines_end(notebook):
    opened = notebook("from mlops_widgets.rollout import delivery\ndelivery.simulation.widget()")
    opened.run(0)
    player = opened.player(0)
    still(player, 1)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        opened.page.wait_for_function(
            """() => [...document.querySelectorAll('.mlops-player .words .end')].every(name => name.hidden ||
                name.getBoundingClientRect().right <= name.closest('.picture').getBoundingClientRect().right)"""
        )
        assert player.locator(".words .end:visible").count() > 5


def test_it_plays_on_while_another_cell_computes(notebook, folder):
    busy = "import os\nwhile not os.path.exists('looked at'): pass"
    opened = notebook(SHOW, busy)
    opened.run(0)
    player = opened.player(0)
    player.locator("canvas").wait_for()
    play(player)
    opened.start(1)
    prompt = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell .jp-InputPrompt").nth(1)
    prompt.locator("text=[*]:").wait_for()
    moved = player.locator(".scrub").evaluate(
        """scrub => new Promise(done => { const moved = []; let last = scrub.value;
            const look = () => { moved.push(scrub.value !== last); last = scrub.value;
              moved.length < 90 ? requestAnimationFrame(look) : done(moved); };
            requestAnimationFrame(look); })"""
    )
    assert prompt.inner_text() == "[*]:"
    (folder / "looked at").touch()
    assert sum(moved) > 85  # in every frame that the machine has time for; a frozen player moves in none
    assert not any(not one and not next_ for one, next_ in pairwise(moved))


def test_a_part_that_never_ends_is_stopped_and_the_widget_works_again(notebook):
    opened = notebook(HANGS)
    opened.run(0)
    player = opened.player(0)
    player.locator(".error:has-text('did not come back within 2 s and was stopped')").wait_for(timeout=15_000)
    player.locator(".knob select").first.select_option("psi")
    player.locator("canvas").wait_for()
    player.locator(".error").wait_for(state="hidden")
    player.locator("h3:has-text('Newark')").wait_for()
    assert opened.python("print(widget.scenario.detector)").strip() == "psi"


@pytest.mark.slow
def test_a_part_that_holds_the_whole_kernel_leaves_the_page_alive_until_the_kernel_is_restarted(notebook):
    freezes = HANGS.replace("while True:\n            pass", "if frozen: max(iter(int, 1))  # never leaves C")
    opened = notebook("'said before'", f"frozen = False\n{freezes}")
    opened.run(0)
    opened.run(1)
    player = opened.player(1)
    player.locator("canvas").wait_for()
    opened.python("frozen = True")
    source = player.locator(".knob select:has(option[value=generated])")
    source.select_option("generated")
    player.locator(".status:has-text('if that waits too, restart it')").wait_for()
    play(player)
    assert (
        opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output").first.inner_text()
        == "'said before'"
    )
    opened.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
    )
    opened.ready()
    opened.run(1)
    source.select_option("generated")
    player.locator("h3:has-text('Card payments')").wait_for()


def test_a_restarted_kernel_is_told_and_the_run_plays_on(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    play(player)
    opened.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
    )
    player.locator(".status:has-text('re-run this cell')").wait_for()
    before = scrubbed(player)
    plays(player)
    assert scrubbed(player) > before


def test_a_reloaded_page_shows_the_widget_again(notebook):
    opened = notebook("from mlops_widgets.drift import stream\nw = stream.simulation.widget()\nw")
    opened.run(0)
    opened.python("w.set(window=168)")
    opened.save()
    opened.reload()
    opened.player(0).locator(".value:has-text('168 values')").wait_for(timeout=30_000)


def test_a_cell_run_again_closes_the_widget_it_made_before(notebook):
    opened = notebook(SHOW)
    for _ in range(3):
        opened.run(0)
    opened.player(0).locator("canvas").wait_for()
    alive = (
        "from ipywidgets.widgets.widget import _instances\n"
        "print(sum(type(each).__name__ == 'Simulator' for each in _instances.values()))"
    )
    assert opened.python(alive).strip() == "1"


@pytest.mark.slow
def test_both_themes_reach_the_canvas(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("canvas").wait_for()
    inks = []
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        opened.theme(theme)
        opened.page.wait_for_function(
            "([node, before]) => getComputedStyle(node).color !== before",
            arg=[player.element_handle(), "".join(inks)],
        )
        inks.append(player.evaluate("node => getComputedStyle(node).color"))
    opened.theme("JupyterLab Light")
    assert inks == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_learner_who_saves_a_copy_changes_no_source(jupyterlab, folder):
    from mlops_widgets.course import originals

    sources = sorted(originals().rglob("*.py")) + sorted(originals().rglob("*.ipynb"))
    before = [path.read_bytes() for path in sources]
    subprocess.run([sys.executable, "-m", "mlops_widgets.course", "open", str(folder / "work")], check=True)
    jupyterlab.visit("work/index.ipynb")
    jupyterlab.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:insert-cell-below'); }")
    jupyterlab.close()
    assert Path(folder / "work/index.ipynb").read_bytes() != (originals() / "index.ipynb").read_bytes()
    assert not list((folder / "work").rglob("*.py"))
    assert [path.read_bytes() for path in sources] == before
    shutil.rmtree(folder / "work", ignore_errors=True)  # the server may still be writing a checkpoint
