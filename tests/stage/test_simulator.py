"""The widget answers every request under its number, keeps the last good run, and cleans up after itself."""

import json

import numpy as np
import pytest
from wire_reader import read

from mlops_widgets import stage
from mlops_widgets.drift.stream import Scenario, simulation
from mlops_widgets.stage import ScenarioError, former, view


class Broken:
    drift_detected = False

    def update(self, x):
        if x > 0.6:
            raise RuntimeError("too late")


def _request(widget, name, **knobs):
    widget.request = {"id": name, "scenario": {**json.loads(widget.scenario.to_json()), **knobs}}
    return widget.answer


@pytest.fixture
def widget():
    made = simulation.widget(controls=["window", "threshold"])
    yield made
    made.close()


def test_the_first_answer_is_there_at_once(widget):
    answer = widget.answer
    assert (answer["id"], answer["error"]) == ("first", "")
    assert answer["scenario"] == json.loads(Scenario().to_json())
    assert answer["text"] == simulation.text(widget.trace)
    assert read(answer["layout"], widget.data)[0].size == len(widget.trace)
    assert json.dumps([widget.spec, answer], allow_nan=False)


def test_a_request_is_answered_under_its_own_number(widget):
    answer = _request(widget, "view:1", window=48)
    assert (answer["id"], answer["scenario"]["window"], answer["error"]) == ("view:1", 48, "")
    assert widget.trace == simulation.run(Scenario(window=48))


@pytest.mark.parametrize(
    ("wish", "words"),
    [({"window": 5}, "window must be at least 12, got 5"), ({"windows": 5}, "no field windows"),
     ({"detector": "yours"}, "pass it too, detector=YourClass"),
     ({"source": "csv", "file": "no.csv"}, "got 'no.csv'"),
     ({"interventions": [{"kind": "jump", "tick": 1}]}, "got 'jump'")],
)  # fmt: skip
def test_a_bad_request_gets_its_sentence_and_the_former_run_stays(widget, wish, words):
    trace, data, picture = widget.trace, widget.data, widget.answer["picture"]
    answer = _request(widget, "view:2", **wish)
    assert answer["id"] == "view:2"
    assert words in answer["error"]
    assert widget.errors == [answer["error"]]
    assert wish.items() <= answer["scenario"].items()
    assert (widget.trace, widget.data, answer["picture"]) == (trace, data, picture)
    assert widget.scenario == Scenario()
    assert _request(widget, "view:3", window=24)["error"] == ""


def test_knobs_turn_and_actions_act_from_python(widget):
    widget.set(source="generated", change="none")
    widget.act("inject", tick=700, size=3)
    widget.act("reset", tick=300)
    assert widget.trace == simulation.run(widget.scenario)
    assert widget.trace.summary["changes"] == 1
    assert sorted(each.tick for each in widget.scenario.interventions) == [300, 700]
    with pytest.raises(ScenarioError, match="no field windows"):
        widget.set(windows=3)
    with pytest.raises(ScenarioError, match="got 'jump'"):
        widget.act("jump", tick=3)


def test_the_order_in_which_actions_were_made_makes_no_other_run(widget):
    widget.act("inject", tick=700)
    widget.act("reset", tick=300)
    assert widget.scenario == Scenario().act(view_action("reset", 300)).act(view_action("inject", 700))


def view_action(kind, tick):
    return next(each for each in Scenario.actions if each.model_fields["kind"].default == kind)(tick=tick)


def test_going_back_gives_the_very_same_run(widget):
    first = widget.trace
    widget.set(window=48)
    assert widget.trace is not first
    widget.set(window=96)
    assert widget.trace is first


def test_only_the_last_runs_are_kept(widget):
    for seed in range(view._KEPT_RUNS + 5):
        widget.set(seed=seed, days=7)
    assert len(widget._runs) == view._KEPT_RUNS
    assert list(widget._runs)[-1] == widget.scenario.to_json()


def test_what_was_sent_is_what_the_trace_holds(widget):
    ticks, time, columns = read(widget.answer["layout"], widget.data)
    assert np.array_equal(time, widget.trace.time[ticks])
    assert np.allclose(columns["value"], widget.trace["value"], atol=1e-5)
    assert np.array_equal(columns["false_alarms"], widget.trace["false_alarms"])


# Pins


def test_a_pinned_run_stays_behind_those_that_follow(widget):
    first = widget.trace
    widget.pin()
    widget.set(window=48)
    widget.pin()
    widget.set(window=24)
    assert widget.pinned == (first, simulation.run(Scenario(window=48)))
    assert [ghost["scenario"]["window"] for ghost in widget.ghosts] == [96, 48]
    assert sum(ghost["bytes"] for ghost in widget.ghosts) == len(widget.ghost_data) <= 120_000
    size = widget.ghosts[0]["bytes"]
    _, _, columns = read(widget.ghosts[0]["layout"], widget.ghost_data[:size])
    assert np.array_equal(columns["false_alarms"], first["false_alarms"])
    widget.unpin()
    assert (widget.pinned, widget.ghosts, widget.ghost_data) == ((), [], b"")


def test_pins_are_asked_for_with_the_run_in_front_and_refused_with_a_sentence(widget):
    pin = json.loads(Scenario(window=24).to_json())
    scenario = json.loads(widget.scenario.to_json())
    widget.request = {"id": "view:1", "scenario": scenario, "pins": [pin]}
    assert [trace.scenario.window for trace in widget.pinned] == [24]
    widget.request = {"id": "view:2", "scenario": scenario, "pins": [{**pin, "window": 1}]}
    assert "window must be at least 12, got 1" in widget.answer["error"]
    assert [trace.scenario.window for trace in widget.pinned] == [24]


def test_the_same_run_is_pinned_once_and_the_newest_three_stay(widget):
    for window in (24, 48, 72, 72, 168):
        widget.set(window=window)
        widget.pin()
    assert [trace.scenario.window for trace in widget.pinned] == [48, 72, 168]


def test_pins_and_a_turned_knob_leave_the_ghosts_as_they_were_sent(widget):
    widget.pin()
    told = widget.ghosts
    widget.set(window=24)
    assert widget.ghosts is told, "nothing is sent twice"


def test_the_knobs_asked_for_come_first_and_the_seed_last(widget):
    names = [control["name"] for control in widget.spec["controls"]]
    assert names[:2] == ["window", "threshold"]
    assert names[-1] == "seed"
    assert set(names) == {control["name"] for control in Scenario.controls()}
    assert widget.spec["front"] == 2


def test_yours_is_offered_only_where_there_is_one_and_by_its_name(widget):
    def choices(made):
        return dict(next(each["choices"] for each in made.spec["controls"] if each["name"] == "detector"))

    mine = simulation.widget(detector=Broken)
    assert "yours" not in choices(widget)
    assert choices(mine)["yours"] == "Broken (yours)"
    mine.close()


def test_a_part_that_fails_at_first_is_told_and_repaired_by_another_choice():
    widget = simulation.widget(detector=Broken)
    assert "your part raised RuntimeError: too late — line" in widget.answer["error"]
    assert widget.trace is None
    widget.set(detector="psi")
    assert widget.answer["error"] == ""
    assert widget.trace == simulation.run()
    widget.close()


def test_corners_reach_every_end_of_every_knob_and_come_back(widget):
    start, wishes, seen = widget.scenario, [], []
    for wish, move in widget.corners():
        move()
        wishes.append(wish)
        seen.append(widget.scenario)
    assert widget.errors == []
    assert widget.scenario == start
    for control in widget.spec["controls"]:
        ends = [value for value, _ in control["choices"]] if "choices" in control else []
        ends = [control["min"], control["max"]] if "min" in control else ends
        assert set(ends) <= {getattr(scenario, control["name"]) for scenario in seen}, control["name"]
    assert sum("tick" in wish for wish in wishes) == 3 * len(Scenario.actions)


def test_driving_a_widget_whose_part_fails_names_it():
    widget = simulation.widget(Scenario(days=7), detector=Broken)
    with pytest.raises(stage.DriveError, match=r'Simulator "drift.stream".*too late'):
        stage.drive(widget)
    widget.close()


def test_the_output_is_a_widget_a_kept_run_a_picture_and_a_sentence(widget):
    bundle = widget._repr_mimebundle_()[0]
    assert bundle["text/plain"] == simulation.text(widget.trace)
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["application/vnd.mlops.trace+json"]["name"] == "drift.stream"
    assert bundle["text/html"].startswith('<img alt="Late arrivals from Newark')
    assert len(json.dumps(bundle)) < 300_000


def test_a_wrong_control_is_answered_with_the_knobs_there_are():
    with pytest.raises(ScenarioError, match=r"controls must name knobs of drift.stream .*window.*got 'windows'"):
        simulation.widget(controls=["windows"])


# Re-running a cell


def _cell(monkeypatch, cell, run):
    monkeypatch.setattr(former, "_whereabouts", lambda: (cell, run))


def test_running_a_cell_again_closes_what_it_made_before(monkeypatch):
    _cell(monkeypatch, "a cell of this test", "run 1")
    one, other = simulation.widget(), simulation.widget()
    assert one.comm is not None
    _cell(monkeypatch, "another cell of this test", "run 2")
    elsewhere = simulation.widget()
    _cell(monkeypatch, "a cell of this test", "run 3")
    again = simulation.widget()
    assert (one.comm, other.comm) == (None, None)
    assert elsewhere.comm is not None
    assert again.comm is not None
    elsewhere.close()
    again.close()


def test_a_cell_that_failed_can_be_run_again(monkeypatch):
    _cell(monkeypatch, "a failing cell", "run 1")
    with pytest.raises(ScenarioError):
        simulation.widget(controls=["windows"])
    _cell(monkeypatch, "a failing cell", "run 2")
    widget = simulation.widget()
    assert widget.answer["error"] == ""
    widget.close()


def test_outside_a_notebook_nothing_is_closed():
    assert former._whereabouts() == (None, None)
    one, other = simulation.widget(), simulation.widget()
    assert one.comm is not None
    one.close()
    other.close()
