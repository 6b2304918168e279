"""Are the tools' switches off, and is a learner's own setting left alone?"""

from __future__ import annotations

import json
import subprocess
import sys

from mlops_widgets.data.quiet import SWITCHES


def seen_by_a_notebook(**environment: str) -> dict[str, str]:
    code = "import os, json; from mlops_widgets import course; print(json.dumps(dict(os.environ)))"
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


def test_importing_the_package_turns_every_switch_off() -> None:
    assert SWITCHES.items() <= seen_by_a_notebook().items()


def test_what_somebody_set_stays() -> None:
    assert seen_by_a_notebook(WANDB_MODE="online")["WANDB_MODE"] == "online"
