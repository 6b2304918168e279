"""When does each request start, say its first token, and end, if a machine decodes many of them side by side?"""

from __future__ import annotations

from heapq import heappop, heappush
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Machine", "Requests", "Served", "continuous", "requests", "static"]

Floats = NDArray[np.float64]


class Machine(NamedTuple):
    """What one iteration takes, and how much fits. One iteration gives one token to every request that runs."""

    a: float = 0.020  # seconds of any iteration, however few run
    b: float = 0.0002  # seconds more for each request that runs
    c: float = 0.00002  # seconds more for each token of a prompt that is read in it
    batch: int = 32  # requests that may run side by side
    memory: float = np.inf  # tokens whose keys and values fit


class Requests(NamedTuple):
    """Who comes when, and with how much; all of shape (n,)."""

    arrive: Floats  # seconds, rising
    tokens_in: NDArray[np.int64]  # of the prompt
    tokens_out: NDArray[np.int64]  # of the answer, 1 or more
    held: NDArray[np.int64]  # tokens of memory that are kept for it while it runs


class Served(NamedTuple):
    """What became of them, in seconds of shape (n,), and what the machine did meanwhile."""

    start: Floats  # it joins the batch
    first: Floats  # its first token is there
    done: Floats  # its last one
    busy: float  # seconds in which the machine computed
    iterations: int


def requests(
    arrive: ArrayLike, tokens_in: ArrayLike, tokens_out: ArrayLike, *, held: ArrayLike | None = None
) -> Requests:
    """Requests from plain columns, checked; one that is never let in would hold up all behind it.

    Raises
    ------
    ValueError
        For times that fall, or answers without a token.
    """
    times, prompts, answers = np.asarray(arrive, float), np.asarray(tokens_in), np.asarray(tokens_out)
    prompts, answers = (np.broadcast_to(each, times.shape).astype(np.int64) for each in (prompts, answers))
    if np.any(np.diff(times) < 0):
        raise ValueError("arrive must rise; sort the requests by the time they come")
    if np.any(answers < 1) or np.any(prompts < 0):
        raise ValueError("tokens_out must be 1 or more and tokens_in 0 or more; leave out who asks for nothing")
    kept = prompts + answers if held is None else np.broadcast_to(np.asarray(held), times.shape).astype(np.int64)
    return Requests(times, prompts, answers, kept)


def continuous(asked: Requests, machine: Machine) -> Served:
    """Who ends makes room at once: before each iteration those join who wait and fit, in order of arrival.

    While nobody joins or leaves, all iterations take the same time, so the run jumps from one change to the next.

    Raises
    ------
    ValueError
        If one request alone is larger than the memory.
    """
    _fits(asked, machine)
    a, b, c, batch, memory = machine
    arrive, prompts, answers, held = (each.tolist() for each in asked)
    count = len(arrive)
    start, first, done = [0.0] * count, [0.0] * count, [0.0] * count
    ends: list[int] = []  # the iteration in which a request says its last token and, in the last bits, which one
    bits = count.bit_length()
    which = (1 << bits) - 1
    now, busy, step, head, running, used = 0.0, 0.0, 0, 0, 0, 0
    while True:
        joined, prompt = head, 0
        while head < count and running < batch and arrive[head] <= now and used + held[head] <= memory:
            start[head] = now
            heappush(ends, step + answers[head] << bits | head)
            used += held[head]
            prompt += prompts[head]
            running += 1
            head += 1
        if running == 0:
            if head == count:
                break
            now = arrive[head]
            continue
        if head > joined:
            lasts = a + b * running + c * prompt
            step += 1
        else:
            one = a + b * running
            steps = (ends[0] >> bits) - step
            if head < count and running < batch and used + held[head] <= memory:
                steps = min(steps, max(1, ceil((arrive[head] - now) / one)))
            lasts = steps * one
            step += steps
        now += lasts
        busy += lasts
        for each in range(joined, head):
            first[each] = now
        while ends and ends[0] >> bits == step:
            each = heappop(ends) & which
            done[each] = now
            used -= held[each]
            running -= 1
    return Served(np.array(start), np.array(first), np.array(done), busy, step)


def static(asked: Requests, machine: Machine) -> Served:
    """All together: who waits and fits is taken in, and nobody else until the longest answer is written.

    Whoever has ended keeps its place, which computes on for nothing; all answers are handed out at the end.
    """
    _fits(asked, machine)
    a, b, c, batch, memory = machine
    arrive, prompts, answers, held = (each.tolist() for each in asked)
    count = len(arrive)
    start, first, done = (np.zeros(count) for _ in range(3))
    now, busy, steps, head = 0.0, 0.0, 0, 0
    while head < count:
        now, began, used = max(now, arrive[head]), head, 0
        while head < count and head - began < batch and arrive[head] <= now and used + held[head] <= memory:
            used += held[head]
            head += 1
        together = slice(began, head)
        one, longest = a + b * (head - began), max(answers[together])
        reading = c * sum(prompts[together])
        start[together], first[together] = now, now + reading + one
        now += reading + longest * one
        busy += reading + longest * one
        steps += longest
        done[together] = now
    return Served(start, first, done, busy, steps)


def _fits(asked: Requests, machine: Machine) -> None:
    if machine.batch < 1:
        raise ValueError(f"batch must be 1 or more, got {machine.batch}")
    if asked.held.size and asked.held.max() > machine.memory:
        raise ValueError(
            f"memory must hold the largest request, {asked.held.max():,} tokens, got {machine.memory:,g}; take more"
        )
