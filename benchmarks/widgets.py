"""How soon does a widget appear, and how soon does it follow the hand? Ours and its peers on the same servers."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import nbformat
from nbclient import NotebookClient
from playwright.sync_api import Locator, Page

from . import server

ROUNDS = (False, True, False, True)  # TCP_NODELAY off and on, twice
FRESH = 2  # fresh kernels in each round, the first of them in a fresh page
LATE = 150  # seconds: a busy machine alternates once only
MOVES = 16  # of the slider in each round
WARM = 3  # more before them, which warm what both sides compile
THUMB = 16  # px, of a native slider
BUSY = 4  # seconds of a cell that computes while a widget plays
FRAME = 1000 / 60  # ms

OURS = """from mlops_widgets.drift.stream import simulation
simulation.widget(controls=("reference",))"""

# The peers get less to do: ten lines of 500 points, computed by one line of numpy.
PLOTLY = """import numpy as np, ipywidgets as widgets, plotly.graph_objects as go
x = np.arange(500)
curves = lambda k: [np.sin(x / (20 + k) + j) for j in range(10)]
figure = go.FigureWidget([go.Scatter(x=x, y=y) for y in curves(0)])
def turn(change):
    with figure.batch_update():
        for line, y in zip(figure.data, curves(change["new"])):
            line.y = y
slider = widgets.IntSlider(0, 0, 100, layout={"width": "600px"})
slider.observe(turn, "value")
play = widgets.Play(interval=17, max=100, repeat=True)
widgets.jslink((play, "value"), (slider, "value"))
widgets.VBox([play, slider, figure])"""

INTERACT = """%matplotlib inline
import numpy as np, ipywidgets as widgets, matplotlib.pyplot as plt
x = np.arange(500)
curves = lambda k: [np.sin(x / (20 + k) + j) for j in range(10)]
def draw(k):
    plt.figure(figsize=(8, 4))
    for y in curves(k):
        plt.plot(x, y)
    plt.show()
slider = widgets.IntSlider(0, 0, 100, layout={"width": "600px"})
play = widgets.Play(interval=17, max=100, repeat=True)
widgets.jslink((play, "value"), (slider, "value"))
display(play)
widgets.interact(draw, k=slider);"""

ECHO = '''import anywidget
class Echo(anywidget.AnyWidget):
    _esm = """export default { render({ model }) {
      const heard = [];
      model.on("msg:custom", () => heard.shift()());
      window.echo = () => new Promise((done) => { heard.push(done); model.send({}); });
    } };"""
echo = Echo()
echo.on_msg(lambda widget, content, buffers: widget.send(content))
echo'''

ROUND_TRIPS = """async () => {
  while (!window.echo) await new Promise((done) => setTimeout(done, 50));
  const times = [];
  for (let i = 0; i < 45; i++) {
    await new Promise((done) => setTimeout(done, 20 + 40 * Math.random()));
    const sent = performance.now();
    await window.echo();
    times.push(performance.now() - sent);
  }
  return times.slice(5);
}"""

ENDLESS = f"import time\nuntil = time.time() + {BUSY}\nwhile time.time() < until:\n    pass"

SAVE = "jupyterapp.commands.execute('docmanager:save')"


@dataclass
class View:
    """A way of showing a slider and curves, and what was measured of it."""

    key: str
    name: str
    cell: str
    play: str  # selector of the button that plays
    cold: list[float] = field(default_factory=list)  # ms to the first paint, page and kernel fresh
    warm: list[float] = field(default_factory=list)  # the same, kernel fresh
    moves: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    scrubs: list[float] = field(default_factory=list)  # ms from a move of the scrubber to the picture
    lost: int = 0  # moves without a new picture
    fps: float = 0.0
    gap: float = 0.0
    saved: int = 0  # bytes that the output adds to the notebook, saved from JupyterLab
    executed: int = 0  # the same, executed by nbconvert


def views() -> list[View]:
    return [
        View("ours", "ours, drift.stream", OURS, ".transport .primary"),
        View("plotly", "plotly FigureWidget", PLOTLY, ".widget-play button"),
        View("interact", "interact + matplotlib", INTERACT, ".widget-play button"),
    ]


def main() -> None:
    began = time.monotonic()
    probe = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
    shown, trips = views(), {False: [], True: []}
    with tempfile.TemporaryDirectory() as name, server.browser(probe) as context:
        folder = Path(name)
        for turn, nodelay in enumerate(ROUNDS):
            if turn == 2 and time.monotonic() - began > LATE:
                say(began, "the machine is busy: off and on once only")
                break
            say(began, f"round {turn + 1} of {len(ROUNDS)}, TCP_NODELAY {'on' if nodelay else 'off'}")
            with server.lab(folder, f"--LabExtension.tcp_nodelay={nodelay}") as lab:
                for view in shown:
                    say(began, f"  {view.name}: first paint and {MOVES} moves")
                    server.write(folder / f"{view.key}.ipynb", view.cell, ENDLESS, ECHO)
                    page = context.new_page()
                    first_paints(lab, page, view)
                    moves(page, view, nodelay)
                    if view.key == "ours":
                        say(began, f"    {MOVES} moves of the scrubber")
                        scrubs(page, view)
                    if turn == 1:
                        say(began, "    saved, then played with the kernel busy")
                        view.saved = growth(page, folder / f"{view.key}.ipynb")
                        busy(page, view)
                    if view.key == "ours":
                        say(began, "    the limit: bare round trips of a comm")
                        run(page, 2)
                        trips[nodelay] += page.evaluate(ROUND_TRIPS)
                    page.close()
        for view in shown:
            say(began, f"{view.name}: executed as nbconvert does")
            view.executed = executed(folder, view)
    report(shown, trips, time.monotonic() - began)


def first_paints(lab: server.Lab, page: Page, view: View) -> None:
    """Fresh kernel, cell run, until the first picture has been painted; imports included."""
    lab.open(page, f"{view.key}.ipynb")
    for again in range(FRESH):
        if again:
            lab.restart(page)
        look = "drawn" if view.key == "ours" else view.key
        (view.warm if again else view.cold).append(page.evaluate(f"bench.run('{look}')"))


def moves(page: Page, view: View, nodelay: bool) -> None:
    """Drag the slider's handle with the mouse, a little further each time the picture has followed."""
    page.wait_for_timeout(500)
    slider = handle(page, view)
    x, y, step = hold(page, slider, view)
    for move in range(WARM + MOVES):
        page.evaluate(f"bench.arm('{view.key}', 1500)")
        x += step
        page.mouse.move(x, y)
        took = page.evaluate("bench.done")
        if took is None:
            view.lost += 1
            page.mouse.up()  # a hand that sees nothing move lets go, and tries again
            page.wait_for_timeout(500)
            x, y, step = hold(page, slider, view)
        elif move >= WARM:
            view.moves[nodelay].append(took)
        page.wait_for_timeout(40 + 7 * (move % 5))  # out of step with the display
    page.mouse.up()


def scrubs(page: Page, view: View) -> None:
    """Drag the scrubber, which asks no kernel; the peers have none."""
    slider = page.locator(".mlops-player .scrub").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box() or {}
    x, y = box["x"] + box["width"] - THUMB / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(WARM + MOVES):
        page.evaluate("bench.arm('drawn', 1500)")
        x -= 9
        page.mouse.move(x, y)
        took = page.evaluate("bench.done")
        if move >= WARM and took is not None:
            view.scrubs.append(took)
        page.wait_for_timeout(40 + 7 * (move % 5))
    page.mouse.up()


def handle(page: Page, view: View) -> Locator:
    """What the mouse takes hold of; ours is played to its end before, so that the whole run is drawn."""
    if view.key != "ours":
        return page.locator(".jp-OutputArea .noUi-handle").first
    page.locator(".mlops-player .scrub").first.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    return page.locator(".mlops-player label.knob:has(span:text-is('Reference')) input")


def hold(page: Page, slider: Locator, view: View) -> tuple[float, float, float]:
    """Press the mouse on the handle: where it is, and how far to move it so that the value is a new one each time."""
    for _ in range(5):
        slider.scroll_into_view_if_needed()
        x, y, step = grip(slider, view)
        page.mouse.move(x, y)
        page.mouse.down()
        if slider.evaluate("(node) => node.matches(':active')"):
            return x, y, step
        page.mouse.up()  # the page was still settling
        page.wait_for_timeout(300)
    raise RuntimeError(f"the slider of {view.name} could not be taken hold of")


def grip(slider: Locator, view: View) -> tuple[float, float, float]:
    box = slider.bounding_box() or {}
    y = box["y"] + box["height"] / 2
    if view.key != "ours":
        return box["x"] + box["width"] / 2, y, 8.0  # 600 px for 101 values
    low, high, step, value = slider.evaluate("(input) => [input.min, input.max, input.step, input.value].map(Number)")
    travel = box["width"] - THUMB
    return box["x"] + THUMB / 2 + travel * (value - low) / (high - low), y, 1.1 * travel * step / (high - low)


def growth(page: Page, path: Path) -> int:
    """Bytes that outputs and widget state add to the notebook when it is saved from JupyterLab."""
    page.evaluate(SAVE)
    return weight(nbformat.read(path, 4))


def executed(folder: Path, view: View) -> int:
    """The same for a notebook that is executed without a page, where widget state is stored."""
    notebook = server.write(folder / "executed.ipynb", view.cell)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return weight(notebook)


def weight(notebook: Any) -> int:  # Any: notebook JSON
    states = notebook.metadata.get("widgets", {})
    return len(json.dumps([[cell.get("outputs", []) for cell in notebook.cells], states]).encode())


def busy(page: Page, view: View) -> None:
    """Play while another cell computes; count the pictures that the page paints."""
    page.locator(f".jp-OutputArea {view.play}").first.click()
    page.wait_for_timeout(300)
    run(page, 1)
    page.wait_for_timeout(300)
    look = "drawn" if view.key == "ours" else view.key
    counted = page.evaluate(f"bench.count('{look}', {1000 * (BUSY - 1)})")
    view.fps, view.gap = counted["fps"], counted["gap"]


def run(page: Page, cell: int) -> None:
    """Run a cell and do not wait for it."""
    page.evaluate(f"jupyterapp.shell.currentWidget.content.activeCellIndex = {cell}")
    page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")


def say(began: float, words: str) -> None:
    print(f"{time.monotonic() - began:5.0f} s  {words}", file=sys.stderr, flush=True)


def report(shown: list[View], trips: dict[bool, list[float]], took: float) -> None:
    print(f"\nms, medians; moves: p50 / p95 of {len(shown[0].moves[True])}; one JupyterLab, Chromium without GPU\n")
    row = "{:<24}{:>13}{:>13}{:>15}{:>15}{:>15}{:>13}{:>16}{:>13}{:>13}"
    print(
        row.format(
            "",
            "first paint",
            "first paint",
            "move → paint",
            "move → paint",
            "scrub → paint",
            "fps, kernel",
            "longest gap",
            "bytes saved",
            "bytes stored",
        )
    )
    print(
        row.format(
            "", "fresh page", "fresh kernel", "nodelay off", "nodelay on", "", "busy", "ms", "by Lab", "by nbconvert"
        )
    )
    for view in shown:
        off, on = (spread(view.moves[nodelay]) for nodelay in (False, True))
        print(
            row.format(
                view.name,
                f"{median(view.cold):.0f}",
                f"{median(view.warm):.0f}",
                off,
                on,
                spread(view.scrubs),
                f"{view.fps:.0f}",
                f"{view.gap:.0f}",
                f"{view.saved:,}",
                f"{view.executed:,}",
            )
        )
    print(
        row.format(
            "the limit",
            "",
            "",
            spread(trips[False]),
            spread(trips[True]),
            f"{FRAME:.1f}",
            "60",
            f"{FRAME:.1f}",
            "",
            "",
        )
    )
    print(row.format("goal for ours", "", "≤ 600", "", "≤ 40 / 60", "≤ 17", "≥ 58", "≤ 50", "≤ 300,000", "≤ 300,000"))
    print("\nthe limit: a bare round trip of a comm, echoed by five lines; one frame of the display")
    print(
        "first paint: from the run of the cell, imports included. A picture counts once its frame has been painted."
    )
    for view in shown:
        if view.lost:
            print(f"{view.name}: {view.lost} moves of the hand brought no new picture before it let go")
    print(f"took {took:.0f} s; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def spread(times: list[float]) -> str:
    return f"{median(times):.0f} / {quantiles(times, n=20)[-1]:.0f}" if len(times) > 1 else "–"


if __name__ == "__main__":
    main()
