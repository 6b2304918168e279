# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 1000
#     minutes: 45
#     needs: [drift, tracking]
#     needs_notebooks: []
#     topics: [C01, C06, C10, C12, C14, C15]
# ---

# %% [markdown]
# # Tracking experiments
#
# **After this notebook you can** write down every run without being asked, say with which settings it really ran, and
# find, compare and explain the best of many.
#
# 45 minutes · needs the whole course: `make lab EXTRAS=course` · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## The best model of March
#
# In March somebody tried sixty settings for the model of late flights, one after the other, in one notebook that was
# run up and down. One of them was clearly the best. In April the model goes into service and must be trained again, with
# newer data. Which settings were it? The cell was overwritten, the number stands in a chat, and the colleague thinks it
# was the one with the small trees. Three days of computing are gone, and nobody can say what they found.
#
# Machine learning branches more than other programming: a small change of data or settings can change everything, a
# run is expensive, and a mistake does not crash. [Experiment tracking](../glossary.ipynb#Experiment-tracking) is the
# answer: for every run, what went in and what came out. How bad can it be without? Say that after eight more runs half
# of what was done is forgotten.

# %%
from mlops_widgets import course
from mlops_widgets.tracking import chance, lost_notes

memory = lost_notes.Scenario()
course.Predict(
    "tracking-experiments.remembered",
    f"{memory.runs} runs, nothing written down. How often is the best still known at the end?",
    answer=course.Number(0, 100, unit="% of the time"),
    truth=round(100 * chance.remembered(memory.runs, memory.half)),
    reveal=lost_notes.simulation.widget(memory, controls=("notes", "asked", "half")),
)

# %% [markdown]
# Every dot is a run and its score. The blue line is what could be handed over today, the dashed green one what a
# complete log would hand over. Where the ground is hatched, nobody knows any more how the best run was made.
#
# **Play with one question in mind: what is the cheapest way of writing down that still answers both questions?** Let the
# run play, press *Begin to track now* somewhere in the middle, then change *Written down*, and at last *The question*.
# Here is the balance over many such months:

# %%
from itertools import product

import pandas as pd

ways = [{"notes": n, "asked": a} for n, a in product(lost_notes.KEEPERS, ("best", "fast"))]
rows = []
for way, seed in product(ways, range(50)):
    scenario = lost_notes.Scenario(seed=seed, **way)
    rows.append(dict(lost_notes.simulate(scenario).summary) | way)
columns = ["lost", "regret", "again", "note_hours"]
pd.DataFrame(rows).groupby(["asked", "notes"])[columns].mean().round(2)

# %% [markdown]
# *lost* is the share of months at whose end the best run is unknown, *regret* the points of
# [AUC](../glossary.ipynb#AUC) given away, *again* the hours of re-runs to find it. Writing down each new best looks like
# a bargain: it takes five notes. But it answers the one question that was known beforehand. Ask for the best of the
# *fast* runs, and it fails. **Nobody knows today what will be asked tomorrow**; so everything is written down, and a
# program does it.

# %% [markdown]
# ## How it works: one set of settings, resolved and hashed
#
# A run begins with its settings, and they come from several places: a file that is under version control, variables of
# the environment where it runs, and the command line of just this run. The later one wins:
#
# $$\text{defaults} \;<\; \text{file} \;<\; \text{environment} \;<\; \text{command line}$$

# %%
from pathlib import Path

folder = Path("runs")  # beside this notebook; git ignores it
folder.mkdir(exist_ok=True)
file = folder / "config.yaml"
text = "data:\n  rows: 2000\nmodel:\n  learning_rate: 0.1\n  leaves: 31\n  trees: 30\n"
file.write_text(text)
print(text)

# %%
from mlops_widgets import tracking
from mlops_widgets.tracking.flight_model import Experiment

machine = {"FLIGHTS_MODEL__LEARNING_RATE": "0.2", "HOME": "nobody's business"}
line = ["--model.learning_rate=0.05", "--seed=7"]
places = {"file": file, "environment": machine, "arguments": line, "prefix": "FLIGHTS"}
held = tracking.resolve(Experiment, **places)
pd.DataFrame({"value": held.flat, "from": held.origin})

# %% [markdown]
# Every setting has one value of the right type and a place where it came from, and the whole is frozen: nobody can
# change it while the run goes on. What nobody knows is refused by name, because a slip would otherwise train all night
# with the default:

# %%
try:
    tracking.resolve(Experiment, arguments=["--model.learning_rat=0.05"])
except tracking.ConfigError as error:
    print(error)

# %% [markdown]
# Many settings need one short name. Write them in one fixed way (names sorted, no spaces) and take a
# *hash*, a number that any change of the text makes another one. That is the [fingerprint](../glossary.ipynb#Fingerprint) of the
# settings:

# %%
import json
from hashlib import sha256


def fingerprint(config):
    text = json.dumps(config, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


print(fingerprint(held.config.model_dump())[:12], "by hand")
print(held.short, "by the package")

# %%
file.write_text("model: {trees: 30, leaves: 31, learning_rate: 1.0e-1}\ndata: {rows: 2000}\n")
again = tracking.resolve(Experiment, **places)
answers = ("another one", "the same")
course.Predict(
    "tracking-experiments.order",
    "Somebody tidies the file: other order, other spelling, fewer lines. The fingerprint is …",
    answer=answers,
    truth=answers[int(again.digest == held.digest)],
    reveal=pd.Series({"before": held.short, "after": again.short}, name="fingerprint"),
)

# %% [markdown]
# ## The same experiment in two trackers
#
# This is the whole experiment. It knows settings and a tracker, and not which one:


# %%
from mlops_widgets.tracking.flight_model import train


def experiment(held, tracker):
    config = held.config
    trained = train(config)
    name = f"{config.model.leaves} leaves, rate {config.model.learning_rate}"
    tags = {"config": held.short, "data": DATA[config.data.train_until]}
    with tracker.run(name, held.flat, tags) as run:
        for tree, loss in enumerate(trained.losses):
            run.log({"log_loss": loss}, step=tree)
        run.log({"auc": trained.auc, "best_loss": min(trained.losses)}, step=tree)
    return run.id


DATA = {"2013-04-01": "winter", "2013-03-01": "two months"}

# %% [markdown]
# *MLflow* keeps runs in a database, here a file. *Weights & Biases* (W&B) is at home on a server; offline it writes
# files that could be sent there later. Both are the real programs. Boosted trees are added one by one, and after
# each the [log loss](../glossary.ipynb#Log-loss) on flights of April is logged: a
# [learning curve](../glossary.ipynb#Learning-curve).

# %%
import logging

import mlflow

logging.getLogger("mlflow").setLevel("WARNING")  # it would speak of the tables it makes
store = f"sqlite:///{folder / 'flights.db'}"
mlflow.set_tracking_uri(store)
in_mlflow = tracking.MlflowTracker(store, "late flights")
known = mlflow.search_runs(experiment_names=["late flights"])
if held.short not in set(known.get("tags.config", [])):  # the same settings need no second run
    experiment(held, in_mlflow)

# %%
from tempfile import mkdtemp

cabinet = mkdtemp()
in_wandb = tracking.WandbTracker(cabinet, "late-flights")
experiment(held, in_wandb)
in_wandb.close()  # the process that writes its files
from_wandb = tracking.read_wandb(cabinet)

# %%
from_mlflow = mlflow.search_runs(
    experiment_names=["late flights"], filter_string=f"tags.config = '{held.short}'"
)
both = {"MLflow": from_mlflow.iloc[0], "W&B": from_wandb.iloc[0]}
rows = ["metrics.auc", "metrics.best_loss", "params.model.leaves", "params.seed", "tags.config"]
pd.DataFrame({name: run[rows] for name, run in both.items()})

# %% [markdown]
# The same numbers from two stores; the code cannot tell them apart. MLflow can also listen by itself: *autologging*
# writes down what a library is told, without a line in the experiment.

# %%
mlflow.sklearn.autolog(log_models=False, log_post_training_metrics=False, silent=True)
place = (folder / "by_itself").resolve().as_uri()  # or it would lie beside this notebook
if mlflow.get_experiment_by_name("by itself") is None:
    mlflow.create_experiment("by itself", artifact_location=place)
mlflow.set_experiment("by itself")
with mlflow.start_run() as heard:
    train(held.config)
mlflow.sklearn.autolog(disable=True)
logged = mlflow.get_run(heard.info.run_id).data
print(f"{len(logged.params)} settings, {len(logged.metrics)} measures: {sorted(logged.metrics)}")

# %% [markdown]
# It heard every argument of the library, those too that nobody thought of. What it cannot hear is what the library was
# never told: from which flights the rows came, and what the loss in April was. Its measures are of the flights that
# the model has learned from.

# %% [markdown]
# ## Many runs
#
# Now a search: settings drawn by chance, two periods for the [training set](../glossary.ipynb#Training-set), twenty runs. A run whose fingerprint is
# in the store already is left out, so that this cell is quick the second time.

# %%
import numpy as np

rng = np.random.default_rng(5)
rates, leaves = 10 ** rng.uniform(-1.8, -0.3, 20), rng.choice([4, 8, 15, 31], 20)
least, until = rng.choice([5, 20, 80], 20), rng.choice(list(DATA), 20)
seen = set(mlflow.search_runs(experiment_names=["late flights"])["tags.config"])
for rate, n, m, day in zip(rates.round(3), leaves, least, until, strict=True):
    words = [f"--model.learning_rate={rate}", f"--model.leaves={n}", f"--model.flights_in_leaf={m}"]
    held = tracking.resolve(Experiment, file=file, arguments=[*words, f"--data.train_until={day}"])
    if held.short not in seen:
        experiment(held, in_mlflow)

# %%
table = tracking.RunTable(store, "late flights", key="tracking.late-flights")
table

# %% [markdown]
# **Play with one question in mind: which setting decides, and which hardly matters?** Click on *best_loss* to sort.
# Then look at the [parallel coordinates](../glossary.ipynb#Parallel-coordinates) under the table: each line is a run, each axis a
# setting or a measure. Drag along the lower end of *best_loss*: where do the lines that stay come through the
# other axes? Tick two or three runs to see how they learned and in what they differ; give the one you would take a [tag](../glossary.ipynb#Tag),
# and write why into its note. Both are still there tomorrow.
#
# Two curves that end alike can differ on the way: a high learning rate is quickly at its best and then gets worse with
# every further tree, which is [overfitting](../glossary.ipynb#Overfitting).
#
# What you ticked is at hand in Python:

# %%
print(f"{len(table.selection)} runs selected, {len(table.shown)} shown")
chosen = table.selected if table.selection else table.shown.nsmallest(3, "metrics.best_loss")
chosen[["run_name", "metrics.best_loss", "metrics.auc", "params.model.leaves"]].round(4)

# %% [markdown]
# ## Questions to a store
#
# Behind the line *Runs where* stands MLflow's own language. In Python it is the argument `filter_string`:

# %%
found = mlflow.search_runs(
    experiment_names=["late flights"],
    filter_string="tags.data = 'winter' and metrics.best_loss < 0.445",
    order_by=["metrics.best_loss ASC"],
)
found[["tags.mlflow.runName", "metrics.best_loss", "params.model.flights_in_leaf"]].head().round(4)

# %% [markdown]
# `metrics.` are numbers; `params.` and `tags.` are words, also where they look like numbers, so they stand in quotes and
# know no *less than*. Tags say what a run is (`stage=candidate`), notes what somebody thought. `table.write()` puts
# those of the table into the store, where the filter, your colleagues and MLflow's own page find them.

# %%
best = mlflow.search_runs(
    experiment_names=["late flights"], order_by=["metrics.best_loss ASC"], max_results=1
).iloc[0]
mlflow.MlflowClient().set_tag(best.run_id, "stage", "candidate")
len(mlflow.search_runs(experiment_names=["late flights"], filter_string="tags.stage = 'candidate'"))

# %% [markdown]
# The model itself belongs to its run, too. `pip_requirements` says what it needs to be opened; left out, MLflow starts
# another Python to find out, which takes seconds. And it stores models in a form that opens only what it trusts, where a
# pickle would run whatever its maker wished: the trees of ours have to be named.

# %%
from mlops_widgets.tracking.flight_model import sample

params = best[best.index.str.startswith("params.")]
words = [f"--{name.removeprefix('params.')}={value}" for name, value in params.items()]
chosen = tracking.resolve(Experiment, arguments=words).config
trained, judges = train(chosen), sample(chosen.data).judge_features

# %%
trees = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
wish = {"pip_requirements": ["scikit-learn"], "skops_trusted_types": trees}
mlflow.set_experiment("late flights")
with mlflow.start_run(run_id=best.run_id):
    kept = mlflow.sklearn.log_model(trained.model, name="model", **wish)
opened = mlflow.sklearn.load_model(kept.model_uri)
same = opened.predict_proba(judges) == trained.model.predict_proba(judges)
print(f"AUC in the store {best['metrics.auc']:.4f}, of the model now {trained.auc:.4f}")
print(f"opened again it gives the same answers: {same.all()}")

# %% [markdown]
# ## When it lies: the winner was lucky, too
#
# The first row of a sorted table has won against many others. Its score holds what it is worth and what chance added,
# and who wins had both. Train with the winner's settings once more, on other draws of as many flights:

# %%
winner = {
    name.removeprefix("params."): value
    for name, value in best.items()
    if name.startswith("params.") and name != "params.data.seed"
}
words = [f"--{name}={value}" for name, value in winner.items()]
draws = [
    tracking.resolve(Experiment, arguments=[*words, f"--data.seed={seed}"]) for seed in range(1, 6)
]
losses = pd.Series([min(train(each.config).losses) for each in draws], index=range(1, 6))

# %%
lucky = float((losses > best["metrics.best_loss"]).mean())
course.Predict(
    "tracking-experiments.lucky",
    "Five times the winner's settings, each time with another draw of flights. "
    "How often is the loss higher than the one it won with?",
    answer=course.Number(0, 5, unit="times of 5"),
    truth=round(5 * lucky),
    reveal=losses.rename_axis("draw").rename("best loss").round(4).to_frame(),
)

# %% [markdown]
# How much of a lead is luck? If settings are worth different amounts with a
# standard deviation $\sigma$, and a score misses by $\tau$, the best of $n$ promises $e_n\sqrt{\sigma^2+\tau^2}$ above the
# average, and keeps $e_n\,\sigma^2/\sqrt{\sigma^2+\tau^2}$, where $e_n$ is the mean of the largest of $n$ standard
# normal numbers. This is the [winner's curse](../glossary.ipynb#Winner's-curse). Formula and simulation:

# %%
rows = {}
for noise in (0.0, 0.5, 1.0, 2.0):
    said, true = chance.expected_choice(60, 1.0, noise)
    played = [
        lost_notes.simulate(lost_notes.Scenario(notes="tracker", noise=noise, seed=seed))
        for seed in range(400)
    ]
    kept = np.mean([run.summary["log"] - 70 for run in played])
    rows[noise] = {"promised": said, "kept, formula": true, "kept, played": kept}
pd.DataFrame(rows).T.rename_axis("noise").round(2)

# %% [markdown]
# The more noise, the more a winner promises and the less it keeps. So a log keeps more than the score: the [seed](../glossary.ipynb#Seed) and
# the data that made it, so that one can ask again; and a leader is trained again before it is believed.

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** Write the filter that finds, in a store of our own, the runs with the data `winter`, 15 leaves, and a `log_loss` below
# 0.42.

# %%
my_filter = "metrics.log_loss < 0.42"  # and the rest

course.check("tracking.question", my_filter)

# %% [markdown]
# **Core (up to eight lines).** Finish `resolved`: file over defaults, then the environment (`FLIGHTS_LEAVES` is
# `leaves`, and a word that becomes what its default is), then the arguments, where `None` means *not given*. A setting
# in the file that the defaults do not know is a `KeyError` that names it.


# %%
def resolved(defaults, file, environment, arguments):
    config = defaults | file
    # Your lines.
    return config  # noqa: RET504 - yours go between


course.check("tracking.resolved", resolved)

# %% [markdown]
# **Stretch (ungraded).** Write a keeper of your own: a class with `keep(run, score)` that returns whether to write this
# run down. Which one writes fewer than ten notes and still answers for the fast runs? (`notes=Mine` plays it.)


# %%
class Mine:
    def keep(self, run, score):
        return run % 10 == 0


lost_notes.simulation.widget(lost_notes.Scenario(asked="fast"), notes=Mine)

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("tracking.tracking-experiments")

# %% [markdown]
# ## Summary
#
# A run is its settings, data and code, and what came out; a program writes all of it down, because nobody knows what will
# be asked. Settings come from file, environment and command line in this order, are checked, frozen, and known by their
# fingerprint. A table of runs is for questions and comparisons, and its first row was lucky, too.
#
# **Read on:** Zaharia et al., *Accelerating the machine learning lifecycle with MLflow*, IEEE Data Engineering
# Bulletin 41(4), 2018 · Biewald, *Experiment tracking with Weights and Biases*, 2020 · Inselberg, *The plane with
# parallel coordinates*, The Visual Computer 1, 1985
