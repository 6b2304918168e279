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

MINUTE = 60.0  # what a notebook may take as it stands; its answers may take half of it
COURSE = {path.relative_to(NOTEBOOKS).as_posix(): path for _, path in pairs(NOTEBOOKS)}

pytestmark = [
    pytest.mark.timeout(1800),  # the first test waits for all
    pytest.mark.xdist_group("course"),  # one process runs them all
]


def exercises(path):
    """Which cells of a notebook ask for an answer."""
    cells = nbformat.read(path, as_version=4).cells
    return [at for at, cell in enumerate(cells) if cell.cell_type == "code" and asked(cell.source)]


@pytest.fixture(scope="session")
def reports(request, tmp_path_factory):
    """Execute the notebooks whose tests were asked for; behind the last cell of each its exercises are answered."""
    tests = [item for item in request.session.items if "reports" in getattr(item, "fixturenames", ())]
    names = sorted({test.callspec.params["name"] for test in tests})
    folder = tmp_path_factory.mktemp("answered")
    paths = [answer(COURSE[name], folder / str(at)) or COURSE[name] for at, name in enumerate(names)]
    # Beside another process of tests one at a time: three on two cores would make a notebook's minute too short.
    workers = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
    return dict(zip(names, execute_all(paths, workers=workers, seconds=1.5 * MINUTE), strict=True))


@pytest.mark.parametrize("name", COURSE)
def test_the_notebook_runs_untouched_then_answered_wrong_and_right_and_survives_being_driven(name, reports):
    report = reports[name]
    assert report.ok, f"\n{report}"
    cells = nbformat.read(report.executed, as_version=4).cells
    as_it_stands = len(nbformat.read(COURSE[name], as_version=4).cells)
    assert sum(seconds for at, seconds in report.times.items() if at < as_it_stands) < MINUTE, f"\n{report}"
    for at in exercises(COURSE[name]):
        assert cells[at].outputs[-1].data["text/plain"].startswith("Your turn. "), cells[at].source


@pytest.mark.parametrize("name", COURSE)
def test_the_notebook_keeps_the_authors_rules(name, reports):
    found = lint(COURSE[name].with_suffix(".py"), reports[name].executed)
    assert found == [], "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("name", COURSE)
def test_the_memory_it_declares_is_what_it_takes_and_at_most_half_more(name, reports):
    (declared,) = [each.mb for each in catalogue(NOTEBOOKS) if each.path == name]
    measured = reports[name].peak_mb
    said = f"it held {measured:.0f} MB and declares {declared} MB: write mb: {fitting(measured)} into its metadata"
    another_machine = 1.05  # the same notebook holds a few more on one than on another
    assert measured <= another_machine * declared, said
    assert declared <= 50 * math.ceil(1.5 * measured / 50), said


def test_no_prediction_has_the_key_of_another():
    predictions = [task.key for each in catalogue(NOTEBOOKS) for task in each.tasks if task.kind == "Predict"]
    assert len(predictions) == len(set(predictions))


def test_most_notebooks_ask_for_answers():
    assert sum(bool(exercises(path)) for path in COURSE.values()) > len(COURSE) / 2
