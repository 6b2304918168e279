"""What do a file, the environment and a command line say of the settings? Each as dotted names with raw values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .settings import ConfigError, dotted

__all__ = ["of_arguments", "of_environment", "of_file"]

Layer = dict[str, Any]  # Any: raw values, which the settings' types read


def of_file(path: str | Path) -> Layer:
    """The settings in a YAML file, whose blocks are the first part of the dotted names.

    Raises
    ------
    ConfigError
        When it is not there, is no YAML, or is no mapping of names to values.
    """
    import yaml

    try:
        held = yaml.safe_load(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}): write the file, or leave file= out.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        raise ConfigError(f"{path} is no YAML ({said}): write one setting a line, like seed: 7.") from None
    if held is None:
        return {}
    if not isinstance(held, Mapping):
        raise ConfigError(f"{path} must hold names with values, like seed: 7, got {held!r:.60}.")
    return {str(name): value for name, value in dotted(held)}


def of_environment(environment: Mapping[str, str], prefix: str) -> Layer:
    """The settings among the environment's variables.

    Examples
    --------
    >>> of_environment({"FLIGHTS_MODEL__LEARNING_RATE": "0.2", "HOME": "somewhere"}, "FLIGHTS")
    {'model.learning_rate': '0.2'}
    """
    start = f"{prefix}_"
    return {
        name.removeprefix(start).lower().replace("__", "."): value
        for name, value in environment.items()
        if prefix and name.startswith(start)
    }


def of_arguments(arguments: Sequence[str]) -> Layer:
    """The settings on a command line; of one named twice the last holds, as everywhere.

    Raises
    ------
    ConfigError
        For a word that is no ``--name``, and for a name without a value.

    Examples
    --------
    >>> of_arguments(["--model.learning_rate=0.2", "--seed", "7"])
    {'model.learning_rate': '0.2', 'seed': '7'}
    """
    if isinstance(arguments, str):
        raise ConfigError(f'arguments must be a list of words, got {arguments!r}: write ["--seed=7"].')
    layer: Layer = {}
    words = list(arguments)
    while words:
        word = words.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise ConfigError(f"a command line is read as --name=value, got {word!r}: write --seed=7.")
        if not equals:
            if not words or words[0].startswith("--"):
                raise ConfigError(f"--{name} has no value: write --{name}=value.")
            value = words.pop(0)
        layer[name.replace("-", "_")] = value
    return layer
