"""Where can a hand move a stock control? To its bounds, its options, both positions, the empty text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any  # the controls are ipywidgets', which ships no types

__all__ = ["moved_trait", "moves", "put_back"]

Move = tuple[str, Callable[[], object]]


def moves(widget: Any) -> Iterator[Move]:
    """Every move of a stock control, named, the way back last."""
    import ipywidgets  # noqa: TID251 - stage/corners.py may, and only in a function: importing the stage stays light

    if isinstance(widget, ipywidgets.Button):
        # Widget.click() would show an exception and go on, so the handlers are called without it.
        for handler in list(widget._click_handlers.callbacks):  # noqa: SLF001 - ipywidgets has no public list of them
            yield "pressed", partial(handler, widget)
    if trait := moved_trait(widget):
        values = [*_corners(widget), getattr(widget, trait)]
        # Named before the first move: a callback may change a menu's options.
        for label, value in [(_label(widget, value), value) for value in values]:
            yield f"moved to {label}", partial(put_back, widget, trait, value)


def moved_trait(widget: Any) -> str:
    """Name the trait that a person's hand changes; empty when this is no control, or one we leave alone."""
    if not _corners(widget):
        return ""
    for trait in ("selected_index", "index"):
        if widget.has_trait(trait):
            return trait
    return "value"


def _corners(widget: Any) -> list[object]:
    """List the values at a stock control's corners: bounds, every option, both positions, the empty text."""
    import ipywidgets as w  # noqa: TID251 - stage/corners.py may, and only in a function

    match widget:
        case w.Tab() | w.Accordion() | w.Stack():
            return list(range(len(widget.children)))
        case w.Dropdown() | w.RadioButtons() | w.Select() | w.SelectionSlider() | w.ToggleButtons():
            return list(range(len(widget.options)))
        case w.SelectMultiple():
            return [(), tuple(range(len(widget.options)))]
        case w.SelectionRangeSlider():
            last = len(widget.options) - 1
            return [(0, 0), (last, last), (0, last)]
        case w.Checkbox() | w.ToggleButton() | w.Valid():
            return [False, True]
        case w.Combobox() if widget.ensure_option:
            return list(widget.options)
        case w.Text() | w.Textarea():
            return [""]
        case w.FloatLogSlider():
            return [widget.base**widget.min, widget.base**widget.max]
        case w.IntRangeSlider() | w.FloatRangeSlider():
            return [(widget.min, widget.min), (widget.max, widget.max), (widget.min, widget.max)]
        case w.IntSlider() | w.FloatSlider() | w.BoundedIntText() | w.BoundedFloatText() | w.Play():
            return [widget.min, widget.max]
    return []


def put_back(widget: Any, trait: str, value: object) -> None:
    """Set a control's trait, unless a callback has meanwhile taken that option away."""
    if trait in ("index", "selected_index") and not _is_offered(widget, trait, value):
        return
    setattr(widget, trait, value)


def _is_offered(widget: Any, trait: str, value: object) -> bool:
    count = len(widget.children if trait == "selected_index" else widget.options)
    wanted = value if isinstance(value, tuple) else (value,)
    return all(index is None or index < count for index in wanted)


def _label(widget: Any, value: object) -> str:
    """Call an option by the words a person reads, anything else as Python shows it."""
    options = getattr(widget, "options", None)
    if not options or not isinstance(value, int):
        return repr(value)
    option = list(options)[value]
    return repr(option[0] if isinstance(option, tuple) and len(option) == 2 else option)
