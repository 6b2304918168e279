# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 600
#     minutes: 30
#     needs: [drift]
#     needs_notebooks: []
#     topics: []
# ---

# %% [markdown]
# # Before you start
#
# **After this notebook you can** tell whether a notebook's result holds, run commands, compare versions, judge a model
# by what it has not seen, and say how often chance rings.
#
# 30 minutes · no download, no account · <kbd>Shift</kbd> + <kbd>Enter</kbd> runs a cell

# %% [markdown]
# ## Tonight the alarm wakes you
#
# You are on call for Newark airport. When more flights land late than a limit allows, an
# [alarm](../glossary.ipynb#Alarm) rings, and you call crews out of bed. A colleague's notebook sets that limit. "It
# worked yesterday."
#
# Its page has three cells. Behind them a [kernel](../glossary.ipynb#Kernel) runs cells and remembers names; here `exec`
# plays it.

# %%
page = ["limit = 40", "limit = limit / 2", "print('alarm above', limit, '% late')"]


def run(*order):
    exec("\n".join(page[cell - 1] for cell in order), {})  # {}: a kernel that remembers nothing yet


# %%
run(1, 2, 2, 3)  # what the colleague ran

# %%
from mlops_widgets import course

course.Predict(
    "start.restart",
    "You restart the kernel and run each cell once, from top to bottom. What will the limit be?",
    answer=("10 %", "20 %", "40 %"),
    truth="20 %",
    reveal=lambda: run(1, 2, 3),
)

# %% [markdown]
# **A kernel remembers what was run, not what is written.** The numbers in brackets beside the cells tell the order. A
# restart forgets names and imports; files stay. Before you trust or pass on a notebook: *Kernel → Restart Kernel and Run
# All Cells*.

# %% [markdown]
# ### The same, without a page
#
# At night a command runs a program; you type it into a [terminal](../glossary.ipynb#Terminal) (*File → New →
# Terminal*). There `pwd` says in which folder you are, `ls` what is in it, and `cd data` goes into another. Here Python
# types, in a throw-away folder. First the third cell alone:

# %%
terminal = course.Terminal()
script = terminal.folder / "limit.py"
script.write_text(page[2], encoding="utf-8")
terminal.run("python", "limit.py")

# %% [markdown]
# The last number is the **exit status**. Anything but 0 means *failed*. Now
# the whole page, its output redirected into a file:

# %%
script.write_text("\n".join(page) + "\n", encoding="utf-8")
terminal.run("python", "limit.py", into="log.txt")

# %%
print((terminal.folder / "log.txt").read_text(encoding="utf-8"))

# %% [markdown]
# ### Who changed what?
#
# [Git](../glossary.ipynb#Git) knows. `init` makes the folder a [repository](../glossary.ipynb#Repository), `add`
# chooses files, and a [commit](../glossary.ipynb#Commit) keeps them, with a sentence that says why; `push` sends it to others.

# %%
terminal.run("git", "init", "--quiet")
terminal.run("git", "add", "limit.py")
terminal.run("git", "commit", "-m", "Halve the limit for the storm season")

# %% [markdown]
# After an edit, `diff` shows what changed:

# %%
script.write_text(script.read_text(encoding="utf-8").replace("40", "60"), encoding="utf-8")
terminal.run("git", "diff")

# %% [markdown]
# Try it on a *branch*, a line of commits of its own; `main` stays as it was.

# %%
terminal.run("git", "switch", "-c", "higher-limit")
terminal.run("git", "commit", "-am", "Try a higher limit")
terminal.run("git", "switch", "main")

# %%
print(script.read_text(encoding="utf-8"))

# %% [markdown]
# ## A quiet night
#
# Now the alarm itself, on generated payments in which nothing changes: every alarm is false.

# %%
from mlops_widgets.drift import stream

quiet = stream.Scenario(source="generated", change="none", window=48)
widget = stream.simulation.widget(quiet, controls=("threshold",))
alarms, answer = stream.simulate(quiet).summary["false_alarms"], course.Number(0, 50, unit="alarms")
course.Predict(
    "start.quiet", "How many alarms in 88 quiet days?", answer=answer, truth=alarms, reveal=widget
)

# %% [markdown]
# **How high must the [threshold](../glossary.ipynb#Threshold) be for a quiet night?** Drag it. What would then be
# missed?

# %% [markdown]
# ## How it works: many quiet hours
#
# Let one quiet hour ring with [probability](../glossary.ipynb#Probability) $p$. Then $n$ independent hours stay silent
# with $(1-p)^n$, and at least one rings with $1-(1-p)^n$. For the hours of a week:

# %%
import numpy as np

rng = np.random.default_rng(1)
rings = rng.random((10_000, 168)) < 0.01
counted, formula = rings.any(axis=1).mean(), 1 - (1 - 0.01) ** 168
print(f"weeks with an alarm: {counted:.1%} counted, {formula:.1%} by the formula")

# %% [markdown]
# Rare in an hour, usual in a week. And when it rings, is there a storm? That depends on the
# [base rate](../glossary.ipynb#Base-rate), how often there is one at all.

# %%
storm = rng.random(1_000_000) < 0.02
alarm = rng.random(1_000_000) < np.where(storm, 0.9, 0.05)
print(
    f"storms that ring: {alarm[storm].mean():.0%}, alarms with a storm: {storm[alarm].mean():.0%}"
)

# %% [markdown]
# A good alarm, mostly false: quiet hours are so many.

# %% [markdown]
# ## When it lies: a perfect score
#
# The colleague also leaves a model of late flights, "always right". On which flights? It learns from a
# [training set](../glossary.ipynb#Training-set); ask it about a [test set](../glossary.ipynb#Test-set) of other flights.

# %%
from mlops_widgets.data import flights

known = flights.load().dropna(subset=["late"]).sample(20_000, random_state=0)  # shuffled
seen, unseen = known[:15_000], known[15_000:]

# %%
from sklearn.tree import DecisionTreeClassifier

columns = ["month", "day", "hour", "minute", "flight", "distance"]


def score(depth):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(seen[columns], seen["late"])
    scored = [tree.score(part[columns], part["late"]) for part in (seen, unseen)]
    return [*scored, 1 - unseen["late"].mean()]


# %%
import pandas as pd

lines = ["training set", "test set", "test set, always “punctual”"]
scores = pd.DataFrame({depth: score(depth) for depth in range(1, 33)}, index=lines).T
axes = scores.plot(
    xlabel="depth of the tree (questions)", ylabel="share of right answers", style=["--", "-", ":"]
)
says = "The deepest tree: training set {:.0%}, test set {:.0%}; always punctual: {:.0%}.".format(
    *scores.iloc[-1]
)
course.figure(axes.figure, "The more a tree remembers, the less it knows of other flights", says)

# %% [markdown]
# A deep tree has a place for every flight it met: [overfitting](../glossary.ipynb#Overfitting). On others it loses to
# the constant answer. Whoever chooses the best of many by the test set has trained on it a little: choose on a
# [validation set](../glossary.ipynb#Validation-set).

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** Cell 1 is `limit = 2 * usual`, cell 2 `print(limit)`, cell 3 `usual = 17`. In which order does
# a fresh kernel get through?

# %%
my_order = [1, 2, 3]  # your order

course.check("start.order", my_order)

# %% [markdown]
# **Core (two lines).** `rows` is a list in order of time. Its last `share` is the test set, the rest the training set.


# %%
def split(rows, share):
    return rows, rows  # your lines: training set, test set


course.check("start.split", split)

# %% [markdown]
# **Core (two lines).** It rings. With what probability is there a storm? Storms come in `base_rate` of all hours; it
# rings in `found` of the stormy and in `false` of the quiet ones.


# %%
def trust(base_rate, found, false):
    return 0.5  # your lines


course.check("start.trust", trust)

# %% [markdown]
# **Stretch (ungraded).** Open a real terminal, and do in a new folder what git did above. It may ask who you are.

# %% [markdown]
# ## Are you ready?
#
# Eight questions; the result says where to begin.

# %%
course.Quiz("start.ready")

# %% [markdown]
# ## Summary
#
# Trust what a fresh kernel prints and a commit keeps. Trust a score on what the model has not seen, beside the base
# rate. An alarm rarely wrong in an hour is often wrong in a week.
#
# **Read on:** Chacon and Straub, *Pro Git*, Apress 2014
