# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 700
#     minutes: 50
#     needs: [drift]
#     needs_notebooks: [07_drift/1_what_drifts.ipynb]
#     topics: [J07, K02, K03, K04, K05, K06]
# ---

# %% [markdown]
# # Detecting change
#
# **After this notebook you can** say which of a model's inputs have changed and by how much, choose a measure for
# numbers, for categories and for all inputs together, and know when each of them lies.
#
# 50 minutes · no download, no account · after [What drifts?](1_what_drifts.ipynb)

# %% [markdown]
# ## Everything has drifted
#
# A model says, two hours before departure, whether a flight out of New York will land more than thirty minutes late.
# It learned from January to March. July is over, and on the table lies a report: which of the model's
# [features](../glossary.ipynb#Feature) are not what they were in winter? Nearly every line says *drifted*.
#
# One engineer wants to train the model again tonight. Another wants to mute the report, since no reader believes
# it any more. Both would act without having looked. Which of these changes are large, which does the model feel at
# all, and is there one that the report does not show?

# %%
from mlops_widgets.data import flights

year = flights.load()
parts = flights.split(year)
known = flights.features(year.loc[[*parts.train, *parts.production[7]]])
winter = known.loc[parts.train].sample(20_000, random_state=0)
july = known.loc[parts.production[7]]
print(f"{len(winter):,} winter flights, {len(july):,} of July, {winter.shape[1]} features")

# %% [markdown]
# A test asks how often chance alone makes two samples as unlike as these; that share is the
# **[p-value](../glossary.ipynb#p-value)**. If it is at most 0.05, the report calls the feature changed. The winter is
# the [baseline](../glossary.ipynb#Baseline), July the [window](../glossary.ipynb#Window).

# %%
from mlops_widgets import course, drift

report = drift.Baseline.fit(winter).compare(july)
course.Predict(
    "detecting-change.red",
    f"How many of the {len(report.features)} features will the tests call changed?",
    answer=course.Number(0, len(report.features), unit="features"),
    truth=len(report.drifted),
    reveal=report,
)

# %% [markdown]
# Below the table stands what its columns mean; each is built in this notebook. *Changed* is said of nearly everything,
# and so of nothing in particular. And the report looks at each feature alone. Is that
# enough? Gauges can be put on every feature, on the predictions, and on all features together. Here they watch a
# made-up world with two features, in which you decide what happens.

# %%
from mlops_widgets.drift import gauges

moved_feature = gauges.Scenario(shift=0.5, copula=0.6, concept=0)
gauges.simulation.widget(moved_feature, controls=("shift", "copula", "concept"))

# %% [markdown]
# By its end one feature has moved: three gauges are up, and the fourth is restless. **Play with one question in
# mind: which changes lift only one gauge?** Set the first control back to zero, then let the two features go together
# otherwise (pull *Change the dependence* below zero), or let the same inputs get another answer (*Turn p(y|x)*, by a
# right angle or more).
#
# A new dependence lifts the gauge that looks at both features at once, and no feature's own. A new answer to the same
# inputs shows only in the gauge that needs [labels](../glossary.ipynb#Label), and late. Each gauge has a measure
# behind it.

# %% [markdown]
# ## How it works: numbers
#
# The **[KS test](../glossary.ipynb#KS-test)** (Kolmogorov and Smirnov) takes, for every value $x$, the share of
# values up to $x$: $F(x)$ in the winter, $G(x)$ in July. Its statistic is the largest gap,
#
# $$D = \max_x |F(x) - G(x)|$$
#
# It needs no [bins](../glossary.ipynb#Bin) and assumes no shape. Here is the gap at the value where `drift.ks` found it.

# %%
before, after = winter["wind"].dropna(), july["wind"].dropna()
found = drift.ks(before, after)
F, G = (before <= found.location).mean(), (after <= found.location).mean()
print(f"wind up to {found.location:.1f} mph: {F:.1%} in winter, {G:.1%} in July")
print(f"by hand D = {abs(F - G):.4f}, by the test {found.statistic:.4f}")

# %%
import numpy as np
import pandas as pd

grid = np.unique(before)
samples = {"winter": before, "July": after}
curve = {name: [(v <= x).mean() for x in grid] for name, v in samples.items()}
axes = pd.DataFrame(curve, index=grid).plot(style=["--", "-"], figsize=(7, 3))
axes.vlines(found.location, F, G, colors="tab:red", linewidth=3)
axes.set(xlabel="wind, mph", ylabel="share of flights up to here")
told = f"Up to {found.location:.0f} mph lie {F:.0%} of the winter and {G:.0%} of July."
course.figure(axes.figure, "D is the widest gap between two curves of shares", told)

# %% [markdown]
# $D$ says how large a change is: an **[effect size](../glossary.ipynb#Effect-size)**, from 0 to 1. The p-value says
# something else. Take `distance`, whose curves are about three percentage points apart, first with 200 flights on
# either side.

# %%
shuffled = july["distance"].sample(frac=1, random_state=0)
sizes = {n: drift.ks(winter["distance"][:n], shuffled[:n]) for n in (200, 1000, 5000, 20_000)}
powers_of_ten = -np.log10(sizes[20_000].pvalue / sizes[200].pvalue)


def listed(results, axis, letter):
    rows = {key: {letter: each.statistic, "p": each.pvalue} for key, each in results.items()}
    return pd.DataFrame(rows).T.map("{:.2g}".format).rename_axis(axis)


# %%
answers = ("about the same", "about a hundred times smaller", "less than one in a million")
course.Predict(
    "detecting-change.large",
    f"With 200 flights a side p is {sizes[200].pvalue:.2f}. What is it with 20,000?",
    answer=answers,
    truth=answers[int(np.digitize(powers_of_ten, [1, 5]))],
    reveal=listed(sizes, "flights a side", "D"),
)

# %% [markdown]
# With two hundred flights $D$ is mostly noise, and the p-value says so. Later the gap settles and stays, while **the
# p-value collapses with $n$**: with enough values every difference is found, however small. It answers *is there a
# difference?*, never *is it large?* So sort a report by effect, not by p-value.
#
# The other measure of a gap works on bins. [PSI](../glossary.ipynb#PSI), from the first notebook, has no upper end. The
# **[Jensen–Shannon divergence](../glossary.ipynb#Jensen–Shannon-divergence)** has one: it compares both lists of
# shares with their mean $m = \tfrac12 (p + q)$,
#
# $$\mathrm{JS} = \tfrac12 \sum_i p_i \log_2 \frac{p_i}{m_i} + \tfrac12 \sum_i q_i \log_2 \frac{q_i}{m_i},$$
#
# and lies between 0 (the same shares) and 1 (no value in common).

# %%
edges = np.unique(before.quantile(np.arange(1, 10) / 10))


def shares(values):
    counts = np.bincount(np.searchsorted(edges, values), minlength=edges.size + 1) + 0.5
    return counts / counts.sum()


p, q = shares(after), shares(before)
m = (p + q) / 2
js = (p * np.log2(p / m) + q * np.log2(q / m)).sum() / 2
print(f"by hand {js:.4f}, by drift {drift.jensen_shannon(before, after).divergence:.4f}")

# %% [markdown]
# ## How it works: categories
#
# An airline has no order, so there is no $F(x)$. The **[chi-squared test](../glossary.ipynb#Chi-squared-test)** counts:
# $O$ flights were observed in each cell of the table, $E$ would be expected if winter and July had drawn from one pot,
#
# $$\chi^2 = \sum \frac{(O - E)^2}{E}$$

# %%
months = {"winter": winter["carrier"], "July": july["carrier"]}
table = pd.DataFrame({name: each.value_counts() for name, each in months.items()}).fillna(0)
expected = np.outer(table.sum(axis=1), table.sum()) / table.to_numpy().sum()
by_hand = ((table - expected) ** 2 / expected).to_numpy().sum()
carriers = drift.chi_squared(winter["carrier"], july["carrier"], rare=0)
print(f"by hand {by_hand:.2f}, by drift {carriers.statistic:.2f}, p {carriers.pvalue:.1g}")
print(f"effect (Cramér's V, 0 to 1): {carriers.effect:.3f}")

# %% [markdown]
# ## Which change does the model feel?
#
# A large change of an input that the model hardly uses does little. So ask the model: shuffle one feature among the flights
# of July, so that it tells nothing any more, and see how far the answers move. This needs no
# labels.

# %%
from tqdm.auto import tqdm

few_trees = {"model__max_iter": 60, "model__learning_rate": 0.1}  # so that it learns in seconds
model = flights.pipeline().set_params(**few_trees)
model.fit(winter, year["late"][winter.index].astype(bool))
some = july.sample(2000, random_state=0)
answer = model.predict_proba(some)[:, 1]


def moved(name):
    mixed = some.assign(**{name: some[name].sample(frac=1, random_state=0).to_numpy()})
    return 100 * np.abs(model.predict_proba(mixed)[:, 1] - answer).mean()


felt = report.frame()[["effect"]].assign(moved={name: moved(name) for name in tqdm(list(some))})

# %%
course.Predict(
    "detecting-change.felt",
    f"Most changed: {felt['effect'].idxmax()}. How far does shuffling it move the answers?",
    answer=course.Number(0, 10, unit="percentage points"),
    truth=felt["moved"][felt["effect"].idxmax()],
    reveal=felt.sort_values("moved", ascending=False).round(3),
)

# %%
axes = felt.plot.scatter("effect", "moved", figsize=(7, 3.4))
axes.margins(0.1, 0.15)
axes.set(xlabel="how far it has changed (effect)", ylabel="answers move, points")
for name in ("waiting", "seats", "recent_delay", "day_late", "gust", "temperature"):
    axes.annotate(name, felt.loc[name], xytext=(0, 6), textcoords="offset points", ha="center")
most, deaf = felt["moved"].idxmax(), felt["effect"].idxmax()
by = felt["moved"].round(1)
told = f"{most} moves them by {by[most]} points, {deaf} by {by[deaf]}."
course.figure(axes.figure, "To the right what has changed, on top what the model listens to", told)

# %% [markdown]
# `temperature` has an effect of nearly 1: July is warmer than the days the model learned from. Beyond the last split of its
# trees one day is as warm as another: the loudest change is one that the model does not hear. That is no comfort: it
# simply knows nothing of heat. `waiting`, the number of flights that should have left and have not, has changed
# little, and the model leans on it most.

# %% [markdown]
# ## The change that no line shows
#
# One night the program that joins the tables gets a wrong key. From then on each flight is given the state of the airport
# (who is waiting, how late the day is) at the hour of *another* flight.

# %%
history = ["recent_late", "day_late", "carrier_late", "recent_delay", "waiting"]
first = july.sample(2000, random_state=1)
right = july.drop(first.index).sample(2000, random_state=1)
wrong = right.copy()
wrong[history] = right[history].sample(frac=1, random_state=1).to_numpy()
gaps = [drift.ks(right[each], wrong[each], nan="drop").statistic for each in history]
print(f"largest D of the five columns: {max(gaps)}")

# %% [markdown]
# Every column holds the very values it held before; only who stands beside whom has changed (statisticians say: the
# *copula*). What compares one column at a time is blind to it.
#
# The **[maximum mean discrepancy](../glossary.ipynb#Maximum-mean-discrepancy)** compares whole rows. Its
# **[Gaussian kernel](../glossary.ipynb#Gaussian-kernel)** says how alike two rows are: 1 when equal, falling towards 0
# with their distance. The **[bandwidth](../glossary.ipynb#Bandwidth)** $\sigma$ says how fast.
#
# $$k(x, y) = e^{-\lVert x - y \rVert^2 / 2 \sigma^2}, \qquad
# \mathrm{MMD}^2 = \overline{k(x, x')} + \overline{k(y, y')} - 2\,\overline{k(x, y)}$$
#
# Are rows more alike within the samples than between them? Bars are means over pairs of different rows; units must be
# made equal first.

# %%
from scipy.spatial.distance import cdist

numbers, sigma = winter.select_dtypes("number").columns, 5


def scaled(rows):
    return ((rows[numbers] - winter[numbers].mean()) / winter[numbers].std()).fillna(0)


x, y = scaled(first), scaled(wrong)
xx, yy, xy = (np.exp(-(cdist(a, b) ** 2) / (2 * sigma**2)) for a, b in ((x, x), (y, y), (x, y)))
pairs = sum((k.sum() - len(k)) / (len(k) * (len(k) - 1)) for k in (xx, yy))
print(f"by hand  {pairs - 2 * xy.mean():.6f}")
print(f"by drift {drift.mmd(x, y, bandwidth=sigma).statistic:.6f}")

# %% [markdown]
# Is that much? A **[permutation test](../glossary.ipynb#Permutation-test)** asks the rows themselves: throw both
# samples into one heap, deal them out anew a hundred times, and count how often chance gives as much. The smallest
# p-value that it can give is one in a hundred and one. Without a bandwidth `drift.mmd` takes the median distance.


# %%
def pvalues(now):
    told = [model.predict_proba(each)[:, 1] for each in (first, now)]
    features = drift.Baseline.fit(first).compare(now).frame()
    together = drift.mmd(scaled(first), scaled(now))
    smallest = {"features, the smallest": features["adjusted"].min()}
    return smallest | {"predictions": drift.ks(*told).pvalue, "all together": together.pvalue}


levels = pd.DataFrame({"joined right": pvalues(right), "joined wrong": pvalues(wrong)})

# %%
quiet = levels["joined wrong"] > 0.05
answers = ("the features, and so the others", "not the features, but the others", "none of them")
course.Predict(
    "detecting-change.levels",
    "Two thousand flights before the wrong join, two thousand after it. Which gauges notice?",
    answer=answers,
    truth=answers[0 if not quiet.iloc[0] else 2 if quiet.all() else 1],
    reveal=levels.round(3),
)

# %%
told, now_told = (model.predict_proba(each)[:, 1] for each in (first, wrong))
psi, noise = drift.psi(told, now_told), drift.psi_noise(2000, 2000)
print(f"PSI of the predictions {psi:.3f}; noise gives as much with p = {noise.above(psi):.1g}")
for name, rows in (("right", right), ("wrong", wrong)):
    found = flights.evaluate(year["late"][rows.index], model.predict_proba(rows)[:, 1])
    print(f"joined {name}: log loss {found.log_loss:.3f}, AUC {found.auc:.3f}")

# %% [markdown]
# The ranking of the flights ([AUC](../glossary.ipynb#AUC)) has fallen most of the way to guessing, and the labels
# that show it come hours later. The predictions have moved, but their PSI stays below the
# banks' [threshold](../glossary.ipynb#Threshold) of `0.1`: with two thousand values noise is far smaller than that,
# so the rule of thumb sleeps. Use the levels together: the predictions say that a change reaches the answers, the
# features say which, and all together see what stands between them without being able to name it.
#
# And the two engineers? The loudest line was no reason to train, and a silent report none to sleep. Training again on
# wrongly joined rows would even teach the model the mistake.

# %% [markdown]
# ## When it lies: a hundred questions
#
# Now let nothing change at all. A hundred features are tested in every window, each at 0.05.

# %%
from scipy.stats import norm

rng = np.random.default_rng(7)


def windows(features, changed=0, repeats=1000):
    z = rng.normal(size=(repeats, features))
    z[:, :changed] += 3  # three standard errors
    return 2 * norm.sf(np.abs(z))


# %%
clean = windows(100)
rings = {k: (clean[:, :k] <= 0.05).any(axis=1).mean() for k in (1, 5, 20, 100)}
course.Predict(
    "detecting-change.many",
    "None of a hundred features has changed. In how many of 100 windows does one alarm?",
    answer=course.Number(0, 100, unit="windows"),
    truth=100 * rings[100],
    reveal=pd.DataFrame({"windows with an alarm": rings}).rename_axis("features tested"),
)

# %% [markdown]
# Ask often enough and chance answers with an [alarm](../glossary.ipynb#Alarm). Corrections make the p-values larger.
# *Bonferroni* multiplies each by their number; the **[Holm correction](../glossary.ipynb#Holm-correction)** multiplies
# the smallest by their number, the next by one less, and so on. Both hold the chance of naming *any* unchanged feature
# at 0.05. *Benjamini and Hochberg* hold the **[false discovery rate](../glossary.ipynb#False-discovery-rate)**: the
# share of unchanged ones *among those named*. Here ten of 21 features have really changed.

# %%
corrections = {"none": np.array, "bonferroni": lambda p: p * p.size}
corrections |= {"holm": drift.holm, "benjamini-hochberg": drift.benjamini_hochberg}
tested = windows(21, changed=10)
rows = {}
for name, correct in corrections.items():
    named = np.array([correct(p) <= 0.05 for p in tested])
    found, innocent = named[:, :10].mean(), named[:, 10:].any(axis=1).mean()
    rows[name] = {"changes found": found, "windows that name an unchanged feature": innocent}
pd.DataFrame(rows).T.round(3)

# %% [markdown]
# ## When it lies: twenty thousand flights, ninety days
#
# Corrected p-values are honest only if the values are independent. Split the winter in two by a coin, once thrown for
# each flight, once for each *day*. Nothing has changed in either case.

# %%
days = year["scheduled"][winter.index].dt.day_of_year
coins = {"for each flight": rng.random(len(winter)), "for each day": rng.random(366)[days]}
changed = {}
for name, coin in coins.items():
    one, other = winter[coin < 0.5], winter[coin >= 0.5]
    changed[name] = len(drift.Baseline.fit(one).compare(other).drifted)
pd.DataFrame({"features called changed": changed}).rename_axis("a coin")

# %% [markdown]
# Flights of one day share their weather and their queues. The test counted flights; chance threw a coin for days. So
# split your baseline by days, many times: what that gives is the noise that a report has to exceed.

# %% [markdown]
# ## When it lies: a new category, a bandwidth, a name
#
# July flies to places where the winter's sample never went. Whoever takes the winter's shares for the truth expects
# none there, and divides by it:

# %%
observed, known = (each["dest"].value_counts() for each in (july, winter))
E = known.reindex(observed.index, fill_value=0) / len(winter) * len(july)
with np.errstate(divide="ignore"):
    print(f"winter as truth: χ² = {((observed - E) ** 2 / E).sum()}")
places = drift.chi_squared(winter["dest"], july["dest"])
print(f"two samples, rare places as one: χ² = {places.statistic:.0f}, effect {places.effect:.2f}")
print(f"never seen in the winter: {', '.join(places.unseen)}")

# %% [markdown]
# In one pot no $E$ is zero, and categories that expect fewer than 5 flights are counted as one. The *list* of unseen
# places is worth more than the statistic: of them the model has learned nothing. Even without a new category the
# shortcut lies, because the winter is a sample too. Two samples of one distribution, 1,000 times:

# %%
from scipy.stats import chi2

one, two = (rng.multinomial(2000, [0.2] * 5, 1000) for _ in range(2))
truth = ((two - one) ** 2 / one).sum(axis=1)
pot = ((two - one) ** 2 / (one + two)).sum(axis=1)
for name, statistic in (("first sample as truth", truth), ("two samples", pot)):
    print(f"{name}: {(chi2.sf(statistic, 4) <= 0.05).mean():.1%} false alarms")

# %% [markdown]
# And MMD, with other bandwidths, before and after the wrong join:

# %%
widths = tqdm((0.01, 0.1, 1, 5, 30, 100))
listed({sigma: drift.mmd(x, y, bandwidth=sigma) for sigma in widths}, "bandwidth", "MMD²")

# %% [markdown]
# Too narrow, and no row is like any other; too wide, and all rows are alike. Both ends are blind. Last, one name for
# four numbers, all of the same two lists of shares:

# %%
from scipy.spatial.distance import jensenshannon

names = {"divergence, bits": js, "divergence, nats": js * np.log(2)}
names |= {"distance, base 2": jensenshannon(p, q, base=2), "jensenshannon": jensenshannon(p, q)}
pd.DataFrame({"wind, winter and July": names}).round(4)

# %% [markdown]
# SciPy's function returns the *distance*, the square root, and with the natural logarithm. A threshold copied from
# one tool to another means something else there.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** Every feature named in a report costs somebody a night. At most one window in twenty may
# name an unchanged one, also when others have changed. Choose the correction that finds most.

# %%
my_correction = "none"  # or "bonferroni", "holm", "benjamini-hochberg"

course.check("drift.correction", my_correction)

# %% [markdown]
# **Core (up to eight lines).** Write the statistic of the KS test yourself, with NumPy alone: the widest gap between
# the two curves of shares. Between two neighbouring values both curves are flat.


# %%
def widest_gap(reference, current):
    return 0.0  # Your lines: at which values can the gap be widest, and how wide is it there?


course.check("drift.widest_gap", widest_gap)

# %% [markdown]
# **Stretch (ungraded).** With how few flights does `drift.mmd` still see the wrong join? Give it `scaled(first)[:n]`
# and `scaled(wrong)[:n]`, then choose the bandwidth yourself, or fewer columns.

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in.

# %%
course.Quiz("drift.detecting-change")

# %% [markdown]
# ## Summary
#
# A test says whether a difference is chance, an effect size how large it is, and only the model says whether it
# matters. One feature at a time is blind to what stands between features; predictions and whole rows show it. Every measure lies in its own way: through many values, many questions, days that belong together, rare
# categories, a bandwidth or a name.
#
# **Next:** [without labels](3_without_labels.ipynb), or [a detector that pays for its alarms](../labs/07_drift_detector.ipynb), the chapter's lab.
#
# **Read on:** Rabanser, Günnemann and Lipton, *Failing loudly: an empirical study of methods for detecting dataset
# shift*, NeurIPS 2019 · Gretton et al., *A kernel two-sample test*, JMLR 13, 2012 · Benjamini and Hochberg,
# *Controlling the false discovery rate*, JRSS B 57(1), 1995 · Lin, *Divergence measures based on the Shannon
# entropy*, IEEE Transactions on Information Theory 37(1), 1991
