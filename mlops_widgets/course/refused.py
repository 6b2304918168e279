"""How is course material refused that cannot be right? With file, field, wish, value and way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

__all__ = ["CourseError", "Material", "admit"]

AnyMaterial = TypeVar("AnyMaterial", bound="Material")


class CourseError(ValueError):
    """A sentence about course material that is missing or cannot be right."""


class Material(BaseModel):
    """What is read from a file of the course: frozen, nothing converted, no field that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def admit(kind: type[AnyMaterial], read: object, *, where: str, way_out: str) -> AnyMaterial:
    """What ``read`` means, as a ``kind``.

    Parameters
    ----------
    kind
        The model it must fit.
    read
        What JSON or TOML gave.
    where
        The file, and the place in it.
    way_out
        What to do about it, as the end of a sentence.

    Raises
    ------
    CourseError
        With a sentence for each thing that is wrong.

    Examples
    --------
    >>> class Room(Material):
    ...     seats: int
    >>> admit(Room, {"seats": "many"}, where="rooms.toml", way_out="mend it there")
    Traceback (most recent call last):
      ...
    mlops_widgets.course.refused.CourseError: rooms.toml: seats should be a valid integer, got 'many'; mend it there.
    """
    try:
        return kind.model_validate(read)
    except ValidationError as error:
        said = "; ".join(_wish(kind, each) for each in error.errors(include_url=False))
        raise CourseError(f"{where}: {said}; {way_out}.") from None


def _wish(kind: type[Material], error: Mapping[str, Any]) -> str:  # Any: pydantic's own
    field, value = ".".join(map(str, error["loc"])), error["input"]
    match error["type"]:
        case "missing":
            return f"{field} is missing"
        case "extra_forbidden":
            return f"{field} is no field, the fields are {', '.join(kind.model_fields)}"
        case "model_type":
            return f"{kind.__name__.strip('_').lower()} should be a table of fields, got {value!r}"
        case _:
            wish = error["msg"].removeprefix("Input ").removeprefix("Value error, ").removeprefix("String ")
            return f"{field} {wish}, got {value!r}"
