"""The table shows what MLflow would, whatever the store; what is selected and written comes back."""

import json

import numpy as np
import pytest

from mlops_widgets import stage
from mlops_widgets.stage import BoardError, StageError
from mlops_widgets.tracking import RunTable, read_wandb
from mlops_widgets.tracking.runs import of_store, sample
from mlops_widgets.tracking.runs.asking import matching
from mlops_widgets.tracking.runs.framed import of_frame
from mlops_widgets.tracking.runs.store import _of_client

pytestmark = pytest.mark.filterwarnings("ignore:.*loader strategy is deprecated")  # MLflow's own

QUESTIONS = (
    "", "metrics.loss < 0.3", "metrics.loss >= 0.3 and params.leaves = '15'", "tags.data = 'v3'", "tags.data != 'v3'",
    "attributes.status = 'FAILED'", "attributes.run_name LIKE 'run-0%'", "run_name ILIKE 'RUN-1%'",
    "metrics.auc > 0.62", "params.leaves != '7' and tags.odd = 'yes'", "params.kind LIKE 'boo%'",
    "attributes.start_time > 0", "tags.odd IS NULL", "params.leaves IS NOT NULL", "metrics.none < 1",
)  # fmt: skip


def frame_of(tracker):
    import mlflow

    mlflow.set_tracking_uri(tracker.uri)
    return mlflow.search_runs([tracker.experiment_id])


def test_the_file_gives_the_same_runs_as_mlflow_itself(tracker):
    file, client, frame = (
        of_store(tracker.uri, "trees"),
        _of_client(tracker.uri, "trees"),
        of_frame(frame_of(tracker)),
    )
    assert len(file) == 12
    for other in (client, frame):
        assert set(file.ids) == set(other.ids)
        places = [other.index[run] for run in file.ids]
        for name in ("names", "status", "tags", "notes"):
            assert getattr(file, name) == tuple(getattr(other, name)[place] for place in places)
        assert {name: list(words) for name, words in file.params.items()} == {
            name: [words[place] for place in places] for name, words in other.params.items()
        }
        for name, values in file.metrics.items():
            np.testing.assert_array_equal(values, other.metrics[name][places])
        np.testing.assert_array_equal(file.started, other.started[places])
    assert file.started.tolist() == sorted(file.started.tolist(), reverse=True)
    for run in file.ids[:3]:
        assert list(file.curve(run, "loss")) == list(client.curve(run, "loss"))


@pytest.mark.parametrize("where", QUESTIONS)
def test_a_filter_finds_what_the_store_finds(tracker, where):
    runs = of_store(tracker.uri, "trees")
    found = tracker.client.search_runs([tracker.experiment_id], filter_string=where)
    mask = matching(runs, where, {})
    assert {run for run, is_in in zip(runs.ids, mask, strict=True) if is_in} == {each.info.run_id for each in found}


@pytest.mark.parametrize(
    "where", ["leaves < 3", "params.leaves < 3", "metrics.loss <", "metrics.loss < 'a'", "x", "a or b"]
)
def test_what_mlflow_cannot_read_gets_its_sentence(tracker, where):
    table = RunTable(tracker.uri, key="asked")
    with pytest.raises(BoardError, match=r"^MLflow cannot read this filter: .*\.$"):
        table.widget.act({"kind": "ask", "where": where})
    assert len(table.shown) == 12


def test_a_filter_sees_tags_and_notes_of_the_board(tracker):
    table = RunTable(tracker.uri, key="tagged")
    run = table.shown["run_id"].iloc[3]
    table.widget.act({"kind": "tag", "run": run, "text": " stage = candidate "})
    table.widget.act({"kind": "ask", "where": "tags.stage = 'candidate'"})
    assert table.shown["run_id"].tolist() == [run]
    table.widget.act({"kind": "untag", "run": run, "tag": "stage"})
    assert len(table.shown) == 0
    assert "none matches" in table.widget.answer["text"]


def test_sorting_puts_runs_without_a_value_last_either_way(tracker):
    table = RunTable(tracker.uri, key="sorted")
    for descending in (False, True):
        table.widget.act({"kind": "sort", "column": "metrics.auc", "descending": descending})
        values = table.shown["metrics.auc"].tolist()
        assert np.isnan(values[-1])
        assert values[:-1] == sorted(values[:-1], reverse=descending)
    table.widget.act({"kind": "sort", "column": "params.leaves"})
    assert table.shown["params.leaves"].tolist() == ["7"] * 4 + ["15"] * 4 + ["31"] * 4  # as numbers, not as words


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("metrics.leaves > 5", "No run has metrics.leaves: ask for params.leaves."),
        ("params.leavs = '7'", "No run has params.leavs: ask for params.leaves."),
        ("metrics.zebra > 5", "No run has metrics.zebra."),
        ("metrics.loss > 5", "Ask for less, or go back to all runs."),
    ],
)
def test_a_filter_that_finds_nothing_says_why(tracker, where, says):
    table = RunTable(tracker.uri, key="nothing")
    table.widget.act({"kind": "ask", "where": where})
    assert len(table.shown) == 0
    assert "".join(words for words, _ in table.widget.answer["view"]["verdict"]).endswith(says)


def test_a_brush_narrows_and_is_let_go(tracker):
    table = RunTable(tracker.uri, key="brushed")
    table.widget.act({"kind": "brush", "column": "params.leaves", "low": 20, "high": 10})
    assert set(table.shown["params.leaves"]) == {"15"}
    assert table.widget.answer["view"]["members"] == sorted(table.runs.index[run] for run in table.shown["run_id"])
    table.widget.act({"kind": "unbrush", "column": "params.leaves"})
    assert len(table.shown) == 12


def test_the_selection_comes_back_and_so_it_does_after_another_kernel(tracker):
    table = RunTable(tracker.uri, key="mine")
    first, second = table.shown["run_id"].tolist()[:2]
    table.widget.act({"kind": "select", "runs": [second, first]})
    table.widget.act({"kind": "note", "run": first, "text": " worth a look "})
    again = RunTable(tracker.uri, key="mine")
    assert again.selection == [second, first]
    assert again.selected["note"].tolist() == ["", "worth a look"]
    assert again.selected["run_id"].tolist() == again.selection
    again.widget.undo()
    assert again.selected["note"].tolist() == ["", ""]


def test_all_that_are_shown_can_be_selected_and_none(tracker):
    table = RunTable(tracker.uri, key="all")
    table.widget.act({"kind": "ask", "where": "tags.data = 'v3'"})
    table.widget.act({"kind": "select", "runs": []})
    assert table.selection == table.shown["run_id"].tolist()
    table.widget.act({"kind": "select", "runs": [], "on": False})
    assert table.selection == []


def test_two_runs_are_compared_in_what_differs_and_nothing_else(tracker):
    table = RunTable(tracker.uri, key="two")
    ids = dict(zip(table.runs.names, table.runs.ids, strict=True))
    table.widget.act({"kind": "select", "runs": [ids["run-04"], ids["run-05"]]})
    found = table.widget.answer["view"]["difference"]
    assert found["names"] == ["run-04", "run-05"]
    rows = {row["name"]: (row["words"], row["change"]) for row in found["rows"]}
    assert rows == {
        "leaves": (["15", "31"], "+16"), "rate": (["0.5", "0.6000000000000001"], "+0.1"),
        "auc": (["0.64", "0.65"], "+0.01"), "loss": (["0.29", "0.3"], "+0.01"),
        "data": (["v2", "v3"], ""), "odd": (["", "yes"], ""),
    }  # fmt: skip
    assert found["same"] == 1  # the kind


def test_the_curves_are_those_that_were_logged(tracker):
    table = RunTable(tracker.uri, key="curves")
    run = table.runs.ids[table.runs.names.index("run-03")]
    table.widget.act({"kind": "select", "runs": [run]})
    drawn = table.widget.answer["view"]["curves"]
    assert drawn["metric"] == "loss"  # the one with a history
    assert drawn["lines"][0]["values"] == pytest.approx([1.03, 0.53, 1 / 3 + 0.03, 0.28])


def test_tags_and_notes_can_be_written_to_the_store_once(tracker):
    table = RunTable(tracker.uri, "trees", key="written")
    run = table.runs.ids[table.runs.names.index("run-09")]
    for action in ({"kind": "tag", "text": "kept"}, {"kind": "tag", "text": "gone"}, {"kind": "untag", "tag": "gone"},
                   {"kind": "note", "text": "written by hand"}):  # fmt: skip
        table.widget.act({**action, "run": run})
    assert table.write() == 2
    assert table.write() == 0
    tags = tracker.client.get_run(run).data.tags
    assert (tags["kept"], tags["mlflow.note.content"]) == ("yes", "written by hand")
    assert "gone" not in tags
    fresh = RunTable(tracker.uri, "trees", key="fresh")
    assert fresh.shown.set_index("run_id").loc[run, "note"] == "written by hand"
    for tag in ("kept", "mlflow.note.content"):
        tracker.client.delete_tag(run, tag)


def test_what_is_written_of_runs_that_are_not_here_is_kept(tracker):
    table = RunTable(tracker.uri, key="moved")
    run = table.runs.ids[0]
    table.widget.act({"kind": "note", "run": run, "text": "kept"})
    table.widget.act({"kind": "select", "runs": [run]})
    elsewhere = RunTable(sample(5), key="moved")
    assert (elsewhere.selection, elsewhere.widget.answer["view"]["absent"], elsewhere.widget.notes) == ([], 1, [])
    with pytest.raises(StageError, match="there is no store to write to"):
        elsewhere.write()
    back = RunTable(tracker.uri, key="moved")
    assert (back.selection, back.selected["note"].tolist()) == ([run], ["kept"])


def test_a_frame_is_as_good_as_a_store(tracker):
    table = RunTable(frame_of(tracker), key="framed")
    table.widget.act({"kind": "ask", "where": "metrics.loss < 0.3 and tags.data = 'v3'"})
    assert 0 < len(table.shown) < 12
    with pytest.raises(StageError, match="come from a frame, and there is no store"):
        table.write()


def test_runs_of_wandb_are_shown_with_their_curves(tmp_path):
    from mlops_widgets.tracking import WandbTracker

    with WandbTracker(tmp_path, "p").run("one", {"leaves": 3}, {"data": "v1"}) as run:
        for step in range(5):
            run.log({"loss": 1 / (1 + step)}, step=step)
    table = RunTable(read_wandb(tmp_path), key="wandb")
    table.widget.act({"kind": "select", "runs": table.shown["run_id"].tolist()})
    assert table.widget.answer["view"]["curves"]["lines"][0]["values"] == pytest.approx([1, 0.5, 1 / 3, 0.25, 0.2])
    assert table.widget.answer["view"]["picked"][0]["tags"] == [("data", "v1")]


@pytest.mark.parametrize(
    ("runs", "experiment", "words"),
    [("sqlite:///nowhere.db", None, "must name an existing store, and nowhere.db is no file"), (3, None, "got int"),
     ([], None, "got list"), ("tracker", "tres", r"experiment must be one of .* \(Default, trees\), got 'tres'")],
)  # fmt: skip
def test_what_is_no_store_gets_a_sentence(tracker, runs, experiment, words):
    with pytest.raises(StageError, match=words):
        RunTable(tracker.uri if runs == "tracker" else runs, experiment, key="none")


def test_a_frame_that_names_a_run_twice_gets_a_sentence():
    import pandas as pd

    with pytest.raises(StageError, match="run_id must name every run once, got 'a' twice"):
        RunTable(pd.DataFrame({"run_id": ["a", "a"]}), key="twice")


@pytest.mark.parametrize(
    ("action", "words"),
    [({"kind": "sort", "column": "metrics.none"}, "column must be one of name, params.data"),
     ({"kind": "brush", "column": "none", "low": 0.0, "high": 1.0}, "column must be one of"),
     ({"kind": "curve", "metric": "none"}, "metric must be one of log_loss, seconds, got 'none'"),
     ({"kind": "untag", "run": "RUN", "tag": "none"}, r"tag must be one that the run has \(data\), got 'none'"),
     ({"kind": "tag", "run": "RUN", "text": "= 3"}, "a tag is a word, or word=value"),
     ({"kind": "tag", "run": "RUN", "text": "mlflow.user=me"}, "are MLflow's own"),
     ({"kind": "note", "run": "RUN", "text": "x" * 6000}, "a note may have 5000 letters, got 6000")],
)  # fmt: skip
def test_what_cannot_be_done_gets_a_sentence(action, words):
    table = RunTable(sample(4), key="refused")
    asked = {name: table.runs.ids[0] if value == "RUN" else value for name, value in action.items()}
    with pytest.raises(BoardError, match=words):
        table.widget.act(asked)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_runs_or_none_are_a_table_too(count):
    import pandas as pd

    frame = pd.DataFrame({"run_id": ["a", "b"][:count], "metrics.loss": [0.1, float("inf")][:count]})
    table = RunTable(frame, key=f"few-{count}")
    assert json.dumps([table.widget.answer["view"], table.widget.backdrop], allow_nan=False)
    assert table.widget.answer["text"].endswith(".")
    assert len(table.shown) == count
    stage.drive(table.widget)
    assert table.widget.errors == []


def test_two_thousand_runs_fit_on_the_wire_and_the_page_gets_a_few_at_a_time():
    runs = sample(2000)
    table = RunTable(runs, key="many")
    assert len(json.dumps(table.widget.backdrop)) < 120_000
    assert len(json.dumps(table.widget.answer)) < 30_000
    assert len(list(table.widget.board.rows(table.widget.state, 1980, 50))) == 20
    axes = table.widget.backdrop["axes"]
    assert all(
        len(axis["places"]) == 2000 and 0 <= min(axis["places"]) <= max(axis["places"]) <= 1000 for axis in axes
    )


def test_places_on_a_logarithmic_axis_are_equal_for_equal_factors():
    import pandas as pd

    rates = [0.001, 0.01, 0.1, 1.0]
    frame = pd.DataFrame(
        {"run_id": list("abcd"), "params.rate": map(str, rates), "metrics.loss": [4.0, 3.0, 2.0, 1.0]}
    )
    rate, loss = RunTable(frame, key="axes").widget.backdrop["axes"]
    assert (rate["log"], rate["places"]) == (True, [0, 333, 667, 1000])
    assert (loss["log"], loss["places"]) == (False, [1000, 667, 333, 0])
