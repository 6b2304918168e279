"""Ways to choose what to train next, one a file. A learner's own fits in the same hole."""

from collections.abc import Callable, Mapping
from typing import Any

from .bayes import Bayes
from .evolution import Evolution
from .grid import Grid
from .hyperopt_tpe import HyperOpt
from .optuna_tpe import Optuna
from .strategy import Strategy
from .tpe import TPE
from .uniform import Random

__all__ = ["STRATEGIES", "TPE", "Bayes", "Evolution", "Grid", "HyperOpt", "Optuna", "Random", "Strategy"]

STRATEGIES: Mapping[str, Callable[..., Any]] = {  # Any: a Strategy; each has knobs of its own besides space and seed
    "grid": Grid,
    "random": Random,
    "evolution": Evolution,
    "tpe": TPE,
    "bayes": Bayes,
    "hyperopt": HyperOpt,
    "optuna": Optuna,
}  # every one that is offered by name, ``STRATEGIES[name](space, seed)``
