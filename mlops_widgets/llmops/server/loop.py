"""Who lets requests into the batch, iteration after iteration, and hands out what they write?"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from mlops_widgets.llmops.server.decoding import Batch, Member

__all__ = ["Iteration", "Job", "Loop"]

_KEPT = 100_000  # iterations that are remembered


class Iteration(NamedTuple):
    """What one iteration did, and how long it took."""

    seconds: float
    running: int  # requests that got a token
    joined: int  # of those, the ones that came in with it
    read: int  # tokens of their prompts


@dataclass(eq=False)
class Job:
    """A request on its way through the loop."""

    member: Member
    tell: Callable[[bool], None]  # called from the loop's thread; True at the end
    is_streamed: bool = True  # told after every token, not at the end alone
    is_dropped: bool = False  # nobody waits for it any more
    error: str = ""


class Loop:
    """A thread that decodes for as long as somebody waits; everything else in the server waits for no token.

    Parameters
    ----------
    model
        A language model that is not training.
    batch
        How many requests may run side by side.

    Attributes
    ----------
    iterations
        What each iteration did, the last 100,000.
    """

    def __init__(self, model: Any, *, batch: int = 8) -> None:  # Any: transformers' own class
        if isinstance(batch, bool) or not isinstance(batch, int) or batch < 1:
            raise ValueError(f"batch must be a whole number above 0, got {batch!r}; 1 serves one after the other")
        self._batch, self._most = Batch(model), batch
        self._waiting: deque[Job] = deque()
        self._running: dict[Member, Job] = {}
        self._news = threading.Condition()
        self._is_open = False
        self._thread: threading.Thread | None = None
        self.iterations: deque[Iteration] = deque(maxlen=_KEPT)

    @property
    def waiting(self) -> int:
        """Requests that are not in the batch yet."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """Requests in the batch."""
        return len(self._running)

    def start(self) -> None:
        """Begin to decode, on a thread of its own."""
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="decoding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the present iteration; whoever still waits is told so."""
        with self._news:
            self._is_open = False
            self._news.notify()
        if self._thread is not None:
            self._thread.join(10)
        sentence = "the server was stopped before the answer was complete"
        for job in self._waiting:
            _end(job, sentence)
        self._waiting.clear()
        self._fail(sentence)

    def submit(self, job: Job) -> None:
        """Put a request at the end of the queue; where nobody decodes it is told so at once."""
        with self._news:
            is_open = self._is_open
            if is_open:
                self._waiting.append(job)
                self._news.notify()
        if not is_open:
            _end(job, "the server does not decode: it was stopped, or was never started")

    def _run(self) -> None:
        import torch

        torch.set_num_threads(1)  # more threads cost more than they bring to a model as small as this
        while True:
            with self._news:
                while self._is_open and not self._waiting and not self._running:
                    self._news.wait()
                if not self._is_open:
                    return
                joining = self._admit()
            self._iterate(joining)

    def _admit(self) -> list[Job]:
        joining: list[Job] = []
        while self._waiting and len(self._running) + len(joining) < self._most:
            job = self._waiting.popleft()
            if not job.is_dropped:
                joining.append(job)
        return joining

    def _iterate(self, joining: list[Job]) -> None:
        gone = [member for member, job in self._running.items() if job.is_dropped]
        self._running |= {job.member: job for job in joining}
        try:
            if gone:
                self._batch.leave(gone)
                for member in gone:
                    del self._running[member]
            if not self._running:
                return
            began = time.perf_counter()
            done = self._batch.step([job.member for job in joining])
        except Exception as error:  # noqa: BLE001 - whatever the model raises, its clients are told and others served
            self._fail(f"the model raised {type(error).__name__}: {error}")
            return
        read = sum(len(job.member.prompt) for job in joining)
        self.iterations.append(Iteration(time.perf_counter() - began, len(self._running), len(joining), read))
        for member, job in list(self._running.items()):
            is_over = member in done
            if is_over:
                del self._running[member]
            if is_over or job.is_streamed:
                _tell(job, is_over)

    def _fail(self, sentence: str) -> None:
        self._batch = Batch(self._batch.model)
        for job in self._running.values():
            _end(job, sentence)
        self._running.clear()


def _end(job: Job, sentence: str) -> None:
    job.error = sentence
    _tell(job, True)


def _tell(job: Job, is_over: bool) -> None:
    """Whoever cannot be told any more, because its own loop is closed, is dropped; the others are served."""
    try:
        job.tell(is_over)
    except Exception:  # noqa: BLE001 - whatever a listener raises, it must not end the thread of all
        job.is_dropped = True
