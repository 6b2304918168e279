"""A warning in a lab is told to the learner and costs no points, though nbgrader does not forgive it."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from mlops_widgets.course import labs
from tools.labs import marks

WARNS = "import numpy as np, warnings\nwarnings.warn('a hint')\nprint(np.log(np.zeros(1)))"


def _tests(source):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "tests", "points": 2}
    return cell


LABS = labs()


def _seldom(lab):
    """Slow, but for the first: all sheets begin alike."""
    return pytest.param(lab, id=lab.name, marks=() if lab is LABS[0] else pytest.mark.slow)


@pytest.mark.parametrize("lab", [_seldom(lab) for lab in LABS])
def test_a_warning_stands_with_what_is_printed(lab):
    sheet = next(cell for cell in lab.released().cells if cell.metadata.nbgrader.grade_id == "sheet")
    notebook = new_notebook(cells=[sheet, _tests(WARNS)])
    (mark,) = marks(notebook)
    assert mark.points == 2
    told = "".join(output.text for output in notebook.cells[1].outputs)
    assert "UserWarning: a hint" in told
    assert "RuntimeWarning: divide by zero" in told
