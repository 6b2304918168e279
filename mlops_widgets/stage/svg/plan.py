"""How does a thing seen from above look on paper? As in the player: ``player/marks/plan.js`` draws the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mlops_widgets.stage.trace import Trace

from .pen import Box, Json

__all__ = ["plan"]

_FOOT = 34.0  # px that other panels need for labels
_RIM = 8.0  # px that the outline is wider and rounder, so that no dot lies on its edge


def plan(panel: Json, trace: Trace, tick: int, colour: Mapping[str, str], box: Box) -> list[str]:
    """The outline, and the dots of the last ticks on it."""
    left, top, right, bottom = box
    left, right, top, bottom = left + _RIM, right - _RIM, top + _RIM, bottom + _FOOT - _RIM
    corners = np.array(panel["outline"])
    low, high = corners.min(axis=0), corners.max(axis=0)
    scale = min((right - left) / (high[0] - low[0]), (bottom - top) / (high[1] - low[1]))
    middle = (low + high) / 2
    at = np.array([(left + right) / 2, (top + bottom) / 2])

    def place(x: float, y: float) -> str:
        return f"{at[0] + scale * (x - middle[0]):.1f} {at[1] - scale * (y - middle[1]):.1f}"

    path = "L".join(place(x, y) for x, y in corners)
    body = [
        f'<path d="M{path}Z" fill="{colour["line"]}" stroke="{colour["line"]}" stroke-width="{_RIM:g}" '
        'stroke-linejoin="round"/>'
    ]
    for back in range(min(panel["ticks"], tick + 1) - 1, -1, -1):
        dots = [(trace[x][tick - back], trace[y][tick - back]) for x, y in zip(panel["x"], panel["y"], strict=True)]
        shape = "".join(f"M{place(x, y)}h0" for x, y in dots if np.isfinite(x) and np.isfinite(y))
        if shape:
            opacity = 1 - 0.6 * back / panel["ticks"]
            body.append(
                f'<path d="{shape}" stroke="{colour[panel["tone"]]}" stroke-width="4.5" stroke-linecap="round" '
                f'opacity="{opacity:.2f}"/>'
            )
    return body
