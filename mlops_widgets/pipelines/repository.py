"""Where can a commit be broken without harm? In a repository of its own, made from the flights of Newark's winter."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path

from mlops_widgets.data import flights

__all__ = ["begin", "clean", "git", "note"]

PROJECT = Path(__file__).parent / "project"
WORKFLOW = ".github/workflows/ci.yml"
MARK = ".git/mlops-widgets"  # the commits that we made, one a line; where it is missing, a folder is not ours
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
        Where it goes. One that this function made before is made anew; what somebody changed in it is kept beside it
        under another name. Any other folder must be empty or not there yet.

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
    if (folder / MARK).is_file():
        _make_room(folder)
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
    note(folder, "main")
    return folder


def note(folder: Path, branch: str) -> None:
    """Write down that the commit at the end of a branch is ours."""
    with (folder / MARK).open("a", encoding="utf-8") as file:
        file.write(git(folder, "rev-parse", branch) + "\n")


def clean(folder: Path) -> None:
    """Raise where something is not committed, because a change of branch would carry it along.

    Raises
    ------
    ValueError
        With the files.
    """
    if changed := git(folder, "status", "--porcelain"):
        raise ValueError(
            f"{folder} must have no uncommitted changes, got {', '.join(changed.split()[1::2])}: keep them with "
            'pipelines.git(repository, "commit", "-aqm", "mine"), or put them away with "stash".'
        )


def _make_room(folder: Path) -> None:
    """Take a repository of ours away, or keep it under another name if there is more in it than we made."""
    ours = set((folder / MARK).read_text(encoding="utf-8").split())
    ends = set(git(folder, "for-each-ref", "--format=%(objectname)").split())
    if ends <= ours and not git(folder, "status", "--porcelain"):
        shutil.rmtree(folder, onerror=_writable)
        return
    names = (folder.with_name(f"{folder.name}_kept_{number}") for number in count(1))
    folder.rename(next(name for name in names if not name.exists()))


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
