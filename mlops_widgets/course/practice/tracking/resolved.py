"""Which settings hold, when a file, the environment and a command line all have something to say?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Layer = dict[str, Any]  # Any: settings are of any type

_DEFAULTS: Layer = {"rate": 0.1, "leaves": 15, "data": "winter", "seed": 0}
_FILE = {"rate": 0.2, "leaves": 31, "data": "spring"}
_ENVIRONMENT = {"FLIGHTS_LEAVES": "63", "FLIGHTS_DATA": "summer", "HOME": "/home/jovyan"}
_SILENT = dict.fromkeys(_DEFAULTS)  # as argparse leaves what was not given
_ARGUMENTS = _SILENT | {"data": "autumn"}
_EXPECTED = {"rate": 0.2, "leaves": 63, "data": "autumn", "seed": 0}

# once more, with the settings that kept still: a rate in the environment, and a 0 that was given
_OTHER_ASKED = ({"seed": 7}, {"FLIGHTS_RATE": "0.5"}, _SILENT | {"seed": 0})
_OTHER_EXPECTED = {"rate": 0.5, "leaves": 15, "data": "winter", "seed": 0}


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, resolved, got {answer!r}.")
    defaults, file = dict(_DEFAULTS), dict(_FILE)
    found = call(partial(_asked, answer, defaults, file, _ENVIRONMENT, _ARGUMENTS))
    if found is None:
        return hint("no settings", "A dictionary of settings is asked for: return config.")
    if file != _FILE:
        return hint("changes the file", "It changes the file's own settings: begin with a new one, as | makes it.")
    if told := _told(found):
        return told
    if defaults != _DEFAULTS:
        return hint("changes the defaults", "It changes the defaults of every run to come: begin with a new one.")
    if told := _told_once_more(call(partial(_asked, answer, defaults, *_OTHER_ASKED))):
        return told
    if call(partial(_takes_unknown, answer)):
        return hint(
            "takes anything",
            "The file says learning_rat, which is no setting: raise a KeyError that names it.",
        )
    return passed("The command line has the last word, words became numbers, and no slip gets through.")


def _asked(
    resolved: Callable[..., object], defaults: Layer, file: Layer, environment: Layer, arguments: Layer
) -> Layer | None:
    found = resolved(defaults, file, dict(environment), dict(arguments))
    return dict(found) if isinstance(found, dict) else None


def _takes_unknown(resolved: Callable[..., object]) -> bool:
    try:
        resolved(dict(_DEFAULTS), {"learning_rat": 0.3}, {}, dict(_SILENT))
    except Exception as error:  # noqa: BLE001 - a learner may raise what he likes, as long as it names the setting
        return "learning_rat" not in str(error)
    return True


def _told(found: Layer) -> Verdict | None:
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


def _told_once_more(found: Layer | None) -> Verdict | None:
    if found == _OTHER_EXPECTED:
        return None
    if found is None:
        return hint("no settings", "With nothing but a seed in the file it returns no settings: return config.")
    if found.get("rate") != 0.5:
        return hint(
            "some by name",
            f"FLIGHTS_RATE is 0.5, and your rate is {found.get('rate')!r}. Any setting may stand there.",
        )
    if found.get("seed") == 7:
        return hint("zero is nothing", "The command line said seed 0, and yours is 7. A 0 was given, None was not.")
    return hint("elsewhere", f"Of {_OTHER_EXPECTED} yours makes {found}.")


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
        "changes the defaults": _written(
            _UNKNOWN, "config = defaults", "config.update(file)", _LOOP, _VARIABLE, _TYPED, _ARGS, _RETURN,
        ),
        "some by name": _written(
            _UNKNOWN, _FIRST, "if 'FLIGHTS_LEAVES' in environment:",
            "    config['leaves'] = int(environment['FLIGHTS_LEAVES'])", _LOOP, _ARGS, _RETURN,
        ),
        "zero is nothing": _written(
            _UNKNOWN, _FIRST, _LOOP, _VARIABLE, _TYPED,
            "    config[name] = arguments[name] or config[name]", _RETURN,
        ),
        "takes anything": _written(_FIRST, _LOOP, _VARIABLE, _TYPED, _ARGS, _RETURN),
        "more settings": _written(
            _UNKNOWN, "config = defaults | file",
            "config |= {name.removeprefix('FLIGHTS_').lower(): word for name, word in environment.items()}",
            _LOOP, _ARGS, _RETURN,
        ),
    },
)  # fmt: skip
