"""How are the planes shown that came back, and those that nobody sees?"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_widgets import stage
from mlops_widgets.stage import Lane, Line, Panel, Phrase, Plan, ReadOut, Scene, Verdict, written

from .scenario import Armour, Scenario
from .simulate import BEST, DOTS
from .world import ARMOUR, OUTLINE, SECTIONS

__all__ = ["scene"]

_TONES = ("accent", "ink", "soft", "warn", "good")
_SHOWN = 20  # nights whose holes are shown


def scene(trace: stage.Trace) -> Scene:
    """Holes for each part on those that came back, what was lost, and the plane from above."""
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # our simulate put it there
    panels = [_plane("Came back", "", "accent"), *([_plane("Lost", "lost_", "warn")] if scenario.reveal else [])]
    lanes = [
        _holes("Holes on planes that came back", "seen"),
        *([_holes("Holes on all planes", "all")] if scenario.reveal else []),
    ]
    return Scene(
        title="Where would you put the armour?",
        subtitle="generated: a bomber's fleet, night by night",
        axis=stage.Axis("nights"),
        lanes=(*lanes, _lost()),
        flags={"armour": "accent"},
        verdicts=tuple(_said(trace)),
        readouts=(
            ReadOut("planes lost", "lost"),
            ReadOut("without armour", "lost_none"),
            ReadOut("of the planes come back", "back", unit="%", digits=0),
        ),
        sources="Assumed: the areas of the parts, how dangerous a hit is there, and that armour stops "
        f"{100 * ARMOUR:.0f} % of the fatal ones. Hits fall evenly (Poisson); the argument is Wald's, of 1943.",
        panels=tuple(panels),
    )


def _holes(title: str, which: str) -> Lane:
    lines = zip(SECTIONS.items(), _TONES, strict=True)
    marks = tuple(Line(f"{which}_{name}", tone=tone, label=each.title) for (name, each), tone in lines)  # type: ignore[arg-type]  # tones
    return Lane(title, "for 10 m² of a plane, mean so far", marks, low=0.0, height=1.1)


def _lost() -> Lane:
    return Lane(
        "Planes lost",
        "so far",
        (
            Line("lost_none", tone="soft", dashed=True, label="no armour"),
            Line("lost_best", tone="good", dashed=True, label="best place"),
            Line("lost", tone="warn", label="yours"),
        ),
        low=0.0,
        digits=0,
    )


def _plane(title: str, name: str, tone: stage.marks.Tone) -> Panel:
    x, y = (tuple(f"{name}{axis}_{dot}" for dot in range(DOTS)) for axis in "xy")
    mark = Plan(x, y, _outline(), "holes", ticks=_SHOWN, tone=tone)
    return Panel(title, f"some of the holes of the last {_SHOWN} nights", mark)


def _outline() -> tuple[tuple[float, float], ...]:
    """Both halves, from the nose down the right and up the left."""
    return (*OUTLINE, *((-x, y) for x, y in reversed(OUTLINE[1:-1])))


def _said(trace: stage.Trace) -> Iterator[Verdict]:
    last = len(trace) - 1
    told: dict[int, tuple[Phrase, ...]] = {0: (Phrase("Only planes that come back can be looked at."),)}
    scenario: Scenario = trace.scenario  # type: ignore[assignment]  # as above
    if scenario.armour != "none":
        told[0] = _armoured(scenario.armour)
    for each in scenario.interventions:
        if isinstance(each, Armour) and each.tick < last:
            told[each.tick] = _armoured(each.place)
    yield from (Verdict(tick, phrases) for tick, phrases in sorted(told.items()))
    yield Verdict(last, _balance(trace))


def _armoured(place: str) -> tuple[Phrase, ...]:
    return (Phrase(f"Armour is on the {SECTIONS[place].title}", "ink"), Phrase(" from now on."))


def _balance(trace: stage.Trace) -> tuple[Phrase, ...]:
    lost, none, best = (written(trace.summary[name], digits=0) for name in ("lost", "lost_none", "lost_best"))
    worse = trace.summary["lost"] > (trace.summary["lost_none"] + trace.summary["lost_best"]) / 2
    return (
        Phrase(f"Sixty nights cost {lost} planes", "warn" if worse else "good"),
        Phrase(f"; without armour {none}; with it on the {SECTIONS[BEST].title} from the first night, {best}."),
    )
