"""How often may a test be fooled? A chance between 0 and 1, refused when it is none."""

from __future__ import annotations

__all__ = ["check_alpha"]


def check_alpha(alpha: float) -> None:
    """Raise a ValueError unless alpha is a chance."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, got {alpha:g}: use 0.05 for 5 %.")
