"""Which widgets did an earlier run of this cell make? They are closed, so that a hundred re-runs leave one."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

__all__ = ["close_former"]


class _Closes(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class _Forgets(Protocol):
    def forget(self) -> None: ...


_made: dict[str, tuple[object, list[_Closes]]] = {}


def close_former(new: _Closes) -> None:
    """Close the widgets that an earlier run of the same cell made, and remember ``new`` for the next."""
    cell, run = _whereabouts()
    if cell is None:
        return
    former, widgets = _made.get(cell, (run, []))
    if former != run:
        for widget in widgets:
            widget.close()
            if isinstance(widget, _Forgets):
                widget.forget()
        widgets = []
    _made[cell] = (run, [*widgets, new])


def _whereabouts() -> tuple[str | None, object]:
    """The running cell's id, and the message that runs it; (None, None) outside a notebook."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None, None
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel is not None else {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
