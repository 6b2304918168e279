"""Who will not pay a loan back? Generated applications whose true risk is known, and whose incomes can drift."""

from mlops_widgets.data.credit.applications import DELAY, Applications, Drift, applications
from mlops_widgets.data.credit.rules import Rules

__all__ = ["DELAY", "Applications", "Drift", "Rules", "applications"]
