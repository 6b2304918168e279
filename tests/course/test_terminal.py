"""Commands run for real in a folder of their own, and nothing of the learner's is touched."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from mlops_widgets.course import CourseError, Terminal


@pytest.fixture
def terminal():
    return Terminal()


def written(terminal, text, name="script.py"):
    (terminal.folder / name).write_text(text, encoding="utf-8")
    return name


def commit(terminal, *words):
    written(terminal, "limit = 40\n")
    return [terminal.run("git", *each) for each in (("init", "-q"), ("add", "script.py"), ("commit", "-m", "Why"))]


def test_a_command_is_printed_with_what_it_says_and_gives_its_exit_status(terminal, capsys):
    assert terminal.run("python", written(terminal, "print('naïve ✓')\nraise SystemExit(3)\n")) == 3
    assert capsys.readouterr().out == "$ python script.py\nnaïve ✓\n"


def test_python_is_the_one_that_asks(terminal, capsys):
    terminal.run("python", written(terminal, "import sys\nprint(sys.executable)\n"))
    assert capsys.readouterr().out.splitlines()[1] == sys.executable


def test_output_goes_into_a_file_and_what_went_wrong_onto_the_screen(terminal, capsys):
    script = written(terminal, "import sys\nprint('result')\nprint('trouble', file=sys.stderr)\n")
    assert terminal.run("python", script, into="log.txt") == 0
    assert capsys.readouterr().out == "$ python script.py > log.txt\ntrouble\n"
    assert (terminal.folder / "log.txt").read_text(encoding="utf-8") == "result\n"


def test_words_with_spaces_reach_the_program_whole(terminal, capsys):
    terminal.run("python", "-c", "import sys; print(sys.argv[1:])", "two words", "$HOME", "*")
    assert capsys.readouterr().out.splitlines()[1] == "['two words', '$HOME', '*']"


def test_git_commits_compares_and_branches(terminal, capsys):
    assert commit(terminal) == [0, 0, 0]
    written(terminal, "limit = 60\n")
    capsys.readouterr()
    assert terminal.run("git", "diff") == 0
    assert {"-limit = 40", "+limit = 60"} <= set(capsys.readouterr().out.splitlines())
    for words in (("switch", "-c", "half"), ("commit", "-am", "Half"), ("switch", "main")):
        assert terminal.run("git", *words) == 0
    assert (terminal.folder / "script.py").read_text(encoding="utf-8") == "limit = 40\n"


def test_git_sees_no_setting_of_the_learner_s_and_changes_none(terminal, tmp_path, monkeypatch, capsys):
    mine = tmp_path / "mine"
    mine.write_text(
        "[commit]\n\tgpgsign = true\n[core]\n\thooksPath = /nowhere\n[user]\n\tname = Me\n", encoding="utf-8"
    )
    before = mine.read_bytes()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(mine))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "precious"))
    assert commit(terminal) == [0, 0, 0]
    assert terminal.run("git", "config", "--global", "user.name", "Somebody") == 0
    assert (mine.read_bytes(), (tmp_path / "precious").exists()) == (before, False)
    capsys.readouterr()
    terminal.run("git", "log", "--format=%an")
    assert capsys.readouterr().out.splitlines()[1] == "A learner"


def test_git_never_finds_a_repository_above(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert Terminal().run("git", "status") != 0


def test_a_program_that_is_not_there_is_told_like_a_shell_tells_it(terminal, capsys):
    assert terminal.run("no-such-program") == 127
    assert capsys.readouterr().out == (
        "$ no-such-program\nno-such-program: not found. Install it, and start JupyterLab again.\n"
    )


def test_a_program_that_never_ends_is_stopped(terminal, capsys):
    script = written(terminal, "import time\nprint('begun', flush=True)\ntime.sleep(60)\n")
    assert terminal.run("python", script, seconds=2) == 124
    assert capsys.readouterr().out == "$ python script.py\nbegun\nstopped after 2 s\n"


def test_a_program_that_asks_gets_no_answer_and_does_not_wait(terminal):
    assert terminal.run("python", written(terminal, "input('who? ')\n")) == 1


@pytest.mark.parametrize("command", [(), (3,), ("git", None), (["git", "status"],)])
def test_what_is_no_command_is_told_with_the_way_out(terminal, command):
    with pytest.raises(CourseError, match=r'command must be words, got .*: run\("git", "status"\), for example\.'):
        terminal.run(*command)


def test_the_folder_goes_with_the_terminal():
    terminal = Terminal()
    commit(terminal)
    folder = Path(terminal.folder)
    del terminal
    gc.collect()
    assert not folder.parent.exists()
