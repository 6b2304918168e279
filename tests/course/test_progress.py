"""Progress is kept by several kernels at once, through a kill, in memory where it must, and never lost."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from mlops_widgets.course.progress import Progress, Share, mine, place
from mlops_widgets.stage.board.log import Afresh, FileLog

WRITER = (
    "import sys; from pathlib import Path; from mlops_widgets.course.progress import Progress\n"
    "progress = Progress(Path(sys.argv[1]))\n"
    "for number in range({times}): progress.add(check=sys.argv[2], passed=False, number=number, long='x' * 3000)\n"
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.jsonl"


def start(path, name, times):
    return subprocess.Popen([sys.executable, "-c", WRITER.format(times=times), str(path), name])


def test_what_one_kernel_adds_another_reads(path):
    one, other = Progress(path), Progress(path)
    one.add(check="a", passed=True)
    other.add(check="b", passed=False)
    assert [each["check"] for each in one.entries()] == ["a", "b"]
    assert [each["check"] for each in other.entries()] == ["a", "b"]
    assert all(each["at"].endswith("+00:00") for each in one.entries())


def test_three_kernels_write_at_once_and_no_line_is_lost_or_torn(path):
    running = [start(path, name, 120) for name in "abc"]
    assert [each.wait(120) for each in running] == [0] * 3
    found = Progress(path)
    assert found.notes == []
    for name in "abc":
        assert [each["number"] for each in found.entries() if each["check"] == name] == list(range(120))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no kill that cannot be caught")
def test_a_kernel_killed_while_it_writes_tears_at_most_its_own_last_line(path):
    steady, killed = start(path, "steady", 200), start(path, "killed", 100_000)
    while not path.exists() or path.stat().st_size < 300_000:
        assert killed.poll() is None
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert steady.wait(120) == 0
    found = Progress(path)
    assert [each["number"] for each in found.entries() if each["check"] == "steady"] == list(range(200))
    numbers = [each["number"] for each in found.entries() if each["check"] == "killed"]
    assert numbers == list(range(len(numbers)))
    assert len(found.notes) <= 1


def test_a_broken_line_is_set_aside_and_said_so(path):
    Progress(path).add(check="a", passed=True)
    path.write_bytes(path.read_bytes() + b'{"check": "b"')
    found = Progress(path)
    found.add(check="c", passed=True)
    assert [each["check"] for each in found.entries()] == ["a", "c"]
    (note,) = found.notes
    assert "Line 2" in note
    assert "still in the file" in note


def test_where_nothing_can_be_written_it_is_kept_in_memory_and_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    found = Progress(tmp_path / "file" / "progress.jsonl")
    found.add(check="a", passed=True)
    found.add(check="b", passed=True)
    assert [each["check"] for each in found.entries()] == ["a", "b"]
    (note,) = found.notes
    assert "kept only until the kernel ends" in note
    assert "Set MLOPS_PROGRESS" in note


def test_what_fails_to_be_written_half_way_is_kept_in_memory_with_all_before_it(path):
    progress = Progress(path)
    progress.add(check="a")
    path.unlink()
    path.mkdir()  # in the way
    progress.add(check="b")
    progress.add(check="c")
    assert [each["check"] for each in progress.entries()] == ["a", "b", "c"]
    assert len(progress.notes) == 1


def test_what_cannot_be_put_into_json_was_never_added(path):
    progress = Progress(path)
    for nonsense in (float("nan"), "\ud800"):
        with pytest.raises(ValueError, match=r"JSON|surrogates"):
            progress.add(check=nonsense)
    progress.add(check="a")
    assert [each["check"] for each in progress.entries()] == ["a"]


def test_a_file_that_can_only_be_read_still_tells_what_it_holds(path, monkeypatch):
    Progress(path).add(check="a")
    monkeypatch.setattr(FileLog, "add", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    found = Progress(path)
    found.add(check="b")
    assert [each["check"] for each in found.entries()] == ["a", "b"]
    assert "Permission denied" in found.notes[0]


def test_a_place_relative_to_a_folder_stays_there(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_PROGRESS", "mine.jsonl")
    monkeypatch.chdir(tmp_path)
    assert place() == tmp_path / "mine.jsonl"


def test_two_boards_under_one_key_do_not_meet(path):
    progress, seen = Progress(path), []
    Share(progress, "same", "course.quiz").add(lambda _: {"board": "course.quiz", "action": {}})
    Share(progress, "same", "course.predict").add(seen.extend)
    assert seen == []


def test_two_threads_of_one_kernel_lose_nothing(path):
    progress = Progress(path)
    threads = [
        threading.Thread(target=lambda name=name: [progress.add(check=name, number=number) for number in range(50)])
        for name in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(progress.entries()) == len(Progress(path).entries()) == 100


def test_a_share_hands_over_its_own_key_s_lines_and_no_others(path):
    one, other = Share(Progress(path), "quiz", "b"), Share(Progress(path), "quiz", "b")
    one.add(lambda lines: {"board": "b", "action": {"n": 1}})
    Progress(path).add(check="a", passed=True)
    Share(Progress(path), "else", "b").add(lambda lines: {"board": "b", "action": {"n": 9}})
    seen = []
    other.add(lambda lines: seen.extend(lines) or {"board": "b", "action": {"n": 2}})
    assert [line["action"]["n"] for line in seen] == [1]
    one.add(lambda lines: seen.extend(lines))
    assert [line["action"]["n"] for line in seen] == [1, 2]
    other.add(lambda lines: seen.extend(lines))
    assert len(seen) == 2


def test_two_shares_of_one_log_see_each_other(path):
    progress = Progress(path)
    one, other = Share(progress, "quiz", "b"), Share(progress, "quiz", "b")
    one.add(lambda lines: {"board": "b", "n": 1})
    seen = []
    other.add(lambda lines: seen.extend(lines))
    assert [line["n"] for line in seen] == [1]
    one.add(lambda lines: seen.extend(lines))
    assert len(seen) == 1


def test_a_file_put_in_the_place_of_the_old_one_is_all_there_is_for_a_share_too(path):
    progress, seen = Progress(path), []
    share = Share(progress, "week-7", "b")
    for number in range(3):
        share.add(lambda _, number=number: {"board": "b", "n": number})
    path.write_text('{"board": "b", "key": "week-7", "n": 8}\n', encoding="utf-8")
    share.add(seen.extend)
    begun, line = seen
    assert isinstance(begun, Afresh)
    assert f"{path} was replaced" in begun.sentence
    assert line == {"board": "b", "key": "week-7", "n": 8}
    assert progress.entries() == (line,)
    assert progress.notes == [begun.sentence]


def test_what_cannot_be_decided_adds_nothing(path):
    share = Share(Progress(path), "quiz", "b")
    with pytest.raises(ZeroDivisionError):
        share.add(lambda lines: {"n": 1 / 0})
    share.add(lambda lines: {"n": 1})
    assert [json.loads(line)["n"] for line in path.read_text("utf-8").splitlines()] == [1]


def test_the_place_is_that_of_the_environment_or_among_the_users_data(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_PROGRESS", str(tmp_path / "here.jsonl"))
    assert place() == tmp_path / "here.jsonl"
    assert mine() is mine()
    assert mine().place == str(tmp_path / "here.jsonl")
    monkeypatch.delenv("MLOPS_PROGRESS")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    assert place() == tmp_path / "data" / "mlops-widgets" / "progress.jsonl"
