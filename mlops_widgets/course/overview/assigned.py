"""How does a lab stand among the notebooks? With the corners of a sheet, for it is handed in, and what it gives."""

from __future__ import annotations

from mlops_widgets.course.editions import Lab

from .shown import lasting, linked

__all__ = ["assigned", "worth"]

_SHEET = (
    '<svg class="marker" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<rect class="ring" x="3" y="2" width="10" height="12" rx="1.5" stroke-width="1.5"/></svg>'
)


def assigned(lab: Lab, here: str) -> str:
    """A lab as an item of a list, linked from the notebook ``here``."""
    return f'<li class="stop lab">{_SHEET}<span>{linked(lab, here)} <small>{worth(lab)}</small></span></li>'


def worth(lab: Lab) -> str:
    """How long it takes and what it gives.

    Examples
    --------
    >>> from mlops_widgets.course import labs
    >>> worth(labs()[0])
    '1 h, 12 points'
    """
    return f"{lasting(lab.minutes)}, {lab.points} points"
