"""Does a run play on when its kernel is gone? In a saved notebook, in any state, and as a page of its own."""

from __future__ import annotations

import base64
import json
import zlib
from copy import deepcopy
from pathlib import Path

import lab
import nbformat
import numpy as np
import pytest
from lab import BROKEN
from playing import play, plays, scrubbed, still

from mlops_widgets.drift.stream import simulation
from mlops_widgets.lab.exporter import OfflineExporter
from mlops_widgets.stage import kept

pytestmark = pytest.mark.browser

SHOW = "from mlops_widgets.drift import stream\nw = stream.simulation.widget(controls=('window', 'threshold'))\nw"


@pytest.fixture(scope="module")
def saved(jupyterlab, folder):
    """A notebook as a learner leaves it: run, looked at, saved; its kernel is gone."""
    lab.write_notebook(folder / "saved.ipynb", [SHOW])
    jupyterlab.visit("saved.ipynb")
    jupyterlab.run(0)
    jupyterlab.player(0).locator("canvas").wait_for()
    jupyterlab.close()
    return nbformat.read(folder / "saved.ipynb", as_version=4)


def replayed(opened):
    """The player of a kept run, once it is there."""
    player = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .mlops-kept .mlops-player")
    player.locator("canvas").wait_for()
    return player


def steps(player):
    """See the right arrow key move the playhead onwards."""
    scrub = player.locator(".scrub").element_handle()
    before = scrubbed(player)
    scrub.focus()
    scrub.press("ArrowRight")
    player.page.wait_for_function("([node, from]) => Number(node.value) > from", arg=[scrub, before])


@pytest.mark.slow
def test_a_notebook_whose_kernel_was_shut_down_plays_after_a_reload(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    height = opened.player(0).bounding_box()["height"]
    opened.save()
    opened.shut_down()
    opened.reload(busy=True)  # played while a kernel starts that knows nothing of the widget
    player = replayed(opened)
    player.evaluate("node => { node.isFirst = true; }")
    assert player.bounding_box()["height"] == pytest.approx(height, abs=1)
    play(player)
    still(player, 0.5)
    player.locator("button:has-text('Table')").click()
    player.locator("tbody tr").nth(1).wait_for()
    assert player.locator('.needs:has-text("needs the notebook\'s kernel")').is_visible()
    assert player.locator(".knobs > .knob > :is(input, select):enabled").count() == 0
    assert player.locator(".acts").is_hidden()
    steps(player)
    reached = scrubbed(player)
    opened.ready()
    opened.page.evaluate(RESTORED)
    assert player.evaluate("node => node.isFirst")
    assert scrubbed(player) == reached


def test_it_plays_where_no_kernel_can_start(jupyterlab, folder, saved):
    copy = deepcopy(saved)
    copy.metadata.kernelspec = {"name": BROKEN, "display_name": BROKEN, "language": "none"}
    nbformat.write(copy, folder / "broken.ipynb")
    jupyterlab.appear("broken.ipynb")
    play(replayed(jupyterlab))
    jupyterlab.close()


@pytest.mark.slow
def test_it_plays_where_the_front_end_of_widgets_is_switched_off(browser, server, folder, saved):
    nbformat.write(saved, folder / "off.ipynb")
    config = folder / ".home" / "lab" / "settings" / "page_config.json"
    config.write_text('{"disabledExtensions": {"@jupyter-widgets/jupyterlab-manager": true}}', encoding="utf-8")
    opened = lab.open_lab(browser, server)
    config.unlink()
    opened.visit("off.ipynb")
    assert not opened.page.evaluate("() => jupyterapp.hasPlugin('@jupyter-widgets/jupyterlab-manager:plugin')")
    play(replayed(opened))
    opened.close()
    opened.page.close()


def test_an_untrusted_notebook_plays(notebook, saved):
    copy = deepcopy(saved)
    copy.cells[0].outputs[0].data["text/plain"] += " changed by somebody"
    opened = notebook(saved=copy)
    player = replayed(opened)
    assert not opened.page.evaluate("() => jupyterapp.shell.currentWidget.model.cells.get(0).trusted")
    play(player)


# Until the widgets' manager has asked the kernel what it knows, and asked for the outputs of all else once more.
RESTORED = """async () => {
  const cell = jupyterapp.shell.currentWidget.content.widgets[0];
  const manager = await cell.outputArea.widgets[0].widgets.find(each => each._manager)._manager.promise;
  while (!manager.restoredStatus) await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame);
}"""


def squeezed(header):
    """A header with nothing behind it, as kept.py would write it."""
    return base64.b64encode(zlib.compress(json.dumps(header).encode() + b"\n")).decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [(lambda run: {**run, "version": 2}, "another version"),
     (lambda run: {**run, "kept": run["kept"][:3000]}, "not whole any more"),
     pytest.param(lambda run: {**run, "kept": squeezed({"spec": {}, "runs": [], "ghosts": []})}, "not whole any more",
                  marks=pytest.mark.slow),
     pytest.param(lambda run: "<b>no run</b>", "another version", marks=pytest.mark.slow)],
    ids=["version", "cut", "empty", "nothing"],
)  # fmt: skip
def test_what_cannot_be_read_shows_a_sentence_and_its_picture(notebook, saved, change, words):
    copy = deepcopy(saved)
    copy.cells[0].outputs[0].data[kept.MIME] = change(copy.cells[0].outputs[0].data[kept.MIME])
    opened = notebook(saved=copy)
    output = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .mlops-kept")
    output.locator(f".unread:has-text('{words}')").wait_for()
    assert output.locator("img").evaluate("node => node.decode().then(() => node.clientWidth)") == 860


@pytest.mark.slow
def test_a_living_kernel_takes_over_after_a_reload_and_its_pins_are_there(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    opened.player(0).locator("button:text-is('Pin')").click()
    opened.player(0).locator("button:text-is('Pinned')").wait_for()
    opened.save()
    opened.reload()
    live = opened.page.locator(".jp-Cell :not(.mlops-kept) > .mlops-player")
    live.locator("canvas").wait_for()
    assert live.locator(".pins li").count() == 1
    live.locator(".knob input[type=range]").first.focus()
    opened.page.keyboard.press("ArrowRight")
    live.locator(".value:has-text('108 values')").wait_for()
    live.locator(".pins li:has-text('Window 96')").wait_for()
    assert opened.python("print(w.scenario.window)").strip() == "108"


@pytest.mark.slow
def test_a_busy_kernel_takes_over_when_it_is_free_and_the_run_plays_meanwhile(notebook, folder):
    opened = notebook(SHOW, "import time, os\nwhile not os.path.exists('free'): time.sleep(0.05)")
    opened.run(0)
    opened.player(0).locator("canvas").wait_for()
    opened.save()
    opened.start(1)
    opened.reload(busy=True)
    play(replayed(opened))
    (folder / "free").touch()
    live = opened.page.locator(".jp-Cell :not(.mlops-kept) > .mlops-player")
    live.locator("canvas").wait_for()
    assert opened.page.locator(".mlops-kept").count() == 0
    live.locator(".knob input[type=range]").first.focus()
    opened.page.keyboard.press("ArrowRight")
    live.locator(".value:has-text('108 values')").wait_for()


def test_another_view_of_an_output_plays_too(notebook, saved):
    opened = notebook(saved=saved)
    replayed(opened)
    opened.page.evaluate("async () => { await jupyterapp.commands.execute('notebook:create-output-view'); }")
    player = opened.page.locator(".jp-LinkedOutputView .mlops-kept .mlops-player")
    player.locator("canvas").wait_for()
    play(player)
    opened.page.evaluate("() => [...jupyterapp.shell.widgets('main')].at(-1).close()")


def test_a_run_that_is_taken_away_draws_no_more(notebook, saved):
    opened = notebook(saved=saved)
    play(replayed(opened))
    drawn = opened.page.evaluate(
        """() => new Promise(done => {
            const canvas = document.querySelector('.mlops-kept canvas');
            const clear = canvas.getContext('2d').clearRect; let count = 0;
            canvas.getContext('2d').clearRect = function (...box) { count++; clear.apply(this, box); };
            jupyterapp.shell.currentWidget.content.widgets[0].model.clearExecution();
            jupyterapp.shell.currentWidget.content.widgets[0].model.outputs.clear();
            let frames = 0; const look = () => ++frames > 20 ? done(count) : requestAnimationFrame(look);
            requestAnimationFrame(look);
        })"""
    )
    assert drawn <= 1


VIEWS = """() => {
  const shown = [];
  const walk = widget => {
    if (widget._view?.model) shown.push(widget._view);
    for (const child of widget.children?.() ?? []) walk(child);
  };
  walk(jupyterapp.shell.currentWidget.content.widgets[1]);
  return [shown.length, Object.keys(shown[0].model.views).length];
}"""


@pytest.mark.slow
def test_an_output_that_is_rendered_again_and_again_shows_its_widget_and_keeps_one_view(notebook):
    opened = notebook(SHOW.removesuffix("\nw"), "handle = display(w, display_id=True)")
    opened.run(0)
    opened.run(1)
    player = opened.player(1)
    player.locator("canvas").wait_for()
    for _ in range(8):
        before = opened.page.locator(".jp-Cell .mlops-player").element_handle()
        opened.python("handle.update(w)")
        before.wait_for_element_state("hidden")
        player.locator("canvas").wait_for()
    assert opened.page.evaluate(VIEWS) == [1, 1]
    assert opened.page.locator(".mlops-player").count() == 1
    plays(player)
    opened.python("handle.update(w)")
    opened.save()
    opened.shut_down()
    opened.reload()
    play(replayed(opened))


OFFLINE = {"viewport": {"width": 1120, "height": 900}}
PIXELS = """canvas => { const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  let text = ''; for (let i = 0; i < data.length; i += 30000) text += btoa(String.fromCharCode(...data.subarray(i, i + 30000)));
  return [width, height, text]; }"""  # 30,000 bytes are whole letters of base64


@pytest.fixture
def offline(browser, tmp_path):
    """Open a page from its file, with no network; whatever it asks for, and every error, fails the test."""
    context = browser.new_context(**OFFLINE)
    context.set_offline(True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))

    def open_(html):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        page.goto(path.as_uri())
        return page.locator(".mlops-kept .mlops-player")

    yield open_
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert errors == []


def test_a_page_of_one_run_plays_offline_and_its_varied_knob_turns_by_keyboard_alone(offline):
    trace = simulation.run()
    player = offline(simulation.html(trace, vary={"window": [48, 96, 192]}))
    plays(player)
    knob = player.locator(".knobs > .knob > input[type=range]:enabled")
    assert knob.count() == 1
    tab_to(player.page, "input[type=range]:enabled", "Window")
    assert knob.get_attribute("aria-valuetext") == "96 values"
    player.page.keyboard.press("ArrowRight")
    player.locator(".value:has-text('192 values')").wait_for()
    assert knob.get_attribute("aria-valuetext") == "192 values"
    other = simulation.scene(simulation.run(trace.scenario.replace(window=192))).title
    assert player.locator("h3").inner_text() == other
    tab_to(player.page, "button.primary", "Pause")
    player.page.keyboard.press("Space")
    player.locator("button[aria-label='Play']").wait_for()
    steps(player)
    tab_to(player.page, "button", "Table", back=True)
    player.page.keyboard.press("Enter")
    player.locator("tbody tr").first.wait_for()
    player.locator(".error").wait_for(state="hidden")


def test_a_browser_that_cannot_unpack_shows_the_picture_and_says_so(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(simulation.html(simulation.run()), encoding="utf-8")
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(path.as_uri())
    page.locator(".unread:has-text('too old to unpack')").wait_for()
    assert page.evaluate("() => document.images[0].naturalWidth") > 300
    page.close()


def test_two_knobs_of_a_page_turn_to_any_of_their_runs(offline):
    trace = simulation.run()
    player = offline(simulation.html(trace, vary={"window": [48, 96], "threshold": [0.1, 0.25]}))
    window, threshold = (
        player.locator("label.knob", has_text=name).locator("input:enabled") for name in ("Window", "Threshold")
    )
    window.press("Home")
    threshold.press("Home")
    player.locator(".value:has-text('0.10')").wait_for()
    player.page.wait_for_function("() => document.querySelector('.scrub').max")
    other = simulation.run(trace.scenario.replace(window=48, threshold=0.1))
    player.locator(".scrub").press("End")
    player.page.wait_for_function(
        "words => document.querySelector('.verdict').textContent === words",
        arg=simulation.scene(other).verdict(len(other) - 1).sentence,
    )


def pixels(player, name):
    """What a player's canvas shows two thirds through its run; a picture of it goes to build/browser."""
    player.locator("canvas").wait_for()
    still(player, 2 / 3)
    before = None
    while before != (drawn := player.locator("canvas").evaluate(PIXELS)):  # until it has its size and rests
        before = drawn
        player.page.wait_for_timeout(100)
    player.screenshot(path=Path("build/browser") / f"same-{name}.png")
    width, height, values = drawn
    return np.frombuffer(base64.b64decode(values), np.uint8).astype(int).reshape(height, width, 4)


def tab_to(page, selector, name, *, back=False):
    """Go on by the Tab key until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(
            "([selector, name]) => { const node = document.activeElement; return node.matches(selector) &&"
            " [node.getAttribute('aria-label'), node.textContent, node.parentNode.textContent].some(text => text?.startsWith(name)); }",
            [selector, name],
        ):
            return
    raise AssertionError(f"no {name} within reach of the Tab key")


@pytest.mark.slow
def test_the_same_run_looks_the_same_live_kept_and_offline(notebook, offline, folder):
    opened = notebook(SHOW)
    opened.run(0)
    drawn = {"live": pixels(opened.player(0), "live")}
    width = opened.player(0).evaluate("node => node.clientWidth")
    opened.save()
    opened.shut_down()
    saved = nbformat.read(folder / opened.path, as_version=4)
    opened.reload()
    drawn["kept"] = pixels(replayed(opened), "kept")
    html, _ = OfflineExporter().from_notebook_node(saved)
    player = offline(html)
    player.locator("canvas").wait_for()
    now = player.evaluate("node => node.clientWidth")
    player.page.set_viewport_size({"width": OFFLINE["viewport"]["width"] + width - now, "height": 900})
    drawn["page"] = pixels(player, "page")
    for other in ("kept", "page"):
        assert drawn[other].shape == drawn["live"].shape
        assert np.mean((np.abs(drawn[other] - drawn["live"]) <= 8).all(axis=-1)) > 0.99
