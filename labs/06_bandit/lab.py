# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade_id": "title"}
# # Lab: a bandit that earns its keep
#
# **You judge** whether an experiment may be read at all, **predict** what a test costs, **and build** a bandit that is
# paid by what it earns.
#
# About 60 minutes, 12 points · needs *Live experiments* and *Bandits and contexts* of chapter 6
#
# Write where it says `# your lines`. Each task has a cell of tests below it: run it as often as you like. It says
# what to look at next. Whoever grades this runs the same cell with further tests, on users whom nobody has seen.
# What the sheet below asks for is drawn: worked on alone, it is the edition for practice; who assigns the lab gives
# each of you another.

# %% nbgrader={"grade_id": "sheet"}
from statistics import NormalDist

import numpy as np

from mlops_widgets import course, rollout, stage
from mlops_widgets.rollout import bandits, experiment

sheet = course.variant("06_bandit")
plans = [(0.5, 0.3, 0.2), (0.6, 0.3, 0.1), (0.4, 0.4, 0.2), (0.7, 0.2, 0.1), (0.6, 0.2, 0.2)]
planned = np.array(sheet.choose("planned", plans))
alpha = sheet.choose("alpha", [0.0005, 0.001, 0.002, 0.005])
fewest = sheet.choose("fewest", range(120, 400))
buys = [(0.12, 0.08), (0.14, 0.09), (0.15, 0.1), (0.1, 0.07), (0.2, 0.08), (0.16, 0.06)]
bought, margin = sheet.choose("bought", buys), (6, 12)
share = sheet.choose("share", [0.1, 0.2, 0.25, 0.3, 0.4])
season = sheet.choose("season", range(8_000, 16_001, 10))
delay = sheet.choose("delay", range(24, 37, 2))
print(f"{sheet}\n1: A, B and C get {', '.join(f'{each:.0%}' for each in planned)} of the users;")
print(f"   mismatch at p < {alpha}; nothing is read before each has {fewest} users.")
print(
    f"2: {bought[0]:.0%} buy with A, for {margin[0]} €; {bought[1]:.0%} with B, for {margin[1]} €;"
)
print(f"   B gets {share:.0%} of the test; {season:,} users come in the season.")
print(f"3: what a user brought is known {delay} hours later.")

# %% [markdown] nbgrader={"grade_id": "experiment"}
# ## 1 May it be read? (3 points)
#
# `verdict` gets the log of a test of three versions: three arrays that tell of each *visit* the number of the user, the
# version (0 is A, 1 is B, 2 is C), and the € that it brought. A user always meets the same version, and may come several
# times. The plan splits *users*. Give back
#
# - `"wait"` while a version has fewer users than the sheet asks for; else
# - `"mismatch"` if the versions' users are no split by the sheet's plan, $p$ below the sheet's line; else
# - the number of the version that brought most € for each *user*.


# %% nbgrader={"grade_id": "verdict", "solution": true}
def verdict(user, version, profit):
    ### BEGIN SOLUTION
    users = [np.unique(user[version == each]).size for each in range(3)]
    if min(users) < 121:
        return "wait"
    if rollout.sample_ratio(users, (0.5, 0.3, 0.2), alpha=0.001).found:
        return "mismatch"
    earned = [profit[version == each].sum() / n for each, n in enumerate(users)]
    return int(np.argmax(earned))
    ### END SOLUTION


# %% nbgrader={"grade_id": "verdict-tests", "points": 3}
def log(sizes, visits=(1, 1, 1), each=(1.0, 1.1, 1.3)):
    """So many users of each version, who come so often and bring so much each time, in no order."""
    sizes = np.round(sizes).astype(int)
    version = np.repeat(np.arange(3), sizes)
    user = np.repeat(np.arange(sizes.sum()), np.array(visits)[version])
    order = np.random.default_rng(0).permutation(user.size)
    return user[order], version[user][order], np.array(each)[version[user]][order]


def off(p, users=100_000):
    """Groups so far from the plan that chance gives as much with this probability."""
    e = planned * users
    return e + np.array([1, -1, 0]) * np.sqrt(-2 * np.log(p) / (1 / e[0] + 1 / e[1]))


groups = 20_000 * planned
sizes = ", ".join(f"{size:,.0f}" for size in groups)
said = verdict(*log(groups))
assert said is not None, (
    "verdict gives nothing back yet: count each version's users, then wait, mismatch or a number."
)
assert said != "mismatch", f"{sizes} users are as planned: expect the sheet's shares, not thirds."
assert said == 2, f"{sizes} users bring 1.00, 1.10, 1.30 € each: C, 2, is best, not {said!r}."
said = verdict(*log(groups, visits=(1, 1, 3), each=(1.0, 1.1, 0.6)))
assert said != "mismatch", "C's users come three times, as they may: count users, not visits."
assert said == 2, (
    f"C brings 0.60 € a visit and 1.80 € a user: per user C, 2, is best, not {said!r}."
)
said = verdict(*log(groups * (1, 1, 0.8)))
assert said == "mismatch", f"A fifth of C's users is missing, and you read {said!r}: sizes first."
said = verdict(*log(planned / planned.min() * (fewest - 50)))
assert said == "wait", f"One version has {fewest - 50} users so far, and you say {said!r}: wait."
assert verdict(*log(off(0.02))) != "mismatch", (
    f"Chance alone gives such groups in one test of fifty: the sheet's line is {alpha}."
)
print("As far as these tests see, it reads what may be read.")
### BEGIN HIDDEN TESTS
assert verdict(*log(off(alpha * 1.3))) == 2, "Look at the sheet's line for p: this is above it."
assert verdict(*log(off(alpha / 1.3))) == "mismatch", "Look at the sheet's line: p is below it."
for few in (fewest - 1, fewest):
    said = verdict(*log(planned / planned.min() * few))
    assert (said == "wait") == (few < fewest), "Look at how many users are too few."
draw = sheet.rng("logs")
for _ in range(5):
    visits, each = draw.integers(1, 5, 3), draw.uniform(0.5, 1.5, 3)
    assert verdict(*log(groups, visits, each)) == np.argmax(visits * each), (
        "On another log another version brought most for each user."
    )
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "price"}
# ## 2 What does a test cost? (3 points)
#
# A test sends the sheet's share of its $n$ users to B and the others to A. Then the one that earned more for each user
# gets all who are left of the season. What does that lose, in €, against always answering with the better one? Here is
# the average of 20,000 tests of each length, and what Thompson's rule loses on as many users:

# %% nbgrader={"grade_id": "price-code"}
worth = np.multiply(bought, margin)  # € a user


def measured(test, times=20_000):
    """What so many tests lose on average, and the standard error."""
    users = np.array([test - round(share * test), round(share * test)])
    earned = np.random.default_rng(1).binomial(users, bought, (times, 2)) * margin / users
    left = np.where(earned.argmax(axis=1) == worth.argmax(), 0, season - test)
    lost = np.ptp(worth) * (users[worth.argmin()] + left)
    return lost.mean(), lost.std() / times**0.5


def thompson(times=50):
    """The same for a bandit that learns from profit, as a share of the largest."""
    bandit, rng, lost = bandits.Thompson(2, replicas=times), np.random.default_rng(2), 0.0
    chance, gain = np.array(bought), np.array(margin) / max(margin)
    for _ in range(season):
        arm = bandit.choose_all()
        bandit.learn_all(arm, (rng.random(times) < chance[arm]) * gain[arm])
        lost += np.mean(worth.max() - worth[arm])
    return lost


for test in (500, 1000, 2000, 4000, 8000):
    print(f"{f'a test of {test:,} users':>21} loses {measured(test)[0]:6,.0f} €")
print(f"{'Thompson’s rule':>21} loses {thompson():6,.0f} €, and needs no length")

# %% [markdown] nbgrader={"grade_id": "formula"}
# Nobody has 20,000 seasons, so predict it. A user's profit has the variance $\sigma^2 = m^2\,p\,(1-p)$ with margin $m$ and
# chance $p$. The difference of two averages is nearly normal, so the worse version wins with the probability
#
# $$w = \Phi\!\left(-\,\delta \Big/ \sqrt{\sigma_A^2/n_A + \sigma_B^2/n_B}\right)$$
#
# with $\delta$, what the better one earns more, € a user, and $\Phi$, which is `NormalDist().cdf`. `lost(n)` gives the €
# that a test of $n$ users loses: $\delta$ for each of its users who meets the worse version, and, with the probability $w$,
# $\delta$ for each who comes later.


# %% nbgrader={"grade_id": "lost", "solution": true}
def lost(n):
    ### BEGIN SOLUTION
    a, b, rest = 0.12 * 6, 0.08 * 12, 14_230 - n
    n_a, n_b = 0.7 * n, 0.3 * n
    error = (36 * 0.12 * 0.88 / n_a + 144 * 0.08 * 0.92 / n_b) ** 0.5
    return (b - a) * (n_a + rest * NormalDist().cdf(-(b - a) / error))
    ### END SOLUTION


# %% nbgrader={"grade_id": "lost-tests", "points": 3}
gap, worse = np.ptp(worth), worth.argmin()
part = (1 - share, share)[worse]  # of the test's users meets the worse version
whole = lost(season)
assert whole is not None, (
    "lost gives nothing back yet: what its own users lose, and what a wrong winner loses later."
)
sold = np.ptp(bought) * season * (1 - share, share)[np.argmin(bought)]
slips = {
    "A test that lasts all season loses nothing? Some of its own users met the worse version.": 0,
    "That counts purchases: how many € does each bring?": sold,
    "That charges all of the test's users: who of them met the better version?": gap * season,
    f"That is an even split: B gets {share:.0%} of the test's users.": gap * season / 2,
    "That charges those who met the better version.": gap * season * (1 - part),
}
for sentence, slip in slips.items():
    assert not np.isclose(whole, slip), sentence
wish = gap * season * part
assert np.isclose(whole, wish), (
    f"A test that lasts all season costs its own users {wish:,.0f} €, yours says {whole:,.0f} €."
)
w = [(lost(n) / gap - part * n) / (season - n) for n in (1000, 4000)]
assert all(0 < each < 1 for each in w), (
    "Now and then a test names the wrong winner: what is lost later? Is δ divided by a root?"
)
errors = [NormalDist().inv_cdf(each) for each in w]
assert np.isclose(errors[1], 2 * errors[0], rtol=0.01), (
    "In four times as many users the gap is twice as many standard errors: is it, and who is left?"
)
for test in (1000, 4000):
    seen, error = measured(test)
    print(f"{test:,} users: predicted {lost(test):,.0f} €, measured {seen:,.0f} ± {error:,.0f} €")
    assert abs(lost(test) - seen) < 0.06 * seen + 4 * error, (
        "What is the variance of a user's profit?"
    )
best = min(range(100, season, 100), key=lost)
print(f"One of {best:,} users loses least, {lost(best):,.0f} €, if one knew that before.")
### BEGIN HIDDEN TESTS
p, m = np.array(bought), np.array(margin)
for n in sheet.rng("lengths").integers(300, 7000, 5).tolist():
    error = np.sqrt((m**2 * p * (1 - p) / (n * np.array([1 - share, share]))).sum())
    wish = gap * (part * n + (season - n) * NormalDist().cdf(-gap / error))
    assert np.isclose(lost(n), wish), "Tests of another length lose otherwise."
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade_id": "earn"}
# ## 3 Your bandit, and what it earns (4 points)
#
# A shop tries four versions for four weeks. Half of its users live in the cold, half in the warm, and each climate has
# another best version. One of the four sells most often and earns little. In the second or third week two of the others
# swap their goods. What a user brought is known the sheet's hours later. Nobody says which, when, or how much.
#
# `Mine` is built anew for each shop. `choose` gets a user's `context`, an array with a 1 at the place of the climate, and
# gives back a version, 0 to 3. `learn` is told later what a version brought with a user: `reward` is the profit as a share
# of the largest one, 0 to 1. Use whatever `bandits` offers: `bandits.__all__` names it. Below it also plays in the shop that you know.
#
# Counted is what the chosen versions earn *on average*, without the luck of single users. Points grow with the part that
# you gain of the way from an A/B test of one week to an oracle that knows everything, and are rounded to halves; from
# 65 % on you have all of them.

# %% nbgrader={"grade_id": "earn-code"}
from mlops_widgets.rollout.experiment.play import play
from mlops_widgets.rollout.experiment.policies import built
from mlops_widgets.rollout.experiment.scenario import POLICIES
from mlops_widgets.rollout.experiment.world import HOURS, World

setting = experiment.Scenario(policy="yours", versions=4, users=12, delay=delay)


def users(chance, margin, *, later=None, day=28, seed=0):
    """Four weeks of users: chance[version, climate] of a purchase, from some day on another."""
    rng = np.random.default_rng(seed)
    n = HOURS * setting.users
    climate = rng.integers(2, size=n)
    early = (np.arange(n) < 24 * day * setting.users)[:, None]
    now, then = (np.array(each)[:, climate].T for each in (chance, later or chance))
    chances = np.where(early, now, then)
    buys = rng.random(n)[:, None] < chances  # the same under every policy
    nobody, never = np.zeros(n, dtype=bool), np.zeros(HOURS, dtype=bool)
    return World(climate, nobody, 1.0 * buys, buys * margin, chances * margin, never)


def month(seed, number):
    """Such a shop, its versions in any order; the number says in turn which two swap, and when."""
    rng = np.random.default_rng(seed)
    high, low, middle, cheap = rng.uniform((0.3, 0.08, 0.22, 0.5), (0.38, 0.14, 0.28, 0.6))
    chance = np.array([[cheap, cheap], [middle, middle], [high, low], [low, high]])
    later = chance[[[0, 2, 1, 3], [0, 3, 2, 1], [0, 1, 3, 2]][number % 3]]
    order, margin = rng.permutation(4), np.array([4, 12, 12, 12])
    day = 8 + 3 * number % 12 + rng.integers(3)
    chance, later, margin = chance[order].tolist(), later[order].tolist(), margin[order]
    return users(chance, margin, later=later, day=day, seed=rng.integers(10**9))


def met_by(shop, policy):
    """The version that each user meets."""
    return play(shop, setting, policy).met


def earned(shop, policy):
    """The € that the versions it chooses bring on average."""
    met = met_by(shop, policy)
    return shop.expected[np.arange(met.size), met].sum()


def gained(build, seeds):
    """The part that it gains of the way from an A/B test to an oracle."""
    test, ways = setting.replace(policy="fixed", horizon=7), np.zeros(2)
    for number, seed in enumerate(seeds):
        shop = month(seed, number)
        tested = earned(shop, built(test.replace(seed=number), None))
        ways += earned(shop, build(number)) - tested, shop.expected.max(axis=1).sum() - tested
    return ways[0] / ways[1]


# %% nbgrader={"grade_id": "others"}
for name in ("epsilon", "thompson", "lin_ucb"):
    other = setting.replace(policy=name)
    part = gained(lambda number, other=other: built(other.replace(seed=number), None), range(6))
    print(f"{POLICIES[name]:>10} gains {part:3.0%} of the way")


# %% nbgrader={"grade_id": "mine", "solution": true}
class Mine:
    def __init__(self, arms=4, features=2, seed=0):
        ### BEGIN SOLUTION
        kinds = range(features)
        self.each = [bandits.DiscountedThompson(arms, memory=800, seed=[seed, k]) for k in kinds]
        ### END SOLUTION

    def choose(self, context):
        ### BEGIN SOLUTION
        return self.each[context.argmax()].choose()
        ### END SOLUTION
        return 0

    def learn(self, arm, reward, context):
        ### BEGIN SOLUTION
        self.each[context.argmax()].learn(arm, reward)
        ### END SOLUTION


watched = experiment.Scenario(versions=4, turns=14, delay=delay)
experiment.simulation.widget(watched, policy=Mine, controls=("turns", "delay", "cold"))

# %% [markdown] nbgrader={"grade_id": "difficulties"}
# What is it good at? Three shops with one difficulty each, and the share of the last week's users who meet the version
# that is best for them:


# %% nbgrader={"grade_id": "profile-code"}
def alike(*chance):
    """The same in both climates."""
    return [[each, each] for each in chance]


dear = (12, 12, 12, 12)
difficulties = {
    "sells, or earns": (
        users(alike(0.9, 0.4, 0.1, 0.1), (2, 12, 12, 12)),
        "What sells most often is not what earns most: how large is the reward?",
    ),
    "two climates": (
        users([[0.8, 0.1], [0.1, 0.8], [0.3, 0.3], [0.3, 0.3]], dear),
        "Each climate has a best version of its own: what does the context say?",
    ),
    "a swap": (
        users(alike(0.8, 0.5, 0.2, 0.2), dear, later=alike(0.2, 0.5, 0.8, 0.2), day=14),
        "The best one changed two weeks ago: for how long does an old reward count?",
    ),
}


def build(seed):
    return built(setting.replace(seed=seed), Mine)


def tried(run, seconds=3):
    """What comes of it; or nothing, and in a sentence what a learner's code did."""
    try:
        return stage.parts.call(run, seconds=seconds), ""
    except stage.PartError as error:
        return None, str(error)


def knows(shop):
    """The share of the last week's users who meet the best version for them, or a sentence."""
    last = slice(-24 * 7 * setting.users, None)
    best = shop.expected[last].argmax(axis=1)
    return tried(lambda: np.mean(met_by(shop, build(0))[last] == best))


# %% nbgrader={"grade_id": "profile"}
for name, (shop, _) in difficulties.items():
    part, fault = knows(shop)
    print(fault or f"{name:>15}: {part:.0%}")
    if fault:
        break
else:
    met = met_by(month(0, 0), build(0))
    met = ", ".join(f"{each:,}" for each in np.bincount(met, minlength=4))
    print(f"In one month A, B, C and D met {met} users.")

# %% nbgrader={"grade_id": "mine-tests", "points": 4}
for row in np.eye(4):
    part, fault = knows(users(alike(*row), dear))
    assert not fault, fault
    assert part > 0.5, (
        f"Mine does not learn: where {'ABCD'[row.argmax()]} alone earns, it gets {part:.0%} of the "
        "last week's users. Does learn count for the arm that it is told?"
    )
known = {name: knows(shop)[0] or 0 for name, (shop, _) in difficulties.items()}
advice = next((says for name, (_, says) in difficulties.items() if known[name] < 0.7), "")
part, fault = tried(lambda: gained(build, range(12)), 30)
assert not fault, fault
points = round(8 * min(1, max(0, part / 0.65))) / 2
assert points > 0, f"Mine gains {part:.0%} of the way, hardly more than an A/B test. {advice}"
print(f"Mine gains {part:.0%} of the way: {points:g} points as it seems here. {advice}")
### BEGIN HIDDEN TESTS
unseen = sheet.rng("unseen").integers(10**9, size=24).tolist()
part, fault = tried(lambda: gained(build, unseen), 60)
assert not fault, fault
points = round(8 * min(1, max(0, part / 0.65))) / 2
### END HIDDEN TESTS
round(points, 1)

# %% [markdown] nbgrader={"grade_id": "question"}
# ## 4 When would you rather test? (2 points, read by a person)
#
# Name one question about the shop's versions that your bandit answers badly and a test well, with a number from your own
# runs that says why. And what does the best test of task 2 cost more than Thompson's rule: when is that worth paying?
# About 100 words.

# %% [markdown] nbgrader={"grade_id": "words", "solution": true, "points": 2}
# How much does D earn in the cold? In the month above my bandit hardly asked: C met 357 of 8,064 users, D met few in the
# cold, and their averages rest on a handful of purchases. What it says of A mixes the weeks before the swap with those
# after it. A test that gives each version a quarter would know all of them from 2,000 users. In task 2 the best test
# loses 468 €, Thompson's rule 277 €, so 191 € buy the difference between A and B with its interval. That is cheap if the
# number decides whether the next version is built at all, and a waste if only this season counts, or if the versions
# change before the test has ended.
