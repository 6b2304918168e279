"""How does the table lie there? What is asked, chosen and written; never the runs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .source import NOTE, Runs

__all__ = ["Desk", "Edits", "absent", "chosen", "note_of", "tags_of"]

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


def chosen(runs: Runs, desk: Desk) -> tuple[str, ...]:
    """The selected runs that are there."""
    return tuple(run for run in desk.selected if run in runs.index)


def absent(runs: Runs, desk: Desk) -> int:
    """How many runs are selected, tagged or noted here and are not among these."""
    return len({*desk.selected, *desk.edits} - set(runs.index))


def tags_of(runs: Runs, desk: Desk, run: str) -> dict[str, str]:
    """The tags of a run as they stand on the board, in order of their names."""
    read = runs.tags[runs.index[run]] if run in runs.index else {}
    held = {**read, **desk.edits.get(run, {})}
    return {key: value for key, value in sorted(held.items()) if value is not None and key != NOTE}


def note_of(runs: Runs, desk: Desk, run: str) -> str:
    """What is written about a run."""
    edited = desk.edits.get(run, {})
    if NOTE in edited:
        return edited[NOTE] or ""
    return runs.notes[runs.index[run]] if run in runs.index else ""
