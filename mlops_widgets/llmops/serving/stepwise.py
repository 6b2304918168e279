"""The same machine, one iteration after the other: slow, easy to read, and for clients who wait for their answers."""

from __future__ import annotations

from collections import deque

import numpy as np

from .batching import Machine, Requests, Served

__all__ = ["closed", "stepwise"]


def stepwise(asked: Requests, machine: Machine) -> Served:
    """What ``continuous`` computes, without jumping; the two are held against each other in the tests."""
    queue: deque[int] = deque(range(len(asked.arrive)))
    left: dict[int, int] = {}
    start, first, done = (np.zeros(len(queue)) for _ in range(3))
    now, busy, iterations = 0.0, 0.0, 0
    while queue or left:
        if not left and asked.arrive[queue[0]] > now:
            now = float(asked.arrive[queue[0]])
        joined = []
        while queue and asked.arrive[queue[0]] <= now and _has_room(left, queue[0], asked, machine):
            each = queue.popleft()
            joined.append(each)
            left[each] = int(asked.tokens_out[each])
            start[each] = now
        lasts = machine.a + machine.b * len(left) + machine.c * float(asked.tokens_in[joined].sum())
        now, busy, iterations = now + lasts, busy + lasts, iterations + 1
        first[joined] = now
        for each in list(left):
            left[each] -= 1
            if left[each] == 0:
                del left[each]
                done[each] = now
    return Served(start, first, done, busy, iterations)


def closed(
    clients: int, each: int, machine: Machine, *, tokens_in: int, tokens_out: int, between: float = 0.0
) -> Served:
    """Clients of whom each asks again as soon as it has its answer: the load of a test with a fixed concurrency.

    Parameters
    ----------
    clients
        How many ask side by side.
    each
        How often every one of them asks.
    machine
        What an iteration takes; its memory is not looked at.
    tokens_in, tokens_out
        Of every request.
    between
        Seconds from an answer to the client's next question.

    Returns
    -------
    Served
        In order of arrival; ``start`` is when each was *asked*, so that ``done - start`` is what its client waits.
    """
    waiting = [(0.0, client) for client in range(clients)]
    asked, left, times = dict.fromkeys(range(clients), 0), dict[int, int](), list[tuple[float, float, float]]()
    since, first = [0.0] * clients, [0.0] * clients
    now, busy, iterations = 0.0, 0.0, 0
    while waiting or left:
        if not left:
            now = max(now, min(waiting)[0])
        ready = sorted(one for one in waiting if one[0] <= now)[: machine.batch - len(left)]
        for when, client in ready:
            waiting.remove((when, client))
            left[client], since[client] = tokens_out, when
        lasts = machine.a + machine.b * len(left) + machine.c * tokens_in * len(ready)
        now, busy, iterations = now + lasts, busy + lasts, iterations + 1
        for _, client in ready:
            first[client] = now
        for client in list(left):
            left[client] -= 1
            if left[client] == 0:
                del left[client]
                asked[client] += 1
                times.append((since[client], first[client], now))
                if asked[client] < each:
                    waiting.append((now + between, client))
    start, firsts, done = (np.array(column) for column in zip(*sorted(times), strict=True))
    return Served(start, firsts, done, busy, iterations)


def _has_room(left: dict[int, int], one: int, asked: Requests, machine: Machine) -> bool:
    used = sum(int(asked.held[each]) for each in left)
    return len(left) < machine.batch and used + int(asked.held[one]) <= machine.memory
