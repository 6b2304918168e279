# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade_id": "title"}
# # Lab: a policy that pays for its verdicts
#
# **You work out** how often a policy wrongs a healthy version, **write** one as text, **and build** one of your own that pays
# for every false abort and for every user whom it let meet a bad version.
#
# About 90 minutes, 12 points · needs *Progressive delivery* and *How sure is a canary?* of chapter 6
#
# Write where it says `# your lines`. Each task has a cell of tests below it: run it as often as you like. It says
# what to look at next. Whoever grades this runs the same cell with further tests, on rollouts that nobody has seen.
# What the sheet below asks for is drawn: worked on alone, it is the edition for practice; who assigns the lab gives
# each of you another.

# %% nbgrader={"grade_id": "sheet"}
from statistics import NormalDist

import numpy as np

from mlops_widgets import course, rollout, stage

sheet = course.variant("06_canary_policy")
metric = sheet.choose("metric", ["errors", "slow"])
usual = sheet.choose("usual", [0.004, 0.005, 0.006, 0.008])
line = sheet.choose("line", [k / 1000 for k in (11, 13, 17, 19, 21, 23, 27, 29, 31, 33)])
allowed = sheet.choose("allowed", [2, 3, 4])
good = sheet.choose("good", [2, 4, 5, 6])
least = sheet.choose("least", range(150, 500, 10))
seconds = sheet.choose("seconds", [30, 45, 90, 120])
shares = sheet.choose("shares", [(5, 25), (5, 20, 50), (10, 25, 50), (10, 50), (5, 50)])
traffic = sheet.choose("traffic", [30, 40, 50, 60])
bound = sheet.choose("bound", [0.03, 0.04, 0.06])
price = {
    "false abort": sheet.choose("false abort", [300, 500, 800]),
    "bad request": sheet.choose("request", [1, 2, 3]),
}
badly = {"errors": "fail", "slow": "are slow"}[metric]
print(f"{sheet}\n1: watch {metric}; {usual:.1%} of the requests {badly} usually;")
print(f"   a window is bad if more than {line:.1%} {badly}; {allowed} bad windows are allowed.")
print(f"2: steps of {', '.join(f'{share} %' for share in shares)}; a look every {seconds} s;")
print(f"   {good} good windows lead on, and a window needs {least} requests.")
print(f"3: {traffic} requests a second; at most {bound:.0%} of the healthy may be aborted;")
print(f"   one such abort costs {price['false abort']} €, a bad request {price['bad request']} €.")

# %% [markdown] nbgrader={"grade_id": "arithmetic"}
# ## 1 How often is a healthy version aborted? (3 points)
#
# Requests come out badly when they fail, or when they are slow: the sheet says which of the two is watched. Of a healthy
# version's requests the sheet's usual share comes out badly. A window is bad when *more* than the sheet's line of its requests
# did; a version is aborted when it has *more* bad windows than the sheet allows. `aborted(requests, windows)` gives the exact
# chance of an abort within so many windows of so many requests each.


# %% nbgrader={"grade_id": "aborted", "solution": true}
def aborted(requests, windows):
    ### BEGIN SOLUTION
    from scipy.stats import binom

    bad = binom.sf(0.029 * requests, requests, 0.005)
    return float(binom.sf(2, windows, bad))
    ### END SOLUTION


# %% nbgrader={"grade_id": "aborted-tests", "points": 3}
from math import comb


def more_than(limit, trials, chance):
    """Chance of more than so many, by the formula."""
    fewer = range(min(int(limit), trials) + 1)
    return 1 - sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in fewer)


given = aborted(20, 50)
assert given is not None, (
    "aborted gives nothing back yet: first the chance of one bad window, then of too many of them."
)
bad = more_than(line * 20, 20, usual)
assert not np.isclose(given, bad), (
    "That is the chance of one bad window: how likely are more than allowed in fifty?"
)
assert not np.isclose(given, more_than(0, 50, bad)), (
    f"That aborts at the first bad window, and the sheet allows {allowed} of them."
)
assert not np.isclose(given, more_than(allowed - 1, 50, bad)), (
    f"That aborts at {allowed} bad windows: more than {allowed} are needed."
)
wish = more_than(allowed, 50, bad)
assert np.isclose(given, wish), (
    f"Fifty windows of twenty: {wish:.2%} by the sheet's rules, yours says {given:.2%}."
)
assert aborted(20, allowed) < 1e-12, (
    f"In {allowed} windows there cannot be more than {allowed} bad ones."
)
print(f"Of the healthy {given:.1%} are aborted; with windows of 500, {aborted(500, 50):.2%}.")
### BEGIN HIDDEN TESTS
for requests, windows in sheet.rng("windows").integers(10, 200, (20, 2)).tolist():
    wish = more_than(allowed, windows, more_than(line * requests, requests, usual))
    assert np.isclose(aborted(requests, windows), wish, atol=1e-9), (
        "Other windows than those shown come out otherwise."
    )
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "text"}
# ## 2 A policy as text (3 points)
#
# Write the sheet's policy as YAML for `rollout.Policy.from_yaml`; *Progressive delivery* prints one. Every number of it
# stands on the sheet: how often one looks, the steps with the requests that a window needs, the good windows that lead on,
# the bad ones allowed, and one check, the sheet's metric above its line. Before the live steps comes a shadow of all requests,
# with the same limits. A window without data holds.


# %% nbgrader={"grade_id": "written", "solution": true}
text = ""
### BEGIN SOLUTION
limits = "min_requests: 360, pass_needed: 4, failure_limit: 2"
text = f"""
policy: by the sheet
interval: 45
checks:
- {{threshold: slow, above: 0.029}}
steps:
- {{share: 100, mirrored: true, {limits}}}
- {{share: 10, {limits}}}
- {{share: 50, {limits}}}
"""
### END SOLUTION

# %% nbgrader={"grade_id": "written-tests", "points": 3}
assert text.strip(), (
    "There is no policy yet: begin with a line policy: and a name, then interval, checks and steps."
)
policy = rollout.Policy.from_yaml(text)
assert policy.interval == seconds, (
    f"The sheet looks every {seconds} s, yours every {policy.interval:g}: see interval."
)
assert policy.steps[0].mirrored, (
    "The first step lets users meet it at once: a shadow comes first, mirrored: true."
)
live = tuple(step.share for step in policy.steps if not step.mirrored)
assert live == shares, f"After the shadow the sheet's steps are {shares}, yours are {live}."
assert all(step.min_requests == least for step in policy.steps), (
    f"Every window of every step needs {least} requests."
)
assert all(step.failure_limit == allowed for step in policy.steps), (
    f"Every step may have {allowed} bad windows."
)
assert len(policy.checks) == 1, (
    f"One check is asked for, yours has {len(policy.checks)}: see checks."
)
print("As far as these tests see, this is the sheet's policy.")
### BEGIN HIDDEN TESTS
asked = [rollout.Step(100, 0.0, least, good, allowed, mirrored=True)]
asked += [rollout.Step(share, 0.0, least, good, allowed) for share in shares]
assert policy.steps == tuple(asked), (
    "Look at the good windows that lead on, at silence, and at what nobody asked for."
)
assert policy.checks == (rollout.Threshold(metric, above=line),), (
    "Look at the check: its kind, its metric and its line."
)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "bill"}
# ## 3 Your policy, and its bill (4 points)
#
# `Mine` is asked once a minute, for 48 minutes, through the sheet's steps; one reading in ten is lost. It sees
# `window.candidate` (None where no data came) and `window.stable`, each with `requests`, `errors` and `slow`. The stable
# version's requests come out badly, by the sheet's metric, in the sheet's usual share; a bad candidate's one and a half to
# five times as often.
#
# A healthy version that is not promoted costs a false abort, a bad one costs every request that met it and came out badly beyond
# the usual; promoted, it goes on to do so for an hour. A policy that wrongs more healthy versions than the sheet's
# bound has no points. Otherwise points grow with the part of the bill of *never looking* that it saves; from 85 % on you have
# all of them.


# %% nbgrader={"grade_id": "bill-code"}
plan = rollout.Policy(
    "by the sheet", tuple(rollout.Step(share) for share in shares), (), interval=60
)


def version(share):
    """One of which this share of the requests come out badly, by the sheet's metric."""
    if metric == "errors":
        return rollout.Version(errors=share)
    return rollout.Version(latency=300 / np.exp(NormalDist().inv_cdf(1 - share) * 0.5))


def judged(decider, *, seed, worse=(1.5, 2.0, 4.0), rollouts=500):
    """The share of healthy versions that are not promoted, and what all rollouts cost, € each."""
    ways = {
        "stable": version(usual),
        "requests": traffic,
        "drops": 0.1,
        "decider": decider,
        "seed": seed,
    }
    fine = rollout.study(plan, candidate=version(usual), rollouts=4 * rollouts, **ways)
    paid = [price["false abort"] * (1 - fine.promoted)]
    for times in worse:
        bad = rollout.study(plan, candidate=version(times * usual), rollouts=rollouts, **ways)
        met = bad.exposed.mean() + bad.promoted * traffic * 3600
        paid.append(price["bad request"] * met * (times - 1) * usual)
    return 1 - fine.promoted, sum(paid) / len(paid)


class NeverLook:
    def decide(self, window):
        return "advance"


print(f"Never looking costs {judged(NeverLook, seed=0)[1]:,.0f} € a rollout.")


# %% nbgrader={"grade_id": "mine", "solution": true}
class Mine:
    def __init__(self):
        self.requests = 0
        ### BEGIN SOLUTION
        self.log = 0.0
        ### END SOLUTION

    def decide(self, window):
        ### BEGIN SOLUTION
        new, old = window.candidate, window.stable
        if new is None:
            return "hold"
        share = new.requests / max(new.requests + old.requests, 1)
        self.log += new.slow * float(np.log(2)) - (new.slow + old.slow) * float(np.log1p(share))
        if self.log > 3.5:
            return "roll back"
        self.requests += new.requests
        if self.requests < 2000:
            return "pass"
        self.requests = 0
        return "advance"
        ### END SOLUTION
        return "hold"


# %% nbgrader={"grade_id": "mine-tests", "points": 4}
blind = rollout.Window(60.0, 0, 5, False, 0.0, None, *[rollout.engines.NOBODY] * 2, 300.0)
assert stage.parts.call(lambda: Mine().decide(blind)) != "advance", (
    "A window without data is no reason to go on: answer hold where window.candidate is None."
)
wronged, paid = judged(Mine, seed=0)
assert wronged < 1, (
    "Mine promotes nobody, not even the healthy: let it answer advance when it has seen enough."
)
assert wronged <= bound, (
    f"Mine wrongs {wronged:.1%} of the healthy, and {bound:.0%} are allowed: ask more evidence."
)
points = 4 * min(1.0, max(0.0, 1 - paid / judged(NeverLook, seed=0)[1]) / 0.85)
assert points > 0, (
    f"Mine costs {paid:,.0f} € a rollout, no less than never looking: which bad one gets through?"
)
print(f"Mine wrongs {wronged:.1%} of the healthy and costs {paid:,.0f} € a rollout:")
print(f"{points:.2f} points as it seems here.")
### BEGIN HIDDEN TESTS
unseen = int(sheet.rng("unseen").integers(1, 10**6))
hidden = {
    "seed": unseen,
    "worse": tuple(sheet.rng("worse").uniform(1.0, 1.2) * np.array([1.5, 2.0, 4.0])),
}
wronged, paid = judged(Mine, **hidden)
assert wronged <= bound, (
    f"On rollouts that nobody has seen it wrongs {wronged:.1%} of the healthy versions."
)
points = 4 * min(1.0, max(0.0, 1 - paid / judged(NeverLook, **hidden)[1]) / 0.85)
### END HIDDEN TESTS
round(float(points), 2)

# %% [markdown] nbgrader={"grade_id": "question"}
# ## 4 What it cannot promise (2 points, read by a person)
#
# Name a version that is worse and that your policy would promote nearly always, with the number that says so. What would it take to find
# it, in requests or in hours? And name a healthy version that your policy would take back. About 100 words.

# %% [markdown] nbgrader={"grade_id": "words", "solution": true, "points": 2}
# A version that is slow a fifth more often gains hardly any evidence: finding 0.6 instead of 0.5 percent takes some 86,000 requests
# of each version, at a tenth of sixty requests a second four hours, and the policy moves on after 2,000. So it promises to find
# versions twice as bad, no less. It takes back a healthy version whose first users happen to be the ones whom the
# network serves badly: the groups are sticky, so they stay. Comparing with an equal group of the stable version on the same
# network would tell, at the price of half the requests.
