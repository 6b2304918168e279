"""How is a wrong value refused? With the field, the wish, the value and the way out, not with a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from .errors import ScenarioError
from .knobs import bounds

__all__ = ["sentences"]


def sentences(model: type[BaseModel], error: ValidationError) -> str:
    """All that is wrong, one sentence each."""
    return " ".join(_sentence(model, each) for each in error.errors(include_url=False))


def _sentence(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    if isinstance(cause := error.get("ctx", {}).get("error"), ScenarioError):
        return str(cause)
    name, value = ".".join(map(str, error["loc"])) or model.__name__, error["input"]
    match error["type"]:
        case "extra_forbidden":
            known = ", ".join(model.model_fields)
            return f"{model.__name__} has no field {name}: its fields are {known}."
        case "missing":
            return f"{name} is missing: give it, e.g. {model.__name__}({name}=…)."
        case "greater_than_equal" | "less_than_equal" as broken:
            low, high = bounds(model.model_fields[name].metadata)
            wish = f"at least {_plain(low)}" if broken == "greater_than_equal" else f"at most {_plain(high)}"
            range_ = f": choose {_plain(low)} to {_plain(high)}" if None not in (low, high) else ""
            return f"{name} must be {wish}, got {value!r}{range_}."
        case _:
            return f"{name} cannot be {value!r}: {error['msg'][0].lower()}{error['msg'][1:]}."


def _plain(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"
