"""AutoML: let a machine search settings and architectures, and know when its cheap estimates mislead."""

from .chance import chance_of_top, expected_best, trials_for
from .fidelity import Bracket, Rung, halving, kendall
from .gaussian import Posterior, expected_improvement, posterior
from .racing import Race, explore, race, regrets
from .space import AXES, DEFAULTS, PLANE, Axis, Config, Space
from .strategies import STRATEGIES, TPE, Bayes, Evolution, Grid, HyperOpt, Optuna, Random, Strategy
from .table import SHARES, Table, plane, table

__all__ = [
    "AXES",
    "DEFAULTS",
    "PLANE",
    "SHARES",
    "STRATEGIES",
    "TPE",
    "Axis",
    "Bayes",
    "Bracket",
    "Config",
    "Evolution",
    "Grid",
    "HyperOpt",
    "Optuna",
    "Posterior",
    "Race",
    "Random",
    "Rung",
    "Space",
    "Strategy",
    "Table",
    "chance_of_top",
    "expected_best",
    "expected_improvement",
    "explore",
    "halving",
    "kendall",
    "plane",
    "posterior",
    "race",
    "regrets",
    "table",
    "trials_for",
]
