"""The lab of the drift detector names what somebody got wrong, and pays for more than what lies ready."""

import pytest

from mlops_widgets.course import labs

INDEX = """
def psi(reference, current):
    n, b = len(reference), {bins}
    edges = {edges}(np.sort(reference)[[k * n // b for k in range(1, b)]])
    def shares(values):
        counts = np.bincount(np.searchsorted(edges, values, side="{side}"), minlength=edges.size + 1) + {added}
        return counts / counts.sum()
    q, p = shares(reference), shares({current})
    return float(np.sum((p - q) * np.log(p / q)))
"""
RIGHT = {"bins": "bins", "edges": "np.unique", "side": "left", "added": "added", "current": "current"}
VOTES = """
class Voting:
    def __init__(self):
        self.psi, self.drift_detected, self.votes = drift.PSI(window=48), False, []
    def update(self, x):
        self.psi.update(x)
        self.votes = [*self.votes, self.psi.drift_detected]{kept}
        self.drift_detected = sum(self.votes) {enough}
"""
SIX = "from functools import partial\nMine = Patient"
ALWAYS = (
    "class Mine:\n    drift_detected = False\n    def update(self, x): self.drift_detected = not self.drift_detected"
)


def _after(solution, code, tests, *, hidden=False):
    """Run the lab's cells up to these tests, with a learner's code in a cell; the points where tests give some."""
    lab = next(each for each in labs() if each.name == "07_drift_detector")
    place: dict[str, object] = {}
    for cell in (lab.solved() if hidden else lab.released()).cells:
        name = cell.metadata.nbgrader.grade_id
        if cell.cell_type == "code" and name in ("sheet", "bill-code", solution, tests):
            exec(code if name == solution else cell.source, place)
    return place.get("points")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"current": "current[:1]"}, "index of 0|by the sheet's rules"),
        ({"bins": "10"}, "by the sheet's rules"),
        ({"side": "right"}, "by the sheet's rules"),
        ({"added": "0.5"}, "by the sheet's rules"),
    ],
)
def test_an_index_by_other_rules_is_named(wrong, words):
    with pytest.raises(AssertionError, match=words):
        _after("psi", INDEX.format(**RIGHT | wrong), "psi-tests")


@pytest.mark.parametrize(
    ("kept", "enough", "words"),
    [("", "> 1e9", "never fires"), ("[-last:]", ">= votes + 1", "had .* votes of"), ("", ">= votes", "votes of")],
)
def test_votes_that_are_counted_otherwise_are_named(kept, enough, words):
    with pytest.raises(AssertionError, match=words):
        _after("vote", VOTES.format(kept=kept, enough=enough), "vote-tests")


def test_a_detector_that_never_rests_is_told_what_it_costs():
    with pytest.raises(AssertionError, match="more than never looking"):
        _after("mine", ALWAYS, "mine-tests")


@pytest.mark.slow
@pytest.mark.parametrize("learner", ["2", "3", "8"])
@pytest.mark.parametrize("hidden", [False, True])
def test_the_published_detector_earns_all_points_on_other_sheets_and_six_rings_half(
    learner, hidden, monkeypatch, capsys
):
    monkeypatch.setenv("MLOPS_LAB_SECRET", "s")
    monkeypatch.setenv("MLOPS_LAB_LEARNER", learner)
    lab = next(each for each in labs() if each.name == "07_drift_detector")
    (solution,) = (cell.source for cell in lab.solved().cells if cell.metadata.nbgrader.grade_id == "mine")
    assert _after("mine", solution, "mine-tests", hidden=hidden) == 4
    assert 0 < _after("mine", SIX, "mine-tests", hidden=hidden) <= 2
    assert "no more than what took nobody an hour: 2 points at most" in capsys.readouterr().out
