"""Does every notebook of the course run, untouched and answered, and survive all a learner can do to its widgets?"""

import math
import os

import nbformat
import pytest

from mlops_widgets.course import catalogue
from tools.editions import answer, asked
from tools.execute import execute_all, fitting
from tools.lint import lint
from tools.pair import NOTEBOOKS, pairs

COURSE = {path.relative_to(NOTEBOOKS).as_posix(): path for _, path in pairs(NOTEBOOKS)}

pytestmark = [
    pytest.mark.timeout(1800),  # the first test waits for all
    pytest.mark.xdist_group("course"),  # one process runs them all
]


def exercises(path):
    """The cells of a notebook that ask for an answer."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code" and asked(cell.source)]


ASKING = [name for name, path in COURSE.items() if exercises(path)]


@pytest.fixture(scope="session")
def answers(tmp_path_factory):
    """Each notebook with exercises as somebody leaves it who tried every wrong answer before the right one."""
    folder = tmp_path_factory.mktemp("answered")
    return {name: answer(COURSE[name], folder / str(at)) for at, name in enumerate(ASKING)}


@pytest.fixture(scope="session")
def reports(request, answers):
    """Execute the notebooks whose tests were asked for."""
    tests = [item for item in request.session.items if "reports" in getattr(item, "fixturenames", ())]
    asked_for = [(test.callspec.params["name"], test.name) for test in tests]
    paths = {COURSE[name] for name, test in asked_for if "answered" not in test}
    paths |= {answers[name] for name, test in asked_for if "untouched" not in test and name in answers}
    # Beside another process of tests one at a time: three on two cores would make a notebook's minute too short.
    workers = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
    return {report.path: report for report in execute_all(sorted(paths), workers=workers)}


@pytest.mark.parametrize("name", COURSE)
def test_the_notebook_runs_untouched_and_survives_being_driven(name, reports):
    report = reports[COURSE[name]]
    assert report.ok, f"\n{report}"
    for cell in exercises(report.executed):
        assert cell.outputs[-1].data["text/plain"].startswith("Your turn. "), cell.source


@pytest.mark.parametrize("name", COURSE)
def test_the_notebook_keeps_the_authors_rules(name, reports):
    found = lint(COURSE[name].with_suffix(".py"), reports[COURSE[name]].executed)
    assert found == [], "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("name", ASKING)
def test_answered_each_wrong_answer_is_told_for_what_it_is_and_the_reference_passes(name, reports, answers):
    report = reports[answers[name]]
    assert report.ok, f"\n{report}"


@pytest.mark.parametrize("name", COURSE)
def test_the_memory_it_declares_is_what_it_takes_and_at_most_half_more(name, reports, answers):
    (declared,) = [each.mb for each in catalogue(NOTEBOOKS) if each.path == name]
    runs = [COURSE[name], *([answers[name]] if name in answers else [])]
    measured = max(reports[path].peak_mb for path in runs)
    said = f"it held {measured:.0f} MB and declares {declared} MB: write mb: {fitting(measured)} into its metadata"
    assert measured <= declared <= 50 * math.ceil(1.5 * measured / 50), said


def test_no_prediction_has_the_key_of_another():
    predictions = [task.key for each in catalogue(NOTEBOOKS) for task in each.tasks if task.kind == "Predict"]
    assert len(predictions) == len(set(predictions))


def test_some_notebook_asks_for_answers():
    assert ASKING
