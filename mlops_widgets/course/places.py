"""Where can a notebook run? Where its extras are installed, and its memory fits."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from .catalogue import Notebook
from .outline import read_data
from .refused import Material

__all__ = ["Place", "places", "runs_on"]


class Place(Material):
    """One place to run notebooks: what is installed there, and what fits."""

    name: str
    offers: list[str] | None = None
    memory_mb: Annotated[int, Field(ge=100)]
    server_mb: Annotated[int, Field(ge=0)]
    ready: bool

    def holds(self, notebook: Notebook) -> bool:
        """Say whether the notebook would run there."""
        installed = self.offers is None or set(notebook.needs) <= set(self.offers)
        return installed and notebook.mb + self.server_mb <= self.memory_mb


class _Places(Material):
    place: list[Place]


@cache
def places() -> tuple[Place, ...]:
    """Every place, the smallest first, also those where nothing is set up yet.

    Examples
    --------
    >>> [each.name for each in places() if each.ready]
    ['Binder', 'your computer']
    """
    return tuple(read_data("places.toml", _Places).place)


def runs_on(notebook: Notebook) -> tuple[str, ...]:
    """The names of the places that are set up and hold this notebook.

    Examples
    --------
    >>> from mlops_widgets.course import catalogue
    >>> runs_on(catalogue()[0])
    ('Binder', 'your computer')
    """
    return tuple(each.name for each in places() if each.ready and each.holds(notebook))
