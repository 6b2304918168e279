"""What is a run whose end nobody knows? Rows come from threads or from a source, and the page follows them."""

from .running import Live, live

__all__ = ["Live", "live"]
