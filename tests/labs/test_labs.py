"""Every lab keeps its promises: solved it has all points, untouched none, and nothing is given away."""

import re

import jupytext
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mlops_widgets.course import Lab, Variant, copy_missing, labs
from tools.labs import graded, marks

SECRET = {"MLOPS_LAB_SECRET": "another one", "MLOPS_LAB_LEARNER": "somebody"}

NBGRADER = {"grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}


def _by_length(lab):
    """Slow is the bandit's, whose solution takes as long as all others; test_bandit looks at its tests."""
    return pytest.param(lab, id=lab.name, marks=pytest.mark.slow if lab.name == "06_bandit" else ())


every_lab = pytest.mark.parametrize("lab", [pytest.param(lab, id=lab.name) for lab in labs()])


def _told(notebook):
    return [(cell, cell.metadata.nbgrader) for cell in notebook.cells if "nbgrader" in cell.metadata]


@pytest.mark.parametrize("lab", [_by_length(lab) for lab in labs()])
def test_solved_every_test_of_it_passes_seen_or_hidden(lab, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    place: dict[str, object] = {}
    for cell in (cell for cell in lab.solved().cells if cell.cell_type == "code"):
        exec(cell.source, place)


@pytest.mark.slow
@every_lab
def test_its_solution_has_all_points(lab):
    found = marks(lab.solved())
    assert [(mark.points, mark.sentence) for mark in found] == [(mark.most, "") for mark in found]


@every_lab
def test_untouched_each_test_says_what_to_do(lab, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    place: dict[str, object] = {}
    for cell in (cell for cell in lab.released().cells if cell.cell_type == "code"):
        if cell.metadata.nbgrader.grade:
            with pytest.raises(AssertionError) as told:  # with the words of its author, not with Python's
                exec(cell.source, place)
            assert len(str(told.value).split()) >= 8, told.value
        else:
            exec(cell.source, place)


@pytest.mark.slow
@every_lab
def test_untouched_it_has_no_points(lab):
    assert [(mark.points, mark.kind) for mark in marks(lab.released())] == [(0, "AssertionError")] * len(
        graded(lab.released())
    )


@pytest.mark.slow
@every_lab
def test_the_published_solution_is_worth_half_at_most_under_another_secret(lab):
    found = marks(lab.solved(), environment=SECRET)
    assert sum(mark.points for mark in found) <= sum(mark.most for mark in found) / 2


@every_lab
def test_no_solution_and_no_hidden_test_is_released(lab):
    text = lab.source.read_text("utf-8")
    parts = re.split(r"### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)", text)  # in turn for all and for the instructor
    for_all, secret = (
        {line.strip() for part in some for line in part.splitlines()} for some in (parts[::2], parts[1::2])
    )
    secret -= for_all
    released = {line.strip() for cell in lab.released().cells for line in cell.source.splitlines()}
    assert len(secret) > 5
    assert secret & released == set()
    assert len(released & for_all) > 30


@every_lab
def test_its_marks_are_nbgraders(lab):
    told = _told(lab.solved())
    names = [mark.grade_id for _, mark in told]
    assert len(set(names)) == len(names) == len(lab.solved().cells)
    assert all(set(mark) <= NBGRADER for _, mark in told)
    assert all(mark.points > 0 for _, mark in told if mark.grade)
    assert all(mark.locked != mark.solution for _, mark in told)
    assert all(mark.schema_version == 3 for _, mark in told)


@every_lab
def test_each_graded_cell_has_tests_that_a_learner_sees(lab):
    for cell in graded(lab.released()):
        assert "assert " in cell.source
        assert cell.metadata.tags == ["raises-exception"]  # one that fails does not hide the next from "Run All"


@every_lab
def test_a_person_reads_one_answer_in_words(lab):
    words = [cell for cell, mark in _told(lab.released()) if cell.cell_type == "markdown" and mark.solution]
    assert [cell.source for cell in words] == ["*Your answer, in words.*"]


@every_lab
def test_text_and_notebook_say_the_same(lab):
    notebook = lab.solved()
    again = jupytext.reads(jupytext.writes(notebook, fmt="py:percent"), fmt="py:percent")
    said = [[(cell.cell_type, cell.source, cell.metadata) for cell in each.cells] for each in (notebook, again)]
    assert said[0] == said[1]


@every_lab
def test_its_folder_tells_instructors_how_words_are_graded(lab):
    assert "Points for the words" in (lab.source.parent / "README.md").read_text("utf-8")


def test_a_learner_finds_the_labs_beside_the_notebooks(tmp_path):
    copy_missing(tmp_path)
    for lab in labs():
        text = (tmp_path / "labs" / f"{lab.name}.ipynb").read_text("utf-8")
        assert "your lines" in text
        assert "BEGIN SOLUTION" not in text


@pytest.mark.parametrize("mark", ["### BEGIN SOLUTION", "### END SOLUTION", "### BEGIN HIDDEN"])
def test_a_mark_without_its_partner_is_named(tmp_path, mark):
    path = tmp_path / "lab.py"
    path.write_text(f'# %% nbgrader={{"grade_id": "psi"}}\n{mark}\nsecret = 1\n', "utf-8")
    with pytest.raises(ValueError, match=f"{mark} in the cell psi has no partner"):
        Lab("99_broken", path).released()


def test_an_endless_loop_has_no_points_and_a_sentence_and_the_rest_has_its_own():
    loop = "while True: pass"
    deaf = f"try:\n    {loop}\nexcept KeyboardInterrupt:\n    {loop}"
    cells = [new_code_cell(source) for source in (loop, "assert True", deaf)]
    for number, cell in enumerate(cells):
        cell.metadata["nbgrader"] = {"grade": True, "grade_id": f"test {number}", "points": 2}
    found = marks(new_notebook(cells=cells), seconds=1)
    assert [mark.points for mark in found] == [0, 2, 0]
    for mark in (found[0], found[2]):
        assert mark.sentence.endswith("look for a loop without an end; it may take 1 seconds")


def test_what_is_written_to_stderr_costs_the_points_but_a_warning_does_not():
    sheet = "from mlops_widgets import course\nmine = course.variant('a lab')"
    warned = (
        "import threading, warnings\nimport numpy as np\nwarnings.warn('mind')\n"
        "each = threading.Thread(target=lambda: np.float64(1) / 0)\neach.start()\neach.join()"
    )
    cells = [new_code_cell(source) for source in (warned, sheet, warned, "import sys\nsys.stderr.write('no');")]
    for number, cell in enumerate(cells):
        cell.metadata["nbgrader"] = {"grade": True, "grade_id": f"test {number}", "points": 2}
    found = marks(new_notebook(cells=cells))
    assert [mark.points for mark in found] == [0, 2, 2, 0]
    said = "".join(output.text for output in cells[2].outputs if output.name == "stdout")
    assert "UserWarning: mind" in said
    assert "RuntimeWarning: divide by zero" in said


def test_two_learners_draw_other_numbers_and_each_the_same_again():
    drawn = [Variant("lab", learner=str(n), secret="s").choose("bins", range(1000)) for n in range(50)]
    again = [Variant("lab", learner=str(n), secret="s").choose("bins", range(1000)) for n in range(50)]
    assert drawn == again
    assert len(set(drawn)) > 40


def test_a_choice_of_nothing_is_refused():
    with pytest.raises(ValueError, match="options of 'bins' must hold at least one"):
        Variant("lab").choose("bins", [])


def test_whose_edition_it_is_stands_on_it(monkeypatch):
    assert str(Variant("lab")) == "lab, the edition for practice"
    assert str(Variant("lab", learner="group 4", secret="s")) == "lab, the edition of group 4"
    assert str(Variant("lab", learner="group 4")) == "lab, the edition of group 4, for practice"
