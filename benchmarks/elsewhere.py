"""What does a peer say, whose requirements do not fit beside ours? A script runs in a throw-away environment."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["run"]

PLACE = Path(tempfile.gettempdir()) / "mlops-widgets-elsewhere"


def run(packages: Sequence[str], script: str, arrays: Mapping[str, np.ndarray] | None = None) -> dict[str, Any]:
    """What ``script`` prints last, read as JSON; it ran in an environment that holds ``packages``.

    The script finds the path of an ``.npz`` with the arrays in ``sys.argv[1]``. The environment is made
    once and found again by its packages; delete the folder to make it anew.
    """
    python = _environment(tuple(packages))
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "arrays.npz"
        np.savez(held, **(arrays or {}))
        ran = subprocess.run([python, "-c", script, held], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{', '.join(packages)}: {ran.stderr.strip()}")
    answer: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return answer


def _environment(packages: tuple[str, ...]) -> Path:
    folder = PLACE / hashlib.sha256(repr(packages).encode()).hexdigest()[:12]
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "ready").exists():
        print(f"making an environment for {', '.join(packages)}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "ready").touch()
    return python
