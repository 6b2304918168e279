# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 400
#     minutes: 45
#     needs: []
#     needs_notebooks: [06_rollout/2_how_sure_is_a_canary.ipynb]
#     topics: [G02, G08, G09]
# ---

# %% [markdown]
# # Live experiments
#
# **After this notebook you can** choose what an [A/B test](../glossary.ipynb#A/B-test) is judged by, say beforehand how
# many users it needs, write the test, and notice when its answer is worth nothing.
#
# 45 minutes · after [How sure is a canary?](2_how_sure_is_a_canary.ipynb) · no download, no account · run the cells from
# top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## The better model that cost money
#
# A shop recommends goods. Its model A was trained to be clicked, and is. A colleague trained model B to earn. On the
# stored clicks of last year A wins by far: B was never released, and the colleague went to another shop.
#
# Nobody had asked what the clicks were for. Both models do the same task, so both can answer at the same time, each for
# a part of the users: *live experimentation*. Only there does one see what people do with an answer, and only there can
# one count what the business lives on.
#
# This is what the two would bring, in a world whose numbers are assumed, and known to us alone:

# %%
import pandas as pd

from mlops_widgets.rollout.experiment.world import BUY, CLICK, MARGIN

truth = pd.DataFrame(
    {"clicks": CLICK[:2, 0], "buys, if clicked": BUY[:2, 0], "€ a purchase": MARGIN[:2]}
)
truth.index = pd.Index(["A", "B"], name="model")
truth[["clicks"]]

# %%
from mlops_widgets import course

profit = truth.prod(axis=1)
course.Predict(
    "live-experiments.clicks",
    "B's goods bring three times as much each. "
    "Who keeps A for its clicks gives away which part of B's profit?",
    answer=course.Number(0, 100, unit="% of the profit"),
    truth=round(100 * (1 - profit["A"] / profit["B"]), 1),
    reveal=truth.assign(**{"€ a user": profit}).round(3),
)

# %% [markdown]
# A model [metric](../glossary.ipynb#Metric) is what a model is trained and compared by; the *business objective* is what
# it is for. Clicks stand in for profit as long as both move together. Nothing makes them.
#
# **Play with one question in mind: does a longer test heal the wrong measure?** Below, half of the users meet each model
# until the test ends; then all meet the winner. Change what it learns from, then how long it runs.

# %%
from mlops_widgets.rollout import experiment

by_clicks = experiment.Scenario(policy="fixed", versions=2, goal="clicks")
experiment.simulation.widget(by_clicks, controls=("goal", "horizon", "users"))

# %% [markdown]
# More users make the wrong answer surer. What a test is judged by is decided before any statistics.

# %% [markdown]
# ## How it works: chance decides who meets what
#
# Why not give B to everybody in July, and compare with June? Because July has other weather and other offers. Why not to
# those who ask for it? Because they are other people. Chance alone makes two groups that differ in nothing but
# the model. And a user who comes back should meet the same one, so the chance is taken from the user's name:

# %%
from hashlib import sha256


def route(user, test="models-3"):
    return sha256(f"{test}/{user}".encode()).digest()[0] % 2  # 0 is A, 1 is B


print([route(user) for user in range(10)], [route(user) for user in range(10)])
print([route(user, test="prices-1") for user in range(10)])

# %% [markdown]
# The same users, the same groups; another test, other groups, so that no test rides on another. Now the shop's users. The
# simulator knows what each would do with *both* models. A test sees one of the two:

# %%
import numpy as np

from mlops_widgets.rollout.experiment.world import world

users = world(experiment.Scenario(versions=2, users=12))
group = np.array([route(user) for user in range(len(users.profit))])
seen = users.profit[np.arange(len(group)), group]  # € that each brought
a, b = seen[group == 0], seen[group == 1]
cold = [np.mean(users.segment[group == each] == 0) for each in (0, 1)]
for name, profits, part in zip("AB", (a, b), cold, strict=True):
    print(f"{name}: {profits.size:,} users, {part:.1%} in the cold")

# %% [markdown]
# Nobody told `route` where people live, and the groups' shares differ by no more than chance. That holds for everything, also
# for what nobody thought of.
#
# The test asks how many standard errors the means lie apart:
#
# $$z = \frac{\bar b - \bar a}{\sqrt{s_a^2/n_a + s_b^2/n_b}}$$
#
# with the groups' variances $s^2$ and sizes $n$. The [p-value](../glossary.ipynb#p-value) is the chance of as much in
# either direction, if the models were the same.

# %%
from math import sqrt
from statistics import NormalDist


def compare(a, b):
    difference = b.mean() - a.mean()
    error = sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    return difference, difference / error, 2 * NormalDist().cdf(-abs(difference / error))


# %%
from mlops_widgets import rollout

first = slice(0, 400)  # of each group
package = rollout.welch(a[first], b[first])
print("by hand:  {:.3f} €, z = {:.2f}, p = {:.4f}".format(*compare(a[first], b[first])))
print(
    f"package:  {package.difference:.3f} €, t = {package.statistic:.2f}, p = {package.pvalue:.4f}"
)
print(f"the interval: {package.low:.2f} to {package.high:.2f} €")

# %% [markdown]
# The interval says more than the p-value: which differences the data leave open.

# %% [markdown]
# ## How many users?
#
# B differs from A by more than double. The next model will be better by some percent. A test has *power*: the chance to
# find a difference that is there. Four in five is usual. How many users that takes grows with the noise of one user
# and falls with the difference:
#
# $$n \approx 2\,(z_{0.975} + z_{0.8})^2 \, \frac{\sigma^2}{\delta^2} \approx 16 \, \frac{\sigma^2}{\delta^2}
# \quad\text{in each group}$$

# %%
mean, sigma = profit["B"], users.profit[:, 1].std()
lifts = (0.5, 0.2, 0.1, 0.05)
needs = pd.DataFrame(index=pd.Index([f"{lift:.0%}" for lift in lifts], name="better by"))
needs["by profit"] = [rollout.sample_size(mean, mean * (1 + lift), spread=sigma) for lift in lifts]
needs["by clicks"] = [rollout.sample_size(CLICK[1, 0], CLICK[1, 0] * (1 + lift)) for lift in lifts]
days = (needs["by profit"] * 2 / 288).round().astype(int)

# %%
course.Predict(
    "live-experiments.users",
    "Half the difference, 5 % instead of 10 %. How many times as many users does the test need?",
    answer=course.Number(1, 20, unit="times as many"),
    truth=round(needs["by profit"].iloc[3] / needs["by profit"].iloc[2], 1),
    reveal=needs.assign(**{"days by profit, 288 users a day": days}),
)

# %% [markdown]
# Here lies the temptation of clicks: they answer sooner, to another question. This shop cannot find a lift of a
# twentieth in a year. It is better to know that *before* the test. The formula against four thousand tests each:

# %%
rng = np.random.default_rng(0)
sizes = np.array([500, 1000, 2000, 5000, 10_000, 20_000])
rows = {}
for lift in (0.1, 0.2, 0.5):
    bought = [rng.binomial(sizes, p, (4000, 6)) for p in (0.08, 0.08 * (1 + lift))]
    found = np.abs(rollout.z_scores(bought[0], sizes, bought[1], sizes)) > 1.96
    rows[f"+{lift:.0%}, played"] = found.mean(axis=0)
    rows[f"+{lift:.0%}, formula"] = [rollout.power(0.08, 0.08 * (1 + lift), n) for n in sizes]
played = pd.DataFrame(rows, index=sizes)

# %%
axes = played.plot(
    style=["o", "-"] * 3, color=[f"C{i // 2}" for i in range(6)], logx=True, figsize=(7, 3)
)
axes.set(xlabel="users in each group", ylabel="tests that find it")
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
small, large = played.iloc[1, 0], played.iloc[1, 4]
says = f"Of tests with 1,000 users each, {small:.0%} find a lift of 10 %, {large:.0%} one of 50 %."
course.figure(axes.figure, "A small test finds large differences only", says)

# %% [markdown]
# A test that is too small does worse than overlook. Those few that *do* find the difference had luck, and report it:

# %%
for n in (1000, 20_000):
    x, y = rng.binomial(n, 0.08, 20_000), rng.binomial(n, 0.08 * 1.1, 20_000)
    wins = rollout.z_scores(x, n, y, n) > 1.96
    lift = (y / x)[wins].mean() - 1
    print(f"{n:6,} users: {wins.mean():.0%} find B better, by {lift:.0%} on average, truly by 10%")

# %% [markdown]
# ## May one stop earlier?
#
# To look at a p-value every day and stop at the first small one is *[peeking](../glossary.ipynb#Peeking)*;
# [How sure is a canary?](2_how_sure_is_a_canary.ipynb) shows what it does. There, too, stands the cure, an
# [e-value](../glossary.ipynb#e-value). For means it is, with the squared standard error $V$ and $\tau$ about the
# difference hoped for,
#
# $$E = \sqrt{\frac{V}{V + \tau^2}}\; \exp\!\left(\frac{\tau^2\,(\bar b - \bar a)^2}{2\,V\,(V + \tau^2)}\right)$$
#
# and the test stops at $E \ge 20$. It is called *mSPRT*, mixture sequential [probability](../glossary.ipynb#Probability) ratio test.

# %%
tau, V, d = 0.01, 0.003**2, 0.009
by_hand = sqrt(V / (V + tau**2)) * np.exp(tau**2 * d**2 / (2 * V * (V + tau**2)))
print(f"by hand {by_hand:.3f}, package {float(rollout.msprt(d, sqrt(V), scale=tau)):.3f}")

# %% [markdown]
# Three rules on the same tests, 500 users a day in each group, one in twenty buys, at most 28 days:


# %%
def rules(lift, days=28, tests=4000):
    n, shape = 500 * np.arange(1, days + 1), (tests, days)
    x = rng.binomial(500, 0.05, shape).cumsum(axis=1)
    y = rng.binomial(500, 0.05 * (1 + lift), shape).cumsum(axis=1)
    p = (x + y) / n / 2
    z = np.abs(rollout.z_scores(x, n, y, n))
    e = rollout.msprt((y - x) / n, np.sqrt(2 * p * (1 - p) / n), scale=0.01)
    stops = {
        "once, at the end": (z > 1.96) & (n == n[-1]),
        "daily, p < 5 %": z > 1.96,
        "daily, e ≥ 20": e >= 20,
    }
    ends = {name: np.where(s.any(axis=1), s.argmax(axis=1) + 1, days) for name, s in stops.items()}
    return {name: (100 * s.any(axis=1).mean(), ends[name].mean()) for name, s in stops.items()}


# %%
parts = {
    f"lift {lift:.0%}": pd.DataFrame(rules(lift), index=["found, %", "days"]).T
    for lift in (0, 0.1, 0.3)
}
pd.concat(parts, axis=1).round(1)

# %% [markdown]
# Under *lift 0%* everything found is a mistake. The sequential test is slower than peeking, honest, and on a clear difference
# far quicker than waiting for the planned end. On a small one it misses more: that is the price.

# %% [markdown]
# ## When it lies: groups that are no groups
#
# The new version's page needs a redirect, and some users with a slow line never arrive there. They buy less than
# others anyway. Both versions are *the same*, and each should get half of forty thousand users.


# %%
def broken(lost, tests=10_000):
    quick = rng.binomial(20_000, 0.5, tests)  # in group B
    slow = rng.binomial(20_000, 0.5, tests)
    n_b = np.stack([quick, rng.binomial(slow, 1 - lost)])
    n_a = 20_000 - np.stack([quick, slow])
    rates = np.array([[0.10], [0.04]])
    x_a, x_b = rng.binomial(n_a, rates).sum(axis=0), rng.binomial(n_b, rates).sum(axis=0)
    return x_a, n_a.sum(axis=0), x_b, n_b.sum(axis=0)


# %%
rows = {}
for lost in (0, 0.02, 0.05, 0.1, 0.2):
    x_a, n_a, x_b, n_b = broken(lost)
    better = rollout.z_scores(x_a, n_a, x_b, n_b) > 1.96
    noticed = (n_a - n_b) ** 2 / (n_a + n_b) > 10.83  # chi-squared, p < 0.001
    rows[f"{lost:.0%}"] = [n_b.mean() / (n_a + n_b).mean(), better.mean(), noticed.mean()]

# %%
mismatch = pd.DataFrame(rows, index=["share of B", "B called better", "mismatch noticed"]).T
course.Predict(
    "live-experiments.mismatch",
    "B is A, but a fifth of the slow users is lost on the way to it. "
    "How often does the test call B better?",
    answer=course.Number(0, 100, unit="% of the tests"),
    truth=round(100 * mismatch.iloc[-1, 1], 1),
    reveal=mismatch.round(3).rename_axis("of the slow are lost"),
)

# %% [markdown]
# A difference out of nothing. The groups' sizes give it away long before: a
# [sample-ratio mismatch](../glossary.ipynb#Sample-ratio-mismatch). Ask first whether the groups are as large as planned.
# Every experiment is asked, and at 5 % one sound one of twenty would be thrown away; the line here, p < 0.001, is assumed. A
# difference that looks harmless need not be:

# %%
for counts in ((20_050, 19_950), (20_400, 19_600)):
    found = rollout.sample_ratio(counts)
    print(f"{counts}: p = {found.pvalue:.1g}, mismatch: {found.found}")

# %% [markdown]
# If they are not, do not correct the numbers: nobody knows who is missing. Repair the splitter and begin anew. In the shop
# the splitter can lose users in the cold; they meet A. When is it noticed?

# %%
leaking = experiment.Scenario(policy="fixed", versions=2, leak=0.2)
experiment.simulation.widget(leaking, controls=("leak", "users", "horizon"))

# %% [markdown]
# ## When it lies: the reward comes late
#
# A click is known at once, a purchase days later. Say that 5 of 100 buy with A, most within a day, and 6 of 100 with B,
# but they think about it longer. Users come evenly, and every evening all purchases so far are divided by all users so
# far.

# %%
days = np.arange(1, 29)
since = [np.linspace(0, day, 500) for day in days]  # how long ago the users came
late = pd.DataFrame(index=pd.Index(days, name="read on day"))
for name, buys, wait in (("A", 0.05, 1.0), ("B", 0.06, 2.5)):
    late[name] = [buys * np.mean(1 - np.exp(-ago / wait)) for ago in since]

# %%
axes = late.plot(style=["--", "-"], ylabel="purchases a user, so far", figsize=(7, 2.8))
leads = int((late["B"] > late["A"]).idxmax())
says = f"B leads from day {leads} on."
course.Predict(
    "live-experiments.late",
    "B is better by a fifth. After how many days does it begin to look better?",
    answer=course.Number(1, 28, unit="days"),
    truth=leads,
    reveal=course.figure(axes.figure, f"Until day {leads} the better version looks worse", says),
)

# %% [markdown]
# No number of users heals it: these are the means without any noise. The cure is to give every user the same time, say
# two weeks, and to count only those who have had it.

# %%
for window in (3, 7, 14):
    a_, b_ = (buys * (1 - np.exp(-window / wait)) for buys, wait in ((0.05, 1.0), (0.06, 2.5)))
    print(f"purchases within {window:2} days of coming: A {a_:.2%}, B {b_:.2%}")

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** One user in twenty buys. A new model pays for itself if it lifts that by a tenth, relative to
# what it is. How many users does each group need, at a level of 5 % and a power of four in five? `rollout.sample_size` knows.

# %%
my_users = 1000  # your line

course.check("rollout.users", my_users)

# %% [markdown]
# **Core (up to eight lines).** Finish `verdict(a, b)` for the profits of two groups that should be equally large. Give
# `"mismatch"` if the sizes are not a fair split, $(n_a - n_b)^2 / (n_a + n_b) > 10.83$; else `"A"` or `"B"` if one
# earned more, with $|z| > 1.96$; else `"open"`.


# %%
def verdict(a, b):
    return "open"  # your lines


course.check("rollout.verdict", verdict)

# %% [markdown]
# **Stretch (ungraded).** Let `rules` look once a week instead of daily. Who gains by it, who hardly cares?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("rollout.live-experiments")

# %% [markdown]
# ## Summary
#
# A live experiment is judged by what the business lives on, chosen before it begins, together with its size and the rule
# that ends it. Chance makes groups that differ in nothing but the model; groups of the wrong size say that it was not
# chance. What comes late is counted only for those who have had the time.
#
# **Next:** [Bandits and contexts](4_bandits_and_contexts.ipynb): must half of the users meet the worse model until the test
# ends? [A bandit that earns its keep](../labs/06_bandit.ipynb) is the lab of both.
#
# **Read on:** Kohavi, Tang and Xu, *Trustworthy Online Controlled Experiments*, Cambridge University Press, 2020 ·
# Fabijan et al., *Diagnosing sample ratio mismatch in online controlled experiments*, KDD, 2019 · Johari et al.,
# *Always valid inference*, Operations Research 70(3), 2022
