"""What was done is kept in a file: by several kernels at once, through torn lines, or in memory and said so."""

import json
import subprocess
import sys

import pytest

from mlops_widgets.stage import BoardError
from mlops_widgets.stage.board.log import Afresh, FileLog, MemoryLog, checked, folder, open_log


@pytest.fixture(autouse=True)
def boards(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path / "boards"))
    return tmp_path / "boards"


def put(log, number):
    log.add(lambda _: {"n": number})


def read(log):
    found = []
    log.add(found.extend)
    return found


def test_what_is_added_is_read_by_the_next_log_of_the_same_file(tmp_path):
    log = FileLog(tmp_path / "a.jsonl")
    for number in range(3):
        put(log, number)
    assert read(log) == []  # its own lines are not new to it
    assert read(FileLog(tmp_path / "a.jsonl")) == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_line_of_somebody_else_is_handed_over_before_one_is_added(tmp_path):
    one, other = FileLog(tmp_path / "a.jsonl"), FileLog(tmp_path / "a.jsonl")
    put(one, 1)
    seen = []

    def decide(lines):
        seen.extend(lines)
        return {"n": 2}

    other.add(decide)
    assert seen == [{"n": 1}]
    assert read(one) == [{"n": 2}]


@pytest.mark.parametrize("broken", [b'{"n": 1', b"\xff\xfe\n", b"[1]\n", b"null\n"])
def test_a_broken_line_is_set_aside_and_said_so_and_nothing_else_is_lost(tmp_path, broken):
    path = tmp_path / "a.jsonl"
    put(FileLog(path), 0)
    path.write_bytes(path.read_bytes() + broken)
    put(FileLog(path), 2)
    first, sentence, last = read(FileLog(path))
    assert (first, last) == ({"n": 0}, {"n": 2})
    assert sentence == f"Line 2 of {path} cannot be read and was left out; it is still in the file."
    assert broken.strip() in path.read_bytes()


@pytest.mark.parametrize(
    ("now", "way"),
    [([0], "written"), ([5, 6, 7, 8], "written"), ([8, 1, 2], "renamed"), ([], "removed"), ([7, 8], "removed")],
    ids=["shorter", "longer", "as long, renamed", "removed", "made anew"],
)
def test_another_file_in_its_place_begins_afresh(tmp_path, now, way):
    path = tmp_path / "a.jsonl"
    log = FileLog(path)
    for number in range(3):
        put(log, number)
    if way == "removed":
        path.unlink()
    other = path if way == "written" else tmp_path / "b.jsonl"
    if now or way != "removed":
        other.write_text("".join(f'{{"n": {number}}}\n' for number in now), encoding="utf-8")
        other.replace(path)
    begun, *lines = read(log)
    assert begun == Afresh(f"{path} was replaced or emptied: what it holds now is all there is.")
    assert lines == [{"n": number} for number in now]
    put(log, 9)
    assert read(FileLog(path)) == [*lines, {"n": 9}]
    assert read(log) == []


def test_a_file_that_somebody_else_only_adds_to_is_still_the_same(tmp_path):
    one, other = FileLog(tmp_path / "a.jsonl"), FileLog(tmp_path / "a.jsonl")
    assert read(one) == []
    for number in range(40):
        put(other, number)
        assert read(one) == [{"n": number}]


def test_what_cannot_be_decided_adds_nothing(tmp_path):
    log = FileLog(tmp_path / "a.jsonl")
    with pytest.raises(ZeroDivisionError):
        log.add(lambda _: {"n": 1 / 0})
    put(log, 1)
    assert read(FileLog(tmp_path / "a.jsonl")) == [{"n": 1}]


def test_four_processes_tear_no_line_and_each_knows_all_that_came_before(tmp_path):
    code = (
        "import sys; from pathlib import Path; from mlops_widgets.stage.board.log import FileLog\n"
        "log, count = FileLog(Path(sys.argv[1])), 0\n"
        "def decide(lines):\n"
        "    global count\n"
        "    count += len(lines) + 1\n"
        "    return {'count': count, 'long': 'x' * 5000}\n"
        "for _ in range(100): log.add(decide)\n"
    )
    path = tmp_path / "a.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [each.wait(120) for each in running] == [0] * 4
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["count"] for line in lines] == list(range(1, 401))


def test_the_folder_is_that_of_the_environment_or_among_the_users_data(boards, monkeypatch):
    assert folder() == boards
    monkeypatch.delenv("MLOPS_BOARDS")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(boards / "data"))
    assert folder() == boards / "data" / "mlops-widgets" / "boards"


def test_where_nothing_can_be_written_it_is_kept_in_memory_and_said_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path / "file"))
    log, (sentence,) = open_log("mine")
    assert isinstance(log, MemoryLog)
    assert "kept only until the kernel ends" in sentence
    assert "Set MLOPS_BOARDS to a folder" in sentence


@pytest.mark.parametrize("key", ["a", "week-7", "2013.storm_b", "a" * 64])
def test_a_plain_key_is_a_files_name(key):
    assert checked(key) == key


@pytest.mark.parametrize(
    ("key", "way_out"),
    [("", "try 'my-board'"), ("Week 7", "try 'week-7'"), ("../up", "try 'up'"), ("a/b", "try 'a-b'"),
     ("con", "try 'my-con'"), ("lpt1.x", "try 'my-lpt1.x'"), ("a.", "try 'a'"), ("a" * 65, "try 'aaa"),
     (3, "try '3'"),
     ("äö", "try 'my-board'")],
)  # fmt: skip
def test_a_key_that_is_no_files_name_everywhere_gets_a_sentence(key, way_out):
    with pytest.raises(BoardError, match=r"^key ") as caught:
        checked(key)
    assert way_out in str(caught.value)
    assert repr(key) in str(caught.value)
