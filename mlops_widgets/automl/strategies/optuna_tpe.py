"""What does Optuna's own TPE ask for? The real library behind the same two words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_widgets import stage
from mlops_widgets.automl.space import Axis, Config, Space, Value

__all__ = ["Optuna"]


class Optuna:
    """``study.ask`` and ``study.tell``, in memory and quiet.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Of its sampler.

    Raises
    ------
    StageError
        With the line to run, where Optuna is not installed.
    """

    def __init__(self, space: Space | None = None, seed: int = 0) -> None:
        try:
            import optuna
        except ImportError as error:
            raise stage.StageError('Optuna is not installed: pip install "mlops-widgets[automl]".') from error
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.space = space or Space()
        self.study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
        self.distributions = {axis.name: _distribution(axis) for axis in self.space.axes}
        self.trial: Any = None  # Any: Optuna's, whose types we do not read

    def ask(self) -> Config:
        """The parameters of Optuna's next trial."""
        self.trial = self.study.ask(self.distributions)
        return dict(self.trial.params)

    def tell(self, config: Mapping[str, Value], score: float) -> None:  # noqa: ARG002 - it knows its own question
        """What came of that trial."""
        self.study.tell(self.trial, score)


def _distribution(axis: Axis) -> Any:  # Any: as above
    from optuna import distributions

    if axis.choices:
        return distributions.CategoricalDistribution(axis.choices)
    if axis.whole:
        return distributions.IntDistribution(int(axis.low), int(axis.high), log=axis.log)
    return distributions.FloatDistribution(axis.low, axis.high, log=axis.log)
