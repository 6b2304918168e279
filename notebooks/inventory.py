# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 150
#     minutes: 10
#     needs: []
#     needs_notebooks: []
#     topics: []
# ---

# %% [markdown]
# # What do you know already?
#
# The same questions before the course and after it show what it changed.
#
# Answer what you can and leave open what you cannot; nobody sees it but you. Nothing is said about right and wrong
# until you sit it again, so that the second time measures what you learned and not what you remember.

# %%
from mlops_widgets import course

course.Inventory()

# %% [markdown]
# ## Your record
#
# What you predicted, tried and answered so far, notebook by notebook. It is kept on this computer alone and counts for
# no mark; `course.record().save("record.html")` makes a page of it that you can print or show.

# %%
course.record()
