# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 300
#     minutes: 45
#     needs: []
#     needs_notebooks: [06_rollout/3_live_experiments.ipynb]
#     topics: [G10, G11, G12]
# ---

# %% [markdown]
# # Bandits and contexts
#
# **After this notebook you can** let a test learn while it runs, say what that saves and what it costs, and see when
# one winner for all is the wrong answer.
#
# 45 minutes · after [Live experiments](3_live_experiments.ipynb) · no download, no account · run the cells from top to
# bottom with <kbd>Shift</kbd> + <kbd>Enter</kbd>

# %% [markdown]
# ## Half of the users, for two weeks
#
# The shop's [A/B test](../glossary.ipynb#A/B-test) ran as it should. For two weeks half of the users met model A,
# although after three days everybody could see where it was going. The numbers were right in the end. The month was not.
#
# A [bandit](../glossary.ipynb#Bandit) learns *during* the test. It sends more users to what has done well so far, and
# still tries the others. The name comes from slot machines, whose arms one pulls; here an *arm* is a version.
#
# What is lost against always answering with the best version is called *regret*. Four rules, on two versions of
# which 8 and 16 users of 100 buy:

# %%
from mlops_widgets.rollout import bandits

after = [100, 200, 500, 1000, 2000, 4000]
kinds = {
    "A/B, 1,000 users": lambda: bandits.Split(2, users=1000, replicas=200),
    "ε-greedy": lambda: bandits.EpsilonGreedy(2, replicas=200),
    "UCB1": lambda: bandits.UCB1(2, replicas=200),
    "Thompson": lambda: bandits.Thompson(2, replicas=200),
}

# %%
import pandas as pd

lost = {
    name: bandits.regret(make(), [0.08, 0.16], after=after).mean(axis=0)
    for name, make in kinds.items()
}
regret = pd.DataFrame(lost, index=pd.Index(after, name="users"))
last = regret.iloc[-1]
says = (
    ", ".join(f"{name} {value:.0f}" for name, value in last.items()) + " purchases lost in the end."
)

# %%
from mlops_widgets import course

axes = regret.plot(style=["-", "--", ":", "-."], ylabel="purchases lost", figsize=(7, 2.8))
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
course.Predict(
    "bandits-and-contexts.least",
    "How the last three work is told below. Which of the four has lost least after 4,000 users?",
    answer=list(kinds),
    truth=last.idxmin(),
    reveal=course.figure(axes.figure, "Thompson is sure soon, a test at its end", says),
)

# %% [markdown]
# **Play with one question in mind: when does each rule stop sending users to the worse version?** Watch the shares above
# and the beliefs below.

# %%
from mlops_widgets.rollout import experiment

experiment.simulation.widget(
    experiment.Scenario(versions=2), controls=("policy", "users", "epsilon")
)

# %% [markdown]
# ## How it works: three ways to explore
#
# **ε-greedy.** With [probability](../glossary.ipynb#Probability) $\varepsilon$ any version, otherwise the best average so
# far. Simple, and it never stops:

# %%
forever = bandits.EpsilonGreedy(2, epsilon=0.1, replicas=200)
bandits.regret(forever, [0.08, 0.16], after=[5000])
share = (forever.pulls[:, 1] / forever.pulls.sum(axis=1)).mean()
course.Predict(
    "bandits-and-contexts.forever",
    "ε is 10 %, of two versions. When it has long known the better one, how many users meet it?",
    answer=course.Number(0, 100, unit="% of the users"),
    truth=100 * (1 - 0.1 + 0.1 / 2),
    reveal=f"{share:.1%} of the first 5,000 users met it, the time of learning included.",
)

# %% [markdown]
# Exploring also hits the best one, by chance: $1 - \varepsilon + \varepsilon/K$ of the users with $K$ versions. A
# constant ε never sends everybody to the winner, so its regret grows for ever by the same amount.
#
# What does "the best so far" mean before anybody has bought? All averages are zero, and `argmax` takes the first of
# equals. Two versions that are the same, five users, greedy:

# %%
import numpy as np


def first_five(fair, rng):
    pulls, sums = np.zeros(2), np.zeros(2)
    for _ in range(5):
        means = sums / np.maximum(pulls, 1)
        arm = rng.choice(np.flatnonzero(means == means.max())) if fair else means.argmax()
        pulls[arm] += 1
        sums[arm] += rng.random() < 0.08
    return pulls


rng = np.random.default_rng(0)
for fair in (False, True):
    print(
        "ties by chance:" if fair else "the first of equals:",
        np.mean([first_five(fair, rng) for _ in range(1000)], axis=0),
    )

# %% [markdown]
# An unfair tie is a splitter with a favourite. Ties have to be broken by chance.
#
# **UCB1** hopes as much as the evidence allows. After $t$ users, $n_i$ of them with version $i$, it takes the largest
#
# $$\bar x_i + \sqrt{2 \ln t \, / \, n_i}$$
#
# so that a version is chosen because it is good, or because it was hardly tried.

# %%
hopeful = bandits.UCB1(2)
for arm, reward in ((0, 1), (0, 0), (0, 0), (1, 1), (1, 0)):
    hopeful.learn(arm, reward)
by_hand = [1 / 3 + np.sqrt(2 * np.log(5) / 3), 1 / 2 + np.sqrt(2 * np.log(5) / 2)]
print("by hand", np.round(by_hand, 3), "package", hopeful.index()[0].round(3))

# %% [markdown]
# **Thompson** draws. What is believed of a rate after $s$ purchases and $f$ users who did not buy is the distribution
# $\text{Beta}(1 + s, 1 + f)$. Draw one rate for each version, and take the highest: each version answers as often as it is
# likely to be the best.

# %%
bought, left = np.array([8, 16]), np.array([92, 84])
for seen in (0.1, 1, 5):
    drawn = rng.beta(1 + seen * bought, 1 + seen * left, size=(10_000, 2))
    better = np.mean(drawn.argmax(axis=1) == 1)
    print(f"after {seen * 100:3.0f} users each, B is chosen for {better:.1%}")

# %% [markdown]
# ## No rule wins everywhere
#
# Two other pairs, one where half of the users buy, and one where few do:

# %%
worlds = {"50 or 60 of 100": [0.5, 0.6], "5 or 6 of 100": [0.05, 0.06]}
table = {
    name: [bandits.regret(make(), p, after=[4000]).mean() for p in worlds.values()]
    for name, make in kinds.items()
}
pd.DataFrame(table, index=worlds).round(1).rename_axis("buy").rename_axis(columns="purchases lost")

# %% [markdown]
# UCB1's hope is made for rewards near one half. Where few buy, its root is larger than every rate, and it explores for very
# long. *Further:* `bandits.KLUCB` measures hope by what yes and no can really do:

# %%
further = bandits.regret(bandits.KLUCB(2, replicas=200), [0.05, 0.06], after=[4000])
print(f"KL-UCB, 5 or 6 of 100: {further.mean():.1f}")

# %% [markdown]
# ## When it lies: the loser's average
#
# What a bandit leaves behind is no A/B test. A version that had bad luck early is hardly tried again, so its luck never
# evens out. Two versions that are the same, 10 of 100 buy:

# %%
same = bandits.Thompson(2, replicas=2000)
bandits.regret(same, [0.1, 0.1], after=[1000])
users = same.alpha + same.beta - 2
means = (same.alpha - 1) / np.maximum(users, 1)
less = users.argmin(axis=1)
rows = np.arange(2000)
for name, arm in {"less": less, "more": 1 - less}.items():
    met, average = users[rows, arm].mean(), means[rows, arm].mean()
    print(f"{name} tried: {met:.0f} users, average {average:.3f}; true 0.1")

# %% [markdown]
# Who wants to *know* how much better B is, tests. Who wants to *earn* meanwhile lets a bandit run.

# %% [markdown]
# ## Contexts: two winners
#
# Now there are four models. C was trained on users in the cold, D on users in the warm. What each brings, in € a user:

# %%
from mlops_widgets.rollout.experiment import world

worth = pd.DataFrame(
    world.worth(np.array([False]))[0], index=list("ABCD"), columns=["cold", "warm"]
)
worth.assign(all=worth.mean(axis=1)).round(2)

# %% [markdown]
# For all together B is the best. For each one it is not. A *contextual* bandit is told something about the user before
# it chooses. **LinUCB** keeps for each version a linear guess $\theta^\top x$ of what a user with the context $x$ brings:
#
# $$\theta^\top x + \alpha \sqrt{x^\top A^{-1} x}, \qquad A = I + \sum x x^\top, \qquad \theta = A^{-1} \sum r\,x$$
#
# UCB's idea again: a guess, plus how wrong it may be. *Further:* linear Thompson draws instead of hoping.


# %%
def money(**fields):
    """€ lost in each of six times four weeks; every policy meets the same users."""
    runs = (experiment.simulate(experiment.Scenario(seed=n, **fields)) for n in range(6))
    return np.array([run.summary["lost"] for run in runs])


lost = {
    "Thompson": money(policy="thompson", versions=4),
    "LinUCB, climate dropped": money(policy="lin_ucb", context=False, versions=4),
    "LinUCB": money(policy="lin_ucb", versions=4),
    "linear Thompson (further)": money(policy="linear_thompson", versions=4),
}
spread = pd.DataFrame(lost).agg(["mean", "min", "max"]).T
means = spread["mean"]

# %%
course.Predict(
    "bandits-and-contexts.dropped",
    "LinUCB that is not told the climate: how many times as much does it lose as one that is?",
    answer=course.Number(1, 20, unit="times as much"),
    truth=round(means["LinUCB, climate dropped"] / means["LinUCB"], 1),
    reveal=spread.round().astype(int).rename_axis("€ lost"),
)

# %% [markdown]
# Each line is six times four weeks, with the same users for every policy. No amount of learning helps a policy that may
# give one answer only; one that may give two has more to learn, and now and then learns it late. **Play: how many users must live in the cold until
# the climate is no longer worth knowing?**

# %%
told = experiment.Scenario(policy="lin_ucb", versions=4)
experiment.simulation.widget(told, controls=("policy", "context", "cold"))

# %% [markdown]
# ## When the best one changes, and when rewards come late
#
# On some day B's goods are sold out: clicks stay, purchases fall. That is [drift](../glossary.ipynb#Drift), and a bandit
# that has made up its mind hardly looks any more. *Discounted* Thompson lets each old reward weigh a little less with
# every new one. It never gets quite sure, which costs something on quiet days:

# %%
days = {"never": 0, "on day 7": 7, "on day 14": 14, "on day 21": 21}
rules = {"Thompson": "thompson", "discounted": "discounted"}
turned = pd.DataFrame(index=pd.Index(days, name="B sells out"))
for name, rule in rules.items():
    turned[name] = [money(policy=rule, versions=2, turns=day).mean() for day in days.values()]

# %%
course.Predict(
    "bandits-and-contexts.turned",
    "B is the best until day 7, then A. Who loses less in four weeks?",
    answer=list(rules),
    truth=turned.loc["on day 7"].idxmin(),
    reveal=turned.round().astype(int).add_suffix(", € lost"),
)

# %% [markdown]
# Forgetting costs something every day, and pays for every day after a change: a bet on how often the world changes, and how
# soon. And what if a purchase is known hours later? Until then a bandit goes on as if nothing had happened, with all users
# that come meanwhile:

# %%
rules |= {"UCB1": "ucb1", "A/B test": "fixed"}
late = pd.DataFrame(index=pd.Index((0, 24, 72, 168), name="hours until known"))
for name in ("Thompson", "UCB1", "A/B test"):
    lost = [money(policy=rules[name], versions=2, delay=hours).mean() for hours in late.index]
    late[f"{name}, € lost"] = np.round(lost).astype(int)
late

# %% [markdown]
# A day hardly matters, a week does. Sell B out yourself, with the button, at a moment of your choice, and see who notices:

# %%
sold_out = experiment.Scenario(policy="discounted", versions=2)
experiment.simulation.widget(sold_out, controls=("policy", "turns", "delay"))

# %% [markdown]
# ## Exercises
#
# **Warm-up (one line).** ε-greedy with ε = `0.2` chooses among four versions. It has long known the best one. Which share
# of the users (0–1) meets it?

# %%
my_share = 0.8  # your line

course.check("rollout.explored", my_share)

# %% [markdown]
# **Core (up to eight lines).** Write Thompson's rule for rewards 0 and 1: `choose` draws one rate for each version from
# $\text{Beta}(1 + s, 1 + f)$ and gives the place of the highest; `learn` counts.


# %%
class MyThompson:
    def __init__(self, arms=2):
        self.bought, self.left = np.zeros(arms), np.zeros(arms)
        self.random = np.random.default_rng(0)

    def choose(self, context=None):
        return 0  # your lines

    def learn(self, arm, reward, context=None):
        pass  # your lines


course.check("rollout.drawn", MyThompson)

# %% [markdown]
# **Stretch (ungraded).** Let your class decide in the shop: `experiment.simulation.widget(policy=MyThompson)`. Rewards are
# there shares of the largest profit, between 0 and 1. Does it still work, and why? Then keep one of it for each climate.

# %% [markdown]
# ## Quiz
#
# Each answer is explained as soon as you hand it in; a second try brings other numbers.

# %%
course.Quiz("rollout.bandits-and-contexts")

# %% [markdown]
# ## Summary
#
# A bandit learns during the test and mostly loses less on the way; a test mostly loses more and leaves numbers that one may trust. No
# rule is best everywhere: a constant ε explores for ever, UCB1 hopes too much where few buy, and whoever is sure is late to
# notice a change. Where contexts have opposite winners, a policy that does not know the context cannot learn it away.
#
# **Next:** [a bandit that earns its keep](../labs/06_bandit.ipynb), the lab of this notebook and the one before.
#
# **Read on:** Lattimore and Szepesvári, *Bandit Algorithms*, Cambridge University Press, 2020 · Auer, Cesa-Bianchi and
# Fischer, *Finite-time analysis of the multiarmed bandit problem*, Machine Learning 47, 2002 · Li et al., *A
# contextual-bandit approach to personalized news article recommendation*, WWW, 2010
