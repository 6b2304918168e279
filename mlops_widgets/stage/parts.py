"""How does a learner's own code run inside ours: stopped in time, and blamed by name?"""

from __future__ import annotations

import contextlib
import ctypes
import inspect
import linecache
import sysconfig
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from .errors import PartError, StageError

__all__ = ["BUDGET", "Part", "blame", "call", "check"]

BUDGET = 2.0  # seconds that one run with a learner's part may take
_GRACE = 1.5  # seconds that a stopped part has to unwind: what it does in a finally is not stopped at once
_AGAIN = 0.25  # seconds for one that caught the stop and is stopped again
_TIMES = 5  # as often: an ``except:`` in a loop catches a few

Part = Callable[[], object]
Result = TypeVar("Result")

_ours = str(Path(__file__).parents[1])
_libraries = (
    "<frozen",
    "<string>",
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
)
_one_at_a_time = threading.Lock()


class _Stopped(BaseException):
    """Raised inside a part that overran; no ``except Exception`` holds it."""


def check(parts: Mapping[str, object], known: tuple[str, ...]) -> None:
    """Raise a PartError unless every part has a known name and builds something when called."""
    for name, part in parts.items():
        if name not in known:
            raise PartError(f"there is no part called {name!r} here: the parts are {', '.join(known) or 'none'}.")
        if not callable(part):
            kind = type(part).__name__
            offer = f"{name}={kind} or " if type(part).__module__ != "builtins" else ""
            raise PartError(
                f"{name} must be a class or a function that builds a fresh one for every run, got an instance of "
                f"{kind}: pass {offer}a lambda that makes one."
            )
        if missing := _missing(part):
            raise PartError(
                f"{name} must be built without arguments, and {getattr(part, '__name__', 'this one')} is {missing}: "
                f"give it a default, or pass {name}=lambda: … with the value in it."
            )


def _missing(part: Part) -> str:
    """What a factory cannot be called without, in Python's own words; empty when nothing."""
    try:
        inspect.signature(part).bind()
    except TypeError as error:
        return str(error)
    except ValueError:  # compiled code need not tell its arguments
        return ""
    return ""


def call(run: Callable[[], Result], *, seconds: float = BUDGET) -> Result:
    """The result of ``run``, which contains a learner's part, on a thread that is stopped when time is up.

    Raises
    ------
    PartError
        Naming the line when the part raised, or how long it was given when it did not come back.
    """
    with _one_at_a_time:
        job = _Job(run)
        try:
            job.start()
            job.wait(seconds)
        finally:
            late = job.stop()
    if not job.over:
        raise PartError(
            f"your part did not come back within {seconds:g} s and cannot be stopped from here "
            "(it waits inside compiled code): restart the kernel, then look at its loops."
        )
    if late:
        raise PartError(
            f"your part did not come back within {seconds:g} s and was stopped: "
            "look for a loop that never ends, or do less work."
        )
    if job.error is not None:
        blame(job.error)
    return job.result


class _Job(threading.Thread, Generic[Result]):
    result: Result

    def __init__(self, run: Callable[[], Result]) -> None:
        super().__init__(name="learner's part", daemon=True)
        self._call = run
        self.error: BaseException | None = None
        self.over = False
        # A plain lock: interrupted, join() takes a running thread for ended (bpo-45274), and an Event may
        # stay locked.
        self._end = threading.Lock()
        self._end.acquire()

    def run(self) -> None:
        with contextlib.suppress(_Stopped):
            try:
                self.result = self._call()
            except _Stopped:
                raise
            except BaseException as error:  # noqa: BLE001 - whatever a part raises is shown, exit() too
                self.error = error
        self.over = True
        self._end.release()

    def wait(self, seconds: float) -> None:
        """Wait for its end, so long at most."""
        if not self.over:
            self._end.acquire(timeout=seconds)

    def stop(self) -> bool:
        """Interrupt the thread, and some times more if it goes on; True if it had not ended by itself."""
        late = not self.over
        for seconds in (_GRACE, *_TIMES * (_AGAIN,)):
            if self.over:
                break
            end = time.monotonic() + seconds
            while not self.over and not self._interrupted() and time.monotonic() < end:
                self.wait(0.01)  # it has not quite begun
            self.wait(max(end - time.monotonic(), 0))
        return late

    def _interrupted(self) -> bool:
        """Ask Python to raise inside the thread; False where there is no such thread yet."""
        return bool(
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(_Stopped))
        )


def blame(error: BaseException) -> NoReturn:
    """Raise a PartError that names the learner's line; our own errors and our own faults stay what they are."""
    theirs = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_ours)]
    if isinstance(error, StageError) or not theirs:
        raise error
    own = [frame for frame in theirs if not frame.filename.startswith(_libraries)]
    place = (own or theirs)[-1]  # where their code called, not where a library gave up
    line = (place.line or linecache.getline(place.filename, place.lineno or 0)).strip()
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    raise PartError(f"your part raised {what} — line {place.lineno}, in {place.name}: {line}") from error
