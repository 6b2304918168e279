"""Sixty nights: who is hit where, who comes back, and what does one learn from those?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlops_widgets import stage

from .scenario import NIGHTS, Armour, Scenario
from .world import AREAS, ARMOUR, DANGERS, SECTIONS, Box, Nights, nights

__all__ = ["BEST", "DOTS", "simulate"]

Floats = NDArray[np.float64]

DOTS = 12  # holes that are drawn of each night
BEST = list(SECTIONS)[int(np.argmax(AREAS * DANGERS))]  # where most planes are lost
_NAMES = list(SECTIONS)


def simulate(scenario: Scenario) -> stage.Trace:
    """Let planes leave night after night, count the holes of those that come back, and put the armour somewhere.

    Parameters
    ----------
    scenario
        The fleet, how much it is shot at, and where the armour is from which night on.

    Returns
    -------
    Trace
        One row a night. For each section ``seen_…`` and ``all_…`` (holes for 10 m² of a plane, so far: of the planes
        that came back, and of all), ``back`` (share of the planes that came back, so far), ``lost`` (planes, so far;
        ``_none`` without armour, ``_best`` with it always where most are lost), and the places of a few holes of each
        night, on planes that came back (``x_``, ``y_``) and on those that did not (``lost_x_``, ``lost_y_``).
        Events: ``armour``.
    """
    fate = nights(NIGHTS, scenario.planes, scenario.hits, scenario.seed)
    placed = _placed(scenario)
    back = fate.returned(_danger(placed))
    seen, every = (_density(fate, who) for who in (back, np.ones_like(back)))
    columns = {f"seen_{name}": seen[:, index] for index, name in enumerate(_NAMES)}
    columns |= {f"all_{name}": every[:, index] for index, name in enumerate(_NAMES)}
    columns["back"] = back.sum(axis=1).cumsum() / (scenario.planes * np.arange(1, NIGHTS + 1))
    others = {"none": [""] * NIGHTS, "best": [BEST] * NIGHTS}
    columns["lost"] = _lost(back)
    columns |= {f"lost_{name}": _lost(fate.returned(_danger(where))) for name, where in others.items()}
    columns |= _dots("", fate, back, scenario.seed) | _dots("lost_", fate, ~back, scenario.seed)
    return stage.Trace(
        np.arange(1.0, NIGHTS + 1),
        columns,
        scenario=scenario,
        events=[
            stage.Event(each.tick, "armour", SECTIONS[each.place].title)
            for each in scenario.interventions
            if isinstance(each, Armour) and each.tick < NIGHTS
        ],
        summary={name: float(columns[name][-1]) for name in ("lost", "lost_none", "lost_best", "back")},
    )


def _placed(scenario: Scenario) -> list[str]:
    """Which section is armoured, night by night; "" for none."""
    placed = ["" if scenario.armour == "none" else scenario.armour] * NIGHTS
    for each in scenario.interventions:
        if isinstance(each, Armour):
            placed[each.tick :] = [each.place] * len(placed[each.tick :])
    return placed


def _danger(placed: list[str]) -> Floats:
    """Chance that a hit is fatal, (nights, sections)."""
    armoured = np.array([[name == where for name in _NAMES] for where in placed])
    return DANGERS * np.where(armoured, 1 - ARMOUR, 1.0)


def _density(fate: Nights, who: NDArray[np.bool_]) -> Floats:
    """Holes for 10 m² of these planes, so far: (nights, sections); NaN while there is no plane."""
    holes = (fate.hits * who[..., None]).sum(axis=1).cumsum(axis=0)
    planes = who.sum(axis=1).cumsum()[:, None]
    per_plane = np.divide(holes, planes, out=np.full(holes.shape, np.nan), where=planes > 0)
    density: Floats = 10 * per_plane / AREAS
    return density


def _lost(back: NDArray[np.bool_]) -> Floats:
    lost: Floats = (~back).sum(axis=1).cumsum().astype(float)
    return lost


def _dots(name: str, fate: Nights, who: NDArray[np.bool_], seed: int) -> dict[str, Floats]:
    """Where a few of the holes of each night are: drawn evenly over the boxes of their sections."""
    rng = np.random.default_rng([seed, 3, bool(name)])
    places = np.full((2, DOTS, NIGHTS), np.nan)
    counts = (fate.hits * who[..., None]).sum(axis=1)
    for night, row in enumerate(counts):
        drawn = rng.permutation(np.repeat(np.arange(len(row)), row))[:DOTS]
        chances = rng.random((drawn.size, 3))  # of each dot: which box, how far across, how far up
        boxes = np.array([_box(*each) for each in zip(drawn, chances[:, 0], strict=True)]).reshape(-1, 2, 2)
        places[:, : drawn.size, night] = (boxes[..., 0] + (boxes[..., 1] - boxes[..., 0]) * chances[:, 1:]).T
    axes = zip("xy", places, strict=True)
    return {f"{name}{axis}_{dot}": values[dot] for axis, values in axes for dot in range(DOTS)}


def _box(section: int, chance: float) -> Box:
    boxes = SECTIONS[_NAMES[section]].boxes
    return boxes[bisect_right(_ENDS[section], chance)]


def _ends(boxes: Sequence[Box]) -> list[float]:
    """Up to which chance each box is meant, when one is drawn by area."""
    areas = np.array([box.area for box in boxes])
    ends = (areas / areas.sum()).cumsum()
    return list(ends / ends[-1])


_ENDS = [_ends(SECTIONS[name].boxes) for name in _NAMES]
