"""How long do a server's answers take? A small simulation with a scene, for tests of live runs."""

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Axis, Lane, Line, Phrase, Points, ReadOut, Scene, Span, Threshold, Verdict


class Load(stage.Scenario):
    """Requests to a server that has a limit."""

    limit: float = stage.knob(20.0, title="Limit", unit="ms", ge=1, le=500)
    requests: int = stage.knob(200, title="Requests", ge=1, le=5000)


def simulate(scenario):
    """Ask a server that is not there."""
    random = np.random.default_rng(scenario.seed)
    latency = random.lognormal(2, 0.6, scenario.requests)
    columns = {"latency": latency, "median": trailing(latency), "slow": latency > scenario.limit}
    return stage.Trace(np.arange(1.0, scenario.requests + 1) / 10, columns, scenario=scenario)


def trailing(latency, width=30):
    """Median of the last values."""
    return [float(np.median(latency[max(0, n - width + 1) : n + 1])) for n in range(len(latency))]


def scene(trace):
    """One lane with every answer, one with the slow ones counted."""
    slow, limit = int(trace["slow"].sum()), trace.scenario.limit
    lane = Lane(
        "Answer time",
        "ms, each request",
        (Span("slow", "slow"), Points("latency"), Line("median", label="median of 30"),
         Threshold(limit, f"limit {limit:g} ms")),
        low=0.0, digits=0,
    )  # fmt: skip
    last = Phrase(f"{slow} of the last {len(trace)} answers took longer than {limit:g} ms", "warn" if slow else "ink")
    return Scene(
        title="Answers of a server on this computer",
        subtitle="measured now",
        axis=Axis("s"),
        lanes=(lane, Lane("Slow answers", "off or on", (Line("slow", tone="warn"),), low=0, high=1.1, height=0.4)),
        verdicts=(Verdict(0, (last, Phrase("."))),),
        readouts=(ReadOut("ms, this answer", "latency", digits=1), ReadOut("ms, median of 30", "median", digits=1)),
        flags={"deploy": "accent", "slow": "warn"},
        sources="Limit 20 ms: assumed.",
    )


simulation = stage.Simulation("server.latency", Load, simulate, scene)
