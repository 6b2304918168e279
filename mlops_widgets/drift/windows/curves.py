"""What does each window length cost and bring, over many streams that differ by chance alone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlops_widgets import stage

from .scenario import Scenario
from .scoring import begun, caused, delays
from .streams import made
from .watching import adaptive, distance

__all__ = ["Curve", "curve"]


@dataclass(frozen=True, eq=False)
class Curve:
    """Delay against false alarms, one place for each window."""

    window: tuple[str, ...]  # what it is called, e.g. "24 h" or "ADWIN"
    hours: np.ndarray  # (windows,) its length; NaN for ADWIN
    false_per_week: np.ndarray  # (windows,) alarms without a cause in a week without a change, mean
    delay: np.ndarray  # (windows,) h from the change to the alarm, median of the streams that noticed
    noticed: np.ndarray  # (windows,) share of the streams that noticed at all
    streams: int


def curve(
    scenario: Scenario | None = None,
    *,
    windows: Sequence[int] = (1, 3, 6, 12, 24, 48, 96, 168),
    streams: int = 200,
    adwin: bool = True,
) -> Curve:
    """Delay and false alarms of several window lengths over the same seeded streams.

    Parameters
    ----------
    scenario
        Where the streams come from; its seed is the first one, its two windows are not looked at. The
        default scenario when left out.
    windows
        Lengths in hours, each at most as long as the baseline.
    streams
        How many, each with a seed of its own.
    adwin
        Let ADWIN watch them too; it takes most of the time.

    Returns
    -------
    Curve
        Arrays of shape ``(windows,)``, ADWIN the last; ``pandas.DataFrame(vars(curve(...)))`` is a table.

    Raises
    ------
    ScenarioError
        For real flights, of which there is one year only, or a window longer than the baseline.

    Examples
    --------
    >>> found = curve(windows=(1, 168), streams=20, adwin=False)
    >>> bool(found.false_per_week[0] > found.false_per_week[1]), bool(found.delay[0] < found.delay[1])
    (True, True)
    """
    scenario = scenario or Scenario()
    if scenario.source != "generated":
        raise stage.ScenarioError('source must be "generated": there is one year of flights, not many.')
    if bad := [each for each in windows if not 1 <= each <= scenario.baseline * 24]:
        raise stage.ScenarioError(
            f"windows must lie between 1 and {scenario.baseline * 24} h, the baseline, got {bad[0]}."
        )
    if streams < 1:
        raise stage.ScenarioError(f"streams must be at least 1, got {streams}.")
    stream = made(scenario, list(range(scenario.seed, scenario.seed + streams)))
    alarms = [np.nan_to_num(distance(stream, each, scenario)) > 1 for each in windows]
    if adwin:
        alarms.append(np.stack([adaptive(values, scenario)[0] > 0 for values in stream.means]))
    calm = ~caused(stream.changes, alarms[0].shape[1])
    weeks = max(np.count_nonzero(calm[scenario.baseline * 24 :]) / 168, 1 / 168)
    fired = [begun(each) for each in alarms]
    late = [delays(each, stream.changes[:1]) for each in fired]
    return Curve(
        window=(*(f"{each} h" for each in windows), *(["ADWIN"] if adwin else [])),
        hours=np.array([*windows, *([np.nan] if adwin else [])], dtype=float),
        false_per_week=np.array([(each & calm).sum(axis=1).mean() / weeks for each in fired]),
        delay=np.array([_median(each) for each in late]),
        noticed=np.array([np.isfinite(each).mean() if each.size else np.nan for each in late]),
        streams=streams,
    )


def _median(hours: np.ndarray) -> float:
    known = hours[np.isfinite(hours)]
    return float(np.median(known)) if known.size else np.nan
