"""What is true at the playhead alone? Panels under the lanes, whose axes are bins or features and not time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import SceneError
from .insets import Bells, Cloud, Histogram
from .numbers import nice_ticks, written
from .trace import Floats, Trace

__all__ = ["Panel", "drawn", "told"]

_AIR = 0.06  # of the span, beyond the outermost dot


@dataclass(frozen=True)
class Panel:
    """One picture of the playhead's tick, beside at most two others."""

    title: str
    unit: str  # what is counted, in words, faint beside the title
    mark: Histogram | Cloud | Bells

    def check(self, title: str) -> None:
        """Raise a SceneError unless bins and columns go together."""
        match self.mark:
            case Histogram(reference, window, bins) if not len(reference) == len(window) == len(bins) > 0:
                raise SceneError(
                    f"the histogram {self.title!r} of {title!r} needs as many reference columns, window columns and "
                    f"bins, at least one, got {len(reference)}, {len(window)} and {len(bins)}."
                )
            case Cloud(x, y) if not len(x) == len(y) > 0:
                raise SceneError(
                    f"the cloud {self.title!r} of {title!r} needs two columns for each dot, at least one, "
                    f"got {len(x)} for x and {len(y)} for y."
                )
            case Bells(means, spreads, labels, tones, low, high) if (
                not len(means) == len(spreads) == len(labels) == len(tones) > 0 or not low < high
            ):
                raise SceneError(
                    f"the bells {self.title!r} of {title!r} need a spread, a label and a tone for each mean, and an "
                    f"axis that rises, got {len(means)}, {len(spreads)}, {len(labels)}, {len(tones)}, "
                    f"{low:g} to {high:g}."
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
    else:
        low, high = zip(*(_aired(each(trace)) for each in (mark.breadth, mark.extent)), strict=True)
        axes = {name: _axis(low[index], high[index]) for index, name in enumerate("xy")}
    return {"title": panel.title, "unit": panel.unit, "axes": axes, "mark": type(mark).__name__.lower(), **plain}


def told(panel: Panel, trace: Trace, tick: int) -> str:
    """A panel at one tick in words, by the same rule as its mark in ``player/marks/``."""
    if isinstance(panel.mark, Histogram):
        return _furthest(panel.title, panel.mark, trace, tick)
    if isinstance(panel.mark, Bells):
        return _believed(panel.title, panel.mark, trace, tick)
    return _together(panel.title, panel.mark, trace, tick)


def _furthest(title: str, mark: Histogram, trace: Trace, tick: int) -> str:
    reference, window = (np.array([trace[name][tick] for name in names]) for names in (mark.reference, mark.window))
    apart = np.abs(window - reference)
    if not np.isfinite(apart).any():
        return f"{title}: not known yet."
    place = int(np.nanargmax(apart))
    bin_ = f" in bin {mark.bins[place] or place + 1}"
    share, was = (written(float(each[place]), digits=0, unit="%") for each in (window, reference))
    if share == was:
        return f"{title}: within a point of the reference in every bin."
    return f"{title}: furthest from the reference{bin_}, {share} and not {was}."


def _believed(title: str, mark: Bells, trace: Trace, tick: int) -> str:
    each = []
    for label, *names in zip(mark.labels, mark.means, mark.spreads, strict=True):
        mean, spread = (written(float(trace[name][tick]), digits=mark.digits, unit=mark.sign) for name in names)
        if np.isfinite(trace[names[0]][tick]):
            each.append(f"{label} {mean} ± {spread}")
    return f"{title}: {', '.join(each) or 'not known yet'}."


def _together(title: str, mark: Cloud, trace: Trace, tick: int) -> str:
    last = slice(max(tick - mark.ticks + 1, 0), tick + 1)
    x, y = (np.concatenate([trace[name][last] for name in names]) for names in (mark.x, mark.y))
    known = np.isfinite(x) & np.isfinite(y)
    others = np.array(mark.reference).reshape(-1, 2)
    now, was = (written(_correlation(a, b), digits=2) for a, b in ((x[known], y[known]), others.T))
    return f"{title}: correlation of the dots {now}, of the reference {was}."


def _correlation(x: Floats, y: Floats) -> float:
    spread = float(np.std(x) * np.std(y)) if x.size > 2 else 0.0
    return float(np.mean((x - x.mean()) * (y - y.mean()))) / spread if spread > 0 else float("nan")


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
