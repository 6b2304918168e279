"""What is the smallest simulation with a band, a histogram and a cloud? For tests here and in the browser."""

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Axis, Band, Cloud, Event, Histogram, Lane, Line, Panel, Phrase, Scene, Trace, Verdict


class Scenario(stage.Scenario):
    """A mean that rises while its shares and its dots turn round."""

    height: float = stage.knob(1.0, title="Height", unit="m", ge=0, le=2)


SCENE = Scene(
    "A toy",
    "made up",
    Axis("h"),
    (Lane("Height", "metres", (Band("low", "high", label="nine in ten"), Line("mean", label="mean"))),),
    (Verdict(0, (Phrase("All is well."),)),),
    flags={"alarm": "warn"},
    panels=(
        Panel("Size", "share", Histogram(("r0", "r1", "r2"), ("w0", "w1", "w2"), ("0–2", "2–4", "4–6"))),
        Panel(
            "Both",
            "each dot a row",
            Cloud(("x0", "x1"), ("y0", "y1"), tuple((v, v) for v in (-1.0, 0.0, 1.0)), ("first", "second"), ticks=5),
        ),
    ),
)


def toy(scenario, *, n=60, unknown=False):
    """A run of ``n`` ticks; with ``unknown`` its first half knows no shares and no dots."""
    rng = np.random.default_rng(scenario.seed)
    share = np.linspace(0, 1, n)
    walk = scenario.height * share
    dots = rng.normal(size=(2, n))
    columns = {"low": walk - 0.5, "high": walk + 0.5, "mean": walk, "r0": np.full(n, 0.25), "r1": np.full(n, 0.5)}
    columns |= {"r2": np.full(n, 0.25), "w0": 0.25 * (1 - share), "w1": 0.5 + 0.1 * share, "w2": 0.25 + 0.15 * share}
    columns |= {"x0": dots[0], "x1": dots[1], "y0": -dots[0], "y1": -dots[1]}
    for name in ("w0", "w1", "w2", "x0", "x1") if unknown else ():
        columns[name] = np.where(share < 0.5, np.nan, columns[name])
    return Trace(range(n), columns, scenario=scenario, events=[Event(n // 2, "alarm", "alarm")])


TOY = stage.Simulation("toy.panels", Scenario, toy, lambda _: SCENE)
