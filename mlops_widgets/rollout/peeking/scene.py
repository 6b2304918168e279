"""How do two hundred watched tests look, and what would one say about them aloud?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Bundle, Lane, Line, Phrase, Points, ReadOut, Scene, Threshold, Verdict, written
from mlops_widgets.stage.marks import Mark, Tone

from .rules import ALPHA, HOPED, SINGLE
from .scenario import Scenario
from .simulate import Ends
from .world import TESTS

__all__ = ["scene"]


def scene(trace: stage.Trace) -> Scene:
    """Two lanes: every test until it is stopped, and the share that was."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    same = not scenario.lift
    better = written(scenario.lift, digits=0, unit="%")
    return Scene(
        title=f"{TESTS} tests of two versions that are the same" if same else f"{TESTS} tests of a lift of {better}",
        subtitle="generated; one look a day",
        axis=stage.Axis("days"),
        lanes=(_evidence(trace, scenario), _shares(trace, scenario)),
        flags={"over": "warn", "half": "good"},
        verdicts=tuple(Verdict(tick, tuple(_said(trace, scenario, tick))) for tick in range(len(trace))),
        readouts=(
            ReadOut("fooled so far" if same else "found so far", "stopped", digits=1, unit="%"),
            ReadOut("on average", "exact", digits=1, unit="%"),
            ReadOut("p < 0.05 today", "today", digits=1, unit="%"),
            ReadOut("users of each version", "users"),
        ),
        sources=_sources(scenario),
    )


def _evidence(trace: stage.Trace, scenario: Scenario) -> Lane:
    ends: Ends = trace.labels  # type: ignore[assignment]  # our simulate put them there
    lines = Bundle(tuple(f"z{row}" for row in range(TESTS)), tuple(map(float, ends)), ended=_tone(scenario))
    high = max(4.5, float(np.nanmax(lines.extent(trace))) + 0.3)
    return Lane(
        "Every test",
        "new − old in standard errors; a line ends where its test is stopped",
        (lines, *_levels(scenario)),
        low=-4.5,
        high=high,
        digits=1,
        height=1.5,
    )


def _levels(scenario: Scenario) -> Iterator[Mark]:
    if scenario.rule == "fixed":
        yield from (Points(name, "ink") for name in ("upper", "lower"))
    if scenario.rule == "yours":
        yield from (Threshold(sign * SINGLE, "p = 0.05" if sign > 0 else "", "soft") for sign in (1, -1))
    else:
        yield Line("upper", tone="ink", dashed=True, label="stop above")
        yield Line("lower", tone="ink", dashed=True, label="or below")


def _shares(trace: stage.Trace, scenario: Scenario) -> Lane:
    """The same axis for all rules, so that one sees at once which of them is fooled more often."""
    exact = () if scenario.rule == "yours" else (Line("exact", tone="ink", dashed=True),)
    return Lane(
        "Stopped so far" if scenario.lift else "Fooled so far",
        f"share of the tests{'' if scenario.rule == 'yours' else '; dashed: what it is on average'}",
        (
            Line("today", tone="soft", label="p < 0.05 today"),
            Line("stopped", tone=_tone(scenario), label="stopped"),
            *exact,
            *(() if scenario.lift else (Threshold(ALPHA, "promised"),)),
        ),
        low=0.0,
        high=1.0 if scenario.lift else max(0.4, float(trace["stopped"][-1]) + 0.02),
        digits=0,
        sign="%",
    )


def _tone(scenario: Scenario) -> Tone:
    return "good" if scenario.lift else "warn"


def _said(trace: stage.Trace, scenario: Scenario, tick: int) -> Iterator[Phrase]:
    if tick == 0:
        yield Phrase("Nobody has looked yet.")
        return
    stopped, wrong, today = (round(float(trace[name][tick]) * TESTS) for name in ("stopped", "wrong", "today"))
    yield Phrase(f"After {_counted(tick, 'day')}, ")
    if scenario.lift:
        yield Phrase(f"{_tests(stopped - wrong)} found the lift", "ink")
        yield Phrase(f", and {wrong} took the new version for the worse one" if wrong else "", "warn")
    else:
        yield Phrase(f"{_tests(stopped)} been fooled", "warn" if stopped else "ink")
        yield Phrase(": stopped at a difference that is not there" if stopped else "")
    yield Phrase(f". On this day alone p < 0.05 in {today or 'none'}.")
    if tick == len(trace) - 1:
        yield Phrase(_balance(trace, scenario))


def _balance(trace: stage.Trace, scenario: Scenario) -> str:
    """The last word: the promise beside what is to be expected, or the price beside that of one look."""
    if scenario.lift:
        took, planned = (written(each, digits=0) for each in (trace["users"][-1], scenario.users * scenario.looks))
        found = written(trace["today"][-1], digits=0, unit="%")
        return f" It took {took} users of each version on average; one look after {planned} finds {found}."
    days = _counted(scenario.looks, "day")
    if scenario.rule == "yours":
        return f" One look promises 5 %; your rule had {days}."
    exact = written(trace["exact"][-1], digits=1, unit="%")
    return f" One look promises 5 %; over {days} this rule is fooled in {exact}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _tests(number: int) -> str:
    return f"{number or 'none'} of {TESTS} tests {'has' if number == 1 else 'have'}"


def _sources(scenario: Scenario) -> str:
    said = {
        "msprt": f" The mSPRT is tuned for a lift of {HOPED:.0%} (assumed).".replace("%", " %"),
        "sequence": " The confidence sequence is tuned for the last look (Waudby-Smith and others 2024).",
        "pocock": " Boundary: Pocock 1977.",
        "obrien_fleming": " Boundary: O'Brien and Fleming 1979.",
    }
    exact = " On average: for normal increments (Armitage, McPherson and Rowe 1969)."
    return (
        f"Assumed: base rate, lift, traffic.{said.get(scenario.rule, '')}{'' if scenario.rule == 'yours' else exact}"
    )
