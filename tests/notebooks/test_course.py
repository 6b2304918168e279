"""Does every notebook of the course run, survive all that a learner can do to its widgets, and keep our rules?"""

import pytest

from tools.execute import execute_all
from tools.lint import lint
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


@pytest.mark.parametrize("notebook", COURSE, ids=lambda path: str(path.relative_to(NOTEBOOKS)))
def test_the_notebook_runs_and_survives_being_driven(notebook, reports):
    assert reports[notebook].ok, f"\n{reports[notebook]}"


@pytest.mark.parametrize("notebook", COURSE, ids=lambda path: str(path.relative_to(NOTEBOOKS)))
def test_the_notebook_keeps_the_authors_rules(notebook, reports):
    found = lint(notebook.with_suffix(".py"), reports[notebook].executed)
    assert found == [], "\n" + "\n".join(map(str, found))
