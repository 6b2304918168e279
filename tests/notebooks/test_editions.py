"""Behind a notebook runs every wrong answer, then the reference; where one is not told rightly the run ends."""

import nbformat
import pytest

from tools.editions import answered, asked
from tools.execute import execute

ASK = 'my_window = 48\n\ncourse.check("drift.window", my_window)'


def notebook(*cells):
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "python3", "language": "python"}},
    )


@pytest.mark.parametrize("source", ["x = 1", "%time x = 1", "check('drift.window', 3)", "course.Quiz('a')", ""])
def test_a_cell_that_asks_nothing_stays_as_it_is(source):
    assert asked(source) is None
    assert [cell.source for cell in answered(notebook(source)).cells] == [source]


def test_a_check_before_the_end_of_its_cell_is_refused():
    with pytest.raises(ValueError, match="must be the last statement"):
        asked('course.check("drift.window", 48)\nprint("more")')


@pytest.mark.parametrize(
    "source", ['course.check("drift.window", answer=48)', 'told = course.check("drift.window", 48)']
)
def test_a_check_that_could_not_be_answered_is_refused(source):
    with pytest.raises(ValueError, match=r"write course\.check"):
        asked(source)


def test_behind_the_notebook_as_it_stands_each_wrong_answer_comes_with_its_reason_and_then_the_reference():
    cells = [cell.source for cell in answered(notebook("import x", ASK, "after")).cells]
    assert cells[:3] == ["import x", ASK, "after"]
    assert cells[3].startswith("my_window = 36\n\n_told = course.check('drift.window', my_window)")
    assert "(False, 'cries wolf')" in cells[3]
    assert cells[-1].startswith("my_window = 96\n")
    assert "(True, '')" in cells[-1]


def test_cells_that_use_what_an_exercise_gives_come_once_more_behind_its_reference():
    used = ["twice = 2 * my_window", "%time print(twice)"]
    cells = [cell.source for cell in answered(notebook("twice = 1", ASK, "other = 3", *used, ASK)).cells]
    assert [cells[6:].count(each) for each in used] == [1, 1]
    assert cells[6:].count("other = 3") == cells[6:].count("twice = 1") == 0
    first = cells.index(used[0], 6)
    assert cells[first - 1].startswith("my_window = 96\n")
    assert cells[first + 1] == used[1]


@pytest.mark.parametrize(
    ("taken", "for_"),
    [
        ("my_window = 96", "my_window = 84 + 1"),
        pytest.param("my_window = 36", "my_window = 48", marks=pytest.mark.slow),
    ],
)
def test_an_answer_that_is_not_told_rightly_fails_in_its_cell(tmp_path, taken, for_):
    made = answered(notebook("from mlops_widgets import course", ASK))
    for cell in made.cells:
        cell.source = cell.source.replace(taken, for_)
    nbformat.write(made, tmp_path / "a.ipynb")
    report = execute(tmp_path / "a.ipynb", into=tmp_path / "executed")
    (problem,) = report.problems
    assert "AssertionError: " in problem.sentence
    assert for_ in problem.source
