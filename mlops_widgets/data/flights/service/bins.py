"""Which bins does the service count a feature in, so that a rule can hold them against what was normal?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Bins", "bins"]

MOST = 10  # bins of a feature besides "missing": each is a time series that somebody has to keep
_OTHER, _MISSING = "other", "missing"

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bins:
    """The bins of one feature; ``count`` says how many values of a column lie in each."""

    names: tuple[str, ...]  # the upper edge of each bin, or the word it holds; then other, missing
    edges: npt.NDArray[np.float64]  # (bins - 2,) inner edges; empty where the feature holds words
    words: tuple[str, ...]  # empty where it holds numbers

    def count(self, column: pd.Series) -> Counts:
        """Count the values of each bin, shape (bins,); missing values have a bin of their own."""
        known = column.dropna()
        if self.words:
            index = {word: at for at, word in enumerate(self.words)}
            place = np.array([index.get(str(word), len(index)) for word in known], np.int64)
        else:
            place = np.searchsorted(self.edges, known.to_numpy(np.float64))
        counts = np.bincount(place, minlength=len(self.names))
        counts[-1] = len(column) - len(known)
        return counts


def bins(column: pd.Series) -> Bins:
    """Cut a reference column into bins of equal content, or into its most frequent words.

    Parameters
    ----------
    column
        What was normal: numbers, or words. Deciles, equal edges merged; of words the nine most frequent.

    Returns
    -------
    Bins
        At most ten, and one for what is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> hours = bins(pd.Series([1.0, 2.0, 3.0, 4.0]))
    >>> hours.names[0], hours.names[-2:]
    ('1.3', ('+Inf', 'missing'))
    >>> carriers = bins(pd.Series(["UA", "UA", "B6"]))
    >>> carriers.names, carriers.count(pd.Series(["B6", "AA", None])).tolist()
    (('UA', 'B6', 'other', 'missing'), [0, 1, 1, 1])

    """
    known = column.dropna()
    if column.dtype.kind not in "biuf":
        # A bin's name is a label: a word that is called like one of the two last bins is among the others.
        common = known.map(str).value_counts().drop([_OTHER, _MISSING], errors="ignore")
        words = tuple(common.index[: MOST - 1])
        return Bins((*words, _OTHER, _MISSING), np.empty(0), words)
    edges = np.unique(np.quantile(known, np.arange(1, MOST) / MOST)) if len(known) else np.empty(0)
    short = [f"{edge:.6g}" for edge in edges]
    names = short if len(set(short)) == edges.size else map(repr, edges.tolist())
    return Bins((*names, "+Inf", _MISSING), edges, ())
