"""A warning in a lab of chapter 7 is told to the learner and costs no points, though nbgrader does not forgive it."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mlops_widgets.course import labs
from tools.labs import marks

WARNS = "import numpy as np, warnings\nwarnings.warn('a hint')\nprint(np.log(np.zeros(1)))"


def _tests(source):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "tests", "points": 2}
    return cell


def test_a_word_on_stderr_costs_the_points_of_its_cell():
    (mark,) = marks(new_notebook(cells=[_tests(WARNS)]))
    assert mark.points == 0
    assert "UserWarning: a hint" in mark.sentence


@pytest.mark.parametrize("lab", [lab for lab in labs() if lab.name.startswith("07_")], ids=lambda lab: lab.name)
def test_a_warning_stands_with_what_is_printed(lab):
    sheet = next(cell for cell in lab.released().cells if cell.metadata.nbgrader.grade_id == "sheet")
    notebook = new_notebook(cells=[sheet, _tests(WARNS)])
    (mark,) = marks(notebook)
    assert mark.points == 2
    told = "".join(output.text for output in notebook.cells[1].outputs)
    assert "UserWarning: a hint" in told
    assert "RuntimeWarning: divide by zero" in told
