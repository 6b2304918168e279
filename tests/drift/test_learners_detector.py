"""A learner's detector fits in with two words; what does not fit, or breaks, gets a sentence and harms nothing."""

import time

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.drift.stream import Reset, Scenario, simulate, simulation


class Plain:
    """The least that fits: two words, no evidence."""

    def __init__(self):
        self.drift_detected = False

    def update(self, x):
        self.drift_detected = x > 0.5


def test_the_least_that_fits_is_drawn_by_its_alarm_alone():
    trace = simulation.run(detector=Plain)
    assert np.isnan(trace["statistic"]).all()
    assert np.array_equal(trace["alarm"] > 0, trace["value"] > 0.5)
    assert simulation.scene(trace).lanes[1].marks[0].column == "alarm"
    assert simulation.svg(trace).startswith("<svg")


def test_a_factory_gives_a_fresh_detector_to_every_run():
    built = []
    first = simulation.run(detector=lambda: built.append(1) or Plain())
    second = simulation.run(detector=lambda: built.append(1) or Plain())
    assert len(built) == 2
    assert first == second


def test_a_reset_builds_the_detector_again():
    built = []
    scenario = Scenario(detector="yours").act(Reset(tick=50)).act(Reset(tick=90))
    simulation.run(scenario, detector=lambda: built.append(1) or Plain())
    assert len(built) == 3


def _with(**members):
    return type("Mine", (Plain,), members)


NONSENSE = ("yes", "1", b"1", None, np.array([True]), np.zeros(3), np.nan, 1j, [], {})


def _saying(what):
    return type("Said", (), {"update": lambda self, x: None, "drift_detected": what})


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (lambda: 5, "needs a method update.*drift_detected.*int lacks one"),
        (type("Half", (), {"update": lambda self, x: None}), "Half lacks one: set self.drift_detected = False"),
        (_with(statistic="high"), "statistic of Mine must be a number .*got 'high'"),
        (_with(statistic=None), "statistic of Mine must be a number .nan while it is not known., got None"),
        (_with(threshold=[1, 2]), "threshold of Mine must be a number"),
        (_with(width=lambda self: 3), "width of Mine must be a number.*make it a property"),
        (type("Said", (), {"update": lambda self, x: None, "drift_detected": lambda self: True}),
         "drift_detected of Said must be True or False.*make it a property"),
        *((_saying(each), "drift_detected of Said must be True or False, got") for each in NONSENSE),
        (type("Asks", (Plain,), {"__init__": lambda self, threshold: None}), "detector.*without arguments"),
        (type("Deaf", (Plain,), {"update": lambda self: None}), "update"),
    ],
)  # fmt: skip
def test_a_detector_that_does_not_fit_is_told_what_is_missing(part, words):
    with pytest.raises(stage.PartError, match=words):
        simulation.run(detector=part)


def test_infinite_evidence_is_shown_as_unknown_rather_than_drawn_off_the_picture():
    trace = simulation.run(detector=_with(statistic=float("inf")))
    assert not np.isinf(trace["statistic"]).any()


def test_simulate_alone_takes_a_detector_too():
    assert simulate(Scenario(), detector=Plain).scenario.detector == "yours"


@pytest.mark.parametrize("evidence", [10**400, -np.inf, np.float32(np.inf)])
def test_evidence_beyond_all_numbers_is_unknown_too(evidence):
    assert np.isnan(simulation.run(detector=_with(statistic=evidence))["statistic"]).all()


@pytest.mark.parametrize("on", [True, 1, 1.0, np.bool_(True), np.int8(1), np.float32(1), np.array(True)])
def test_an_alarm_may_be_said_as_any_number_says_it(on):
    assert simulation.run(Scenario(days=7), detector=_saying(on))["alarm"].all()


@pytest.mark.parametrize("name", ["statistic", "threshold", "width"])
def test_a_slip_inside_a_property_is_told_and_not_taken_for_no_property(name):
    part = _with(**{name: property(lambda self: self.statistics)})
    with pytest.raises(stage.PartError, match=r"AttributeError: 'Mine' object has no attribute 'statistics'.* line"):
        simulation.run(detector=part)


def test_a_detector_that_says_it_takes_errors_only_is_given_0_and_1():
    seen = set()
    trace = simulation.run(detector=_with(binary=True, update=lambda self, x: seen.add(x)))
    assert seen == {0.0, 1.0}
    assert np.isfinite(trace["limit"]).any()
    assert "limit" in simulation.scene(trace).columns()


def _forever(self):
    while True:
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("part", "words"),
    [*((_saying(each), "drift_detected of Said must be True or False") for each in ("yes", None, np.zeros(3))),
     (_with(update=lambda self, x: x / 0), "your part raised ZeroDivisionError"),
     (_with(statistic=property(lambda self: 1 / 0)), "your part raised ZeroDivisionError"),
     (_with(width=property(_forever)), "did not come back within 2 s and was stopped")],
)  # fmt: skip
def test_the_widget_says_it_and_lives_on(part, words):
    widget = simulation.widget(Scenario(days=7), detector=part)
    assert words in widget.answer["error"]
    widget.set(detector="ddm")
    assert widget.answer["error"] == ""
    assert widget.trace == simulation.run(Scenario(days=7, detector="ddm"))
    widget.close()
