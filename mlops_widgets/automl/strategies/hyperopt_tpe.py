"""What does Hyperopt's own TPE ask for? The real library, asked for one network at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlops_widgets import stage
from mlops_widgets.automl.space import Axis, Config, Space, Value

__all__ = ["HyperOpt"]


class HyperOpt:
    """``tpe.suggest`` over a ``Trials``, the way ``fmin`` does it, without its loop and its progress bar.

    Parameters
    ----------
    space
        What may be asked for.
    seed
        Of its suggestions.

    Raises
    ------
    StageError
        With the line to run, where Hyperopt is not installed.
    """

    def __init__(self, space: Space | None = None, seed: int = 0) -> None:
        try:
            import hyperopt
            from hyperopt.base import Domain
        except ImportError as error:
            raise stage.StageError('Hyperopt is not installed: pip install "mlops-widgets[automl]".') from error
        self.space = space or Space()
        self.rng = np.random.default_rng([seed, 5])
        self.trials: Any = hyperopt.Trials()  # Any: Hyperopt ships no types
        self.domain: Any = Domain(None, {axis.name: _expression(axis) for axis in self.space.axes}, name="network")

    def ask(self) -> Config:
        """What its TPE suggests."""
        from hyperopt import tpe

        new = self.trials.new_trial_ids(1)
        self.trials.refresh()
        documents = tpe.suggest(new, self.domain, self.trials, int(self.rng.integers(2**31 - 1)))
        self.trials.insert_trial_docs(documents)
        self.trials.refresh()
        found = self.trials.trials[-1]["misc"]["vals"]
        return {axis.name: _value(axis, found[axis.name][0]) for axis in self.space.axes}

    def tell(self, config: Mapping[str, Value], score: float) -> None:  # noqa: ARG002 - it knows its own question
        """What came of that suggestion; Hyperopt wants losses."""
        from hyperopt import JOB_STATE_DONE, STATUS_OK

        trial = self.trials.trials[-1]
        trial["state"], trial["result"] = JOB_STATE_DONE, {"loss": -score, "status": STATUS_OK}
        self.trials.refresh()


def _expression(axis: Axis) -> Any:  # Any: as above
    from hyperopt import hp

    if axis.choices:
        return hp.choice(axis.name, axis.choices)
    if axis.log:
        low, high = np.log([axis.low, axis.high])
        return hp.qloguniform(axis.name, low, high, 1) if axis.whole else hp.loguniform(axis.name, low, high)
    return (
        hp.quniform(axis.name, axis.low, axis.high, 1) if axis.whole else hp.uniform(axis.name, axis.low, axis.high)
    )


def _value(axis: Axis, found: Any) -> Value:  # Any: a number of numpy's
    if axis.choices:
        return axis.choices[int(found)]
    return min(max(float(found), axis.low), axis.high)
