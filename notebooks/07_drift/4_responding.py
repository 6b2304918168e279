# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 650
#     minutes: 50
#     needs: [drift]
#     needs_notebooks: [07_drift/1_what_drifts.ipynb]
#     topics: [K11, K12, K13, K14, K15, K16]
# ---

# %% [markdown]
# # Responding
#
# **After this notebook you can** turn an [alarm](../glossary.ipynb#Alarm) into a decision, write it down as a
# [runbook](../glossary.ipynb#Runbook) that a machine follows, and say when not to retrain.
#
# 50 minutes · after [What drifts?](1_what_drifts.ipynb) · no download, no account · run the cells from top to bottom
# with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## Seven in the evening
#
# A bank's model says who will pay back a loan. At seven in the evening the
# [population stability index](../glossary.ipynb#PSI) of *income* crosses its
# [threshold](../glossary.ipynb#Threshold). Whoever is on call has never seen this before. What now?
#
# | answer | when it is the right one | what it costs |
# |---|---|---|
# | alert and look | nobody knows yet why | somebody's evening |
# | retrain on recent data | the world has changed, the data are sound | a day, and a new model's risks |
# | [roll back](../glossary.ipynb#Rollback) | the last release did it | what the release had brought |
# | fall back to rules | the data are broken | worse answers, for a while |
# | wait | the change does not matter | nothing, if that is true |
#
# At seven in the evening nobody decides well. So the decision was written down in the spring, when everybody was
# awake. It reads like this:

# %%
from mlops_widgets.drift.runbook import stories

print(stories.CREDIT)

# %% [markdown]
# A text that a machine follows had better be read strictly. A slip of the pen is no instruction:

# %%
from mlops_widgets.drift.runbook import Policy, PolicyError

try:
    Policy.from_yaml(stories.CREDIT.replace("48 hours", "48 ours"))
except PolicyError as error:
    print(error)

# %% [markdown]
# Now let it run. The applications are generated, hour by hour, so that the truth is known: on day 105 people begin to
# apply who earn less. The model is real, and so is the retraining.

# %%
credit = stories.credit_story()
log = credit.responder.log.entries
hours = {str(entry.state): entry.time for entry in log}

# %%
import pandas as pd

from mlops_widgets import course


def told(entries):
    rows = [(f"{each.time / 24:.1f}", str(each.state), each.reason) for each in entries]
    left = {"selector": "th, td", "props": "text-align: left"}
    frame = pd.DataFrame(rows, columns=["day", "now", "because"])
    return frame.style.hide().set_table_styles([left])


course.Predict(
    "responding.hours",
    "How many hours pass from the alarm until a new model answers?",
    answer=course.Number(0, 200, unit="hours"),
    truth=round(hours["serving"] - hours["alerted"]),
    reveal=told(log),
)

# %% [markdown]
# Training took an hour or two. The rest is **[shadow](../glossary.ipynb#Shadow)** mode: the candidate answers
# every request beside the model, and nobody is told what it says. How long, the runbook says: its patience is
# the price of not promoting a model that fails on Monday's traffic.

# %%
axes = pd.Series(credit.psi, index=credit.hour / 24).plot(figsize=(7, 2.6))
axes.set(xlabel="day", ylabel="PSI of income")
axes.axhline(0.25, linestyle=":", color="tab:orange")
answers = list(dict.fromkeys(credit.answering))
says = f"The index reaches {credit.psi.max():.2f}. {' and then '.join(answers)} answered."
course.figure(axes.figure, "Income crosses the threshold once, and stays there", says)

# %% [markdown]
# The index stays high: it compares with the first forty days, and those have not changed. A runbook that had no
# *cooldown* would retrain every hour from now on. After a retraining the [baseline](../glossary.ipynb#Baseline) has to move too, or the threshold.

# %% [markdown]
# And what did the new model learn of the people who came? In credit a [label](../glossary.ipynb#Label) takes a month.

# %%
alarm = hours["alerted"]
lesson = credit.truth.between(alarm - 90 * 24, alarm)
known = len(lesson.known(alarm).label)
late = len(credit.truth.between(105 * 24, alarm).known(alarm).label)
print(f"{known:,} of {len(lesson.label):,} applications of the ninety days have a label")
print(f"{late} of them came after day 105")

# %% [markdown]
# Not one. (The log above counts fewer rows: some are kept for judging every candidate, and are never trained on.) The retraining was done by the book, and taught the model nothing about the newcomers: it was a drill. In a
# month the same step will mean something. A runbook that knew the delay would wait, and look in the meantime.

# %% [markdown]
# ## The same alarm, and no drift
#
# Another bank watches card payments for fraud, with the same kind of runbook. On day 40 the payment service changes
# its interface, and every amount arrives doubled.

# %%
fraud = stories.fraud_story()
entries = fraud.responder.log.entries
ends = ["retrain on 30 days, as written", "refuse, and let rules answer", "wait for labels"]
course.Predict(
    "responding.doubled",
    f"The index jumps to {fraud.psi.max():.1f}. What does the machine do?",
    answer=ends,
    truth=ends[int(any("fallback" in str(each.state) for each in entries))],
    reveal=told(entries),
)

# %% [markdown]
# Nobody wrote "unless the amounts are doubled" into the runbook. A **[guard](../glossary.ipynb#Guard)** stands before
# every retraining. It knows the reference's columns, their gaps, their range and their quantiles, and refuses what
# cannot be a changed world. When a unit changes, every quantile is multiplied by the same number:

# %%
import numpy as np

levels = np.array([0.1, 0.25, 0.5, 0.75, 0.9])


def ratio(rows, column, before, after):
    spans = (rows.between(24 * first, 24 * last) for first, last in (before, after))
    old, new = (span.features[column] for span in spans)
    return np.quantile(new, levels) / np.quantile(old, levels)


pd.DataFrame(
    {
        "amount, day 40": ratio(fraud.truth, "amount", (0, 15), (40, 42)),
        "income, day 106": ratio(credit.truth, "income", (0, 40), (106, 112)),
    },
    index=levels,
).round(2).rename_axis("quantile")

# %% [markdown]
# Both indices were far above 0.25. The [drift](../glossary.ipynb#Drift) of the left column is a factor, the same for
# small payments and large ones: a bug. In the right column the poor are poorer by another factor than the rich: people.
#
# What would have happened without the guard? Let us learn from the doubled days, and ask the
# [stable test set](../glossary.ipynb#Stable-test-set).

# %%
from mlops_widgets.drift.runbook import StableTest, learn

rows = fraud.truth
test = StableTest(rows.between(360, 480).features, rows.between(360, 480).label)
losses = {}
for name, first, last in (("sound days", 0, 360), ("doubled days", 960, 1008)):
    days = rows.between(first, last)
    batch = {**days.features, rows.LABEL: days.label}
    losses[name] = test(learn(batch, features=rows.FEATURES, label=rows.LABEL))
pd.Series(losses, name="loss on the stable test set").round(4).to_frame()

# %% [markdown]
# A model that learned from the damage has learned that fraud begins at twice the amount. When the interface is mended
# it will look away from the frauds between. Retraining on rubbish makes a passing fault a lasting one.

# %% [markdown]
# ## A year, in money
#
# One story proves little. Here is a year with incidents of every kind, drawn by a [seed](../glossary.ipynb#Seed):
# drifts, concept drifts, and data that break. All prices are assumed; they stand under *More settings*.
#
# **Play with one question in mind: what does the guard save, and whom?** Pin the run, take the guard away, and look at
# the lane of money.

# %%
from mlops_widgets.drift import response

response.simulation.widget(controls=("policy", "guard", "threshold"))

# %% [markdown]
# The same as a table, over twenty years that differ only by their seed:

# %%
policies = ("never", "schedule", "always", "runbook")


def lost(**knobs):
    runs = [response.simulate(response.Scenario(seed=seed, **knobs)).summary for seed in range(20)]
    return np.mean([run["lost"] for run in runs])


table = {
    policy: {guard: lost(policy=policy, guard=guard) for guard in (True, False)}
    for policy in policies
}
costs = pd.DataFrame(table).T.rename(columns={True: "with a guard", False: "without"})
course.Predict(
    "responding.always",
    "Without a guard: which policy loses least, on average?",
    answer=list(policies),
    truth=costs["without"].idxmin(),
    reveal=costs.round().astype(int).rename_axis("thousand € a year"),
)

# %% [markdown]
# **How often is often enough?** Nobody has to guess a *cadence*. A model that wears by itself loses a little each day;
# a retraining has a price. Without any incident the sum has a lowest point:

# %%
days = (3, 7, 14, 30, 60, 90, 180)
cadence = {every: lost(policy="schedule", every=every, incidents=0) for every in days}
yearly = pd.Series(cadence, name="thousand € a year").round(0)
yearly.rename_axis("retrained every, days").to_frame()

# %% [markdown]
# ## How it works: states, and one inequality
#
# The machine behind it is always in one state, and only some ways lead out of each. Whatever is not in this table
# cannot happen.

# %%
from mlops_widgets.drift.runbook import TRANSITIONS

ways = [(str(state), f"{signal} → {to}") for (state, signal), to in TRANSITIONS.items()]
left = {"selector": "th, td", "props": "text-align: left"}
table = pd.DataFrame(ways, columns=["in", "when → then"]).groupby("in").agg("; ".join)
table.style.set_table_styles([left])

# %% [markdown]
# A candidate is promoted only if it is *not worse* on a *stable test set*, rows
# held back from before the drift that no training ever sees:
#
# $$\text{loss}_\text{candidate} \le \text{loss}_\text{model} + \text{margin}$$
#
# The loss is the [log loss](../glossary.ipynb#Log-loss), and this is the line of code that it is:

# %%
shadow = next(entry.reason for entry in log if str(entry.state) == "shadow")
words = (word.strip(",;") for word in shadow.split())
candidate, model = (float(word) for word in words if word.startswith("0."))
print(shadow)
print("promoted:", candidate <= model + Policy.from_yaml(stories.CREDIT).margin)

# %% [markdown]
# ## When it lies: real flights
#
# Ninety days is what the runbook says. Is it right? Take the flights of Newark. One model learned from the winter and
# stays; the other is retrained before each month, on the ninety days before it. A month's loss, in both:

# %%
from mlops_widgets.data import flights

newark = flights.load().query("origin == 'EWR' and late.notna()").iloc[::6]
known, late = flights.features(newark), newark["late"].astype(bool).to_numpy()
when = newark["scheduled"].dt.tz_localize(None)
print(f"{len(newark):,} flights, {known.shape[1]} features")


# %%
def month(number, days):
    """A month's log loss, of a model that learned from so many days before, or from the winter."""
    first = pd.Timestamp(2013, number if days else 4, 1)
    past = (when >= first - pd.Timedelta(days=days or 90)) & (when < first - pd.Timedelta(days=1))
    model = flights.pipeline("logistic").fit(known[past], late[past])
    seen = when.dt.month == number
    return flights.evaluate(late[seen], model.predict_proba(known[seen])[:, 1]).log_loss


from tqdm.auto import tqdm

months = {"May": 5, "July": 7, "October": 10, "December": 12}
table = {name: [month(n, 0), month(n, 90)] for name, n in tqdm(months.items())}


# %%
losses = pd.DataFrame(table, index=["winter", "retrained"])
worse = (losses.loc["retrained"] > losses.loc["winter"]).sum()
answers = ("better in each month", "better in some, worse in others", "worse in each month")
course.Predict(
    "responding.ninety",
    "The retrained model knows the newest flights. How does it do beside the winter's?",
    answer=answers,
    truth=answers[(0, 1, 1, 1, 2)[worse]],
    reveal=losses.T.round(3).rename_axis("log loss"),
)

# %% [markdown]
# In July the last ninety days know what the winter could not: thunderstorms. In December they know a calm autumn, and
# the winter's model knows winters. **Recent is not the same as relevant.** Whether December is a season that comes back
# or something new, one year cannot tell; who has two, trains on both Decembers.

# %% [markdown]
# ## When the model makes its own data
#
# There is one more liar. A recommender learns from clicks, and people click on what it shows. Here a page of five
# places is filled from forty items, each day by what the log says. Half-way tastes change.
#
# **One question: how much of the page must be left to chance, so that the better items are ever seen?**

# %%
from mlops_widgets.drift import loop

loop.simulation.widget(controls=("explore", "every", "bias"))

# %%
shares = (0, 0.02, 0.1, 0.3, 1)
runs = {share: loop.simulate(loop.Scenario(explore=share)) for share in shares}
earned = {f"{share:.0%}": dict(run.summary) for share, run in runs.items()}
pd.DataFrame(earned).T[["share", "items", "best_shown"]].round(2).rename_axis("left to chance")

# %% [markdown]
# `share` is what the last four weeks earned of what was possible. Without chance the log confirms what the page
# believes, for ever: a *[feedback loop](../glossary.ipynb#Feedback-loop)*. With too much of it, the page is noise. A
# little is the price of hearing about anything better.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** The year has no incident. Choose the cadence, in days, that loses least.

# %%
my_every = 180  # your choice

course.check("drift.cadence", my_every)

# %% [markdown]
# **Core (up to eight lines).** Write a policy. Each morning it gets a `day` with `psi`, `problem` (the column that the
# guard refuses, or nothing), `measured` and `expected` (shares of right answers), `since_retraining` (days) and
# `yesterday` (what was done). It answers *wait*, *investigate*, *retrain*, *roll_back* or *fall_back*. As it stands it
# waits for ever. It is good enough when a year costs at most a fifth more than under the built-in runbook.


# %%
class Mine:
    def decide(self, day):
        return "wait"


course.check("drift.answer", Mine)

# %%
response.simulation.widget(policy=Mine)

# %% [markdown]
# **Stretch (ungraded).** Write the runbook of your own team into YAML: which three numbers, which steps, and who is
# told. `Policy.from_yaml` says what it cannot follow.

# %% [markdown]
# ## Check yourself

# %%
course.Quiz("drift.responding")

# %% [markdown]
# ## Summary
#
# An alarm says that something is unlike before; a runbook, written when everybody was awake, says who does what. Before
# any retraining a guard asks whether the data are sound, and after it a stable test set asks whether the candidate is
# not worse. How often to retrain is a sum of two prices, and recent data are not always the relevant ones.
#
# **Next:** [a runbook for a bank](../labs/07_response_runbook.ipynb), the lab of this notebook.
#
# **Read on:** Sculley et al., *Hidden technical debt in machine learning systems*, NeurIPS 2015 · Breck et al., *Data
# validation for machine learning*, MLSys 2019 · Chaney, Stewart and Engelhardt, *How algorithmic confounding in
# recommendation systems increases homogeneity and decreases utility*, RecSys 2018
