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
#     needs: [drift, serve]
#     needs_notebooks: []
#     topics: [J01, J04, J05, J06, J08, J09]
# ---

# %% [markdown]
# # The dashboard that stays green
#
# **After this notebook you can** put a model behind HTTP with [metrics](../glossary.ipynb#Metric) of its own, promise something about it and count
# what the promise costs, choose a [threshold](../glossary.ipynb#Threshold) that people can live with, and let a real
# alert fire on [drift](../glossary.ipynb#Drift).
#
# 50 minutes · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## A Tuesday in April
#
# Newark asks a service, two hours before each departure, how likely the flight is to land more than thirty minutes
# late. Gates, crews and connections hang on the answer. Now imagine that, one Tuesday, the feed that reports landings
# and departures breaks somewhere between two offices. The client sends *null* where a number used to be, as it may:
# sometimes nobody knows. The service answers every request, and its dashboard is green.
#
# How would anybody notice? First we need the model, which has learned from the winter, and the real flights of that
# Tuesday.

# %%
from mlops_widgets.data import flights

newark = flights.load().query("origin == 'EWR'")
winter = newark.loc[flights.split(newark).train[::6]]
known = flights.features(winter)
model = flights.pipeline("logistic").fit(known, winter["late"].astype(bool))
tuesday = newark[newark["scheduled"].dt.strftime("%m-%d") == "04-09"]
day = flights.features(tuesday)
print(f"{len(known):,} flights of the winter, {len(day)} of Tuesday, {day.shape[1]} features")

# %% [markdown]
# ## A real service
#
# `service.app` wraps the model in [FastAPI](https://fastapi.tiangolo.com); `service.serve` runs it on this computer, on
# a port of its own, until we stop it at the end. What it notes about each request, we keep as a line of JSON.

# %%
import json

import httpx

from mlops_widgets.data.flights import service

lines = []
app = service.app(
    model, version="winter", reference=known, log=lambda told: lines.append(json.dumps(told))
)
running = service.serve(app)
client = httpx.Client(base_url=running.url, timeout=30)
client.get("/healthz").json()

# %% [markdown]
# *Live* means that it answers at all, *ready* that it has just answered for a flight. Now the first flight of the day:

# %%
one = service.body(day.head(1))[0]
print(one)
client.post("/predict", json=one).json()

# %% [markdown]
# A service refuses what cannot be: an hour that no clock shows, or a [leak](../glossary.ipynb#Leak), something
# that nobody can know two hours ahead.

# %%
for wrong in ({"hour": 30}, {"dep_delay": 45.0}):
    refused = client.post("/predict", json=one | wrong)
    print(refused.status_code, refused.json()["detail"][0])

# %% [markdown]
# ## What a dashboard sees
#
# **Metrics** are numbers that a service counts about itself and shows to whoever asks. Let
# us send the whole Tuesday, in order, twenty flights a request, and then ask.


# %%
def send(features, size=20):
    chances = []
    for start in range(0, len(features), size):
        answer = client.post("/predict", json=service.body(features.iloc[start : start + size]))
        chances += answer.json()["late"]
    return chances


usual = send(day)
metrics = client.get("/metrics").text.splitlines()
print(*(line for line in metrics if "flights_requests_total{" in line), sep="\n")

# %% [markdown]
# That text is what Prometheus, a widely used collector, reads: a name, some `labels`, a number. We read it into a
# table, as it would: a *scrape*.

# %%
import pandas as pd
from prometheus_client.parser import text_string_to_metric_families


def scrape():
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    rows = [{"name": each.name, "value": each.value} | each.labels for each in samples]
    return pd.DataFrame(rows)


first = scrape()
first.query("name.str.endswith('_total')").groupby("name").size().to_frame("time series")

# %% [markdown]
# Every combination of `labels` is a **[time series](../glossary.ipynb#Time-series)** of its own, and somebody keeps them
# all. That is why [features](../glossary.ipynb#Feature) are counted in ten [bins](../glossary.ipynb#Bin), and flight numbers not at all.
#
# A software dashboard shows traffic, errors, [latency](../glossary.ipynb#Latency) and how full the machine is, the *four golden signals* (Beyer et
# al., 2016). Here are the first three:


# %%
def dashboard(samples):
    value = samples.set_index("name")["value"]
    buckets = samples.query("name == 'flights_seconds_bucket' and path == '/predict'")
    within = buckets.set_index("le")["value"]
    seen = {"requests": within["+Inf"], "errors": value["flights_errors_total"]}
    seen |= {"slower than 0.5 s": within["+Inf"] - within["0.5"]}
    seen |= {"flights": value["flights_score_count"]}
    return pd.Series(seen).astype(int)


dashboard(first).to_frame("so far")

# %% [markdown]
# Now the feed breaks. The same Tuesday once more, and six features are null: all that is known of other flights.

# %%
feed = ["recent_late", "day_late", "carrier_late", "recent_delay", "waiting", "plane_delay"]
blind = day.assign(**dict.fromkeys(feed, float("nan")))
unseen = send(blind)
second = scrape()
now = dashboard(second) - dashboard(first)

# %%
from mlops_widgets import course

answers = ("errors: requests fail", "nothing: every request is answered")
course.Predict(
    "observability.dashboard",
    "The feed is broken. What does the dashboard show?",
    answer=answers,
    truth=answers[int(now["errors"] == 0)],
    reveal=now.to_frame("without the feed"),
)

# %% [markdown]
# This is the **[silent failure](../glossary.ipynb#Silent-failure)** of machine learning: a program that breaks stops, a
# model that breaks goes on talking. At night, when the planes have landed, the [labels](../glossary.ipynb#Label) tell.

# %%
landed = tuesday["late"].notna().to_numpy()
late = tuesday.loc[landed, "late"].astype(bool)
told = {"with the feed": usual, "without": unseen}
judged = {name: flights.evaluate(late, pd.Series(each)[landed]) for name, each in told.items()}
columns = ["predicted_rate", "base_rate", "log_loss", "log_loss_base_rate", "auc"]
rows = {name: {each: getattr(of, each) for each in columns} for name, of in judged.items()}
pd.DataFrame(rows).T.round(3)

# %% [markdown]
# With the feed the [log loss](../glossary.ipynb#Log-loss) was a little better than that of one constant for everybody,
# the day's own share of late flights. Without it, worse: as a warning it was worth less than that constant. Nothing on the dashboard moved. So count something that does,
# and say beforehand how much of it is too much.

# %% [markdown]
# ## A promise, and a budget to break it
#
# A **[service level indicator](../glossary.ipynb#Service-level-indicator)** is a share: good events of all events. A
# **[service level objective](../glossary.ipynb#Service-level-objective)** is the share that one promises for some
# weeks. What is missing to one is the **[error budget](../glossary.ipynb#Error-budget)**: so much may fail, and whoever
# releases new versions may spend it.

# %%
from mlops_widgets.drift.objectives import Objective


def lasts(share):
    promised = {f"{target:.2%}": Objective(target, days=30) for target in (0.99, 0.999, 0.9999)}
    return {name: each.minutes_left(share) for name, each in promised.items()}


minutes = {"all fail": lasts(1), "1 in 10 fails": lasts(0.1), "1 in 100 fails": lasts(0.01)}
course.Predict(
    "observability.minutes",
    "99.9 % of the requests of 30 days shall be answered. For how long may all fail?",
    answer=course.Number(0, 500, unit="minutes"),
    truth=round(minutes["all fail"]["99.90%"], 1),
    reveal=pd.DataFrame(minutes).rename_axis("promised; minutes").round(1),
)

# %% [markdown]
# Nobody should wait for the last minute; but who wakes people for every error will soon be ignored. The **[burn
# rate](../glossary.ipynb#Burn-rate)** says how many times too fast the budget is spent: over an hour, to see that it
# matters, and over five minutes, to see that it is still going on.
#
# **Play with one question in mind: which incidents wake nobody, and what do they cost?** Let fewer requests fail for a
# longer time, or click at the foot of the first lane to break the service there.

# %%
from mlops_widgets.drift import budget

budget.simulation.widget(controls=("share", "lasts", "target"))

# %% [markdown]
# ## How it works: the burn rate
#
# $$\text{burn rate} = \frac{\text{bad} / \text{total}}{1 - \text{objective}}$$
#
# At 1 the budget lasts for just its period. For errors we need a release that has some: our service can fail on
# purpose, in a share of its requests, by a [seed](../glossary.ipynb#Seed). A flaky version, with a rule of thumb for a
# model, runs beside the first.

# %%
thumb = flights.RateTable().fit(known, winter["late"].astype(bool))
flaky = service.app(thumb, version="flaky", error_share=0.05, seed=1)
with service.serve(flaky) as other, httpx.Client(base_url=other.url) as asking:
    statuses = [asking.post("/predict", json=one).status_code for _ in range(100)]
bad, total, objective = sum(status >= 500 for status in statuses), len(statuses), 0.999
burn_rate = (bad / total) / (1 - objective)
print(f"{bad} of {total} failed: the budget burns {burn_rate:.0f} times too fast")

# %% [markdown]
# How long would that go on until an alert fires? Beyer et al. (2018) have three. A
# *page* wakes somebody, a ticket waits for the morning.

# %%
from mlops_widgets.drift.objectives import ALERTS


def told(alert):
    after = alert.minutes_to_fire(bad / total, Objective(objective))
    return {
        "burn rate above": alert.rate,
        "in windows of": f"{alert.long:g} h and {60 * alert.short:.0f} min",
        "does": "page" if alert.wakes else "ticket",
        "fires after, min": round(after, 1),
        "budget gone by then": f"{alert.spends(Objective(objective)):.0%}",
    }


pd.DataFrame([told(alert) for alert in ALERTS])

# %% [markdown]
# All this is software. A model needs indicators of its own. One that waits for no label: in which share of the flights
# did the model know what its feed reports? The metrics hold it, for each feature has a bin for *missing*.


# %%
def counts(samples, feature, name="flights_feature_total"):
    rows = samples[(samples["name"] == name) & (samples["feature"] == feature)]
    return rows.set_index("bin")["value"]


fed = counts(second, "day_late") - counts(first, "day_late")
events = {"answered": (now["errors"], now["requests"]), "fed": (fed["missing"], fed.sum())}
promise = Objective(0.99)
rates = {name: [1 - b / t, float(promise.burn_rate(b, t))] for name, (b, t) in events.items()}
pd.DataFrame(rates, index=["indicator", "burn rate for a promise of 99 %"]).T.round(3)

# %% [markdown]
# The second indicator pages within minutes. Which ones to promise is no question of statistics: ask those who lose when
# it breaks, here gates and crews, and put what it costs them beside the bills for memory and machines.

# %% [markdown]
# ## When it lies: the page that means nothing
#
# Drift can page somebody, too. Let twenty features be compared with their [baseline](../glossary.ipynb#Baseline) every
# hour, by [PSI](../glossary.ipynb#PSI) over three hundred rows. In a generated year with twenty incidents the truth is
# known, so that we can count **[alert fatigue](../glossary.ipynb#Alert-fatigue)**.

# %%
import numpy as np

from mlops_widgets.drift import paging

year = paging.year(features=20, rows=300, incidents=20)
levels = np.arange(3, 41) / 100
replay = paging.fatigue(year.statistic, year.incident, levels)
pages = pd.Series(replay.pages_per_week, index=levels)
print(f"{len(levels)} thresholds, each over {year.incident.size:,} hours")

# %%
axes = pages.plot(xlabel="threshold, PSI", ylabel="pages a week", figsize=(7, 2.8), logy=True)
axes.yaxis.set_major_formatter("{x:g}")
says = f"At 0.05 it is {pages[0.05]:.1f}, at 0.07 {pages[0.07]:.1f}, at 0.1 {pages[0.1]:.1f}."
course.Predict(
    "observability.pages",
    "At 0.1, the rule of thumb for “look”: how many pages does the team get in a week?",
    answer=course.Number(0, 168, unit="pages"),
    truth=round(pages[0.1], 1),
    reveal=course.figure(axes.figure, "Lower thresholds page more, until one never ends", says),
)

# %%
table = {"pages that are right": replay.precision, "incidents found": replay.recall}
some = pd.DataFrame(table, index=levels).iloc[[1, 4, 7, 8, 9, 10, 12, 17, 22]]
some.round(2).rename_axis("threshold")

# %% [markdown]
# At the top the [alarm](../glossary.ipynb#Alarm) is always on: one long page that tells nobody anything. At the foot each page is right, and most
# incidents go by. In between people choose, with both sides at one table: how many pages a team bears, and what a
# missed incident costs.
#
# Another liar is the model's own certainty. Suppose a new instrument reports visibility in tenths of a mile: ten miles,
# the most it can see, become a hundred. No flight of the winter was like that.


# %%
def chance(rows):
    return model.predict_proba(rows)[:, 1]


tenths = day.assign(visibility=day["visibility"] * 10)
chances = pd.DataFrame({"in miles": chance(day), "in tenths": chance(tenths)})
means = {"mean confidence": np.maximum(chances, 1 - chances).mean(), "mean chance": chances.mean()}
sure = pd.DataFrame(means)
answers = ("less sure than before", "as sure as before", "surer than before")
turn = int(np.sign(sure["mean confidence"].diff().iloc[-1]))
course.Predict(
    "observability.confidence",
    "Every flight is unlike all it has seen. How sure is the model now?",
    answer=answers,
    truth=answers[1 + turn],
    reveal=sure.round(4),
)

# %% [markdown]
# A straight line goes on for ever: the further out, the surer. Neural networks with a
# softmax can do the same (Hein et al., 2019). Confidence asks on which side of the border an input lies; an **[outlier
# score](../glossary.ipynb#Outlier)** asks whether anybody has ever been there. An old one is the distance of
# Mahalanobis (1936): how many standard deviations from the mean, correlations taken out.

# %%
from sklearn.covariance import EmpiricalCovariance

numbers = known.select_dtypes("number")


def filled(rows):
    return rows[numbers.columns].fillna(numbers.median())


seen = EmpiricalCovariance().fit(filled(numbers))
limit = np.quantile(seen.mahalanobis(filled(numbers)), 0.99)
frames = {"in miles": day, "in tenths": tenths, "without the feed": blind}
far = {name: (seen.mahalanobis(filled(rows)) > limit).mean() for name, rows in frames.items()}
pd.Series(far, name="further than 99 % of winter").round(3).to_frame()

# %% [markdown]
# The score sees the tenths, and not the missing feed: we had filled its gaps with medians, the least remarkable values
# there are. No score sees everything.

# %% [markdown]
# ## Which request was it?
#
# Metrics say how many, *logs* say which one. Ours is a **[structured log](../glossary.ipynb#Structured-log)**, a line of JSON for
# each request, so that a question is a filter and no search through prose.

# %%
log = pd.DataFrame([json.loads(line) for line in lines])
print(lines[-2])
log.loc[log["status"] == 422, "refused"].to_dict()

# %% [markdown]
# | question | kept as | often with |
# |---|---|---|
# | how many, how fast, how unlike? | metrics | Prometheus, drawn by Grafana |
# | which request, and why? | logs | Elasticsearch, Logstash, Kibana (ELK) |
# | which version answers whom? | serving | Seldon Core, KServe |

# %% [markdown]
# ## A real alert
#
# Prometheus scrapes a service every second here, and asks three things: the share of each bin in the last seconds, its PSI
# against the winter, and whether that has been above a threshold for two seconds.

# %%
asked = """
groups:
- name: drift
  rules:
  - {record: "flights:share", expr: "(increase(flights_feature_total[6s]) + 0.5)
      / on(feature) group_left() sum by(feature) (increase(flights_feature_total[6s]) + 0.5)"}
  - {record: "flights:psi", expr: "sum by(feature) ((flights:share - flights_feature_reference)
      * ln(flights:share / flights_feature_reference))"}
  - {alert: FeedDrift, expr: "flights:psi{feature='plane_delay'} > 0.25", for: 2s}
"""

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

folder = TemporaryDirectory()
print(service.configure(Path(folder.name), running.url, asked))

# %% [markdown]
# The same sum in our own lines, over our own scrapes. Which features are most unlike the winter on the Tuesday that had
# its feed?


# %%
def psi(old, new, feature):
    p = counts(new, feature) - counts(old, feature) + 0.5
    q = counts(new, feature, "flights_feature_reference")
    return ((p / p.sum() - q) * np.log(p / p.sum() / q)).sum()


zero = first.assign(value=first["value"].where(first["name"] != "flights_feature_total", 0))
pairs = {name: (psi(zero, first, name), psi(first, second, name)) for name in day}
table = pd.DataFrame(pairs, index=["with the feed", "without"]).T.sort_values("with the feed")
table.round(2).iloc[[0, 1, 2, 3, -4, -3, -2, -1]]

# %% [markdown]
# A Tuesday is no winter: it has one weekday, and April is warm. Alerts on all features would never be silent. The rule
# above watches one that hardly knows weekday or season, and that the feed alone fills. Now let both watch, while
# each second a whole day of flights arrives: first with the feed, then without.


# %%
import time

from tqdm.auto import tqdm


def watch(judge, seconds=20):
    began = time.monotonic()
    for second in tqdm(iter(range(seconds)), unit="s"):
        send(day if second < 7 else blind, size=400)
        samples.append(scrape())
        values.append(psi(samples[-7:][0], samples[-1], "plane_delay"))
        ours = "firing" if min(values[-3:]) > 0.25 else ""
        told = {"feed": second < 7, "our PSI": values[-1], "our alert": ours} | judge()
        yield told
        if told.get("Prometheus' alert", ours) == "firing":
            return
        time.sleep(max(began + second + 1 - time.monotonic(), 0))


# %%
import shutil


def verdict():
    found = prometheus.ask("flights:psi{feature='plane_delay'}")
    state = prometheus.alerts().get("FeedDrift", "")
    return {"Prometheus' PSI": found[0][1] if found else None, "Prometheus' alert": state}


samples, values = [scrape()], []
if shutil.which("prometheus"):
    with service.Prometheus(Path(folder.name)) as prometheus:
        seconds = pd.DataFrame(watch(verdict))
else:
    print("Prometheus is not installed; it would let FeedDrift fire. Our own lines alone:")
    seconds = pd.DataFrame(watch(dict))
seconds.rename_axis("second").round(2)

# %% [markdown]
# Where Prometheus runs, `pending` means above, and not yet for long enough; before it has scraped twice it says nothing.
# It looks at six seconds of the clock and we at six of our rounds: where a round takes longer, its index is ahead of ours.
# No label was needed, and no error. We stop the service; its port is free again.

# %%
client.close()
running.stop()
folder.cleanup()
running

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** The team bears one page a week. Choose the threshold, in steps of a hundredth, that finds the
# most incidents of the generated year; `pages` and the last table help.

# %%
my_threshold = 0.05  # your choice

course.check("drift.threshold", my_threshold)

# %% [markdown]
# **Core (up to eight lines).** Finish `wakes`: `bad` and `total` hold the requests of each minute up to now. Of a
# thousand requests one may fail. Wake somebody if the burn rate is 14.4 or more, both over the last sixty minutes and
# over the last five. As it stands, it wakes nobody.


# %%
def wakes(bad, total):
    # Your lines: two burn rates, and a comparison.
    return False


course.check("drift.page", wakes)

# %% [markdown]
# **Stretch (ungraded).** Write a rule for `flights_score_bucket`, so that an alert fires when the mean chance moves, and
# let promtool check it. Which drift would it see that `FeedDrift` does not, and the other way round?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("drift.observability")

# %% [markdown]
# ## Summary
#
# A model that fails goes on answering, so errors and latency are needed and not enough: count what it is fed and what it
# says, too. A promise gives an error budget, and the burn rate says when its spending is worth waking somebody. A
# threshold is chosen by the pages it costs and the incidents it finds, together with those who bear both.
#
# **Next:** [a detector that pays for its alarms](../labs/07_drift_detector.ipynb), the chapter's lab.
#
# **Read on:** Beyer et al., *Site Reliability Engineering*, O'Reilly, 2016, chapter 6 · Beyer et al., *The Site
# Reliability Workbook*, O'Reilly, 2018, chapters 2 and 5 · Breck et al., *The ML test score*, IEEE Big Data, 2017 ·
# Hein, Andriushchenko and Bitterwolf, *Why ReLU networks yield high-confidence predictions far away from the training
# data*, CVPR, 2019 · Mahalanobis, *On the generalised distance in statistics*, Proceedings of the National Institute
# of Sciences of India 2, 1936
