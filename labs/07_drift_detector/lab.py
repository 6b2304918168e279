# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade_id": "title"}
# # Lab: a detector that pays for its alarms
#
# **You build** the index, an alarm rule, and a detector of your own, and answer for what it costs.
#
# About 90 minutes, 12 points · needs *What drifts?* and *Detecting change* of chapter 7
#
# Write where it says `# your lines`. Each task has a cell of tests below it: run it as often as you like. It says
# what to look at next. Whoever grades this runs the same cell with further tests, on data that nobody has seen. What
# the sheet below asks for is drawn: worked on alone, it is the edition for practice; who assigns the lab gives each
# of you another.

# %% nbgrader={"grade_id": "sheet"}
import numpy as np

from mlops_widgets import course, drift
from mlops_widgets.drift import stream

sheet = course.variant("07_drift_detector")
bins = sheet.choose("bins", range(6, 21))
added = sheet.choose("added", [0.25, 0.5, 0.75, 1.0])
tie = sheet.choose("tie", ["below", "above"])
votes, last = sheet.choose("votes", [(k, n) for n in range(6, 25) for k in (n // 2, n - 2)])
price = {
    "false alarm": sheet.choose("false alarm", [150, 200, 250]),
    "hour": 2,
    "missed change": 600,
}
print(f"{sheet}: {bins} bins, {added} added to each, a value on an edge counts {tie} it.")
print(
    f"Alarm when {votes} of the last {last} say so. A false alarm costs {price['false alarm']} €,"
)
print(f"an hour {price['hour']} €, a missed change {price['missed change']} €.")

# %% [markdown] nbgrader={"grade_id": "index"}
# ## 1 The index, by this sheet's rules (3 points)
#
# Sort the $n$ values of the reference. Edge number $k$ is the value at place $\lfloor k\,n / b \rfloor$, counted from 0,
# for $k = 1 \ldots b-1$ and the $b$ bins that the sheet above asks for; equal edges are one edge. A value that equals an edge
# belongs to the bin on that side of it which the sheet names. The sheet's amount is added to the count of every bin. Then
#
# $$\mathrm{PSI} = \sum_i (p_i - q_i)\,\ln\frac{p_i}{q_i}$$
#
# with the shares $q$ of the reference and $p$ of the current values.


# %% nbgrader={"grade_id": "psi", "solution": true}
def psi(reference, current):
    ### BEGIN SOLUTION
    n, b = len(reference), 18
    edges = np.unique(np.sort(reference)[[k * n // b for k in range(1, b)]])

    def shares(values):
        places = np.searchsorted(edges, values, side="left")
        counts = np.bincount(places, minlength=edges.size + 1) + 0.25
        return counts / counts.sum()

    q, p = shares(reference), shares(current)
    return float(np.sum((p - q) * np.log(p / q)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "psi-tests", "points": 3}
steps = np.arange(10.0 * bins)  # ten values for each bin
index = psi(steps, steps)
assert index is not None, "psi gives nothing back yet: sort, find the edges, count, return the sum."
assert abs(index) < 1e-12, (
    f"Two equal samples have an index of 0, yours says {index:.4g}: are both cut at the same edges?"
)
on_edges = tie == "below"
q = (np.r_[10 + on_edges, np.full(bins - 2, 10), 10 - on_edges] + added) / (bins * (10 + added))
p = (np.r_[np.zeros(bins - 1), 50] + added) / (50 + bins * added)
wish, index = np.sum((p - q) * np.log(p / q)), psi(steps, np.full(50, steps[-1]))
assert np.isclose(index, wish), (
    f"Fifty values in the last bin: {wish:.4f} by the sheet's rules, yours says {index:.4f}."
)
assert np.isfinite(psi(np.zeros(40), np.ones(40))), "One value, one edge: merge equal edges."
print("As far as these tests see, this is the index.")
### BEGIN HIDDEN TESTS
hidden = sheet.rng("ties").integers(0, 2 * bins, (2, 300)).astype(float)
ordered = np.sort(hidden[0])
cuts = np.unique(ordered[[k * 300 // bins for k in range(1, bins)]])
side = {"below": "left", "above": "right"}[tie]
heaps = [
    np.bincount(np.searchsorted(cuts, each, side=side), minlength=cuts.size + 1) + added
    for each in hidden
]
q, p = (each / each.sum() for each in heaps)
assert np.isclose(psi(*hidden), np.sum((p - q) * np.log(p / q))), (
    "Look at values that occur more than once, and at edges."
)
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "voting"}
# ## 2 An alarm by votes (3 points)
#
# One value above a threshold is often noise. `Voting` asks PSI with a window of 48 values after each hour, and its own alarm
# is on exactly when PSI was above its threshold at as many of the last hours as the sheet asks for. It remembers no more than
# it needs.


# %% nbgrader={"grade_id": "vote", "solution": true}
class Voting:
    def __init__(self):
        self.psi, self.drift_detected = drift.PSI(window=48), False
        self.votes = []

    def update(self, x):
        self.psi.update(x)
        ### BEGIN SOLUTION
        self.votes = [*self.votes, self.psi.drift_detected][-19:]
        self.drift_detected = sum(self.votes) >= 9
        ### END SOLUTION


# %% nbgrader={"grade_id": "vote-tests", "points": 3}
alone = stream.simulate(stream.Scenario(), detector=lambda: drift.PSI(window=48))["alarm"]
yours = stream.simulate(stream.Scenario(), detector=Voting)["alarm"]
wish = np.convolve(alone, np.ones(last))[: alone.size] >= votes
assert yours.any(), (
    "Voting never fires: note PSI's votes in self.votes, then set self.drift_detected."
)
first = int(np.argmax(yours != wish))
assert (yours == wish).all(), (
    f"Tick {first}: PSI had {alone[max(0, first - last + 1) : first + 1].sum():.0f} votes of {last}."
)
print(f"Fires at {yours.sum():.0f} hours where PSI alone fired at {alone.sum():.0f}.")
### BEGIN HIDDEN TESTS
other = stream.Scenario(
    source="generated", seed=sheet.choose("seed", range(1000)), change="recurring"
)
alone = stream.simulate(other, detector=lambda: drift.PSI(window=48))["alarm"]
wish = np.convolve(alone, np.ones(last))[: alone.size] >= votes
assert (stream.simulate(other, detector=Voting)["alarm"] == wish).all(), (
    "On another stream it counts otherwise."
)
asked = Voting()
for _ in range(2000):
    asked.update(1.0)
assert len(asked.votes) <= last, "It remembers votes that it will never need again."
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "bill"}
# ## 3 Your detector, and its bill (4 points)
#
# Every false alarm, every hour of a stream's median delay and every change that nobody noticed costs what the sheet says;
# a change that is found late never costs more than one that is missed. Write a detector that saves money against never
# looking. It may use whatever `drift` offers; it sees shares of late flights on one stream and amounts in € on another,
# so it has to find its own scale.
#
# Two points are for saving as much of the bill as the better of two detectors that took nobody an hour: `Patient` below
# rings when KS has rung six times in a row, Page–Hinkley comes as it is. The other two are for three parts in a hundred
# of the bill more. What do those two not look at, and what do they forget too slowly?


# %% nbgrader={"grade_id": "bill-code"}
class Never:
    drift_detected = False

    def update(self, x):
        pass


def bill(scenario, detector):
    told = stream.simulate(scenario, detector=detector).summary
    late = min(price["hour"] * np.nan_to_num(told["median_delay"]), price["missed change"])
    missed = told["changes"] - told["found"]
    changes = told["found"] * late + price["missed change"] * missed
    return price["false alarm"] * told["false_alarms"] + changes


def saved(scenarios, detector):
    """The part of the bill of never looking that a detector saves; below zero when it costs more."""
    never, paid = (sum(bill(each, build) for each in scenarios) for build in (Never, detector))
    return 1 - paid / never


class Patient:
    """KS, heard when it has rung six times in a row."""

    def __init__(self):
        self.ks, self.rings, self.drift_detected = drift.detectors.KS(), 0, False

    def update(self, x):
        self.ks.update(x)
        self.rings = self.rings + 1 if self.ks.drift_detected else 0
        self.drift_detected = self.rings >= 6


def earned(scenarios, detector):
    """Points: two on the way to the better of the two ready-made ones, two on the way beyond it."""
    ready = max(saved(scenarios, each) for each in (Patient, drift.detectors.PageHinkley))
    share = saved(scenarios, detector)
    return 2 * np.clip(share / ready, 0, 1) + 2 * np.clip((share - ready) / 0.02, 0, 1)


def bills(detector):
    """What each open stream costs by this detector, beside what it costs when nobody looks."""
    for name, each in zip(("EWR", "JFK", "LGA", *kinds), open_streams, strict=True):
        print(f"{name:>12} {bill(each, detector):6.0f} € of {bill(each, Never):6.0f} €")


kinds = ("sudden", "gradual", "incremental", "recurring", "none")
open_streams = [stream.Scenario(airport=each) for each in ("EWR", "JFK", "LGA")]
open_streams += [
    stream.Scenario(source="generated", change=kind, seed=seed) for seed, kind in enumerate(kinds)
]
blind = sum(bill(each, Never) for each in open_streams)
ready = {"PSI": drift.PSI, "Patient": Patient, "Page–Hinkley": drift.detectors.PageHinkley}
for name, each in ready.items():
    print(f"{name:>12} saves {saved(open_streams, each):4.0%} of {blind:.0f} €.")


# %% nbgrader={"grade_id": "mine", "solution": true}
class Mine:
    def __init__(self):
        self.drift_detected = False
        ### BEGIN SOLUTION
        self.first, self.up, self.down = [], 0.0, 0.0
        ### END SOLUTION

    def update(self, x):
        ### BEGIN SOLUTION
        if len(self.first) < 480:
            self.first.append(x)
            self.sorted = np.sort(self.first) if len(self.first) == 480 else None
            return
        below, upto = (np.searchsorted(self.sorted, x, side=side) for side in ("left", "right"))
        rank = 12**0.5 * ((below + upto) / 960 - 0.5)  # standard deviation 1 while nothing changes
        # Neither sum rises far above the line of 10, so that it is soon forgotten.
        self.up = min(max(0.0, self.up + rank - 0.6), 12.0)
        self.down = min(max(0.0, self.down - rank - 0.6), 12.0)
        self.drift_detected = max(self.up, self.down) > 10
        ### END SOLUTION


stream.simulation.widget(detector=Mine)

# %% nbgrader={"grade_id": "mine-bills"}
bills(Mine)

# %% nbgrader={"grade_id": "mine-tests", "points": 4}
share = saved(open_streams, Mine)
assert share != 0, (
    "Mine never fires and saves nothing: let it remember the first values, and compare new ones."
)
assert share > 0, (
    f"Mine costs {-share:.0%} more than never looking: bills(Mine) says which streams are dear."
)
points = earned(open_streams, Mine)
if points <= 2:
    print(f"It saves {share:.0%}, no more than what took nobody an hour: 2 points at most.")
### BEGIN HIDDEN TESTS
unseen = sheet.rng("unseen")
closed = [
    stream.Scenario(source="generated", change=kind, seed=int(unseen.integers(1000)), days=120)
    for kind in (*kinds, *kinds)
]
closed += [
    stream.Scenario(airport=each, begins=int(unseen.integers(1, 30)))
    for each in ("EWR", "JFK", "LGA")
]
points = earned(closed, Mine)
### END HIDDEN TESTS
round(float(points), 2)

# %% [markdown] nbgrader={"grade_id": "question"}
# ## 4 When it lies (2 points, read by a person)
#
# Name one change that your detector would not notice and one calm that it would take for a change. What would you need to
# know to tell them apart, and what would it cost? About 100 words.

# %% [markdown] nbgrader={"grade_id": "words", "solution": true, "points": 2}
# Ranks against the first 480 values see a move of the centre. A change of spread alone leaves the mean rank where it was,
# so it stays silent. Summer is the calm it takes for a change: the reference knows one winter. A second reference from the
# same month of another year would tell season from change, and costs a year of waiting; the size of a move against that
# year's spread would do in between.
