"""How does a live run grow, and who is told?"""

from __future__ import annotations

import sys
import threading
import time as clock
from collections.abc import Mapping
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from mlops_widgets.stage.errors import StageError
from mlops_widgets.stage.former import close_former
from mlops_widgets.stage.scenario import Scenario
from mlops_widgets.stage.simulation import Simulation
from mlops_widgets.stage.trace import Trace

from .glimpse import Glimpse, admit, look
from .history import History
from .poller import Poller, Source

if TYPE_CHECKING:
    from .view import LiveView

__all__ = ["Live", "live"]

MOST = 20_000  # rows that a page draws ten times a second
PAUSE = 0.1  # seconds between two messages to a page


class Live:
    """A run that grows while one looks at it. Made by ``stage.live``."""

    def __init__(
        self, simulation: Simulation, source: Source | None, scenario: Scenario, *, history: int, every: float
    ) -> None:
        self.simulation, self.scenario = simulation, scenario
        self.errors: list[str] = []
        self._history = History(history)
        self._lock = threading.RLock()  # the rows
        self._telling = threading.Lock()  # the pages
        self._news = threading.Event()
        self._closed = threading.Event()
        self._views: list[LiveView] = []
        self._shut: Trace | None = None
        self._messenger: threading.Thread | None = None
        self._error = ""
        if "ipykernel" in sys.modules:  # a cell that is run again stops the live run that it made before
            close_former(SimpleNamespace(close=self.stop))
        poll = partial(Poller, take=lambda row: self.append(**row), ended=self._source_ended, every=every)
        self._poller = None if source is None else poll(source)

    def __repr__(self) -> str:
        return f"Live run of {self.simulation.name}, {self.state}, {self.total} rows so far; see .widget(), .trace"

    def append(self, time: ArrayLike | None, *, event: tuple[str, str] | None = None, **columns: ArrayLike) -> None:
        """Add one row, or several as arrays; from any thread.

        Parameters
        ----------
        time
            Later than every row before. None takes the seconds since the live run began, at the very
            moment at which the row gets its place: so several threads may append at once.
        event
            Kind and label of what happened at this row (the last of several).
        columns
            A number or an array each: the same names in every row, as the first row has them, among them all
            that the scene shows. NaN where a value is not known.

        Raises
        ------
        StageError
            For a time that does not rise, an unknown or missing column, an infinite value, a closed run.
        """
        with self._lock:
            self._demand_open()
            if not self._history.total:
                self._try(time, columns)
            self._history.append(time, columns, event)
        self._news.set()

    def event(self, kind: str, label: str) -> None:
        """Note that something happened, at the newest row."""
        with self._lock:
            self._demand_open()
            self._history.mark((kind, label))
        self._news.set()

    @property
    def trace(self) -> Trace:
        """The rows kept so far, as an ordinary run."""
        with self._lock:
            trace = self._history.trace(self.scenario) if self._shut is None else self._shut
        if trace is None:
            raise StageError("no row has come yet, and a run has at least one: append one first.")
        return trace

    @property
    def keep(self) -> int:
        """Rows that are kept."""
        return self._history.keep

    @property
    def total(self) -> int:
        """Rows that ever came."""
        return self._history.total

    @property
    def state(self) -> str:
        """``"live"``, ``"stopped"`` (the source is asked no more) or ``"closed"``."""
        if self._closed.is_set():
            return "closed"
        return "live" if self._poller is None or self._poller.is_running else "stopped"

    def stop(self) -> None:
        """Ask the source no more; rows may still be appended, and what came is kept."""
        if self._poller is not None:
            self._poller.stop()
        self._news.set()

    def close(self) -> Trace:
        """Stop everything; the page keeps an ordinary run, which is returned. A second call changes nothing."""
        self.stop()
        with self._lock:
            if not self._closed.is_set():
                self._shut = self._history.trace(self.scenario)
                self._closed.set()
        self._news.set()
        if self._messenger is not None and self._messenger is not threading.current_thread():
            self._messenger.join()
        return self.trace

    def widget(self) -> LiveView:
        """A widget that follows this run; each call makes another."""
        from .view import LiveView

        view = LiveView(self)
        with self._telling:
            self._views.append(view)
            if self._messenger is None:
                self._messenger = threading.Thread(target=self._tell_pages, name="live messages", daemon=True)
                self._messenger.start()
        self._news.set()
        return view

    def glimpse(self) -> Glimpse:
        """What there is to see now."""
        with self._lock:
            first, state = self._history.first, self.state
            trace = self._history.trace(self.scenario)
        seen = look(self.simulation, trace, first=first, state=state, error=self._error)
        if seen.error != self._error and seen.error not in self.errors:
            self.errors.append(seen.error)  # the scene's own, which the next rows may repair
        return seen

    def forget(self, view: LiveView) -> None:
        """Tell a closed page no more; with the last one, the thread that tells ends."""
        with self._telling:
            self._views = [each for each in self._views if each is not view]
        self._news.set()

    def _tell_pages(self) -> None:
        is_over = False
        while not is_over:
            self._news.wait()
            self._news.clear()
            is_over = self._closed.is_set()
            with self._telling:
                views = list(self._views)
                if not views:
                    self._messenger = None
                    return
            for view in views:
                try:
                    view.tell()
                except Exception as error:  # noqa: BLE001 - one page that stumbles keeps no other from hearing
                    self._fail(f"{type(error).__name__}: {error}")
            clock.sleep(0 if is_over else PAUSE)

    def _demand_open(self) -> None:
        if self._closed.is_set():
            raise StageError("this live run is closed: make another with stage.live(…).")

    def _try(self, time: ArrayLike | None, columns: Mapping[str, ArrayLike]) -> None:
        """Refuse a first row that the scene cannot show, before it names the columns."""
        trial = History(1)
        trial.append(time, columns)
        trace = trial.trace(self.scenario)
        assert trace is not None
        admit(self.simulation, trace)

    def _source_ended(self, sentence: str) -> None:
        if sentence and not self._closed.is_set():
            self._fail(sentence)
        self._news.set()

    def _fail(self, sentence: str) -> None:
        if sentence != self._error:
            self._error = sentence
            self.errors.append(sentence)


def live(
    simulation: Simulation,
    source: Source | None = None,
    *,
    scenario: Scenario | None = None,
    history: int = 5000,
    every: float = 0.1,
) -> Live:
    """Follow measurements of something that really runs, with the scene of a simulation.

    ``live(…).widget()`` shows it; ``.append(time, column=…)`` adds rows; ``.close()`` gives the run.

    Parameters
    ----------
    simulation
        Its ``scene`` shows the rows, and may need nothing of a trace but its columns; its ``simulate`` is not used.
    source
        Called again and again on one background thread, until ``stop``, ``close``, an interrupted cell, an error of
        its own or the end of the program. Returns what is new: a mapping ``{"time": …, column: …}`` of numbers or
        arrays (a time of None is now), a list of such rows, or None. Without one, rows come by ``append``.
    scenario
        What the trace says it came from; the default scenario when left out.
    history
        Rows to keep, 2 to 20,000; older ones are dropped, with their events.
    every
        Seconds between two calls of ``source``.

    Examples
    --------
    >>> from mlops_widgets.stage import Axis, Lane, Line, Phrase, Scene, Verdict
    >>> def scene(trace):
    ...     lanes = (Lane("Answer time", "ms", (Line("latency"),)),)
    ...     return Scene("A server", "measured now", Axis("s"), lanes, (Verdict(0, (Phrase("It answers."),)),))
    >>> run = live(Simulation("server.answers", Scenario, Trace, scene))
    >>> run.append([0.1, 0.2], latency=[5.0, 7.0])
    >>> run.append(0.3, latency=6.0, event=("deploy", "version 2"))
    >>> run.close()["latency"]
    array([5., 7., 6.])
    """
    if not 2 <= history <= MOST:
        raise StageError(f"history must be 2 to {MOST} rows, got {history}: what a page can draw ten times a second.")
    if not 0 < every <= 3600:
        raise StageError(f"every must be more than 0 and at most 3600 seconds, got {every}.")
    return Live(simulation, source, simulation.admit(scenario, {}), history=int(history), every=every)
