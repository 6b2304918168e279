"""Each planted commit is stopped by the step that is there for it, and the workflow is one that GitHub would take."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlops_widgets import pipelines
from mlops_widgets.pipelines import PLANTED
from mlops_widgets.pipelines.repository import PROJECT, WORKFLOW


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return pipelines.begin(tmp_path_factory.mktemp("flights") / "repository")


FIRST = "doubled"  # main and the others are for make prove: chapter 5 runs them all
MAIN = "main"


@pytest.fixture(scope="module")
def outcomes(request, repository):
    """Of the commits that were asked for."""
    asked = {item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")}
    for name in PLANTED:
        pipelines.plant(repository, name)
    chosen = [name for name in (MAIN, *PLANTED) if name in asked or name == FIRST]
    with ThreadPoolExecutor(2) as two:
        runs = two.map(lambda name: pipelines.run(repository, name), chosen)
        return {each.commit: each for each in runs}


@pytest.mark.slow
@pytest.mark.parametrize("name", [MAIN])
def test_what_is_on_main_passes_all_five(outcomes, name):
    assert [step.name for step in outcomes[name].steps] == ["code", "data", "smoke", "quality", "integration"]
    assert outcomes[name].stopped_by == "", outcomes[name].steps[-1].says


@pytest.mark.parametrize(
    "name", [FIRST, *(pytest.param(name, marks=pytest.mark.slow) for name in PLANTED if name != FIRST)]
)
def test_each_planted_commit_is_stopped_where_it_should_be(outcomes, name):
    assert outcomes[name].stopped_by == PLANTED[name].stopped_by, outcomes[name].steps[-1].says


@pytest.mark.slow
def test_every_step_stops_one_of_them_and_one_gets_through(outcomes):
    assert {each.stopped_by for each in outcomes.values()} == {"code", "data", "smoke", "quality", "integration", ""}


def test_a_failed_step_says_why_and_one_that_passed_says_nothing(outcomes):
    assert "mean far from 962" in outcomes[FIRST].steps[-1].says
    assert outcomes[FIRST].steps[0].says == ""
    assert "data FAILED" in str(outcomes[FIRST])


def test_main_is_as_it_was_and_no_branch_stands_on_another(repository):
    assert pipelines.git(repository, "status", "--porcelain") == ""
    assert pipelines.git(repository, "rev-list", "--count", "main") == "1"
    for name in PLANTED:
        assert pipelines.git(repository, "rev-list", "--count", name) == "2"


def test_the_workflow_follows_the_schema_and_a_slip_in_it_is_named():
    text = (PROJECT / "workflow.yml").read_text("utf-8")
    assert pipelines.problems(text) == []
    (told,) = pipelines.problems(text.replace("runs-on:", "run-on:"))
    assert "jobs.check" in told
    assert pipelines.problems("on: [push\n")[0].startswith("no YAML")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="must be empty"):
        pipelines.begin(tmp_path)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


def test_a_repository_that_is_not_ours_is_left_alone_even_if_it_looks_alike(tmp_path):
    for name in ("model.py", "params.yaml", "three_years.txt"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    pipelines.git(tmp_path, "init", "-q")
    with pytest.raises(FileExistsError, match="must be empty"):
        pipelines.begin(tmp_path)
    assert (tmp_path / "three_years.txt").is_file()


def test_begun_anew_what_we_planted_is_gone_and_what_somebody_changed_is_kept(tmp_path, repository):
    copy = tmp_path / "copy"
    shutil.copytree(repository, copy)
    pipelines.plant(copy, "clock")
    assert pipelines.git(pipelines.begin(copy), "branch", "--format=%(refname:short)") == "main"
    assert (copy / WORKFLOW).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    (copy / "train.py").write_text("# mine\n", encoding="utf-8")
    pipelines.git(copy, "commit", "-aqm", "mine")
    pipelines.begin(copy)
    assert (tmp_path / "copy_kept_1" / "train.py").read_text("utf-8") == "# mine\n"


def test_what_is_not_committed_is_not_carried_into_a_planted_commit(tmp_path):
    mine = pipelines.begin(tmp_path / "mine")
    with (mine / "train.py").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    with pytest.raises(ValueError, match=r"no uncommitted changes, got train\.py"):
        pipelines.plant(mine, "clock")
    assert (mine / "train.py").read_text("utf-8").endswith("# mine\n")


def test_a_step_that_takes_too_long_is_stopped_with_all_that_it_started(tmp_path, monkeypatch):
    mine = pipelines.begin(tmp_path / "mine")
    code = "import time, pathlib; time.sleep(3); pathlib.Path('late').touch()"
    told = (mine / WORKFLOW).read_text("utf-8").replace("python -m ruff check -q . &&", f'python -c "{code}" &&')
    (mine / WORKFLOW).write_text(told, encoding="utf-8")
    pipelines.git(mine, "commit", "-aqm", "slow")
    monkeypatch.setattr("mlops_widgets.pipelines.workflow._PATIENCE", 0.5)
    outcome = pipelines.run(mine)
    assert outcome.stopped_by == "code"
    assert outcome.steps[0].says == "not done after 0.5 s"
    assert outcome.steps[0].seconds < 2.5


def test_unknown_names_and_changed_files_are_told(tmp_path):
    with pytest.raises(KeyError, match="must be one of renamed"):
        pipelines.plant(tmp_path, "typo")
    mine = pipelines.begin(tmp_path / "mine")
    (mine / "params.yaml").write_text("rounds: 1\n", encoding="utf-8")
    pipelines.git(mine, "commit", "-aqm", "mine")
    with pytest.raises(ValueError, match=r"params\.yaml on main must hold"):
        pipelines.plant(mine, "faster")
