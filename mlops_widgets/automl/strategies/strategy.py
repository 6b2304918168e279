"""What must an object offer to search? It says what to train next, and hears what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from mlops_widgets.automl.space import Config, Value

__all__ = ["Strategy"]


@runtime_checkable
class Strategy(Protocol):
    """Anything with ``ask`` and ``tell``.

    One more attribute is shown when a strategy has it: ``expected``, a pair of what it believed of the network that
    it asked for last, as mean and standard deviation of the score.
    """

    def ask(self) -> Mapping[str, Value]:
        """The network to train next, as hyperparameter → value."""

    def tell(self, config: Config, score: float) -> object:
        """What came of it: the network that was asked for, and its score, the higher the better."""
