"""Who comes, when, and how well would each version serve them?"""

from .day import BUCKETS, USERS, Day, draw
from .traffic import PATTERNS, rate
from .version import Version

__all__ = ["BUCKETS", "PATTERNS", "USERS", "Day", "Version", "draw", "rate"]
