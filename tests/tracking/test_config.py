"""The last word is the command line's, the hash knows no order, and what nobody knows is refused by name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mlops_widgets.tracking import ConfigError, Settings, fingerprint, resolve


class Model(Settings):
    rate: float = 0.1
    leaves: int = 15
    name: str = "trees"


class Experiment(Settings):
    seed: int = 0
    shuffle: bool = True
    model: Model = Model()


NAMES = {"seed": int, "shuffle": bool, "model.rate": float, "model.leaves": int, "model.name": str}
VALUES = {
    int: st.integers(-1000, 1000),
    bool: st.booleans(),
    float: st.floats(-1e6, 1e6, allow_nan=False),
    str: st.text("abcdefgh", min_size=1, max_size=8),
}
layers = st.fixed_dictionaries({}, optional={name: VALUES[kind] for name, kind in NAMES.items()})
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def as_file(path, layer):
    nested = {}
    for name, value in layer.items():
        *block, last = name.split(".")
        (nested.setdefault(block[0], {}) if block else nested)[last] = value
    path.write_text(json.dumps(nested), "utf-8")  # JSON is YAML
    return path


def as_environment(layer):
    return {f"F_{name.upper().replace('.', '__')}": str(value) for name, value in layer.items()}


def as_arguments(layer):
    return [f"--{name}={value}" for name, value in layer.items()]


@given(layers, layers, layers)
def test_the_later_layer_has_the_last_word_and_what_nobody_says_keeps_its_default(file, environment, arguments):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        held = resolve(
            Experiment, file=as_file(Path(folder) / "c.yaml", file), environment=as_environment(environment),
            arguments=as_arguments(arguments), prefix="F",
        )  # fmt: skip
    defaults = {"seed": 0, "shuffle": True, "model.rate": 0.1, "model.leaves": 15, "model.name": "trees"}
    expected = defaults | file | environment | arguments
    assert held.flat == expected
    assert all(type(held.flat[name]) is kind for name, kind in NAMES.items())
    places = {"file": file, "environment": environment, "command line": arguments}
    for name in NAMES:
        said = [place for place, layer in places.items() if name in layer]
        assert held.origin[name] == (said[-1] if said else "default")


@given(st.dictionaries(st.text(max_size=5), plain, max_size=6), st.randoms())
def test_the_hash_is_independent_of_the_order_of_keys_at_every_depth(settings, random):
    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(each) for each in value] if isinstance(value, list) else value

    assert fingerprint(shuffled(settings)) == fingerprint(settings)


@given(layers, layers)
def test_other_settings_have_another_hash_and_equal_ones_the_same(one, other):
    first, second = (resolve(Experiment, environment={}, arguments=as_arguments(each)) for each in (one, other))
    assert (first.digest == second.digest) == (first.config == second.config)


def test_the_same_value_from_another_place_has_the_same_hash(tmp_path):
    path = as_file(tmp_path / "c.yaml", {"model.rate": 0.2})
    digests = {
        resolve(Experiment, file=path, environment={}).digest,
        resolve(Experiment, environment={"F_MODEL__RATE": "2e-1"}, prefix="F").digest,
        resolve(Experiment, environment={}, arguments=["--model.rate", "0.20"]).digest,
    }
    assert len(digests) == 1


def test_the_hash_is_the_sha256_that_any_program_computes():
    from hashlib import sha256

    text = '{"model":{"leaves":15,"name":"trees","rate":0.1},"seed":0,"shuffle":true}'
    assert resolve(Experiment, environment={}).digest == sha256(text.encode()).hexdigest()


def test_what_was_resolved_cannot_be_changed():
    held = resolve(Experiment, environment={})
    with pytest.raises(ValidationError, match="frozen"):
        held.config.model.rate = 0.5
    with pytest.raises(AttributeError):
        held.digest = "other"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"arguments": ["--model.leavs=3"]}, r"^model.leavs \(command line\) .* did you mean model.leaves"),
        ({"arguments": ["--rate=3"]}, r"^rate \(command line\) is no setting of Experiment: did you mean model.rate"),
        ({"environment": {"F_ZZZ": "1"}, "prefix": "F"}, r"^zzz \(environment\) .* the settings are seed"),
        ({"arguments": ["--model.leaves=many"]}, r"^model.leaves \(command line\) cannot be 'many': "),
        ({"environment": {"F_SEED": "1.5"}, "prefix": "F"}, r"^seed \(environment\) cannot be '1.5'"),
        ({"arguments": ["--model.rate=nan"]}, r"^model.rate \(command line\) cannot be 'nan': "),
        ({"arguments": ["seed=3"]}, r"read as --name=value, got 'seed=3'"),
        ({"arguments": ["--seed"]}, r"--seed has no value"),
        ({"arguments": ["--seed", "--shuffle"]}, r"--seed has no value"),
        ({"arguments": "--seed=3"}, r"must be a list of words"),
        ({"file": "nowhere.yaml"}, r"nowhere.yaml cannot be read .*: write the file"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(asked, words):
    with pytest.raises(ConfigError, match=words):
        resolve(Experiment, **{"environment": {}, **asked})


@pytest.mark.parametrize(
    ("text", "words"),
    [("- 1\n- 2\n", "must hold names"), ("a: [1", "is no YAML"), ("model: 3\n", "model .file. is no setting"),
     ("model: {name: 2013-04-01}\n", "cannot be '2013-04-01': .*write it in quotes, like name: \"2013-04-01\"[.]"),
     ("model: {name: 3}\n", "model.name .file. cannot be 3: .*write it in quotes, like name: \"3\"[.]"),
     ("modell:\n  rate: 1\n", "modell.rate .file. is no setting of Experiment: did you mean model.rate")],
)  # fmt: skip
def test_a_file_that_is_none_gets_a_sentence(tmp_path, text, words):
    path = tmp_path / "c.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=words):
        resolve(Experiment, file=path, environment={})


def test_an_empty_file_says_nothing(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text("# nothing yet\n", "utf-8")
    assert resolve(Experiment, file=path, environment={}).config == Experiment()


def test_of_one_named_twice_the_last_holds_and_others_variables_are_nobodys_business():
    held = resolve(
        Experiment, environment={"FF_SEED": "9", "HOME": "x"}, arguments=["--seed=1", "--seed=2"], prefix="F"
    )
    assert held.config.seed == 2


@pytest.mark.parametrize("settings", [{"a": float("nan")}, {"a": object()}, {"a": {1, 2}}])
def test_what_json_cannot_hold_has_no_hash(settings):
    with pytest.raises(ConfigError, match="must be what JSON can hold"):
        fingerprint(settings)
