"""One MLflow store for all tests of the chapter: to make its tables takes seconds."""

import pytest

from mlops_widgets.data.quiet import hush
from mlops_widgets.tracking import MlflowTracker

LEAVES = (7, 15, 31)


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def tracker(tmp_path_factory):
    """A store with twelve runs, four steps each; one of them failed."""
    hush()
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # where MLflow would put artefacts
        made = MlflowTracker(f"sqlite:///{folder / 'runs.db'}", "trees")
        for number in range(12):
            log_one(made, number)
    return made


def log_one(tracker, number):
    params = {"leaves": LEAVES[number % 3], "rate": 0.1 * (number + 1), "kind": "boosting"}
    tags = {"data": "v3" if number % 2 else "v2"} | ({"odd": "yes"} if number == 5 else {})
    try:
        with tracker.run(f"run-{number:02d}", params, tags) as run:
            for step in range(4):
                run.log({"loss": 1 / (1 + step) + number / 100}, step=step)
            if number == 11:
                raise OSError("the disk is full")  # noqa: TRY301 - the experiment fails here
            run.log({"auc": 0.6 + number / 100}, step=3)
    except OSError:
        pass
