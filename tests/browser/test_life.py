"""Does a widget bear a notebook's life? Restarts, kills, a hundred re-runs, two views, ten players, a fast hand."""

from __future__ import annotations

import os
import signal
import time
import urllib.request

import lab
import pytest
from lab import TOKEN
from playing import play, plays, scrubbed, still

pytestmark = pytest.mark.browser

SHOW = "from mlops_widgets.drift import stream\nw = stream.simulation.widget(controls=('window', 'threshold'))\nw"
RERUNS = 100
# Bytes over the last 80 re-runs. The kernel's are what IPython's history and the allocator keep, the page's what
# JupyterLab keeps of former outputs; a player imported anew for each model would be 26 MB.
KERNEL_GROWTH = 20e6
PAGE_GROWTH = 10e6
SIMULATORS = (
    "from ipywidgets.widgets.widget import _instances as _all\n"
    "print(sum(type(each).__name__ == 'Simulator' for each in _all.values()))"
)
HELD = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


def _by_menu(opened):
    opened.page.evaluate("() => { jupyterapp.commands.execute('kernelmenu:restart'); }")
    opened.page.locator(".jp-Dialog button.jp-mod-accept").click()


def by_the_server(opened):
    address = f"{opened.url}/api/kernels/{opened.kernel()}/restart"
    asked = urllib.request.Request(address, data=b"{}", headers={"Authorization": f"token {TOKEN}"}, method="POST")
    urllib.request.urlopen(asked, timeout=20).close()


def killed(opened):
    os.kill(int(opened.python("import os; print(os.getpid())")), signal.SIGKILL)
    opened.page.locator(".jp-Dialog:has-text('appears to have died') button.jp-mod-accept").click()


slow = pytest.mark.slow


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(_by_menu, id="menu"),
        pytest.param(by_the_server, id="server", marks=slow),
        pytest.param(killed, id="killed", marks=slow),
    ],
)
def test_a_kernel_that_is_gone_is_told_and_the_cell_brings_it_back(notebook, end):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    play(player)
    end(opened)
    player.locator(".status:has-text('re-run this cell')").wait_for()
    plays(player)
    opened.run(0)
    player.locator("canvas").wait_for()
    player.locator(".status:text-is('')").wait_for(state="attached")
    player.locator(".knob input[type=range]").first.focus()
    opened.page.keyboard.press("ArrowRight")
    player.locator(".value:has-text('108 values')").wait_for()
    assert opened.python("print(w.scenario.window)").strip() == "108"


def test_two_views_have_their_own_playheads_and_follow_one_knob(notebook):
    opened = notebook(SHOW, "w")
    opened.run(0)
    opened.run(1)
    first, second = opened.player(0), opened.player(1)
    for player, share in ((first, 0.2), (second, 0.7)):
        player.locator("canvas").wait_for()
        still(player, share)
    before = [scrubbed(first), scrubbed(second)]
    first.locator(".knob input[type=range]").first.focus()
    opened.page.keyboard.press("ArrowRight")
    for player in (first, second):
        player.locator(".value:has-text('108 values')").wait_for()
    assert [scrubbed(first), scrubbed(second)] == before
    assert before[0] < before[1]


@pytest.mark.slow
def test_a_hundred_re_runs_leave_one_model_and_flat_memory(notebook):
    opened = notebook(SHOW)
    devtools = opened.page.context.new_cdp_session(opened.page)

    def held():
        devtools.send("HeapProfiler.collectGarbage")
        return int(opened.python(HELD)), devtools.send("Runtime.getHeapUsage")["usedSize"]

    for run in range(RERUNS):
        opened.run(0)
        if run == RERUNS - 81:
            opened.player(0).locator("canvas").wait_for()
            early = held()
    opened.player(0).locator("canvas").wait_for()
    kernel, page = (late - then for late, then in zip(held(), early, strict=True))
    print(f"over 80 re-runs the kernel grew by {kernel / 1e6:.1f} MB, the page by {page / 1e6:.1f} MB")  # noqa: T201 - the figure is asked for
    assert opened.python(SIMULATORS).strip() == "1"
    models = opened.page.evaluate(
        """async () => {
            const {content} = jupyterapp.shell.currentWidget;
            const output = content.widgets[0].outputArea.widgets[0].widgets.find(each => each._manager);
            const manager = await output._manager.promise;
            const models = await Promise.all(Object.values(manager._models));
            return models.filter(each => each.get('spec')?.name === 'drift.stream').length;
        }"""
    )
    assert models == 1
    assert opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .mlops-player").count() == 1
    assert kernel < KERNEL_GROWTH
    assert page < PAGE_GROWTH


@pytest.mark.slow
def test_of_ten_players_only_those_in_sight_draw(notebook):
    opened = notebook(
        "from IPython.display import display\nfrom mlops_widgets.drift import stream\n"
        "for _ in range(10): display(stream.simulation.widget())"
    )
    opened.run(0)
    opened.player(0, view=9).locator("canvas").wait_for(state="attached")
    seen, drawn = opened.page.evaluate(
        """() => new Promise(done => {
            const players = [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .mlops-player')];
            const count = new Map(players.map(each => [each.querySelector('canvas'), 0]));
            const seen = new Map();
            const watch = new IntersectionObserver(all => all.forEach(e => seen.set(e.target, e.isIntersecting)));
            players.forEach(each => watch.observe(each));
            const proto = CanvasRenderingContext2D.prototype, clear = proto.clearRect;
            let frames = -30;  // all that was asked for before has been drawn then
            proto.clearRect = function (...box) {
                if (frames > 0 && count.has(this.canvas)) count.set(this.canvas, count.get(this.canvas) + 1);
                return clear.apply(this, box);
            };
            const look = () => {
                if (++frames < 40) return requestAnimationFrame(look);
                proto.clearRect = clear;
                watch.disconnect();
                done([players.map(each => seen.get(each)), [...count.values()]]);
            };
            requestAnimationFrame(look);
        })"""
    )
    assert len(seen) == 10
    assert 1 <= sum(seen) < 5
    assert all(count >= 20 for count, shown in zip(drawn, seen, strict=True) if shown)
    assert all(count == 0 for count, shown in zip(drawn, seen, strict=True) if not shown)


def test_two_hundred_moves_of_a_hand_are_three_questions_and_the_last_one_wins(notebook):
    opened = notebook(SHOW)
    opened.run(0)
    player = opened.player(0)
    player.locator("canvas").wait_for()
    opened.python(
        "import time\nasked, run = [], w._run\n"
        "def slow(scenario):\n    asked.append(scenario.window); time.sleep(0.4); return run(scenario)\n"
        "w._run = slow"
    )
    player.locator(".knob input[type=range]").first.evaluate(
        """node => {
            for (let i = 0; i < 200; i++) { node.value = 24 + 12 * (i % 15); node.dispatchEvent(new Event('input')); }
            node.value = 228; node.dispatchEvent(new Event('input')); node.dispatchEvent(new Event('change'));
        }"""
    )
    player.locator(".value:has-text('228 values')").wait_for()
    _until(lambda: opened.python("print(w.scenario.window)").strip() == "228")
    asked = opened.python("print(*asked)").split()
    assert len(asked) <= 3
    assert asked[-1] == "228"


@pytest.mark.slow
def test_notebook_7_paints_and_plays_live_and_without_a_kernel(browser, server, folder):
    lab.write_notebook(folder / "seven.ipynb", [SHOW])
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(30_000)
    page.goto(f"{server}/notebooks/seven.ipynb?token={TOKEN}")
    opened = lab.Notebook(page, server, "seven.ipynb")
    opened.ready()
    opened.run(0)
    live = page.locator(":not(.mlops-kept) > .mlops-player")
    live.locator("canvas").wait_for()
    play(live)
    opened.save()
    opened.shut_down()
    page.goto(f"{server}/notebooks/seven.ipynb?token={TOKEN}")
    kept = page.locator(".mlops-kept .mlops-player")
    kept.locator("canvas").wait_for()
    play(kept)
    opened.ready()
    opened.shut_down()
    page.close()


def _until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
