# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 800
#     minutes: 50
#     needs: [llmops, serve, torch]
#     needs_notebooks: [08_llmops/2_adapting_a_model.ipynb]
#     topics: [L09, L10, L13]
# ---

# %% [markdown]
# # Serving at a cost
#
# **After this notebook you can** put a language model behind an address, say how many requests one machine can bear and what
# each of them costs, and choose batch, memory and cache before the bill comes.
#
# 50 minutes · after [Adapting a model](2_adapting_a_model.ipynb) · needs the whole course: `make lab EXTRAS=course` · no download, no account · run the cells from top to
# bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## The demo that went viral
#
# A small team puts a language model on a rented machine. In the demo an answer takes two seconds, and everybody is pleased. On
# Monday a newspaper writes about it. Eight people a second now ask, and each waits for minutes. The team rents three more machines, the
# bill quadruples, and answers still come late, because every machine does one thing badly: it makes short answers wait
# for long ones.
#
# A language model writes one [token](../glossary.ipynb#Token) at a time, a piece of a word. For each, the machine
# has to go once through all its weights, and that takes nearly as long for thirty answers as for one. So many answers
# should grow side by side, in a *batch*. How they are let in decides what users wait and what the owner pays.
#
# *Static* batching takes a group, and the next one when its last answer is complete. *[Continuous
# batching](../glossary.ipynb#Continuous-batching)* asks after every token: who is done, who may come in?

# %%
from mlops_widgets.llmops import serving

monday = serving.simulate(serving.Scenario(rate=8)).summary
times = ("about twice as long", "about ten times as long", "fifty times as long or more")
# %%
from mlops_widgets import course

course.Predict(
    "serving-at-a-cost.monday",
    "Eight requests a second. With continuous batching half of the users wait "
    f"{monday['done_50']:.1f} s or less for the whole answer. And with static?",
    answer=times,
    truth=times[2 if monday["other_50"] > 50 * monday["done_50"] else 1],
    reveal=serving.simulation.widget(controls=("rate", "mode", "batch")),
)

# %% [markdown]
# Blue is who runs, orange is who waits. The lowest lane counts what users wait, in powers of ten; the dashed grey line
# is the other way to batch, on the very same requests.
#
# **Play with one question in mind: up to which rate does this machine keep up, and how does one notice that it no longer
# does?** Drag *Requests* upwards, slowly. Then go back to eight and let a crowd in, by a click at the foot of the
# first lane.

# %%
import pandas as pd

rows = {}
for rate in (2, 6, 10, 11, 12, 14):
    run = serving.simulate(serving.Scenario(rate=rate))
    rows[rate] = {
        "first token, 95 %": run.summary["first_95"],
        "answer, 95 %": run.summary["done_95"],
    }
    rows[rate] |= {"waiting at the end": run["waiting"][-1]}
pd.DataFrame(rows).T.rename_axis("requests a second").round(2)

# %% [markdown]
# For a long while nothing happens, and then everything at once. Watch the [time to the first
# token](../glossary.ipynb#Time-to-first-token): it tells of a queue before the mean of anything does.

# %% [markdown]
# ## How it works: what one iteration takes
#
# Going once through the weights takes $a$ seconds, each request that runs adds $b$, and each token of a new
# [prompt](../glossary.ipynb#Prompt) that is read on the way adds $c$. With a full batch of $B$ requests, a machine can serve
# no more than
#
# $$\lambda_{\max} = \frac{1}{E[\text{out}]\,\left(\frac{a}{B} + b\right) + E[\text{in}]\,c}$$
#
# requests a second, with the mean lengths of answers and prompts. Only the first part shrinks with the batch.

# %%
a, b, c = 0.020, 0.0002, 0.00002  # seconds
lengths = {"in": 200, "out": 100}


def limit(size):
    return 1 / (lengths["out"] * (a / size + b) + lengths["in"] * c)


print({B: round(limit(B), 2) for B in (1, 4, 16, 32, 64, 256)})

# %% [markdown]
# Is the formula right? Let a machine be asked far more than it can do, and count. All answers are geometric here: most are
# short, a few are long.

# %%
import numpy as np

rng = np.random.default_rng(0)
count = 20_000
out, prompts = rng.geometric(1 / 100, count), rng.geometric(1 / 200, count)
flood = serving.requests(np.zeros(count), prompts, out)
for B in (4, 16, 32, 64):
    machine = serving.Machine(a, b, c, batch=B)
    ways = [way(flood, machine) for way in (serving.continuous, serving.static)]
    told = " and ".join(f"{count / way.done.max():.2f}" for way in ways)
    print(f"batch {B:3}: formula {limit(B):5.2f}, continuous and static {told} requests a second")

# %% [markdown]
# The continuous machine does what the formula says. The static one falls behind, the more the larger its batch: it computes
# $E[\max]$ steps, for the longest of $B$ answers, where $E[\text{out}]$ would do. For geometric lengths that ratio
# is about $H_B = 1 + \frac12 + \dots + \frac1B$.

# %%
course.Predict(
    "serving-at-a-cost.harmonic",
    "Only whole passes count (b = c = 0), the batch is 8, lengths are geometric. "
    "How many times as much does continuous batching get done?",
    answer=course.Number(1, 8, unit="times as much"),
    truth=round(sum(1 / k for k in range(1, 9)), 2),
    reveal=pd.Series({B: sum(1 / k for k in range(1, B + 1)) for B in (1, 2, 8, 32, 128)}).round(2),
)

# %%
passes = serving.Machine(a, 0, 0, batch=8)
gain = serving.static(flood, passes).done.max() / serving.continuous(flood, passes).done.max()
even = serving.requests(np.zeros(count), prompts, np.full(count, 100))
none = serving.static(even, passes).done.max() / serving.continuous(even, passes).done.max()
print(f"geometric lengths: {gain:.2f} times; all answers equally long: {none:.2f} times")

# %% [markdown]
# So no vendor's "so many times faster" is a constant of nature. It depends on how unequal the answers are, and if
# they are all equal there is nothing to gain.

# %% [markdown]
# ## What it costs
#
# The machine is paid by the hour, whatever it does in it. A token of a full batch costs $\frac{a}{B} + b$ seconds of it,
# one that runs alone $a + b$. Idle [throughput](../glossary.ipynb#Throughput) is what is dear.

# %%
price = 2.0  # € an hour, assumed
costs = {B: price / 3600 * (a / B + b) * 1e6 for B in (1, 2, 8, 32, 128)}
table = pd.Series(costs, name="€ for a million tokens of answers").rename_axis("running")
table.round(2).to_frame()

# %% [markdown]
# Two other things help. Each request keeps [keys and values](../glossary.ipynb#KV-cache) of all
# its tokens in memory, its KV cache, and whoever reserves room for the longest possible answer fills the memory with
# nothing. And who asks what was asked before can be given the stored answer.

# %%
tight = serving.Scenario(rate=8, reserve="longest", memory=16)
serving.simulation.widget(tight, controls=("reserve", "memory", "cache"))

# %% [markdown]
# Set *Memory kept* to what is needed, and the queue is gone: the same machine, the same requests. Now a cache, at a rate
# that is just too much for the machine.

# %%
rows = {}
for kept in (0, 50, 100, 500):
    run = serving.simulate(serving.Scenario(rate=12, cache=kept)).summary
    rows[kept] = {"hits": run["hits"], "first token, 95 %": run["first_95"]}
    rows[kept] |= {"answer, half": run["done_50"], "€ for 1,000 requests": run["cost"]}
cached = pd.DataFrame(rows).T.rename_axis("answers kept")
spared = 1 - cached["answer, half"][100] / cached["answer, half"][0]

# %%
course.Predict(
    "serving-at-a-cost.cache",
    f"Keeping a hundred answers spares {cached['hits'][100]:.0%} of the computing. "
    "By how much is the wait of half of the users shortened?",
    answer=course.Number(0, 100, unit="%"),
    truth=round(100 * spared),
    reveal=cached.round(3),
)

# %% [markdown]
# Near its limit a machine's queue falls much faster than its load. The bill hardly moves, though: the machine is
# paid by the hour, however little it computes. A cache sells time. It saves money only where a machine can be given back.

# %% [markdown]
# ## The real thing
#
# Enough of simulated machines. Here is the course's small model behind HTTP, on this computer, in the interface that
# OpenAI's clients speak. Two programs have a key.

# %%
from mlops_widgets.llmops import server, tiny

model, words = tiny.load()
keys = {"sk-site": "website", "sk-desk": "help desk"}
application = server.app(model, words, keys=keys, batch=8, cache=100)
running = server.serve(application)
print(str(running).rsplit(":", 1)[0])

# %%
from openai import OpenAI

client = OpenAI(base_url=f"{running.url}/v1", api_key="sk-site", max_retries=0)
print([each.id for each in client.models.list()])
question = [{"role": "user", "content": "A detector is"}]
answer = client.chat.completions.create(model="tiny", messages=question, max_tokens=24)
print(answer.choices[0].message.content, answer.usage.model_dump(exclude_none=True))

# %% [markdown]
# It babbles in the course's tone; what matters here is how it is served. Leave `base_url` and `api_key` out, and the client takes
# `OPENAI_BASE_URL` and `OPENAI_API_KEY` from the environment: the same lines then ask any other endpoint.
#
# With `stream=True` tokens arrive as they are written, as events of the server.

# %%
stream = client.chat.completions.create(model="tiny", messages=question, max_tokens=12, stream=True)
pieces = [chunk.choices[0].delta.content for chunk in stream]
print(pieces)

# %% [markdown]
# The first request above was remembered: at temperature zero the same question has the same answer. A header tells. Whoever
# comes without a key is told so in a shape that every client knows, and what is used is counted by its owner.

# %%
again = client.chat.completions.with_raw_response.create(
    model="tiny", messages=question, max_tokens=24
)
print("cache:", again.headers["x-cache"])

# %%
import openai

for key, most in (("sk-guess", 8), ("sk-desk", 300)):
    other = client.with_options(api_key=key).completions
    try:
        other.create(model="tiny", prompt="Drift", max_tokens=most)
    except openai.APIStatusError as error:
        print(error.status_code, error.code, "-", error.body["message"])

# %%
sums = application.state.inside.accounts.table()
pd.DataFrame({name: vars(each) for name, each in sums.items()}).T.drop(columns="name")

# %% [markdown]
# A key that was never sent, or is not known, gets the same sentence: who tries keys learns nothing from it. And the log of
# such a server should hold names and counts, as this table does, not prompts: they may be private.

# %% [markdown]
# ## Does the simulation know this machine?
#
# The server writes down what each iteration took, how many ran in it and how many tokens it read. Several clients ask side by
# side, each again as soon as it has its answer: one, two, four, and so on. From the iterations come $a$, $b$ and $c$; with them the
# simulated machine foretells what the clients should have waited.

# %%
clients, tokens, each = (1, 2, 4, 8, 16), 24, 4
log = application.state.inside.loop.iterations
server.ask(client, clients=2, each=1, tokens=8)  # the first answers find everything cold
log.clear()
waits = {n: server.ask(client, clients=n, each=each, tokens=tokens) for n in clients}
fit = server.fitted(log)
print(f"{len(log)} iterations: a {1000 * fit.a:.2f} ms, b {1000 * fit.b:.2f}, c {1000 * fit.c:.3f}")

# %%
prompt = len(words("Drift is")["input_ids"])
mine = serving.Machine(fit.a, fit.b, fit.c, batch=8)
foretold = {n: serving.closed(n, each, mine, tokens_in=prompt, tokens_out=tokens) for n in clients}
both = pd.DataFrame(
    {
        "measured": {n: wait.mean() for n, wait in waits.items()},
        "simulated": {n: (run.done - run.start).mean() for n, run in foretold.items()},
    }
)
both["apart"] = both["measured"] / both["simulated"] - 1

# %%
axes = both[["measured", "simulated"]].plot(style=["o-", "--"], logx=True, figsize=(7, 3))
axes.axvline(8, color="grey", linestyle=":")
axes.set(xlabel="clients side by side; the batch holds 8", ylabel="seconds for an answer", ylim=0)
axes.set_xticks(clients, clients)
close = both["apart"].abs().idxmin()
far = both["apart"].abs().idxmax()
near, away = both["apart"][close], both["apart"][far]
says = f"Closest at {close} clients ({near:+.0%}), farthest at {far} ({away:+.0%})."
course.figure(axes.figure, "Beyond the batch's size every client pays for the others", says)

# %%
part = pd.Series({"a": fit.a, "8 b": 8 * fit.b, f"{prompt} c": prompt * fit.c}) * 1000
print(part.round(2).rename("ms of an iteration").to_string())
print(f"of the iterations' variance the three explain {fit.explained:.0%}; {says}")
print(f"seconds at 8 and 16 clients: {both['measured'][8]:.2f}, {both['measured'][16]:.2f}")

# %% [markdown]
# Where it fits: one straight line of cost for each iteration is enough to foretell how the wait grows with the clients, and that it
# doubles once twice as many ask as the batch holds. Where it does not: single iterations scatter, because this computer does
# other things, too. What a client waits *outside* of iterations, for HTTP, JSON and its own thread, the model does not know, so
# that it may promise too little; the line above says where most. How large a
# batch pays depends on $b$ beside $a$; on an accelerator $b$ is far smaller.

# %% [markdown]
# ## When it lies: the cheap answer
#
# A cache can be too kind. *Semantic* caches do not wait for the same question; they answer with what was said to a question that looks
# alike. Here two questions are alike if they share most of their words.


# %%
def alike(one, other):
    mine, theirs = (set(each.lower().strip("?").split()) for each in (one, other))
    return len(mine & theirs) / len(mine | theirs)


asked = "How do I turn the alarm on?"
others = (
    "How do I turn the alarm off?",
    "How can I switch the alarm on?",
    "Where is the alarm's switch?",
)
for each in others:
    print(f"{alike(asked, each):.2f}  {each}")

# %% [markdown]
# No [threshold](../glossary.ipynb#Threshold) is right here: the opposite question is closer than the same one in other words. [Embeddings](../glossary.ipynb#Embedding) make it better, not right. What is answered from a cache must be counted as wrong answers are, on questions
# whose answers one knows.
#
# The percentiles lie as well, whenever a machine is overloaded: what is shown while it runs counts answers that *came*. Those who still
# wait, and those who went away, are in no column yet. Read the queue beside them.

# %%
over = serving.simulate(serving.Scenario(rate=14))
at = 120  # seconds
answered, waiting = over["answered"][at], over["waiting"][at]
print(f"after {at} s: 95 % of the answers took {over['done_95'][at]:.0f} s or less;")
print(f"{answered:,.0f} are answered, {waiting:,.0f} wait and are in no percentile")

# %%
client.close()  # to ask again, run once more from the cell that started the server
running.stop()
print(str(running).rsplit(" at", 1)[0].split(",")[0])

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** Ten requests a second come, with the lengths and times of `limit` above. What is the smallest batch with which
# the machine can keep up?

# %%
my_batch = 8  # your line

course.check("llmops.batch", my_batch)

# %% [markdown]
# **Core (up to eight lines).** Finish `admit(waiting, running, used, batch, memory)`, which is asked before every iteration.
# `waiting` lists how many tokens of memory each request needs that waits, in order of arrival; `running` requests hold `used` tokens
# now. Say how many of those who wait may come in: at most `batch` run, at most `memory` tokens are held, and nobody
# overtakes.


# %%
def admit(waiting, running, used, batch, memory):
    return 0  # your lines


course.check("llmops.admit", admit)

# %% [markdown]
# **Stretch (ungraded).** Ask the server again with `batch=1` and lay that curve beside the one above. From how many clients on does
# it matter?

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("llmops.serving-at-a-cost")

# %% [markdown]
# ## Summary
#
# A pass through the weights costs nearly the same for one answer as for many, so a machine is cheap when its batch is full and slow
# when it is too full; the formula of its limit needs three times and two lengths. Continuous batching gains as much as answers
# are unequal, and memory that is reserved for nothing loses it again. Keys say who asks, counts say who pays, and what still
# waits is in no percentile.
#
# **Read on:** Yu et al., *Orca: a distributed serving system for transformer-based generative models*, OSDI, 2022 · Kwon et al.,
# *Efficient memory management for large language model serving with PagedAttention*, SOSP, 2023 · Che, Tung and Wang,
# *Hierarchical web caching systems*, IEEE JSAC 20(7), 2002 · Dean and Barroso, *The tail at scale*, Communications of the ACM
# 56(2), 2013
