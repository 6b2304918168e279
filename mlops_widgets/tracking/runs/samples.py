"""Which runs does the board show where nobody has run anything yet? Some that are drawn from a seed."""

from __future__ import annotations

import numpy as np

from .source import Runs

__all__ = ["sample"]

_STEPS = 20
_BEGAN = 1_388_534_400_000  # ms: the first hour of 2014
_LEAVES = (7, 15, 31, 63)


def sample(count: int = 120, seed: int = 0) -> Runs:
    """Generated runs of a model that has a best learning rate: bowl-shaped loss, with noise.

    Examples
    --------
    >>> runs = sample(3)
    >>> runs.names, sorted(runs.params)
    (('run-003', 'run-002', 'run-001'), ['data', 'learning_rate', 'leaves', 'model'])
    """
    rng = np.random.default_rng(seed)
    rate = 10 ** rng.uniform(-2, -0.3, count)
    leaves = rng.choice(_LEAVES, count)
    data = rng.choice(["v1", "v2", "v3"], count)
    bowl = 0.41 + 0.03 * np.log10(rate / 0.08) ** 2 + 0.004 * np.abs(np.log2(leaves / 15))
    loss = bowl - 0.006 * (data == "v3") + rng.normal(0, 0.002, count)
    start = rng.uniform(0.05, 0.1, count)
    names = [f"run-{number:03d}" for number in range(count, 0, -1)]
    ids = [f"{number:08x}" for number in rng.choice(2**32, count, replace=False)]
    at = {run: place for place, run in enumerate(ids)}
    steps = np.arange(_STEPS)
    began = np.array([_BEGAN + 3_600_000.0 * hour for hour in range(count, 0, -1)])

    def curve(run: str, metric: str) -> list[tuple[int, float]]:
        place = at[run]
        if metric != "log_loss":
            return []
        fall = start[place] * np.exp(-steps * (0.1 + 2 * rate[place]))
        return [(int(step), float(value)) for step, value in zip(steps, loss[place] + fall, strict=True)]

    return Runs(
        ids=tuple(ids),
        names=tuple(names),
        status=("FINISHED",) * count,
        started=began,
        ended=began + 60_000,
        params={
            "data": data.tolist(),
            "learning_rate": [f"{each:.4f}" for each in rate],
            "leaves": [str(each) for each in leaves],
            "model": ["boosting"] * count,
        },
        metrics={"log_loss": loss, "seconds": 0.5 + 0.02 * leaves + rng.exponential(0.2, count)},
        tags=tuple({"data": str(each)} for each in data),
        notes=("",) * count,
        place="generated runs, to try the table on",
        curve=curve,
    )
