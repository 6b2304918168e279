"""Does a widget survive all that a learner can do to it? Here every control is moved to its corners.

A plain run of a notebook never touches a control, so a broken callback leaves no trace there.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, runtime_checkable

from .corners import Move, moved_trait, moves, put_back
from .shown import shown_errors

__all__ = ["DriveError", "Driven", "Failure", "drive", "drive_all"]

_Stock = Any  # a widget of ipywidgets, which ships no types

_ROUNDS = 2  # a pressed button may make new widgets: they get their turn once, and what they make does not
_LAST_LINES = 12


@runtime_checkable
class Driven(Protocol):
    """What a widget of our own offers: its moves, the last one back to the start, and what went wrong."""

    errors: list[str]

    def corners(self) -> Iterable[tuple[str, Callable[[], object]]]:
        """Each move's name, and the move."""
        ...


@dataclass(frozen=True)
class Failure:
    """One move that went wrong: the sentence, whose it was, and the end of the traceback (may be empty)."""

    sentence: str
    model_id: str = ""
    trace: str = ""
    error: Exception | None = None


class DriveError(Exception):
    """Moves that went wrong, one sentence each: widget, control, value, and the error under them."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("\n".join(failure.sentence for failure in failures))
        self.failures = tuple(failures)


def drive(widget: object) -> None:
    """Move every control of ``widget``, and of what it contains, to its corners and back.

    Raises
    ------
    DriveError
        Naming each widget, control and value that failed; chained to the first error itself.

    """
    if not isinstance(widget, Driven) and not hasattr(widget, "model_id"):
        raise TypeError(f"drive needs a widget, or something with corners() and errors, got {widget!r}.")
    _fail_on(_drive_each(list(_family(widget))))


def drive_all() -> None:
    """Drive every live widget of this kernel once, those that contain others first.

    Raises
    ------
    DriveError
        One for all of them.

    """
    if "ipywidgets" not in sys.modules:
        return
    done: set[str] = set()
    failures: list[Failure] = []
    for _ in range(_ROUNDS):
        fresh = [widget for widget in _alive() if widget.model_id not in done]
        done.update(widget.model_id for widget in fresh)
        failures += _drive_each(fresh)
    _fail_on(failures)


def _fail_on(failures: Sequence[Failure]) -> None:
    if failures:
        raise DriveError(failures) from failures[0].error


def _drive_each(widgets: Sequence[_Stock]) -> list[Failure]:
    failures: list[Failure] = []
    with shown_errors() as shown:
        start = [(widget, trait, getattr(widget, trait)) for widget in widgets if (trait := _trait(widget))]
        for widget in widgets:
            if _is_closed(widget) or getattr(widget, "disabled", False):
                continue
            failures += _standing_errors(widget)
            failures += _drive_one(widget, shown)
        for widget, trait, value in start:
            if not _is_closed(widget):
                failures += _attempt(widget, f"put back to {value!r}", partial(put_back, widget, trait, value), shown)
    return failures


def _drive_one(widget: _Stock, shown: list[Exception]) -> list[Failure]:
    failures: list[Failure] = []
    try:
        for wish, move in _moves(widget):
            failures += _attempt(widget, wish, move, shown)
    except Exception as error:  # noqa: BLE001 - a widget whose own list of moves breaks must not hide the others
        failures.append(_failure(widget, "asked for its corners", error))
    return failures


def _attempt(widget: _Stock, wish: str, move: Callable[[], object], shown: list[Exception]) -> list[Failure]:
    """Make one move; what it raised, what it only showed, and what the widget recorded are failures alike."""
    shown.clear()
    recorded = _recorded(widget)
    try:
        move()
    except Exception as error:  # noqa: BLE001 - the learner's own code may raise anything, and all of it is reported
        shown.append(error)
    failures = [_failure(widget, wish, error) for error in shown]
    now = _recorded(widget)
    fresh = now[len(recorded) :] if now[: len(recorded)] == recorded else now
    return failures + [_said(widget, wish, sentence) for sentence in fresh]


def _standing_errors(widget: _Stock) -> list[Failure]:
    """Tell what was wrong before anything was touched: recorded sentences, errors an Output shows."""
    failures = [_said(widget, "as first shown", sentence) for sentence in _recorded(widget)]
    for output in getattr(widget, "outputs", ()):
        if isinstance(output, dict) and output.get("output_type") == "error":
            failures += [_said(widget, "as first shown", f"{output.get('ename')}: {output.get('evalue')}")]
    return failures


def _recorded(widget: _Stock) -> list[str]:
    return list(widget.errors) if isinstance(widget, Driven) else []


def _trait(widget: _Stock) -> str:
    return "" if isinstance(widget, Driven) else moved_trait(widget)


def _moves(widget: _Stock) -> Iterable[Move]:
    return widget.corners() if isinstance(widget, Driven) else moves(widget)


# Which widgets there are


def _alive() -> list[_Stock]:
    """Every live widget that can be seen, each container before what it contains."""
    import comm
    import ipywidgets  # noqa: TID251 - stage/driver.py may, and only in a function

    # Widget.widgets is deprecated; the list of open comms and the way from an id to its widget are public.
    widget_of = ipywidgets.widget_serialization["from_json"]
    found = [widget_of(f"IPY_MODEL_{key}", None) for key in list(comm.get_comm_manager().comms)]
    seen = [widget for widget in found if isinstance(widget, ipywidgets.DOMWidget)]
    inside = {child.model_id for widget in seen for child in _children(widget)}
    ordered = [each for widget in seen if widget.model_id not in inside for each in _family(widget)]
    return list({each.model_id: each for each in ordered}.values())


def _family(widget: _Stock) -> Iterator[_Stock]:
    """Walk through the widget, then all it contains, each once."""
    waiting, seen = [widget], set()
    while waiting:
        each = waiting.pop(0)
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting[:0] = _children(each)


def _children(widget: _Stock) -> list[_Stock]:
    return [child for child in getattr(widget, "children", ()) if hasattr(child, "model_id")]


def _is_closed(widget: _Stock) -> bool:
    return getattr(widget, "comm", widget) is None


# How it is told


def _failure(widget: _Stock, wish: str, error: Exception) -> Failure:
    said = _said(widget, wish, f"{type(error).__name__}: {error}")
    lines = "".join(traceback.format_exception(error)).splitlines()
    return Failure(said.sentence, said.model_id, "\n".join(lines[-_LAST_LINES:]), error)


def _said(widget: _Stock, wish: str, sentence: str) -> Failure:
    return Failure(f"{_name(widget)}, {wish}: {sentence}", getattr(widget, "model_id", ""))


def _name(widget: _Stock) -> str:
    title = getattr(widget, "description", "") or getattr(getattr(widget, "simulation", None), "name", "")
    return f'{type(widget).__name__} "{title}"' if title else f"{type(widget).__name__} without a description"
