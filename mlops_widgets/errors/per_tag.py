"""What do four numbers say about a tag: how many errors have it, how bad is it, how common, how much is to gain?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.errors.interval import wilson

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Tags", "columns", "per_tag", "yardsticks"]

Tags = Mapping[str, npt.ArrayLike]


def per_tag(wrong: npt.ArrayLike, tags: Tags, *, human: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The four numbers of each tag, with the interval in which its error rate may lie.

    Parameters
    ----------
    wrong
        (n,) whether the model is wrong, for every example and not for the mistakes alone.
    tags
        Tag → (n,) whether an example carries it; an example may carry several. A table of pandas will do.
    human
        Tag → accuracy of the yardstick, 0-1: people, or the best that is known to be possible. A tag without one has
        no room.

    Returns
    -------
    pandas.DataFrame
        One row a tag: ``share of errors`` (of all mistakes, those with the tag), ``error in tag`` (of all with the
        tag, those that are wrong) between ``low`` and ``high`` (Wilson, 95 %), ``share of data``, ``human error``
        and ``room`` (error in tag less the yardstick's, 0 at least), and how many ``examples`` it rests on.

    Raises
    ------
    ValueError
        If there are no examples, a tag is of another length, or a yardstick is no share.

    Examples
    --------
    >>> table = per_tag([1, 1, 0, 0], {"car": [1, 0, 1, 0]}, human={"car": 0.9})
    >>> table.loc["car", ["share of errors", "error in tag", "share of data", "room"]].round(2).tolist()
    [0.5, 0.5, 0.5, 0.4]
    """
    import pandas as pd

    mistakes, names, carried = columns(wrong, tags)
    known = yardsticks(human or {})
    have, both = carried.sum(axis=1), (carried & mistakes).sum(axis=1)
    low, high = wilson(both, have)
    error = np.divide(both, have, out=np.full(len(names), np.nan), where=have > 0)
    limit = np.array([1 - known.get(name, np.nan) for name in names])
    return pd.DataFrame(
        {
            "share of errors": both / mistakes.sum() if mistakes.any() else np.nan,
            "error in tag": error,
            "low": low,
            "high": high,
            "share of data": have / mistakes.size,
            "human error": limit,
            "room": np.maximum(error - limit, 0.0),
            "examples": have,
        },
        index=pd.Index(names, name="tag"),
    )


def yardsticks(human: Mapping[str, float]) -> dict[str, float]:
    """Tag → accuracy of the yardstick: checked."""
    for name, share in human.items():
        if not 0 <= share <= 1:
            raise ValueError(f"human[{name!r}] must be an accuracy in [0, 1], got {share!r}; use 0.95 for 95 %.")
    return dict(human)


def columns(wrong: npt.ArrayLike, tags: Tags) -> tuple[npt.NDArray[np.bool_], list[str], npt.NDArray[np.bool_]]:
    """The mistakes (n,), the tags' names, and who carries which, (tags, n): checked."""
    mistakes = _flags("wrong", wrong)
    if not mistakes.size:
        raise ValueError("wrong must hold at least one example, got none: 1 for a mistake, 0 for a right answer.")
    names = [str(name) for name in tags]
    carried = [_flags(f"tags[{name!r}]", tags[name]) for name in tags]
    for name, flags in zip(names, carried, strict=True):
        if flags.size != mistakes.size:
            raise ValueError(
                f"tags[{name!r}] must have one entry for each of the {mistakes.size} examples, got {flags.size}: "
                "tag all of them, right answers too."
            )
    return mistakes, names, np.array(carried, bool).reshape(len(names), mistakes.size)


def _flags(name: str, values: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    flags = np.asarray(values)
    if flags.ndim != 1 or not np.isin(flags, (0, 1)).all():
        raise ValueError(f"{name} must be one column of 0 and 1 (or False and True), got {np.unique(flags)[:4]}.")
    return flags.astype(bool)
