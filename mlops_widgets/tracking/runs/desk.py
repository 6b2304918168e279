"""How does the table lie there? What is asked, chosen and written; never the runs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mlops_widgets.stage import BoardError

from .source import NOTE, Runs

__all__ = ["Desk", "Edits", "name_of", "note_of", "tags_of"]

Edits = Mapping[str, Mapping[str, str | None]]  # run id → tag → its value, None for one that was taken off


@dataclass(frozen=True)
class Desk:
    """How the table lies there: what is asked, chosen and written, never the runs themselves."""

    sort: str = "start_time"
    descending: bool = True
    where: str = ""
    brushes: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # column → from, to
    selected: tuple[str, ...] = ()  # run ids, in the order in which they were chosen
    edits: Edits = field(default_factory=dict)
    metric: str = ""  # whose curves are drawn; "" for the first one there is
    wide: bool = False

    def edit(self, run: str, tag: str, value: str | None) -> Desk:
        """The same with another value of one tag."""
        return replace(self, edits={**self.edits, run: {**self.edits.get(run, {}), tag: value}})


def tags_of(runs: Runs, desk: Desk, run: str) -> dict[str, str]:
    """The tags of a run as they stand on the board, in order of their names."""
    name_of(runs, run)
    held = {**runs.tags[runs.index[run]], **desk.edits.get(run, {})}
    return {key: value for key, value in sorted(held.items()) if value is not None and key != NOTE}


def note_of(runs: Runs, desk: Desk, run: str) -> str:
    """What is written about a run."""
    return desk.edits.get(run, {}).get(NOTE) or (
        "" if NOTE in desk.edits.get(run, {}) else runs.notes[runs.index[run]]
    )


def name_of(runs: Runs, run: str) -> str:
    """The name of a run, or a sentence when there is no such run."""
    if run not in runs.index:
        raise BoardError(
            f"run must be the id of one of the {len(runs)} runs, got {run!r}: it is not among them any more."
        )
    return runs.names[runs.index[run]]
