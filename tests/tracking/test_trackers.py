"""What was logged is read back, from MLflow and from W&B's offline files, by one and the same experiment."""

import socket

import pytest

from mlops_widgets.stage import StageError
from mlops_widgets.tracking import MlflowTracker, WandbTracker, read_wandb
from mlops_widgets.tracking.trackers.offline import _records

pytestmark = pytest.mark.filterwarnings("ignore:.*loader strategy is deprecated")  # MLflow's own


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cabinet")
    tracker = WandbTracker(folder, "trees")
    with tracker.run("first", {"leaves": 15, "note": "x" * 70_000}, {"data": "v3"}) as run:
        for step in range(30):
            run.log({"loss": 1 / (1 + step)}, step=step)
        run.log({"auc": 0.7}, step=29)
    with pytest.raises(OSError, match="full"):
        _fail(tracker)
    return folder


def _fail(tracker):
    with tracker.run("second", {"leaves": 7}) as run:
        run.log({"loss": 0.5}, step=0)
        raise OSError("the disk is full")


def test_mlflow_gives_back_settings_tags_last_values_and_the_whole_curve(tracker):
    (run,) = tracker.client.search_runs([tracker.experiment_id], filter_string="attributes.run_name = 'run-04'")
    assert run.data.params == {"leaves": "15", "rate": "0.5", "kind": "boosting"}
    assert run.data.tags["data"] == "v2"
    assert run.data.metrics == {"loss": pytest.approx(0.29), "auc": pytest.approx(0.64)}
    history = tracker.client.get_metric_history(run.info.run_id, "loss")
    assert [each.step for each in history] == [0, 1, 2, 3]
    assert run.info.status == "FINISHED"


def test_a_run_that_raised_is_kept_as_failed_with_what_it_had_logged(tracker, cabinet):
    (run,) = tracker.client.search_runs([tracker.experiment_id], filter_string="attributes.status = 'FAILED'")
    assert (run.data.tags["mlflow.runName"], set(run.data.metrics)) == ("run-11", {"loss"})
    failed = read_wandb(cabinet).set_index("tags.mlflow.runName").loc["second"]
    assert (failed["status"], failed["metrics.loss"]) == ("FAILED", 0.5)


def test_wandb_gives_back_settings_tags_last_values_and_the_whole_curve(cabinet):
    frame = read_wandb(cabinet).set_index("tags.mlflow.runName")
    run = frame.loc["first"]
    assert (run["params.leaves"], run["tags.data"], run["status"]) == ("15", "v3", "FINISHED")
    assert run["metrics.loss"] == pytest.approx(1 / 30)
    assert run["metrics.auc"] == 0.7
    curve = read_wandb(cabinet).attrs["history"][run["run_id"]]["loss"]
    assert curve == [(step, pytest.approx(1 / (1 + step))) for step in range(30)]


def test_a_record_longer_than_a_block_is_put_together_again(cabinet):
    assert read_wandb(cabinet).set_index("tags.mlflow.runName").loc["first", "params.note"] == "x" * 70_000


def test_a_file_that_was_cut_short_gives_what_is_whole(cabinet):
    path = next(each for each in cabinet.rglob("*.wandb") if each.stat().st_size > 70_000)
    data = path.read_bytes()
    whole = list(_records(data))
    assert 0 < len(list(_records(data[:-40]))) < len(whole)
    assert list(_records(data[:3])) == []


def test_no_run_gets_a_sentence(tmp_path):
    with pytest.raises(StageError, match="there is no offline run below"):
        read_wandb(tmp_path)


def test_wandb_offline_asks_for_no_address(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *names, **_: asked.append(names) or [])
    with WandbTracker(tmp_path, "quiet").run("alone", {"a": 1}) as run:
        run.log({"loss": 1.0})
    assert asked == []
    assert len(read_wandb(tmp_path)) == 1


def test_what_the_experiment_raised_comes_first_and_the_run_is_ended_all_the_same(tracker, monkeypatch):
    def full(run):
        raise OSError("no room for measures")

    monkeypatch.setattr(tracker, "_write", full)
    runs = []

    def experiment(name, numbers):
        with tracker.run(name, {}) as run:
            runs.append(run.id)
            run.log({"mean": sum(numbers) / len(numbers)})

    with pytest.raises(ZeroDivisionError) as raised:
        experiment("broken", [])
    assert "no room for measures" in raised.value.__notes__[0]
    with pytest.raises(OSError, match="no room"):
        experiment("unwritten", [1.0])
    assert [tracker.client.get_run(run).info.status for run in runs] == ["FAILED", "FAILED"]
    for run in runs:
        tracker.client.delete_run(run)


def test_models_lie_beside_the_store_and_not_beside_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "store").mkdir()
    (tmp_path / "notebook").mkdir()
    monkeypatch.chdir(tmp_path / "notebook")
    made = MlflowTracker(f"sqlite:///{tmp_path / 'store' / 'runs.db'}", "trees")
    place = made.client.get_experiment(made.experiment_id).artifact_location
    assert place == (tmp_path / "store" / "files").as_uri()
    assert list((tmp_path / "notebook").iterdir()) == []
