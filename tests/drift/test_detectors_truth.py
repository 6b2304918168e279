"""Detectors are held against river's own, against MOA's first alarms, and against scipy and by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.streams import CHANGE, STREAMS, stream
from mlops_widgets.drift.detectors import DETECTORS, KS, KSWIN, Always, PageHinkley

MOA = json.loads((Path(__file__).parent / "moa.json").read_text("utf-8"))["first alarm of each seed"]
SEEDS = range(5)


def _first(detector, values):
    at = np.flatnonzero(detector.update_many(values))
    return int(at[0]) if at.size else None


def _rivers():
    from river import drift
    from river.drift import binary

    return {
        "adwin": drift.ADWIN, "page_hinkley": drift.PageHinkley, "kswin": lambda: drift.KSWIN(seed=0),
        "ddm": binary.DDM, "eddm": binary.EDDM, "hddm_a": binary.HDDMA, "hddm_w": binary.HDDMW,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["adwin", "page_hinkley", "kswin", "ddm", "eddm", "hddm_a", "hddm_w"])
def test_the_alarms_are_rivers_own(name):
    values = stream("gradual", 1) if DETECTORS[name].binary else stream("mean", 1)
    values = values[:600] + 2 * (np.arange(600) > 300) if name == "kswin" else values
    theirs, alarms = _rivers()[name](), []
    for value in values.tolist():
        theirs.update(value)
        alarms.append(theirs.drift_detected)
    ours = KSWIN(every=1) if name == "kswin" else DETECTORS[name]()
    assert any(alarms)
    assert ours.update_many(values).tolist() == alarms


@pytest.mark.parametrize("name", ["adwin", "ddm", "hddm_a", "hddm_w"])
@pytest.mark.parametrize("kind", STREAMS)
def test_the_first_alarms_are_moas(name, kind):
    if name in MOA[kind]:
        assert [_first(DETECTORS[name](), stream(kind, seed)) for seed in SEEDS] == MOA[kind][name]


@pytest.mark.parametrize("kind", ["none", "abrupt", "gradual"])
def test_eddm_differs_from_moas_by_how_a_variance_is_divided(kind):
    # River divides by n − 1 and MOA by n: the ratio moves a little, and the alarm by a few errors.
    ours = [_first(DETECTORS["eddm"](), stream(kind, seed)) for seed in SEEDS]
    assert all(mine <= theirs <= 1.05 * mine for mine, theirs in zip(ours, MOA[kind]["eddm"], strict=True))


@pytest.mark.parametrize("kind", STREAMS)
def test_page_hinkley_differs_from_moas_which_looks_up_only_and_forgets_its_lowest_point(kind):
    for seed, theirs in zip(SEEDS, MOA[kind]["page_hinkley"], strict=True):
        values = stream(kind, seed)
        assert _moas_page_hinkley(values) == theirs
        ours = _first(PageHinkley(), values)
        assert theirs is None or ours < theirs


def _moas_page_hinkley(values):
    total = mean = 0.0
    for n, x in enumerate(values.tolist(), 1):
        mean += (x - mean) / n
        total = 0.9999 * total + x - mean - 0.005
        if n >= 30 and total > 50:
            return n - 1
    return None


def test_a_falling_error_rate_is_silent_where_it_is_silent_by_design():
    rising = np.repeat([0.1, 0.6], 3000) > np.random.default_rng(5).random(6000)
    for name in ("ddm", "hddm_a", "adwin"):
        up, down = (DETECTORS[name]().update_many(values)[3000:] for values in (rising, ~rising))
        assert up.any()
        assert down.any() == (name == "adwin")


def test_ddm_is_slow_after_a_long_calm():
    rng = np.random.default_rng(6)
    delays = [
        _first(DETECTORS["ddm"](warm_start=500), np.r_[rng.random(calm) < 0.1, rng.random(20_000) < 0.12]) - calm
        for calm in (1000, 30_000)
    ]
    assert 0 < 3 * delays[0] < delays[1]


def test_kswin_looks_at_every_so_many_values_and_what_lies_between_enters_its_window():
    values = stream("mean", 0)[:1500] + 3 * (np.arange(1500) > 700)
    kswin = KSWIN(every=25)
    alarms = np.flatnonzero(kswin.update_many(values))
    assert alarms.size
    assert set((alarms + 1) % 25) == {0}
    assert kswin.width == 100


small = st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=40)


@given(small, small, small)
def test_the_ks_distance_is_scipys_whatever_went_through_the_window(reference, before, window):
    from scipy.stats import ks_2samp

    ks = KS(reference=len(reference), window=len(window))
    ks.update_many([*reference, *before, *window])
    assert ks.statistic == pytest.approx(ks_2samp(reference, window).statistic, abs=1e-12)


def test_one_look_of_ks_at_fresh_values_alarms_with_a_chance_of_about_alpha():
    rng = np.random.default_rng(8)
    looks = []
    for _ in range(600):
        ks = KS(reference=200, window=100, alpha=0.05)
        looks.append(ks.update_many(rng.normal(size=300))[-1])
    assert 0.02 <= np.mean(looks) <= 0.06  # the bound is a limit for many values; with few the chance is lower


def test_many_looks_of_ks_alarm_far_more_often_than_alpha():
    once = [KS().update_many(np.random.default_rng(seed).normal(size=2000)).any() for seed in range(20)]
    assert np.mean(once) > 10 * 0.005


def test_the_clock_scores_well_where_changes_are_many():
    alarms = np.flatnonzero(Always(every=100).update_many(np.zeros(20_000)))
    starts = np.arange(400, 20_000, 400)
    found = [np.any((alarms >= start) & (alarms < start + 100)) for start in starts]
    assert np.mean(found) == 1.0
    assert alarms[0] == 99


def test_the_streams_are_what_their_names_say():
    assert stream("none", 0)[CHANGE:].mean() == pytest.approx(0.2, abs=0.015)
    assert stream("abrupt", 0)[CHANGE:].mean() == pytest.approx(0.4, abs=0.015)
    assert stream("gradual", 0)[CHANGE : CHANGE + 2000].mean() == pytest.approx(0.3, abs=0.03)
    assert stream("mean", 0)[CHANGE:].mean() == pytest.approx(0.25, abs=0.03)
