"""The lecture's table of stages holds: who is at risk, how much, and how one comes back."""

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.rollout.blast import blast, expected_errors
from mlops_widgets.rollout.deliver import deliver
from mlops_widgets.rollout.engines import CountEngine, RequestEngine
from mlops_widgets.rollout.metrics import Pipeline
from mlops_widgets.rollout.policies import (
    STRATEGIES,
    VERDICTS,
    Policy,
    Step,
    Threshold,
    all_at_once,
    blue_green,
    canary,
    gradual,
    shadow,
)
from mlops_widgets.rollout.world import Version, draw

HEALTHY, BROKEN = Version(), Version(errors=0.10)
NEVER = (Threshold("errors", above=0.99),)  # nothing is ever bad


@pytest.fixture(scope="module")
def day():
    return draw(HEALTHY, BROKEN, requests=50, ticks=360, seed=1)


@pytest.fixture(scope="module")
def good_day():
    return draw(HEALTHY, HEALTHY, requests=50, ticks=360, seed=1)


def _harm(day, policy, **ways):
    return blast(day, deliver(day, policy, **ways))[0]


def test_a_shadow_is_no_risk_at_all(day):
    only = Policy("shadow", (Step(100, mirrored=True, pass_needed=1000),), NEVER)
    done = deliver(day, only)
    assert blast(day, done)[0] == (type(blast(day, done)[0]))(0.0, 0, 0, 0.0, 0.0)
    assert np.array_equal(done.lost, day.failed_by_stable[:, -1])
    assert done.requests[:, 1].sum() == day.users[:, -1].sum()  # and costs the work of a second version


def test_the_users_who_met_it_are_those_whom_single_requests_find():
    day = draw(HEALTHY, HEALTHY, requests=5, ticks=360, seed=2)
    engine = RequestEngine(day)
    steps = Step(10, min_requests=1, pass_needed=1, hold=900), Step(30, pass_needed=1000)
    done = deliver(day, Policy("slow", steps, NEVER), engine=engine)
    assert set(done.share.tolist()) == {10, 30}
    tick = np.repeat(np.arange(len(day)), np.diff(engine._ends))
    met = np.unique(engine.user[engine.group < done.share[tick]]).size
    users = blast(day, done)[0].users
    assert 1000 < users == pytest.approx(met, abs=4 * np.sqrt(users))


@pytest.mark.parametrize("seed", range(5))
def test_no_more_users_have_met_it_than_requests(seed):
    day = draw(HEALTHY, HEALTHY, requests=0.2, ticks=60, seed=seed)
    for engine in (CountEngine, RequestEngine):
        harm, so_far = blast(day, deliver(day, canary(NEVER), engine=engine(day)))
        assert harm.users <= harm.exposed
        assert np.all(np.diff(so_far[:, 0]) >= 0)


def test_a_broken_version_does_the_less_harm_the_smaller_its_first_share(day):
    harm = [
        _harm(day, STRATEGIES[name]()).exposed
        for name in ("shadow", "canary", "gradual", "blue_green", "all_at_once")
    ]
    assert harm == sorted(harm)
    assert harm[0] == 0 < harm[1] < harm[2] < harm[3] < harm[4]


def test_a_canary_shows_a_candidate_to_one_to_five_percent(good_day):
    done = deliver(good_day, canary())
    before = done.share[: done.decided + 1]
    assert set(before.tolist()) == {1, 5}
    assert done.outcome == "promoted"


def test_gradual_goes_by_a_tenth_a_quarter_half_and_all(good_day):
    assert list(dict.fromkeys(deliver(good_day, gradual()).share.tolist())) == [10, 25, 50, 100]


def test_a_rollback_goes_to_nobody_at_the_next_tick(day):
    for policy in (canary(), gradual(), blue_green()):
        done = deliver(day, policy)
        assert done.outcome == "rolled back"
        assert not done.share[done.decided + 1 :].any()


def test_all_at_once_has_nothing_to_go_back_to_for_a_while(day):
    done = deliver(day, all_at_once())
    wait = round(all_at_once().redeploy / day.tick)
    assert done.share[done.decided + 1 : done.decided + 1 + wait].tolist() == [100] * wait
    assert done.share[done.decided + 1 + wait] == 0


def test_a_shadow_comes_before_any_user(good_day):
    done = deliver(good_day, shadow())
    assert done.mirrored[0]
    assert not done.exposed[done.mirrored].any()
    assert done.outcome == "promoted"


def test_the_blast_is_share_times_rate_times_time(day):
    for policy in (gradual(NEVER, pass_needed=2), canary(NEVER, pass_needed=2), all_at_once(NEVER)):
        done = deliver(day, policy)
        expected = expected_errors(day, done)
        assert blast(day, done)[0].errors == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_an_equal_version_does_no_harm_to_anybody(good_day):
    assert _harm(good_day, all_at_once()).errors == 0
    assert _harm(good_day, all_at_once()).money == pytest.approx(0, abs=1e-9)


def test_what_too_few_workers_turn_away_anyway_is_no_harm_of_the_release(good_day):
    done = deliver(good_day, gradual(NEVER), engine=CountEngine(good_day, workers=4))
    assert done.lost.sum() > 40_000
    assert blast(good_day, done)[0].errors < 0  # the candidate's own workers carry some of it


def test_single_requests_are_held_against_the_same_requests(good_day):
    harm = _harm(good_day, all_at_once(), engine=RequestEngine(good_day))
    assert (harm.errors, round(harm.money, 9)) == (0, 0)


def test_money_is_what_good_answers_would_have_earned(day):
    harm = _harm(day, all_at_once(NEVER))
    assert harm.money == pytest.approx(0.02 * harm.errors)


def test_the_same_day_under_another_policy_meets_the_same_users(day):
    one, other = deliver(day, gradual()), deliver(day, canary())
    assert np.array_equal(one.requests.sum(axis=1), other.requests.sum(axis=1))
    after = max(one.decided, other.decided) + 1
    assert np.array_equal(one.lost[after:], other.lost[after:])


@pytest.mark.parametrize("engine", [CountEngine, RequestEngine], ids=lambda each: each.__name__)
def test_either_engine_rolls_a_broken_version_back(day, engine):
    done = deliver(day, gradual(), engine=engine(day))
    assert done.outcome == "rolled back"
    assert done.decided <= 12


def test_a_person_has_the_last_word(day, good_day):
    assert deliver(good_day, gradual(), orders={3: "roll back"}).decided == 3
    promoted = deliver(day, gradual(NEVER, hold=10_000), orders=dict.fromkeys((1, 2, 3, 4), "advance"))
    assert (promoted.outcome, promoted.decided) == ("promoted", 4)


def test_an_order_that_is_none_is_refused(day):
    with pytest.raises(
        ValueError, match="orders must be 'advance' or 'roll back', got 'rollback': write 'roll back'"
    ):
        deliver(day, gradual(), orders={3: "rollback"})


def test_a_step_that_a_person_began_lasts_as_long_as_any_other(good_day):
    done = deliver(good_day, gradual((), hold=600), orders={50: "advance"})  # the tick that ends at 510 s
    begins = np.flatnonzero(np.diff(done.share, prepend=0)) * good_day.tick
    assert begins.tolist()[:2] == [0, 510]
    assert begins[2] >= 510 + 600


def test_late_metrics_decide_late(day):
    soon, late = (deliver(day, gradual(), pipeline=Pipeline(delay=delay)) for delay in (0, 30))
    assert late.decided >= soon.decided + 30


def test_no_reading_is_no_data_and_its_counts_come_with_the_next(good_day):
    whole = deliver(good_day, gradual(hold=10_000))
    holes = deliver(good_day, gradual(hold=10_000), pipeline=Pipeline(scrape=6, drops=0.5, seed=2))
    assert any(look.window.candidate is None for look in holes.looks)
    last = max(index for index, look in enumerate(holes.looks) if look.window.candidate is not None)
    seen = [
        sum(look.window.candidate.requests for look in done.looks[: last + 1] if look.window.candidate)
        for done in (whole, holes)
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "ways", [{"delay": 1}, {"delay": 4}, {"drops": 0.3}, {"scrape": 4}, {"scrape": 2, "delay": 3}]
)
def test_every_request_of_a_window_has_its_latency_whenever_it_is_read(good_day, ways):
    done = deliver(good_day, gradual(hold=10_000), pipeline=Pipeline(seed=2, **ways))
    windows = [look.window.candidate for look in done.looks if look.window.candidate]
    assert len(windows) > 20
    assert all(each.histogram.sum() == each.requests for each in windows)


def test_nobody_comes_and_nothing_is_decided():
    empty = draw(HEALTHY, BROKEN, requests=0, ticks=60)
    done = deliver(empty, gradual())
    assert done.outcome == "undecided"
    assert {look.verdict for look in done.looks} == {"hold"}


class Own:
    """A learner's policy that answers what it was given."""

    def __init__(self, verdict):
        self.verdict = verdict

    def decide(self, window):
        return self.verdict


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_learners_policy_walks_the_steps(good_day, verdict):
    done = deliver(good_day, gradual(), decider=Own(verdict))
    assert done.outcome == {"advance": "promoted", "roll back": "rolled back"}.get(verdict, "undecided")


@pytest.mark.parametrize("nonsense", [None, 1, "go on", ["pass"]])
def test_an_answer_that_is_no_verdict_gets_a_sentence(good_day, nonsense):
    with pytest.raises(stage.PartError, match="decide must return one of 'pass', 'warn'"):
        deliver(good_day, gradual(), decider=Own(nonsense))


def test_a_policy_that_raises_is_told_what_and_where():
    class Hasty:
        def decide(self, window):
            return "advance" if window.candidate.errors / window.baseline.slow < 2 else "roll back"

    with pytest.raises(stage.PartError, match=r"ZeroDivisionError.*line \d+, in decide: return") as told:
        deliver(draw(HEALTHY, HEALTHY, requests=0, ticks=60), gradual(), decider=Hasty())
    assert isinstance(told.value.__cause__, ZeroDivisionError)


def test_a_policy_that_never_decides_leaves_the_day_undecided(good_day):
    done = deliver(good_day, gradual(), decider=Own("hold"))
    assert (done.outcome, done.decided, set(done.share.tolist())) == ("undecided", None, {10})


@pytest.mark.parametrize(
    ("wish", "words"), [({"scrape": 0}, "scrape must be 1"), ({"drops": 2}, "drops must be a chance")]
)
def test_a_pipeline_that_cannot_be_is_refused(wish, words):
    with pytest.raises(ValueError, match=words):
        Pipeline(**wish)
