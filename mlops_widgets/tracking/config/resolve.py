"""Who has the last word on a setting? The command line over the environment, the environment over the file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from .layers import of_arguments, of_environment, of_file
from .settings import ConfigError, Resolved, Settings, fingerprint

__all__ = ["resolve"]

AnySettings = TypeVar("AnySettings", bound=Settings)


def resolve(
    schema: type[AnySettings],
    *,
    file: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
    prefix: str = "",
) -> Resolved[AnySettings]:
    """The settings that hold: defaults < file < environment < command line.

    Parameters
    ----------
    schema
        Which settings there are, with types and defaults.
    file
        A YAML file; its blocks are the schema's.
    environment
        Variables, ``os.environ`` by default; ``FLIGHTS_MODEL__LEARNING_RATE`` with the prefix ``FLIGHTS`` is
        ``model.learning_rate``. Others than those of the prefix are nobody's business; without one none is read.
    arguments
        Words of a command line: ``--model.learning_rate=0.2``.
    prefix
        With which the variables of this program begin.

    Raises
    ------
    ConfigError
        For a setting that the schema does not know, and for a value that its type cannot take; both by name.

    Examples
    --------
    >>> class Experiment(Settings):
    ...     seed: int = 0
    ...     rate: float = 0.1
    >>> held = resolve(Experiment, environment={"F_SEED": "7", "F_RATE": "0.2"}, arguments=["--seed=8"], prefix="F")
    >>> held.config, held.origin["rate"], held.short
    (Experiment(seed=8, rate=0.2), 'environment', 'fe2fb606269b')
    """
    known = list(_names(schema))
    layers = {
        "file": {} if file is None else of_file(file),
        "environment": of_environment(os.environ if environment is None else environment, prefix),
        "command line": of_arguments(arguments),
    }
    origin, values = dict.fromkeys(known, "default"), dict[str, Any]()
    for place, layer in layers.items():
        for name, value in layer.items():
            if name not in origin:
                raise ConfigError(_unknown(name, place, known, schema))
            origin[name], values[name] = place, value
    try:
        config = schema(**_nested(values))
    except ValidationError as error:
        raise ConfigError(" ".join(_refused(each, origin) for each in error.errors(include_url=False))) from None
    return Resolved(config, origin, fingerprint(config))


def _names(schema: type[Settings], before: str = "") -> Iterator[str]:
    """The dotted names of all settings, in the order of the schema."""
    for name, field in schema.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Settings):
            yield from _names(kind, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:  # Any: raw values
    nested: dict[str, Any] = {}
    for name, value in values.items():
        *blocks, last = name.split(".")
        inner = nested
        for block in blocks:
            inner = inner.setdefault(block, {})
        inner[last] = value
    return nested


def _unknown(name: str, place: str, known: Sequence[str], schema: type[Settings]) -> str:
    near = get_close_matches(name, known, 1) or [each for each in known if each.rpartition(".")[2] == name]
    way_out = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}."
    return f"{name} ({place}) is no setting of {schema.__name__}: {way_out}"


def _refused(error: Mapping[str, Any], origin: Mapping[str, str]) -> str:  # Any: pydantic's own shape
    name = ".".join(map(str, error["loc"]))
    place, value = origin.get(name, "default"), error["input"]
    said = error["msg"].removeprefix("Value error, ")
    said = f"{said[:1].lower()}{said[1:]}"
    if error["type"] == "string_type" and place == "file":
        said += f'; write it in quotes, like {name.rpartition(".")[2]}: "{value}"'
        value = value if isinstance(value, int | float) else str(value)
    return f"{name} ({place}) cannot be {value!r}: {said}."
