"""Tell how moments are compared: as whole microseconds, with one number for what never happened."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NEVER", "Moments", "hours", "moments"]

Moments = npt.NDArray[np.int64]  # microseconds since 1970, UTC, so that no clock change disturbs them
NEVER = np.iinfo(np.int64).max  # later than every moment: a flight that never landed


def moments(times: "pd.Series") -> Moments:
    """Return times with a zone as microseconds, shape (times,); missing ones as NEVER."""
    micro = times.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[us]")
    return np.where(np.isnat(micro), NEVER, micro.astype(np.int64))


def hours(count: int) -> int:
    """Return so many hours in microseconds."""
    return count * 3_600_000_000
