# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 500
#     minutes: 45
#     needs: [drift, rollout, serve]
#     needs_notebooks: []
#     topics: [G01, G02, G03, G04, G06, G13]
# ---

# %% [markdown]
# # From simulation to servers
#
# **After this notebook you can** put a [router](../glossary.ipynb#Router) in front of two running versions of a model,
# load them as users would, and let a policy that was tried in simulation decide on what the servers count.
#
# 45 minutes · no download, no account · run the cells from top to bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## Four o'clock on a Friday
#
# A service tells airports how likely a flight is to land late. Version 2 is ready. Imagine that its policy has passed
# every trial in simulation, and that nobody has ever seen it move a single real request. Will the router send users
# where the policy thinks? Will the numbers arrive? If version 2 breaks at five, does anybody go back before Monday?
#
# So we run it, on this computer: two versions behind HTTP, a router, and users. First the models. Both are
# rules of thumb, learned from the winter of New York's flights.

# %%
from mlops_widgets.data import flights

newark = flights.load().query("origin == 'EWR'")
winter = newark.loc[flights.split(newark).train[::30]]
known, late = flights.features(winter), winter["late"].astype(bool)
first = flights.RateTable(by=("carrier", "hour")).fit(known, late)
second = flights.RateTable(by=("dest", "hour")).fit(known, late)

# %% [markdown]
# Each is served on a port of its own until we stop it. The second fails now and then, one request in a hundred.

# %%
from mlops_widgets.data.flights import service

stable = service.serve(service.app(first, version="1"))
healthy = service.serve(service.app(second, version="2", error_share=0.01, seed=1))
bodies = service.body(known.sample(200, random_state=0))
stable, healthy

# %% [markdown]
# ## One door, two rooms
#
# Users know one address, that of the router. It reads who the user is from a header, chooses a version, passes
# the request on, and gives back what it hears. Its share can be changed at any moment. We let in a quarter.

# %%
import httpx

from mlops_widgets.rollout import servers

router = servers.Router(stable.url, healthy.url)
door = service.serve(router)
client = httpx.Client(base_url=door.url, timeout=30)


def ask(user, body=bodies[0]):
    return client.post("/predict", json=body, headers={"x-user": user})


router.route(25)
anna = {ask("anna").headers["x-served-by"] for _ in range(8)}

# %%
from mlops_widgets import course

course.Predict(
    "from-simulation-to-servers.anna",
    "Anna asks eight times while a quarter has version 2. How many versions answer her?",
    answer=("one", "both"),
    truth=("one", "both")[len(anna) - 1],
    reveal=anna,
)

# %% [markdown]
# ## A checksum for each user
#
# $$\text{group} = \text{checksum}(\text{user}) \bmod 100, \qquad \text{candidate} \iff \text{group} < \text{share}$$
#
# That is **[sticky assignment](../glossary.ipynb#Sticky-assignment)**: no list of users, no memory, and yet everybody
# meets the same version each time. When the share grows, those who have the candidate keep it.

# %%
import zlib


def group(user):
    return zlib.crc32(user.encode()) % 100


users = [f"user-{n}" for n in range(400)]
let_in = {share: {user for user in users if group(user) < share} for share in (5, 25, 50)}
print({share: len(each) / len(users) for share, each in let_in.items()})
print(let_in[5] <= let_in[25] <= let_in[50], group("anna"), router.version("anna"))

# %% [markdown]
# The shares come out near what was asked, not exactly so: groups of people are not equally large. Every way of releasing
# is now an order to the router:
#
# | way | order | who hears version 2 |
# |---|---|---|
# | [shadow](../glossary.ipynb#Shadow) | `route(100, mirrored=True)` | nobody |
# | [canary](../glossary.ipynb#Canary) | `route(5)` | one in twenty |
# | [blue/green](../glossary.ipynb#Blue/green) | `route(100)`, and back `route(0)` | everybody at once |
#
# Blue/green keeps the old version running beside the new one. So both flips are instant, and nobody is turned away:

# %%
told = []
for share in (0, 100, 0):
    router.route(share)
    told += [(ask(user).status_code, ask(user).json().get("model")) for user in ("bob", "carla")]
told

# %% [markdown]
# ## Users do not wait for one another
#
# To measure, we need requests. The simplest load test asks, waits for the answer, and asks again: a *closed loop*. Real
# users come when they come: an **[open loop](../glossary.ipynb#Open-loop)**. Does it matter? Here is a server that stands still
# once, for one second, and both loops against it.

# %%
import time

from fastapi import FastAPI


def freezing():
    app, requests = FastAPI(), iter(range(1_000_000))

    @app.post("/predict")
    async def answer():
        if next(requests) == 5:
            time.sleep(1)  # nobody else is served meanwhile
        return "on time"

    return app


# %%
import pandas as pd

loops = {"closed": servers.closed_loop, "open": servers.open_loop}
waits = {}
for name, loop in loops.items():
    with service.serve(freezing()) as server:
        waits[name] = pd.Series(
            [1000 * each.seconds for each in loop(server.url, bodies, seconds=1.3)]
        )
late_ones = {name: (ms > 300).sum() for name, ms in waits.items()}
seen = {name: {"requests": len(ms), "over 0.3 s": late_ones[name]} for name, ms in waits.items()}

# %%
answers = ("about the same", "more in the open loop")
course.Predict(
    "from-simulation-to-servers.loops",
    "Which loop finds more answers that took longer than 0.3 s?",
    answer=answers,
    truth=answers[int(late_ones["open"] > 2 * late_ones["closed"])],
    reveal=pd.DataFrame(seen),
)

# %% [markdown]
# The closed loop was stuck in one slow request, and did not send those that would have waited behind it. They are not
# slow in its table; they are missing. That is **[coordinated omission](../glossary.ipynb#Coordinated-omission)**. From here on users come
# at random times, and their time counts from the moment they came.

# %% [markdown]
# ## Shadow first
#
# Before anybody hears version 2, let it listen. Twenty users ask; then the same ones ask again while every request
# is copied. Are the answers the same, byte for byte?


# %%
def overhear(candidate):
    listening = servers.Router(stable.url, candidate.url)
    with service.serve(listening) as own, httpx.Client(base_url=own.url, timeout=30) as asking:
        heard = []
        for mirrored in (False, True):
            listening.route(100 if mirrored else 0, mirrored=mirrored)
            sent = zip(bodies[:20], [{"x-user": user} for user in users[:20]], strict=True)
            replies = [asking.post("/predict", json=body, headers=who) for body, who in sent]
            heard.append([reply.content for reply in replies])
        end = time.monotonic() + 10
        while len(listening.copies) < 20 and time.monotonic() < end:
            time.sleep(0.02)
    return heard[0] == heard[1], listening.copies


unchanged, copies = overhear(healthy)
print("answers unchanged:", unchanged, "· copies compared:", len(copies))
assert unchanged

# %% [markdown]
# A shadow is worth what one does with its answers. We hold the chances of both versions side by side. Beside
# version 2 stands a third one with a small mistake: it gives the chance of being *on time*.

# %%
import json


class Swapped:
    def predict_proba(self, features):
        return second.predict_proba(features)[:, ::-1]


def chances(copy):
    new = json.loads(copy.candidate)["late"][0] if copy.status == 200 else None
    return json.loads(copy.stable)["late"][0], new


with service.serve(service.app(Swapped(), version="swapped")) as swapped:
    pairs = {
        "2": [chances(each) for each in copies],
        "swapped": [chances(each) for each in overhear(swapped)[1]],
    }

# %%
told = {}
for name, each in pairs.items():
    apart = pd.Series([abs(old - new) for old, new in each if new is not None])
    silent = sum(new is None for _, new in each)
    told[name] = {
        "no answer": silent,
        "more than 0.1 apart": (apart > 0.1).sum(),
        "mean apart": apart.mean().round(3),
    }
pd.DataFrame.from_dict(told, orient="index")

# %% [markdown]
# The swapped version answers everything, quickly, with status 200. No rate of failures will ever see it; the shadow does,
# without a [label](../glossary.ipynb#Label) and without risk to an answer. It says that two versions differ, not which
# of them is right. And it is not free: the copies are work.

# %% [markdown]
# ## A policy, rehearsed
#
# The policy has two steps. It looks every second, and judges [windows](../glossary.ipynb#Window) of at least fifteen requests.

# %%
from mlops_widgets.rollout import Policy, Step, Threshold

steps = (Step(25, min_requests=15, pass_needed=1), Step(50, min_requests=15, pass_needed=1))
policy = Policy("quick canary", steps, (Threshold("errors", above=0.15),), interval=1.0)
print(policy.to_yaml())

# %% [markdown]
# **Play with one question in mind: which settings find a version that fails 40 % within four seconds, and let one that fails 1 %
# through?** It is all simulated, with one step more: everybody.

# %%
servers.simulation.widget(controls=("share", "min_requests", "candidate_errors"))

# %% [markdown]
# ## How it works: no verdict before the window is full
#
# However broken a candidate is, the policy waits until the first window is full. With $\lambda$ requests a second, a
# share $s$, windows of $m$ requests and a look every $\Delta$ seconds, requests that came evenly would fill it after
#
# $$t = \left\lceil \frac{m}{\lambda\, s\, \Delta} \right\rceil \Delta$$

# %%
from math import ceil

rate, share, requests, interval = 20, 0.25, 15, policy.interval
soonest = ceil(requests / (rate * share * interval)) * interval
course.Predict(
    "from-simulation-to-servers.soonest",
    "Twenty requests come each second. After how many seconds can the first window be full?",
    answer=course.Number(0, 60, unit="seconds"),
    truth=soonest,
    reveal=f"{soonest:g} seconds, if they come evenly; by chance a look sooner or later",
)

# %% [markdown]
# Now for real. `Measured` reads both versions' counters and makes of them the windows that the policy sees; `release`
# asks it, and turns the router. The picture grows while the cell runs.


# %%
from IPython.display import display

from mlops_widgets import stage


def run(candidate, *, door=None):
    live, rows = stage.live(servers.simulation), servers.Rows(policy)
    display(live.widget())
    router = door or servers.Router(stable.url, candidate.url)
    users = {"rate": rate, "grace": 2}
    with door or service.serve(router) as way, servers.Load(way.url, bodies, **users) as load:
        measured = servers.Measured(stable.url, candidate.url)
        told = {"looks": 12, "after": 1, "tell": lambda look: live.append(**rows(look))}
        done = servers.release(policy, router, measured, **told)
    live.close()
    return done, load.answers


broken = service.serve(service.app(second, version="2b", error_share=0.4, seed=2))
bad, bad_answers = run(broken)


# %%
def table(done):
    rows = [
        (round(w.time, 1), w.share, w.candidate, verdict, why) for _, w, verdict, why in done.looks
    ]
    counts = [
        [t, share, *((new.requests, new.errors) if new else ("", "")), v, why]
        for t, share, new, v, why in rows
    ]
    return pd.DataFrame(
        counts, columns=["second", "share, %", "requests", "failed", "verdict", "why"]
    )


print(f"{bad.outcome} after {bad.seconds:.1f} s; {soonest:g} s by the formula")
table(bad)

# %% [markdown]
# Each look counts what has come since the last one; `hold` keeps the window open. Who was hurt? The load knows, for it
# asked.

# %%
asked = pd.DataFrame(bad_answers).replace({"version": {"": "no answer in time"}})
asked["failed"] = asked["status"] >= 500
counts = {"requests": ("status", "size"), "failed": ("failed", "sum"), "users": ("user", "nunique")}
asked.groupby("version").agg(**counts)

# %% [markdown]
# And the healthy version, under the same policy:

# %%
good, good_answers = run(healthy)
print(f"{good.outcome} after {good.seconds:.1f} s")
table(good)

# %% [markdown]
# ## Measured against simulated
#
# The decisions followed from the counts alone, so a fresh judge that is shown the same windows has to say the same.

# %%
for name, done in {"broken": bad, "healthy": good}.items():
    judge = policy.judge()
    again = [judge.decide(look.window) for look in done.looks]
    assert again == [look.verdict for look in done.looks]
    print(f"{name}: {', '.join(again)}, as measured")

# %% [markdown]
# And the simulation? We hand `rollout.deliver` the same policy and the same rates, on sixty days.

# %%
from mlops_widgets import rollout


def rehearse(errors, done):
    versions = rollout.Version(errors=0), rollout.Version(errors=errors)
    days = (rollout.draw(*versions, requests=rate, ticks=20, tick=1, seed=n) for n in range(60))
    runs = [rollout.deliver(day, policy) for day in days]
    ends = pd.Series([each.decided + 1 for each in runs if each.decided is not None])
    told = {f"{share:.0%} end within, s": ends.quantile(share) for share in (0.05, 0.5, 0.95)}
    same = sum(each.outcome == done.outcome for each in runs) / len(runs)
    return told | {"measured, s": round(done.seconds, 1), "outcome as measured": f"{same:.0%}"}


pd.DataFrame({"broken": rehearse(0.4, bad), "healthy": rehearse(0.01, good)})

# %% [markdown]
# Where they differ, it has causes that the simulation does not have:

# %%
windows = [look.window for look in (*bad.looks, *good.looks) if look.window.candidate]
apart = pd.Series([window.seconds for window in windows])
came = sum(window.candidate.requests + window.stable.requests for window in windows)
client_ms = pd.Series([1000 * each.seconds for each in good_answers if each.status == 200])
pd.Series({
    f"seconds between two readings, {policy.interval:g} asked for": apart.mean(),
    "requests a second that came": came / apart.sum(),
    "ms to the answer, half of the users": client_ms.median(),
    "ms, one in twenty waits longer": client_ms.quantile(0.95),
}).round(2)  # fmt: skip

# %% [markdown]
# A second here is a second and the time to read counters. Users, router, versions and this notebook share one
# process, in which Python runs one thread at a time: they queue for the processor before they queue for a server. So rates
# of failures carry over from here to a cluster, and times do not.

# %% [markdown]
# ## When it lies: the candidate that says nothing
#
# Version 2 has been promoted for a minute when its process dies. The router sends its users to version 1, so every answer
# is good. What does the policy hear?

# %%
measured = servers.Measured(stable.url, healthy.url)
healthy.stop()
router.route(100)
fallen_back = [ask(user).json()["model"] for user in ("anna", "bob", "carla")]
window = measured.window(step=0, share=100)
print(fallen_back, dict(router.counts), window.candidate, sep="\n")

# %%
strict = Policy("strict", (Step(25, on_no_data="fail"),), policy.checks, interval=1.0)
verdicts = {"hold": policy.judge().decide(window), "fail": strict.judge().decide(window)}
course.Predict(
    "from-simulation-to-servers.silence",
    "Our policy says nothing about missing data. What does it answer to this window?",
    answer=("roll back", "hold"),
    truth=verdicts["hold"],
    reveal=pd.Series(verdicts, name="answer").rename_axis("on_no_data").to_frame(),
)

# %% [markdown]
# *No data* is not zero failures. By default the policy waits, for ever if need be; `on_no_data="fail"` goes back. The first
# is right for a scrape that got lost, the second for a process that died, and from one window nobody can tell.

# %% [markdown]
# ## The same users behind HAProxy
#
# Our router is a lesson. Outside, a program such as HAProxy stands there, and it knows the same checksum. Its share
# is a variable that can be set while it runs; copies it makes only through an agent, so shadows stay with us.

# %%
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

print(servers.configuration(stable.url, broken.url, port=8000, admin="admin.sock").split("\n\n")[2])
if shutil.which("haproxy"):
    with TemporaryDirectory() as folder:
        done, _ = run(broken, door=servers.HAProxy(stable.url, broken.url, folder=Path(folder)))
    print(f"HAProxy in the router's place: {done.outcome} after {done.seconds:.1f} s")
else:
    print("HAProxy is not installed; it would take the router's place in the same release.")

# %%
client.close()
for running in (door, stable, broken):
    running.stop()
door, stable, healthy, broken

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** Thirty requests a second, windows of twenty. Choose the smallest first share, in whole percent,
# with which the candidate's first window is full within two seconds, on average.

# %%
my_share = 1  # your choice

course.check("rollout.fills", my_share)

# %% [markdown]
# **Core (up to eight lines).** Write the check that a shadow must pass. `pairs` holds the chances of both versions, `(old, new)`,
# and `new` is `None` where the candidate did not answer, which is as far apart as can be. Let it in when at most 5 % of the pairs are more than
# 0.1 apart, and when anything was compared at all. As it stands, it lets everybody in.


# %%
def agrees(pairs):
    # Your lines: which pairs are far apart, and how many of them.
    return True


course.check("rollout.agrees", agrees)

# %% [markdown]
# **Stretch (ungraded).** Write a class with `decide(window)` that goes back after three windows without data in a row, and otherwise does
# what `policy.judge()` says. Pass it to `servers.release(…, decider=…)`, and stop a candidate in the middle.

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("rollout.from-simulation-to-servers")

# %% [markdown]
# ## Summary
#
# A router that hashes users makes every way of releasing an order to it, and the old version's staying up makes the way back
# instant. The policy of the simulation decided on real counters, and no sooner than its windows were full. A load must not wait for
# answers, a shadow's answers must be compared, and a version that is silent has not passed.
#
# **Next:** the chapter's labs, [a policy that pays for its verdicts](../labs/06_canary_policy.ipynb) and
# [a bandit that earns its keep](../labs/06_bandit.ipynb).
#
# **Read on:** Beyer, Jones, Petoff and Murphy (eds.), *Site Reliability Engineering*, O'Reilly, 2016, chapters 22 and 27 ·
# Schroeder, Wierman and Harchol-Balter, *Open versus closed: a cautionary tale*, NSDI, 2006 · Kohavi, Tang and Xu, *Trustworthy Online Controlled
# Experiments*, Cambridge University Press, 2020, chapter 15
