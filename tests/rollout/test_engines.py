"""Two engines, one law: what windows count is the same in distribution, whoever counts it."""

import numpy as np
import pytest
from scipy import stats

from mlops_widgets.rollout.deliver import deliver
from mlops_widgets.rollout.engines import CountEngine, RequestEngine, edges, quantile
from mlops_widgets.rollout.policies import Policy, Step, Threshold, gradual
from mlops_widgets.rollout.world import Version, draw

CANDIDATE = Version(errors=0.03, latency=160, spread=0.7)
ENGINES = [CountEngine, RequestEngine]
every_engine = pytest.mark.parametrize("engine", ENGINES, ids=lambda each: each.__name__)


def _served(engine, *, share=20, ticks=300, mirrored=False, seed=0, workers=np.inf, stable=None, candidate=CANDIDATE):
    day = draw(stable or Version(), candidate, ticks=ticks, seed=seed)
    serves = engine(day, workers=workers)
    return [serves.serve(tick, share, mirrored=mirrored) for tick in range(ticks)]


def _sum(served, name):
    total = getattr(served[0], name)
    for each in served[1:]:
        total = total.plus(getattr(each, name))
    return total


@pytest.mark.parametrize("side", ["candidate", "stable", "baseline"])
def test_both_engines_count_alike(side):
    one, other = (_sum(_served(engine, seed=4), side) for engine in ENGINES)
    tables = [
        [[each.requests - each.errors, each.errors] for each in (one, other)],
        [each.histogram.reshape(-1, 4).sum(axis=1) for each in (one, other)],
    ]
    for table in map(np.array, tables):
        filled = table[:, table.sum(axis=0) >= 10]
        assert stats.chi2_contingency(filled).pvalue > 1e-4
    assert one.requests == pytest.approx(other.requests, abs=4 * np.sqrt(2 * one.requests))


@every_engine
def test_answers_are_as_fast_as_the_version_says(engine):
    counted = _sum(_served(engine, share=50), "candidate")
    limit = CANDIDATE.latency * np.exp(1.645 * CANDIDATE.spread)
    assert counted.latency(0.95, 300.0) == pytest.approx(limit, rel=0.06)
    assert counted.slow_rate == pytest.approx(stats.norm.sf(np.log(300 / 160) / 0.7), abs=0.01)


@every_engine
def test_a_shadow_leaves_all_that_users_see_as_it_was(engine):
    alone, shadowed = _served(engine, share=0), _served(engine, share=100, mirrored=True)
    for before, now in zip(alone, shadowed, strict=True):
        assert now.exposed == 0
        assert now.lost == before.lost
        assert now.stable.histogram.tobytes() == before.stable.histogram.tobytes()
        assert now.stable[:3] == before.stable[:3]
    assert _sum(shadowed, "candidate").requests == _sum(alone, "stable").requests  # twice the work


@every_engine
def test_a_share_is_realised_and_the_rest_stays(engine):
    served = _served(engine, share=20)
    candidate, stable = _sum(served, "candidate").requests, _sum(served, "stable").requests
    assert candidate / (candidate + stable) == pytest.approx(0.2, abs=0.01)
    assert _sum(served, "baseline").requests == pytest.approx(candidate, rel=0.05)


@every_engine
def test_above_half_the_baseline_is_all_that_is_left(engine):
    served = _served(engine, share=80, ticks=20)
    assert _sum(served, "baseline").requests == _sum(served, "stable").requests
    assert _sum(_served(engine, share=100, ticks=20), "baseline").requests == 0


def test_a_user_meets_the_same_version_every_time():
    engine = RequestEngine(draw(Version(), Version(), ticks=200))
    groups = {}
    for user, group in zip(engine.user.tolist(), engine.group.tolist(), strict=True):
        assert groups.setdefault(user, group) == group
    assert len(set(groups.values())) == 100


@every_engine
def test_a_canary_with_too_few_workers_is_slow_though_the_version_is_not(engine):
    alike = Version()
    served = _served(engine, share=5, workers=9, candidate=alike)  # one worker for 2.5 requests a second
    candidate, stable = _sum(served, "candidate"), _sum(served, "stable")
    assert candidate.slow_rate > 1.5 * stable.slow_rate


def test_under_load_both_engines_wait_alike():
    one, other = (
        _sum(_served(engine, share=50, workers=9, ticks=600, candidate=Version()), "stable") for engine in ENGINES
    )
    assert one.slow_rate == pytest.approx(other.slow_rate, abs=0.01)


def test_who_warms_up_keeps_workers_busy_for_longer_whoever_counts():
    cold = Version(warm_up=36_000)
    one, other = (
        _sum(_served(engine, share=20, workers=25, ticks=60, candidate=cold), "candidate") for engine in ENGINES
    )
    assert one.slow_rate == pytest.approx(other.slow_rate, abs=0.03)


@every_engine
@pytest.mark.parametrize("workers", [2, 3])
def test_more_than_the_workers_carry_is_turned_away(engine, workers):
    served = _sum(_served(engine, share=50, workers=workers, stable=Version(errors=0.0)), "stable")
    load = 25 * Version().seconds() / workers
    assert served.error_rate == pytest.approx(1 - 0.98 / load, abs=0.01)
    assert served.histogram.sum() == served.requests - served.errors  # who is turned away waits for nothing


def test_the_stable_version_has_the_load_of_its_own_users():
    for workers, share in ((4, 20), (4, 80)):
        served = [_sum(_served(engine, share=share, workers=workers, ticks=120), "stable") for engine in ENGINES]
        away = max(1 - 0.98 * workers / (0.5 * (100 - share) * Version().seconds()), 0)
        for each in served:
            assert each.error_rate == pytest.approx(1 - (1 - away) * 0.995, abs=0.015)


@every_engine
@pytest.mark.parametrize("share", [20, 50, 80])
def test_the_baseline_is_a_part_of_the_stable_versions_users(engine, share):
    for each in _served(engine, share=share, workers=2, ticks=60):
        assert each.baseline.errors <= each.stable.errors
        if each.baseline.requests == each.stable.requests:
            assert each.baseline.errors == each.stable.errors


@every_engine
def test_the_baseline_is_turned_away_as_often(engine):
    served = _served(engine, share=20, workers=4)
    stable, baseline = _sum(served, "stable"), _sum(served, "baseline")
    assert 0.25 < stable.error_rate == pytest.approx(baseline.error_rate, abs=0.02)


@every_engine
def test_who_is_turned_away_had_no_answer_in_time(engine):
    stuck = Version(latency=5000)
    served = _sum(_served(engine, share=50, workers=2, ticks=60, candidate=stuck), "candidate")
    assert served.slow_rate > 0.99
    policy = Policy("only slowness", (Step(50),), (Threshold("slow", above=0.1),))
    day = draw(Version(), stuck, ticks=60)
    assert deliver(day, policy, engine=engine(day, workers=2)).outcome == "rolled back"


@every_engine
def test_a_version_without_users_turns_nobody_away(engine):
    day = draw(Version(), Version(errors=0.5), ticks=120)
    done = deliver(day, gradual(), engine=engine(day, workers=30))
    assert done.outcome == "rolled back"  # and no warning on the way
    assert not done.requests[done.decided + 1 :, 1].any()


def test_beyond_capacity_both_engines_wait_and_fail_alike():
    one, other = (
        _sum(
            _served(engine, share=20, workers=10, ticks=600, candidate=Version(errors=0.02, latency=240)), "candidate"
        )
        for engine in ENGINES
    )
    assert 0.1 < one.error_rate == pytest.approx(other.error_rate, abs=0.01)
    assert one.slow_rate == pytest.approx(other.slow_rate, abs=0.05)


@every_engine
def test_failures_that_too_few_workers_cause_anyway_are_usual(engine):
    served = _served(engine, share=50, workers=4, candidate=Version(), ticks=120)
    lost, usual = (sum(getattr(each, name) for each in served) for name in ("lost", "usual"))
    assert usual == pytest.approx(50 * 1200 * (1 - 0.98 / (50 * Version().seconds() / 4)), rel=0.05)
    assert lost < usual  # two workers more, while both versions run


def test_a_tail_of_few_is_not_told():
    few = np.zeros(256, dtype=np.int64)
    few[100] = 19
    assert np.isnan(quantile(few, 0.95, 300.0))
    few[100] = 20
    assert quantile(few, 0.95, 300.0) == edges(300.0)[100]


def test_the_limit_is_the_middle_edge():
    assert edges(250.0)[127] == pytest.approx(250.0)


@every_engine
def test_a_version_that_warms_up_is_slow_at_first(engine):
    served = _served(engine, share=50, candidate=Version(warm_up=600))
    first, last = _sum(served[:10], "candidate"), _sum(served[-10:], "candidate")
    assert first.latency(0.5, 300.0) > 2 * last.latency(0.5, 300.0)
