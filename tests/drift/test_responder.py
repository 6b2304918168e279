"""The machine does what the policy says, nothing else can happen, and no sink, model or store can stop it."""

import json
from dataclasses import dataclass, replace
from itertools import pairwise, product

import joblib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlops_widgets.drift.guards import Guard
from mlops_widgets.drift.runbook import (
    TRANSITIONS,
    Entry,
    Log,
    Policy,
    Recovery,
    Responder,
    Rule,
    Signal,
    State,
    Step,
    When,
    Work,
    in_folder,
    in_memory,
)
from mlops_widgets.drift.runbook.states import Machine

LEARN = (Step("alert"), Step("snapshot"), Step("retrain", 240), Step("shadow", 5), Step("promote"))
PSI = When("x", "psi", above=0.25)
POLICY = Policy("test", (Rule(PSI, LEARN),), recover=Recovery(3, LEARN[2:]), cooldown=10)
GUARD = Guard.fit({"x": np.exp(0.2 * np.random.default_rng(0).standard_normal(4000))})


@dataclass(frozen=True)
class Always:
    """A model that gives everybody the same chance; its loss is that chance."""

    chance: float

    def score(self, batch):
        return np.full(batch["x"].size, self.chance)


def _batch(hour, *, broken=False, n=200):
    return {"x": (2 if broken else 1) * np.exp(0.2 * np.random.default_rng(abs(int(hour))).standard_normal(n))}


def _responder(policy=POLICY, *, learn=lambda batch: Always(0.1), history=None, sinks=None):
    work = Work(history or (lambda first, last, now: _batch(first)), learn, lambda model: model.chance)
    return Responder(policy, GUARD, work, model=Always(0.2), rules=Always(0.5), sinks=sinks)


def _run(responder, hours, *, psi=(), broken=(), first=1):
    for hour in range(first, first + hours):
        responder.observe(hour, _batch(hour, broken=hour in broken), {"x": {"psi": 0.9 if hour in psi else 0.0}})
    return responder


# The table


@pytest.mark.parametrize(("state", "signal"), list(product(State, Signal)))
def test_a_state_changes_along_the_table_and_in_no_other_way(state, signal):
    machine = Machine(state)
    legal = machine.take(signal)
    assert legal == ((state, signal) in TRANSITIONS)
    assert machine.state == (TRANSITIONS[state, signal] if legal else state)


def test_the_table_and_the_state_cannot_be_written():
    with pytest.raises(TypeError):
        TRANSITIONS[State.SERVING, Signal.PROMOTE] = State.SHADOW
    with pytest.raises(AttributeError):
        Machine().state = State.SHADOW


def test_every_state_can_be_reached_and_left_and_no_model_answers_without_passing_training():
    reached = set(TRANSITIONS.values())
    assert reached == set(State) == {state for state, _ in TRANSITIONS}
    promoted = {state for state, signal in TRANSITIONS if signal is Signal.PROMOTE}
    assert promoted == {State.RETRAINING, State.SHADOW, State.RECOVERING}


# The way of a drift


def test_from_the_alarm_to_the_new_model():
    responder = _run(_responder(), 12, psi=(3,))
    assert [(entry.time, entry.state) for entry in responder.log.entries] == [
        (3, State.ALERTED), (3, State.RETRAINING), (4, State.SHADOW), (9, State.SERVING)
    ]  # fmt: skip
    assert responder.answering == "model 2"
    assert responder.score(_batch(1))[0] == 0.1
    assert responder.sinks.alerts.sent == [(3, "test: psi of x is 0.9, above 0.25")]
    assert np.array_equal(responder.sinks.snapshots.taken[3]["x"], _batch(3)["x"])
    assert responder.sinks.models.models == {"model 2": Always(0.1)}
    assert tuple(responder.sinks.journal.entries) == responder.log.entries


def test_users_see_the_old_model_until_the_promotion():
    responder = _responder()
    for hour in range(1, 9):
        _run(responder, 1, psi=(3,), first=hour)
        assert (responder.answering, responder.score(_batch(1))[0]) == ("model 1", 0.2)


def test_a_training_takes_its_hours_on_the_injected_clock():
    responder = _run(_responder(sinks=in_memory(hours=6)), 20, psi=(3,))
    assert [entry.time for entry in responder.log.entries] == [3, 3, 9, 14]


def test_while_one_alarm_cools_down_no_other_rings():
    responder = _run(_responder(Policy("p", (Rule(PSI, (Step("alert"),)),))), 60, psi=range(99))
    assert [time for time, _ in responder.sinks.alerts.sent] == [1, 25, 49]


def test_the_first_rule_that_is_crossed_is_followed():
    first = Rule(When("x", "ks", above=0.5), (Step("fall_back"),))
    responder = _responder(replace(POLICY, rules=(first, *POLICY.rules)))
    responder.observe(1, _batch(1), {"x": {"psi": 0.9, "ks": 0.4}})
    assert responder.state is State.RETRAINING
    responder = _responder(replace(POLICY, rules=(first, *POLICY.rules)))
    responder.observe(1, _batch(1), {"x": {"psi": 0.9, "ks": 0.6}})
    assert responder.state is State.FALLBACK


# Only if not worse


@pytest.mark.parametrize(("loss", "answers"), [(0.21, "model 2"), (0.2101, "model 1"), (float("nan"), "model 1")])
def test_a_candidate_answers_only_if_it_is_not_worse_than_the_margin_allows(loss, answers):
    responder = _run(_responder(learn=lambda batch: Always(loss)), 12, psi=(3,))
    assert responder.answering == answers
    assert "on the stable test set" in responder.log.entries[2].reason


@pytest.mark.parametrize("flaw", [float("nan"), 1.5, None])
def test_a_candidate_that_fails_in_the_shadow_is_withdrawn_unseen(flaw):
    class Candidate(Always):
        def score(self, batch):
            return np.full(batch["x"].size, {}["no such key"] if flaw is None else flaw)

    responder = _run(_responder(learn=lambda batch: Candidate(0.1)), 12, psi=(3,))
    assert responder.log.states()[-2:] == (State.SHADOW, State.SERVING)
    assert responder.answering == "model 1"
    assert "in the shadow the candidate" in responder.log.entries[-1].reason


def test_a_candidate_that_leaves_applicants_without_an_answer_is_withdrawn():
    class Candidate(Always):
        def score(self, batch):
            return np.full(batch["x"].size - 1, 0.1)

    responder = _run(_responder(learn=lambda batch: Candidate(0.1)), 12, psi=(3,))
    assert responder.answering == "model 1"
    assert "in the shadow the candidate gave the shape (199,) for 200 rows" in responder.log.entries[-1].reason


def test_a_training_that_raises_is_a_reason_not_an_end():
    responder = _run(_responder(learn=lambda batch: 1 / 0), 12, psi=(3,))
    assert responder.log.entries[-1].reason == "the training failed: ZeroDivisionError: division by zero"
    assert (responder.state, responder.answering) == (State.SERVING, "model 1")


def test_a_history_that_raises_or_is_empty_leaves_the_model_where_it_is():
    for history in (lambda first, last, now: 1 / 0, lambda first, last, now: {"x": np.array([])}):
        responder = _run(_responder(history=history), 5, psi=(3,))
        assert responder.log.states() == (State.ALERTED, State.SERVING)
        assert any("no retraining" in entry.reason for entry in responder.log.entries)


def test_a_history_whose_pieces_do_not_fit_leaves_no_alarm_hanging():
    def history(first, last, now):
        return {"x": _batch(first)["x"]} if first < 0 else {"y": _batch(first)["x"]}

    responder = _run(_responder(replace(POLICY, fallback="model"), history=history), 9, psi=(9,), broken=(5,))
    assert (responder.state, responder.answering) == (State.SERVING, "model 1")
    assert "no retraining: the history failed" in responder.log.entries[-2].reason
    _run(responder, 3, first=10)


# Damaged data


def test_nothing_is_learned_from_damaged_data_and_the_reason_names_the_column():
    learned = []
    responder = _run(_responder(learn=learned.append), 5, psi=(3, 4), broken=(3, 4, 5))
    assert responder.log.states() == (State.ALERTED, State.FALLBACK)
    assert responder.log.entries[-1].reason.startswith("no retraining: x must be told in the unit of the reference")
    assert (responder.answering, learned) == ("rules", [])


def test_where_the_policy_keeps_the_model_only_the_retraining_is_refused():
    responder = _run(_responder(replace(POLICY, fallback="model")), 5, psi=(3,), broken=(3,))
    assert responder.log.states() == (State.ALERTED, State.SERVING)
    assert responder.answering == "model 1"


def test_damage_in_the_history_is_refused_too():
    responder = _run(_responder(history=lambda first, last, now: _batch(1, broken=True)), 4, psi=(3,))
    assert responder.log.states() == (State.ALERTED, State.FALLBACK)


def test_after_enough_sound_hours_it_learns_without_the_damaged_ones_and_comes_back():
    asked = []

    def history(first, last, now):
        asked.append((first, last))
        return _batch(first)

    responder = _run(_responder(history=history), 20, psi=(4,), broken=(4, 5, 6))
    assert [(entry.time, entry.state) for entry in responder.log.entries] == [
        (4, State.ALERTED), (4, State.FALLBACK), (9, State.RECOVERING), (10, State.SHADOW), (15, State.SERVING)
    ]  # fmt: skip
    assert asked == [(9 - 240, 3), (6, 9)]
    assert responder.answering == "model 2"


def test_rules_answer_until_the_candidate_does():
    responder = _responder()
    for hour in range(1, 15):
        _run(responder, 1, psi=(4,), broken=(4, 5, 6), first=hour)
        assert responder.answering == ("rules" if hour >= 4 else "model 1")


def test_damage_at_any_later_moment_leads_back_to_the_rules():
    for again in (9, 12):  # recovering, shadow
        responder = _run(_responder(sinks=in_memory(hours=1)), again, psi=(4,), broken=(4, 5, again))
        assert (responder.state, responder.answering) == (State.FALLBACK, "rules")
    shadow = _run(_responder(), 5, psi=(3,), broken=(5,))
    assert shadow.log.states()[-2:] == (State.SHADOW, State.FALLBACK)


def test_damage_without_an_alarm_leads_to_the_rules_and_the_reason_names_the_column():
    responder = _run(_responder(), 4, broken=(3, 4))
    assert responder.log.states() == (State.FALLBACK,)
    assert responder.log.entries[0].reason.startswith("while serving: x must be told in the unit of the reference")
    assert responder.answering == "rules"


@pytest.mark.parametrize("rolled_back", [False, True])
def test_damage_in_a_cooldown_leads_to_the_rules_at_once(rolled_back):
    responder = _run(_responder(), 12, psi=(3,))  # promoted at 9, at rest until 19
    if rolled_back:
        responder.roll_back("complaints")
    _run(responder, 1, first=13, broken=(13,))
    assert (responder.state, responder.answering) == (State.FALLBACK, "rules")
    where = "rolled back" if rolled_back else "serving"
    assert responder.log.entries[-1].reason.startswith(f"while {where}: x must be told in the unit of the reference")


def test_damage_in_the_hour_in_which_a_rest_ends_leads_to_the_rules():
    responder = _run(_responder(), 12, psi=(3,))
    responder.roll_back("complaints")
    _run(responder, 10, first=13, broken=(22,))
    assert responder.log.states()[-2:] == (State.ROLLED_BACK, State.FALLBACK)


def test_damage_at_an_alarm_that_asks_for_words_alone_leads_to_the_rules():
    rule = Rule(PSI, (Step("alert"),))
    responder = _run(_responder(replace(POLICY, rules=(rule,))), 3, psi=(3,), broken=(3,))
    assert responder.log.states() == (State.ALERTED, State.FALLBACK)
    assert len(responder.sinks.alerts.sent) == 1


def test_where_the_policy_keeps_the_model_damage_in_a_cooldown_changes_nothing():
    responder = _run(_responder(replace(POLICY, fallback="model")), 18, psi=(3, 14), broken=(14, 15))
    assert responder.log.states()[-1] == State.SERVING
    assert (responder.answering, responder.log.entries[-1].time) == ("model 2", 9)


def test_a_rule_that_asks_for_rules_at_damage_is_heard_in_a_cooldown_too():
    rule = Rule(When("x", "problems", above=0), (Step("alert"), Step("fall_back")))
    responder = _responder(replace(POLICY, fallback="model", rules=(*POLICY.rules, rule)))
    _run(responder, 14, psi=(3,), broken=(14,))
    assert (responder.state, responder.answering) == (State.FALLBACK, "rules")


def test_a_recovery_without_steps_gives_the_model_back():
    responder = _run(_responder(replace(POLICY, recover=Recovery(after=2))), 8, psi=(3,), broken=(3,))
    assert responder.log.states()[-2:] == (State.FALLBACK, State.SERVING)
    assert responder.answering == "model 1"


def test_the_guards_own_count_can_be_a_rule():
    rule = Rule(When("x", "problems", above=0), (Step("alert"), Step("fall_back")))
    responder = _responder(Policy("p", (rule,)))
    responder.observe(1, _batch(1), {})
    assert responder.state is State.SERVING
    responder.observe(2, _batch(2, broken=True), {})
    assert responder.state is State.FALLBACK


# Rolling back


def test_a_promoted_model_can_be_rolled_back_once_and_then_there_is_none_before():
    responder = _run(_responder(), 12, psi=(3,))
    assert responder.roll_back("complaints")
    assert (responder.state, responder.answering) == (State.ROLLED_BACK, "model 1")
    assert not responder.roll_back("more complaints")
    assert responder.log.entries[-1].kind == "refused"
    _run(responder, 12, first=13)
    assert (responder.state, responder.answering) == (State.SERVING, "model 1")


def test_a_rule_can_roll_back_and_falls_back_where_there_is_nothing_before():
    rule = Rule(When("performance", "auc", below=0.6), (Step("alert"), Step("roll_back")))
    responder = _responder(Policy("p", (rule,)))
    responder.observe(1, _batch(1), {"performance": {"auc": 0.5}})
    assert responder.state is State.FALLBACK


def test_an_order_that_the_state_does_not_know_is_written_down_and_changes_nothing():
    responder = _run(_responder(), 12, psi=(3,))
    _run(responder, 1, psi=(30,), first=30)
    assert not responder.roll_back("now")
    assert (responder.state, responder.answering) == (State.RETRAINING, "model 2")
    assert "roll back is not possible while retraining" in responder.log.entries[-1].reason


# Sinks


class Broken:
    def __getattr__(self, name):
        raise OSError("the disk is full")


@pytest.mark.parametrize("name", ["alerts", "snapshots", "models", "journal"])
def test_a_sink_that_raises_is_written_down_and_stops_nothing(name):
    responder = _run(_responder(sinks=replace(in_memory(), **{name: Broken()})), 12, psi=(3,))
    assert responder.log.states() == (State.ALERTED, State.RETRAINING, State.SHADOW, State.SERVING)
    failed = [entry.reason for entry in responder.log.entries if entry.kind == "failed"]
    assert failed
    assert set(failed) == {f"{name} failed: OSError: the disk is full"}


def test_a_trainer_that_is_not_there_leaves_the_model_where_it_is():
    responder = _run(_responder(sinks=replace(in_memory(), jobs=Broken())), 6, psi=(3,))
    assert (responder.state, responder.answering) == (State.SERVING, "model 1")


def test_a_folder_holds_alerts_snapshots_models_and_the_record(tmp_path):
    responder = _run(_responder(sinks=in_folder(tmp_path)), 12, psi=(3,))
    lines = (tmp_path / "journal.jsonl").read_text("utf-8").splitlines()
    assert [Entry(**json.loads(line) | {"state": State(json.loads(line)["state"])}) for line in lines] == list(
        responder.log.entries
    )
    assert json.loads((tmp_path / "alerts.jsonl").read_text("utf-8"))["time"] == 3
    with np.load(tmp_path / "snapshots" / "hour_3.npz") as kept:
        assert np.array_equal(kept["x"], _batch(3)["x"])
    assert joblib.load(tmp_path / "models" / "model 2.joblib") == Always(0.1)


def test_a_snapshot_tells_missing_texts_from_empty_ones_and_any_column_may_be_called_file(tmp_path):
    cities = np.array(["Rome", None, "", np.nan, "None"], object)
    in_folder(tmp_path).snapshots.keep(1, {"file": np.arange(5), "city": cities})
    with np.load(tmp_path / "snapshots" / "hour_1.npz") as kept:
        assert sorted(kept) == ["city", "file", "missing/city"]
        assert kept["city"].tolist() == ["Rome", "", "", "", "None"]
        assert kept["missing/city"].tolist() == [False, True, False, True, False]
        assert kept["file"].tolist() == [0, 1, 2, 3, 4]


def test_no_snapshot_overwrites_another(tmp_path):
    snapshots = in_folder(tmp_path).snapshots
    for time in (490_000.25, 490_000.5, 490_000):
        snapshots.keep(time, {"x": np.array([time])})
    kept = sorted(path.name for path in (tmp_path / "snapshots").iterdir())
    assert kept == ["hour_490000.25.npz", "hour_490000.5.npz", "hour_490000.npz"]


# The record and the border


def test_the_record_only_grows_and_time_does_not_run_back():
    log = Log()
    log.add(Entry(5, State.ALERTED, "a"))
    kept = log.entries
    log.add(Entry(5, State.SERVING, "b"))
    assert log.entries[:1] == kept
    with pytest.raises(ValueError, match="time must not run back, got 4 h after 5 h"):
        log.add(Entry(4, State.SERVING, "c"))
    assert list(log.frame()["state"]) == ["alerted", "serving"]


def test_a_call_that_makes_no_sense_gets_a_sentence_and_changes_nothing():
    responder = _run(_responder(), 3)
    with pytest.raises(ValueError, match="time must advance, got 3 h after 3"):
        responder.observe(3, _batch(3), {"x": {"psi": 0.9}})
    with pytest.raises(ValueError, match=r"readings must hold .* psi of x is not there"):
        responder.observe(4, _batch(4), {"x": {"ks": 0.9}})
    assert responder.log.entries == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(["", "roll", "fall"])), max_size=40),
    st.sampled_from([0.05, 0.3]),
    st.sampled_from(["rules", "model"]),
)
def test_whatever_happens_every_step_is_in_the_table_and_who_answers_fits_the_state(hours, loss, fallback):
    policy = replace(POLICY, fallback=fallback, cooldown=2)
    responder = _responder(policy, learn=lambda batch: Always(loss))
    for hour, (drifted, damaged, order) in enumerate(hours, 1):
        _run(responder, 1, first=hour, psi=(hour,) if drifted else (), broken=(hour,) if damaged else ())
        if order:
            {"roll": responder.roll_back, "fall": responder.fall_back}[order]("an order")
        if responder.state in (State.FALLBACK, State.RECOVERING):
            assert responder.answering == "rules"
        if responder.state in (State.SERVING, State.RETRAINING, State.ALERTED, State.ROLLED_BACK):
            assert responder.answering != "rules"
        if damaged and fallback == "rules" and not order:
            assert responder.state is State.FALLBACK
        assert loss < 0.21 or responder.answering in ("model 1", "rules")
    passed = (State.SERVING, *responder.log.states())
    legal = {(before, after) for (before, _), after in TRANSITIONS.items()}
    assert set(pairwise(passed)) <= legal
