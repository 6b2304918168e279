"""Which bad commits are there to be caught? Each a small change that somebody could make on a Friday."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .repository import clean, git, note

__all__ = ["PLANTED", "Planted", "plant"]

Row = dict[str, str]
Change = Callable[[list[Row]], Iterable[Row]]
TRAIN = "data/train.csv"


@dataclass(frozen=True)
class Planted:
    """A change to a repository that ``begin`` made, and what is said of it."""

    message: str  # of the commit, as whoever made it saw it
    truth: str  # what it breaks
    stopped_by: str  # the step of the workflow that should stop it; "" for one that gets through
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # file → what stands there, what shall
    data: Mapping[str, Change] = field(default_factory=dict)  # file → what happens to its rows


def _with(**made: Callable[[Row], str]) -> Change:
    return lambda rows: [row | {name: each(row) for name, each in made.items()} for row in rows]


def _upside_down(rows: list[Row]) -> Iterable[Row]:
    """Labels from a file that is sorted the other way."""
    labels = [row["late"] for row in reversed(rows)]
    return [row | {"late": label} for row, label in zip(rows, labels, strict=True)]


def _leaked(rows: list[Row]) -> Iterable[Row]:
    return [row | {"dep_delay": str(60 * int(row["late"]))} for row in rows]


_BOTH = (TRAIN, "data/test.csv")
_TWICE = _with(distance=lambda row: str(2 * float(row["distance"])))

PLANTED: dict[str, Planted] = {
    "renamed": Planted(
        "Rename the logistic function",
        "a call of it still has the old name",
        "code",
        {"model.py": ("def chance(score):", "def logistic(score):")},
    ),
    "clock": Planted(
        "Simplify the clock",
        "the day has twelve hours now, so that midnight and noon are the same",
        "code",
        {"model.py": ("np.asarray(hour, float) / 24", "np.asarray(hour, float) / 12")},
    ),
    "doubled": Planted(
        "New data from the other supplier", "every distance is doubled", "data", data=dict.fromkeys(_BOTH, _TWICE)
    ),
    "leak": Planted(
        "A feature that helps a lot",
        "the departure's own delay, which nobody knows two hours ahead",
        "data",
        {"model.py": ("\n\n\ndef clock", '\nCOLUMNS += ["dep_delay"]\n\n\ndef clock')},
        dict.fromkeys(_BOTH, _leaked),
    ),
    "faster": Planted(
        "Train faster",
        "a step so long that the training never comes to rest",
        "smoke",
        {"params.yaml": ("step: 0.5", "step: 50")},
    ),
    "joined": Planted(
        "Join the labels by position",
        "the file of labels is sorted the other way",
        "quality",
        data={TRAIN: _upside_down},
    ),
    "polite": Planted(
        "A friendlier answer",
        "the service answers in percent, and in a text",
        "integration",
        {"service.py": ("float(predict(model, table([flight]))[0])", 'f"{predict(model, table([flight]))[0]:.0%}"')},
    ),
    "calm": Planted(
        "Data without the storms",
        "the days on which most flights were late are left out of both files",
        "",
        data=dict.fromkeys(_BOTH, lambda rows: [row for row in rows if float(row["day_late"] or 0) < 0.3]),
    ),
}


def plant(repository: Path, name: str) -> str:
    """Commit one of the planted changes on a branch of its own that begins at main, and return its message.

    Parameters
    ----------
    repository
        A folder that ``begin`` made.
    name
        A key of ``PLANTED``; the branch's name, too.

    Raises
    ------
    KeyError
        For a name that is not there.
    ValueError
        If something in the repository is not committed, or main no longer has what the change replaces.
    """
    if name not in PLANTED:
        raise KeyError(f"name must be one of {', '.join(PLANTED)}, got {name!r}.")
    change = PLANTED[name]
    clean(repository)
    git(repository, "checkout", "-q", "-B", name, "main")
    for file, (old, new) in change.edits.items():
        text = (repository / file).read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(
                f"{file} on main must hold {old!r}, and does not: make the repository anew with begin()."
            )
        (repository / file).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    for file, made in change.data.items():
        _rewrite(repository / file, made)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", change.message)
    note(repository, name)
    git(repository, "checkout", "-q", "main")
    return change.message


def _rewrite(path: Path, made: Change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(made(list(csv.DictReader(file))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
