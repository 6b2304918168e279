"""A thing seen from above: as many dots on paper as in the browser's words, and none beside the thing."""

import json
import re
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage import Axis, Lane, Line, Panel, Phrase, Plan, Scene, SceneError, Trace, Verdict, message, svg
from mlops_widgets.stage.joiner import PLAYER

MARK = Plan(("x0", "x1"), ("y0", "y1"), ((0, 0), (4, 0), (4, 2), (0, 2)), "scratches", ticks=3)
SCENE = Scene(
    "Above", "made up", Axis("h"), (Lane("Height", "m", (Line("x0"),)),), (Verdict(0, (Phrase("So."),)),),
    panels=(Panel("A door", "where it is scratched", MARK),),
)  # fmt: skip


def _run(scenario=None, *, n=12):
    rng = np.random.default_rng(0)
    columns = {f"x{dot}": rng.uniform(0, 4, n) for dot in range(2)} | {
        f"y{dot}": rng.uniform(0, 2, n) for dot in range(2)
    }
    columns["x1"][::3] = columns["y1"][::3] = np.nan
    return Trace(np.arange(n), columns, scenario=scenario or stage.Scenario())


def test_the_browser_counts_the_same_dots_at_every_tick():
    run = _run()
    told, data = message.answer(stage.Simulation("toy.plan", stage.Scenario, _run, lambda _: SCENE), run, request="1")
    script = f"""
        import {{ tellPlan }} from "{(PLAYER / "marks" / "plan.js").as_uri()}";
        import {{ unpack }} from "{(PLAYER / "trace.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ told, data }} = JSON.parse(readFileSync(0, "utf8"));
        const trace = unpack(told.layout, new DataView(Uint8Array.from(data).buffer));
        console.log(JSON.stringify([...trace.time].map((_, i) => tellPlan(told.picture.panels[0], trace, i))));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({"told": told, "data": list(data)}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = json.loads(ran.stdout)
    assert all(SCENE.text(run, tick).endswith(words) for tick, words in enumerate(said))
    assert (said[0], said[5]) == ("A door, scratches: 1.", "A door, scratches: 5.")


def test_on_paper_every_dot_lies_on_the_thing():
    drawn = svg.draw(SCENE, _run(), tick=11)
    (outline,) = re.findall(r'<path d="M([^"]*)Z" fill="[^"]*" stroke="[^"]*" stroke-width="8"', drawn)
    corners = np.array([each.split() for each in outline.split("L")], dtype=float)
    dots = np.array([each.split() for each in re.findall(r"M([\d.]+ [\d.]+)h0", drawn)], dtype=float)
    assert len(dots) == 5
    assert (dots >= corners.min(axis=0)).all()
    assert (dots <= corners.max(axis=0)).all()


@pytest.mark.parametrize("change", [{"x": ()}, {"y": ("y0",)}, {"outline": ((0, 0), (1, 1))}])
def test_a_plan_that_does_not_fit_is_refused_with_its_name(change):
    panel = replace(SCENE.panels[0], mark=replace(MARK, **change))
    with pytest.raises(SceneError, match="the plan 'A door' of 'Above' needs two columns for each dot"):
        replace(SCENE, panels=(panel,)).check(_run())
