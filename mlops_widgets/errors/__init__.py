"""Errors: one average hides many failures. Which are there, which come first, and how sure is that?"""

from . import tags
from .confusion import Confusion, precision_at
from .interval import wilson
from .per_tag import per_tag
from .priorities import priorities, ranking

__all__ = ["Confusion", "per_tag", "precision_at", "priorities", "ranking", "tags", "wilson"]
