"""Does a page follow a live run, stay where one scrubs to, and keep the run when it is closed?"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(
    0, str(Path(__file__).parents[1] / "stage")
)  # importlib mode adds no folder: latency lies beside the stage's tests

from latency import simulation
from playing import drawn

from mlops_widgets import stage

pytestmark = pytest.mark.browser

LATENCY = Path(__file__).parents[1] / "stage" / "latency.py"

SCRUB = """share => { const s = document.querySelector('.scrub');
  s.value = Number(s.min) + (s.max - s.min) * share; s.dispatchEvent(new Event('input')); }"""
INK = """() => { const c = document.querySelector('canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }"""
PLACE = "() => { const s = document.querySelector('.scrub'); return [s.min, s.value, s.max].map(Number); }"


def row(n):
    return {"latency": 5.0 + n % 30, "median": 15.0, "slow": float(n % 30 > 15)}


@pytest.fixture
def live(page, show):
    """A live run on the page, which hears what the kernel sends twenty times a second."""
    run = stage.live(simulation, history=200)
    show(run.widget)
    page.evaluate("() => { setInterval(pull, 50); }")
    yield run
    if run.total:
        run.close()


def grow(run, n):
    for number in range(run.total, run.total + n):
        run.append(float(number), **row(number))


def arrived(page, place):
    page.wait_for_function(
        f"([low, value, high]) => {{ const now = ({PLACE})(); return now[0] === low && now[1] === value && now[2] === high; }}",
        arg=place,
    )


def test_the_playhead_follows_the_newest_row_and_the_axis_scrolls(page, live):
    assert page.inner_text(".pulse") == "live · waiting for the first row"
    grow(live, 150)
    arrived(page, [0, 149, 149])
    grow(live, 150)
    arrived(page, [100, 299, 299])
    assert page.evaluate(INK) > 5000
    assert page.inner_text("h3") == "Answers of a server on this computer"
    assert page.get_attribute(".transport .primary", "aria-label") == "Pause"
    assert page.locator("button:has-text('Back to live')").is_hidden()
    page.locator(".pulse:text-matches('^live · [0-9]+[.][0-9] rows/s$')").wait_for()


def test_scrubbed_back_it_stays_until_one_goes_back_to_live(page, live):
    grow(live, 150)
    arrived(page, [0, 149, 149])
    page.evaluate(SCRUB, 0.8)
    grow(live, 30)
    arrived(page, [0, 0.8 * 149, 179])
    page.click("button:has-text('Back to live')")
    arrived(page, [0, 179, 179])
    grow(live, 30)
    arrived(page, [10, 209, 209])
    assert page.locator("button:has-text('Back to live')").is_hidden()


def test_a_place_that_is_dropped_moves_with_the_oldest_row(page, live):
    grow(live, 200)
    arrived(page, [0, 199, 199])
    page.evaluate(SCRUB, 0.1)
    grow(live, 100)
    arrived(page, [100, 100, 299])


def test_paused_it_stays_and_played_it_catches_up(page, live):
    grow(live, 50)
    arrived(page, [0, 49, 49])
    page.click("button[aria-label='Pause']")
    page.locator("button[aria-label^='Play']").wait_for()
    grow(live, 5)
    arrived(page, [0, 49, 54])
    page.click("button[aria-label^='Play']")
    page.wait_for_function(f"() => ({PLACE})()[1] === 54")
    grow(live, 5)
    arrived(page, [0, 59, 59])


def test_a_view_that_comes_later_shows_all_and_both_follow(page, live):
    grow(live, 60)
    arrived(page, [0, 59, 59])
    page.evaluate("() => view()")
    both = "() => [...document.querySelectorAll('.scrub')].map(s => Number(s.value)).join()"
    page.wait_for_function(f"() => ({both})() === '59,59'")
    grow(live, 10)
    page.wait_for_function(f"() => ({both})() === '69,69'")
    page.evaluate("() => leave.pop()()")
    grow(live, 10)
    arrived(page, [0, 79, 79])


def test_a_page_loaded_again_gets_the_whole_history(page, live):
    grow(live, 60)
    arrived(page, [0, 59, 59])
    page.evaluate("() => { leave.pop()(); forget(); }")
    grow(live, 60)
    page.evaluate("async () => { await begin(); await view(); }")
    arrived(page, [0, 119, 119])


def test_a_missed_message_is_made_good(page, live):
    grow(live, 10)
    arrived(page, [0, 9, 9])
    live._views[0]._count += 1
    grow(live, 10)
    arrived(page, [0, 19, 19])


def test_a_source_that_fails_says_so_in_words(page, show):
    answers = iter([{"time": 0, **row(0)}, {"time": 1, **row(1)}])
    run = stage.live(simulation, lambda: next(answers), every=0.01)
    show(run.widget)
    page.evaluate("() => { setInterval(pull, 50); }")
    page.locator(".pulse:has-text('source stopped: re-run this cell')").wait_for()
    assert "your source raised StopIteration" in page.inner_text(".error")
    assert page.evaluate(PLACE) == [0, 1, 1]
    run.close()


def test_closed_it_plays_as_any_other_run(page, live):
    grow(live, 100)
    live.append(100.0, **row(0), event=("deploy", "version 2"))
    live.close()
    page.locator(".pulse:has-text('closed')").wait_for()
    page.evaluate(SCRUB, 0.2)
    drawn(page)
    assert page.locator("button:has-text('Back to live')").is_hidden()
    assert page.locator(".flag").is_hidden()
    before = page.evaluate(PLACE)[1]
    page.click("button[aria-label='Play']")
    page.wait_for_function(f"before => ({PLACE})()[1] > before + 1", arg=before)
    page.evaluate(SCRUB, 1)
    page.locator("button[aria-label='Play again']").wait_for()
    assert page.locator(".flag").inner_text() == "version 2"
    page.click("button:has-text('Table')")
    assert page.locator("tbody tr").first.locator("td").last.inner_text() == "version 2"


def test_a_closed_run_plays_without_its_kernel(page, live):
    grow(live, 100)
    live.close()
    page.locator(".pulse:has-text('closed')").wait_for()
    page.evaluate("async () => { leave.pop()(); forget(); window.deaf = true; await begin(); await view(); }")
    page.locator(".pulse:has-text('closed')").wait_for()
    arrived(page, [0, 0, 99])
    page.click("button[aria-label='Play']")
    page.wait_for_function(f"() => ({PLACE})()[1] > 1")


def test_an_open_menu_stays_open_while_rows_come(page, live):
    grow(live, 100)
    arrived(page, [0, 99, 99])
    page.evaluate("() => { window.menu = document.querySelector('.transport select option'); }")
    grow(live, 3)
    arrived(page, [0, 102, 102])
    assert page.evaluate("() => menu.isConnected")


# In a real JupyterLab

SERVER = """
from latency import simulation
from mlops_widgets import stage
import http.server, statistics, threading, time, urllib.request

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ready")
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()

address = f"http://127.0.0.1:{server.server_port}"
live = stage.live(simulation, history=2000)
leave, last = threading.Event(), []

def measure():
    while not leave.wait(0.01):
        began = time.perf_counter()
        urllib.request.urlopen(address).read()
        last.append(1000 * (time.perf_counter() - began))
        live.append(None, latency=last[-1], median=statistics.median(last[-30:]), slow=last[-1] > 20)

meter = threading.Thread(target=measure, daemon=True)
meter.start()
live.widget()
"""
STOP = "leave.set(); meter.join(); server.shutdown(); server.server_close()"


TICKING = """
import itertools
from latency import simulation
from mlops_widgets import stage
times = itertools.count()
live = stage.live(simulation, lambda: {"time": next(times), "latency": 5, "median": 5, "slow": 0}, every=0.02)
live.widget()
"""


FEEDING = """
import os, time
from latency import simulation
from mlops_widgets import stage
live = stage.live(simulation)
live.append(range(-4000, 0), latency=[5.0] * 4000, median=[5.0] * 4000, slow=[0.0] * 4000)
display(live.widget())
for n in range(300):
    live.append(n, latency=5.0 + n % 30, median=15.0, slow=0.0)
    time.sleep(0.01)
    while n == 200 and not os.path.exists("half seen"):
        time.sleep(0.01)
"""


@pytest.fixture
def beside(folder):
    """The simulation as a file beside the notebooks."""
    shutil.copy(LATENCY, folder)


def newest(player):
    return float(player.locator(".scrub").get_attribute("max"))


def place(player):
    return float(player.locator(".scrub").input_value())


def follows(player):
    """Is the playhead, in the very moment, at the newest row?"""
    return player.locator(".scrub").evaluate("node => Math.abs(node.value - node.max) <= 0.6")


def later_than(player, time):
    """Wait until there are rows after this time."""
    player.page.wait_for_function(
        "([node, time]) => Number(node.max) > time", arg=[player.locator(".scrub").element_handle(), time]
    )


@pytest.mark.slow
def test_a_real_server_is_followed_while_another_cell_computes(notebook, beside, folder):
    busy = "import os\nwhile not os.path.exists('enough'): pass"
    opened = notebook(SERVER, busy, "live.close()")
    opened.python("import numpy, mlops_widgets.stage.view")  # a cold start is not the question here
    opened.start(0)
    opened.start(1)  # at once, so that the page must ask a busy kernel for the whole
    player = opened.player(0)
    player.locator(".pulse:has-text('rows/s')").wait_for()
    seen = [newest(player)]
    for _ in range(4):
        later_than(player, seen[-1])
        seen.append(newest(player))
        assert follows(player)
    assert seen == sorted(set(seen))
    player.locator(".scrub").focus()
    for _ in range(5):
        opened.page.keyboard.press("PageDown")
    player.locator("button:has-text('Back to live')").wait_for()
    there = place(player)
    later_than(player, newest(player) + 0.5)
    assert place(player) == there
    prompt = opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell .jp-InputPrompt").nth(1)
    assert prompt.inner_text() == "[*]:"
    (folder / "enough").touch()
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        drawn(opened.page)
        player.screenshot(path=f"build/browser/live-{theme.split()[1].lower()}.png")
    player.locator("button:has-text('Back to live')").click()
    opened.page.wait_for_function(
        "node => Number(node.value) === Number(node.max)", arg=player.locator(".scrub").element_handle()
    )
    opened.run(2)
    player.locator(".pulse:has-text('closed')").wait_for()
    player.locator("button[aria-label='Play again']").click()
    player.locator("button[aria-label='Pause']").wait_for()
    assert place(player) < newest(player)
    assert opened.python("print(len(live.trace) > 50, live.errors)").strip() == "True []"
    opened.python(STOP)


def test_a_cell_that_shows_a_run_and_feeds_it_sends_its_history_once(notebook, jupyterlab, beside, folder):
    told = []

    def listen(socket):
        socket.on("framereceived", lambda frame: told.append(frame if isinstance(frame, bytes) else frame.encode()))

    jupyterlab.page.on("websocket", listen)
    opened = notebook(FEEDING)
    jupyterlab.page.remove_listener("websocket", listen)
    opened.python("import numpy, mlops_widgets.stage.feed.view")
    opened.start(0)
    player = opened.player(0)
    player.locator(".pulse:has-text('rows/s')").wait_for()
    scrub = player.locator(".scrub").element_handle()
    opened.page.wait_for_function("node => node.max > 100 && node.max < 250", arg=scrub)
    assert opened.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-InputPrompt").first.inner_text() == "[*]:"
    (folder / "half seen").touch()
    opened.page.wait_for_function("node => node.max === '299'", arg=scrub)
    assert float(player.locator(".scrub").get_attribute("min")) == -4000
    wholes = [frame for frame in told if b'"kind": "whole"' in frame]
    assert [b"comm_open" in frame for frame in wholes] == [True]
    assert len([frame for frame in told if b'"kind": "rows"' in frame]) > 10


@pytest.mark.slow
def test_a_reloaded_page_shows_the_full_history_and_follows_on(notebook, beside):
    opened = notebook(TICKING)
    opened.run(0)
    opened.player(0).locator(".pulse:has-text('rows/s')").wait_for()
    opened.save()
    opened.reload()
    player = opened.player(0)
    player.locator(".pulse:has-text('rows/s')").wait_for(timeout=30_000)
    assert float(player.locator(".scrub").get_attribute("min")) == 0
    before = newest(player)
    opened.page.wait_for_function(
        "([node, before]) => Number(node.value) > before", arg=[player.locator(".scrub").element_handle(), before]
    )
    opened.python("live.stop()")
    player.locator(".pulse:has-text('source stopped: re-run this cell')").wait_for()


def test_interrupting_a_cell_stops_the_source(notebook, beside):
    opened = notebook(TICKING, "print('begun')\nwhile True: pass")
    opened.run(0)
    player = opened.player(0)
    player.locator(".pulse:has-text('rows/s')").wait_for()
    opened.start(1)
    opened.page.locator(".jp-OutputArea-output:has-text('begun')").wait_for()  # busy it may be for the player too
    opened.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt(); }"
    )
    player.locator(".pulse:has-text('source stopped: re-run this cell')").wait_for()
    assert opened.python("print(live.state, live.errors)").strip() == "stopped []"


def test_a_restarted_kernel_is_told_and_the_run_can_still_be_played(notebook, beside):
    opened = notebook(TICKING)
    opened.run(0)
    player = opened.player(0)
    player.locator(".pulse:has-text('rows/s')").wait_for()
    opened.page.wait_for_function("node => Number(node.max) > 20", arg=player.locator(".scrub").element_handle())
    opened.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
    )
    player.locator(".pulse:has-text('source stopped: re-run this cell')").wait_for()
    player.locator("button[aria-label='Play again']").click()
    player.locator("button[aria-label='Pause']").wait_for()
