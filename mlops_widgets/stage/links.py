"""How does a run travel in one line of text? As a link that names the simulation and all that was set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from .errors import LinkError, ScenarioError
from .message import plain
from .scenario import Scenario
from .simulation import Simulation, simulations

__all__ = ["Linked", "read", "write"]

VERSION = "1"
_SCHEME = "mlops-widgets:"
_EXAMPLE = "mlops-widgets:drift.stream?v=1&window=96"


@dataclass(frozen=True)
class Linked:
    """What a link says."""

    simulation: Simulation
    scenario: Scenario
    pins: tuple[Scenario, ...] = ()
    tick: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict)  # part → its name at the sender's


def write(
    simulation: Simulation,
    scenario: Scenario,
    *,
    pins: Sequence[Scenario] = (),
    tick: int | None = None,
    parts: Mapping[str, str] | None = None,
) -> str:
    """The link of one run: every field, what was done and when, what is pinned, where the playhead stands.

    A part that a learner wrote cannot travel: the link carries its name only.

    Examples
    --------
    >>> from mlops_widgets import stage
    >>> stream = stage.simulations()["drift.stream"]
    >>> write(stream, stream.Scenario(window=24), tick=500)[:46]
    'mlops-widgets:drift.stream?v=1&tick=500&seed=0'
    """
    query: list[tuple[str, str]] = [("v", VERSION)]
    query += [] if tick is None else [("tick", str(tick))]
    query += [(name, _text(value)) for name, value in plain(scenario).items()]
    query += [("pin", _text(plain(pin))) for pin in pins]
    query += [("part", f"{name}:{called}") for name, called in (parts or {}).items()]
    return f"{_SCHEME}{simulation.name}?{urlencode(query, quote_via=quote, safe=':,')}"


def read(link: str) -> Linked:
    """What a link says, checked field by field.

    Raises
    ------
    LinkError
        When it is no link of ours, of a version or a simulation that is not here, or cut short.
    ScenarioError
        When a field is unknown or out of bounds.
    """
    text = "".join(str(link).split()).strip("\"'<>")  # as mails wrap and quote it
    name, _, query = text.removeprefix(_SCHEME).partition("?")
    said = parse_qsl(query, keep_blank_values=True)
    if not text.startswith(_SCHEME) or not said:
        raise LinkError(f"a link must look like {_EXAMPLE}, got {_short(link)!r}: copy the whole line.")
    known = simulations()
    version = dict(said).get("v", "none")
    if version != VERSION:
        raise LinkError(
            f"the link is of version {version}, and this mlops-widgets reads version {VERSION}: "
            "install the version that made it, or set its values by hand."
        )
    if name not in known:
        raise LinkError(f"the link names a simulation {name!r} that is not installed: there is {', '.join(known)}.")
    fields = {key: value for key, value in said if key not in ("v", "tick", "pin", "part")}
    return Linked(
        known[name],
        _scenario(known[name], {key: _value(known[name], key, text) for key, text in fields.items()}),
        tuple(_scenario(known[name], _json(text, "pin")) for key, text in said if key == "pin"),
        _tick(dict(said).get("tick")),
        dict(text.partition(":")[::2] for key, text in said if key == "part"),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _value(simulation: Simulation, name: str, text: str) -> object:
    """A field's value as the link has it: words stand as they are, all else is JSON."""
    known = simulation.Scenario.model_fields.get(name)
    return text if known is None or isinstance(known.default, str) else _json(text, name)


def _json(text: str, name: str) -> Any:  # Any: JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # no JSON, a number without end, brackets without end
        raise LinkError(f"{name} must be JSON in a link, got {_short(text)!r}: copy the whole line.") from None


def _scenario(simulation: Simulation, fields: object) -> Scenario:
    if not isinstance(fields, dict):
        raise LinkError(f"pin must hold the fields of a scenario, got {fields!r}: copy the whole line.")
    try:
        return simulation.Scenario(**fields)
    except ScenarioError as error:
        raise ScenarioError(f"{error} If the link was cut short, copy the whole line.") from None


def _tick(text: str | None) -> int | None:
    if text is not None and not (text.isdecimal() and len(text) < 10):
        raise LinkError(f"tick must be a whole number from 0, got {_short(text)!r}: copy the whole line.")
    return None if text is None else int(text)


def _short(text: object) -> str:
    words = str(text)
    return words if len(words) <= 60 else f"{words[:57]}…"
