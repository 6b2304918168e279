"""How is a server asked as users ask it: without waiting for one another?"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self

import numpy as np

__all__ = ["Answer", "Load", "closed_loop", "open_loop"]

_PATIENCE = 20.0  # seconds for an answer

Body = Any  # Any: JSON


class Answer(NamedTuple):
    """What became of one request."""

    due: float  # seconds after the beginning at which its user came
    seconds: float  # from then to the answer, the time included in which it could not be sent
    status: int  # 0 where nobody answered in time
    user: str
    version: str  # as the router says; empty where it does not


class Load:
    """Users who come at random times, whether or not those before them have their answer: an open loop.

    A closed loop sends the next request when the last one is answered. So it asks least while the server is slow, and
    those who would have waited are missing from its table: *coordinated omission*. Here an answer's time counts from
    the moment its user came.

    Use it in a ``with``; at its end nobody comes any more, and those who wait still have ``grace`` seconds.

    Parameters
    ----------
    url
        Of whoever answers ``path``.
    bodies
        What is sent, as JSON; drawn at random.
    rate
        Users a second, on average; they come as a Poisson process.
    users
        How many different ones there are, named ``user-0``, ``user-1``, …
    path
        Where it is sent.
    grace
        Seconds to wait for answers at the end; a request without one is noted with status 0.
    seed
        Of the times, the users and the bodies.

    Raises
    ------
    ValueError
        If there is nobody to come or nothing to send.
    """

    def __init__(
        self,
        url: str,
        bodies: Sequence[Body],
        *,
        rate: float = 40.0,
        users: int = 400,
        path: str = "/predict",
        grace: float = 5.0,
        seed: int = 0,
    ) -> None:
        if not 0 < rate <= 1000:
            raise ValueError(f"rate must be above 0 and at most 1000 a second, got {rate!r}; write 40")
        if users < 1 or not bodies:
            raise ValueError(
                f"users and bodies must be at least one, got {users!r} and {len(bodies)}; send something"
            )
        self.answers: list[Answer] = []
        self._url, self._bodies, self._rate, self._users, self._grace = url + path, bodies, rate, users, grace
        self._random = np.random.default_rng(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name=f"load on {url}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    async def _run(self) -> None:
        began, asking = time.perf_counter(), set()
        async with _client() as client:
            for due, user, body in self._coming():
                while (ahead := due - (time.perf_counter() - began)) > 0 and not self._stop.is_set():
                    await asyncio.sleep(min(ahead, 0.05))
                if self._stop.is_set():
                    break
                asking.add(asyncio.create_task(self._ask(client, began, due, user, body)))
            late = (await asyncio.wait(asking, timeout=self._grace))[1] if asking else set()
            for each in late:
                each.cancel()
            await asyncio.gather(*asking)

    def _coming(self) -> Iterator[tuple[float, str, Body]]:
        due = 0.0
        while True:
            due += float(self._random.exponential(1 / self._rate))
            body = self._bodies[int(self._random.integers(len(self._bodies)))]
            yield due, f"user-{self._random.integers(self._users)}", body

    async def _ask(self, client: Any, began: float, due: float, user: str, body: Body) -> None:  # Any: httpx, later
        import httpx

        status, version = 0, ""
        try:
            found = await client.post(self._url, json=body, headers={"x-user": user})
            status, version = found.status_code, found.headers.get("x-served-by", "")
        except (httpx.HTTPError, asyncio.CancelledError):
            pass  # status 0 says it
        self.answers.append(Answer(due, time.perf_counter() - began - due, status, user, version))


def open_loop(url: str, bodies: Sequence[Body], *, seconds: float, **options: Any) -> list[Answer]:  # Any: as Load
    """Let users come for so many seconds; options are those of ``Load``."""
    with Load(url, bodies, **options) as load:
        time.sleep(seconds)
    return load.answers


def closed_loop(url: str, bodies: Sequence[Body], *, seconds: float, path: str = "/predict") -> list[Answer]:
    """Let one client send its next request when the last is answered: what a naive load test does."""
    import httpx

    answers: list[Answer] = []
    began = time.perf_counter()
    with httpx.Client(timeout=_PATIENCE, trust_env=False) as client:
        while (due := time.perf_counter() - began) < seconds:
            body = bodies[len(answers) % len(bodies)]
            found = client.post(url + path, json=body, headers={"x-user": "user-0"})
            took = time.perf_counter() - began - due
            answers.append(Answer(due, took, found.status_code, "user-0", found.headers.get("x-served-by", "")))
    return answers


def _client() -> Any:  # Any: httpx is imported late
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)  # nobody waits for a connection
    return httpx.AsyncClient(timeout=_PATIENCE, limits=limits, trust_env=False)
