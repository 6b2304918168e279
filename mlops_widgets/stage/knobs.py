"""What is a knob? A field of a scenario with a name, a unit, bounds and a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

__all__ = ["bounds", "control", "knob", "knobs_of"]


# The return type is Any, as pydantic's own Field has it: a knob stands where its default will be.
def knob(
    default: Any,
    *,
    title: str,
    unit: str = "",
    ge: float | None = None,
    le: float | None = None,
    step: float | None = None,
    choices: Mapping[str, str] | Sequence[str] | None = None,
    source: str = "",
    when: Mapping[str, str | Sequence[str]] | None = None,
) -> Any:
    """One knob of a scenario: a value with a name, a unit, bounds and a source.

    Parameters
    ----------
    default
        The value at the start; its type decides the control (number: slider, ``bool``: check box,
        text: text field; with ``choices``: menu).
    title
        The label beside the control.
    unit
        What one step of the value is, for example ``"h"`` or ``"σ"``; ``"%"`` shows a share (0–1)
        as a percentage.
    ge, le
        The smallest and the largest value allowed. A number without both gets no slider.
    step
        The control's step; 1 for whole numbers, a hundredth of the range otherwise.
    choices
        The values allowed: a mapping from value to label, or the values alone.
    source
        Where the default comes from: measured, published (with the citation) or assumed.
    when
        The knob matters only while other knobs have these values, e.g. ``{"detector": "psi"}``; of a check box
        they are ``"true"`` and ``"false"``.

    Examples
    --------
    >>> from mlops_widgets import stage
    >>> class Walk(stage.Scenario):
    ...     steps: int = stage.knob(100, title="Steps", ge=1, le=1000)
    >>> Walk(steps=0)
    Traceback (most recent call last):
      ...
    mlops_widgets.stage.errors.ScenarioError: steps must be at least 1, got 0: choose 1 to 1000.
    """
    if choices is not None and not isinstance(choices, Mapping):
        choices = {value: value for value in choices}
    asked = {key: [value] if isinstance(value, str) else list(value) for key, value in (when or {}).items()}
    extra: Any = {"unit": unit, "step": step, "choices": choices, "source": source, "when": asked}
    return Field(default, title=title, ge=ge, le=le, json_schema_extra={"knob": extra}, validate_default=True)


def knobs_of(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Name → declared properties of each knob of a model."""
    found = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and "knob" in extra:
            low, high = bounds(field.metadata)
            spec: Any = extra["knob"]  # Any: what `knob` stored
            found[name] = {**spec, "ge": low, "le": high, "type": field.annotation}
    return found


def bounds(metadata: Sequence[object]) -> tuple[float | None, float | None]:
    """The least and the largest value that a field's metadata allow."""
    low = next((each.ge for each in metadata if hasattr(each, "ge")), None)
    high = next((each.le for each in metadata if hasattr(each, "le")), None)
    return low, high


def control(name: str, title: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """What a player needs to draw one knob, as JSON can hold it."""
    whole = spec["type"] is int
    drawn = {
        "name": name,
        "title": title,
        "unit": spec["unit"],
        "source": spec["source"],
        "when": spec["when"],
        "kind": _kind(spec),
    }
    if spec["choices"] is not None:
        drawn["choices"] = [[value, label] for value, label in spec["choices"].items()]
    if spec["ge"] is not None and spec["le"] is not None:
        step = spec["step"] or (1 if whole else (spec["le"] - spec["ge"]) / 100)
        drawn |= {"min": spec["ge"], "max": spec["le"], "step": step}
    return drawn


def _kind(spec: Mapping[str, Any]) -> Literal["menu", "toggle", "text", "range", "number"]:
    if spec["choices"] is not None:
        return "menu"
    if spec["type"] is bool:
        return "toggle"
    if spec["type"] in (int, float):
        return "number" if spec["ge"] is None or spec["le"] is None else "range"
    return "text"
