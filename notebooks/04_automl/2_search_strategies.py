# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 350
#     minutes: 50
#     needs: [automl]
#     needs_notebooks: []
#     topics: [I02, I04, I08, I09, I10, I13]
# ---

# %% [markdown]
# # Search strategies
#
# **After this notebook you can** choose how to search for a network's settings, say what chance alone would have found,
# read what a [Gaussian process](../glossary.ipynb#Gaussian-process) believes, put a search of your own into the race, and
# say when a cheap training may stand in for a long one.
#
# 50 minutes · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## Thirty trainings until Monday
#
# A parcel centre reads postcodes that people write by hand. A small network names each digit, and a parcel goes to the
# right town only if all five are right. On Monday a new network takes over. Over the weekend the machine can train
# thirty; then the best of them is taken, whatever it is.
#
# Somebody has to say which thirty: how large a step the training takes (the *learning rate*), how many units a layer has,
# how many layers, how much is dropped out. Such settings are [hyperparameters](../glossary.ipynb#Hyperparameter). Turned
# by hand, two can be looked after, six cannot. A mistake costs trainings, and wrong towns from Monday on.
#
# So that a search can be judged, we trained *all* candidates beforehand, on scikit-learn's handwritten digits. The best
# is known, and so is the *[simple regret](../glossary.ipynb#Simple-regret)*: how far what was found is behind it.

# %%
from mlops_widgets import automl

plane = automl.plane()  # learning rate × units, a regular grid
print(f"{len(plane)} networks; accuracy from {plane.score.min():.0%} to {plane.best:.1%}")
for accuracy in (0.90, 0.95, plane.best):
    print(f"{accuracy:.1%} of the digits right: {accuracy**5:.0%} of the postcodes")

# %% [markdown]
# The cheapest search asks nobody: draw thirty places by chance, and train the network nearest to each
# ([random search](../glossary.ipynb#Random-search)). `chances` says how likely each network is hit.

# %%
import pandas as pd

draws = pd.Index([5, 10, 20, 30, 60], name="random networks")
found = [automl.expected_best(plane.score, k, chances=plane.chances) for k in draws]
behind = pd.Series([100 * (plane.best - each) for each in found], draws, name="points behind")

# %%
from mlops_widgets import course

course.Predict(
    "search-strategies.chance",
    "How many points is the best of thirty random networks behind the best there is, on average?",
    answer=course.Number(0, 30, unit="points"),
    truth=round(behind[30], 1),
    reveal=behind.round(2).to_frame(),
)

# %% [markdown]
# **Play with one question in mind: which machine is worth its cleverness, and from which network on?**
# Then race it: pause, press *···* beside *Train this network*, choose a place, press. Your line begins there, and the last
# sentence compares you with the machine after as many networks.

# %%
from mlops_widgets.automl import search

search.simulation.widget(controls=("strategy", "trials", "space"))

# %% [markdown]
# One run is an anecdote: turn *[Seed](../glossary.ipynb#Seed)* under *More settings*, and the order changes. Below, many seeds are averaged. What
# they all search is this picture; nobody has it beforehand.

# %%
import numpy as np

rates, widths = (np.array([each[name] for each in plane.configs]) for name in automl.PLANE)

# %%
import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(6.5, 3.2))
grid = (each.reshape(16, 12) for each in (rates, widths, plane.score))
mesh = axes.pcolormesh(*grid, cmap="Blues")
axes.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="units in a layer")
figure.colorbar(mesh, label="validation accuracy")
winner = plane.configs[int(plane.score.argmax())]
says = f"The best: {winner['width']:.0f} units, a learning rate of {winner['rate']:.3f}."
course.figure(figure, "A ridge with a cliff on its right", says)

# %% [markdown]
# ## How it works: two words, ask and tell
#
# A strategy says what to train next, and hears what came of it. Nothing else differs between the machines.

# %%
strategy = automl.TPE(plane.space, seed=1)
for _ in range(12):
    config = strategy.ask()
    score = plane.score[plane.nearest(config)]
    strategy.tell(config, score)
    print(f"rate {config['rate']:.5f}, {config['width']:3.0f} units: {score:.1%}")

# %% [markdown]
# **The table is the space.** A strategy may ask for any place; `nearest` takes the trained network next to it. All six
# hyperparameters are in `automl.table()`: the same grid, and random networks around it.
#
# ### Grid and chance
#
# A *[grid search](../glossary.ipynb#Grid-search)* takes a few values of each hyperparameter, and every combination. How
# many different values of the learning rate do thirty-six networks try?

# %%
for name in ("grid", "random"):
    one = automl.STRATEGIES[name](plane.space, 0)
    asked = [one.ask()["rate"] for _ in range(36)]
    print(f"{name}: {len(set(asked))} learning rates")
print("networks in a grid of six values:", {axes: 6**axes for axes in (1, 2, 4, 6)})

# %% [markdown]
# Where only one axis matters, a grid repeats itself (Bergstra and Bengio 2012), and every further axis multiplies its
# bill. Chance does not care how many axes there are. If a share $s$ of the
# [search space](../glossary.ipynb#Search-space) is good, $k$ draws hold at least one good network with
#
# $$P = 1 - (1 - s)^k$$
#
# Draw the table's networks evenly and none of them twice: the exact answer is a little higher.

# %%
rng = np.random.default_rng(0)
good = np.argsort(-plane.score)[:10]  # the best 5 % of 192
played = [np.isin([rng.permutation(192)[:k] for _ in range(2000)], good).any(axis=1) for k in draws]
rows = {
    "formula": [automl.chance_of_top(0.05, k) for k in draws],
    "this table": [automl.chance_of_top(0.05, k, networks=192) for k in draws],
    "played": [each.mean() for each in played],
}
pd.DataFrame(rows, index=draws).round(3)

# %% [markdown]
# ### Bayesian optimisation: believe, then choose
#
# Chance forgets what it has seen. A **Gaussian process** does not: for every place it holds a mean $\mu$ and a standard
# deviation $\sigma$, sure near what was tried, unsure far away. The *[acquisition](../glossary.ipynb#Acquisition)* turns
# them into one number; the usual one is the
# **[expected improvement](../glossary.ipynb#Expected-improvement)** on the best score so far, $b$:
#
# $$\mathrm{EI} = \sigma\,\bigl(z\,\Phi(z) + \varphi(z)\bigr), \qquad z = \frac{\mu - b}{\sigma}$$
#
# with the normal distribution $\Phi$ and its density $\varphi$. Here it is on one row of the picture, where a network has
# 60 units: only the learning rate is looked for.

# %%
row = np.flatnonzero(widths == widths[9])  # sixteen learning rates
x, y = plane.places[row, :1], plane.score[row]
known, states = [1, 14], []  # two to begin with
for _ in range(5):
    belief = automl.posterior(x[known], y[known], x)
    gain = automl.expected_improvement(belief.mean, belief.sd, y[known].max())
    states.append((list(known), belief, gain))
    known.append(int(gain.argmax()))

# %%
from statistics import NormalDist

z = (belief.mean[3] - y[known[:-1]].max()) / belief.sd[3]
by_hand = belief.sd[3] * (z * NormalDist().cdf(z) + NormalDist().pdf(z))
print(f"EI at one place by hand {by_hand:.5f}, by the package {gain[3]:.5f}")


# %%
def draw(top, low, seen, belief, gain):
    at = rates[row]
    top.fill_between(at, belief.mean - 2 * belief.sd, belief.mean + 2 * belief.sd, alpha=0.25)
    top.plot(at, belief.mean, at[seen], y[seen], "ko")
    top.set(title=f"{len(seen)} tried", xscale="log", ylim=(0, 1.3))
    low.plot(at, gain, "C1")
    low.axvline(at[gain.argmax()], color="C1", linestyle=":")
    low.set(xlabel="learning rate")


figure, panels = plt.subplots(2, 3, figsize=(9, 4), sharex=True, sharey="row")
for column, state in zip(panels.T, states[::2], strict=True):
    draw(*column, *state)
panels[0, 0].set_ylabel("accuracy, ± 2 sd")
panels[1, 0].set_ylabel("expected improvement")
says = f"After {len(known)} networks {y[known].max():.1%}; the best of the row has {y.max():.1%}."
course.figure(figure, "It looks where much is promised, or little is known", says)

# %% [markdown]
# That is [Bayesian optimisation](../glossary.ipynb#Bayesian-optimisation). In the race, choose it: the lower lane shows what
# it believed of each network before it was trained.
#
# ### TPE: where have the good ones been?
#
# The *[tree-structured Parzen estimator](../glossary.ipynb#TPE)* turns the question round. It splits the networks tried
# into good and bad, smooths each heap into a density, $\ell(x)$ and $g(x)$, and asks where $\ell(x)/g(x)$ is largest.

# %%
tried = rng.choice(192, 40, replace=False)
order = tried[np.argsort(-plane.score[tried])]
line = np.linspace(0, 1, 200)


def density(numbers, width=0.12):
    bumps = np.exp(-(((line[:, None] - plane.places[numbers, 0]) / width) ** 2) / 2)
    return (bumps.mean(axis=1) / (width * np.sqrt(2 * np.pi))) + 0.1


ratio = density(order[:10]) / density(order[10:])
print(f"of 40 networks: ask for a rate near {10 ** (4 * line[ratio.argmax()] - 4):.4f}")

# %% [markdown]
# This is what HyperOpt and Optuna do by default. The real libraries, on the same table; Optuna
# has *ask* and *tell* itself, HyperOpt calls your function:

# %%
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
sampler = optuna.samplers.TPESampler(seed=0)
study = optuna.create_study(direction="maximize", sampler=sampler)
for _ in range(30):
    trial = study.ask()
    config = {"rate": trial.suggest_float("rate", 1e-4, 1, log=True)}
    config["width"] = trial.suggest_int("width", 2, 128, log=True)
    study.tell(trial, plane.score[plane.nearest(config)])
print(f"Optuna: {study.best_value:.1%} with {study.best_params}")

# %%
from hyperopt import fmin, hp, tpe

low, high = np.log([1e-4, 2]), np.log([1, 128])
space = {name: hp.loguniform(name, low[i], high[i]) for i, name in enumerate(automl.PLANE)}


def loss(config):
    return 1 - plane.score[plane.nearest(config)]


quiet = {"rstate": np.random.default_rng(0), "show_progressbar": False}
config = fmin(loss, space, algo=tpe.suggest, max_evals=30, **quiet)
print(f"HyperOpt: {1 - loss(config):.1%} with a rate of {config['rate']:.4f}")

# %% [markdown]
# ### Evolution: breed
#
# A small population; of a few drawn by chance the best becomes a parent (*selection*), now and then two mix their values
# (*crossover*), one value is changed (*mutation*), and the *oldest* leaves, not the worst
# ([aging evolution](../glossary.ipynb#Aging-evolution), Real et al. 2019): a score that was luck dies with its owner.

# %%
breeder = automl.Evolution(plane.space, seed=0, population=8)
automl.explore(breeder, 40, plane)
alive = [plane.space.config(place) | {"score": score} for score, place in breeder.alive]
pd.DataFrame(alive).round(4).rename_axis("the oldest first")

# %% [markdown]
# ## Six hyperparameters, many seeds
#
# Now the whole table: learning rate, units, layers, dropout, weight decay, activation. Each machine searches it with
# twenty seeds, the two libraries with five; the table shows how far behind they are on average.

# %%
whole = automl.table()
mean = {}
for name, build in automl.STRATEGIES.items():
    seeds = range(5 if name in ("hyperopt", "optuna") else 20)
    mean[name] = 100 * automl.regrets(build, 50, seeds=seeds, among=whole).mean(axis=0)
behind = pd.DataFrame(mean, index=pd.Index(range(1, 51), name="networks"))
hit = whole.chances
drawn = [automl.expected_best(whole.score, k, chances=hit) for k in behind.index]
behind["random, all seeds"] = 100 * (whole.best - np.array(drawn))

# %%
names = {"random": "random search", "evolution": "evolution", "tpe": "TPE", "bayes": "Bayesian"}
leads = behind.loc[15, list(names)].idxmin()
course.Predict(
    "search-strategies.early",
    "All six, and only fifteen networks. Which of these is least behind, on average?",
    answer=list(names.values()),
    truth=names[leads],
    reveal=behind.loc[[5, 15, 30, 50]].T.round(1).rename_axis("points behind after"),
)

# %% [markdown]
# Compare fifteen networks with fifty. An early lead need not last, and a machine that trusts few networks can fall behind
# chance. Twenty seeds leave some tenths of a point open, five seeds more. With few trainings, spend thought on the *space*: its ends, its scales, what to leave out.

# %% [markdown]
# ## May a cheap training decide?
#
# A third of the epochs costs a third. Such a [lower fidelity](../glossary.ipynb#Fidelity) underestimates every network; that
# does no harm as long as the *ranking* holds. [Kendall's τ](../glossary.ipynb#Kendall's-τ) measures it: of all pairs of
# networks, those in the same order less those in the opposite order. We have all the curves:

# %%
full, epochs = whole.score, (1, 3, 9, 27)
fifth = np.argsort(-full)[:140]  # the best
taus = pd.DataFrame(index=pd.Index(epochs, name="epochs"))
for curves, share in zip(whole.curves, automl.SHARES, strict=True):
    early = [curves[:, e - 1] for e in epochs]
    taus[f"{share:.0%} of the data"] = [automl.kendall(each, full) for each in early]
    taus[f"{share:.0%}, best fifth"] = [automl.kendall(each[fifth], full[fifth]) for each in early]

# %%
course.Predict(
    "search-strategies.ranking",
    "Three epochs instead of 27, all data. Kendall's τ with the full training, over all networks?",
    answer=course.Number(-1, 1),
    truth=round(taus.loc[3, "100% of the data"], 2),
    reveal=taus.round(2),
)

# %% [markdown]
# Once you have answered, compare in each row *all* networks, the hopeless among them, with the *best fifth*, where the
# decision is made. Whether the ranking holds depends on whom one ranks. **[Successive halving](../glossary.ipynb#Successive-halving)**
# lives on it: train many for one epoch, keep a third, train those three times as long, and so on. One bracket (Hyperband
# plays several), then hundreds, beside random search that trains fully with as many epochs:

# %%
bracket = automl.halving(whole, rng.choice(len(whole), 81, replace=False))
for rung in bracket.rungs:
    print(f"{rung.epochs:2} epochs: {rung.numbers.size:2} networks, best {rung.score.max():.1%}")
print(f"{bracket.epochs} epochs, as many as {bracket.epochs // 27} full trainings")


# %%
def matches(pool, times=400):
    plays = [automl.halving(whole, rng.choice(pool, 27, replace=False)) for _ in range(times)]
    halved = full[[each.winner for each in plays]]
    chance = np.array([full[rng.choice(pool, 3, replace=False)].max() for _ in plays])
    killed = np.mean([each.killed for each in plays])
    return (halved > chance).mean(), (halved < chance).mean(), killed


ranked = np.argsort(-full)
rows = {f"the best {size}": matches(ranked[:size]) for size in (len(whole), 200)}
pd.DataFrame(rows, index=["halving wins", "halving loses", "a better one was killed"]).round(2)

# %% [markdown]
# In a space full of bad networks halving is hard to beat. The better the space, the more often it throws the winner out.

# %% [markdown]
# ## When it lies: the best of many was also lucky
#
# Some networks were trained again with other seeds, nothing else changed. How well does a full training rank them like
# *another* full training? An estimate that agrees better agrees with the seed, not with the network.

# %%
again, second = whole.again, whole.again_curves[0, :, -1]
good = full[again] > 0.9
for name, who in {"all": slice(None), "above 90 %": good}.items():
    tau = automl.kendall(second[who], full[again][who])
    print(f"{name}: τ between two seeds {tau:.2f}")
moved = np.median(np.abs(second - full[again])[good])
print(f"a good network moves by {100 * moved:.1f} points when only the seed changes")

# %%
for name, who in {"the best ten": ranked[:10], "the next fifty": ranked[10:60]}.items():
    print(f"{name}: validation {full[who].mean():.2%}, test {whole.test[who].mean():.2%}")

# %% [markdown]
# Whoever wins a search of hundreds has been good *and* lucky. Differences smaller than what a seed
# moves are noise, in our race too. Report the winner's [accuracy](../glossary.ipynb#Accuracy) on a [test set](../glossary.ipynb#Test-set) that chose nothing, and train it again with
# other seeds before you call it better.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** In a very large space two networks in a hundred are good. How many must chance draw, so that at
# least one is good with 90 %? Give the smallest number.

# %%
my_trials = 50  # your line

course.check("automl.sure", my_trials)

# %% [markdown]
# **Core (up to eight lines).** Finish `Climber`: `tell` remembers the best network so far, `ask` looks near it
# (`self.space.near(config, self.rng)`), but draws anywhere while nothing is known, and one time in four.


# %%
class Climber:
    def __init__(self, seed=0):
        self.rng, self.space = np.random.default_rng(seed), automl.plane().space
        self.best, self.top = None, -1.0

    def ask(self):
        return self.space.draw(self.rng)  # your lines

    def tell(self, config, score):
        pass  # your lines


course.check("automl.climber", Climber)

# %% [markdown]
# Yours against the machines, in the same picture:

# %%
search.simulation.widget(strategy=Climber, controls=("strategy", "trials", "reveal"))

# %% [markdown]
# **Stretch (ungraded).** Networks differ in what they cost: set *Counted in* to seconds. Then divide `gain` by
# `plane.seconds[-1][row]` where it is computed. Does it choose other networks?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("automl.search-strategies")

# %% [markdown]
# ## Summary
#
# Random search is the bar that every cleverer search has to pass, and its result can be told before it runs. Surrogates
# and evolution learn from what they trained: they pay when the budget is more than a few networks for each axis. Cheap
# trainings tell the bad from the good, seldom the good from the best, and the best of many was also lucky.
#
# **Read on:** Bergstra and Bengio, *Random search for hyper-parameter optimization*, JMLR 13, 2012 · Feurer and Hutter,
# *Hyperparameter optimization*, in *Automated Machine Learning*, Springer, 2019 · Li et al., *Hyperband*, JMLR 18, 2018 ·
# Garnett, *Bayesian Optimization*, Cambridge University Press, 2023
