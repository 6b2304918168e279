"""How long do clients wait who ask a real server side by side, and what does one of its iterations take?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from itertools import combinations, count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.llmops.server.loop import Iteration

__all__ = ["Fit", "ask", "fitted"]

Floats = NDArray[np.float64]

_seeds = count()  # a request with the seed of another would be answered by a cache


class Fit(NamedTuple):
    """An iteration takes a + b running + c read, in seconds; and which part of their variance it explains."""

    a: float
    b: float
    c: float
    explained: float  # R²


def ask(
    client: Any,  # Any: openai's own class
    *,
    clients: int,
    each: int,
    tokens: int,
    model: str = "tiny",
    prompt: str = "Drift is",
) -> Floats:
    """Let clients ask side by side, each again as soon as it has its answer.

    Parameters
    ----------
    client
        An ``openai.OpenAI`` that knows where the server is.
    clients, each
        How many, and how often every one of them asks.
    tokens
        Of each answer, however soon the model would end it.
    model, prompt
        What is asked; every request has a seed of its own, so that no cache can answer.

    Returns
    -------
    array
        Seconds that each request took.
    """
    told: list[float] = []

    def one() -> None:
        for _ in range(each):
            began = time.perf_counter()
            client.completions.create(
                model=model, prompt=prompt, max_tokens=tokens, temperature=1.0, seed=next(_seeds),
                extra_body={"ignore_eos": True},
            )  # fmt: skip
            told.append(time.perf_counter() - began)

    threads = [threading.Thread(target=one) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return np.array(told)


def fitted(iterations: Iterable[Iteration]) -> Fit:
    """The three numbers, none below 0, under which a + b running + c read comes closest to what iterations took.

    By least squares, the best of all choices of which are above 0: what the three foretell for a whole answer is then
    right on average, also where a machine that does something else for a moment makes a few iterations long.

    Raises
    ------
    ValueError
        If there are fewer than three iterations.

    Examples
    --------
    >>> pairs = [(running, read) for running in range(1, 9) for read in (0, 20, 40)]
    >>> same = [Iteration(0.002 + 0.0001 * n + 0.00001 * read, n, 1, read) for n, read in pairs]
    >>> [round(each, 7) for each in fitted(same)]
    [0.002, 0.0001, 1e-05, 1.0]
    """
    rows = np.array([(each.seconds, each.running, each.read) for each in iterations])
    if len(rows) < 3:
        raise ValueError(f"iterations must be 3 or more, got {len(rows)}; ask the server something first")
    seconds, factors = rows[:, 0], np.column_stack([np.ones(len(rows)), rows[:, 1:]])
    found = np.zeros(3)
    for used in (list(some) for size in (1, 2, 3) for some in combinations(range(3), size)):
        tried = np.zeros(3)
        tried[used] = np.linalg.lstsq(factors[:, used], seconds, rcond=None)[0]
        closer = np.linalg.norm(seconds - factors @ tried) < np.linalg.norm(seconds - factors @ found)
        if closer and (tried >= 0).all():
            found = tried
    away, spread = seconds - factors @ found, seconds - seconds.mean()
    explained = 1 - (away @ away) / (spread @ spread) if spread.any() else 1.0
    a, b, c = (float(each) for each in found)
    return Fit(a, b, c, float(explained))
