"""What reaches a dashboard of what happens, and when?"""

from .pipeline import Pipeline
from .window import Window

__all__ = ["Pipeline", "Window"]
