"""Which card payments are fraud? Generated payments whose truth is known, and an interface that can break."""

from mlops_widgets.data.fraud.payments import DELAY, SPREAD, Fault, Payments, payments
from mlops_widgets.data.fraud.rules import Rules

__all__ = ["DELAY", "SPREAD", "Fault", "Payments", "Rules", "payments"]
