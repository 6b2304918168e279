"""Do pins, links and picks work where they are used: in a real JupyterLab, through a reload, by its keyboard?"""

from __future__ import annotations

import json

import pytest
from playing import scrubbed, still

from mlops_widgets.drift.stream import Scenario

pytestmark = pytest.mark.browser

SHOW = "from mlops_widgets.drift import stream\nw = stream.simulation.widget(controls=('window',), play=False)\nw"


def scenario(opened):
    """What the widget in the kernel shows."""
    return Scenario.from_json(opened.python("print(w.scenario.to_json())"))


def known(opened, condition):
    """Wait until the kernel knows what was done here."""
    opened.python(
        f"import time\nend = time.time() + 20\nwhile not ({condition}) and time.time() < end: time.sleep(.02)"
    )


@pytest.mark.slow
def test_a_fork_survives_a_reload_of_the_page(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("button.pin").click()
    player.locator(".pins li").wait_for()
    player.locator(".knob input[type=range]").first.press("End")
    player.locator(".value:has-text('240 values')").wait_for()
    player.locator(".pins li:has-text('Window 96 values')").wait_for()
    opened.save()
    opened.reload()
    player = opened.player(0)
    player.locator(".value:has-text('240 values')").wait_for(timeout=30_000)
    player.locator(".pins li:has-text('Window 96 values')").wait_for()
    player.locator("button[aria-label^='Unpin A']").click()
    player.locator(".pins").wait_for(state="hidden")
    assert opened.python("print(len(w.pinned))").strip() == "0"


def test_two_ghosts_let_go_while_the_kernel_is_busy_are_both_gone_when_it_is_free(notebook, folder):
    opened = notebook(SHOW, "import time, os\nwhile not os.path.exists('let go'): time.sleep(0.05)")
    opened.run(0)
    player = opened.player(0)
    player.locator("button.pin").click()
    player.locator(".pins li").wait_for()
    opened.python("w.set(window=240)\nw.pin()")
    player.locator("button[aria-label^='Unpin B']").wait_for()
    opened.start(1)
    opened.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.content.widgets[1].model.executionState === 'running'"
    )
    player.locator("button[aria-label^='Unpin A']").click()
    player.locator("button[aria-label^='Unpin']").last.click()
    (folder / "let go").touch()
    player.locator(".pins").wait_for(state="hidden")
    assert opened.python("print(len(w.pinned))").strip() == "0"


def test_an_output_shown_twice_has_two_playheads(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    first = opened.player(0)
    first.locator("canvas").wait_for()
    opened.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:create-output-view'); }")
    second = opened.page.locator(".jp-LinkedOutputView .mlops-player")
    second.locator("canvas").wait_for()
    still(first, 0.2)
    still(second, 0.8)
    low, high = (scrubbed(player) for player in (first, second))
    assert low < 0.5 * high
    first.locator(".knob input[type=range]").first.press("End")
    for player in (first, second):
        player.locator(".value:has-text('240 values')").wait_for()
    assert [scrubbed(player) for player in (first, second)] == [low, high]
    opened.page.evaluate("() => [...jupyterapp.shell.widgets('main')].at(-1).close()")


def test_a_link_copied_here_opens_in_another_cell(notebook):
    opened = notebook(SHOW, "from mlops_widgets import stage\nstage.from_link(link)")
    opened.run(0)
    player = opened.player(0)
    player.locator(".knob input[type=range]").first.press("Home")
    player.locator(".value:has-text('12 values')").wait_for()
    known(opened, "w.scenario.window == 12")
    player.locator("button.pin").click()
    player.locator(".pins li").wait_for()
    player.locator("button:has-text('Link')").click()
    player.locator(".link [role=status]:not(:empty)").wait_for()
    link = player.locator(".link input").input_value()
    opened.python(f"link = {json.dumps(link)}")
    opened.run(1)
    second = opened.player(1)
    second.locator(".value:has-text('12 values')").wait_for()
    second.locator(".pins li:has-text('this very run')").wait_for()


def test_a_click_on_the_picture_intervenes_and_the_keys_do_not_move_the_notebook(notebook):
    opened = notebook(SHOW, "'another cell'")
    opened.run(0)
    player = opened.player(0)
    strip = player.locator(".picker")
    strip.wait_for()
    box = strip.bounding_box()
    strip.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    player.locator("button:has-text('Undo the last one')").wait_for()
    strip.press("Home")
    strip.press("ArrowRight")
    strip.press("Enter")
    known(opened, "len(w.scenario.interventions) == 2")
    made = scenario(opened).interventions
    assert [each.kind for each in made] == ["inject", "inject"]
    assert made[0].tick == 1
    assert opened.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex") == 0
