"""Alarms are held against the truth as a person on call would: by hand, and on random cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_widgets.drift.stream import Change, score
from mlops_widgets.drift.stream.scoring import PAUSE

HOURS = np.arange(200.0)


def _on(*stretches):
    alarm = np.zeros(HOURS.size, dtype=bool)
    for start, end in stretches:
        alarm[start:end] = True
    return alarm


def test_a_detector_that_always_fires_raises_one_alarm_and_finds_nothing():
    judged = score(HOURS, np.ones(200, dtype=bool), [Change(10, 20, "a"), Change(50, 60, "b")])
    assert (judged.alarms, judged.false, judged.found) == ((0,), (0,), (None, None))
    assert judged.already == (True, True)
    assert judged.wasted.all()


def test_a_detector_that_never_fires_misses_every_change():
    judged = score(HOURS, np.zeros(200, dtype=bool), [Change(10, 20, "a"), Change(50, 60, "b")])
    assert (judged.alarms, judged.false, judged.found) == ((), (), (None, None))
    assert np.isnan(judged.delays).all()


@pytest.mark.parametrize(
    ("alarm", "found", "delay", "false"),
    [
        (_on((60, 63)), 60, 10, ()),  # in the middle of it
        (_on((50, 51)), 50, 0, ()),  # at its first hour
        (_on((49, 52)), None, np.nan, (49,)),  # on already
        (_on((30, 60)), None, np.nan, (30,)),  # on already, however long
        (_on((40, 42), (55, 60)), None, np.nan, (40,)),  # off for less than a day: the same alarm
        (_on((20, 21), (60, 61)), 60, 10, (20,)),  # off for longer: another one
        (_on((117, 118)), 117, 67, ()),  # the last hour that counts
        (_on((118, 119)), None, np.nan, (118,)),  # an hour too late
        (_on((60, 61), (64, 65)), 60, 10, ()),  # the same alarm again
        (_on((150, 199)), None, np.nan, (150,)),  # long after it
    ],
)
def test_one_change_is_found_by_the_first_alarm_that_goes_on_in_it_or_within_its_grace(alarm, found, delay, false):
    judged = score(HOURS, alarm, [Change(50, 70, "storm")])
    assert judged.found == (found,)
    assert np.array_equal(judged.delays, (delay,), equal_nan=True)
    assert judged.false == false


def test_one_alarm_may_answer_two_changes():
    judged = score(HOURS, _on((65, 66)), [Change(50, 55, "a"), Change(60, 70, "b")])
    assert (judged.found, judged.delays, judged.false) == ((65, 65), (15, 5), ())


def test_hours_that_are_left_out_count_all_the_same():
    time = np.array([0.0, 1, 2, 10, 11, 40, 41])
    judged = score(time, np.array([1, 0, 0, 0, 0, 1, 1], dtype=bool), [Change(5, 12, "a")])
    assert judged.alarms == (0, 5)
    assert judged.delays == (35.0,)
    assert judged.wasted.tolist() == [True] + [False] * 6


def test_a_change_that_stays_makes_no_later_alarm_false():
    judged = score(HOURS, _on((10, 11), (60, 200)), [Change(50, np.inf, "step")])
    assert judged.false == (10,)
    assert judged.delays == (10.0,)


@st.composite
def _cases(draw):
    gaps = draw(st.lists(st.integers(1, 30), min_size=5, max_size=80))
    time = np.cumsum(gaps).astype(float)
    alarm = np.array(draw(st.lists(st.booleans(), min_size=time.size, max_size=time.size)))
    spans = draw(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 200)), max_size=4))
    return time, alarm, [Change(start, start + length, "x") for start, length in sorted(spans)]


@given(_cases())
def test_found_and_missed_are_all_changes_and_each_alarm_is_false_or_has_a_cause(case):
    time, alarm, changes = case
    judged = score(time, alarm, changes)
    missed = [each for each in judged.delays if np.isnan(each)]
    assert len([each for each in judged.found if each is not None]) + len(missed) == len(changes)
    for change, tick, delay in zip(changes, judged.found, judged.delays, strict=True):
        if tick is not None:
            assert tick in judged.alarms
            assert time[tick] == change.start + delay
            assert 0 <= delay < change.end - change.start + change.grace
    for tick in judged.alarms:
        caused = any(change.start <= time[tick] < change.end + change.grace for change in changes)
        assert (tick in judged.false) == (not caused)


@given(_cases())
def test_an_alarm_is_on_when_it_begins_and_off_for_a_pause_before(case):
    time, alarm, changes = case
    judged = score(time, alarm, changes)
    assert (len(judged.alarms) > 0) == alarm.any()
    for tick in judged.alarms:
        assert alarm[tick]
        assert not alarm[(time < time[tick]) & (time > time[tick] - PAUSE)].any()
    assert (judged.wasted <= alarm).all()
    assert judged.wasted.any() == bool(judged.false)


@given(_cases(), st.integers(1, 80))
def test_what_comes_later_does_not_change_what_was_judged(case, n):
    time, alarm, changes = case
    whole, part = score(time, alarm, changes), score(time[:n], alarm[:n], changes)
    assert part.alarms == tuple(tick for tick in whole.alarms if tick < n)
    assert part.false == tuple(tick for tick in whole.false if tick < n)
    assert part.found == tuple(tick if tick is not None and tick < n else None for tick in whole.found)
    assert np.array_equal(part.wasted, whole.wasted[:n])
