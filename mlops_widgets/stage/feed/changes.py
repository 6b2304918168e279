"""What is new since the page was last told? Rows as one buffer, and the parts of the picture that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlops_widgets.stage.trace import Trace

__all__ = ["changed", "numbered", "packed"]

Picture = Mapping[str, Any]  # Any: JSON
_LISTS = ("flags", "verdicts")  # they grow at the end and lose at the start


def numbered(picture: Picture, first: int) -> dict[str, Any]:  # Any: JSON
    """The picture of a history that begins with row number ``first``: ticks become numbers that never change."""
    flags = [{**flag, "tick": flag["tick"] + first} for flag in picture["flags"]]
    # What is said from the first tick on is said from 0 on, so that it stays the same while rows are dropped.
    verdicts = [{**each, "tick": each["tick"] + first if each["tick"] else 0} for each in picture["verdicts"]]
    return {**picture, "flags": flags, "verdicts": verdicts}


def changed(old: Picture, new: Picture) -> dict[str, Any]:  # Any: JSON
    """The parts of ``new`` that differ from ``old``.

    Lanes come by their place, flags and verdicts as ``{"drop": from the start, "keep": after those, "add": at the
    end}``, anything else whole.
    """
    parts = {name: part for name, part in new.items() if old[name] != part}
    if "lanes" in parts and len(old["lanes"]) == len(new["lanes"]):
        pairs = zip(old["lanes"], new["lanes"], strict=True)
        parts["lanes"] = {str(place): after for place, (before, after) in enumerate(pairs) if before != after}
    for name in _LISTS:
        if name in parts:
            parts[name] = _moved(old[name], new[name])
    return parts


def packed(trace: Trace, columns: Sequence[str], start: int) -> bytes:
    """The rows from ``start`` on, little-endian: time (float64), then each column (float32)."""
    largest = np.finfo(np.float32).max
    parts = [trace.time[start:].astype("<f8")]
    parts += [trace[name][start:].clip(-largest, largest).astype("<f4") for name in columns]
    return b"".join(part.tobytes() for part in parts)


def _moved(old: Sequence[object], new: Sequence[object]) -> dict[str, Any]:  # Any: JSON
    drop = old.index(new[0]) if new and new[0] in old else len(old)
    keep = 0
    while keep < min(len(new), len(old) - drop) and old[drop + keep] == new[keep]:
        keep += 1
    return {"drop": drop, "keep": keep, "add": list(new[keep:])}
