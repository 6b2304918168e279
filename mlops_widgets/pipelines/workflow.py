"""What does a workflow of GitHub Actions say of a commit, when its steps are run on this machine?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .repository import WORKFLOW, git

__all__ = ["Outcome", "Step", "problems", "run"]

_PATIENCE = 120  # seconds that one step may take
# A step needs none of pytest's plug-ins that happen to be installed here, and loading them takes longer than it does.
_QUICK = {
    "CI": "true",
    "NO_COLOR": "1",
    "OMP_NUM_THREADS": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONUTF8": "1",
}
_LAST = 12  # lines of a failed step that are kept
# Where rfc3987_syntax is installed, jsonschema builds its grammar at each start, for a second or three, and no rule
# of a workflow needs it.
_CHECK = "import sys; sys.modules['rfc3987_syntax'] = None; from check_jsonschema import main; main()"


@dataclass(frozen=True)
class Step:
    """One step of a workflow, as it went."""

    name: str
    passed: bool
    seconds: float
    says: str  # its last lines; empty where it passed


@dataclass(frozen=True)
class Outcome:
    """How a commit went through the workflow: its steps up to the first that failed."""

    commit: str
    steps: tuple[Step, ...]

    @property
    def stopped_by(self) -> str:
        """The name of the step that failed; empty when all passed."""
        return "" if self.steps[-1].passed else self.steps[-1].name

    def __str__(self) -> str:
        told = ", ".join(
            f"{each.name} {'ok' if each.passed else 'FAILED'} ({each.seconds:.1f} s)" for each in self.steps
        )
        return f"{self.commit}: {told}"


def problems(text: str) -> list[str]:
    r"""What the schema of GitHub Actions has against a workflow; an empty list for one that follows it.

    Parameters
    ----------
    text
        The workflow, as YAML.

    Returns
    -------
    list of str
        One sentence a problem: where, and what.

    Examples
    --------
    >>> problems("on: [push]\njobs: {check: {steps: [{run: pytest}]}}")
    ["jobs.check: 'runs-on' is a required property"]
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ci.yml"
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", _CHECK, "--builtin-schema", "vendor.github-workflows"]
        told = subprocess.run(
            [*command, "--output-format", "json", str(path)], capture_output=True, encoding="utf-8", check=False
        )
    if not told.stdout.strip():
        raise ImportError(
            'a workflow is checked by check-jsonschema; run: pip install "mlops-widgets[pipelines]" '
            f"({told.stderr.strip()[-200:]})"
        )
    return list(_told(told.stdout))


def _told(output: str) -> Iterable[str]:
    import json

    found = json.loads(output)
    for each in found.get("parse_errors", []):
        yield f"no YAML: {each['message']}"
    for each in found.get("errors", []):
        # Of a choice of forms, the one that came closest says most.
        deep = each.get("best_deep_match") or each.get("best_match") or each
        yield f"{deep['path'].removeprefix('$.')}: {deep['message']}"


def run(repository: Path, commit: str = "HEAD") -> Outcome:
    """Clone a commit into an empty folder, and run its workflow's steps in order until one fails.

    A step that ``uses:`` an action is passed over: the clone stands for a checkout, this Python for the one that
    is set up. A step that says ``run:`` is run as it stands.

    Parameters
    ----------
    repository
        A git repository with a workflow in ``.github/workflows/ci.yml``.
    commit
        A branch or a hash.

    Returns
    -------
    Outcome
        Printed, it is one line.
    """
    import yaml

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        clone = Path(folder) / "clone"
        git(repository, "clone", "-q", ".", str(clone))
        git(clone, "checkout", "-q", commit if commit == "HEAD" else git(repository, "rev-parse", commit))
        job = next(iter(yaml.safe_load((clone / WORKFLOW).read_text(encoding="utf-8"))["jobs"].values()))
        steps = []
        for step in job["steps"]:
            if "run" in step:
                steps.append(_step(step, clone))
                if not steps[-1].passed:
                    break
        return Outcome(commit, tuple(steps))


def _step(step: dict[str, Any], clone: Path) -> Step:  # Any: YAML
    """Run one line in a shell, where ``python`` is the one of this notebook."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path} | _QUICK
    begin, name = time.perf_counter(), str(step.get("name", step["run"]))
    with subprocess.Popen(
        step["run"],
        shell=True,  # a workflow's step is a line for a shell
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that what the shell started can be stopped with it
    ) as ran:
        try:
            says, _ = ran.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            _stop(ran)
            says = f"not done after {_PATIENCE:g} s"
    passed = ran.returncode == 0
    last = "" if passed else "\n".join(says.strip().splitlines()[-_LAST:])
    return Step(name, passed, time.perf_counter() - begin, last)


def _stop(shell: subprocess.Popen[str]) -> None:
    """End a shell and all that it started."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(shell.pid)], capture_output=True, check=False)
    else:
        os.killpg(shell.pid, signal.SIGKILL)
    shell.wait()
