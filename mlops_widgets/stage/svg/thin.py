"""How is one line of many drawn on paper? In whole pixels, and with no point that the eye would not miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from math import inf, isfinite

from mlops_widgets.stage.trace import Floats

from .pen import Pen

__all__ = ["thinned", "traced"]

Point = tuple[float, float]
_SEEN = 0.75  # px, by which a line may miss a point that is left out


def traced(pen: Pen, times: Floats, values: Floats) -> str:
    """A path through the values at these times, broken where nothing is known."""
    path = ""
    for known, stretch in groupby(zip(times, values, strict=False), lambda each: isfinite(each[1])):
        if known:
            places = [
                (round(x), round(y)) for x, y in thinned((pen.x(time), pen.y(value)) for time, value in stretch)
            ]
            steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(places))
            path += f"M{places[0][0]} {places[0][1]}l{' '.join(steps)}"
    return path.replace(" -", "-").removesuffix("l")


def thinned(points: Iterable[Point]) -> Iterator[Point]:
    """The points without those that a straight line between the others meets, or nearly.

    A door swings on the last point that was kept, and closes as more are to be met (Bristol 1990, swinging door).

    Examples
    --------
    >>> list(thinned([(0, 0), (1, 1), (2, 2), (3, 0)]))
    [(0, 0), (2, 2), (3, 0)]
    """
    hinge: Point | None = None
    last: Point | None = None
    least, most = -inf, inf
    for point in points:
        if hinge is None:
            yield point
            hinge = point
            continue
        run, rise = point[0] - hinge[0], point[1] - hinge[1]
        if last is not None and not least <= rise / run <= most:
            yield last
            hinge, least, most = last, -inf, inf
            run, rise = point[0] - hinge[0], point[1] - hinge[1]
        least, most = max(least, (rise - _SEEN) / run), min(most, (rise + _SEEN) / run)
        last = point
    if last is not None:
        yield last
