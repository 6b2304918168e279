"""Which answers are still there, if a cache forgets what was asked longest ago?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["lookups"]


def lookups(questions: Sequence[int] | NDArray[np.int64], capacity: int) -> NDArray[np.int64]:
    """For each request the one whose answer it can have, or -1 where it has to be computed.

    A question that is asked while its answer is being written joins that one: it is not computed twice.

    Parameters
    ----------
    questions
        What is asked, in order of arrival.
    capacity
        Answers that fit; 0 for no cache.

    Returns
    -------
    array
        Of the same length: the place of the request that computed the answer.

    Examples
    --------
    >>> lookups([7, 8, 7, 9, 8], capacity=2).tolist()
    [-1, -1, 0, -1, -1]
    """
    answers: OrderedDict[int, int] = OrderedDict()
    found = [-1] * len(questions)
    if capacity <= 0:
        return np.array(found, dtype=np.int64)
    for at, question in enumerate(questions.tolist() if isinstance(questions, np.ndarray) else questions):
        if question in answers:
            answers.move_to_end(question)
            found[at] = answers[question]
        else:
            answers[question] = at
            if len(answers) > capacity:
                answers.popitem(last=False)
    return np.array(found, dtype=np.int64)
