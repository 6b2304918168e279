# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 850
#     minutes: 45
#     needs: [drift, torch]
#     needs_notebooks: []
#     topics: [H08, H14, H15, H16, H17, H20]
# ---

# %% [markdown]
# # Which error first?
#
# **After this notebook you can** read a model's mistakes one by one, give them [tags](../glossary.ipynb#Tag), count what
# each tag costs, and say what to mend first, and how sure that is.
#
# 45 minutes · needs the whole course: `make lab EXTRAS=course` · no download, no account · headphones help · run the cells from top to bottom with
# <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## A number is said in an ambulance
#
# A crew says the number of the hospital it is driving to, and a recogniser enters it, so that both hands stay free. When
# it hears the wrong digit, the wrong emergency room gets ready.
#
# It learned from an archive: quiet rooms and bad radio lines. Now it meets engines and people who talk in the back. The
# rescue service can pay for one month of work. Better microphones for the cars? Recordings with voices in the
# background? More [bandwidth](../glossary.ipynb#Bandwidth) on the radio? Everybody at the table remembers another bad call.
#
# Our calls are generated, noise and all, so for each one the truth is known: ten digits, eight voices, four conditions,
# in the shares of a table that the lecture shows. The recogniser is a small network that really learned.

# %%
from mlops_widgets.data import speech

calls = speech.utterances(1200, seed=0)
model = speech.recogniser("archive")
heard = model.hear(calls.sound)
wrong = heard != calls.word
print(f"{wrong.sum()} of {len(calls)} calls are heard wrongly: {wrong.mean():.1%}")

# %% [markdown]
# One digit under each condition, mixed at the [signal-to-noise ratio](../glossary.ipynb#Signal-to-noise-ratio) that
# stands above it. A line of low bandwidth lets only the lowest tones through, and loses packets; its number compares the
# noise with the whole voice, before the line takes part of it, so it sounds worse than it says. Listen, and repeat what
# you hear:

# %%
import numpy as np
from IPython.display import Audio, display

for name, rows in calls.conditions.items():
    row = np.flatnonzero(rows & (calls.word == speech.WORDS.index("six")))[0]
    print(f"{name}, {calls.snr[row]:.0f} dB")
    display(Audio(calls.sound[row], rate=speech.RATE))

# %% [markdown]
# Where does the recogniser fail most often?

# %%
from mlops_widgets import course, errors

table = errors.per_tag(wrong, calls.conditions)
course.Predict(
    "error-analysis.worst",
    "Under which condition is the largest share of calls heard wrongly?",
    answer=speech.CONDITIONS,
    truth=table["error in tag"].idxmax(),
    reveal=table[["error in tag", "low", "high", "examples"]].round(3),
)

# %% [markdown]
# *low* and *high* are the ends of a 95 % [confidence interval](../glossary.ipynb#Confidence-interval): the fewer examples, the
# wider. Is the loudest failure also the first to mend? Not so fast. In real life nobody hands you the conditions.

# %% [markdown]
# ## Read the mistakes
#
# **[Error analysis](../glossary.ipynb#Error-analysis)** begins with looking: one mistake after the other, in a sheet
# with a column for each guess of what they have in common. Here is the sheet. *sure* is the chance that the model gave
# its own answer. Click a row, then leave the mouse alone: <kbd>Space</kbd> plays, <kbd>1</kbd> to <kbd>9</kbd> tag,
# <kbd>n</kbd> names a new tag, <kbd>u</kbd> takes back.
#
# **Tag ten mistakes, with one question in mind: what do they have in common that the list does not yet name?**

# %%
import pandas as pd

mistakes = np.flatnonzero(wrong)
sure = model.chances(calls.sound[mistakes]).max(axis=1)
words = np.array(speech.WORDS)
sheet = pd.DataFrame(
    {"said": words[calls.word[mistakes]], "heard": words[heard[mistakes]], "sure": sure.round(2)},
    index=[f"call {row}" for row in mistakes],
)

# %%
mine = errors.tags.tagger(
    sheet, key="error-analysis-speech", tags=("car noise", "people noise", "low bandwidth"),
    title="What was heard wrongly", about="generated calls",
    sounds=lambda place: calls.link(mistakes[place]),
)  # fmt: skip
mine.widget()

# %% [markdown]
# What you do there is kept: run the cell again, or restart the [kernel](../glossary.ipynb#Kernel), and your tags are back. *Save CSV* takes them to
# a spreadsheet. In Python they are a table; here are yours beside the truth, which no real project has.

# %%
yours = mine.tagged
truth = calls.frame().loc[[int(name.removeprefix("call ")) for name in yours.index]]
pd.concat([yours.reset_index(), truth.reset_index(drop=True)], axis=1).head(20)

# %% [markdown]
# ## How it works: four numbers for a tag
#
# A sheet of mistakes says which tags come up. To say what they cost, right answers must be counted as well. Let $W$ be
# the calls heard wrongly, $T$ those with the tag, and $N$ all of them:
#
# $$\text{share of errors}=\frac{|W\cap T|}{|W|}\quad \text{error in tag}=\frac{|W\cap T|}{|T|}\quad
# \text{share of data}=\frac{|T|}{N}$$

# %%
T = calls.conditions["people noise"]
both = (wrong & T).sum()
print(f"share of errors {both / wrong.sum():.1%}")
print(f"error in tag    {both / T.sum():.1%}")
print(f"share of data   {T.mean():.1%}")

# %% [markdown]
# The fourth is the *room*: how much better could it become? It takes a [baseline](../glossary.ipynb#Baseline). The usual
# one is **[human-level performance](../glossary.ipynb#Human-level-performance)**: how often people are right on the same
# examples. Where even they cannot hear it, no model will.
#
# We have no crowd of listeners. In their place stands a network of the same size that has heard plenty of every
# condition: it shows what is possible at least.

# %%
best = speech.recogniser("yardstick").hear(calls.sound) == calls.word
human = {name: best[rows].mean() for name, rows in calls.conditions.items()}
table = errors.per_tag(wrong, calls.conditions, human=human)
table.round(3)

# %% [markdown]
# On the low-bandwidth line both fail alike: the tones that tell the digits apart never arrive. That error is
# *irreducible*; a wider channel may help, a better model will not.

# %% [markdown]
# ## Gap times share
#
# Closing the gap of a tag helps only in that tag's share of the data. So the whole gains
#
# $$\text{gain} = (\text{human} - \text{model}) \times \text{share of data}$$
#
# With the four rows of the lecture:

# %%
model_right = {"clean": 0.94, "car noise": 0.89, "people noise": 0.87, "low bandwidth": 0.70}
human_right = {"clean": 0.95, "car noise": 0.93, "people noise": 0.89, "low bandwidth": 0.70}
share = {"clean": 0.60, "car noise": 0.04, "people noise": 0.30, "low bandwidth": 0.06}
gains = errors.priorities(model_right, human_right, share)
for name, gain in gains.items():
    print(f"{name:14} {human_right[name] - model_right[name]:.0%} × {share[name]:.0%} = {gain:.2%}")

# %% [markdown]
# The largest gap, in car noise, is worth least but one, and clean speech, which nobody complained about, ties for the
# first place. Now our own calls.

# %%
sample = errors.ranking(wrong, calls.conditions, human=human)
course.Predict(
    "error-analysis.first",
    "One month of work: which condition do you mend first?",
    answer=speech.CONDITIONS,
    truth=sample.index[0],
    reveal=sample.round(3),
)

# %% [markdown]
# As areas: each box is as wide as its share of the data and as high as its gap. What you can gain is the area.

# %%
import matplotlib.pyplot as plt

axes = plt.figure(figsize=(7, 3)).add_subplot(frameon=False)
left = table["share of data"].cumsum() - table["share of data"]
tones = {table["room"].idxmax(): "C1", sample["gain"].idxmax(): "C0"}
for name, (high, wide) in table[["room", "share of data"]].iterrows():
    axes.bar(left[name], high, wide, align="edge", color=tones.get(name, "lightgrey"))
    axes.text(left[name], high + 0.01, name)
axes.set(xlabel="share of calls", ylabel="gap to the yardstick", xlim=(0, 1.15), xticks=[0, 0.5, 1])
said = ", ".join(f"{name} {gain:.1%}" for name, gain in sample["gain"].items())
course.figure(axes.figure, "The tallest box is not the largest one", f"Gain by condition: {said}.")

# %% [markdown]
# Gap and frequency are two reasons of four. The others no table holds: how *easy* is it to improve there, and how much
# does it *matter*? A wrong digit from a car at full speed may weigh more than ten from a garage. Multiply the gain by a
# weight, but write the weight down before you see the order.

# %% [markdown]
# ## When it lies: few mistakes, and tags nobody made
#
# The table above rests on many calls. Suppose somebody had tagged only a small sample. The
# [bootstrap](../glossary.ipynb#Bootstrap) says how far to trust the order: draw as many calls again and again from those
# at hand, and rank each time.

# %%
few = slice(0, 40)
some = {name: rows[few] for name, rows in calls.conditions.items()}
errors.ranking(wrong[few], some, human=human).round(3)

# %% [markdown]
# Look at *low* and *high*: they overlap, and *comes first* says in which share of the samples a tag would have won. The
# second lie is quieter. Clean speech had errors too, without any noise. Did you hear why, while tagging? Put the
# voices beside each other:

# %%
voices = {name: calls.voice == place for place, name in enumerate(speech.VOICES)}
by_voice = errors.per_tag(wrong, voices)[["share of errors", "error in tag", "share of data"]]
by_voice.sort_values("error in tag", ascending=False).head(3).round(3)

# %%
is_child, clean = voices["Wren"], calls.conditions["clean"]
child = {"clean, a child": clean & is_child, "clean, others": clean & ~is_child}
errors.per_tag(wrong, child)[["share of errors", "error in tag", "share of data"]].round(3)

# %% [markdown]
# A child calls, and the archive had none. The four conditions hid that: it was spread over all of them. **A tag that
# nobody made costs nothing in any table.** That is why tags grow while you look.

# %% [markdown]
# ## Did it help, and whom did it hurt?
#
# The month is spent: four hundred new recordings with people in the background. The network goes on learning from them,
# really, now, in some seconds.

# %%
more = speech.utterances(400, shares={"people noise": 1.0}, child=0.0, seed=7)
taught = speech.train(more, epochs=4, start=model, rate=2e-3)
after = taught.hear(calls.sound) != calls.word
now = errors.per_tag(after, calls.conditions)
pd.DataFrame({"before": table["error in tag"], "after": now["error in tag"]}).round(3)

# %% [markdown]
# The tag that was paid for got better, and one that nobody looked at got worse: the network forgot its radio lines.
# Watch every tag after every change, not only the one you worked on.

# %% [markdown]
# ## Another trade, the same board
#
# In flights the tags are *metadata*: airport, hour, wind. In photographs they would be blur, reflection, factory; in a
# shop the kind of user. These flights of May landed late, and a table of rates by carrier and hour thought it
# least likely. *wind* is in miles an hour, *day_late* the share that was late at that airport in the day before. Make
# tags of your own.

# %%
from mlops_widgets.data import flights

every = flights.load()
parts = flights.split(every)
seen = flights.features(every)
rule = flights.RateTable().fit(seen.loc[parts.train], every.loc[parts.train, "late"])
may = seen.loc[parts.production[5]]
chance = pd.Series(rule.predict_proba(may)[:, 1], index=may.index)
surprises = chance[every.loc[may.index, "late"] == 1].nsmallest(200).index

# %%
columns = ["origin", "dest", "carrier", "hour", "wind", "visibility", "day_late"]
late = errors.tags.tagger(
    may.loc[surprises, columns].round(2), key="error-analysis-flights", tags=("windy", "bad day"),
    title="Late, against all expectation", about="flights of May 2013",
)  # fmt: skip
late.widget()

# %% [markdown]
# ## Rare classes: the lazy answer wins
#
# One more way to be fooled by an average. A camera inspects parts, and two in a hundred are defective. The program
# `print("0")` finds none, and its [accuracy](../glossary.ipynb#Accuracy) is 98 %. Two other numbers tell them apart:
# **[precision](../glossary.ipynb#Precision)**: of what was stopped, how much is defective;
# **[recall](../glossary.ipynb#Recall)**: of what is defective, how much was stopped.
#
# When the year has played, move *Parts that are defective*, then the [threshold](../glossary.ipynb#Threshold): **which numbers change although the model is the same?**

# %%
from mlops_widgets.errors import prevalence

precision, recall, false_alarms = prevalence.expected(prevalence.Scenario())
course.Predict(
    "error-analysis.alarms",
    f"A model stops {recall:.0%} of the defects and {false_alarms:.1%} of the good parts. "
    "Of 100 parts that it stops, how many are defective?",
    answer=course.Number(0, 100, unit="of 100"),
    truth=round(100 * precision),
    reveal=prevalence.simulation.widget(controls=("prevalence", "threshold", "apart")),
)

# %% [markdown]
# Bayes' rule is the reason: with [prevalence](../glossary.ipynb#Base-rate) $\pi$, recall $r$ and a share $a$ of
# [false alarms](../glossary.ipynb#False-alarm), precision is $\pi r / (\pi r + (1-\pi)a)$. The same model, elsewhere:

# %%
for pi in (0.003, 0.02, 0.1, 0.5):
    print(f"{pi:5.1%} defective: precision {errors.precision_at(pi, recall, false_alarms):.1%}")

# %% [markdown]
# The cells of a [confusion matrix](../glossary.ipynb#Confusion-matrix), by the lecture's counts. **[F1](../glossary.ipynb#F1)**
# is the harmonic mean, near the lower of the two, so that a model which stops one sure defect a year does not shine; where nothing is stopped there is no precision.

# %%
cells = errors.Confusion(tp=68, fp=9, fn=18, tn=905)
lazy = errors.Confusion(tp=0, fp=0, fn=86, tn=914)
for name, each in {"model": cells, 'print("0")': lazy}.items():
    precision = "–" if np.isnan(each.precision) else f"{each.precision:.1%}"
    told = f"precision {precision}, recall {each.recall:.1%}, F1 {each.f1:.1%}"
    print(f"{name:10} accuracy {each.accuracy:.1%}, {told}")

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** A taxi company buys the lecture's recogniser. Half of its calls are clean, a quarter come out
# of cars, a fifth have people in the background, the rest low bandwidth. The gaps are those of the lecture's table.
# What should be mended first there?

# %%
my_tag = "people noise"  # your choice

course.check("errors.first", my_tag)

# %% [markdown]
# **Core (up to eight lines).** Write the four numbers yourself: `wrong` and `tagged` are arrays of False and True,
# `human` is the accuracy of people. Return share of errors, error in tag, share of data, room; the last never below 0.


# %%
def four(wrong, tagged, human):
    # Your lines.
    return 0, 0, 0, 0


course.check("errors.four", four)

# %% [markdown]
# **Stretch (ungraded).** A missed defect costs `miss`, a good part that is stopped costs `alarm`. Return the threshold
# with the lowest cost; parts are stopped from it on. After that: take your own CSV file of mistakes to the board,
# `errors.tags.tagger(pd.read_csv("mine.csv"), key="mine")`.


# %%
def cheapest(score, defect, miss, alarm):
    # Your lines: what does each score cost, if it is the threshold?
    return 0


course.check("errors.cheapest", cheapest)

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("errors.error-analysis")

# %% [markdown]
# ## Summary
#
# Reading mistakes one by one gives the tags, counting all examples gives what each tag costs, and gap times share says
# where a month of work pays. The order is a guess from a sample, so look at its interval, and after the work at every
# tag. Where a case is rare, accuracy praises the lazy; ask for precision and recall.
#
# **Read on:** Ng, *Machine Learning Yearning*, 2018 · Wilson, *Probable inference, the law of succession, and
# statistical inference*, Journal of the American Statistical Association 22, 1927 · Efron, *Bootstrap methods: another
# look at the jackknife*, Annals of Statistics 7(1), 1979 · Peterson and Barney, *Control methods used in a study of the
# vowels*, Journal of the Acoustical Society of America 24(2), 1952
