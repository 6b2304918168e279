# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 550
#     minutes: 45
#     needs: []
#     needs_notebooks: []
#     topics: [G01, G02, G03, G05, G06, G07]
# ---

# %% [markdown]
# # Progressive delivery
#
# **After this notebook you can** release a new model to few people first, say beforehand whom each way of releasing
# can hurt, and tell [shadow](../glossary.ipynb#Shadow) from [canary](../glossary.ipynb#Canary) by their logs.
#
# 45 minutes · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## The Friday before Thanksgiving
#
# An airline's app asks a model whether a flight will land late. Travellers rebook on its word, and when no word
# comes, they stand in line at the desk. Version 2 is better in every test. It also asks a second weather service,
# which sometimes does not answer, and then version 2 has no answer either.
#
# Nobody knows that yet. Twenty requests come every second, and a policy looks at the share of failures every minute.
# It takes the new version back when more than two in a hundred fail twice.
#
# Run the cell, say what you expect, and watch the release go to everybody at once.

# %%
from mlops_widgets.rollout import delivery

friday = delivery.Scenario(strategy="all_at_once", candidate_errors=0.03)
knobs = ("strategy", "candidate_errors", "hits")

# %%
from mlops_widgets import course

course.Predict(
    "progressive-delivery.once",
    "3 % of version 2's answers fail, 0.5 % of version 1's. "
    "How many travellers get none because of the release?",
    answer=course.Number(0, 2000, unit="travellers"),
    truth=delivery.simulate(friday).summary["errors"],
    reveal=delivery.simulation.widget(friday, controls=knobs),
)

# %% [markdown]
# At the top some of the requests are on their way; a cross is a traveller without an answer. The lane below says who
# meets the new version, the *candidate*; the last lane counts the travellers whom the release hurt. They are known
# exactly, because every traveller's fate under *both* versions was drawn before anybody decided who meets which. So
# another strategy meets the same travellers.
#
# **Play with one question in mind: which strategy hurts fewest, and what do you pay for it when the candidate is
# good?** Press *Pin*, choose another strategy, and read how far the numbers have moved. Then set the candidate's
# failures to 0.5 %, as many as the old version has, and look at how long a good version has to wait.

# %% [markdown]
# Releasing in small steps, each with a look before the next, is
# **[progressive delivery](../glossary.ipynb#Progressive-delivery)**. Here are five ways to release the same version
# on the same Friday.

# %%
import pandas as pd

from mlops_widgets import rollout


def summaries(**truth):
    runs = {
        each: delivery.simulate(friday.replace(strategy=each, **truth))
        for each in rollout.STRATEGIES
    }
    return pd.DataFrame({each: dict(run.summary) for each, run in runs.items()}).T


bad, good = summaries(), summaries(candidate_errors=0.005)
table = bad[["users", "errors"]].set_axis(["users who met it, if bad", "hurt, if bad"], axis=1)
table.assign(**{"minutes until promoted, if good": good["decided"]}).round(0).astype(int)

# %% [markdown]
# ## Two environments and a switch
#
# *All at once* and **[blue/green](../glossary.ipynb#Blue/green)** gave the candidate to everybody in the same minute,
# and the policy noticed in the same minute. Why are their numbers so far apart?

# %%
back = {name: make().redeploy for name, make in rollout.STRATEGIES.items()}
kept = pd.DataFrame({"hurt": bad["errors"], "seconds that a rollback takes": back})
course.Predict(
    "progressive-delivery.kept",
    "How many times as many travellers did all at once hurt as blue/green?",
    answer=course.Number(1, 10, unit="times"),
    truth=round(bad.loc["all_at_once", "errors"] / bad.loc["blue_green", "errors"], 1),
    reveal=kept.round().astype(int),
)

# %% [markdown]
# The last column is how long a **[rollback](../glossary.ipynb#Rollback)** takes. Blue/green keeps the old version
# running beside the new one, and flips a switch: no downtime on the way there, and none on the way back. *All at once*
# had taken it down, and a server that has to start and load a model takes minutes (five are assumed here).
#
# **A rollback is instant only if the old version is kept.** The price is two environments at a time. One trap
# remains: a traveller half-way through rebooking began with one version and ends with the other. Whatever the two keep
# between requests must be readable by both.

# %% [markdown]
# ## How it works: the blast radius
#
# How far the harm of a bad release reaches is its **[blast radius](../glossary.ipynb#Blast-radius)**. In a step with
# the share $w_i$ of the users that lasts $t_i$ seconds, at $\lambda$ requests a second, a candidate that fails with
# the rate $p'$ instead of $p$ hurts on average
#
# $$\sum_i w_i\,\lambda\,t_i\,(p' - p)$$
#
# Let five in a hundred meet the candidate for twenty minutes. One Friday is one draw, so take forty, and hold their mean
# beside the formula.

# %%
import numpy as np

steady = rollout.Policy("canary", (rollout.Step(5, hold=3600),))
hurt, last = [], 59  # the tick of 20 s that ends twenty minutes
for seed in range(40):
    day = delivery.day_of(friday.replace(seed=seed))
    done = rollout.deliver(day, steady, orders={last: "roll back"})
    hurt.append(rollout.blast(day, done)[0].errors)
formula = 0.05 * 20 * (20 * 60) * (0.03 - 0.005)
mean, error = np.mean(hurt), np.std(hurt) / 40**0.5
print(f"hurt: {mean:.1f} ± {error:.1f} on average, {formula:.1f} by the formula")

# %% [markdown]
# ## The stages, computed
#
# Textbooks call shadow free of risk, a canary's risk low, a gradual rollout's medium, a full release's high. What is
# behind the words? Fill the table yourself: what a stage costs **in every minute**, and how long it takes until the
# policy has counted 300 answers.

# %%
stages = pd.DataFrame({"share": [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1]})
stages.index = ["shadow", "canary", "canary", "gradual", "gradual", "gradual", "full"]
stages["hurt a minute"] = stages["share"] * 20 * 60 * (0.03 - 0.005)
answered = stages["share"].replace(0, 1)  # a shadow answers copies of all requests
stages["minutes until 300"] = 300 / (answered * 20 * 60)
stages["hurt until 300"] = stages["hurt a minute"] * stages["minutes until 300"]
stages["hurt in 15 minutes"] = stages["hurt a minute"] * 15
stages.round(2)

# %% [markdown]
# Look at *hurt until 300*: it is the same for one traveller in a hundred and for all. **Evidence costs requests, not
# minutes.** What is noticed by counting failures hurts as many in a big step, only sooner. The small step
# protects against everything that takes *time*: a person who has to look, a [label](../glossary.ipynb#Label) that
# comes late, a queue that fills slowly. There the harm grows with the share, as the last column shows, and *low*,
# *medium* and *high* are true.
#
# The ways back differ, too. A shadow is switched off. A canary's travellers all go back to the old version; a gradual
# rollout is taken back a step or wholly; a full release is quick to undo only while the old version still runs.

# %% [markdown]
# ## Shadow: nobody sees it
#
# In **shadow** mode the candidate gets a *copy* of every request; its answer is written down and thrown away.
# Let it be slow, 220 ms in the median, nearly twice the old version's, and compare what travellers met with a Friday without a release.

# %%
day = delivery.day_of(friday.replace(candidate_errors=0.005, latency=220.0))
done = rollout.deliver(day, rollout.shadow())
same = np.array_equal(done.lost, day.failed_by_stable[:, -1])
copies = done.requests[done.mirrored, 1].sum()
print(f"{done.outcome} after {copies:,} copies: {done.looks[-1].reason}")
print(f"what every traveller met is the same as without a release: {same}")

# %% [markdown]
# The policy found the [latency](../glossary.ipynb#Latency), and no traveller felt it. The price is the computing: while
# it lasts, every request is answered twice.
#
# Time and failures are the easy part. A model can answer every request, fast, and be wrong. So a shadow also compares
# **predictions**. Here both versions are the same real model, which learned from flights of January and February.
# Version 2's weather service tells the temperature in degrees Celsius; the model expects Fahrenheit. (The cell trains a
# model and takes a few seconds.)

# %%
from mlops_widgets.data import flights

newark = flights.load().query("origin == 'EWR' and month <= 3 and late.notna()").iloc[::10]
known, march = flights.features(newark), newark["month"] == 3
print(f"{march.sum():,} flights of March will be asked,")
print(f"{(~march).sum():,} earlier ones are learned from")

# %%
model = flights.pipeline("logistic").fit(known[~march], newark.loc[~march, "late"].astype(int))
asked = known[march]
celsius = asked.assign(temperature=(asked["temperature"] - 32) / 1.8)
answers = pd.DataFrame(
    {each: model.predict_proba(rows)[:, 1] for each, rows in (("v1", asked), ("v2", celsius))}
)

# %%
differ = (answers["v1"] - answers["v2"]).abs() > 0.1
print(f"requests that failed: {answers.isna().any(axis=1).sum()} of {len(answers)}")
print(f"answers more than ten points apart: {differ.mean():.0%}")
(answers > 0.3).mean().rename("share of flights called late").round(3).to_frame()

# %% [markdown]
# No counter of failures would have moved. A shadow finds this before anybody rebooks a flight that leaves on time.
#
# What it cannot find is what people would have *done*. In shadow they followed version 1; whether a traveller whom
# version 2 warned would have rebooked, and been glad of it, no log can tell. For that, somebody must see the answer.

# %% [markdown]
# ## Shadow is not a canary
#
# The two are often named in one breath, as if one were a kind of the other. They are opposites in the one point that
# matters: **a canary's answers reach people, a shadow's do not.** Here is how a rollout stands in a log, minute by minute.


# %%
def log(done):
    """In each minute: answers by either version, and how many of the candidate's were seen."""
    counts = np.stack([done.requests[:, 0], done.requests[:, 1], done.exposed])
    return dict(
        zip(("stable", "candidate", "seen"), counts.reshape(3, -1, 3).sum(axis=2), strict=True)
    )


day = delivery.day_of(friday.replace(candidate_errors=0.005))
logs = {
    each: log(rollout.deliver(day, rollout.STRATEGIES[each]())) for each in ("shadow", "canary")
}
pd.concat({each: pd.DataFrame(log).head(3) for each, log in logs.items()}, names=["", "minute"])

# %% [markdown]
# Read the sums: in shadow the two columns together are twice the traffic, and *seen* is nothing. In the canary they
# add up to the traffic, and whatever the candidate answers is seen.

# %% [markdown]
# ## Several versions behind one address
#
# Who decides which traveller meets which version? A [router](../glossary.ipynb#Router). It could toss a coin for
# every request. Five in a hundred, for an hour, while ten thousand travellers come back again and again:

# %%
requests = rollout.RequestEngine(day)
visits = np.bincount(requests.user)
coin = np.mean(1 - 0.95**visits)
sticky = np.unique(requests.user[requests.group < 5]).size / visits.size
met = pd.Series(
    {"a coin for every request": coin, "a group for every traveller": sticky}, name="met it"
)

# %%
course.Predict(
    "progressive-delivery.coin",
    "A coin sends 5 % of the requests to the candidate. "
    "How many percent of the travellers meet it at least once?",
    answer=course.Number(0, 100, unit="% of the travellers"),
    truth=round(100 * coin),
    reveal=met.round(3).to_frame(),
)

# %% [markdown]
# A coin lets the harm reach everybody who comes often, and gives the same traveller one answer now and another a
# minute later. So routers *hash* the traveller's name into one of a hundred groups that never change:
# [sticky](../glossary.ipynb#Sticky-assignment). A share
# of 5 % is the first five groups, and whoever has met the candidate keeps it when the share grows.

# %% [markdown]
# ## When it lies: a canary that sings on
#
# Sticky groups have a price. Suppose that version 2 fails always for the travellers of one airline, two groups of the
# hundred, and never for anybody else. Take a Friday on which neither of the two is among the first five groups.

# %%
struck = (delivery.day_of(friday.replace(hits=0.02, seed=seed)).struck[1] for seed in range(100))
spared = next(seed for seed, groups in enumerate(struck) if not groups[:5].any())
fewer = summaries(candidate_errors=0.02, hits=0.02, seed=spared)
table = fewer[["exposed", "errors", "decided"]].round().astype(int)
table.columns = ["met it", "hurt", "minutes until decided"]
table.assign(outcome=fewer["outcome"].map({1: "promoted", -1: "rolled back"}))

# %% [markdown]
# The canary met none of those whom the fault hits, was promoted, and then nobody looked any more: it hurt more travellers
# than releasing at once. How likely is such a Friday?

# %%
from math import comb

escapes = {share: comb(100 - share, 2) / comb(100, 2) for share in (1, 5, 10, 25, 50)}
drawn = [delivery.day_of(friday.replace(hits=0.02, seed=seed)).struck[1] for seed in range(40)]
found = {share: np.mean([struck[:share].sum() == 0 for struck in drawn]) for share in escapes}
pd.DataFrame({"both groups outside": escapes, "in forty draws": found}).round(3).rename_axis(
    "share, %"
)

# %% [markdown]
# **A fault that hits few escapes a small canary**, however long one waits. It takes a larger step, a shadow, or
# someone who chooses the groups.

# %% [markdown]
# ## When it lies: a healthy canary that is slow
#
# The opposite mistake. Now the candidate is exactly as good as the old version. Four workers serve everybody, and the
# candidate has its share of as many, rounded up. **Where does a request wait longest?**

# %%
work = 0.120 * np.exp(0.5**2 / 2)  # mean seconds of an answer; the median is 120 ms
workers = {share: int(np.ceil(4 * share / 100)) for share in (1, 5, 10, 25, 50, 100)}
waits = {
    s: 1000 * rollout.mean_wait(20 * s / 100, work, n, variation=np.exp(0.25) - 1)
    for s, n in workers.items()
}

# %%
course.Predict(
    "progressive-delivery.workers",
    "The candidate is as fast as the old version. "
    "At which share does a request wait longest for a worker?",
    answer=[f"{share} %" for share in waits],
    truth=f"{max(waits, key=waits.get)} %",
    reveal=pd.DataFrame({"workers": workers, "wait, ms": waits}).round(1).rename_axis("share, %"),
)

# %% [markdown]
# The more workers share one queue, the rarer all of them are busy: `rollout.erlang_c` is Erlang's formula for it.
# A canary with one worker waits where four workers, equally loaded, would not. Watch a policy punish a version for it:

# %%
crew = delivery.Scenario(candidate_errors=0.005, workers=4)
run = delivery.simulate(crew)
print(f"{run.labels[-1].verdict}: {run.labels[-1].reason}")
delivery.simulation.widget(crew, controls=("workers", "strategy", "latency"))

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** The candidate may be so bad that 30 % of its answers fail instead of 0.5 %, and whoever is on
# call needs ten minutes to notice. Twenty requests come a second. Choose the largest share, in whole percent, that hurts at
# most a hundred travellers on average.

# %%
my_share = 25  # percent, your choice

course.check("rollout.share", my_share)

# %% [markdown]
# **Core (up to eight lines).** Read the logs of others. `log` holds three arrays, one number for each minute, as above;
# in its first minutes the candidate is asked nothing. Finish `begins`: it says how the release begins, `"shadow"`,
# `"canary"` (up to five percent are let in), `"gradual"` (ten or more), or `"at once"` (everybody).


# %%
def begins(log):
    return ""  # your lines: first, which is the first minute in which the candidate is asked?


course.check("rollout.begins", begins)

# %% [markdown]
# **Stretch (ungraded).** A policy is a text, and yours can be played: change the steps, and pass
# `strategy=lambda: rollout.Policy.from_yaml(text)` to `delivery.simulation.widget`. Can you hurt fewer than the canary
# and let a good version through sooner? A step may also have `hold` (seconds), `min_requests`, `pass_needed`,
# `failure_limit`, `on_no_data` (`hold`, `fail` or `pass`) and `mirrored: true` (a shadow).

# %%
print(text := rollout.canary().to_yaml())

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("rollout.progressive-delivery")

# %% [markdown]
# ## Summary
#
# Progressive delivery lets few people bear the risk, and the blast radius says how much: share times traffic times
# time times how much worse. A shadow's answers reach nobody, a canary's reach real people; a small canary can miss a fault
# that hits few, and can be slow for want of workers. Rolling back is instant only where the old version was kept.
#
# **Next:** [how sure is a canary?](2_how_sure_is_a_canary.ipynb), and then a lab,
# [a policy that pays for its verdicts](../labs/06_canary_policy.ipynb).
#
# **Read on:** Humble and Farley, *Continuous Delivery*, Addison-Wesley, 2010, chapter 10 · Beyer, Jones, Petoff and
# Murphy (eds.), *Site Reliability Engineering*, O'Reilly, 2016, chapter 27
