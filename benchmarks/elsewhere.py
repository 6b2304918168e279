"""How fast is a tool that must not come into our environment? It runs in one of its own, thrown away afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

Run = Callable[..., dict[str, Any]]


class NotInstalledError(Exception):
    """A peer could not be installed; its words say why."""


@contextmanager
def elsewhere(*installs: Sequence[str], minutes: float = 10) -> Iterator[Run]:
    """A fresh environment with what is named, one ``pip install`` each; gone afterwards.

    What it yields runs a script there: ``run(script, name=array)`` hands every array over as a variable of that
    name, and brings back the dictionary that the script leaves in ``result``.
    """
    with tempfile.TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True) as folder:
        python = Path(folder) / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        subprocess.run([sys.executable, "-m", "venv", Path(folder) / "venv"], check=True)
        began = time.monotonic()
        for packages in installs:
            print(f"installing {' '.join(packages)} …", file=sys.stderr, flush=True)
            _install(python, packages, 60 * minutes - (time.monotonic() - began))
        yield lambda script, **arrays: _run(python, Path(folder), script, arrays)


def _install(python: Path, packages: Sequence[str], seconds: float) -> None:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=max(1, seconds))
    except subprocess.TimeoutExpired:
        raise NotInstalledError(f"{' '.join(packages)} took too long to install") from None
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotInstalledError(f"{' '.join(packages)} cannot be installed: {last}") from None


def _run(python: Path, folder: Path, script: str, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    loads = "".join(f"{name} = np.load({name + '.npy'!r})\n" for name in arrays)
    (folder / "script.py").write_text(
        f"import json, time\nimport numpy as np\n{loads}{script}\n"
        "with open('result.json', 'w', encoding='utf-8') as file:\n    json.dump(result, file)\n",
        encoding="utf-8",
    )
    quiet = {**os.environ, "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}
    ran = subprocess.run([python, "script.py"], cwd=folder, env=quiet, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise NotInstalledError(f"it does not run: {(ran.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return dict(json.loads((folder / "result.json").read_text("utf-8")))
