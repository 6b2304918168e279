"""How far has long work come?"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["bar"]


def bar(runs: int, *, shown: bool) -> Any:  # Any: tqdm ships no types
    """A bar over so many runs, which leaves nothing behind.

    It is text in a notebook too: a bar of widgets is gone when the page is loaded again, and in its place stands that
    its model was not found.
    """
    from tqdm import tqdm

    place = sys.stdout if "ipykernel" in sys.modules else sys.stderr
    return tqdm(total=runs, unit=" runs", leave=False, disable=not shown, file=place)
