"""Which settings hold, when a file, the environment and a command line all have something to say?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

_DEFAULTS = {"rate": 0.1, "leaves": 15, "data": "winter", "seed": 0}
_FILE = {"rate": 0.2, "leaves": 31, "data": "spring"}
_ENVIRONMENT = {"FLIGHTS_LEAVES": "63", "FLIGHTS_DATA": "summer", "HOME": "/home/jovyan"}
_ARGUMENTS = {"data": "autumn", "leaves": None, "rate": None, "seed": None}  # as argparse leaves what was not given
_EXPECTED = {"rate": 0.2, "leaves": 63, "data": "autumn", "seed": 0}


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, resolved, got {answer!r}.")
    file = dict(_FILE)
    found = call(partial(_asked, answer, file))
    if found is None:
        return hint("no settings", "A dictionary of settings is asked for: return config.")
    if file != _FILE:
        return hint("changes the file", "It changes the file's own settings: begin with a new one, as | makes it.")
    if told := _told(found):
        return told
    if call(partial(_takes_unknown, answer)):
        return hint(
            "takes anything",
            "The file says learning_rat, which is no setting: raise a KeyError that names it.",
        )
    return passed("The command line has the last word, words became numbers, and no slip gets through.")


def _asked(resolved: Callable[..., object], file: dict[str, Any]) -> dict[str, Any] | None:  # Any: settings
    found = resolved(dict(_DEFAULTS), file, dict(_ENVIRONMENT), dict(_ARGUMENTS))
    return dict(found) if isinstance(found, dict) else None


def _takes_unknown(resolved: Callable[..., object]) -> bool:
    try:
        resolved(dict(_DEFAULTS), {"learning_rat": 0.3}, {}, {})
    except Exception as error:  # noqa: BLE001 - a learner may raise what he likes, as long as it names the setting
        return "learning_rat" not in str(error)
    return True


def _told(found: dict[str, Any]) -> Verdict | None:  # Any: as above
    if found == _DEFAULTS | _FILE:
        return hint(UNTOUCHED, "The file lies over the defaults. Next comes the environment, FLIGHTS_LEAVES.")
    if any(value is None for value in found.values()):
        return hint("nothing said", "What the command line does not say is None, and must not count.")
    if extra := set(found) - set(_DEFAULTS):
        return hint("more settings", f"Among yours is {sorted(extra)[0]}, which is no setting.")
    if found.get("leaves") == "63":
        return hint("words", "Your leaves are the word '63'. What type does the default have?")
    if found.get("data") != "autumn":
        return hint(
            "last word",
            f"Your data is {found.get('data')!r}; the command line said autumn, and comes last.",
        )
    if found.get("leaves") != 63:
        return hint(
            "environment",
            f"Your leaves are {found.get('leaves')!r}; the environment said 63.",
        )
    if found != _EXPECTED:
        return hint("elsewhere", f"Of {_EXPECTED} yours makes {found}.")
    return None


def _written(*lines: str) -> str:
    return "def resolved(defaults, file, environment, arguments):" + "".join(f"\n    {line}" for line in lines)


_UNKNOWN = "for name in set(file) - set(defaults): raise KeyError(f'{name} is no setting')"
_FIRST = "config = defaults | file"
_LOOP = "for name in defaults:"
_VARIABLE = "    if (word := environment.get(f'FLIGHTS_{name.upper()}')) is not None:"
_TYPED = "        config[name] = type(defaults[name])(word)"
_ARGS = "    if arguments.get(name) is not None: config[name] = arguments[name]"
_RETURN = "return config"

exercise = Exercise(
    look=_look,
    solution=_written(_UNKNOWN, _FIRST, _LOOP, _VARIABLE, _TYPED, _ARGS, _RETURN),
    why=(
        "Each layer is laid over the one before it: the file over the defaults, the environment over the file, the "
        "command line over all. The environment knows words only, so each becomes what its default is. What the "
        "command line leaves out is None and must not count. A setting that nobody knows is refused by name; else a "
        "slip of the pen would train for a night with the default."
    ),
    wrong={
        "last word": _written(
            _UNKNOWN, "config = defaults | {n: v for n, v in arguments.items() if v is not None} | file",
            _LOOP, _VARIABLE, _TYPED, _RETURN,
        ),
        "words": _written(_UNKNOWN, _FIRST, _LOOP, _VARIABLE, "        config[name] = word", _ARGS, _RETURN),
        "nothing said": _written(_UNKNOWN, _FIRST, _LOOP, _VARIABLE, _TYPED, "return config | arguments"),
        "environment": _written(
            _UNKNOWN, "config = dict(defaults)", _LOOP, _VARIABLE, _TYPED,
            "    if name in file: config[name] = file[name]", _ARGS, _RETURN,
        ),
        "changes the file": _written(
            _UNKNOWN, "config = file", "for name in defaults: config.setdefault(name, defaults[name])",
            _LOOP, _VARIABLE, _TYPED, _ARGS, _RETURN,
        ),
        "takes anything": _written(_FIRST, _LOOP, _VARIABLE, _TYPED, _ARGS, _RETURN),
        "more settings": _written(
            _UNKNOWN, "config = defaults | file",
            "config |= {name.removeprefix('FLIGHTS_').lower(): word for name, word in environment.items()}",
            _LOOP, _ARGS, _RETURN,
        ),
    },
)  # fmt: skip
