"""How does a run look on paper? The scene as one SVG, without a browser."""

from .draw import draw

__all__ = ["draw"]
