"""Where do labels stand so that none covers another? The same rule as in ``place.js``."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["place", "spread"]


def place(
    flags: Sequence[tuple[float, float]], *, low: float, high: float, rows: int, reach: float = 96
) -> list[tuple[int, float] | None]:
    """Row and left edge of each flag's label so that none covers another; None where there is no room.

    Each flag is (x of its rule, width of its label), in order of time. A label stands right of its
    rule, or left of it, in the first row where it is free; where there is none, it is pushed right behind
    the label that is in its way, at most by ``reach``. The player places by the same rule.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    places: list[tuple[int, float] | None] = []
    for x, width in flags:
        spots = [(row, left) for row in range(rows) for left in (x, x - width)]
        behind = [(row, end + 4) for row in range(rows) for _, end in taken[row] if x < end + 4 <= x + reach]
        free = (
            (row, left)
            for row, left in (*spots, *sorted(behind, key=lambda each: each[1]))
            if low <= left and left + width <= high
            and all(left + width + 4 <= start or end + 4 <= left for start, end in taken[row])
        )  # fmt: skip
        spot = next(free, None)
        if spot is not None:
            taken[spot[0]].append((spot[1], spot[1] + width))
        places.append(spot)
    return places


def spread(levels: Sequence[float], gap: float, *, low: float, high: float) -> list[float | None]:
    """Heights of names so that none covers another, in the order of their lines; None where there is no room.

    Each name wants the height of its line. One that lies closer than ``gap`` under another gives way downwards, and
    all of them upwards where they would leave the lane. Where there are too many, the last named keep silent.
    """
    kept = min(len(levels), 1 + max(0, int((high - low) // gap)))
    order = sorted(range(kept), key=lambda index: levels[index])
    downwards, least = [], low
    for index in order:
        downwards.append(max(levels[index], least))
        least = downwards[-1] + gap
    places: list[float | None] = [None] * len(levels)
    most = high
    for index, at in reversed(list(zip(order, downwards, strict=True))):
        places[index] = min(at, most)
        most = min(at, most) - gap
    return places
