# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 350
#     minutes: 5
#     needs: [drift]
#     needs_notebooks: []
#     topics: []
# ---

# %% [markdown]
# # MLOps, played
#
# A model that works today is the easy half; here you watch the other half happen, on real data, and change it.
#
# Click into the grey cell and press <kbd>Shift</kbd> + <kbd>Enter</kbd>. The map of the course appears, and every
# notebook on it is a link.

# %%
from mlops_widgets import course

course.map()

# %% [markdown]
# ## The first thing to play
#
# Run this cell, too. A stream of real flights begins to play while a [detector](glossary.ipynb#Detector) watches for
# the hours in which too many are late. Make its [window](glossary.ipynb#Window) shorter, and see what it cries about
# then.

# %%
from mlops_widgets.drift import stream

stream.simulation.widget(controls=("window",))

# %% [markdown]
# ## How a notebook works
#
# There is a story in which something is at stake. You *predict*, then *run*, then *play*: drag a control, press a
# button, step through time. Then you write a few lines of your own, and the same picture plays with yours.
#
# The map remembers how far you are. What you know [before the course and after it](inventory.ipynb) has a page of its
# own, and so has your record.
#
# ## What you need
#
# Some Python. Everything runs on this computer: no download, no account. And nothing can break: these notebooks are
# your copies. To get a fresh one, delete or rename yours and open the course again.
#
# ## Your way through
#
# `"core"` is the short way, `"14 weeks"` and `"7 weeks"` go with a class and its lectures, `"one day"` is a workshop.
# Write the name of yours.

# %%
course.plan("7 weeks")

# %% [markdown]
# ## Everything that can be played
#
# A **simulation** has knobs, and parts that you can replace by your own code: after `from mlops_widgets import
# stage`, `stage.simulations()["drift.stream"].widget()` shows one. On a **board** you edit things, and find them
# again tomorrow under the word that you give it: `stage.boards()["drift.points"].widget("mine")`. New ones appear
# here by themselves.

# %%
course.gallery()
