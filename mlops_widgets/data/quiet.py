"""What keeps the course's tools from calling home? These switches, set before any of them is imported.

A switch that is already set stays as it is: who exports ``WANDB_MODE=online`` means it.
"""

from __future__ import annotations

import os

__all__ = ["SWITCHES", "hush"]

SWITCHES = {
    "DO_NOT_TRACK": "1",
    "DVC_NO_ANALYTICS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",  # tiny models are trained here, none is fetched
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",  # 2 processes and 444 MB instead of 15 and 2.2 GB
    "TRANSFORMERS_OFFLINE": "1",
    "WANDB_ERROR_REPORTING": "false",
    "WANDB_MODE": "offline",
}


def hush() -> None:
    """Set every switch that nobody has set.

    Examples
    --------
    >>> import os
    >>> "DO_NOT_TRACK" in os.environ
    True
    """
    for name, value in SWITCHES.items():
        os.environ.setdefault(name, value)
