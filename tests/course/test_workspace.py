"""A learner works in copies: what is missing is brought, what is there is never touched."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlops_widgets.course import copy_missing, labs, originals
from mlops_widgets.course.__main__ import main

NOTEBOOKS = sorted(
    path.relative_to(originals()) for path in originals().rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
ALL = [*NOTEBOOKS, *(Path("labs") / f"{lab.name}.ipynb" for lab in labs())]


def test_the_originals_have_an_index():
    assert Path("index.ipynb") in ALL
    assert len(ALL) >= 2


def test_an_empty_folder_gets_every_notebook_as_it_was_written(tmp_path):
    made = copy_missing(tmp_path / "new" / "work")
    assert [path.relative_to(tmp_path / "new" / "work") for path in made] == ALL
    for path in NOTEBOOKS:
        assert (tmp_path / "new" / "work" / path).read_bytes() == (originals() / path).read_bytes()


def test_a_second_time_nothing_is_copied(tmp_path):
    copy_missing(tmp_path)
    assert copy_missing(str(tmp_path)) == []


def test_what_the_learner_wrote_is_kept_and_only_the_missing_one_comes_back(tmp_path):
    copy_missing(tmp_path)
    (tmp_path / "index.ipynb").write_text("mine", "utf-8")
    (tmp_path / ALL[0]).unlink()
    assert copy_missing(tmp_path) == [tmp_path / ALL[0]]
    assert (tmp_path / "index.ipynb").read_text("utf-8") == "mine"


def test_copies_can_be_written_even_where_the_originals_cannot(tmp_path):
    for path in copy_missing(tmp_path):
        path.write_text("mine", "utf-8")
    assert all((originals() / path).read_text("utf-8") != "mine" for path in NOTEBOOKS)


def test_the_command_says_what_it_did(tmp_path, capsys):
    assert main(["open", str(tmp_path / "work")]) == 0
    assert f"{len(ALL)} notebooks copied, 0 of yours kept." in capsys.readouterr().out
    assert main(["open", str(tmp_path / "work")]) == 0
    assert f"0 notebooks copied, {len(ALL)} of yours kept." in capsys.readouterr().out


def test_the_backups_that_jupyter_makes_are_not_counted(tmp_path, capsys):
    main(["open", str(tmp_path)])
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "index-checkpoint.ipynb").write_text("{}", "utf-8")
    capsys.readouterr()
    main(["open", str(tmp_path)])
    assert f"0 notebooks copied, {len(ALL)} of yours kept." in capsys.readouterr().out


def test_it_runs_as_a_module(tmp_path):
    command = [sys.executable, "-m", "mlops_widgets.course", "open", str(tmp_path / "work")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "notebooks copied" in ran.stdout
    assert (tmp_path / "work" / "index.ipynb").exists()


@pytest.mark.parametrize("arguments", [[], ["open"], ["shut", "work"]])
def test_a_wrong_command_is_told_how_it_is_used(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: python -m mlops_widgets.course" in capsys.readouterr().err
