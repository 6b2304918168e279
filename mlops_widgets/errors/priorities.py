"""What should be worked on first, and would another sample of the same size say so too?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.errors.per_tag import Tags, columns, yardsticks

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["priorities", "ranking"]


def priorities(
    accuracy: Mapping[str, float], human: Mapping[str, float], share: Mapping[str, float]
) -> dict[str, float]:
    """What the whole error rate would lose if a tag came up to the human level: gap × share of the data.

    Parameters
    ----------
    accuracy, human
        Tag → accuracy of the model, and of people, 0-1.
    share
        Tag → share of the data, 0-1.

    Returns
    -------
    dict
        Tag → gain in the accuracy of the whole, 0-1, the largest first; never below 0.

    Raises
    ------
    ValueError
        If a tag has no human level or no share, or a number is none of 0 to 1.

    Examples
    --------
    >>> gains = priorities({"car": 0.89, "people": 0.87}, {"car": 0.93, "people": 0.89}, {"car": 0.04, "people": 0.3})
    >>> {tag: f"{gain:.2%}" for tag, gain in gains.items()}
    {'people': '0.60%', 'car': '0.16%'}
    """
    for name, numbers in (("accuracy", accuracy), ("human", human), ("share", share)):
        if missing := [tag for tag in accuracy if tag not in numbers]:
            raise ValueError(f"{name} must have a number for every tag of accuracy, it has none for {missing[0]!r}.")
        for tag in accuracy:
            if not 0 <= numbers[tag] <= 1:
                raise ValueError(f"{name}[{tag!r}] must lie in [0, 1], got {numbers[tag]!r}; use 0.04 for 4 %.")
    gains = {tag: max(human[tag] - accuracy[tag], 0.0) * share[tag] for tag in accuracy}
    return dict(sorted(gains.items(), key=lambda item: -item[1]))


def ranking(
    wrong: npt.ArrayLike, tags: Tags, *, human: Mapping[str, float], repeats: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """How sure is the order? Draw as many examples again and again from those there are, and rank each time.

    Parameters
    ----------
    wrong, tags
        As for ``per_tag``.
    human
        Tag → accuracy of the yardstick, 0-1, taken as known.
    repeats
        How many samples are drawn, with replacement (the bootstrap).
    seed
        Of the draws.

    Returns
    -------
    pandas.DataFrame
        One row a tag, the largest gain first: ``gain`` (room × share of data), ``low`` and ``high`` (the middle 95 %
        of the samples), ``comes first`` (share of the samples in which no other tag has a larger gain; tags that gain
        the same share the first place evenly, and where nothing is to gain nobody has it).

    Raises
    ------
    ValueError
        If there is no tag, a tag has no yardstick, or a yardstick is no share.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7(1).
    """
    import pandas as pd

    mistakes, names, carried = columns(wrong, tags)
    if not names:
        raise ValueError("tags must hold a tag or more to rank, got none: tag some examples first.")
    known = yardsticks(human)
    if missing := [name for name in names if name not in known]:
        raise ValueError(f"human must have an accuracy for every tag, it has none for {missing[0]!r}.")
    if repeats < 1:
        raise ValueError(f"repeats must be 1 or more, got {repeats!r}: 2000 are enough for two digits.")
    limit = np.array([[1 - known[name]] for name in names])
    # Examples that agree in everything are one kind: a sample is how often each kind was drawn.
    kinds, counts = np.unique(np.vstack([carried, mistakes]).T, axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(mistakes.size, counts / mistakes.size, repeats)
    both, have = (carriers.astype(float).T @ drawn.T for carriers in (kinds[:, :-1] & kinds[:, -1:], kinds[:, :-1]))
    gains = np.maximum(both - limit * have, 0.0) / mistakes.size
    most = gains.max(axis=0)
    first = (gains >= most - 1e-12) & (most > 1e-12)
    first = first / np.maximum(first.sum(axis=0), 1)
    seen = np.maximum((carried & mistakes).sum(axis=1) - limit[:, 0] * carried.sum(axis=1), 0.0) / mistakes.size
    low, high = np.quantile(gains, (0.025, 0.975), axis=1)
    table = pd.DataFrame(
        {"gain": seen, "low": low, "high": high, "comes first": first.mean(axis=1)},
        index=pd.Index(names, name="tag"),
    )
    return table.sort_values("gain", ascending=False, kind="stable")
