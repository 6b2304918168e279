"""What is true at the playhead alone? Panels over or under the lanes, whose axes are not time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import SceneError
from .insets import Bells, Cloud, Flow, Gauge, Histogram, Plan, Ticker
from .numbers import nice_ticks, written
from .trace import Floats, Trace

__all__ = ["Panel", "drawn"]

_AIR = 0.06  # of the span, beyond the outermost dot


@dataclass(frozen=True)
class Panel:
    """One picture of the playhead's tick, beside at most two others."""

    title: str
    unit: str  # what is counted, in words, faint beside the title
    mark: Histogram | Cloud | Bells | Flow | Gauge | Plan | Ticker

    def check(self, title: str) -> None:
        """Raise a SceneError unless bins and columns go together."""
        match self.mark:
            case Histogram(reference, window, bins) if not len(reference) == len(window) == len(bins) > 0:
                raise SceneError(
                    f"the histogram {self.title!r} of {title!r} needs as many reference columns, window columns and "
                    f"bins, at least one, got {len(reference)}, {len(window)} and {len(bins)}."
                )
            case Histogram(bins=bins, edges=edges, quantiles=quantiles) if quantiles and len(edges) != len(bins) + 1:
                raise SceneError(
                    f"the histogram {self.title!r} of {title!r} places its quantiles by {len(bins) + 1} edges, "
                    f"got {len(edges)}."
                )
            case Cloud(x, y) if not len(x) == len(y) > 0:
                raise SceneError(
                    f"the cloud {self.title!r} of {title!r} needs two columns for each dot, at least one, "
                    f"got {len(x)} for x and {len(y)} for y."
                )
            case Plan(x, y, outline) if not len(x) == len(y) > 0 or len(outline) < 3:
                raise SceneError(
                    f"the plan {self.title!r} of {title!r} needs two columns for each dot, at least one, and an "
                    f"outline of three corners or more, got {len(x)} for x, {len(y)} for y, {len(outline)} corners."
                )
            case Bells(means, spreads, labels, tones, low, high) if (
                not len(means) == len(spreads) == len(labels) == len(tones) > 0 or not low < high
            ):
                raise SceneError(
                    f"the bells {self.title!r} of {title!r} need a spread, a label and a tone for each mean, and an "
                    f"axis that rises, got {len(means)}, {len(spreads)}, {len(labels)}, {len(tones)}, "
                    f"{low:g} to {high:g}."
                )
            case Flow(places, ways, paces, targets, shares, tones) if (
                not len(places) == len(ways) == len(paces) > 0 or not len(targets) == len(shares) == len(tones) > 0
            ):
                raise SceneError(
                    f"the flow {self.title!r} of {title!r} needs a place, a way and a pace for each dot, and a share "
                    f"and a tone for each target, got {len(places)}, {len(ways)} and {len(paces)}; {len(targets)}, "
                    f"{len(shares)} and {len(tones)}."
                )


def drawn(panel: Panel, trace: Trace) -> dict[str, Any]:  # Any: JSON
    """What a drawer needs of a panel but the columns: its mark, and axes that hold for the whole run."""
    mark = panel.mark
    plain = {each: getattr(mark, each) for each in mark.__dataclass_fields__}
    if isinstance(mark, Histogram):
        axes = {"x": None, "y": _axis(0.0, max(_ends(mark.extent(trace))[1], 1e-6) * 1.12, unit="%", about=3)}
    elif isinstance(mark, Bells):
        axis = _axis(mark.low, mark.high, unit="%" if mark.sign == "%" else "", about=3)
        axes = {"x": axis, "y": {"low": 0.0, "high": 1.2, "ticks": []}}
    elif isinstance(mark, Flow | Gauge | Plan | Ticker):
        axes = {"x": None, "y": None}
    else:
        low, high = zip(*(_aired(each(trace)) for each in (mark.breadth, mark.extent)), strict=True)
        tops = high[0], high[1] + mark.room * (high[1] - low[1])
        axes = {name: _axis(low[index], tops[index]) for index, name in enumerate("xy")}
    return {"title": panel.title, "unit": panel.unit, "axes": axes, "mark": type(mark).__name__.lower(), **plain}


def _axis(low: float, high: float, *, unit: str = "", about: int = 4) -> dict[str, Any]:  # Any: JSON
    ticks = nice_ticks(low, high, about=about)
    step = round(float(min(np.diff(ticks), default=1.0)) * (100 if unit else 1), 9)
    digits = next(each for each in (0, 1, 2, 3) if each == 3 or step == round(step, each))
    return {"low": low, "high": high, "ticks": [[tick, written(tick, digits=digits, unit=unit)] for tick in ticks]}


def _ends(values: Floats) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)


def _aired(values: Floats) -> tuple[float, float]:
    low, high = _ends(values)
    air = _AIR * (high - low) or 0.5
    return low - air, high + air
