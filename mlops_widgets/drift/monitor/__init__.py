"""Is all well, and if not, what kind of change is it? Features, answers and both together, in one verdict."""

from .diagnosis import Diagnosis, Sign
from .monitor import Monitor

__all__ = ["Diagnosis", "Monitor", "Sign"]
