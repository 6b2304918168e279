# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: further
#     mb: 350
#     minutes: 45
#     needs: [drift]
#     needs_notebooks: [07_drift/2_detecting_change.ipynb]
#     topics: [J07, K03, K04, K05, K08]
# ---

# %% [markdown]
# # Why two tools disagree
#
# **After this notebook you can** find out which choice stands behind two [drift](../glossary.ipynb#Drift)
# numbers that disagree, and say what has
# to be written beside any drift number so that somebody else can get it again.
#
# 45 minutes · no download, no account · after [Detecting change](2_detecting_change.ipynb)

# %% [markdown]
# ## Two dashboards, one income
#
# A bank lends on the word of a model. Two teams watch the incomes of its applicants, each with the
# [PSI](../glossary.ipynb#PSI) of the day against the month before, and each acts above a quarter. This morning the left
# dashboard is green. The right one is red and has raised an
# [alarm](../glossary.ipynb#Alarm) that stops the model; nobody gets a loan.
#
# The teams argue about tools. We know the truth, because we generated it: a new channel opened at midnight and brings
# people who earn less. And one applicant typed three zeros too many.

# %%
from mlops_widgets.data import credit

channel = credit.Drift(day=30, share=0.7, size=-0.8)
incomes = credit.applications(days=31, drift=channel)
reference, yesterday, today = (
    incomes.between(24 * first, 24 * end).income for first, end in ((0, 29), (29, 30), (30, 31))
)
typed = today.copy()
typed[-1] *= 1000
print(f"{reference.size:,} incomes before, {today.size} today, one of them {typed[-1]:,.0f} €")

# %% [markdown]
# Both dashboards compute $\sum_i (p_i - q_i) \ln (p_i / q_i)$. They differ in where the [bins](../glossary.ipynb#Bin)
# lie and in what they write for a share of zero, which has no logarithm. These are three ways of filling it, and
# the index; we come back to each.

# %%
import sys

import numpy as np


def small(count):
    share = count / count.sum()
    least = share[share > 0].min()
    return np.where(share > 0, share, least / 1e6 if least <= 1e-4 else 1e-4)


def tiny(count):
    return np.where(count > 0, count / count.sum(), sys.float_info.min)


def half(count):
    return (count + 0.5) / (count + 0.5).sum()


# %%
def psi(reference, today, edges, fill):
    q, p = (fill(np.histogram(values, edges)[0]) for values in (reference, today))
    return np.sum((p - q) * np.log(p / q))


def dashboards(day):
    both = np.r_[reference, day]
    left, right = np.histogram_bin_edges(both, "sturges"), np.histogram_bin_edges(both, 10)
    return {"left": psi(reference, day, left, small), "right": psi(reference, day, right, tiny)}


# %%
import pandas as pd

pd.Series(dashboards(typed), name="PSI of today").round(2).to_frame()

# %%
seen = pd.DataFrame({"as it came": dashboards(typed), "corrected": dashboards(today)})
left, right = seen["corrected"] - seen["as it came"]

# %%
from mlops_widgets import course

answers = ("neither", "one of them", "both: the left one up, the right one down")
course.Predict(
    "why-two-tools-disagree.typed",
    f"The one wrong income of {today.size} is corrected. Which number moves by more than 0.1?",
    answer=answers,
    truth=answers[2 if left > 0.1 and right < -0.1 else int(max(abs(left), abs(right)) > 0.1)],
    reveal=seen.round(4),
)

# %% [markdown]
# One slip moved both, in opposite directions. Now put the same slip into *yesterday*, before the channel opened, when
# nothing had changed.

# %%
slip = yesterday.copy()
slip[-1] = typed[-1]
days = {"yesterday, slip": slip, "today, slip": typed, "yesterday": yesterday, "today": today}
shown = pd.DataFrame({name: dashboards(day) for name, day in days.items()}).T
same = np.isclose(shown.iloc[0], shown.iloc[1], atol=1e-6)

# %%
answers = ("both tell the days apart", "only one of them does", "both say the same of both")
course.Predict(
    "why-two-tools-disagree.yesterday",
    "Yesterday nothing had changed, today much has; each has one slip. What do the dashboards say?",
    answer=answers,
    truth=answers[same.sum()],
    reveal=shown.round(6),
)

# %% [markdown]
# With a slip in it, neither dashboard saw the other incomes at all. Look at the right one on yesterday without a slip,
# too: red in perfect calm, redder than today. Nobody has made a mistake of arithmetic. **Two choices wrote these
# numbers.**
#
# They are choices of real tools: for columns with more than twenty different numbers evidently `0.7.23` follows the
# left rule, frouros `0.9.0` the right one. The project's `benchmarks/disagreement.py` runs the released packages on
# the arrays of this notebook, and they agree with its lines to six digits.
#
# There are more choices: the [detector](../glossary.ipynb#Detector), the [window](../glossary.ipynb#Window), the
# [threshold](../glossary.ipynb#Threshold). **Play with one question in mind: can you find two settings, both
# of which you could defend, that disagree at the end of the run?** Press *Pin* at the first.

# %%
from mlops_widgets.drift import stream

payments = stream.Scenario(source="generated", size=0.4, at=1200)
stream.simulation.widget(payments, controls=("detector", "window", "threshold"))

# %% [markdown]
# ## How it works: which bins?
#
# The textbook cuts the *reference* into [deciles](../glossary.ipynb#Decile), open at both ends, so that
#
# $$q_i \approx \tfrac{1}{10}, \qquad \mathrm{PSI} = \sum_i (p_i - q_i) \ln \frac{p_i}{q_i}.$$
#
# Both dashboards cut the range of *both* heaps together, from the smallest value to the largest, into parts of equal
# width. One [outlier](../glossary.ipynb#Outlier) then decides how wide a bin is.

# %%
from mlops_widgets import drift


def opened(edges):
    return np.r_[-np.inf, edges[1:-1], np.inf]


deciles = opened(np.quantile(reference, np.arange(11) / 10))
print(f"by hand {psi(reference, typed, deciles, half):.6f}")
print({name: round(drift.psi(reference, day), 6) for name, day in days.items()})
wide = np.histogram_bin_edges(np.r_[reference, typed], "sturges")
cuts = {"deciles of the month before": deciles, "equal width over both": wide}

# %%
from matplotlib.figure import Figure

picture = Figure(figsize=(8, 3), layout="constrained")
for axes, (name, edges) in zip(picture.subplots(1, 2), cuts.items(), strict=True):
    heaps = {"month before": reference, "today": typed}
    shares = pd.DataFrame({heap: np.histogram(each, edges)[0] for heap, each in heaps.items()})
    shares = (shares / shares.sum()).set_axis(range(1, len(edges)))
    shares.plot.bar(ax=axes, rot=0, width=0.8, color=["#999999", "#0072b2"])
    axes.set(title=name, xlabel="bin", ylabel="share of applicants")
told = f"{np.mean(typed < deciles[1]):.0%} in the lowest decile, {shares.today[1]:.1%} in one bin."
course.figure(picture, "One outlier puts everybody else into one bin", told)

# %% [markdown]
# What if equal widths come from the reference alone, or deciles from both heaps? Four rules, one filling, and a slip on
# either side:

# %%
rules = {
    "equal width, both": lambda before, now: np.histogram_bin_edges(np.r_[before, now], 10),
    "equal width, reference": lambda before, now: np.histogram_bin_edges(before, 10),
    "deciles, both": lambda before, now: np.quantile(np.r_[before, now], np.arange(11) / 10),
    "deciles, reference": lambda before, now: np.quantile(before, np.arange(11) / 10),
}

# %%
slipped = np.r_[reference[:-1], typed[-1]]
cases = {
    "no slip": (reference, today),
    "slip today": (reference, typed),
    "before": (slipped, today),
}
found = pd.DataFrame(index=list(rules))
for case, heaps in cases.items():
    found[case] = [psi(*heaps, opened(rule(*heaps)), half) for rule in rules.values()]
found.round(3)

# %% [markdown]
# Two rules survive both slips. One of them measures each day with other bins, so that its
# numbers cannot be compared from day to day.

# %% [markdown]
# ## When it lies: an empty bin
#
# A bin that nobody was in before, and one person of $n$ is now, adds nearly $\frac1n \ln \frac{1/n}{\varepsilon}$,
# where $\varepsilon$ is what stands for zero. That is **[smoothing](../glossary.ipynb#Smoothing)**, and it is a choice.
# For the smallest number that a computer holds in full, $\ln(1/\varepsilon)$ is about 708.
#
# Take values that really have changed, by one standard deviation; bins of equal width, no slip. In a large sample the
# index is near one.

# %%
rng = np.random.default_rng(7)
fills = {"half a value": half, "small": small, "tiny": tiny}
print(f"ln(1/ε) is {-np.log(sys.float_info.min):.0f} for tiny, {-np.log(1e-4):.0f} for small")


def median_psi(n, fill, repeats=20):
    heaps = [(rng.normal(0, 1, n), rng.normal(1, 1, n)) for _ in range(repeats)]
    return np.median([psi(*pair, np.histogram_bin_edges(np.r_[pair], 10), fill) for pair in heaps])


sizes = (100, 500, 2500, 50_000)
medians = {n: {name: median_psi(n, fill) for name, fill in fills.items()} for n in sizes}

# %%
course.Predict(
    "why-two-tools-disagree.empty",
    "A hundred values before, a hundred now, zero becomes the tiniest number. The index?",
    answer=course.Number(0, 200, unit="PSI"),
    truth=round(medians[100]["tiny"], 1),
    reveal=pd.DataFrame(medians).T.rename_axis("values on each side").round(2),
)

# %% [markdown]
# With few values an index that fills with the tiniest number counts empty bins. It even *falls* as evidence grows.

# %% [markdown]
# ## When it lies: one name, four numbers
#
# The [Jensen–Shannon divergence](../glossary.ipynb#Jensen–Shannon-divergence) compares both lists of shares with
# their mean; the Jensen–Shannon *distance* is its root.
# Either can be taken in bits (base two) or in nats (base $e$). On the deciles:

# %%
from scipy.spatial.distance import jensenshannon

names = ("divergence, bits", "divergence, nats", "distance, bits", "distance, nats")
rows = {}
for name, day in {"yesterday": yesterday, "today": today}.items():
    q, p = (half(np.histogram(values, deciles)[0]) for values in (reference, day))
    bits, nats = jensenshannon(q, p, base=2), jensenshannon(q, p)
    rows[name] = dict(zip(names, (bits**2, nats**2, bits, nats), strict=True))
ours = drift.jensen_shannon(reference, today)
print(f"drift: divergence {ours.divergence:.4f}, distance {ours.distance:.4f}, base {ours.base}")
pd.DataFrame(rows).assign(alarm=lambda table: table["today"] > 0.1).round(4)

# %% [markdown]
# One pair of lists, one threshold of `0.1`, two verdicts. Under the name Jensen–Shannon evidently returns the
# distance in nats, nannyml `0.13.1` the distance in bits, `drift` both numbers with their base. And again each has bins
# of its own.

# %% [markdown]
# ## When it lies: the reference is a sample, too
#
# The [chi-squared test](../glossary.ipynb#Chi-squared-test) for categories compares counts $O$ with expected counts
# $E$. Where does $E$ come from? One tool
# pours both samples together. Another takes the reference's shares for the truth. But $m$ values of a reference are a
# sample as well; without any change that statistic is about $(1 + n/m)\,\chi^2$, too large for the table it is
# looked up in.

# %%
from scipy.stats import chi2


def reference_as_truth(before, now):
    expected = before * now.sum(-1, keepdims=True) / before.sum(-1, keepdims=True)
    return ((now - expected) ** 2 / expected).sum(-1)


purposes = [0.2] * 5  # five purposes of a loan, equally frequent, before and now
limit = chi2.isf(0.05, df=4)
false = {}
for times in (1, 2, 5, 10, 30):
    before, now = (rng.multinomial(size, purposes, 4000) for size in (times * 960, 960))
    measured = (reference_as_truth(before, now) > limit).mean()
    formula = chi2.sf(limit / (1 + 1 / times), df=4)
    false[times] = {"measured": 100 * measured, "by the formula": 100 * formula}

# %%
course.Predict(
    "why-two-tools-disagree.truth",
    f"Equal sizes: {false[1]['measured']:.0f} of 100 are false. With ten times the reference?",
    answer=course.Number(0, 40, unit="of 100"),
    truth=false[10]["measured"],
    reveal=pd.DataFrame(false).T.rename_axis("reference, times the day").round(1),
)

# %% [markdown]
# This is how evidently computes its [p-value](../glossary.ipynb#p-value); a month of reference for a day makes
# the difference small, last week against this week does not. Which one a tool does can be read off its
# [false alarms](../glossary.ipynb#False-alarm): shuffle two samples, test, and count.

# %% [markdown]
# ## When it lies: no count, no correction
#
# Is 0.1 much? Without any change PSI is about $(1/n + 1/m)\,\chi^2_9$. And is a *table* with three drifted columns
# of twenty drifted? Three columns moved by five standard errors, seventeen not; a thousand tables:

# %%
for n in (50, 100, 200, today.size):
    noise = drift.psi_noise(n, reference.size)
    rare = noise.level(0.05)
    print(f"{n} values: chance above 0.1 is {noise.above(0.1):.1%}, one in twenty above {rare:.3f}")

# %%
from scipy.stats import norm


def verdicts(moved):
    pvalues = 2 * norm.sf(np.abs(rng.normal(size=(1000, 20)) + 5 * (np.arange(20) < moved)))
    below = pvalues < 0.05
    holm = np.array([drift.holm(row) < 0.05 for row in pvalues])
    rules = {
        "any column": below.any(1),
        "any, after Holm": holm.any(1),
        "half": below.mean(1) >= 0.5,
    }
    return {rule: called.mean() for rule, called in rules.items()}


pd.DataFrame({f"{moved} of 20 moved": verdicts(moved) for moved in (0, 3)}).round(3)

# %% [markdown]
# The first rule never sleeps, the last one sleeps through three ruined columns. Unless told otherwise, evidently
# calls a table drifted when half of its columns are.

# %% [markdown]
# ## When it lies: the same algorithm twice
#
# [ADWIN](../glossary.ipynb#ADWIN) has one parameter, and here both have the paper's value of it. Errors rise from a
# fifth to two fifths at the five-thousandth value. `drift` uses river; what frouros said of the same streams is written
# down, from `python -m benchmarks.disagreement`.


# %%
def errors(seed):
    chance = np.repeat([0.2, 0.4], 5000)
    return (np.random.default_rng(seed).random(10_000) < chance).astype(float)


elsewhere = [5983, 6143, 5727, 5695, 5887, 5631]  # first alarms of frouros 0.9.0, seeds 0 to 5
ours = [int(drift.detectors.ADWIN().update_many(errors(seed)).argmax()) for seed in range(6)]
late = pd.DataFrame({"river": ours, "frouros": elsewhere}) - 5000
late.agg(["min", "median", "max"]).rename_axis("values late")

# %% [markdown]
# The window is kept in rows of buckets. One implementation leaves the newest bucket of each row out of the older
# side; with it counted, its first alarms are river's to the value. A name and a paper do not say which code ran.

# %% [markdown]
# ## What to ask of any drift number
#
# | question | because here |
# |---|---|
# | Which bins, from which data? | one slip hid the drift, or was the alarm |
# | What stands for an empty bin? | the index counted empty bins |
# | Divergence or distance, which base? | one threshold, two verdicts |
# | How many values, on both sides? | noise alone passes 0.1 |
# | Is the reference a sample or the truth? | six times as many alarms as agreed |
# | Corrected for how many questions? | any column cries, half of them sleep |
# | Which implementation, which version? | the same name, and hundreds of values later |
#
# Whoever can answer all seven can explain any two numbers, and get either again. Where little is open tools agree: of
# yesterday, evidently and frouros say by Kolmogorov and Smirnov what `drift.ks` says. Even that test has a choice:
# nannyml cuts a reference of ten thousand values or more into bins first, and differs in the fourth decimal.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** The bank wants an index that one slip, today or in the reference, moves by less than 0.01,
# and that measures every day with the same bins. Choose a rule from the table of four.

# %%
my_bins = "equal width, both"  # or another of the four

course.check("drift.bins", my_bins)

# %% [markdown]
# **Core (up to eight lines).** `statistic` takes the counts of each category, before and now, and takes the reference
# for the truth. Make it a test of two samples: both rows of the table vary around what they have in common.


# %%
def statistic(before, now):
    # Your lines: what is expected of each of the two samples?
    expected = before * now.sum() / before.sum()
    return ((now - expected) ** 2 / expected).sum()


pairs = rng.multinomial(960, purposes, (1000, 2))
print(f"false alarms at 5 %: {np.mean([statistic(*pair) > limit for pair in pairs]):.1%}")
course.check("drift.two_samples", statistic)

# %% [markdown]
# **Stretch (ungraded).** Take the drift tool of your own team, hand it `reference` and `typed`, then `reference` and
# `today`, and answer the seven questions for it from its numbers before you look into its documentation.

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("drift.why-two-tools-disagree")

# %% [markdown]
# ## Summary
#
# Two tools with one formula disagree because of what the formula leaves open: bins, empty bins, base, counts, what is
# taken for the truth. A number without its choices cannot be checked, compared or held against a threshold. So write
# them beside it, and before you trust a tool, hand it data whose answer you know.
#
# **Next:** [a detector that pays for its alarms](../labs/07_drift_detector.ipynb), the chapter's lab.
#
# **Read on:** Siddiqi, *Credit Risk Scorecards*, Wiley 2006 · Yurdakul and Naranjo, *Statistical properties of the
# population stability index*, Journal of Risk Model Validation 14(4), 2020 · Lin, *Divergence measures based on the
# Shannon entropy*, IEEE Transactions on Information Theory 37(1), 1991 · Cochran, *Some methods for strengthening the
# common χ² tests*, Biometrics 10(4), 1954 · Bifet and Gavaldà, *Learning from time-changing data with adaptive
# windowing*, SDM 2007
