"""A store is read as it was at one moment, with what MLflow keeps for itself, and takes what the table shows."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from mlops_widgets.tracking import RunTable
from mlops_widgets.tracking.runs import of_store, store
from mlops_widgets.tracking.runs.asking import matching
from mlops_widgets.tracking.runs.comparing import _curve
from mlops_widgets.tracking.runs.framed import of_frame

pytestmark = pytest.mark.filterwarnings("ignore:.*loader strategy is deprecated")  # MLflow's own


class Watched(sqlite3.Connection):
    """Between the runs and their settings somebody else does something."""

    between = staticmethod(lambda: None)

    def execute(self, query, *values):
        if "FROM params" in query:
            self.between()
        return super().execute(query, *values)


def test_a_run_that_is_logged_while_the_store_is_read_is_there_whole_or_not_at_all(tracker, tmp_path, monkeypatch):
    path = tmp_path / "copy.db"
    copyfile(tracker.uri.removeprefix("sqlite:///"), path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")  # so that one may write while another reads
        count = of_store(f"sqlite:///{path}", "trees")
        fields = [name for _, name, *_ in writer.execute("PRAGMA table_info(runs)")]
        columns = ", ".join(fields)
        new = ", ".join("'new'" if name == "run_uuid" else name for name in fields)

        def log():
            writer.execute(f"INSERT INTO runs ({columns}) SELECT {new} FROM runs WHERE run_uuid = ?", (count.ids[0],))
            writer.execute("INSERT INTO params (run_uuid, key, value) VALUES ('new', 'leaves', '3')")

        def opened(path: Path) -> sqlite3.Connection:
            file = sqlite3.connect(path, factory=Watched)
            file.between = log
            return file

        monkeypatch.setattr(store, "_opened", opened)
        monkeypatch.setattr(store, "_of_client", None)  # it is not asked
        assert of_store(f"sqlite:///{path}", "trees").ids == count.ids
        monkeypatch.undo()
    assert len(of_store(f"sqlite:///{path}", "trees")) == len(count) + 1


def test_a_filter_may_ask_for_the_tags_that_mlflow_keeps_for_itself(tracker):
    import mlflow

    runs = of_store(tracker.uri, "trees")
    tracker.client.set_tag(runs.ids[2], "mlflow.user", "ann")
    mlflow.set_tracking_uri(tracker.uri)
    for read in (of_store(tracker.uri, "trees"), of_frame(mlflow.search_runs([tracker.experiment_id]))):
        mask = matching(read, "tags.`mlflow.user` = 'ann'", {})
        assert [run for run, is_in in zip(read.ids, mask, strict=True) if is_in] == [runs.ids[2]]
    tracker.client.delete_tag(runs.ids[2], "mlflow.user")


def test_a_tag_without_a_value_is_written_and_an_empty_note_is_not(tracker):
    table = RunTable(tracker.uri, "trees", key="empty")
    run = table.runs.ids[0]
    table.widget.act({"kind": "tag", "run": run, "text": "stage="})
    table.widget.act({"kind": "note", "run": run, "text": " "})
    assert table.write() == 1
    assert table.write() == 0
    tags = tracker.client.get_run(run).data.tags
    assert (tags["stage"], "mlflow.note.content" in tags) == ("", False)
    tracker.client.delete_tag(run, "stage")


def test_values_of_the_same_step_stay_in_the_order_in_which_they_were_logged():
    import pandas as pd

    frame = pd.DataFrame({"run_id": ["a"], "metrics.loss": [0.7]})
    frame.attrs["history"] = {"a": {"loss": [(1, 0.9), (0, 1.0), (1, 0.5), (1, 0.7)]}}
    assert _curve(of_frame(frame), "a", "loss") == [(0, 1.0), (1, 0.9), (1, 0.5), (1, 0.7)]
