"""What is a configuration that cannot change any more, and by which short word is it known again?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from mlops_widgets.stage import StageError

__all__ = ["ConfigError", "Resolved", "Settings", "dotted", "fingerprint"]

SHORT = 12  # letters of the hash that people look at


class ConfigError(StageError):
    """A setting that does not exist, or a value that it cannot take."""


class Settings(BaseModel):
    """A block of settings: every field has a type and a default. A field may itself be such a block.

    Examples
    --------
    >>> class Model(Settings):
    ...     learning_rate: float = 0.1
    >>> class Experiment(Settings):
    ...     seed: int = 0
    ...     model: Model = Model()
    >>> Experiment(seed=7)
    Experiment(seed=7, model=Model(learning_rate=0.1))
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


AnySettings = TypeVar("AnySettings", bound=Settings)


@dataclass(frozen=True)
class Resolved(Generic[AnySettings]):
    """The settings that hold, where each came from, and their hash."""

    config: AnySettings
    origin: Mapping[str, str]  # dotted name → default, file, environment or command line
    digest: str  # sha256 of the canonical JSON, 64 letters

    @property
    def short(self) -> str:
        """The first letters of the hash, for people."""
        return self.digest[:SHORT]

    @property
    def flat(self) -> dict[str, Any]:  # Any: settings are of any type
        """Every setting by its dotted name, as a tracker logs it."""
        return dict(dotted(self.config.model_dump(mode="json")))


def fingerprint(settings: Mapping[str, Any] | BaseModel) -> str:  # Any: what JSON can hold
    """The sha256 of settings, as 64 letters: equal settings have it in common, whatever order they stand in.

    Parameters
    ----------
    settings
        A block of settings, or a mapping of what JSON can hold.

    Raises
    ------
    ConfigError
        When something in it has no JSON, such as NaN or an open file.

    Examples
    --------
    >>> fingerprint({"a": 1, "b": {"c": 2.5}}) == fingerprint({"b": {"c": 2.5}, "a": 1})
    True
    >>> fingerprint({"a": 1}) == fingerprint({"a": 2})
    False
    """
    plain = settings.model_dump(mode="json") if isinstance(settings, BaseModel) else settings
    try:
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ConfigError(
            f"settings must be what JSON can hold, and here they are not ({error}): {plain!r:.80}"
        ) from None
    return sha256(text.encode()).hexdigest()


def dotted(nested: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:  # Any: as above
    """Every value of nested mappings by its dotted name: ``model.learning_rate``."""
    for name, value in nested.items():
        if isinstance(value, Mapping):
            yield from dotted(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
