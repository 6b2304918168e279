"""What can be turned before, and done during, a run?"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    field_validator,
    model_validator,
)

from .errors import ScenarioError
from .knobs import control, knob, knobs_of
from .refusal import sentences

__all__ = ["Intervention", "Scenario"]


class _Model(BaseModel):
    """A frozen model whose errors are sentences."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __init__(self, **values: Any) -> None:  # Any: pydantic decides what fits
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(sentences(type(self), error)) from None

    @model_validator(mode="before")
    @classmethod
    def _numpy_is_welcome(cls, values: Any) -> Any:  # Any: whatever came
        if not isinstance(values, dict):
            return values
        return {key: each.item() if isinstance(each, np.generic) else each for key, each in values.items()}

    @model_validator(mode="after")
    def _choices_hold(self) -> Self:
        for name, spec in knobs_of(type(self)).items():
            value = getattr(self, name)
            if spec["choices"] is not None and value not in spec["choices"]:
                allowed = ", ".join(repr(choice) for choice in spec["choices"])
                raise ScenarioError(f"{name} must be one of {allowed}, got {value!r}.")
        return self

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The value that ``to_json`` wrote."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ScenarioError(sentences(cls, error)) from None

    def to_json(self) -> str:
        """All fields as one line of JSON."""
        return self.model_dump_json()

    def replace(self, **changes: Any) -> Self:  # Any: pydantic decides what fits
        """A copy with some fields changed, checked like a new one."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | changes)

    @classmethod
    def controls(cls) -> list[dict[str, Any]]:  # Any: JSON
        """What a player needs to draw one control for each knob, the seed last."""
        knobs = sorted(knobs_of(cls).items(), key=lambda item: item[0] == "seed")
        return [control(name, cls.model_fields[name].title or name, spec) for name, spec in knobs]


class Intervention(_Model):
    """Something the learner does while the run plays: it acts at ``tick`` and leaves the past alone.

    A subclass has a ``kind`` of its own and a ``title`` (the button's words), may declare knobs, and
    is listed in its scenario's ``actions``.

    Examples
    --------
    >>> class Push(Intervention):
    ...     title: ClassVar[str] = "Push now"
    ...     kind: str = "push"
    ...     force: float = knob(1.0, title="Force", unit="N", ge=0, le=5)
    >>> Push(tick=3)
    Push(kind='push', tick=3, force=1.0)
    """

    title: ClassVar[str] = ""

    kind: str
    tick: Annotated[int, Field(ge=0)]


class Scenario(_Model):
    """Every knob of a simulation, its seed, and what the learner did and when.

    A subclass declares one field per knob with ``stage.knob`` and lists in ``actions`` the
    interventions it understands.

    Examples
    --------
    >>> class Walk(Scenario):
    ...     size: float = knob(1.0, title="Step size", unit="m", ge=0, le=3)
    >>> Walk(size=2).replace(seed=7).to_json()
    '{"seed":7,"interventions":[],"size":2.0}'
    """

    actions: ClassVar[tuple[type[Intervention], ...]] = ()

    seed: int = knob(0, title="Seed", ge=0, le=999, source="assumed: any number gives another run")
    interventions: tuple[SerializeAsAny[Intervention], ...] = ()

    @field_validator("interventions", mode="before")
    @classmethod
    def _know_the_kinds(cls, values: Any) -> Any:  # Any: whatever came
        if not isinstance(values, list | tuple):
            return values
        return tuple(sorted(map(cls._intervention, values), key=lambda each: each.tick))

    @classmethod
    def _intervention(cls, value: Intervention | dict[str, Any]) -> Intervention:
        fields = dict(value) if isinstance(value, Intervention | dict) else {"kind": value}
        known = {action.model_fields["kind"].default: action for action in cls.actions}
        if (kind := str(fields.get("kind"))) not in known:
            kinds = ", ".join(known) or "none"
            raise ScenarioError(
                f"interventions must be of a kind that {cls.__name__} knows ({kinds}), got {fields.get('kind')!r}."
            )
        return known[kind](**fields)

    def act(self, intervention: Intervention) -> Self:
        """The same scenario with one more intervention, in order of time."""
        return self.replace(interventions=(*self.interventions, intervention))

    def outside(self) -> str:
        """What a run depends on besides the fields: nothing, unless a scenario names a learner's file."""
        return ""
