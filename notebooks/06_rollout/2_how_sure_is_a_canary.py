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
#     needs_notebooks: [06_rollout/1_progressive_delivery.ipynb]
#     topics: [G04, G09, G13]
# ---

# %% [markdown]
# # How sure is a canary?
#
# **After this notebook you can** say how often a [rollback](../glossary.ipynb#Rollback) policy aborts a healthy version
# and how often it lets a bad one through, and write one that may look as often as it likes.
#
# 45 minutes · after [Progressive delivery](1_progressive_delivery.ipynb) · no download, no account · run the cells from
# top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## The version that could not get out
#
# A team automated its releases. A [canary](../glossary.ipynb#Canary) gets one request in a hundred, twenty a minute,
# and every minute a policy looks: if more than two in a hundred failed, the canary is taken back. Both versions fail in
# one request of two hundred, far below the line.
#
# The new version was rolled back on Monday, on Tuesday and on Thursday. Engineers searched for a fault for three nights.
# There was none. Then somebody raised the line to make it stop, and in the next week a bad version went through.
#
# How often does this policy take back a version with which nothing is wrong? One [window](../glossary.ipynb#Window) of
# twenty can be worked out.

# %%
from scipy.stats import binom

bad_window = binom.sf(0.02 * 20, 20, 0.005)  # more than 2 % of 20: one failure is enough
print(f"a healthy version has a bad window with a chance of {bad_window:.1%}")

# %% [markdown]
# A canary has many windows. `rollout.study` plays ten thousand healthy canaries of fifty windows in a moment, each with other
# users.

# %%
from mlops_widgets import rollout


def line(failure_limit=0, min_requests=1, pass_needed=50):
    step = rollout.Step(1, 0.0, min_requests, pass_needed, failure_limit)
    return rollout.Policy("line", (step,), (rollout.Threshold("errors", above=0.02),))


many = rollout.study(line(), requests=100 / 3, windows=50)

# %%
import numpy as np
import pandas as pd

gone = np.where(many.outcome < 0, many.windows, 51)  # the window that ended it
left = pd.Series([100 * np.mean(gone > window) for window in range(51)], name="% not taken back")
says = f"{left[7]:.0f} % outlast seven windows, {left[50]:.1f} % all fifty."
found = f"Of ten thousand healthy versions {sum(gone > 50)} outlast fifty windows"

# %%
from mlops_widgets import course

axes = left.plot(drawstyle="steps-post", xlabel="windows of twenty requests", figsize=(7, 2.8))
axes.set(ylim=(0, 100), ylabel=left.name)
course.Predict(
    "how-sure-is-a-canary.aborted",
    "A canary of 50 such windows: how often is a healthy version taken back?",
    answer=course.Number(0, 100, unit="% of the rollouts"),
    truth=round(100 * many.rolled_back, 1),
    reveal=course.figure(axes.figure, found, says),
)

# %% [markdown]
# One window is nothing, fifty are many: every window is a new chance to be unlucky. Here is one healthy
# canary, minute by minute; after ten minutes without a bad window it goes on to the next step.

# %%
from mlops_widgets.rollout import delivery

minute = delivery.Scenario(strategy="canary", requests=33.0, candidate_errors=0.005)
one = minute.replace(min_requests=1, failure_limit=0)
delivery.simulation.widget(one, controls=("min_requests", "failure_limit", "policy"))

# %% [markdown]
# **Play with one question in mind: what makes the false aborts stop, and what does it cost in minutes?** Ask for more
# requests in a window; allow a few bad windows; choose another kind of check. Other weather comes with another
# *[seed](../glossary.ipynb#Seed)* under *More settings*.

# %% [markdown]
# ## How it works: counting unlucky windows
#
# Of $K$ windows, each bad with the chance $q$, a policy that allows $L$ bad ones aborts with the chance
#
# $$P(\text{more than } L \text{ of } K) = 1 - \sum_{i=0}^{L} \binom{K}{i}\, q^i (1-q)^{K-i}$$
#
# Beside the formula stand ten thousand rollouts again. Argo Rollouts, a tool that many use, allows no bad window unless it
# is told otherwise.

# %%
limits = (0, 1, 3, 5)
exact = [binom.sf(limit, 50, bad_window) for limit in limits]
played = [rollout.study(line(limit), requests=100 / 3, windows=50).rolled_back for limit in limits]
table = pd.DataFrame({"by the formula": exact, "10,000 rollouts": played}, index=limits)
table.round(3).rename_axis("bad windows allowed")

# %% [markdown]
# The two columns differ a little, because requests come by chance: not every minute has twenty of them. How the chance
# grows with the windows:

# %%
windows = np.arange(51)
curves = pd.DataFrame({f"{n} allowed": binom.sf(n, windows, bad_window) for n in limits})
axes = curves.plot(xlabel="windows of twenty requests", ylabel="taken back", figsize=(7, 2.8))
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
strict, mild = curves.iloc[-1, 0], curves.iloc[-1, -1]
says = f"After 50 windows {strict:.0%} are taken back with none allowed, {mild:.0%} with five."
course.figure(axes.figure, "Every further window is a new chance to be unlucky", says)

# %% [markdown]
#
# Forgiving more bad windows is not the cure. It makes the policy deaf in the same measure. The trouble is the window:
# **twenty requests cannot tell one failure in two hundred from one in fifty.**

# %% [markdown]
# ## What no failure proves
#
# Turn it round. A canary has answered sixty requests, and none failed. How bad may it be all the same?

# %%
clean = pd.Series({n: 1 - 0.05 ** (1 / n) for n in (20, 60, 300, 1000, 3000)}, name="may fail in")
course.Predict(
    "how-sure-is-a-canary.clean",
    "No failure in 60 requests. "
    "Up to which rate of failures is that no surprise (a chance of 5 % or more)?",
    answer=course.Number(0, 10, unit="%"),
    truth=round(100 * clean[60], 1),
    reveal=clean.map("{:.2%}".format).to_frame().rename_axis("requests without a failure"),
)

# %% [markdown]
# With the rate $p$, no failure in $n$ requests has the chance $(1-p)^n$. Set it to 5 % and solve: $p = 1 - 0.05^{1/n}$,
# about $3/n$. A window that is too small accuses the innocent *and* acquits the guilty.

# %% [markdown]
# ## Waiting until it means something
#
# So a policy should keep a window open until enough has been counted: *min_requests*. Here three good windows promote;
# the bad version fails in three of a hundred.

# %%
rows = {}
for least in (1, 60, 300, 1000):
    policy = line(min_requests=least, pass_needed=3)
    ways = {"requests": 100 / 3, "windows": 500, "rollouts": 4000}
    good, bad = (
        rollout.study(policy, candidate=rollout.Version(errors=p), **ways) for p in (0.005, 0.03)
    )
    rows[least] = [good.rolled_back, bad.promoted, good.windows.mean()]
columns = ["healthy, taken back", "bad, let through", "minutes, if healthy"]
pd.DataFrame(rows, index=columns).T.round(3).rename_axis("requests a window needs")

# %% [markdown]
# Both mistakes shrink, and the time grows. How many requests are enough depends on the difference that you do not want to
# overlook, and on nothing else. Here is how long they take at a hundred requests a second, beside an
# equal group of the stable version, if a difference is to be found four times in five.

# %%
pairs = ((0.005, 0.02), (0.005, 0.01), (0.002, 0.004), (0.005, 0.006))
needed = {f"{a:.1%} → {b:.1%}": rollout.sample_size(a, b, ratio=1) for a, b in pairs}
hours = pd.DataFrame(
    {f"{share} %": {k: n / share / 3600 for k, n in needed.items()} for share in (1, 5, 50)}
)
hours.round(2).assign(requests=needed).rename_axis("hours, at a share of")

# %% [markdown]
# This is the honest reason why gradual rollouts take hours, and why a small service needs larger steps.

# %% [markdown]
# ## No data is neither good nor bad
#
# [Metrics](../glossary.ipynb#Metric) arrive late, and sometimes not at all. What should an automaton do with a window in which it saw nothing?
# Here one reading in ten is lost; in the last column the [pipeline](../glossary.ipynb#Pipeline) is broken, and no reading ever comes.

# %%
rows = {}
for answer in ("hold", "fail", "pass"):
    policy = rollout.canary((rollout.Threshold("errors", above=0.02),), on_no_data=answer)
    ways = {"requests": 100.0, "rollouts": 4000}
    healthy = rollout.study(policy, drops=0.1, **ways)
    broken = rollout.study(policy, drops=1.0, candidate=rollout.Version(errors=0.3), **ways)
    rows[answer] = [healthy.rolled_back, broken.promoted]
columns = ["healthy, taken back", "bad and unseen, let through"]
pd.DataFrame(rows, index=columns).T.round(3).rename_axis("no data counts as")

# %% [markdown]
# Who counts silence as *pass* promotes a version that fails in three requests of ten, unseen. Who counts it as *fail*
# takes back the healthy. Wait, and if it lasts, call a person.

# %% [markdown]
# ## When it lies: looking too often
#
# A fixed line knows nothing of the day. When a storm makes both versions fail more, it blames the candidate. So compare
# with the stable version's users *at the same time*, and call the candidate worse when the difference is beyond chance:
# a [p-value](../glossary.ipynb#p-value) below 5 %. Once a minute, over all that was counted so far.

# %%
never = {"pass_needed": 1000, "min_requests": 1}
worse = (rollout.Baseline("errors", margin=0.0001),)
beside = rollout.Policy("beside", (rollout.Step(50, **never),), worse)
peeked = rollout.study(beside, requests=100.0, windows=50)

# %%
course.Predict(
    "how-sure-is-a-canary.peeking",
    "Both versions are the same. "
    "How often does one of 50 looks, each at 5 %, call the candidate worse?",
    answer=course.Number(0, 100, unit="% of the rollouts"),
    truth=round(100 * peeked.rolled_back, 1),
    reveal=peeked,
)

# %% [markdown]
# Each look alone is fooled in one case of twenty. Whoever looks again and again and stops at the first [alarm](../glossary.ipynb#Alarm),
# *[peeking](../glossary.ipynb#Peeking)*, is fooled far more often, but how much? Many pages on the web say $1 - 0.95^K$
# for $K$ looks. That would hold for looks that know nothing of each other; these share their users. The exact numbers
# (Armitage, McPherson and Rowe 1969) are for both directions, *better* and *worse*:

# %%
looks = np.array([1, 2, 5, 10, 20, 50, 100])
rng = np.random.default_rng(0)
z = np.abs(rng.standard_normal((40_000, 100)).cumsum(axis=1)) / np.sqrt(np.arange(1, 101))
peeking = pd.DataFrame(index=pd.Index(looks, name="looks"))
peeking["exact"] = [rollout.false_alarm(int(each)) for each in looks]
peeking["simulated"] = [(z[:, :each] > 1.96).any(axis=1).mean() for each in looks]
peeking["1 − 0.95^K"] = 1 - 0.95**looks
peeking.round(3)

# %% [markdown]
# Two hundred such tests to watch, one look a day. **Which rule is fooled least, and how many users does it need to find a
# lift that is there?**

# %%
from mlops_widgets.rollout import peeking as watched

watched.simulation.widget(controls=("rule", "looks", "lift"))

# %% [markdown]
# ## Evidence that may be read at any time
#
# There is a measure that survives peeking. Suppose that the candidate failed $g$ times as often as the stable version.
# Of all failures its share would be larger than its share $s$ of the requests. Each window multiplies the evidence by
#
# $$\frac{g^{\,x}}{\bigl(1 + s\,(g-1)\bigr)^{x + y}}$$
#
# with $x$ failures of the candidate and $y$ of the stable version. While the candidate is no worse, this factor is 1 or less on
# average, so the product is a game that nobody can win: it *ever* reaches 20 with a chance of 1/20 at most, however
# often one looks (Ville 1939). Such a number is an **[e-value](../glossary.ipynb#e-value)**. By hand, and by the package:

# %%
x, n, y, m = np.array([[5, 12, 14, 13], [500] * 4, [95] * 4, [9500] * 4])
s, g = n / (n + m), 2.0
by_hand = np.cumprod(g**x / (1 + s * (g - 1)) ** (x + y))
package = rollout.rate_ratio(x, n, y, m, ratios=[g])
pd.DataFrame(
    {"by hand": by_hand, "package": package}, index=pd.Index(range(1, 5), name="window")
).round(2)

# %% [markdown]
# The package's own check, `Sequential`, takes the mean over several $g$. Fifty looks again, and then a gradual
# rollout of versions that are worse and worse:

# %%
anytime = (rollout.Sequential("errors"),)
calm = rollout.study(
    rollout.Policy("e", (rollout.Step(50, **never),), anytime), requests=100.0, windows=50
)
print("healthy, called worse in 50 looks:")
print(f"{peeked.rolled_back:.1%} by p-values, {calm.rolled_back:.1%} by e-values")

# %%
steps = rollout.gradual(anytime, pass_needed=10)
truths = (0.005, 0.006, 0.0075, 0.01, 0.02)
ways = {"requests": 20.0, "rollouts": 4000}
studies = [rollout.study(steps, candidate=rollout.Version(errors=p), **ways) for p in truths]
rows = [
    (f"{p:.2%}", each.promoted, each.rolled_back) for p, each in zip(truths, studies, strict=True)
]
pd.DataFrame(rows, columns=["it fails in", "promoted", "taken back"]).round(3)

# %% [markdown]
# **No alarm is no proof of health.** A version that is worse by a fifth is promoted about nine times in ten: in this time nobody
# could have known. What such a rollout promises is two numbers: how rarely it wrongs a good version, and how large a
# fault must be for it to be found. Say both.

# %% [markdown]
# ## Yours, in eight lines
#
# A policy is a class whose `decide(window)` answers `"pass"`, `"hold"`, `"advance"`, `"roll back"` or a few words more.
# A window holds the counts of the `candidate` (None where no data came) and of the `stable` version. This one adds up the
# logarithm of the evidence, and moves on after two thousand requests in a step.


# %%
from math import log, log1p


class Evidence:
    sum, requests = 0.0, 0

    def decide(self, window):
        new, old = window.candidate, window.stable
        if new is None:
            return "hold"
        s = new.requests / max(new.requests + old.requests, 1)
        self.sum += new.errors * log(2) - (new.errors + old.errors) * log1p(s)
        self.requests = (self.requests + new.requests) % 2000
        moved = self.requests < new.requests
        return "roll back" if self.sum > log(20) else "advance" if moved else "pass"


# %% [markdown]
# Judge it by ten thousand rollouts in which it does not know the truth, a fresh one for each:

# %%
healthy = rollout.study(rollout.gradual(), requests=20.0, decider=Evidence)
worse = rollout.study(
    rollout.gradual(), requests=20.0, candidate=rollout.Version(errors=0.01), decider=Evidence
)
print(f"healthy, taken back: {healthy.rolled_back:.1%} ± {healthy.error(healthy.rolled_back):.1%}")
print(f"twice as bad, let through: {worse.promoted:.1%} ± {worse.error(worse.promoted):.1%}")

# %% [markdown]
# and by an hour that you can watch:

# %%
twice = delivery.Scenario(candidate_errors=0.01)
delivery.simulation.widget(
    twice, controls=("candidate_errors", "strategy", "requests"), policy=Evidence
)

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** A canary is to prove, by not failing once, that it fails in less than 1 % of the requests (at
# the same 5 %). What is the least number of requests?

# %%
my_requests = 60  # your choice

course.check("rollout.clean", my_requests)

# %% [markdown]
# **Core (up to eight lines).** Finish `Patient`. Without data it holds. It collects windows until 300 requests of the
# candidate are together, and only then decides: `"roll back"` if more than 2 % of them failed, else `"advance"`; then it
# begins to collect anew. Until then it holds.


# %%
class Patient:
    def __init__(self):
        self.requests, self.errors = 0, 0

    def decide(self, window):
        return "hold"  # your lines


course.check("rollout.patient", Patient)

# %% [markdown]
# **Stretch (ungraded).** Let the old version have a bad afternoon: give `rollout.study` a `stable` version with 3 %
# failures and a candidate with as many. What does the line do, what does the evidence do, and which of the two is right?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("rollout.how-sure-is-a-canary")

# %% [markdown]
# ## Summary
#
# A small window aborts healthy versions and acquits bad ones, so a policy has to count before it judges, and silence is
# no evidence. Whoever looks often at a p-value is fooled often; an e-value may be read at any time. A rollout promises two
# numbers, how rarely it wrongs a good version and which fault it finds, and ten thousand rollouts tell both.
#
# **Next:** [a policy that pays for its verdicts](../labs/06_canary_policy.ipynb), the lab of this notebook.
#
# **Read on:** Armitage, McPherson and Rowe, *Repeated significance tests on accumulating data*, Journal of the Royal
# Statistical Society A 132, 1969 · Johari et al., *Always valid inference*, Operations Research 70(3), 2022 · Ramdas et
# al., *Game-theoretic statistics and safe anytime-valid inference*, Statistical Science 38(4), 2023
