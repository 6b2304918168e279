"""Every detector that the package offers keeps the promises of the protocol, and each its own."""

import inspect

import numpy as np
import pytest

from mlops_widgets.drift import Detector, detectors
from mlops_widgets.drift.detectors import DETECTORS
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.drift.stream.menu import MENU, fitted

every_detector = pytest.mark.parametrize("build", [pytest.param(each, id=name) for name, each in DETECTORS.items()])
by_name = pytest.mark.parametrize("name", DETECTORS)

STILL = np.random.default_rng(1).normal(10, 1, 1500)
STEP = np.r_[STILL, STILL[:500] + 8]
ERRORS = (np.random.default_rng(2).random(1500) < np.repeat([0.1, 0.7], [1000, 500])).astype(float)


def _made_for(build):
    """A stream with the step that it is made for, and where the step is."""
    return (ERRORS, 1000) if build.binary else (STEP, 1500)


def _watch(detector, values):
    told = []
    for value in values:
        detector.update(value)
        told.append([getattr(detector, name, np.nan) for name in ("statistic", "threshold", "width")])
        told[-1].append(detector.drift_detected)
    return np.array(told, dtype=float)


def test_every_class_that_can_be_built_by_itself_is_offered_by_name_and_in_the_menu():
    classes = [getattr(detectors, name) for name in detectors.__all__ if inspect.isclass(getattr(detectors, name))]
    built = {each for each in classes if each not in (Detector, detectors.Watcher) and not _needs(each)}
    assert built == set(DETECTORS.values())
    assert list(MENU) == list(DETECTORS)


def _needs(build):
    given = inspect.signature(build).parameters.values()
    return [each.name for each in given if each.default is inspect.Parameter.empty]


# What all promise


@every_detector
def test_it_is_built_without_arguments_and_fits_the_hole(build):
    assert isinstance(build(), Detector)
    assert build().drift_detected is False
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in inspect.signature(build).parameters.values())


@every_detector
def test_what_it_tells_is_never_infinite_and_its_alarm_is_on_or_off(build):
    told = _watch(build(), _made_for(build)[0].tolist())
    assert not np.isinf(told).any()
    assert np.isfinite(told[:, 0]).any()
    assert set(told[:, 3]) == {0.0, 1.0}
    assert not hasattr(build, "width") or np.nanmax(told[:, 2]) > 1


@every_detector
def test_the_alarm_is_on_just_where_the_statistic_is_beyond_the_threshold(build):
    statistic, threshold, _, alarm = _watch(build(), _made_for(build)[0].tolist()).T
    if not np.isfinite(threshold).any():
        return  # ADWIN has as many thresholds as cuts
    beyond = (threshold - statistic) if build.below else (statistic - threshold)
    assert np.nanmin(beyond[alarm > 0]) >= -1e-12
    assert np.nanmax(beyond[alarm == 0]) <= 1e-12


@every_detector
def test_it_mostly_sleeps_through_a_still_stream_and_wakes_soon_after_a_step(build):
    values, step = _made_for(build)
    alarm = _watch(build(), values.tolist())[:, 3]
    assert alarm[:step].mean() <= 0.1  # the index of 72 values alone is above 0.25 at one look in thirteen
    assert 0 <= np.flatnonzero(alarm[step:])[0] <= 100


@every_detector
def test_two_of_a_kind_say_the_same_and_share_nothing(build):
    values = _made_for(build)[0].tolist()
    one = _watch(build(), values)
    busy = build()
    busy.update_many(np.ones(50))
    assert one.tobytes() == _watch(build(), values).tobytes()


@every_detector
def test_many_at_once_are_the_same_as_one_after_the_other(build):
    values = _made_for(build)[0]
    kept, whole, halves = values.copy(), build(), build()
    alarms = whole.update_many(values)
    assert alarms.dtype == bool
    assert alarms.tobytes() == (_watch(build(), values.tolist())[:, 3] > 0).tobytes()
    parts = [halves.update_many(part) for part in (values[:700].tolist(), (), values[700:])]
    assert np.concatenate(parts).tobytes() == alarms.tobytes()
    assert whole.drift_detected == halves.drift_detected
    assert np.array_equal(values, kept)


@every_detector
@pytest.mark.parametrize("missing", [np.nan, np.inf, None, np.zeros(2)])
def test_what_is_no_number_is_refused_and_leaves_no_trace(build, missing):
    values = _made_for(build)[0].tolist()
    detector = build()
    with pytest.raises(ValueError, match=r"x must be a number, got .*: leave missing values out"):
        detector.update(missing)
    with pytest.raises(ValueError, match=r"must be (a number|numbers)"):
        detector.update_many([1.0, missing])
    assert _watch(detector, values).tobytes() == _watch(build(), values).tobytes()


@every_detector
@pytest.mark.parametrize("text", ["1", "late", np.datetime64("2024-01-01"), b"1", 1j])
def test_what_can_be_no_number_is_of_another_type_alone_and_in_a_row(build, text):
    detector = build()
    with pytest.raises(TypeError, match="x must be a number, got "):
        detector.update(text)
    with pytest.raises(TypeError, match="values must be numbers in one row, got "):
        detector.update_many([text, text])


@every_detector
@pytest.mark.parametrize("values", [np.ma.masked_array([1.0, 0.0], [0, 1]), [10**400]])
def test_what_one_value_at_a_time_would_refuse_is_refused_in_a_row_too(build, values):
    with pytest.raises(ValueError, match=r"must be (a number|numbers)"):
        build().update_many(values)


@pytest.mark.parametrize(("values", "error"), [(np.eye(2), ValueError), ([[1], [1, 2]], ValueError), (5, TypeError)])
def test_what_is_no_row_is_no_stream(values, error):
    with pytest.raises(error, match=r"(?s)values must be numbers in one row, got .*pass one stream at a time"):
        detectors.ADWIN().update_many(values)


@every_detector
def test_a_detector_of_errors_refuses_another_value_by_name_and_says_what_to_do(build):
    detector = build()
    if not build.binary:
        detector.update(0.37)
        return
    words = rf"^{build.__name__} counts errors, so x must be 0 or 1, got 0\.37: .*Above\({build.__name__}\(\)\)"
    for refuse in (lambda: detector.update(0.37), lambda: detector.update_many([0, 1, 0.37])):
        with pytest.raises(ValueError, match=words):
            refuse()
    for error in (True, 1, 1.0, np.bool_(True), np.int64(1)):
        detector.update(error)
    assert detector.update_many([True, False]).tolist() == [False, False]


@by_name
def test_it_runs_as_a_learners_part_with_the_same_alarms_as_by_name(name):
    scenario = Scenario(source="generated", detector=name, size=3)
    ours = simulation.run(scenario)
    theirs = simulation.run(scenario.replace(detector="yours"), detector=lambda: MENU[name].build(scenario))
    assert ours["alarm"].any()
    assert {each: theirs[each].tobytes() for each in theirs.columns} == {
        each: ours[each].tobytes() for each in ours.columns
    }


@by_name
def test_every_knob_of_the_menu_reaches_its_detector(name):
    knobs = [each for each in Scenario.controls() if name in each["when"].get("detector", [])]
    scenario = Scenario(source="generated", detector=name, change="recurring", at=600, days=60)
    for knob in knobs:
        told = {
            simulation.run(scenario.replace(**{knob["name"]: knob[end]}))["alarm"].tobytes() for end in ("min", "max")
        }
        assert len(told) == 2, knob["name"]
    assert knobs


def test_impossible_knobs_are_refused_by_name():
    for build, options, words in (
        (detectors.KS, {"window": 0}, "window must be at least 1, got 0"),
        (detectors.KS, {"reference": 1}, "reference must be at least 2, got 1"),
        (detectors.KS, {"alpha": 1}, "alpha must lie between 0 and 1, got 1"),
        (detectors.KSWIN, {"every": 0}, "every must be at least 1, got 0"),
        (detectors.Always, {"every": 0}, "every must be at least 1, got 0"),
        (lambda **knobs: detectors.Above(detectors.DDM(), **knobs), {"share": 1}, "share must lie between 0 and 1"),
        (lambda **knobs: detectors.Above(detectors.DDM(), **knobs), {"reference": 1}, "reference must be at least 2"),
    ):
        with pytest.raises(ValueError, match=words):
            build(**options)


# What stands between a stream and a detector


def test_above_learns_a_limit_that_the_usual_share_does_not_exceed():
    above = detectors.Above(detectors.DDM(), reference=1000, share=0.8)
    above.update_many(STILL[:1000])
    assert (STILL[:1000] <= above.limit).mean() == 0.8
    theirs = detectors.DDM()
    theirs.update_many(STEP[1000:] > above.limit)
    assert not np.array_equal(above.update_many(STEP[1000:]), np.zeros(1000))
    assert (above.statistic, above.threshold, above.width) == (theirs.statistic, theirs.threshold, theirs.width)


@pytest.mark.parametrize(
    ("first", "limit"), [([0, 0, 0, 1], 0), ([0, 1, 1, 1], 0), ([5, 5, 5, 5], 5), ([1, 2, 3, 3], 2)]
)
def test_above_finds_a_limit_where_values_repeat(first, limit):
    above = detectors.Above(detectors.DDM(), reference=4, share=0.75)
    above.update_many(first)
    assert above.limit == limit


def test_standardised_makes_the_unit_of_no_account():
    alarms = [
        detectors.Standardised(detectors.PageHinkley()).update_many(factor * STEP).tobytes() for factor in (1, 1024)
    ]
    assert alarms[0] == alarms[1]
    assert fitted(detectors.PageHinkley(), Scenario()).reference == Scenario().reference


def test_rivers_own_detector_of_errors_is_let_in_too():
    from river.drift import binary

    scenario = Scenario(source="generated")
    assert np.array_equal(
        simulation.run(scenario, detector=binary.DDM)["alarm"],
        simulation.run(scenario.replace(detector="ddm"))["alarm"],
    )
