"""Does every notebook of the course run, and survive everything a learner can do to its widgets?"""

import math

import pytest

from mlops_widgets.course import catalogue
from tools.execute import execute_all
from tools.pair import NOTEBOOKS, pairs

COURSE = [notebook for _, notebook in pairs(NOTEBOOKS)]

pytestmark = [
    pytest.mark.timeout(1200),  # the first test waits for all: up to 60 s for every two notebooks
    pytest.mark.xdist_group("course"),  # one process runs them all, two at a time
]


@pytest.fixture(scope="session")
def reports(request):
    """Execute the notebooks whose tests were asked for, two at a time."""
    tests = [item for item in request.session.items if "reports" in getattr(item, "fixturenames", ())]
    asked = list(dict.fromkeys(test.callspec.params["notebook"] for test in tests))
    return {report.path: report for report in execute_all(asked, workers=2)}


every_notebook = pytest.mark.parametrize("notebook", COURSE, ids=lambda path: str(path.relative_to(NOTEBOOKS)))


@every_notebook
def test_the_notebook_runs_and_survives_being_driven(notebook, reports):
    assert reports[notebook].ok, f"\n{reports[notebook]}"


@every_notebook
def test_the_memory_it_declares_is_what_it_takes_and_at_most_half_more(notebook, reports):
    (declared,) = [each.mb for each in catalogue(NOTEBOOKS) if NOTEBOOKS / each.path == notebook]
    measured = reports[notebook].peak_mb
    fitting = 50 * math.ceil(1.1 * measured / 50)
    said = f"it held {measured:.0f} MB and declares {declared} MB: write mb: {fitting} into its metadata"
    assert measured <= declared <= 50 * math.ceil(1.5 * measured / 50), said
