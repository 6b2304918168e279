# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade_id": "title"}
# # Lab: a runbook for a bank
#
# **You write** a runbook that a machine follows, the check that stops it from learning rubbish, and the decisions of a
# year, and answer for what they cost.
#
# About 90 minutes, 12 points · needs *Responding* of chapter 7
#
# Write where it says `# your lines`. Each task has a cell of tests below it: run it as often as you like. It says
# what to look at next. Whoever grades this runs the same cell with further tests, on data that nobody has seen. What
# the sheet below asks for is drawn: worked on alone, it is the edition for practice; who assigns the lab gives each
# of you another.

# %% nbgrader={"grade_id": "sheet"}
import numpy as np

from mlops_widgets import course
from mlops_widgets.drift import response
from mlops_widgets.drift.runbook import Policy, PolicyError, stories

sheet = course.variant("07_response_runbook")
above = sheet.choose("above", [0.2, 0.25, 0.3, 0.35, 0.4])
days, hours = sheet.choose("days", range(50, 95, 5)), sheet.choose("hours", range(24, 78, 6))
cooldown = sheet.choose("cooldown", range(10, 31))
levels = np.array(
    sheet.choose(
        "levels", [(0.1, 0.5, 0.9), (0.2, 0.5, 0.8), (0.25, 0.5, 0.75), (0.1, 0.3, 0.5, 0.7, 0.9)]
    )
)
apart = sheet.choose("apart", [0.04, 0.06, 0.08, 0.1])
prices = {
    "delay": sheet.choose("delay", [5, 7, 10]),
    "retraining": sheet.choose("retraining", [2000, 3000, 5000]),
}
print(
    f"{sheet}\nTask 1: alarm above {above}, retrain on {days} days, {hours} hours in the shadow, "
    f"{cooldown} days of rest"
)
print(f"Task 2: quantiles {', '.join(map(str, levels))}, at most {apart:.0%} apart")
print(
    f"Task 3: labels come after {prices['delay']} days, a retraining costs {prices['retraining']:,} €"
)

# %% [markdown] nbgrader={"grade_id": "runbook"}
# ## 1 The runbook (3 points)
#
# Write it as YAML, a text called `policy`. When the *psi* of *income* is above the sheet's line: alert, keep a snapshot, retrain on the sheet's
# days, stay in the shadow for its hours, promote. When data are refused, rules answer; after 6 sound hours it recovers by the
# same retraining, shadow and promotion. The cooldown is the sheet's. `print(stories.CREDIT)` shows how one is written.

# %% nbgrader={"grade_id": "policy", "solution": true}
### BEGIN SOLUTION
policy = """
policy: my bank
rules:
- when: {feature: income, measure: psi, above: 0.4}
  do: [alert, snapshot, retrain(last 90 days), shadow(48 hours), promote]
fallback: rules
recover:
  after: 6 hours
  do: [retrain(last 90 days), shadow(48 hours), promote]
cooldown: 28 days
"""
### END SOLUTION

# %% nbgrader={"grade_id": "policy-tests", "points": 3}
written = globals().get("policy")
assert isinstance(written, str), (
    'There is no text called policy yet: policy = """ … """, with policy: my bank on top.'
)
try:
    read = Policy.from_yaml(written)
except PolicyError as error:
    raise AssertionError(f"The machine cannot follow it yet: {error}") from None
rule = read.rules[0]
assert (rule.when.feature, rule.when.measure, rule.when.above) == ("income", "psi", above), (
    f"It watches {rule.when} above {rule.when.above}; the sheet: psi of income above {above}."
)
steps = [str(step) for step in rule.do]
wish = ["alert", "snapshot", f"retrain(last {days} days)", f"shadow({hours} hours)", "promote"]
assert steps == wish, (
    f"On the alarm it does {', '.join(steps)}; the sheet asks for {', '.join(wish)}."
)
assert read.fallback == "rules", "What answers while data are refused? fallback: rules."
assert [str(step) for step in read.recover.do] == wish[2:], (
    "It recovers by the same three steps: recover, do."
)
assert (read.recover.after, read.cooldown) == (6, 24 * cooldown), (
    "Look at the hours of recover and at the cooldown."
)
print("A machine can follow it, and it is the sheet's.")
### BEGIN HIDDEN TESTS
story = stories.credit_story(seed=int(sheet.rng("story").integers(1000)), policy=written)
states = [str(entry.state) for entry in story.responder.log.entries]
assert states[:3] == ["alerted", "retraining", "shadow"], (
    "On another bank's data it goes another way."
)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "unit"}
# ## 2 A unit, or a world? (3 points)
#
# `factor` compares two samples of positive amounts at the sheet's quantiles. If the ratios of the quantiles (after by
# before) are nearly one constant, the largest at most the sheet's share above the smallest, and if that constant is not
# nearly 1 itself (further than the same share from 1), it gives back their median. Otherwise it gives back `None`: the world
# may have changed, and a factor does not say so.


# %% nbgrader={"grade_id": "factor", "solution": true}
def factor(before, after):
    ### BEGIN SOLUTION
    at = [0.1, 0.5, 0.9]
    ratio = np.quantile(after, at) / np.quantile(before, at)
    constant = ratio.max() <= ratio.min() * (1 + 0.08)
    moved = abs(np.median(ratio) - 1) > 0.08
    return float(np.median(ratio)) if constant and moved else None
    ### END SOLUTION


# %% nbgrader={"grade_id": "factor-tests", "points": 3}
amounts = np.exp(np.random.default_rng(0).normal(3, 0.75, 20_000))
assert factor(amounts, 2 * amounts) is not None, (
    "Every amount is doubled, and factor gives nothing back: 2."
)
assert np.isclose(factor(amounts, 2 * amounts), 2), (
    f"Doubled amounts, and factor says {factor(amounts, 2 * amounts)}."
)
assert factor(amounts, amounts) is None, (
    "The same amounts have a constant ratio too, of 1: give back None."
)
assert factor(amounts, amounts**1.3) is None, (
    "The rich get richer here: the ratios of the quantiles differ."
)
assert factor(amounts, amounts + 20) is None, (
    "Everybody pays 20 € more: small amounts grow by another factor than large."
)
print("It tells a unit from a world, as far as these tests see.")
### BEGIN HIDDEN TESTS
draw = sheet.rng("amounts")
base, times = np.exp(draw.normal(4, 0.6, 50_000)), float(draw.choice([0.01, 0.4536, 1.609, 100.0]))
assert np.isclose(factor(base, times * base), times), (
    f"All times {times}, and factor does not say so."
)
grown = base ** (1 + 0.5 * apart)
ratio = np.quantile(grown, levels) / np.quantile(base, levels)
one = ratio.max() <= ratio.min() * (1 + apart) and abs(np.median(ratio) - 1) > apart
assert (factor(base, grown) is not None) == one, (
    "Look at the sheet's quantiles and at how far apart they may be."
)
for share in (0.5, 0.9, 1.1, 1.5):
    assert (factor(base, base * (1 + share * apart)) is not None) == (share > 1), (
        "How near to 1 is nearly 1?"
    )
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "year"}
# ## 3 A year (4 points)
#
# Each morning `decide` gets a `day` with `psi`, `problem` (the column that the guard refuses, or nothing), `measured` and
# `expected` (shares of right answers, the first on labels that came late), `since_retraining` (days), `yesterday` (what was
# done) and `finding` (what an investigation found). It answers with one of the actions below. Points grow with what you save
# of the way from *retrain on every alarm* to an oracle that knows the truth; from 70 % on you have all of them.

# %% nbgrader={"grade_id": "actions"}
dict(response.ACTIONS)


# %% nbgrader={"grade_id": "mine", "solution": true}
class Mine:
    def decide(self, day):
        ### BEGIN SOLUTION
        if day.problem:
            return "fall_back" if day.yesterday in ("investigate", "fall_back") else "investigate"
        moved = day.psi > 0.25 or day.measured < day.expected - 0.03
        return "retrain" if moved and day.since_retraining >= 14 else "wait"
        ### END SOLUTION


# %% nbgrader={"grade_id": "mine-tests", "points": 4}
def saved(seeds):
    runs = [
        response.simulation.run(response.Scenario(seed=seed, **prices), policy=Mine).summary
        for seed in seeds
    ]
    lost, always, oracle = (
        np.mean([run[name] for run in runs]) for name in ("lost", "lost_always", "lost_oracle")
    )
    return (always - lost) / (always - oracle), lost, always


right = {"estimated": 0.92, "measured": 0.92, "expected": 0.92}
past = {"since_retraining": 60, "yesterday": "wait", "finding": ""}
calm = response.Day(day=9, psi=0.03, nulls=0.0, problem="", **right, **past)
answer = Mine().decide(calm)
assert answer is not None, (
    "decide gives nothing back yet: begin with what to do when day.problem names a column."
)
assert answer in response.ACTIONS, (
    f"decide must give back one of {', '.join(response.ACTIONS)}, and gave {answer!r}."
)
share, lost, always = saved(range(5))
assert share > 0, (
    f"It loses {lost:.0f} thousand € a year, retraining on every alarm {always:.0f}: "
    "what does it learn from?"
)
print(
    f"It loses {lost:.0f} thousand € a year, retraining on every alarm {always:.0f}: "
    f"{share:.0%} of the way to an oracle."
)
points = 4 * min(1.0, share / 0.7)
### BEGIN HIDDEN TESTS
points = 4 * min(
    1.0, max(0.0, saved([int(each) for each in sheet.rng("years").integers(1, 999, 8)])[0]) / 0.7
)
### END HIDDEN TESTS
round(float(points), 2)

# %% [markdown] nbgrader={"grade_id": "question"}
# ## 4 What it cannot decide (2 points, read by a person)
#
# Name one morning of your year on which your policy did the wrong thing for a good reason. What would somebody have had
# to know, who could have known it, and what would it have cost to ask? About 100 words.

# %% [markdown] nbgrader={"grade_id": "words", "solution": true, "points": 2}
# On the day of a sudden drift my policy retrains at once, and the retraining is wasted: labels come a week later, so not
# one row of the new world is in the lesson. The index was right to ring and the data were sound; what was missing is a date.
# Whoever owns the labels knows how late they are, and the policy could wait that long after the alarm and only then
# retrain. Asking costs one question in the spring and a week of worse answers; not asking costs a retraining that teaches
# nothing and then fourteen days of patience.
