"""Every detector that the package offers keeps the promises of the protocol, and each its own."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift import PSI, Detector, detectors
from mlops_widgets.drift.detectors.psi import _shares
from mlops_widgets.drift.stream import Scenario, simulation

BUILDERS = {name: getattr(detectors, name) for name in detectors.__all__ if name != "Detector"}
every_detector = pytest.mark.parametrize("build", [pytest.param(each, id=name) for name, each in BUILDERS.items()])

STILL = np.random.default_rng(1).normal(10, 1, 1500)
STEP = np.r_[STILL, STILL[:500] + 8]


def _watch(detector, values):
    told = []
    for value in values:
        detector.update(value)
        told.append([getattr(detector, name, np.nan) for name in ("statistic", "threshold", "width")])
        told[-1].append(detector.drift_detected)
    return np.array(told, dtype=float)


def test_the_package_offers_some():
    assert {"PSI", "adwin"} <= set(BUILDERS)


@every_detector
def test_it_is_built_without_arguments_and_fits_the_hole(build):
    assert isinstance(build(), Detector)
    assert not build().drift_detected
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in inspect.signature(build).parameters.values())


@every_detector
def test_what_it_tells_is_never_infinite_and_its_alarm_is_on_or_off(build):
    told = _watch(build(), STEP.tolist())
    assert not np.isinf(told).any()
    assert np.isfinite(told[-1, 0])
    assert set(told[:, 3]) <= {0.0, 1.0}
    assert told[:, 2].max() > 1


@every_detector
def test_it_mostly_sleeps_through_a_still_stream_and_wakes_soon_after_a_step(build):
    alarm = _watch(build(), STEP.tolist())[:, 3]
    assert alarm[:1500].mean() <= 0.1  # the index of 72 values alone is above 0.25 at one look in thirteen
    assert 0 < np.flatnonzero(alarm[1500:])[0] <= 96


@every_detector
def test_two_of_a_kind_say_the_same_and_share_nothing(build):
    one = _watch(build(), STEP.tolist())
    busy = build()
    busy.update(1e9)
    assert one.tobytes() == _watch(build(), STEP.tolist()).tobytes()


@every_detector
def test_values_are_left_as_they_are(build):
    values = STEP.copy()
    _watch(build(), values)
    assert np.array_equal(values, STEP)


@every_detector
def test_it_runs_as_a_learners_part_with_the_same_alarms_as_by_name(build):
    asked = {"PSI": "psi"}.get(build.__name__, build.__name__)
    defaults = {name: each.default for name, each in inspect.signature(build).parameters.items()}
    knobs = {name: value for name, value in defaults.items() if name in Scenario.model_fields}
    scenario = Scenario(source="generated", **knobs)
    theirs = simulation.run(scenario.replace(detector="yours"), detector=build)
    ours = simulation.run(scenario.replace(detector=asked))
    assert theirs["alarm"].any()
    assert {name: theirs[name].tobytes() for name in theirs.columns} == {
        name: ours[name].tobytes() for name in ours.columns
    }


def test_the_first_alarm_of_adwin_is_rivers_own():
    from river.drift import ADWIN

    scenario = Scenario(source="generated", detector="adwin", delta=0.01)
    trace = simulation.run(scenario)
    theirs, first = ADWIN(delta=0.01), None
    for tick, value in enumerate(trace["value"]):
        theirs.update(value)
        if theirs.drift_detected and first is None:
            first = tick
            assert trace["statistic"][tick] == theirs.estimation
            assert trace["window"][tick] == theirs.width - 1
    assert first is not None
    assert np.flatnonzero(trace["alarm"])[0] == first


# The index


whole = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=60)


def _index(reference, window, bins=10):
    psi = PSI(reference=len(reference), window=len(window), bins=bins)
    for x in [*reference, *window]:
        psi.update(x)
    return psi.statistic


@given(whole, whole, st.integers(2, 12))
def test_the_index_is_never_negative_and_never_infinite(reference, window, bins):
    assert 0 <= _index(reference, window, bins) < np.inf


@given(whole, whole, st.randoms(use_true_random=False))
def test_the_order_of_a_window_or_of_the_reference_changes_nothing(reference, window, random):
    before = _index(reference, window)
    random.shuffle(window)
    random.shuffle(reference)
    assert _index(reference, window) == pytest.approx(before, abs=1e-12)


@given(whole)
def test_a_window_like_the_reference_has_no_index(values):
    assert _index(values, values) == 0


@given(whole, whole, st.sampled_from([0.25, 2.0, 1024.0]))  # powers of two: exact, so that no tie is broken
def test_another_unit_of_measure_changes_nothing(reference, window, factor):
    moved = [[factor * x for x in values] for values in (reference, window)]
    assert _index(*moved) == _index(reference, window)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_shares_sum_to_one_and_none_is_empty(counts):
    shares = _shares(counts)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [({"window": 0}, "window must be at least 1, got 0"), ({"reference": 1}, "reference must be at least 2, got 1"),
     ({"bins": 1}, "bins must be at least 2, got 1")],
)  # fmt: skip
def test_an_impossible_detector_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        PSI(**options)


@pytest.mark.parametrize("missing", [float("nan"), float("inf"), np.float64("nan")])
def test_a_missing_value_is_refused_before_it_can_spoil_the_bins(missing):
    psi = PSI(reference=2, window=1)
    with pytest.raises(ValueError, match=r"x must be a number, got .*: leave missing values out"):
        psi.update(missing)
    assert _watch(psi, [1.0, 2.0, 1.0])[-1, 0] == pytest.approx(_index([1.0, 2.0], [1.0]))
