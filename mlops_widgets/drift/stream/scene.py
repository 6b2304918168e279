"""How is a watched stream shown, and what would one say about it aloud?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Phrase, Pick, Points, ReadOut, Scene, Span, Threshold, Verdict, Window

from .menu import MENU
from .scenario import Scenario
from .sources import Labels

__all__ = ["scene"]

_MOSTLY = 0.5  # of the time: an alarm that is on so long tells nothing
_COUNT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def scene(trace: stage.Trace) -> Scene:
    """Two lanes, the stream and the detector's evidence, with the truth behind them."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    labels: Labels = trace.labels  # type: ignore[assignment]  # the same
    normal = stage.written(float(np.mean(trace["value"][: scenario.reference])), digits=1, unit=labels.sign)
    known = _known(trace, labels)
    values = Lane(
        labels.measure,
        labels.unit,
        (
            Span("truth", labels.what),
            Window("window"),
            Points("value"),
            Line("mean", label="mean of 24"),
            *(
                (Line("limit", tone="soft", dashed=True, label="above: 1"),)
                if np.isfinite(trace["limit"]).any()
                else ()
            ),
            Pick("inject", "Inject a change here"),
        ),
        low=0.0 if labels.floor and not labels.log else None,
        digits=labels.digits,
        sign=labels.sign,
        log=labels.log,
    )
    return Scene(
        title=labels.title,
        subtitle=labels.subtitle,
        axis=labels.axis,
        lanes=(values, _evidence(trace, scenario, labels)),
        flags={
            "truth": "soft",
            "already": "soft",
            "alarm": "good",
            "false": "warn" if known else "accent",
            "reset": "accent",
        },
        verdicts=tuple(Verdict(tick, phrases) for tick, phrases in _said(trace, labels)),
        readouts=(
            *((ReadOut("delay of the last alarm", "delay", unit=_unit(labels)),) if known else ()),
            ReadOut("alarms without a cause" if known else "alarms so far", "false_alarms"),
            _evidence_now(scenario.detector),
            ReadOut(f"{labels.measure.lower()} now", "mean", digits=1, unit=labels.sign, base=f"normal {normal}"),
        ),
        sources=_sources(trace, scenario, labels),
    )


def _known(trace: stage.Trace, labels: Labels) -> bool:
    """Is there a truth to hold the alarms against: the stream's own, or what the learner injected?"""
    return labels.known or trace.summary["changes"] > 0


def _unit(labels: Labels) -> str:
    return "rows" if labels.axis.unit == "rows" else "h"


def _evidence_now(detector: str) -> ReadOut:
    if detector not in MENU:
        return ReadOut("your statistic", "statistic", digits=2)
    return ReadOut(MENU[detector].readout, "statistic", digits=MENU[detector].digits)


def _evidence(trace: stage.Trace, scenario: Scenario, labels: Labels) -> Lane:
    if scenario.detector == "adwin":
        return Lane(
            MENU["adwin"].evidence,
            MENU["adwin"].unit,
            (Line("statistic"),),
            low=0.0 if labels.floor else None,
            digits=labels.digits,
            sign=labels.sign,
            height=0.72,
        )
    digits = 2
    if scenario.detector in MENU:
        offer = MENU[scenario.detector]
        digits = offer.digits
        title, unit = (words.format(reference=scenario.reference) for words in (offer.evidence, offer.unit))
    elif np.isfinite(trace["statistic"]).any():
        title, unit = "Your detector", "its statistic"
    else:
        return Lane("Your detector", "alarm off or on", (Line("alarm"),), low=0.0, high=1.1, digits=0, height=0.72)
    known = trace["statistic"][np.isfinite(trace["statistic"])]
    low = float(known.min(initial=0.0))
    return Lane(title, unit, (Line("statistic"), *_threshold(trace)), low=low, digits=digits, height=0.72)


def _threshold(trace: stage.Trace) -> tuple[Threshold | Line, ...]:
    """One level while it stands still, a dashed line of its own when it moves."""
    levels = np.unique(trace["threshold"][np.isfinite(trace["threshold"])])
    if levels.size > 1:
        return (Line("threshold", tone="warn", dashed=True, label="threshold"),)
    return tuple(Threshold(float(level), f"threshold {level:.3g}") for level in levels)


def _said(trace: stage.Trace, labels: Labels) -> Iterator[tuple[int, tuple[Phrase, ...]]]:
    """One sentence for each stretch between events, true at every tick of it."""
    last = Phrase("")  # the newest thing worth saying
    known = _known(trace, labels)
    ready = _ready(trace)
    ticks = {0, ready, *(event.tick for event in trace.events)}
    for tick in sorted(each for each in ticks if each < len(trace)):
        for event in (each for each in trace.events if each.tick == tick):
            last = _news(event, last, trace, ready)
        if tick == len(trace) - 1 and trace.summary["changes"]:
            break
        alarms = int(trace["false_alarms"][tick])
        learning = tick < ready
        yield (
            tick,
            _sentence(last, alarms, labels, learning=learning) if known else _unknown(alarms, learning=learning),
        )
    if trace.summary["changes"]:
        yield len(trace) - 1, _balance(trace, labels)


def _ready(trace: stage.Trace) -> int:
    """The first tick at which the detector could fire; how soon a learner's own can, nobody knows."""
    known = np.flatnonzero(np.isfinite(trace["statistic"]) | (trace["alarm"] > 0))
    yours = getattr(trace.scenario, "detector", "yours") == "yours"
    return 0 if yours else int(known[0]) if known.size else len(trace)


def _news(event: stage.Event, last: Phrase, trace: stage.Trace, ready: int) -> Phrase:
    match event.kind:
        case "truth" if event.tick < ready:
            return Phrase(f"It began: {event.label}. The detector is still learning", "ink")
        case "truth" if any(each.kind == "alarm" and each.tick == event.tick for each in trace.events):
            return last  # found in its first hour: the alarm says it all
        case "truth":
            return Phrase(f"It began: {event.label}. No alarm for it yet", "ink")
        case "already":
            return Phrase(f"It began: {event.label}. The alarm was already on", "ink")
        case "alarm":
            hours = trace["delay"][event.tick]
            return Phrase(f"Noticed after {_lasted(hours, trace)}: {_began(trace, event.tick, hours)}", "ink")
        case "missed" if event.tick < ready:
            return Phrase(f"Over before the detector had learned: {event.label}", "warn")
        case "missed":
            return Phrase(f"Never noticed: {event.label}", "warn")
        case "reset":
            by_clock = getattr(trace.scenario, "detector", "") == "always"
            return Phrase(f"The detector was reset and {'counts anew' if by_clock else 'learns a new normal'}", "ink")
    return last


def _began(trace: stage.Trace, tick: int, hours: float) -> str:
    """Label of the change that an alarm at ``tick``, ``hours`` after its start, has found."""
    starts = [each for each in trace.events if each.kind in ("truth", "already") and each.tick <= tick]
    return min(starts, key=lambda each: abs(trace.time[each.tick] - trace.time[tick] + hours)).label


def _sentence(last: Phrase, alarms: int, labels: Labels, *, learning: bool) -> tuple[Phrase, ...]:
    if not last.text and alarms == 0:
        idle = "Learning what is normal; it cannot fire yet." if learning else f"No alarm yet, and no {labels.what}."
        return (Phrase(idle),)
    if alarms == 0:
        return (last, Phrase("."))
    times = {1: "once", 2: "twice"}.get(alarms, f"{_words(alarms)} times")
    lead = (last, Phrase("; so far it fired ")) if last.text else (Phrase("The detector fired "),)
    return (*lead, Phrase(f"{times} without a cause", "warn"), Phrase("."))


def _unknown(alarms: int, *, learning: bool) -> tuple[Phrase, ...]:
    if learning:
        return (Phrase("Learning what is normal; it cannot fire yet."),)
    if alarms == 0:
        return (Phrase("No alarm yet; nobody knows the truth here."),)
    return (Phrase(f"Alarms so far: {alarms}", "ink"), Phrase("; nobody knows the truth here."))


def _balance(trace: stage.Trace, labels: Labels) -> tuple[Phrase, ...]:
    """The last word: what was found of what there was, and at which price."""
    changes, found, false = (int(trace.summary[name]) for name in ("changes", "found", "false_alarms"))
    on, unit = trace["alarm"].mean(), "rows" if _unit(labels) == "rows" else "hours"
    injected = any(event.label == "your change" for event in trace.events)
    what = "change" if injected else labels.what
    after = f", after {_lasted(trace.summary['median_delay'], trace)}" if found else ""
    if changes == 1:
        noticed = f"The {what} was {'noticed' if found else 'never noticed'}"
    else:
        noticed = f"Of {_words(changes)} {what}s, {_words(found) if found else 'none'} noticed"
    return (
        Phrase(noticed, "ink" if found else "warn"),
        Phrase(f"{after}{' in the median' if found > 1 else ''}; "),
        Phrase(f"{_words(false)} alarm{'' if false == 1 else 's'} without a cause", "warn" if false else "ink"),
        *([Phrase(f"; the alarm is on in {100 * on:.0f} % of the {unit}")] if on >= _MOSTLY else []),
        Phrase("."),
    )


def _lasted(time: float, trace: stage.Trace) -> str:
    labels: Labels = trace.labels  # type: ignore[assignment]  # our simulate put it there
    return f"{time:.0f} {'rows' if _unit(labels) == 'rows' else 'hours'}"


def _words(number: int) -> str:
    return _COUNT[number] if number < len(_COUNT) else str(number)


def _sources(trace: stage.Trace, scenario: Scenario, labels: Labels) -> str:
    rule = "published rule of thumb" if scenario.threshold in (0.1, 0.25) else "yours"
    threshold = f"Threshold {scenario.threshold:g}: {rule}. " if scenario.detector == "psi" else ""
    truth = {
        "flights": "Storms: by the weather station alone.",
        "generated": "Change: the generator's own.",
        "csv": "Truth: unknown.",
    }
    grace = (
        " An alarm may come until 48 h after their end."
        if labels.what == "storm" and trace.summary["changes"]
        else ""
    )
    return f"{threshold}{truth[scenario.source]}{grace}"
