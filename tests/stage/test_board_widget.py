"""The widget of a board: does every request once, keeps it, finds it again, and sends little."""

import json
from dataclasses import dataclass, replace

import pytest

from mlops_widgets import stage
from mlops_widgets.stage import Action, Board, BoardError, former
from mlops_widgets.stage.board.log import FileLog
from mlops_widgets.stage.board.view import LiveBoard


@dataclass(frozen=True)
class Tags:
    names: tuple[tuple[int, str], ...] = ()


class Tag(Action):
    kind: str = "tag"
    row: int
    name: str


def apply(tags, action):
    if not 0 <= action.row < 5000:
        raise BoardError(f"row must be 0 to 4999, got {action.row}.")
    return replace(tags, names=(*tags.names, (action.row, action.name)))


def rows(tags, first, count):
    names = dict(tags.names)
    return [[row, f"transcript {row}", names.get(row, "")] for row in range(first, min(first + count, 5000))]


BOARD = Board(
    name="test.tags", State=Tags, actions=(Tag,), apply=apply, view=lambda tags: {"tagged": len(tags.names)},
    backdrop=lambda tags: {"rows": 5000}, text=lambda tags: f"{len(tags.names)} of 5000 rows have a tag.", rows=rows,
    total=lambda tags: 5000, say=lambda before, after: f"{len(after.names)} tagged.", entry="boards/points.js",
    samples=({"kind": "tag", "row": 0, "name": "noise"}, {"kind": "tag", "row": 4999, "name": "noise"}),
)  # fmt: skip


@pytest.fixture(autouse=True)
def boards(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    return tmp_path


@pytest.fixture
def make():
    made = []

    def make_one(key="mine", board=BOARD):
        made.append(board.widget(key))
        return made[-1]

    yield make_one
    for widget in made:
        widget.close()


def tag(row, name="noise"):
    return {"kind": "tag", "row": row, "name": name}


def ask(widget, name, *actions, first=1, **more):
    """As the page asks: the actions numbered by the view."""
    view = name.partition(":")[0]
    numbered = [[number, action] for number, action in enumerate(actions, first)]
    widget.request = {"id": name, "view": view, "actions": numbered, **more}
    return widget.answer


def test_the_first_answer_is_there_at_once(make):
    answer = make().answer
    assert (answer["id"], answer["error"], answer["view"]) == ("first", "", {"tagged": 0})
    assert (answer["undo"], answer["redo"], answer["notes"]) == (False, False, [])


def test_a_request_is_answered_under_its_own_number_and_said_aloud(make):
    widget = make()
    answer = ask(widget, "page:1", tag(3), tag(4))
    assert (answer["id"], answer["said"], answer["seen"]) == ("page:1", "2 tagged.", {"page": 2})
    assert widget.state.names == ((3, "noise"), (4, "noise"))
    assert json.dumps([widget.spec, widget.backdrop, answer], allow_nan=False)


def test_what_is_asked_again_because_no_answer_came_is_done_once(make):
    widget = make()
    ask(widget, "page:1", tag(1), tag(2))
    ask(widget, "page:2", tag(1), tag(2), tag(3))
    assert [row for row, _ in widget.state.names] == [1, 2, 3]
    ask(widget, "other:1", tag(4))
    assert len(widget.state.names) == 4


def test_a_bad_action_gets_its_sentence_and_those_around_it_are_done(make):
    widget = make()
    answer = ask(widget, "page:1", tag(1), tag(7000), {"kind": "shout"}, tag(2))
    assert "row must be 0 to 4999, got 7000." in answer["error"]
    assert "got 'shout'" in answer["error"]
    assert len(widget.errors) == 2
    assert len(widget.state.names) == 2
    assert ask(widget, "page:2", tag(3), first=5)["error"] == ""


def test_an_error_that_nobody_foresaw_is_shown_too(make):
    broken = replace(BOARD, apply=lambda tags, action: 1 / 0)
    widget = make("broken", broken)
    assert ask(widget, "page:1", tag(1))["error"] == "ZeroDivisionError: division by zero"
    assert widget.errors == ["ZeroDivisionError: division by zero"]
    widget = make("dark", replace(BOARD, view=lambda tags: {"at": 1 / len(tags.names)}))
    assert "ZeroDivisionError" in widget.answer["error"]


def test_from_python_a_bad_action_raises(make):
    with pytest.raises(BoardError, match="got 7000"):
        make().act(tag(7000))


def test_the_same_key_finds_everything_again_undo_included(make, boards):
    widget = make()
    for row in range(4):
        widget.act(Tag(row=row, name="noise"))
    widget.undo()
    widget.undo()
    widget.redo()
    again = make()
    assert again.state == widget.state
    assert [row for row, _ in again.state.names] == [0, 1, 2]
    assert again.answer["redo"]
    assert len((boards / "mine.jsonl").read_text("utf-8").splitlines()) == 7
    assert make("another").state == Tags()


def test_two_kernels_on_one_key_lose_nothing_of_each_other(make):
    one, other = make(), make()
    one.act(tag(1))
    other.act(tag(2))
    one.act(tag(3))
    assert one.state.names == ((1, "noise"), (2, "noise"), (3, "noise"))
    assert make().state == one.state


def test_a_broken_line_is_said_and_an_action_that_no_longer_fits_too(make, boards):
    make().act(tag(1))
    with (boards / "mine.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"board": "test.tags", "action": {"kind": "sing"}}\n{"board": "te')
    widget = make()
    assert widget.state.names == ((1, "noise"),)
    assert "can no longer be done and was left out" in widget.answer["notes"][0]
    assert "Line 3 of" in widget.answer["notes"][1]
    assert widget.errors == []
    widget.act(tag(2))
    assert len(make().state.names) == 2


def test_a_key_of_another_board_is_refused_by_name(make, boards):
    make().act(tag(1))
    with pytest.raises(BoardError, match=r"key 'mine' keeps the work of 'test.tags', not of 'test.other'"):
        replace(BOARD, name="test.other").widget("mine")


def test_two_boards_that_find_one_key_at_once_leave_the_file_to_the_first(make):
    one, other = make(), replace(BOARD, name="test.other").widget("mine")
    one.act(tag(1))
    for _ in range(2):
        with pytest.raises(BoardError, match="give this board a key of its own"):
            other.act(tag(2))
    other.close()
    assert make().state == one.state


@pytest.mark.parametrize("held", [[tag(1)], []], ids=["a shorter one", "an empty one"])
def test_a_file_put_in_the_place_of_the_old_one_is_all_there_is(make, boards, held):
    widget = make()
    for row in (1, 2, 3):
        widget.act(tag(row))
    lines = [json.dumps({"board": "test.tags", "action": each}) + "\n" for each in held]
    (boards / "mine.jsonl").write_text("".join(lines), encoding="utf-8")
    answer = ask(widget, "page:1", tag(4))
    assert [row for row, _ in widget.state.names] == [*(each["row"] for each in held), 4]
    assert "mine.jsonl was replaced or emptied: what it holds now is all there is." in answer["notes"][0]
    assert answer["error"] == ""
    assert make().state == widget.state


def test_where_nothing_can_be_written_work_goes_on_and_it_is_said(make, boards, monkeypatch):
    (boards / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MLOPS_BOARDS", str(boards / "file"))
    widget = make()
    widget.act(tag(1))
    widget.undo()
    assert "kept only until the kernel ends" in widget.answer["notes"][0]


def test_a_file_that_can_no_longer_be_written_loses_no_action(make, boards):
    widget = make()
    widget.act(tag(1))
    for path in boards.iterdir():
        path.unlink()
    boards.rmdir()
    boards.write_text("in the way", encoding="utf-8")
    widget.act(tag(2))
    assert widget.state.names == ((1, "noise"), (2, "noise"))
    assert "can no longer be written" in widget.answer["notes"][0]
    boards.unlink()


def test_a_disk_that_is_full_loses_no_action_and_does_none_twice(make, monkeypatch):
    def full(self, file, entry):
        raise OSError(28, "No space left on device")

    widget = make()
    widget.act(tag(1))
    monkeypatch.setattr(FileLog, "_append", full)
    widget.act(tag(2))
    widget.act(tag(3))
    assert [row for row, _ in widget.state.names] == [1, 2, 3]
    assert "No space left on device" in widget.answer["notes"][0]
    assert len(widget.answer["notes"]) == 1


# What travels


def test_of_five_thousand_rows_only_a_page_travels(make):
    widget = make()
    answer = ask(widget, "page:1", tag(2501), page={"first": 2500, "count": 50})
    assert answer["page"]["first"] == 2500
    assert answer["page"]["rows"][1] == [2501, "transcript 2501", "noise"]
    assert len(answer["page"]["rows"]) == 50
    assert len(json.dumps(answer)) < 3000
    assert len(json.dumps(rows(widget.state, 0, 5000))) > 100_000
    assert answer["page"]["total"] == 5000
    assert len(ask(widget, "page:2", page={"first": 4990, "count": 50})["page"]["rows"]) == 10
    assert len(ask(widget, "page:3", page={"first": -5, "count": 9999})["page"]["rows"]) == 200


def test_rows_stay_in_no_answer_that_did_not_ask_for_them(make):
    widget = make()
    assert "page" in ask(widget, "page:1", page={"first": 0, "count": 50})
    widget.act(tag(3))
    assert "page" not in widget.answer
    ask(widget, "page:2", page={"first": 0, "count": 50})
    assert "page" not in ask(widget, "other:1", tag(4))
    answer = ask(widget, "page:3", tag(5), first=2, page={"first": 0, "count": 50})
    assert [name for _, _, name in answer["page"]["rows"][3:6]] == ["noise", "noise", "noise"]


def test_the_edition_tells_whether_rows_are_still_true(make):
    widget = make()
    editions = [widget.answer["edition"]]
    for name, actions in [("a:1", [tag(1)]), ("b:1", []), ("a:2", [tag(1), {"kind": "undo"}]), ("a:3", [tag(7000)])]:
        editions.append(ask(widget, name, *actions, page={"first": 0, "count": 5})["edition"])
    widget.redo()
    first, tagged, only_asked, undone, refused, redone = [*editions, widget.answer["edition"]]
    assert first < tagged == only_asked < undone == refused < redone


def test_rows_that_cannot_be_made_are_a_sentence_and_the_action_is_done(make):
    widget = make("bad", replace(BOARD, rows=lambda tags, first, count: 1 / 0))
    answer = ask(widget, "page:1", tag(1), page={"first": 0, "count": 50})
    assert answer["error"] == "ZeroDivisionError: division by zero"
    assert "page" not in answer
    assert widget.state.names == ((1, "noise"),)
    with pytest.raises(stage.DriveError, match=r"rows from 0: ZeroDivisionError"):
        stage.drive(make("driven", widget.board))


@pytest.mark.parametrize(("alone", "missing"), [("total", "rows"), ("rows", "total")])
def test_rows_without_their_number_are_refused(alone, missing):
    with pytest.raises(BoardError, match=f"got {alone} alone: give {missing} as well"):
        replace(BOARD, **{missing: None})


def test_what_seldom_changes_is_sent_once(make):
    widget, sent = make(), []
    widget.observe(lambda change: sent.append(change["new"]), names="backdrop")
    for row in range(5):
        widget.act(tag(row))
    assert sent == []


# Driven, shown, made again


def test_driving_reaches_every_sample_and_leaves_file_and_page_alone(make, boards):
    done, sent = [], []
    widget = make(
        "mine", replace(BOARD, apply=lambda tags, action: (done.append(action.row), apply(tags, action))[1])
    )
    widget.act(tag(7))
    before = (boards / "mine.jsonl").read_bytes()
    widget.observe(lambda change: sent.append(change["new"]), names="answer")
    stage.drive(widget)
    assert done == [7, 0, 4999]
    assert sent == []
    assert widget.state.names == ((7, "noise"),)
    assert (boards / "mine.jsonl").read_bytes() == before


def test_what_a_page_does_in_the_middle_of_a_drive_is_kept(make, boards):
    widget = make()
    widget.act(tag(7))
    for count, (_, move) in enumerate(widget.corners()):
        move()
        if count == 1:
            assert ask(widget, "page:1", tag(8))["view"] == {"tagged": 2}
    assert widget.state.names == ((7, "noise"), (8, "noise"))
    assert (widget.answer["id"], widget.answer["view"]) == ("page:1", {"tagged": 2})
    assert make().state == widget.state


def test_the_board_that_is_driven_is_closed_and_takes_nobodys_place(make, monkeypatch):
    monkeypatch.setattr(former, "_whereabouts", lambda: ("a cell that drives", "run 1"))
    made = []
    monkeypatch.setattr(LiveBoard, "open", lambda self, opened=LiveBoard.open: (made.append(self), opened(self))[1])
    widget = make()
    stage.drive(widget)
    _, driven = made
    assert (driven.comm, widget.comm is None) == (None, False)
    monkeypatch.setattr(former, "_whereabouts", lambda: ("a cell that drives", "run 2"))
    next(widget.corners())
    assert widget.comm is not None


def test_driving_a_board_that_fails_names_it(make):
    widget = make("bad", replace(BOARD, samples=(tag(9000),)))
    with pytest.raises(stage.DriveError, match=r'"test.tags".*row must be 0 to 4999, got 9000') as caught:
        stage.drive(widget)
    assert len(caught.value.failures) == 1
    assert widget.errors == []


def test_the_output_is_a_widget_and_a_sentence(make):
    bundle = make()._repr_mimebundle_()[0]
    assert bundle["text/plain"] == "0 of 5000 rows have a tag."
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_running_a_cell_again_closes_the_board_it_made_before(make, monkeypatch):
    monkeypatch.setattr(former, "_whereabouts", lambda: ("a cell with a board", "run 1"))
    one = make()
    monkeypatch.setattr(former, "_whereabouts", lambda: ("a cell with a board", "run 2"))
    again = make()
    assert one.comm is None
    assert again.comm is not None
