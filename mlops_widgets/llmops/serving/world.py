"""Who asks what, and when, whatever the machine does about it?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .scenario import LONGEST, SECONDS, Crowd, Scenario

__all__ = ["QUESTIONS", "Asked", "popularity", "world"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUESTIONS = 5000  # different ones


class Asked(NamedTuple):
    """All requests of the five minutes, in order of arrival; shape (n,)."""

    arrive: Floats  # seconds
    question: Ints  # 0 is the one asked most
    tokens_in: Ints
    tokens_out: Ints


def world(scenario: Scenario) -> Asked:
    """Draw them: moments, questions and lengths each from a generator of their own, and one for each crowd."""
    gaps = np.random.default_rng([scenario.seed, 1]).exponential(size=round(40 * SECONDS))
    arrive = np.cumsum(gaps) / scenario.rate
    arrive = arrive[arrive < SECONDS]
    question = _questions(scenario, arrive.size, np.random.default_rng([scenario.seed, 2]))
    for number, each in enumerate(scenario.interventions):
        if isinstance(each, Crowd):
            rng = np.random.default_rng([scenario.seed, 4, each.tick, number])
            came = each.tick + np.sort(rng.uniform(0, each.seconds, rng.poisson(each.more * each.seconds)))
            came = came[came < SECONDS]
            question = np.concatenate([question, _questions(scenario, came.size, rng)])
            arrive = np.concatenate([arrive, came])
    order = np.argsort(arrive, kind="stable")
    arrive, question = arrive[order], question[order]
    prompts, answers = _lengths(scenario)
    return Asked(arrive, question, prompts[question], answers[question])


def popularity(skew: float) -> Floats:
    """Share of each question among all that is asked, by Zipf's law: the k-th is asked 1 / k^s times as often."""
    weights = np.arange(1, QUESTIONS + 1) ** -skew
    shares: Floats = weights / weights.sum()
    return shares


def _questions(scenario: Scenario, count: int, rng: np.random.Generator) -> Ints:
    drawn = np.searchsorted(np.cumsum(popularity(scenario.skew)), rng.random(count))
    found: Ints = np.minimum(drawn, QUESTIONS - 1)
    return found


def _lengths(scenario: Scenario) -> tuple[Ints, Ints]:
    """Of every question's prompt and answer, in tokens."""
    luck = np.random.default_rng([scenario.seed, 3]).random((2, QUESTIONS))
    prompts = _geometric(scenario.tokens_in, luck[0])
    mean = scenario.tokens_out
    if scenario.lengths == "fixed":
        answers = np.full(QUESTIONS, mean)
    elif scenario.lengths == "two":  # one in ten is about nine times as long as the others, or as long as may be
        line = round((mean - 0.1 * min(5 * mean, LONGEST)) / 0.9)
        answers = np.where(luck[1] < 0.1, min(10 * mean - 9 * line, LONGEST), line)
    else:
        answers = _geometric(mean, luck[1])
    return prompts, answers


def _geometric(mean: float, luck: Floats) -> Ints:
    """Lengths from 1 on, none above the longest, whose mean is kept all the same."""
    low, high = 0.0, 1.0  # the chance to end with each token; the more, the shorter
    for _ in range(60):
        ends = (low + high) / 2
        low, high = (ends, high) if (1 - (1 - ends) ** LONGEST) / ends > mean else (low, ends)
    drawn: Ints = np.minimum(1 + np.floor(np.log1p(-luck) / np.log1p(-ends)).astype(np.int64), LONGEST)
    return drawn
