"""The lab of the bandit names what somebody got wrong, and says in a sentence what a policy did."""

from functools import cache

import pytest

from mlops_widgets.course import labs

VERDICT = """
def verdict(user, version, profit, least={least}):
    users = {users}
    if min(users) < least:
        return "wait"
    if rollout.sample_ratio(users, {plan}, alpha={line}).found:
        return "mismatch"
    return int(np.argmax({best}))
"""
RIGHT = {
    "least": "fewest",
    "users": "np.bincount(version[np.unique(user, return_index=True)[1]])",
    "plan": "planned",
    "line": "alpha",
    "best": "np.bincount(version, profit) / users",
}
LOST = """
def lost(n, m={margin}, in_b={share}, whole={season}):
    p, m, users = np.array(bought), np.array(m), n * np.array([1 - in_b, in_b])
    gap, worse = np.ptp(p * m), (p * m).argmin()
    w = NormalDist().cdf(-gap / np.sqrt((({spread}) / users).sum()))
    during, later = gap * users[worse], gap * (whole - n) * w
    return {lost}
"""
ASKED = {
    "margin": "margin",
    "share": "share",
    "season": "season",
    "spread": "m**2 * p * (1 - p)",
    "lost": "during + later",
}
MINE = """
class Mine:
    def __init__(self, arms=4, features=2, seed=0):
        self.rule = bandits.Thompson(arms, seed=seed)

    def choose(self, context):
        self.last = {choose}
        return self.last

    def learn(self, arm, reward, context):
        self.rule.learn({learn})
"""
FINE = {"choose": "self.rule.choose()", "learn": "arm, reward"}


@cache
def _sources():
    lab = next(each for each in labs() if each.name == "06_bandit")
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in lab.released().cells}


@cache
def _begun():
    place: dict[str, object] = {}
    for name in ("sheet", "price-code", "earn-code"):
        exec(_sources()[name], place)
    return place


def _after(code, *cells):
    """Run the released lab's cells of one task after a learner's code."""
    place = dict(_begun())
    for source in (code, *(_sources()[name] for name in cells)):
        exec(source, place)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"plan": "None"}, "expect the sheet's shares"),
        ({"users": "np.bincount(version)"}, "count users, not visits"),
        ({"best": "np.bincount(version, profit)"}, "C, 2, is best, not 0"),
        ({"best": "np.bincount(version, profit) / np.bincount(version)"}, "per user C, 2, is best, not 1"),
        ({"line": "1e-99"}, "sizes first"),
        ({"least": "0"}, "you say 2: wait"),
        ({"line": "0.05"}, "one test of fifty"),
    ],
)
def test_a_log_that_is_read_otherwise_is_named(wrong, words):
    with pytest.raises(AssertionError, match=words):
        _after(VERDICT.format(**RIGHT | wrong), "verdict-tests")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lost": "later"}, "lasts all season loses nothing"),
        ({"margin": "(1, 1)"}, "counts purchases"),
        ({"lost": "gap * n + later"}, "charges all of the test's users"),
        ({"share": "0.5"}, "an even split"),
        ({"lost": "gap * users[1 - worse] + later"}, "those who met the better version"),
        ({"lost": "during + gap * later + 1"}, "costs its own users"),
        ({"lost": "during"}, "names the wrong winner"),
        ({"season": "1.5 * season"}, "who is left"),
        ({"lost": "during + later**0.9"}, "who is left"),
        ({"spread": "m * p * (1 - p)"}, "the variance of a user's profit"),
    ],
)
def test_what_the_price_of_a_test_leaves_out_is_named(wrong, words):
    with pytest.raises(AssertionError, match=words):
        _after(LOST.format(**ASKED | wrong), "lost-tests")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"choose": "7"}, "choose must return a version from 0 to 3, a whole number, got 7"),
        ({"choose": "int(context['climate'])"}, "your part raised IndexError.* in choose"),
        ({"choose": "any(False for _ in iter(int, 1))"}, "did not come back within 3 s"),
        ({"choose": "2"}, "does not learn: where A alone earns, it gets 0%"),
        ({"learn": "self.last, reward"}, "Does learn count for the arm that it is told"),
        ({"learn": "arm, 12 * reward"}, "your part raised ValueError: reward must be a number between 0 and 1"),
        pytest.param(
            {"learn": "arm, float(reward > 0)"},
            "hardly more than an A/B test. What sells most often",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_a_policy_did_is_a_sentence(wrong, words):
    with pytest.raises(AssertionError, match=words):
        _after(MINE.format(**FINE | wrong), "profile-code", "mine-tests")


def test_a_bandit_that_overlooks_the_climate_has_half_a_point_and_is_told(capsys):
    _after(MINE.format(**FINE), "profile-code", "mine-tests")
    told = capsys.readouterr().out
    assert "0.5 points as it seems here" in told
    assert "what does the context say" in told
