"""What has a learner drawn into each series, and what did it look like each time it was compared?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from mlops_widgets.stage import Action, BoardError

from .series import TITLES, series

__all__ = ["Choose", "Clear", "Compare", "Drawing", "Place", "Remove", "apply"]

Points = tuple[int, ...]


class Choose(Action):
    """Look at another series; what was drawn into this one stays."""

    kind: str = "choose"
    series: str


class Place(Action):
    """A change begins at this value, 0 is the first."""

    kind: str = "place"
    at: int


class Remove(Action):
    """No change begins here after all."""

    kind: str = "remove"
    at: int


class Clear(Action):
    """No change begins anywhere in this series."""

    kind: str = "clear"


class Compare(Action):
    """I am done: show what other people marked. What has been seen cannot be unseen, so it is not taken back."""

    lasting: ClassVar[bool] = True

    kind: str = "compare"


@dataclass(frozen=True)
class Drawing:
    """The series in sight, the points in every series, and the points at each comparison."""

    series: str = "airline"
    points: Mapping[str, Points] = field(default_factory=dict)
    compared: Mapping[str, tuple[Points, ...]] = field(default_factory=dict)

    @property
    def here(self) -> Points:
        """The points in the series in sight, in order."""
        return self.points.get(self.series, ())

    @property
    def comparisons(self) -> tuple[Points, ...]:
        """The points of this series each time that they were compared, oldest first."""
        return self.compared.get(self.series, ())

    def draw(self, points: Points) -> Drawing:
        """The same with other points in the series in sight."""
        return replace(self, points={**self.points, self.series: tuple(sorted(points))})


def apply(drawing: Drawing, action: Action) -> Drawing:
    """The drawing after one action.

    Raises
    ------
    BoardError
        For a series there is not, a place outside of it, a point that is there already or is not there.

    Examples
    --------
    >>> apply(Drawing(), Place(at=299)).here
    (299,)
    """
    match action:
        case Choose(series=name):
            if name not in TITLES:
                raise BoardError(f"series must be one of {', '.join(TITLES)}, got {name!r}.")
            return replace(drawing, series=name)
        case Place(at=at):
            if at in drawing.here:
                raise BoardError(f"there is a change point at {_when(drawing, at)} already: place one elsewhere.")
            _when(drawing, at)
            return drawing.draw((*drawing.here, at))
        case Remove(at=at):
            if at not in drawing.here:
                raise BoardError(f"there is no change point at {_when(drawing, at)}: nothing was removed.")
            return drawing.draw(tuple(each for each in drawing.here if each != at))
        case Clear():
            return drawing.draw(())
        case Compare():
            seen = (*drawing.comparisons, drawing.here)
            return replace(drawing, compared={**drawing.compared, drawing.series: seen})
    raise BoardError(f"{action.kind} is no action of this board.")


def _when(drawing: Drawing, at: int) -> str:
    shown = series(drawing.series)
    if not 1 <= at < len(shown):
        raise BoardError(
            f"at must be 1 to {len(shown) - 1}, got {at}: a change begins after the first of the {len(shown)} values."
        )
    return shown.moments[at]
