"""How is a rollout shown?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.rollout.world import rate
from mlops_widgets.stage import (
    Band,
    Flow,
    Gauge,
    Histogram,
    Lane,
    Line,
    Panel,
    Points,
    ReadOut,
    Scene,
    Span,
    Threshold,
    Ticker,
)

from .budget import TARGET
from .measured import BARS, LEVEL, QUANTILES, bounds, labels
from .sample import SLOTS, one_in
from .scenario import EARNS, SLOW, TICK, TICKS, Scenario
from .verdicts import verdicts

__all__ = ["scene"]

_LIMIT = 300.0  # ms
_LONG = 132.0  # ms, median: from here on one answer in twenty is slow
_MANY = 100  # requests, after which a rate is not all chance


def scene(trace: stage.Trace) -> Scene:
    """Requests on their way; who meets it, how often it fails, how strong the evidence is, what harm is done."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    return Scene(
        title="A release, and the policy that watches it",
        subtitle="generated; every user's fate under both versions is known",
        axis=stage.Axis("minutes"),
        lanes=(_share(), _failures(trace, scenario), *_slow(scenario), _evidence(), _harm()),
        flags={"fault": "warn", "order": "accent", "warn": "warn", "back": "warn", "on": "good"},
        verdicts=tuple(verdicts(trace)),
        readouts=(
            ReadOut("have the candidate", "by_candidate", unit="%"),
            ReadOut("more failures", "errors", base="than without a release"),
            ReadOut("if released at once", "errors_at_once"),
            ReadOut("money lost", "money", digits=2, unit="€"),
        ),
        sources=_sources(scenario),
        above=(_requests(scenario),),
        panels=(_latency(), _budget(), Panel("Verdicts", "newest first; a click goes there", Ticker())),
    )


def _requests(scenario: Scenario) -> Panel:
    each = one_in(rate(scenario.pattern, scenario.requests, TICK * np.arange(TICKS, dtype=np.float64)), TICK)
    dot = "a dot is one" if each == 1 else f"a dot is one in {each:.0f}"
    names = [tuple(f"{name}_{slot}" for slot in range(SLOTS)) for name in ("place", "way", "pace")]
    copies = [tuple(f"{name}_{slot}" for slot in range(SLOTS)) for name in ("place", "copy", "copy_pace")]
    places, ways, paces = (own + other for own, other in zip(names, copies, strict=True))
    mark = Flow(
        places,
        ways,
        paces,
        ("stable", "candidate"),
        ("by_stable", "by_candidate"),
        ("soft", "accent"),
        copies=SLOTS,
    )
    return Panel("Requests", f"{dot}, a cross failed; the same users always meet the same version", mark)


def _share() -> Lane:
    return Lane(
        "Who meets the candidate",
        "share of users; dots: realised; hatched: copies",
        (Span("shadow", "copies"), Points("realised"), Line("asked", tone="ink", label="asked for", step="pre")),
        low=0.0,
        digits=0,
        sign="%",
        height=0.6,
    )


def _failures(trace: stage.Trace, scenario: Scenario) -> Lane:
    """As high as the rates need; the first of them, of a few requests, would leave the others no room."""
    rates = [2 * (1 - TARGET), scenario.above * (_is_judged(scenario) and scenario.policy == "threshold")]
    for name in ("stable", "candidate"):
        requests = np.nan_to_num(trace[f"{name}_requests"])
        rates += trace[name][(requests > 0) & (requests >= min(_MANY, requests.max()))].tolist()
    line = (Threshold(scenario.above, "line"),) if _is_judged(scenario) and scenario.policy == "threshold" else ()
    return Lane(
        "Failures",
        "share of requests so far, 95 % bands; dots: windows",
        (
            Band("stable_low", "stable_high", tone="soft"),
            Band("candidate_low", "candidate_high"),
            Points("window"),
            Line("stable", tone="ink", dashed=True, label="stable", count="stable_requests"),
            Line("candidate", label="candidate", count="candidate_requests"),
            *line,
            Threshold(1 - TARGET, "budget", "soft"),
        ),
        low=0.0,
        high=min(1.25 * max(rates), 1.0),
        digits=1,
        sign="%",
    )


def _slow(scenario: Scenario) -> Iterator[Lane]:
    """Only where answers can be slow: most releases fail otherwise."""
    if scenario.latency < _LONG and not scenario.warm_up and not scenario.workers:
        return
    line = (Threshold(SLOW, "line"),) if _is_judged(scenario) else ()
    yield Lane(
        "Slow answers",
        f"share of requests so far without one within {_LIMIT:.0f} ms",
        (
            Line("slow_stable", tone="ink", dashed=True, label="stable"),
            Line("slow_candidate", label="candidate"),
            *line,
        ),
        low=0.0,
        digits=0,
        sign="%",
        height=0.7,
    )


def _is_judged(scenario: Scenario) -> bool:
    """Do the strategy's own checks decide, and not a learner's?"""
    return "yours" not in (scenario.strategy, scenario.policy)


def _evidence() -> Lane:
    return Lane(
        "Evidence that it is worse",
        f"powers of ten; line: {LEVEL:.0%} false alarms".replace("%", " %"),
        (
            Line("naive", tone="soft", dashed=True, label="1/p, if this were the only look"),
            Line("evidence", label="e-value, however often one looks"),
            Threshold(-np.log10(LEVEL), "enough"),
        ),
        digits=0,
        height=0.7,
    )


def _harm() -> Lane:
    return Lane(
        "Harm",
        "failures so far, beyond the stable version’s",
        (
            Line("errors_at_once", tone="soft", dashed=True, label="all at once"),
            Line("errors", tone="warn", label="this rollout"),
        ),
        digits=0,
        height=0.7,
    )


def _latency() -> Panel:
    was, now = (tuple(f"{name}_{bar}" for bar in range(BARS)) for name in ("was", "now"))
    quantiles = tuple((name, f"was_{name}", f"now_{name}") for name in QUANTILES)
    ends, sign = bounds(_LIMIT), "ms"
    mark = Histogram(was, now, labels(_LIMIT), "candidate", "stable", edges=ends, quantiles=quantiles, sign=sign)
    return Panel("Answers take", "share of the last window, up to so many ms", mark)


def _budget() -> Panel:
    mark = Gauge("budget", "budget_at_once", "burn", "this rollout", "all at once")
    return Panel("Error budget", f"{1 - TARGET:.0%} of the hour’s requests may fail".replace("%", " %"), mark)


def _sources(scenario: Scenario) -> str:
    limits = f"Slow is an answer above {_LIMIT:.0f} ms" + (
        f"; more than {100 * SLOW:g} % of those make a window bad, too." if _is_judged(scenario) else "."
    )
    evidence = "e-value: mixture of ratios of likelihoods (Robbins 1970)."
    bands = "Bands: 95 %, at all looks at once, by such a mixture for each rate."
    money = f"a good answer of the stable version earns {EARNS:g} cents, {1 - TARGET:.0%} may fail".replace("%", " %")
    return f"Assumed: all knobs; {money}; less than 0 lost is gained. {limits} {evidence} {bands}" + (
        " An old version that was taken down needs 5 minutes." if scenario.strategy == "all_at_once" else ""
    )
