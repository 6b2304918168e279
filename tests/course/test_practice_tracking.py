"""Do the exercises on settings take every right answer, and see what few words would hide?"""

import pytest

from mlops_widgets import course


def by_the_contract(defaults, file, environment, arguments):
    """Every name stands among the arguments, so nothing need be asked with get."""
    given = {name: arguments[name] for name in defaults if arguments[name] is not None}
    if unknown := set(file) - set(defaults):
        raise KeyError(unknown)
    words = {name: environment.get(f"FLIGHTS_{name.upper()}") for name in defaults}
    read = {name: type(defaults[name])(word) for name, word in words.items() if word is not None}
    return {**defaults, **file, **read, **given}


def test_whoever_takes_the_contract_at_its_word_is_right():
    assert course.check("tracking.resolved", by_the_contract).passed


def changes(defaults, file, environment, arguments):
    found = by_the_contract(defaults, file, environment, arguments)
    defaults.update(found)
    return found


def by_name(defaults, file, environment, arguments):
    few = {name: word for name, word in environment.items() if name in {"FLIGHTS_LEAVES", "FLIGHTS_DATA"}}
    return by_the_contract(defaults, file, few, arguments)


def skips_zero(defaults, file, environment, arguments):
    return by_the_contract(defaults, file, environment, {name: value or None for name, value in arguments.items()})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(changes, "changes the defaults"), (by_name, "some by name"), (skips_zero, "zero is nothing")],
)
def test_what_holds_by_chance_in_one_case_is_seen_in_another(answer, reason):
    assert course.check("tracking.resolved", answer).reason == reason


@pytest.mark.parametrize("loss", ["< 0.41", "= 0.4"])
def test_another_limit_below_the_one_asked_for_leaves_runs_out(loss):
    asked = f"tags.data = 'winter' and params.model.leaves = '15' and metrics.log_loss {loss}"
    assert course.check("tracking.question", asked).reason == "too few"
