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
#     needs: [drift]
#     needs_notebooks: []
#     topics: [J01, K01, K03, K07, K08]
# ---

# %% [markdown]
# # What drifts?
#
# **After this notebook you can** tell when the world behind a model has changed, compare a
# [window](../glossary.ipynb#Window) of new values with a [baseline](../glossary.ipynb#Baseline), and say what it
# costs to notice early.
#
# 45 minutes · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## A model that was right yesterday
#
# At Newark a model says, two hours before departure, whether a flight will land more than thirty minutes late.
# Gates, crews and connections are planned on its word. It learned from January.
#
# Then come February and March, with snow and nor'easters. The model does not crash. It answers every question as fast
# and as surely as before, and on some days it is badly wrong. **[Drift](../glossary.ipynb#Drift)** is this: the data
# that a model meets are no longer the data it learned from.
#
# Somebody has put a *[detector](../glossary.ipynb#Detector)* on the stream. It looks at the share of late flights in
# each hour and raises an [alarm](../glossary.ipynb#Alarm) when that share no longer looks normal.
#
# Will it notice every storm that comes? Run the cell, say what you expect, and watch.

# %%
from mlops_widgets import course
from mlops_widgets.drift import stream

winter = stream.simulate(stream.Scenario()).summary
course.Predict(
    "what-drifts.found",
    f"{winter['changes']:.0f} storms come. How many of them will the detector find?",
    answer=course.Number(0, winter["changes"], unit=f"of {winter['changes']:.0f} storms"),
    truth=winter["found"],
    reveal=stream.simulation.widget(controls=("detector", "window", "threshold")),
)

# %% [markdown]
# Every dot is one hour of real flights. Grey flags say when a storm began. The weather station alone decides that;
# no delay enters. A green flag is an alarm that a storm explains, an orange one has no cause. While the detector learns
# what is normal and fills its first window it is deaf: a storm of those days it cannot find.
#
# **Play with one question in mind: which window serves Newark best, and what goes wrong on either side of it?** Press
# *Pin*, then drag *Window* down to 24, near its lower end, and up to its end, and let the run play again: the pinned run stays behind as a
# grey ghost, over the same flights, and under each number stands how far it has moved.
#
# Here is the same experiment as a table. Every run has the same flights; only the window differs. An alarm that is
# on already when a storm begins has not found it; *wasted* is the share of hours under an alarm without a cause, and
# *alarm on* the share under any.

# %%
import pandas as pd

runs = {size: stream.simulate(stream.Scenario(window=size)) for size in (24, 48, 72, 96, 120, 168)}
rows = {size: dict(run.summary) | {"alarm on": run["alarm"].mean()} for size, run in runs.items()}
course.Predict(
    "what-drifts.shortest",
    "A window of 24 hours hears of a storm first. How many of the storms does it find?",
    answer=course.Number(0, winter["changes"], unit=f"of {winter['changes']:.0f} storms"),
    truth=rows[24]["found"],
    reveal=pd.DataFrame(rows).T.rename_axis("window").round(2),
)

# %% [markdown]
# Look at both ends. **A short window cries wolf**: its alarm is on so often that it says nothing when a storm comes.
# **A long window sleeps**: a storm of a day drowns among the calm days around it. Between them lies a window that
# fits the length of what you want to see. Whether it is the best one for next winter, one winter cannot tell.

# %% [markdown]
# What was found, and what was not? A run keeps its events. An alarm that came late is still an alarm; look for the
# storms that have none.

# %%
run = runs[96]
day = pd.Timestamp("2013-01-01") + pd.to_timedelta(run.time, unit="h")
told = [(day[event.tick], event.kind, event.label) for event in run.events]
pd.DataFrame(told, columns=["when", "what", "label"])

# %% [markdown]
# ## The dashboard that stays green
#
# Would ordinary [monitoring](../glossary.ipynb#Monitoring) have noticed? A web service is watched by counting
# failures. Let the simplest model of all say the January share of late flights for every flight: a constant, which
# cannot fail. Here is what a count of failures would not have shown, week by week.
#
# The **[log loss](../glossary.ipynb#Log-loss)** is the price of surprise: small when the model gave a high
# [probability](../glossary.ipynb#Probability) to what happened.

# %%
from mlops_widgets.data import flights

year = flights.hourly("EWR")
january = slice(0, 31 * 24)
p = year.late[january].sum() / year.landed[january].sum()
print(f"the model's only answer: {p:.1%} of the flights will be late")

# %%
import numpy as np

first, last = 31 * 24, 87 * 24
weeks = np.arange(first, last, 7 * 24)
late, landed = (np.add.reduceat(counts[:last], weeks) for counts in (year.late, year.landed))
loss = -(late * np.log(p) + (landed - late) * np.log(1 - p)) / landed
day = pd.Timestamp("2013-01-01") + pd.to_timedelta(weeks, unit="h")
table = pd.DataFrame({"landed": landed, "late": late / landed, "log loss": loss}, index=day)
table.round(3).rename_axis("week from")

# %% [markdown]
# Not one of these answers failed, and in the stormy weeks of March they were worth least. A failing program says so;
# a failing model goes on talking. And the last column needs **[labels](../glossary.ipynb#Label)**, which exist only
# when the planes have landed. In credit scoring a label can take a year.

# %% [markdown]
# ## How it works: a window against a baseline
#
# The detector keeps two heaps of values. The **baseline** (or *reference*) holds the first weeks, taken as normal.
# The **window** holds the last hours. Let us take both out of a run, at the hour of the highest evidence.

# %%
hour = int(np.nanargmax(run["statistic"]))
baseline = run["value"][: run.scenario.reference]
window = run["value"][hour - 95 : hour + 1]
print(f"{baseline.size} hours in the baseline, {window.size} in the window")
print(f"mean late share: baseline {baseline.mean():.1%}, window {window.mean():.1%}")

# %% [markdown]
# Cut the baseline into ten [bins](../glossary.ipynb#Bin) of equal content (its
# **[deciles](../glossary.ipynb#Decile)**; where many values are the same, some edges coincide and are merged). Then
# count which share of each heap falls into each bin: $q_i$ of the baseline, $p_i$ of the window. Half a value is
# added to each bin, so that no share is ever zero.

# %%
edges = np.unique(np.quantile(baseline, np.arange(1, 10) / 10))


def shares(values):
    counts = np.bincount(np.searchsorted(edges, values), minlength=edges.size + 1) + 0.5
    return counts / counts.sum()


table = pd.DataFrame({"baseline q": shares(baseline), "window p": shares(window)})
table.round(3).rename_axis("bin")

# %% [markdown]
# What counts as normal is a choice too. The same detector with a shorter and a longer baseline:

# %%
baselines = {size: stream.simulate(stream.Scenario(reference=size)) for size in (240, 480, 720)}
table = pd.DataFrame({size: dict(each.summary) for size, each in baselines.items()})
table.T.rename_axis("baseline").round(2)

# %% [markdown]
# The **[population stability index](../glossary.ipynb#PSI)** adds up, over the bins, how far the shares are apart:
#
# $$\mathrm{PSI} = \sum_i (p_i - q_i)\,\ln\frac{p_i}{q_i}$$
#
# One line of code, and the detector's own number beside it:

# %%
p_i, q_i = shares(window), shares(baseline)
psi = np.sum((p_i - q_i) * np.log(p_i / q_i))
print(f"PSI by hand {psi:.4f}, by the detector {run['statistic'][hour]:.4f}")

# %% [markdown]
# Banks have used two [thresholds](../glossary.ipynb#Threshold) for decades: below 0.1 nothing happened, above 0.25
# act (Siddiqi 2006). They are rules of thumb. What do they mean? Take payments that we generate, so that we know the
# truth: their amounts are lognormal, and from some hour on the logarithm is larger, by the standard deviations in the
# first column.

# %%
sizes = (0.0, 0.25, 0.5, 1.0)
many = {"source": "generated", "days": 365, "at": 3000, "reference": 1440, "window": 240}
traces = [stream.simulate(stream.Scenario(size=size, **many)) for size in sizes]
means = [trace["statistic"][3300:].mean() for trace in traces]
pd.Series(means, index=sizes, name="mean PSI").round(3)

# %% [markdown]
# The first line is the index when nothing has changed. A quarter of a standard deviation, hard to see by eye, already
# lifts it past the lower threshold; a whole one sends it far above every threshold. Now the case of a payment service
# that changes its format and reports every amount **doubled**. When you have seen what the index does, click on the
# dotted line at the foot of the first lane: a change of your own begins just there.

# %%
doubled = stream.Scenario(source="generated", change="unit", window=168)
answers = ("hardly move: people buy as ever", "rise, then fall again", "rise and stay high")
course.Predict(
    "what-drifts.doubled",
    "From one hour on every amount is doubled. What will the index do?",
    answer=answers,
    truth=answers[1 + int(stream.simulate(doubled)["alarm"][-1])],
    reveal=stream.simulation.widget(doubled, controls=("change", "window", "threshold")),
)

# %% [markdown]
# The index cannot say *why*. Doubled amounts and doubled prices look the same to it. Retraining on doubled amounts
# would teach the model a mistake of the file format; an alarm is a reason to look, not yet a reason to retrain.

# %% [markdown]
# ## When it lies: alarms without a change
#
# Look at the table of windows again. With short windows most alarms had no storm behind them. Is the airport so
# restless? Let us take the airport away and draw baseline and window from the *same* distribution, again and
# again for each size of window. Every alarm is now false by construction.

# %%
rng = np.random.default_rng(7)


def psi_of_noise(n, repeats=2000, bins=10, m=480):
    p, q = (rng.multinomial(size, np.full(bins, 1 / bins), repeats) + 0.5 for size in (n, m))
    p, q = p / p.sum(1, keepdims=True), q / q.sum(1, keepdims=True)
    return ((p - q) * np.log(p / q)).sum(1)


# %% [markdown]
# Statistics knows the answer too: without any change, PSI is about $(1/n + 1/m)\,\chi^2_9$, with $n$ values in the
# window, $m$ in the baseline and ten bins (Yurdakul and Naranjo 2020). The table holds both beside each other.

# %%
from scipy.stats import chi2

noise = {
    n: {
        "above 0.1": (psi_of_noise(n) > 0.1).mean(),
        "by the formula": chi2.sf(0.1 / (1 / n + 1 / 480), 9),
        "above 0.25": (psi_of_noise(n) > 0.25).mean(),
    }
    for n in (24, 48, 96, 168, 336)
}

# %%
course.Predict(
    "what-drifts.noise",
    "A window holds one day, and nothing has changed. How often is its index above 0.1?",
    answer=course.Number(0, 100, unit="% of the time"),
    truth=round(100 * noise[24]["above 0.1"]),
    reveal=pd.DataFrame(noise).T.round(3).rename_axis("window, values"),
)

# %% [markdown]
# With a day of values the index is above 0.1 nearly always, and nothing has happened. **A threshold means nothing
# without the number of values behind it.** And hours are not even independent: a bad evening is several bad hours,
# so the real stream is noisier than this table.
#
# Noise is not the only liar. Let the same detector, which knows only January, go on to December, and count in which
# share of each month's hours its alarm is on, beside the mean share of late flights.

# %%
whole = stream.simulate(stream.Scenario(days=365))
when = pd.Timestamp("2013-01-01") + pd.to_timedelta(whole.time, unit="h")
hours = pd.DataFrame({"under alarm": whole["alarm"], "late": whole["value"]}, index=when)
months = hours.resample("MS").mean()
months.round(2).rename(index=lambda month: f"{month:%B}")

# %% [markdown]
# In September the alarm hardly ever goes off, and flights were more punctual than in January: *unlike* is not
# *worse*. Whether it is the season or something new, one year of data cannot tell.

# %% [markdown]
# ## A window that chooses its own length
#
# **[ADWIN](../glossary.ipynb#ADWIN)** (*adaptive windowing*, Bifet and Gavaldà 2007) gives the choice away. It keeps
# all values while they agree. Every so often it tries many ways to cut its window in two. If the means of the older
# and the newer part differ by more than chance allows, it drops the older part, and that is the alarm.

# %%
knobs = {"detector": "adwin", "change": "recurring", "over": 360, "size": 0.8, "days": 90}
gentle = stream.Scenario(source="generated", **knobs)
stream.simulation.widget(gentle, controls=("detector", "change", "size"))

# %% [markdown]
# The blue stretch behind the playhead is its window: it grows in calm, and collapses at a change. Now look at how it
# does on the flights.

# %%
adaptive = stream.simulate(stream.Scenario(detector="adwin"))
print(stream.simulation.text(adaptive))

# %% [markdown]
# Most storms are over before ADWIN has enough evidence that the mean has moved: it was made for changes that stay. No
# detector is best; each has a kind of change it was made for.

# %% [markdown]
# ## Yours, in eight lines
#
# A detector is anything with `update(x)` and `drift_detected`. If it also has a `statistic` and a `threshold`, the
# picture shows them. This one adds up how far values lie above a level, takes off what lies
# below, and never falls under zero (a *cumulative sum*, Page 1954).


# %%
class CumulativeSum:
    threshold = 3.0

    def __init__(self):
        self.statistic, self.drift_detected = 0.0, False

    def update(self, x):
        self.statistic = max(0.0, self.statistic + x - 0.3)
        self.drift_detected = self.statistic > self.threshold


stream.simulation.widget(detector=CumulativeSum)

# %% [markdown]
# Change the `0.3` or the `3.0`, run the cell again, and the same winter plays with yours.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** The airport cannot bear more than five [false alarms](../glossary.ipynb#False-alarm). Choose
# the window that finds most.

# %%
my_window = 48  # your choice

course.check("drift.window", my_window)

# %% [markdown]
# **Core (up to eight lines).** Most false alarms are short. Finish `Patient`: it asks PSI, and raises its own alarm
# only when PSI has been above its threshold for twelve values in a row. As it stands, it never fires.

# %%
from mlops_widgets import drift


class Patient:
    def __init__(self):
        self.psi, self.in_a_row, self.drift_detected = drift.PSI(window=48), 0, False
        self.threshold = self.psi.threshold

    @property
    def statistic(self):
        return self.psi.statistic

    def update(self, x):
        self.psi.update(x)
        # Your lines: count in self.in_a_row, set self.drift_detected.


course.check("drift.patient", Patient)

# %%
stream.simulation.widget(detector=Patient)

# %% [markdown]
# **Stretch (ungraded).** Take a column of your own: any CSV file with more than a few hundred numbers. Put it beside
# this notebook. In *More settings* of the first simulation choose *Your CSV file*, then file and column. Nobody knows
# the truth there, so every alarm is a question.

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("drift.what-drifts")

# %% [markdown]
# ## Summary
#
# A model's world can change without a single failure, so somebody has to watch the data. A detector compares a window
# with a baseline: a window that is too short cries wolf, one that is too long sleeps, and a threshold means something
# only together with the number of values. An alarm says *that* something is unlike before, never *why*.
#
# **Next:** [detecting change](2_detecting_change.ipynb); after it you are ready for
# [a detector that pays for its alarms](../labs/07_drift_detector.ipynb), the chapter's lab.
#
# **Read on:** Gama et al., *A survey on concept drift adaptation*, ACM Computing Surveys 46(4), 2014 · Bifet and
# Gavaldà, *Learning from time-changing data with adaptive windowing*, SDM 2007 · Siddiqi, *Credit Risk Scorecards*,
# Wiley 2006 · Yurdakul and Naranjo, *Statistical properties of the population stability index*, Journal of Risk Model
# Validation 14(4), 2020 · Page, *Continuous inspection schemes*, Biometrika 41, 1954
