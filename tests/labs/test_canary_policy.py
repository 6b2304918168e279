"""The lab of the canary's policy names what somebody got wrong."""

from inspect import getsource
from math import comb

import pytest

from mlops_widgets.course import labs


def more_than(limit, trials, chance):
    fewer = range(min(int(limit), trials) + 1)
    return 1 - sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in fewer)


ONE_WINDOW = "def aborted(requests, windows): return more_than(line * requests, requests, usual)"
ALLOWED = (
    "def aborted(requests, windows): return more_than({0}, windows, more_than(line * requests, requests, usual))"
)
HELPER = f"from math import comb\n{getsource(more_than)}\n"
TEXT = """
text = f"policy: p\\ninterval: {seconds}\\nchecks: [{{threshold: errors}}]\\nsteps:\\n"
text += "".join(f"- {{share: {share}}}\\n" for share in shares)
"""
MINE = "class Mine:\n    def decide(self, window):\n        "


def _after(solution, code, tests):
    """Run the released lab's cells up to these tests, with a learner's code in a cell."""
    lab = next(each for each in labs() if each.name == "06_canary_policy")
    place: dict[str, object] = {}
    for cell in lab.released().cells:
        name = cell.metadata.nbgrader.grade_id
        if cell.cell_type == "code" and (name in ("sheet", "bill-code", solution, tests)):
            exec(HELPER + code if name == solution != tests else cell.source, place)
    return place


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ONE_WINDOW, "chance of one bad window"),
        (ALLOWED.format("0"), "aborts at the first bad window"),
        (ALLOWED.format("allowed - 1"), "bad windows: more than"),
        (ALLOWED.format("allowed + 1"), "by the sheet's rules"),
    ],
)
def test_a_chance_of_something_else_is_named(code, words):
    with pytest.raises(AssertionError, match=words):
        _after("aborted", code, "aborted-tests")


@pytest.mark.parametrize("learner", range(24))
def test_no_two_slips_give_one_number_and_the_sheet_says_what_is_watched(learner, monkeypatch, capsys):
    monkeypatch.setenv("MLOPS_LAB_SECRET", "of this test")
    monkeypatch.setenv("MLOPS_LAB_LEARNER", str(learner))
    sheet = _after("sheet", "", "sheet")
    bad = more_than(sheet["line"] * 20, 20, sheet["usual"])
    chances = [bad, *(more_than(limit, 50, bad) for limit in (0, sheet["allowed"] - 1, sheet["allowed"]))]
    assert len({round(each, 4) for each in chances}) == 4
    assert ("are slow" if sheet["metric"] == "slow" else "fail") in (said := capsys.readouterr().out)
    assert ("fail" in said) != (sheet["metric"] == "slow")


def test_a_text_that_lets_users_in_first_is_named():
    with pytest.raises(AssertionError, match="a shadow comes first"):
        _after("written", TEXT, "written-tests")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ('return "advance"', "no reason to go on"),
        ('return "hold"', "promotes nobody"),
        (
            'new = window.candidate\n        if new is None: return "hold"\n'
            '        return "roll back" if max(new.errors, new.slow) > 2 * usual * new.requests else "advance"',
            "wrongs",
        ),
        ('return "advance" if window.candidate else "hold"', "no less than never looking"),
    ],
)
def test_a_policy_that_does_not_pay_is_named(verdict, words):
    with pytest.raises(AssertionError, match=words):
        _after("mine", MINE + verdict, "mine-tests")
