# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 250
#     minutes: 5
#     needs: [drift]
#     needs_notebooks: []
#     topics: []
# ---

# %% [markdown]
# # MLOps, played
#
# A model that works today is the easy half. The other half is keeping it right: knowing what was trained on what,
# shipping a new version without hurting anybody, noticing that the world has moved. In this course you do not read
# about that; you watch it happen, on real data, and change it.
#
# Click into the grey cell and press <kbd>Shift</kbd> + <kbd>Enter</kbd>. A stream of real flights begins to play.

# %%
from mlops_widgets.drift import stream

stream.simulation.widget(controls=("window",))

# %% [markdown]
# **How a notebook works.** There is a story in which something is at stake. You *predict*, then *run*, then *play*:
# drag a control, press a button, step through time. Then you write a few lines of your own, and the same picture
# plays with yours.
#
# **What you need.** Some Python. Everything runs on this computer: no download, no account.
#
# **Nothing can break.** These notebooks are your copies. To get a fresh one, delete or rename yours and open the
# course again.
#
# | chapter | notebook | minutes |
# |---|---|---|
# | 7 · Drift | [What drifts?](07_drift/1_what_drifts.ipynb) | 45 |

# %% [markdown]
# ## Every simulation
#
# Each one has a name, knobs, and parts that you can replace by your own code. New ones appear here by themselves.

# %%
import pandas as pd

from mlops_widgets import stage

pd.set_option("display.max_colwidth", None)
pd.DataFrame(
    {name: {"about": each.about, "your part": ", ".join(each.parts)} for name, each in stage.simulations().items()}
).T
