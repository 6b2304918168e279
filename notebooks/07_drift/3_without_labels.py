# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 600
#     minutes: 50
#     needs: [drift]
#     needs_notebooks: [07_drift/1_what_drifts.ipynb]
#     topics: [J02, J03, K09, K10]
# ---

# %% [markdown]
# # Without labels
#
# **After this notebook you can** tell four kinds of [drift](../glossary.ipynb#Drift) apart by what moves, say what is
# known of a model while its [labels](../glossary.ipynb#Label) are late, estimate its performance without them, and
# name what every such estimate is blind to.
#
# 50 minutes · no download, no account · after [*What drifts?*](1_what_drifts.ipynb)

# %% [markdown]
# ## How good is it now?
#
# A model has learned from a winter at Newark. Two hours before departure it says how likely a flight is to land more
# than thirty minutes late. Crews and gates depend on it. Now summer has come, with its thunderstorms, and somebody
# asks: how good is the model *now*?
#
# The honest answer takes time. Whether the model was right is known when the plane has landed. Here that is hours; in
# credit scoring it can be a year, and a bad model goes on lending all the while.

# %%
import pandas as pd

from mlops_widgets.data import flights

newark = flights.load().query("origin == 'EWR' and late.notna()").iloc[::6]
known, late = flights.features(newark), newark["late"].astype(int)
parts = flights.split(newark, train_until="2013-03-01", validate_until="2013-04-01")
model = flights.pipeline("logistic").fit(known.loc[parts.train], late[parts.train])
chance = pd.Series(model.predict_proba(known)[:, 1], newark.index)
months = {3: parts.validate, **parts.production}
print(f"learned from {len(parts.train):,} flights of two months, answers for {len(chance):,}")

# %% [markdown]
# It learned from January and February; March is kept aside. Let a flight's prediction wait in a queue until its label
# comes: a `LabelQueue` knows when each was `made` and the `delay` of its label.

# %%
from mlops_widgets.drift.unlabelled import LabelQueue

made = newark["scheduled"] - pd.Timedelta(hours=2)
delay = (newark["landed"] - made).dt.total_seconds()
zero = pd.Timestamp("2013-01-01", tz="America/New_York")
seconds = (made - zero).dt.total_seconds()
queue = LabelQueue(made=seconds, delay=delay, probability=chance, label=late)
hours = pd.DataFrame({"on time": delay[late == 0], "late": delay[late == 1]}) / 3600
hours.quantile([0.1, 0.5, 0.9]).round(1).rename_axis("quantile; hours until the label")

# %% [markdown]
# Somebody looks every afternoon of July at four, at the flights that were predicted in the eight hours before. Some
# have landed (`rows`), with `value` as their share of late ones; most are still `waiting`. `age` is how long ago the
# landed ones were predicted.


# %%
def share_late(label, probability):
    return label.mean()


afternoons = pd.date_range("2013-07-01 16:00", periods=31, tz=zero.tz)
asked = [(at - zero).total_seconds() for at in afternoons]
looks = [queue.at(at, window=8 * 3600, metric=share_late) for at in asked]
recent = [late[(made <= at) & (made > at - pd.Timedelta(hours=8))] for at in afternoons]
looks = pd.DataFrame(map(vars, looks), index=afternoons.strftime("July %d"))
looks.assign(age=looks["age"] / 3600).head(5).round(2).rename(columns={"age": "age, hours"})

# %%
from mlops_widgets import course

seen = (looks["value"] * looks["rows"]).sum() / looks["rows"].sum()
share = pd.Series({"known at four": seen, "in the end": pd.concat(recent).mean()}, name="late")
course.Predict(
    "without-labels.afternoon",
    f"Of the flights landed by four, {seen:.0%} were late. How many in the end?",
    answer=course.Number(0, 100, unit="%"),
    truth=round(100 * share["in the end"]),
    reveal=share.round(3).to_frame(),
)

# %% [markdown]
# What is known is not only old. It is one-sided: a flight on time lands sooner than a late one, so the quick labels are
# the pleasant ones. In credit it is the other way about: who fails in the first month is known after a month, who pays
# for years is known last. **Judge only batches whose labels are (nearly) all there, and say how old they are.**

# %% [markdown]
# ## Four drifts, four gauges
#
# Until then one can watch what needs no label. Four things can drift, and each has a gauge of its own:
#
# | | what changes | seen by | what one does |
# |---|---|---|---|
# | **[data drift](../glossary.ipynb#Data-drift)** | the inputs, $p(x)$ | their distribution, one by one and together; no label | find out why; learn anew if it hurts |
# | **[concept drift](../glossary.ipynb#Concept-drift)** | what inputs mean, $p(y\mid x)$ | errors, once labels come | learn anew from recent labels |
# | **prediction drift** | what the model says | the distribution of its scores; no label | hold it against the data: is there a cause? |
# | **performance drift** | what its answers are worth | [log loss](../glossary.ipynb#Log-loss), once labels come | fall back on what was good before, or learn anew |
#
# Here is a world of two [features](../glossary.ipynb#Feature) in which we know the truth. From day 40 on, the same rows get other answers: $p(y\mid
# x)$ is turned, and the inputs stay as they were. Labels come after two weeks.

# %%
from mlops_widgets.drift import gauges

still = {"shift": 0, "copula": 0.6, "concept": 0, "prior": 1}
turned = gauges.Scenario(**(still | {"concept": 120}), concept_at=40)
course.Predict(
    "without-labels.gauges",
    "The concept turns, the inputs do not. How many of the four gauges will go up?",
    answer=course.Number(0, 4, unit="of 4 gauges"),
    truth=sum(days > 0 for days in gauges.simulate(turned).summary.values()),
    reveal=gauges.simulation.widget(turned, controls=("shift", "concept", "delay")),
)

# %% [markdown]
# **Play with one question in mind: which gauge goes up first when you move only the inputs, and is the model worse
# for it?** Turn the concept back to 0, then move x₁ to the right and to the left. Before each run, say which gauges
# will move. Then raise the delay, and read the sentence under the title while the labels are missing.
#
# The same as a table: for each thing that can move, the days of 120 on which each gauge was up.

# %%
alone = {"nothing": {}, "inputs, right": {"shift": 0.8}, "inputs, left": {"shift": -1.2}}
alone |= {"their dependence": {"copula": -0.6}, "concept": {"concept": 120}}
alone |= {"odds of a positive": {"prior": 2.5}}
begin = still | dict.fromkeys(("shift_at", "copula_at", "concept_at", "prior_at"), 40)
worlds = {name: gauges.Scenario(**(begin | moved)) for name, moved in alone.items()}
runs = {name: gauges.simulate(world) for name, world in worlds.items()}
days = pd.DataFrame({name: dict(run.summary) for name, run in runs.items()}).T.astype(int)
days.assign(loss=[run["performance"][60:].mean() for run in runs.values()]).round(2)

# %% [markdown]
# Three lines are worth remembering. **Data drift can hurt although $p(y\mid x)$ is what it was**: moved to
# the right, more rows lie where the answer is a toss-up. Moved to the left, the same gauges of the inputs go up, and the
# model is *better*. And **a concept can drift while every input looks as ever**: only labels tell.

# %% [markdown]
# ## The year, when all labels had come
#
# Back to Newark, a year later. Now we may look. Beside the log loss stands that of the best constant, the month's own
# share of late flights ([base rate](../glossary.ipynb#Base-rate)).

# %%
import numpy as np

table = {month: vars(flights.evaluate(late[rows], chance[rows])) for month, rows in months.items()}
year = pd.DataFrame(table).T.drop(columns="n")
year["accuracy"] = [np.mean((chance[rows] >= 0.5) == late[rows]) for rows in months.values()]
year["never late"] = 1 - year["base_rate"]
year.rename_axis("month").round(3)

# %% [markdown]
# In June and July the model is no better than that constant, which knows only how many flights are late. It expects
# far fewer of them than come (`predicted_rate`): its [calibration](../glossary.ipynb#Calibration) is gone. It still
# ranks flights, says the [AUC](../glossary.ipynb#AUC). Now look from July to September.

# %%
july, september = year.loc[7], year.loc[9]
words = ("yes, it ranks flights better", "no, it ranks them no better")
course.Predict(
    "without-labels.september",
    f"Accuracy rises from {july['accuracy']:.0%} in July to {september['accuracy']:.0%} "
    "in September. Is the model better at telling late flights from punctual ones?",
    answer=words,
    truth=words[int(september["auc"] <= july["auc"])],
    reveal=year.loc[[7, 9], ["accuracy", "never late", "base_rate", "auc"]].round(3),
)

# %% [markdown]
# [Accuracy](../glossary.ipynb#Accuracy) rose because fewer flights were late: a **[prior
# shift](../glossary.ipynb#Prior-shift)**. To make sure, take July's flights and its scores, and only leave out late
# ones until their share is September's.

# %%
rng = np.random.default_rng(1)
p, y = chance[months[7]].to_numpy(), late[months[7]].to_numpy()
fewer = september["base_rate"] / september["never late"] * july["never late"] / july["base_rate"]
kept = (y == 0) | (rng.random(y.size) < fewer)
thinned = flights.evaluate(y[kept], p[kept])
print(f"accuracy {np.mean((p >= 0.5) == y):.3f} → {np.mean((p[kept] >= 0.5) == y[kept]):.3f}")
print(f"AUC {july['auc']:.3f} → {thinned.auc:.3f}")

# %% [markdown]
# Not a single score has changed. Whether summer was a season or the start of something new, one year cannot tell.

# %% [markdown]
# ## How it works: performance without a label
#
# Suppose chances can be believed: of all flights with 0.8, eight in ten are late. Then a flight that is called late
# with 0.8 is called rightly with chance 0.8, and one called punctual with 0.1 is called rightly with 0.9. So, over a
# batch of $n$ rows, one expects
#
# $$\widehat{\text{accuracy}} = \frac1n\sum_i \max(p_i, 1 - p_i)$$
#
# It asks for no label. `EstimatedPerformance` does the same for other [metrics](../glossary.ipynb#Metric), with a band for chance; it learns from
# March whether the chances need mending first. The idea is called *[confidence-based performance
# estimation](../glossary.ipynb#Performance-estimation)* (CBPE).

# %%
from mlops_widgets.drift.unlabelled import EstimatedPerformance

performance = EstimatedPerformance().fit(chance[months[3]], late[months[3]])
p = chance[months[9]].to_numpy()
band = performance.estimate(p).accuracy
print(f"September by hand {np.maximum(p, 1 - p).mean():.4f}, estimated {band.value:.4f}")
print(f"the labels are expected to put it between {band.lower:.3f} and {band.upper:.3f}")
print(performance.reason_)


# %%
def accuracy(rows):
    return vars(performance.compare(performance.estimate(chance[rows]), late[rows])[0])


estimates = pd.DataFrame({month: accuracy(rows) for month, rows in months.items()}).T
estimates = estimates.drop(columns="metric").astype(float)
june, proven = estimates.loc[6], estimates["proven"]
says = f"In June {june['estimated']:.2f} is estimated, and {june['proven']:.2f} proves true. "
says += f"The truth lies in the band in months {estimates.query('inside == 1').index.tolist()}."
words = ("fall, with the truth", "stay", "rise, against the truth")
way = np.sign(round(estimates.loc[7, "estimated"] - estimates.loc[3, "estimated"], 2))

# %%
axes = estimates[["estimated", "proven"]].plot(style=["o--", "s-"], figsize=(7, 3))
axes.fill_between(estimates.index, estimates["lower"], estimates["upper"], alpha=0.2)
axes.set(xlabel="month", ylabel="accuracy, share")
course.Predict(
    "without-labels.estimate",
    f"From March to July accuracy fell from {proven[3]:.0%} to {proven[7]:.0%}. And the estimate?",
    answer=words,
    truth=words[1 + int(way)],
    reveal=course.figure(axes.figure, "The estimate rises while the truth falls", says),
)

# %% [markdown]
# Where was it right? In months in which a chance still meant what it meant in winter. Look at what a chance was worth:

# %%
edges = [0, 0.05, 0.1, 0.2, 0.4, 1]
worth = {}
for name, month in (("March", 3), ("July", 7)):
    rows = months[month]
    worth[name] = late[rows].groupby(pd.cut(chance[rows], edges)).mean()
pd.DataFrame(worth).rename_axis("chance said; share late").round(2)

# %% [markdown]
# In July a flight that got the same chance was late far more often. Something that the model does not see, perhaps the
# thunderstorms, has changed what its inputs mean. The estimate assumes that $p(y\mid x)$ is what it was.

# %% [markdown]
# ## How it works: margin density
#
# The other way is not to estimate, but to ask for labels only when there is reason to. Sethi and Kantardzic (2017)
# watch how many rows fall where the classifier is unsure. For a linear support vector machine that is the *margin*,
# $|w\cdot x+b|\le 1$. Let $S_t$ be 1 for a row inside and 0 outside. The **[margin
# density](../glossary.ipynb#Margin-density)** forgets slowly:
#
# $$\mathrm{MD}_t = \lambda\,\mathrm{MD}_{t-1} + (1-\lambda)\,S_t,\qquad \lambda = \frac{N-1}{N}$$
#
# The rows are tumours, drawn from real measurements. From the middle of the stream on eight features read higher: those that say most
# about the class (*relevant*), those that say least (*irrelevant*), or none.

# %%
from mlops_widgets.drift.unlabelled import MarginDensity, induced_drift

streams = {kind: induced_drift(kind, seed=0) for kind in ("none", "irrelevant", "relevant")}
calm = streams["none"]
watch = MarginDensity("svm", window=250).fit(calm.train, calm.train_label)
pd.Series(vars(watch.reference_), name="in training").to_frame().round(3)

# %%
density = {}
for kind, each in streams.items():
    inside = np.abs(watch.classifier_.decision_function(each.stream)) <= 1
    started = pd.Series([watch.reference_.density, *inside], dtype=float)
    density[kind] = started.ewm(alpha=1 / watch.window, adjust=False).mean()  # λ = 1 − alpha

# %%
axes = pd.DataFrame(density).plot(style=[":", "--", "-"], figsize=(7, 3))
axes.axvline(calm.change, color="grey", linewidth=1)
axes.set(xlabel="row; the change is the grey line", ylabel="margin density, share")
last = {kind: each.iloc[-1000:].mean() for kind, each in density.items()}
says = "At the end: " + ", ".join(f"{kind} {share:.2f}" for kind, share in last.items())
course.figure(axes.figure, "Drift of what matters fills the margin, other drift does not", says)

# %% [markdown]
# A drift is *suspected* when the density is more than $\theta\,\sigma$ from its reference, up or down. Then, and only
# then, $N$ labels are asked for. It is *confirmed* if accuracy on them is too low; then
# the classifier learns anew from them. Otherwise it is *dismissed*.
#
# Against it stands a [detector](../glossary.ipynb#Detector) that looks at features alone: a [KS test](../glossary.ipynb#KS-test) for each of the 30,
# its [p-values](../glossary.ipynb#p-value) corrected for their number (Holm).

# %%
from tqdm.auto import tqdm

from mlops_widgets import drift


def run(kind, seed, **options):
    each = induced_drift(kind, seed=seed)
    pairs = zip(each.train.T, each.stream[each.change : each.change + 500].T, strict=True)
    fires = drift.holm([drift.ks(before, now).pvalue for before, now in pairs]).min() < 0.05
    watch = MarginDensity("svm", **options).fit(each.train, each.train_label)
    watch.update_many(each.stream, oracle=each.label.take)
    told = {event.kind for event in watch.events_ if event.row > each.change}
    row = {"KS fires": fires} | {name: name in told for name in ("suspected", "confirmed")}
    return row | {"labels": watch.labels_used_ / len(each.stream)}


def shares(**options):
    each = [(kind, seed) for kind in streams for seed in range(6)]
    rows = pd.DataFrame([run(*one, **options) for one in tqdm(each)])
    return rows.groupby([kind for kind, _ in each], sort=False).mean()


# %%
paper = shares()
harmless = paper.loc["irrelevant"]
course.Predict(
    "without-labels.irrelevant",
    f"Irrelevant features move. KS fires in {harmless['KS fires']:.0%} of six streams. "
    "In how many does margin density, with its labels, confirm a drift?",
    answer=course.Number(0, 100, unit="%"),
    truth=round(100 * harmless["confirmed"]),
    reveal=paper.round(3).rename_axis("share of 6 streams"),
)

# %% [markdown]
# Features alone cannot say which drift matters. A few labels, at the right moment, mostly can. But look at *suspected*:
# $\sigma$ comes from five folds, as in the paper, and a deviation known from five numbers is a poor scale. It can be
# computed from the numbers of rows instead; then even a larger $\theta$ finds what matters, and asks less for nothing:

# %%
shares(scale="sampling", theta=4).round(3).rename_axis("share of 6 streams")

# %% [markdown]
# Six streams say little. In the project's [repository](../glossary.ipynb#Repository), `python -m benchmarks.md3` runs fifty, and the paper's other
# form too, an ensemble that votes.

# %% [markdown]
# ## When it lies: what no unlabelled gauge can see
#
# Turn $p(y\mid x)$ alone, in a world that we generate. The model's chances were true when the angle was 0.

# %%
x = rng.normal(size=(20000, 2))
p = 1 / (1 + np.exp(-2 * x[:, 0]))
blind = {}
for angle in (0, 30, 60, 90):
    along = np.cos(np.deg2rad(angle)) * x[:, 0] + np.sin(np.deg2rad(angle)) * x[:, 1]
    y = rng.random(len(x)) < 1 / (1 + np.exp(-2 * along))
    blind[angle] = {"estimated": np.maximum(p, 1 - p).mean(), "proven": np.mean((p >= 0.5) == y)}
    blind[angle]["margin density"] = np.mean(np.abs(2 * x[:, 0]) <= 1)
pd.DataFrame(blind).T.rename_axis("degrees").round(3)

# %% [markdown]
# Estimate and margin density do not move by a digit: both are functions of the inputs alone. **Pure concept drift is
# seen by labels or not at all.**
#
# And a full margin is not the only bad sign. Let the relevant features read higher or lower by more and more:

# %%
moved = {}
for size in (-2, -1, 0, 0.5, 1, 2):
    each = induced_drift("relevant", size=size, seed=0)
    now, label = each.stream[each.change :], each.label[each.change :]
    inside = np.abs(watch.classifier_.decision_function(now)) <= 1
    right = watch.predict(now) == label
    moved[size] = {"margin density": inside.mean(), "accuracy": right.mean()}
pd.DataFrame(moved).T.rename_axis("moved by, deviations").round(3)

# %% [markdown]
# Rows that are carried across the border, and far beyond it, leave the margin: the classifier is sure, and wrong. So
# the rule must look both ways, and even then a drift can stop just where the density is what it was.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** In the world of the four gauges only the concept turns, on day 40. By how many degrees must
# it turn at least, in the steps of the slider, so that the gauge of performance is up on half of the days or more on
# which labels from after the turn have come?

# %%
my_angle = 60  # your choice

course.check("drift.turned", my_angle)

# %% [markdown]
# **Core (up to eight lines).** From the same chances one can expect [precision](../glossary.ipynb#Precision) (of the
# rows called late, which share will be) and [recall](../glossary.ipynb#Recall) (of those that will be late, which
# share was called so). Finish `expected`. A row is called late if its chance is at least the [threshold](../glossary.ipynb#Threshold).


# %%
def expected(chance, threshold):
    return 0.0, 0.0  # your lines: precision, recall


course.check("drift.expected", expected)

# %%
estimate = performance.estimate(chance[months[9]])
package = estimate.precision.value, estimate.recall.value
yours = expected(chance[months[9]].to_numpy(), 0.5)
pd.DataFrame({"yours": yours, "the package's": package}, index=["precision", "recall"]).round(3)

# %% [markdown]
# **Stretch (ungraded).** Give `EstimatedPerformance` the chances of April as its reference instead of March. Which
# months does it get right now, and which does it lose? What would you do if each month could serve as a reference for
# the next, once its labels have come?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("drift.without-labels")

# %% [markdown]
# ## Summary
#
# While labels are late, what is known is old and one-sided; inputs and predictions can be watched at once, but they
# move without harm and stay still in the worst case. Performance can be estimated from the model's own chances as long
# as inputs mean what they meant, and margin density says when a few labels are worth their price. Pure concept drift
# shows in labels alone, so some must always come.
#
# **Next:** [a paper, tested](../labs/07_reliable_detection.ipynb), the lab of this notebook.
#
# **Read on:** Sethi and Kantardzic, *On the reliable detection of concept drift from streaming unlabeled data*, Expert
# Systems with Applications 82, 2017 (required) · Białek et al., *Estimating model performance under covariate shift
# without labels*, arXiv 2401.08348, 2024 · Žliobaitė, *Change with delayed labeling: when is it detectable?*, ICDM
# Workshops, 2010 · Gama et al., *A survey on concept drift adaptation*, ACM Computing Surveys 46(4), 2014
