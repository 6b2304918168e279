"""Where can a commit be broken without harm? In a repository of its own, made from the flights of Newark's winter."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from mlops_widgets.data import flights

__all__ = ["begin", "git"]

PROJECT = Path(__file__).parent / "project"
WORKFLOW = ".github/workflows/ci.yml"
# Nobody's name: a commit needs one, and the learner's own settings are left alone.
_SETTINGS = {
    "user.name": "the course",
    "user.email": "course@localhost",
    "commit.gpgsign": "false",
    "core.autocrlf": "false",
}
_FEATURES = (
    "hour", "distance", "departures", "wind", "precipitation", "visibility",
    "recent_late", "day_late", "carrier_late", "recent_delay", "waiting", "plane_delay",
)  # fmt: skip
_EVERY = {"train.csv": 5, "test.csv": 4}  # so that a run takes seconds


def git(folder: Path, *words: str) -> str:
    """Run git in a folder and return what it says.

    Raises
    ------
    FileNotFoundError
        If git is not installed.
    RuntimeError
        With git's own words, if it refuses.

    Examples
    --------
    >>> git(Path("."), "--version")[:11]
    'git version'
    """
    if shutil.which("git") is None:
        raise FileNotFoundError("git is not installed here: install it from git-scm.com, and start Jupyter again.")
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    ran = subprocess.run(
        ["git", *settings, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"git {' '.join(words)} was refused: {ran.stderr.strip() or ran.stdout.strip()}")
    return ran.stdout.strip()


def begin(folder: Path | str) -> Path:
    """Make a git repository of a small flight model, with its data, its tests and its workflow; one commit on main.

    Parameters
    ----------
    folder
        Where it goes. One that this function made before is made anew; any other must be empty or not there yet.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileExistsError
        If something else lies there.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     git(begin(Path(folder) / "flights"), "log", "--format=%s")
    'A small model of late flights'
    """
    folder = Path(folder)
    if (folder / ".git").is_dir() and (folder / "model.py").is_file() and (folder / "params.yaml").is_file():
        shutil.rmtree(folder, onerror=_writable)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(
            f"folder must be empty, got {folder} with files in it; name one that does not exist yet"
        )
    shutil.copytree(
        PROJECT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "workflow.yml", "out", ".*")
    )
    (folder / WORKFLOW).parent.mkdir(parents=True)
    shutil.copyfile(PROJECT / "workflow.yml", folder / WORKFLOW)
    (folder / ".gitignore").write_text("out/\n__pycache__/\n.*_cache/\n", encoding="utf-8", newline="\n")
    _write_data(folder / "data")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A small model of late flights")
    return folder


def _writable(remove: Callable[[str], object], name: str, _: object) -> None:
    """Windows keeps what git has stored from being deleted."""
    Path(name).chmod(stat.S_IWRITE)
    remove(name)


def _write_data(folder: Path) -> None:
    """Some flights of the winter to learn from, and of April to be judged by."""
    newark = flights.load().query("origin == 'EWR'")
    parts = flights.split(newark)
    folder.mkdir(exist_ok=True)
    for (name, every), rows in zip(_EVERY.items(), (parts.train, parts.validate), strict=True):
        some = newark.loc[rows[::every]]
        known = flights.features(some)[list(_FEATURES)].astype(float).round(3)
        known["late"] = some["late"].astype(int)
        known.to_csv(folder / name, index=False, lineterminator="\n")
